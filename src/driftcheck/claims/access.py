"""Sentences about who may touch which rows, held against what the policies do."""

from __future__ import annotations

from collections.abc import Iterator

from driftcheck.claims.scene import Scene
from driftcheck.model import Finding, Severity, place
from driftcheck.names import split

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
        relation.path: list(_of_table(relation.path, documented[relation.path], derivation))
        for relation in derivation.relations
        if relation.path in documented
    }
    narrower = {path for path, findings in found.items() if any(f.rule == NARROWER for f in findings)}
    for path, findings in found.items():
        for finding in findings:
            if finding.rule != NARROWER or not _follows(path, narrower, derivation):
                yield finding


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


def _of_table(path: str, said: object, derivation: object) -> Iterator[Finding]:
    from driftcheck.access.documented import Documented
    from driftcheck.access.held import held
    from driftcheck.access.matrix import Derivation

    assert isinstance(said, Documented)
    assert isinstance(derivation, Derivation)
    relation = derivation.world.relations[path]
    outcome = held(said, derivation, relation)
    first = said.claims[0]
    quoted = f"“{said.text}”"
    if outcome.wider:
        yield Finding(
            rule=WIDER, severity=Severity.ERROR, status="broken-claim", kind="table", object=path,
            message=f"the document says {quoted}; {'; '.join(outcome.wider)}", expected=said.text,
            actual=outcome.wider, at=place(first),
        )  # fmt: skip
    elif outcome.narrower:
        yield Finding(
            rule=NARROWER, severity=Severity.WARNING, status="broken-claim", kind="table", object=path,
            message=f"the document says {quoted}; {'; '.join(outcome.narrower)}", expected=said.text,
            actual=outcome.narrower, at=place(first),
        )  # fmt: skip
    elif outcome.unverified:
        yield Finding(
            rule=UNVERIFIED, severity=Severity.INFO, status="broken-claim", kind="table", object=path,
            message=f"the document says {quoted}; not verified: {'; '.join(outcome.unverified)}", expected=said.text,
            actual=outcome.unverified, at=place(first),
        )  # fmt: skip
