"""The configuration: what it may say, and what is said of what it may not."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from driftcheck import config, policy
from driftcheck.config import Config
from driftcheck.errors import UsageError
from driftcheck.kinds import KINDS
from driftcheck.model import Finding, Severity, Snapshot
from driftcheck.sources import Context
from driftcheck.sources.targets import configured

GOOD = """\
fail_on = "warning"
schemas = ["public", "!old_*"]
[targets.production]
url_env = "SHOP_URL"
expected = ["expected/shop.yaml"]
[severity]
"column-*-changed" = "warning"
[ignore]
table = ["public.tmp_*", "!public.tmp_keep"]
"""


def load(folder: Path, text: str, name: str = "driftcheck.toml") -> Config:
    (folder / name).write_text(text)
    return config.load(folder=folder)


def test_both_places(tmp_path: Path) -> None:
    direct = load(tmp_path, GOOD)
    (tmp_path / "driftcheck.toml").unlink()
    nested = GOOD.replace("[targets", "[tool.driftcheck.targets").replace("[severity]", "[tool.driftcheck.severity]")
    nested = "[tool.driftcheck]\n" + nested.replace("[ignore]", "[tool.driftcheck.ignore]")
    embedded = load(tmp_path, nested, "pyproject.toml")
    assert direct.targets == embedded.targets
    assert (direct.fail_on, direct.severity, direct.ignore) == (embedded.fail_on, embedded.severity, embedded.ignore)
    assert direct.targets["production"].url_env == "SHOP_URL"


def test_everything_that_can_be_said_of_the_scheduled_job(tmp_path: Path) -> None:
    watch = load(
        tmp_path,
        """\
