"""Sentences about who may touch which rows, held against what the policies do."""

from __future__ import annotations

from collections.abc import Iterator

from driftcheck.claims import rls
from driftcheck.claims.graph import foreign_keys
from driftcheck.claims.scene import Scene
from driftcheck.model import Finding, Severity, place
from driftcheck.names import parent, split

WIDER, NARROWER, UNVERIFIED = "access-wider-than-documented", "access-narrower-than-documented", "access-unverified"


def check(scene: Scene) -> Iterator[Finding]:
    """At most one finding a table and rule: wider, else narrower; and what could not be judged.

    Only of a database that has the callers that the sentences speak of: the role `authenticated` and `auth.uid()`.
    """
    if not any(True for _ in scene.claims("access")) or not _has_callers(scene):
        return
    from driftcheck.access.documented import Documented, of
    from driftcheck.access.matrix import Derivation

    documented: dict[str, Documented] = {}
    for path, said in of(scene.expected).items():
        for kind in ("table", "view", "materialized_view"):
            actual = scene.matches[kind].pairs.get(path) if kind in scene.matches else None
            live = actual or (path if path in scene.actual.of(kind) else None)
            if live:
                documented[live] = said
    if not documented:
        return
    derivation = Derivation(scene.actual, {split(path)[0] for path in documented})
    found = {
        relation.path: finding
        for relation in derivation.relations
        if relation.path in documented
        and (finding := _of_table(relation.path, documented[relation.path], derivation)) is not None
    }
    explained, off = _explained(scene), rls.reported(scene)
    narrower = {path for path, finding in found.items() if finding.rule == NARROWER}
    for path, finding in found.items():
        if finding.rule == WIDER and path in off:
            continue  # said already, with the reason
        if finding.rule != NARROWER or not (path in explained or _follows(path, narrower, derivation)):
            yield finding


def _explained(scene: Scene) -> set[str]:
    """Tables that lost a column, and those that refer to them or to a lost table: a policy that read it went with it."""
    lost = {parent(path) for path in scene.matches["column"].missing} | set(scene.matches["table"].missing)
    pairs = scene.matches["table"].pairs
    lost |= {pairs[path] for path in lost if path in pairs}
    joined: set[str] = set()
    for side in (scene.expected, scene.actual):
        graph = foreign_keys(side)
        joined |= {other for path in lost for other in graph.get(path, ())}
    nouns = {f"{noun}_id" for path in lost for noun in (split(path)[-1], split(path)[-1].removesuffix("s"))}
    joined |= {parent(path) for path in scene.actual.of("column") if split(path)[-1] in nouns}  # its key went along
    return lost | joined | {pairs[path] for path in joined if path in pairs}


def _follows(path: str, narrower: set[str], derivation: object) -> bool:
    """Whether the table's policies read another one that became narrower itself: one fault, one finding."""
    from driftcheck.access.matrix import Derivation
    from driftcheck.access.trees import tokens

    assert isinstance(derivation, Derivation)
    names = {split(other)[-1] for other in narrower if other != path}
    texts = (t for p in derivation.world.relations[path].policies.values() for t in (p.using, p.check))
    return any(piece.strip('"') in names for text in texts if isinstance(text, str) for piece, _ in tokens(text))


def _has_callers(scene: Scene) -> bool:
    return "authenticated" in scene.actual.of("role") and any(
        path.startswith("auth.uid(") for path in scene.actual.of("function")
    )


def _of_table(path: str, said: object, derivation: object) -> Finding | None:
    """What is wrong first: wider, narrower, not verified."""
    from driftcheck.access.documented import Documented
    from driftcheck.access.held import held
    from driftcheck.access.matrix import Derivation

    assert isinstance(said, Documented)
    assert isinstance(derivation, Derivation)
    relation = derivation.world.relations[path]
    outcome = held(said, derivation, relation)
    for rule, severity, how, actual in (
        (WIDER, Severity.ERROR, "", outcome.wider),
        (NARROWER, Severity.WARNING, "", outcome.narrower),
        (UNVERIFIED, Severity.INFO, "not verified: ", outcome.unverified),
    ):
        if actual:
            return Finding(
                rule=rule,
                severity=severity,
                status="broken-claim",
                kind="table",
                object=path,
                message=f"the document says “{said.text}”; {how}{'; '.join(actual)}",
                expected=said.text,
                actual=actual,
                at=place(said.claims[0]),
            )
    return None
