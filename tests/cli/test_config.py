"""The configuration: what it may say, and what is said of what it may not."""

from __future__ import annotations

from pathlib import Path

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
        ("a = [\n", ": not TOML"),
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