[watch]
every = "15m"
confirm_after = 5
unreachable_after = 3
history = "sqlite:///driftcheck.db"
jobs = 16
target_timeout = 30
log_format = "json"
[[watch.webhooks]]
url_env = "HOOK_URL"
secret_env = "DRIFTCHECK_WEBHOOK_SECRET"
[[watch.alerts]]
url_env = "SLACK_URL"
severity = "error"
kinds = ["table"]
[watch.metrics]
file = "driftcheck.prom"
port = 9187
[watch.ping]
url_env = "PING_URL"
""",
    ).watch
    assert (watch.every, watch.confirm_after, watch.unreachable_after, watch.jobs) == ("15m", 5, 3, 16)
    assert (watch.webhooks[0].secret_env, watch.alerts[0].kinds) == ("DRIFTCHECK_WEBHOOK_SECRET", ["table"])
    assert watch.metrics is not None
    assert watch.ping is not None
    assert (watch.metrics.port, watch.ping.url_env) == (9187, "PING_URL")


def test_none_is_the_default(tmp_path: Path) -> None:
    assert config.load(folder=tmp_path) == Config()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fail-on = 'error'\n", ':1: unknown key "fail-on"; did you mean "fail_on"?'),
        ("\nfail_on = 'all'\n", ":2: fail_on: "),
        ("[targets.a]\nurl_env = 'A'\nurll = 'x'\n", ':3: unknown key "urll" of a; did you mean "url"?'),
        ("[targets.a]\nexpected = []\n", ":1: target a needs one of url_env, url, url_file, url_command; it has none"),
        ("[targets.a]\nurl = 'x'\nurl_env = 'X'\n", ":1: target a needs one of"),
        ("[ignore]\ntabel = ['x']\n", ':2: unknown kind "tabel"; did you mean "table"?'),
        ("[severity]\n'table-mising' = 'off'\n", ':2: no rule is called "table-mising"; did you mean "table-missing"?'),
        ("[severity]\n'table-missing' = 'loud'\n", ":2: severity.table-missing"),
        ("expected = 'x'\n", ":1: expected: "),
        ("a = [\n", ":1: not TOML"),
        ("\na = \n", ":2: not TOML"),
        ("path = 'x'\n", ':1: unknown key "path"'),
        ("[complete]\ncolum = ['x']\n", ':2: unknown kind "colum"; did you mean "column"?'),
        ("[watch]\nevry = '15m'\n", ':2: unknown key "evry" of watch; did you mean "every"?'),
        ("[watch]\nunreachable_after = 0\n", ":2: watch.unreachable_after: "),
        ("[watch]\nevery = 'often'\n", ":2: watch.every: "),
        ("[watch]\njobs = 1\n[watch.metrics]\nport = 99999\n", ":4: watch.metrics.port: "),
        (
            "[[watch.webhooks]]\nurl_env = 'A'\n[[watch.webhooks]]\nsecret = 'x'\n",
            ':4: unknown key "secret" of webhooks',
        ),
        ("[[watch.webhooks]]\nurl_env = 'A'\n\n[[watch.webhooks]]\n", ":4: webhook needs one of url_env, "),
        ("[[watch.alerts]]\nurl_env = 'A'\nkinds = [\n  'table',\n  'colum',\n]\n", ':5: unknown kind "colum"'),
        ("[[watch.alerts]]\nurl_env = 'A'\nseverity = 'off'\n", ":3: watch.alerts.0.severity: "),
        ("[watch.ping]\n", ":1: ping needs one of"),
    ],
)
def test_faults_have_their_line(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        load(tmp_path, text)
    assert str(tmp_path / "driftcheck.toml") + message in str(caught.value)
    assert "\n" not in str(caught.value)


def finding(
    object: str = "public.a", rule: str = "table-missing", kind: str = "table", partial: bool = False
) -> Finding:
    return Finding(
        rule=rule, severity=Severity.ERROR, status="missing", kind=kind, object=object, message="", partial=partial
    )


def test_severities_and_ignored_objects() -> None:
    settings = Config(
        severity={"table-*": "warning", "table-missing": "info", "view-*": "off"}, ignore={"table": ["*.tmp*"]}
    )
    found = [finding(), finding("public.tmp"), finding(rule="view-missing", kind="view"), finding(rule="table-renamed")]
    kept, _ = policy.apply(found, settings)
    assert [(f.rule, f.severity) for f in kept] == [("table-renamed", "warning"), ("table-missing", "info")]


def test_partial_lists_are_counted_unless_all_is_asked_for() -> None:
    found = [finding(), finding("public.b", partial=True)]
    assert [len(policy.apply(found, Config())[0]), policy.apply(found, Config())[1]] == [1, 1]
    assert [len(policy.apply(found, Config(), show_all=True)[0])] == [2]


def test_lists_are_as_whole_as_the_configuration_says() -> None:
    def extra(object: str, severity: Severity, partial: bool) -> Finding:
        found = finding(object, "table-undocumented", partial=partial)
        return msgspec.structs.replace(found, status="undocumented", severity=severity)

    found = [extra("public.a", Severity.INFO, True), extra("public.log", Severity.ERROR, False)]
    settings = Config(complete={"table": ["public.*"]}, partial={"table": ["public.log"]})
    kept, hidden = policy.apply(found, settings)
    assert ([(f.object, f.severity) for f in kept], hidden) == ([("public.a", "error")], 1)
    assert (
        policy.apply(found, Config(severity={"table-undocumented": "warning"}, complete=settings.complete))[0][
            0
        ].severity
        == "warning"
    )


def test_a_target_may_have_its_own_schemas(tmp_path: Path) -> None:
    text = (
        "schemas = ['public']\n[targets.a]\nurl = 'x'\nschemas = [\n  'public',\n  'oldd',\n]\n[targets.b]\nurl = 'y'\n"
    )
    found = load(tmp_path, text)
    assert (found.of("a").schemas, found.of("b").schemas, found.of(None).schemas) == (
        ["public", "oldd"], ["public"], ["public"],
    )  # fmt: skip
    snapshot = Snapshot()
    snapshot.add("table", "old.orders", KINDS["table"].facts())
    snapshot.add("table", "public.orders", KINDS["table"].facts())
    with pytest.raises(UsageError, match=r'driftcheck.toml:6: no schema matches "oldd"; did you mean "old"'):
        policy.check_patterns(found.of("a"), [], snapshot)


def test_a_name_with_brackets_means_itself() -> None:
    found = [finding("public.f(text[], integer[])", "function-missing", "function")]
    assert policy.apply(found, Config(ignore={"function": ["public.f(text[], integer[])"]}))[0] == []


def test_schemas_select_what_lies_in_them() -> None:
    found = [finding(), finding("old_1.a"), finding("pgcrypto", "extension-missing", "extension")]
    assert [f.object for f in policy.apply(found, Config(schemas=["*", "!old_*"]))[0]] == ["public.a", "pgcrypto"]
    assert [f.object for f in policy.apply(found, Config(), ["old_*"])[0]] == ["old_1.a", "pgcrypto"]


def test_the_only_target_needs_no_name(tmp_path: Path) -> None:
    one = load(tmp_path, GOOD)
    assert configured(None, Context(one)) == "production"
    assert configured(None, Context(Config())) is None
    with pytest.raises(UsageError, match="did you mean"):
        configured("prodution", Context(one))
    two = load(tmp_path, GOOD + "[targets.staging]\nurl_env = 'X'\n")
    with pytest.raises(UsageError, match="production, staging"):
        configured(None, Context(two))


def test_patterns_that_match_nothing_are_errors(tmp_path: Path) -> None:
    snapshot = Snapshot()
    snapshot.add("table", "public.orders", KINDS["table"].facts())
    fine = load(tmp_path, '[ignore]\ntable = ["public.o*", "!public.keep"]\n')
    policy.check_patterns(fine, [], snapshot)
    with pytest.raises(
        UsageError, match=r'driftcheck.toml:2: no table matches "public.order"; did you mean "public.orders"'
    ):
        policy.check_patterns(load(tmp_path, '[ignore]\ntable = ["public.order"]\n'), [], snapshot)
    with pytest.raises(UsageError, match=r'driftcheck.toml:1: no schema matches "pubic"; did you mean "public"'):
        policy.check_patterns(load(tmp_path, 'schemas = ["pubic", "!old_*"]\n'), [], snapshot)
    with pytest.raises(UsageError, match=r'^no schema matches "a"'):
        policy.check_patterns(Config(), ["a"], snapshot)


def test_a_pyproject_that_does_not_speak_of_us_is_not_ours_to_judge(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.other\n")
    assert config.load(folder=tmp_path) == config.Config()
