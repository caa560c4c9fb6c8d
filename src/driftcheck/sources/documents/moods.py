# ruff: noqa: SIM905 — lists of words read best as one text
"""The words by which headings and lead-ins speak of plans, removals, examples and changes instead of today."""

from __future__ import annotations

import re

_PLAN = (
    "future planned plan plans proposed proposal proposals upcoming roadmap todo wishlist draft drafts ideas backlog "
    "geplant geplante geplanten zukünftig zukünftige zukunft vorschlag venir prévu prévue prévues prévus futur future "
    "futures futurs futuras futuros planeado planeada planeadas planificadas planejado planejada planejadas propuesta "
    "propuestas proposta propostas proposition propositions v2 suggested recommendation recommendations empfehlung "
    "empfehlungen recommandation recommandations recomendación recomendaciones recomendação recomendações"
)
_REMOVAL = (
    "removed deprecated dropped deleted obsolete retired removals deprecations entfernt entfernte veraltet veraltete "
    "supprimé supprimées obsolète obsolètes eliminadas eliminados obsoletas obsoletos removidas removidos gelöscht gelöschte "
    "renamed former umbenannt umbenannte renommé renommée renommées"
)
_EXAMPLE = (
    "example examples sample samples beispiel beispiele exemple exemples ejemplo ejemplos exemplo exemplos bad wrong "
    "don't dont avoid anti-pattern anti-patterns antipattern antipatterns incorrect rollback undo snippets template "
    "templates testing fixtures queries query abfragen requêtes consultas pitfalls mistakes troubleshooting troubleshoot "
    "debugging faq teardown uninstall fehlerbehebung fehlersuche dépannage トラブルシューティング 故障排除 故障排查 常见问题"
)
_HISTORY = "changelog history changes changed migrations migration migrationen migraciones migrações änderungen historique historial histórico cambios mudanças"
MOODS = {
    **dict.fromkeys(_HISTORY.split(), "history"),
    **dict.fromkeys(_EXAMPLE.split(), "example"),
    **dict.fromkeys(_REMOVAL.split(), "removal"),
    **dict.fromkeys(_PLAN.split(), "plan"),
}
_PHRASES = (
    ("not to do", "example"),
    ("best practice", "example"),
    ("common issue", "example"),
    ("common problem", "example"),
    ("acceptance criteria", "plan"),
    ("will be ", "plan"),
    ("what to build", "plan"),
    ("to be built", "plan"),
    *(
        (f"{noun} {word}", "plan")
        for noun in ("migrations", "migration", "changes", "tables")
        for word in ("needed", "required", "to add", "to create")
    ),
    ("definition of done", "plan"),
    ("how to", "example"),
    *((f"{words} {verb}", "example") for words in ("never", "do not") for verb in ("do", "write", "use", "create")),
    ("to do", "plan"),
    ("to-do", "plan"),
    ("to be added", "plan"),
    ("coming soon", "plan"),
    ("next steps", "plan"),
    ("not yet", "plan"),
    ("à venir", "plan"),
    ("no longer", "removal"),
    ("rolling back", "example"),
    ("roll back", "example"),
    ("undoing", "example"),
    *((f"{word} {matter}", "example") for word in ("common", "known") for matter in ("issues", "errors", "problems")),
    *((words, "example") for words in ("solución de problemas", "solução de problemas", "clean slate", "start over")),
    *((f"{verb} {what}database", "example") for verb in ("reset", "wipe") for what in ("", "the ", "your ")),
    ("database reset", "example"),
    ("drop all", "example"),
    ("not implemented", "plan"),
    ("phase 2", "plan"),
    ("phase 3", "plan"),
)
_PASSING = frozenset("query queries abfragen requêtes consultas testing fixtures snippets".split())
_ON_CHANGES = re.compile(r"\bon (?:\w+ ){0,2}changes?\b")
_LESSON = re.compile(
    r"\W*(?:common (?:schema |database |ddl )?(?:changes|operations|tasks|migrations)\b|"
    r"(?:add|adding|modify|modifying|rename|renaming|drop|dropping|change|changing|alter|altering) (?:an? |new |a new )?"
    r"(?:column|index|constraint|column type)\W*\Z|"
    r"(?:checklist\b.{0,20}|when |how to )?(?:adding|al (?:agregar|añadir|crear)|ao (?:adicionar|criar)|beim anlegen|en ajoutant)\s+"
    r"(?:an? |una? |uma |une |einer |eine )?(?:new |nueva |nova |nouvelle |neuen? )?(?:tables?|tablas?|tabelas?|tabellen?|polic(?:y|ies))"
    r"(?: (?:nueva|nova))?\W*\Z)"
)
"""How such a thing is done, with no thing of its own: "Add column", "Common schema changes"."""
_RECOMMENDS = re.compile(
    r"\W*(?:recommended|empfohlene|recommandée?s|recomendad[ao]s)\s+(?:[\w-]+\s+){0,2}?(?:index|indices|índices|polic|"
    r"políticas|constraint|trigger|table|tabl|column|schema|change|addition|improvement|optimi[sz]ation|direction|rls)"
)
"""Advice on what to create; a "Recommended approach" is how to create what the page states."""
_SINCE = re.compile(r"\((?:[^\W\d]+ ){0,2}migrations? [\w.#-]{0,20}\d[^()]{0,40}\)", re.IGNORECASE)
"""The migration that made a thing, behind its name: "(Migration 028-030)"."""
_ADDS = re.compile(r"\A\W*(?:the )?migrations?\b\W*(?:[\w./-]*\d[\w./-]*\W*)?(?:adds|creates|introduces|sets up)\b")
"""What a migration made is there: "Migration `0042_gifts.sql` adds:"."""
_PLANS_OF_WORK = frozenset(
    "migration implementation rollout schema database project execution test testing refactor refactoring development "
    "improvement action future our next release work technical upgrade design the this data".split()
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*", re.UNICODE)


def of(text: str) -> str | None:
    """Whether a title speaks of plans, removals, examples or changes instead of today.

    >>> of("Planned tables"), of("Tables"), of("What not to do")
    ('plan', None, 'example')
    """
    lower = _ADDS.sub(" ", _ON_CHANGES.sub(" ", _SINCE.sub(" ", text).lower()))
    if lower.strip(" :#") in ("down", "down migration", "down script", "revert"):
        return "example"  # what undoes a migration: it is there so that it need not be run
    for phrase, found in _PHRASES:
        if phrase in lower:
            return found
    if _RECOMMENDS.match(lower):
        return "plan"
    if _LESSON.match(lower):
        return "example"
    if "❌" in text or "🚫" in text or lower.lstrip().startswith(("instead of", "rather than")):
        return "example"
    if "(" in lower and _PASSING.intersection(_WORD.findall(lower)):
        lower = re.sub(r"\([^()]{0,80}\)", " ", lower)  # "Indexes (query performance)"
    said = _WORD.findall(lower)
    moods = [MOODS[word] for n, word in enumerate(said) if word in MOODS and _is_meant(said, n)]
    return next((m for m in moods if m != "history"), moods[0] if moods else None)  # "Migration plan": a plan


def _is_meant(said: list[str], place: int) -> bool:
    """Whether a word that has other senses is meant: "migration plan", not "meal plan"; "avoid …", not "to avoid recursion"."""
    match said[place]:
        case "plan" | "plans":
            return place == 0 or said[place - 1] in _PLANS_OF_WORK
        case "avoid":
            return place in (0, len(said) - 1)
    return True
