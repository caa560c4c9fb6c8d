"""`watch --once` end to end: a real database, a real history, a real webhook."""

from __future__ import annotations

import json
import re
import socket
import time
import urllib.request
from datetime import datetime

import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.support.servers import with_database
from tests.watch.conftest import Shop
from tests.watch.receiver import receiving


@pytest.fixture(params=["sqlite", "postgresql"])
def history(request: pytest.FixtureRequest, shop: Shop) -> str:
    if request.param == "postgresql":
        shop.history = shop.url  # beside the tables that are watched, and no drift of them
    return shop.history


def test_each_change_is_told_once_and_so_is_its_end(shop: Shop, history: str) -> None:
    assert (shop.once(), shop.out, shop.err) == (0, "", "")
    shop.execute("CREATE TABLE tmp_import (a int)")
    assert shop.once() == 0
    assert "tmp_import" in shop.out
    assert shop.once() == 0
    assert (shop.out, shop.err) == ("", "")
    shop.execute("DROP TABLE tmp_import; ALTER TABLE customers ALTER email DROP NOT NULL")
    assert (shop.once(), shop.once()) == (0, 0)
    shop.execute("ALTER TABLE customers ALTER email SET NOT NULL")
    assert shop.once() == 0
    assert [
        sorted((one["transition"], one["rule"]) for one in message["transitions"]) for message in shop.receiver.messages
    ] == [
        [("new", "table-undocumented")],
        [("new", "column-nullable-changed"), ("resolved", "table-undocumented")],
        [("resolved", "column-nullable-changed")],
    ]
    data = shop.timeline(history)
    assert [(one["object"], bool(one["resolved_at"])) for one in data["findings"]] == [
        ("public.tmp_import", True),
        ("public.customers.email", True),
    ]
    assert [run["outcome"] for run in data["runs"]] == ["checked"] * 6
    for one in data["findings"]:
        first, last, end = (datetime.fromisoformat(one[key]) for key in ("first_seen", "last_seen", "resolved_at"))
        assert first <= last <= end


