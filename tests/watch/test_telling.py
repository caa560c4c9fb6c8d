"""Who is told what, and how a message looks: routes, Apprise, signatures, sizes, names that are hostile."""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import json
import subprocess
from html.parser import HTMLParser
from typing import Any

import pytest

from driftcheck.history.model import Change, Known, Seen
from driftcheck.history.transitions import confirmed, transitions
from driftcheck.model import Severity
from driftcheck.settings import Alert
from driftcheck.watch import messages, words
from driftcheck.watch.deliver import signed
from tests.watch.conftest import Shop
from tests.watch.receiver import receiving

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr'")  # Apprise's own
NOW = datetime.datetime(2026, 11, 21, 8, 15, tzinfo=datetime.UTC)


def seen(fingerprint: str, severity: str = "error", object: str = "public.a", **more: Any) -> Seen:
    given = {"rule": "table-undocumented", "kind": "table", "message": "a message", **more}
    return Seen(fingerprint=fingerprint, severity=Severity(severity), object=object, **given)


def known(*findings: Seen) -> list[Known]:
    return [Known(id=i, seen=one, first_seen=NOW, told_at=NOW) for i, one in enumerate(findings)]


def current(*findings: Seen) -> dict[str, Seen]:
    return {one.fingerprint: one for one in findings}


def test_the_specifications_own_example() -> None:
    """Standard Webhooks: the example of its reference libraries."""
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    headers = signed([key], "msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}', 1614265330)
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_two_keys_while_one_replaces_the_other() -> None:
    content = b"id.5.body"
    wanted = [base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode() for key in (b"new", b"old")]
    assert signed([b"new", b"old"], "id", b"body", 5)["webhook-signature"] == f"v1,{wanted[0]} v1,{wanted[1]}"


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ([], [seen("1")], ["new"]),
        ([seen("1")], [], ["resolved"]),
        ([seen("1")], [seen("1")], []),
        ([seen("1", "warning")], [seen("1", "error")], ["worsened"]),
        ([seen("1", "error")], [seen("1", "warning")], ["eased"]),
        ([seen("1", "warning")], [seen("2", "error")], ["worsened"]),
        ([seen("1", "error")], [seen("2", "error")], ["new", "resolved"]),
        ([seen("1", "error")], [seen("2", "warning")], ["resolved", "new"]),
        ([seen("1"), seen("2", object="b")], [seen("2", object="b")], ["resolved"]),
    ],
)
def test_transitions(before: list[Seen], after: list[Seen], wanted: list[str]) -> None:
    assert [one.transition for one in transitions(known(*before), current(*after), NOW)] == wanted


def test_a_clock_that_goes_back_reminds_of_nothing() -> None:
    day = datetime.timedelta(days=1)
    finding = seen("1")

    def told(now: datetime.datetime) -> list[str]:
        return [one.transition for one in transitions(known(finding), current(finding), now, day)]

    assert (told(NOW - 400 * day), told(NOW + day / 2), told(NOW + day)) == ([], [], ["reminder"])


def test_only_what_two_reads_agree_on() -> None:
    a, b, c, d = (seen(name) for name in "abcd")
    first, second = current(a, c, d), current(b, c, d)
    assert set(confirmed({"a", "b"}, first, second)) == {"a", "b", "c", "d"}
    assert set(confirmed({"d"}, first, second)) == {"c", "d"}
    assert set(confirmed({"d", "e"}, first, None)) == {"a", "c", "d"}


def test_routes() -> None:
    changes = {
        "shop": [
            Change(transition="new", now=seen("1", "warning")),
            Change(transition="new", now=seen("2", kind="view")),
        ],
        "other": [Change(transition="unreachable", message="gone")],
    }

    def routed(**route: Any) -> dict[str, int]:
        return {target: len(kept) for target, kept in messages.routed(changes, Alert(**route)).items()}

    assert routed() == {"shop": 2, "other": 1}
    assert routed(severity="error") == {"shop": 1, "other": 1}
    assert routed(kinds=["view"], targets=["shop"]) == {"shop": 1}
    assert routed(schemas=["billing"]) == {"other": 1}
    assert routed(schemas=["!billing"], targets=["s*"]) == {"shop": 2}
    was = known(seen("3", "error"))[0]
    eased = {"shop": [Change(transition="resolved", was=was)]}
    assert messages.routed(eased, Alert(severity="error")) == eased


