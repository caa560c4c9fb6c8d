# ruff: noqa: SIM905 — lists of words read best as one text
"""The words by which headings and lead-ins say what follows, in English, German, French, Spanish and Portuguese."""

from __future__ import annotations

import re
from collections.abc import Iterable

_KINDS = {
    "table": "table tables tabelle tabellen tabla tablas tabela tabelas haupttabellen kerntabellen",
    "column": "column columns field fields attribute attributes spalte spalten feld felder attribut attribute colonne "
    "colonnes champ champs columna columnas campo campos coluna colunas attributs atributos",
    "index": "index indexes indexing indices indizes indexe índice índices indice índices",
    "constraint": "constraint constraints contrainte contraintes restricción restricciones restrição restrições "
    "beschränkung beschränkungen einschränkungen",
    "policy": "policy policies richtlinie richtlinien politique politiques política políticas politicas rls access permissions "
    "zugriff zugriffsrechte accès acceso acesso berechtigungen permisos permissões",
    "trigger": "trigger triggers auslöser déclencheur déclencheurs disparador disparadores gatilho gatilhos",
    "function": "function functions procedure procedures rpc rpcs funktion funktionen prozeduren fonction fonctions "
    "función funciones funcion função funções procedimientos procedimentos",
    "view": "view views sicht sichten ansicht ansichten vue vues vista vistas visão visões",
    "type": "enum enums enumeration enumerations types enumerated domains aufzählung aufzählungen aufzählungstypen "
    "énumération énumérations énumérés enumeración enumeraciones enumerados enumeração enumerações tipos typen",
    "extension": "extension extensions erweiterung erweiterungen extensión extensiones extensão extensões",
    "role": "role roles rolle rollen rôle rôles rol papel papéis",
    "schema": "schema schemas schemata schemen schéma schémas esquema esquemas",
    "sequence": "sequence sequences sequenz sequenzen séquence séquences secuencia secuencias sequência sequências",
    "bucket": "bucket buckets",
    "publication": "publication publications",
    "relationship": "relationship relationships relation relations beziehung beziehungen relación relaciones relação "
    "relações relacionamento relacionamentos references associations erd",
    "flow": "flow flows workflow workflows lifecycle pipeline fluss abläufe flux flujo flujos fluxo fluxos",
    "foreign key": "fk fks fremdschlüssel",
}
KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
SINGULAR = frozenset(
    "table column field attribute index constraint policy trigger function procedure view enum enumeration extension "
    "role schema sequence bucket publication relationship relation tabelle spalte feld tabla tabela campo columna "
    "coluna funktion función função sicht ansicht vue vista champ colonne erweiterung rolle esquema".split()
)
NAMED_KINDS = (
    "table", "view", "materialized_view", "function", "type", "extension", "role", "bucket", "sequence", "publication",
)  # fmt: skip
"""What a heading or an item may be the name of."""
PHRASES = (
    ("foreign keys", "fks"),
    ("foreign key", "fk"),
    ("clés étrangères", "fks"),
    ("claves foráneas", "fks"),
    ("claves externas", "fks"),
    ("chaves estrangeiras", "fks"),
    ("materialized views", "matviews"),
    ("materialised views", "matviews"),
    ("materialized view", "matviews"),
    ("materialisierte sichten", "matviews"),
    ("vues matérialisées", "matviews"),
    ("vistas materializadas", "matviews"),
    ("row level security", "rls"),
    ("row-level security", "rls"),
    ("stored procedures", "procedures"),
    ("custom types", "enums"),
    ("enum types", "enums"),
    ("enumerated types", "enums"),
    ("types énumérés", "enums"),
    ("tipos enumerados", "enums"),
    ("tipos enum", "enums"),
    ("types enum", "enums"),
    ("entity relationship", "erd"),
    ("entity-relationship", "erd"),
)
KIND_OF["matviews"] = "materialized_view"

