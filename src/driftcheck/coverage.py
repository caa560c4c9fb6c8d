"""How much of the live schema the expected state speaks of: by kind, by schema, and as a ratchet that may not fall."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec

from driftcheck.errors import UsageError
from driftcheck.kinds import KINDS, Kind
from driftcheck.managed import is_managed
from driftcheck.match import Matches
from driftcheck.model import UNSTATED, Coverage, Facts, Snapshot
from driftcheck.names import schema_of

Counts = Callable[[str, str], bool]  # (kind, path) → whether the object counts
ByKind = dict[str, Coverage]


def measure(
    expected: Snapshot, actual: Snapshot, matches: Mapping[str, Matches], counts: Counts
) -> tuple[ByKind, dict[str, ByKind]]:
    """Per kind that the expected state speaks of, and the same per schema.

    How many objects it speaks of, how many people made, and how many of those it speaks of.
    """
    whole: ByKind = {}
    schemas: dict[str, ByKind] = {}
    for name, kind in KINDS.items():
        if name not in matches or not expected.of(name):
            continue
        documented, live, pairs = expected.of(name), actual.of(name), matches[name].pairs
        if documented.keys() == live.keys() == pairs.keys():  # nearly always, of two snapshots
            tallies = [_by_schema(kind, documented, counts)] * 3
        else:
            others = [p for p in live.keys() - set(pairs.values()) if not _implied(name, p, live[p])]
            matched = [to for to in pairs.values() if to in live]
            tallies = [_by_schema(kind, paths, counts) for paths in (documented, matched + others, pairs)]
        whole[name] = Coverage(*(tally.total() for tally in tallies))
        if kind.scope in ("schema", "table"):
            for schema in set().union(*tallies):
                schemas.setdefault(schema, {})[name] = Coverage(*(tally[schema] for tally in tallies))
    return whole, dict(sorted(schemas.items()))


def _by_schema(kind: Kind, paths: Iterable[str], counts: Counts) -> Counter[str]:
    """How many of these objects there are in each schema."""
    heads = Counter(path if '"' in path else path.partition(".")[0] for path in paths if counts(kind.name, path))
    found: Counter[str] = Counter()
    for head, number in heads.items():
        found[schema_of(head)] += number
    return found


def _implied(kind: str, path: str, facts: Facts) -> bool:
    """Whether the object is implied by another one, or the platform's: nobody would document it."""
    if kind == "constraint" and getattr(facts, "type", UNSTATED) == "not null":
        return True  # a constraint of its own from PostgreSQL 18 on; the column says it already
    return bool(getattr(facts, "partition_of", None)) or is_managed(kind, path, facts)


def percent(coverage: Coverage) -> float:
    """How much is documented; 100 where there is nothing to document.

    >>> percent(Coverage(26, 27, 25)), percent(Coverage(1, 0, 0))
    (92.59, 100.0)
    """
    return round(100 * min(coverage.matched, coverage.live) / coverage.live, 2) if coverage.live else 100.0


def total(coverage: ByKind) -> Coverage:
    """All kinds together."""
    parts = coverage.values()
    return Coverage(sum(c.documented for c in parts), sum(c.live for c in parts), sum(c.matched for c in parts))


class Best(msgspec.Struct, kw_only=True):
    """The file that `--coverage-file` keeps: the best that has been reached, by kind."""

    format: int = 1
    percent: float = 0.0
    coverage: ByKind = {}
    schemas: dict[str, ByKind] = {}


def read(path: str) -> Best:
    """The best so far; nothing if there is no file yet. UsageError if it is none."""
    try:
        best = msgspec.json.decode(Path(path).read_bytes(), type=Best)
    except FileNotFoundError:
        return Best()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{path}: not a coverage file: {error}; remove it to begin anew") from None
    if best.format != 1:
        raise UsageError(f"{path}: coverage format {best.format}; this driftcheck reads format 1. Install a newer one")
    return best


def falls(best: ByKind, now: ByKind) -> list[str]:
    """Each kind of which less is documented than at best, in words.

    A smaller share alone is no fall: where a documented object went from both sides, no more is undocumented.
    """
    found = []
    for kind, then in best.items():
        new = now.get(kind, Coverage(0, then.live, 0))
        if percent(new) < percent(then) and new.live - new.matched > then.live - then.matched:
            plural = KINDS[kind].plural.replace("_", " ") if kind in KINDS else kind
            found.append(
                f"{plural}: {new.matched} of {new.live} documented ({percent(new):g} %); "
                f"it was {then.matched} of {then.live} ({percent(then):g} %)"
            )
    return found


def rises(best: ByKind, now: ByKind) -> bool:
    """Whether more of a kind is documented than at best."""
    return any(kind not in best or percent(new) > percent(best[kind]) for kind, new in now.items())


def encode(coverage: ByKind, schemas: dict[str, ByKind]) -> str:
    """The file's text."""
    best = Best(percent=percent(total(coverage)), coverage=coverage, schemas=schemas)
    return msgspec.json.format(msgspec.json.encode(best), indent=2).decode() + "\n"