@pytest.mark.parametrize("watched", [1, 5000])
def test_a_flood_fits_and_is_counted(watched: int) -> None:
    flood = [
        Change(transition="new", now=seen(str(i), object=f"public.{'é' * 60}{i}", message="m" * 9000))
        for i in range(900)
    ]
    changes = {f"tenant_{i:04}": flood if i < 3 else flood[:1] for i in range(watched)}
    data = messages.payload(changes, "run", "2026-11-21T08:15:00Z", watched)
    text = messages.encode(data)
    assert len(text.encode()) <= messages.LARGEST
    cut = json.loads(text)
    assert cut["counts"] == {"new": 900}
    assert len(cut["transitions"]) + cut["omitted"] == 900
    assert len(cut["transitions"]) > 50
    if watched > 1:
        assert cut["transitions"][0]["targets_omitted"] == watched - messages.FEW
        assert f"in {watched} of {watched} targets" in words.body(cut)
    assert words.body(cut).count("\n") < 100
    assert f"and {900 - words.MOST_LINES} more" in words.body(cut)


def test_apprise_and_the_test_of_alerts(shop: Shop) -> None:
    with receiving() as service:
        url = service.url.replace("http://", "json://")
        shop.execute("CREATE TABLE tmp_import (a int)")
        assert shop.once("--notify", url) == 0
        ((_, told),) = service.posts
        assert "1 new drift" in told["title"]
        assert "public.tmp_import" in told["message"]
        assert "table-undocumented: " in told["message"]
        service.posts.clear()
        assert shop.run("alert", "--test", "--notify", url, "--webhook", shop.receiver.url) == 0
        assert shop.out.count("delivered: ") == 2
        assert shop.receiver.messages[-1]["test"] is True
        assert "a test" in service.posts[0][1]["message"]
    assert shop.run("alert", "--test", "--webhook", "http://127.0.0.1:1/") == 2
    assert shop.run("alert", "--dry-run") == 0
    assert shop.run("alert", "--test") == 2
    assert shop.run("alert", "--test", "--notify", "nonsense") == 2
    assert shop.run("alert", "--test", "--notify", "nosuchservice://x") == 2
    assert shop.run("alert", "--test", "--webhook", "ftp://x") == 2


def test_a_secret_that_is_none(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRIFTCHECK_WEBHOOK_SECRET", "whsec_not!base64")
    assert shop.once() == 2
    assert "DRIFTCHECK_WEBHOOK_SECRET" in shop.err
    assert "not!base64" not in shop.err


def test_hostile_names(shop: Shop) -> None:
    name = '<script>alert(1)</script>\n::error::\x1b[31m\u202e"; DROP'
    quoted = name.replace('"', '""')
    shop.execute(f'CREATE TABLE "{quoted}" (a int)')
    assert shop.once() == 0
    assert "\x1b" not in shop.out
    assert "\n::error" not in shop.out
    data = shop.timeline()
    assert "<script>" in data["findings"][0]["object"]
    assert shop.run("history", "--history", shop.history) == 0
    assert "\x1b" not in shop.out
    assert shop.run("history", "--history", shop.history, "-f", "html", "-o", "h.html") == 0
    page = (shop.folder / "h.html").read_text()
    tags: list[str] = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            tags.append(tag)

    Parser().feed(page)
    assert "script" not in tags
    assert tags.count("svg") == 1
    assert "rect" in tags
    assert "\x1b" not in page


def test_history_of_one_target(shop: Shop) -> None:
    assert shop.once() == 0
    assert shop.run("history", shop.url, "--history", shop.history) == 0
    assert "0 open" in shop.out
    assert shop.run("history", "nobody", "--history", shop.history) == 2


def test_two_watchers_at_once_tell_once(shop: Shop) -> None:
    """They begin together, so both see the same news."""
    for history in (shop.history, shop.url):
        shop.history = history
        shop.execute("; ".join(f"CREATE TABLE IF NOT EXISTS tmp_{i} (a int)" for i in range(5)))
        watchers = [shop.start("--once", "--confirm-after", "0.5") for _ in range(3)]
        assert [watcher.communicate(timeout=60)[1] for watcher in watchers] == [""] * 3
        assert sorted(shop.told()) == [("new", f"public.tmp_{i}") for i in range(5)]


def test_killed_while_it_tells(shop: Shop) -> None:
    """Recorded, and not yet told: the next run tells it, with the same id."""
    taken: list[str] = []

    def behave(handler: Any) -> bool:
        taken.append(handler.headers["webhook-id"])
        process.kill()
        process.wait()
        return True

    shop.execute("CREATE TABLE tmp_import (a int)")
    shop.receiver.behave = behave
    process: subprocess.Popen[str] = shop.start("--once")
    process.communicate(timeout=60)
    assert process.returncode == -9
    shop.receiver.behave = lambda handler: False
    assert shop.once() == 0
    assert [(id, message["counts"]) for id, message in shop.receiver.posts] == [(taken[0], {"new": 1})]