PARTIAL = frozenset(
    "main key core some only important selected primary principal notable major common sample most top essential central "
    "wichtige wichtigen wichtigste wichtigsten haupttabellen kerntabellen zentrale zentralen einige ausgewählte "
    "principales principaux principais importantes clave clés clefs chave algunas alguns algumas quelques "
    "such including etc examples inter several".split()
)
REST = frozenset(
    "supporting auxiliary ancillary additional further remaining other others extra weitere weiteren übrige übrigen "
    "zusätzliche sonstige autres otras otros adicionales auxiliares outras outros adicionais demais demás restantes".split()
)
"""Words for those of a kind that a list elsewhere leaves."""
PARTIAL_PHRASES = (
    "the one ",
    "the only ",
    "such as",
    "e.g",
    "for example",
    "z.b",
    "z. b",
    "par exemple",
    "por ejemplo",
    "por exemplo",
    "…",
    "...",
)
WHOLE = frozenset(
    "all every complete full entire alle sämtliche vollständige vollständig komplette".split()
) | frozenset("toutes tous complet complète complètes todas todos completa completo completas completos".split())

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
_HISTORY = (
    "changelog history changes changed migrations migration änderungen historique historial histórico cambios mudanças"
)
MOODS = {
    **dict.fromkeys(_HISTORY.split(), "history"),
    **dict.fromkeys(_EXAMPLE.split(), "example"),
    **dict.fromkeys(_REMOVAL.split(), "removal"),
    **dict.fromkeys(_PLAN.split(), "plan"),
}
MOOD_PHRASES = (
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
OTHER_TOPIC = frozenset(
    "constant constants constantes konstanten hook hooks feature features note notes usage integration integrations performance security maintenance priority "
    "recommendation recommendations improvement improvements backup backups categories category best practices "
    "patterns conventions convention considerations tips glossary statistics stats export map hinweise notizen "
    "remarques notas observações summary pages endpoints api storage caching monitoring environment setup "
    "installation contents toc diagram diagrams legend rules questions faq checklist targets optimization".split()
)
PARTS_OF_PAGES = frozenset(
    "data model models entity entities structure database backend dictionary dimensions inputs outputs parameters "
    "variables datenmodell daten datenbank datenbankmodell datenbankschema datenbankstruktur tabellenstruktur struktur "
    "entitäten parameter données modèle entités dictionnaire paramètres datos modelo entidades estructura dimensiones "
    "diccionario entradas salidas parámetros dados estrutura dimensões dicionário saídas parâmetros variáveis".split()
)
"""Titles of parts of a page that are seldom a table's name."""
OF_DATA = frozenset(
    "data database databases tables schema schemas entity entities erd db sql postgres postgresql supabase prisma "
    "tabellen datenbank datenmodell daten datenbankschema tablas tabelas datos dados données entidades entités "
    "modelos".split()
)
"""Words of titles of pages and sections that are about a database's tables."""
_PASSING = frozenset("query queries abfragen requêtes consultas testing fixtures snippets".split())
_ON_CHANGES = re.compile(r"\bon (?:\w+ ){0,2}changes?\b")
ELSEWHERE = frozenset(
    "rest graphql kafka react redis frontend endpoint endpoints environment env cli dto dtos typescript javascript openapi "
    "swagger elasticsearch mongodb mongo dynamodb firestore glossary glossar props".split()
)
_ENGINES = frozenset(
    "sqlite sqlite3 mysql mariadb mssql redis mongodb mongo dynamodb firestore cassandra clickhouse bigquery redshift "
    "duckdb elasticsearch neo4j indexeddb localstorage".split()
)
_OF_OURS_TOO = frozenset("postgres postgresql pg supabase from vs versus unlike to".split())
_OF_DATABASES = frozenset("schema schemas database databases db sql postgres postgresql supabase datenbank".split())
GENERIC_TAIL = frozenset(
    "strategy overview summary list listing inventory reference definitions definition details detail section created defined installed "
    "available total documentation catalog catalogue structure schema schemas description descriptions übersicht "
    "liste referenz résumé aperçu resumen visão geral resumo lista descripción".split()
)
NOT_SCHEMAS = frozenset(
    "database db the this table tables current data key main our full complete new old sql json event proposed target "
    "initial entity relational logical physical core your star default whole entire each per a an supabase postgres "
    "postgresql postgresql's application app prisma graphql drizzle service services registry validator validation browser versioning guide docs updated revised final base api multi and of in for".split()
)
_NOT_IN_DATABASE = {
    "function": "edge cloud lambda serverless frontend client api javascript typescript js react utility backend azure",
    "type": "data return event typescript ts column content mime file types",
    "role": "application app user users team",
    "view": "ui frontend page django app react page",
    "index": "search elasticsearch algolia",
    "trigger": "github workflow ci zapier event",
    "policy": "security privacy retention password cookie backup data",
    "bucket": "",
    "extension": "browser chrome vscode file",
}
NOT_IN_DATABASE = {kind: frozenset(words.split()) for kind, words in _NOT_IN_DATABASE.items()}

_WORD_AND_DIGITS = re.compile(r"[a-z]+\d?")
_LESSON = re.compile(
    r"\W*(?:common (?:schema |database |ddl )?(?:changes|operations|tasks|migrations)\b|"
    r"(?:add|adding|modify|modifying|rename|renaming|drop|dropping|change|changing|alter|altering) (?:an? |new |a new )?"
    r"(?:column|index|constraint|column type)\W*\Z)"
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
_WORD = re.compile(r"[^\W\d_][\w'’-]*", re.UNICODE)


def words(text: str) -> list[str]:
    """The words of a title, in lower case, with names of two words (foreign keys) as one."""
    return _WORD.findall(one_word(text.lower()))


def one_word(lower: str) -> str:
    """The text with each name of two words as one: "materialized view" → matviews."""
    for phrase, word in PHRASES:
        if phrase in lower:
            lower = lower.replace(phrase, word)
    return lower


def mood(text: str) -> str | None:
    """Whether a title speaks of plans, removals, examples or changes instead of today.

    >>> mood("Planned tables"), mood("Tables"), mood("What not to do")
    ('plan', None, 'example')
    """
    lower = _ADDS.sub(" ", _ON_CHANGES.sub(" ", _SINCE.sub(" ", text).lower()))
    if lower.strip(" :#") in ("down", "down migration", "down script", "revert"):
        return "example"  # what undoes a migration: it is there so that it need not be run
    for phrase, found in MOOD_PHRASES:
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


_PLANS_OF_WORK = frozenset(
    "migration implementation rollout schema database project execution test testing refactor refactoring development "
    "improvement action future our next release work technical upgrade design the this data".split()
)


def _is_meant(said: list[str], place: int) -> bool:
    """Whether a word that has other senses is meant: "migration plan", not "meal plan"; "avoid …", not "to avoid recursion"."""
    match said[place]:
        case "plan" | "plans":
            return place == 0 or said[place - 1] in _PLANS_OF_WORK
        case "avoid":
            return place in (0, len(said) - 1)
    return True


def names_the_database(said: set[str]) -> bool:
    """Whether words of a title speak of the database as a whole."""
    return bool(said & _OF_DATABASES) or any(KIND_OF.get(word) == "table" for word in said)


def is_of_migrations(text: str) -> bool:
    """Whether a page's title says that it stands beside the migrations of a database, not that it tells of one."""
    said = words(text)
    return bool({"migrations", "migration"} & set(said)) and not {"from", "to", "guide", "changelog", "notes"} & set(
        said
    )


def is_of_another_engine(text: str) -> bool:
    """Whether a title says that what follows is kept by another database system.

    >>> is_of_another_engine("SQLite tables"), is_of_another_engine("From MySQL to PostgreSQL")
    (True, False)
    """
    said = set(_WORD_AND_DIGITS.findall(text.lower()))
    return bool(said & _ENGINES) and not said & _OF_OURS_TOO


def is_elsewhere(text: str) -> bool:
    """Whether a title speaks of something that is no database: an interface, an environment, another store.

    >>> is_elsewhere("REST API"), is_elsewhere("API tables"), is_elsewhere("Environment variables")
    (True, False, True)
    """
    said = words(text)
    if any(word in _OF_DATABASES or KIND_OF.get(word) in ("table", "column", "index") for word in said):
        return False
    interface = bool(said) and (
        said[-1] in ("api", "apis") or (said[:1] == ["api"] and said[-1] in ("reference", "routes"))
    )
    return interface or any(word in ELSEWHERE for word in said)


_PLATFORMS = re.compile(
    r"\W*(?:(?:this )?(?:table )?(?:is )?(?:automatically |fully )?(?:managed|handled|provided|maintained) by supabase\b|"
    r"supabase(?:'s)?[ -](?:auth[ -])?(?:managed|built[ -]in)\b|built[ -]in supabase\b|"
    r"(?:from|part of) supabase auth\b)",
    re.IGNORECASE,
)


def is_the_platforms(remark: str) -> bool:
    """Whether a remark on a table begins by saying that it is Supabase's own: `users` - managed by Supabase Auth."""
    return _PLATFORMS.match(remark) is not None


def is_message(text: str) -> bool:
    """Whether a lead-in announces what an interface sends or takes, not columns: "API response", "Request body"."""
    said = words(text)
    return len(said) > 1 and said[-1] in ("response", "responses", "request", "payload", "body") and said[0] in (
        "api", "json", "http", "rest", "request", "response", "webhook", "example", "sample"
    )  # fmt: skip


def is_partial(text: str) -> bool:
    """Whether the words say that a list is a selection."""
    lower = text.lower()
    return any(word in PARTIAL for word in _WORD.findall(lower)) or any(phrase in lower for phrase in PARTIAL_PHRASES)


def is_whole(found: Iterable[str]) -> bool:
    """Whether the words say that a list is whole."""
    return any(word in WHOLE for word in found)