def test_the_message_is_the_contracts(shop: Shop) -> None:
    shop.execute("ALTER TABLE customers ALTER email DROP NOT NULL")
    assert shop.once() == 0
    (message,) = shop.receiver.messages
    assert message["format"] == 1
    assert f"host={conninfo_to_dict(shop.url)['host']}" in message["target"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", message["at"])
    (one,) = message["transitions"]
    assert one["transition"] == "new"
    assert one["at"] == {"path": "shop.md", "line": 6}
    run = shop.timeline()["runs"][0]
    assert run["run"] == message["run"]
    assert (run["summary"]["error"], run["summary"]["transitions"]) == (1, {"new": 1})


def test_the_same_object_and_rule_with_another_value(shop: Shop) -> None:
    shop.execute("ALTER TABLE customers ALTER email TYPE varchar(9)")
    assert (shop.once(), len(shop.told())) == (0, 1)
    shop.execute("ALTER TABLE customers ALTER email TYPE varchar(10)")
    assert shop.once() == 0
    assert [len(message["transitions"]) for message in shop.receiver.messages] == [2]
    assert shop.told() == [("new", "public.customers.email"), ("resolved", "public.customers.email")]


def test_a_finding_that_weighs_more_is_worse(shop: Shop) -> None:
    shop.execute("CREATE TABLE tmp_import (a int)")
    (shop.folder / "driftcheck.toml").write_text('[severity]\n"table-undocumented" = "info"\n')
    assert (shop.once(), shop.told()) == (0, [("new", "public.tmp_import")])
    (shop.folder / "driftcheck.toml").write_text('[severity]\n"table-undocumented" = "error"\n')
    assert (shop.once(), shop.told()) == (0, [("worsened", "public.tmp_import")])
    (shop.folder / "driftcheck.toml").write_text('[severity]\n"table-undocumented" = "warning"\n')
    assert (shop.once(), shop.told()) == (0, [])
    assert [one["severity"] for one in shop.timeline()["findings"]] == ["warning"]


def test_reminders(shop: Shop) -> None:
    shop.execute("CREATE TABLE tmp_import (a int)")
    assert shop.once("--remind-after", "1") == shop.once("--remind-after", "1") == 0
    assert shop.told() == [("new", "public.tmp_import")]
    assert shop.once("--remind-after", "0") == 0
    assert shop.told() == [("reminder", "public.tmp_import")]


def test_could_not_check_and_its_end(shop: Shop) -> None:
    shop.execute("CREATE TABLE tmp_import (a int)")
    assert (shop.once(), shop.told()) == (0, [("new", "public.tmp_import")])
    shop.execute("ALTER DATABASE " + (name := str(conninfo_to_dict(shop.url)["dbname"])) + " CONNECTION LIMIT 0")
    shop.execute("CREATE ROLE " + (role := f"guest_{name}") + " LOGIN")
    guest = with_database(shop.url, name, user=role)
    assert [shop.once("--unreachable-after", "2", url=guest) for _ in range(3)] == [3, 3, 3]
    (message,) = shop.receiver.messages
    (one,) = message["transitions"]
    assert one["transition"] == "unreachable"
    assert "too many connections" in one["message"]
    shop.told()
    shop.execute(f"ALTER DATABASE {name} CONNECTION LIMIT -1; DROP TABLE tmp_import")
    assert shop.once("--unreachable-after", "2", url=guest) == 0
    assert shop.told() == [("reachable", None), ("resolved", "public.tmp_import")]
    shop.execute(f"DROP ROLE {role}")


def test_what_changes_back_before_the_second_read_is_not_told(shop: Shop) -> None:
    process = shop.start("--once", "-v", "--confirm-after", "1.5")
    assert process.communicate(timeout=60)[1].count("reading again") == 0
    shop.execute("CREATE TABLE tmp_import (a int)")
    process = shop.start("--once", "-v", "--confirm-after", "3")
    assert process.stderr is not None
    while "reading again" not in process.stderr.readline():
        pass
    shop.execute("DROP TABLE tmp_import")
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert shop.told() == []


def test_what_nobody_took_is_kept(shop: Shop) -> None:
    shop.receiver.behave = lambda handler: handler.send_error(503) or True
    shop.execute("CREATE TABLE tmp_import (a int)")
    assert shop.once() == 0
    assert "kept for the next run" in shop.err
    assert shop.receiver.posts == []
    shop.receiver.behave = lambda handler: False
    shop.execute("DROP TABLE tmp_import")
    assert shop.once() == 0
    assert shop.told() == [("new", "public.tmp_import"), ("resolved", "public.tmp_import")]
    assert len(set(shop.receiver.refused)) == 1  # the same id on each attempt


@pytest.mark.parametrize("how", ["redirect", "hang", "endless", "garbage", "gone"])
def test_a_webhook_that_does_as_it_likes(shop: Shop, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("driftcheck.watch.deliver.SECONDS", 0.5)
    monkeypatch.setattr("driftcheck.watch.deliver.ATTEMPTS", 1)
    with receiving() as other:

        def behave(handler: object) -> bool:
            match how:
                case "redirect":
                    handler.send_response(307)
                    handler.send_header("Location", other.url)
                    handler.end_headers()
                case "hang":
                    import time

                    time.sleep(3)
                case "endless":
                    handler.send_response(200)
                    handler.end_headers()
                    with __import__("contextlib").suppress(OSError):
                        for _ in range(10_000):
                            handler.wfile.write(b"x" * 1_000_000)
                    return False
                case "garbage":
                    handler.wfile.write(b"\0" * 100_000)
                case "gone":
                    handler.send_error(410)
            return True

        shop.receiver.behave = behave
        shop.execute("CREATE TABLE tmp_import (a int)")
        assert shop.once() == 0
        assert other.calls == []
        shop.receiver.behave = lambda handler: False
        shop.receiver.posts.clear() if how != "endless" else None
        assert shop.once() == 0
        assert shop.told() == [("new", "public.tmp_import")]


def test_fail_on_pings_figures_and_the_log(shop: Shop) -> None:
    shop.execute("CREATE TABLE tmp_import (a int)")
    ping = shop.receiver.url.replace("hook", "ping")
    more = ["--ping", ping, "--metrics-file", "figures.prom", "--log-format", "json"]
    assert shop.once(*more) == 0
    entries = [json.loads(line) for line in shop.err.splitlines()]
    assert len({entry["run"] for entry in entries if entry["event"] != "ping"}) == 1
    assert shop.out == ""
    assert [path for method, path in shop.receiver.calls if method == "GET"] == ["/ping/start", "/ping"]
    assert shop.once(*more, "--fail-on", "warning") == 1
    assert shop.once(*more, "--fail-on", "new:warning") == 0
    assert shop.receiver.calls[-3][1] == "/ping/fail"
    figures = (shop.folder / "figures.prom").read_text()
    assert "driftcheck_up 1.0" in figures
    assert "tmp_import" not in figures
    (errors,) = re.findall(r'driftcheck_findings\{severity="error",target="[^"]*"\} ([\d.]+)', figures)
    assert errors == "1.0"
    assert shop.once(*more, url="postgresql://nobody@127.0.0.1:1/x") == 3
    figures = (shop.folder / "figures.prom").read_text()
    assert "driftcheck_up 0.0" in figures
    assert re.search(r"driftcheck_last_success_timestamp_seconds 1\.\d", figures)


def test_figures_on_a_port_of_this_machine(shop: Shop) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert shop.once("--metrics-port", str(port)) == 2
        assert "--metrics-port" in shop.err
    shop.execute("CREATE TABLE tmp_import (a int)")
    process = shop.start("--every", "1h", "-v", "--metrics-port", str(port))
    assert process.stderr is not None
    while "transitions" not in process.stderr.readline():
        pass
    deadline = time.monotonic() + 10
    figures = ""
    while "driftcheck_up 1.0" not in figures and time.monotonic() < deadline:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            figures = answer.read().decode()
    process.terminate()
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert re.search(r'driftcheck_findings\{severity="error",target="[^"]*"\} 1\.0', figures)


def test_a_history_that_may_only_be_read(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shop.once() == 0
    file = shop.folder / "history.db"
    before = file.read_bytes()
    monkeypatch.setenv("DRIFTCHECK_HISTORY", shop.history)
    assert shop.run("history", "-f", "json") == 0
    assert len(json.loads(shop.out)["runs"]) == 1
    assert file.read_bytes() == before
