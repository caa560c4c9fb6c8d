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
    ("row security", "rls"),
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

TABLE = r"(?:table|tabelle|tabla|tabela)"
"""The noun, for patterns in which one table stands."""

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
OF_DATABASES = frozenset("schema schemas database databases db sql postgres postgresql supabase datenbank".split())
GENERIC_TAIL = frozenset(
    "strategy matrix matrices matrice matriz overview summary list listing inventory reference definitions definition details detail "
    "section created defined installed prepared configured provisioned "
    "available total documentation catalog catalogue structure schema schemas description descriptions übersicht "
    "liste referenz résumé aperçu resumen visão geral resumo lista descripción".split()
)
NOT_SCHEMAS = frozenset(
    "database db the this table tables current data key main our full complete new old sql json event proposed target "
    "initial entity relational relationnel relacional relationales logical physical core your star default whole entire each per a an supabase postgres "
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


def names_the_database(said: set[str]) -> bool:
    """Whether words of a title speak of the database as a whole."""
    return bool(said & OF_DATABASES) or any(KIND_OF.get(word) == "table" for word in said)


def is_partial(text: str) -> bool:
    """Whether the words say that a list is a selection."""
    lower = text.lower()
    return any(word in PARTIAL for word in _WORD.findall(lower)) or any(phrase in lower for phrase in PARTIAL_PHRASES)


def is_whole(found: Iterable[str]) -> bool:
    """Whether the words say that a list is whole."""
    return any(word in WHOLE for word in found)
