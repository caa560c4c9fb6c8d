"""What the columns of a table in the page mean, by the words of its head, in five languages."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from driftcheck.sources.documents.markup import Inline

_ROLES = {
    "name": "name|column|column name|columnname|col|field|field name|fieldname|spalte|spaltenname|feld|feldname|colonne|nom de la colonne|"
    "champ|nom du champ|nom|columna|nombre de columna|nombre de la columna|campo|nombre del campo|nombre|coluna|nome da coluna|nome do campo|nome|"
    "property|bezeichner",
    "type": "type|data type|datatype|sql type|column type|db type|postgres type|postgresql type|typ|datentyp|spaltentyp|type de données|"
    "type sql|tipo|tipo de dato|tipo de datos|tipo de dado|tipo de dados|tipo sql|format",
    "nullable": "nullable|null|is nullable|allow null|allows null|allow nulls|allows nulls|can be null|null allowed|leer erlaubt|darf leer sein|"
    "null erlaubt|nullwert|nul|nullable ou non|accepte null|peut être nul|nulo|permite nulo|permite nulos|acepta nulos|admite nulos|admite nulo|"
    "aceita nulo|aceita nulos|optional|opcional|optionnel|anulable",
    "required": "required|not null|notnull|mandatory|non null|is required|pflicht|pflichtfeld|erforderlich|obligatoire|requis|obligatorio|requerido|"
    "obrigatório|obrigatorio|not nullable|nn",
    "default": "default|default value|defaults|standard|standardwert|vorgabe|vorgabewert|vorbelegung|valeur par défaut|par défaut|défaut|valor por defecto|"
    "por defecto|predeterminado|valor predeterminado|valor padrão|padrão|default expression",
    "key": "key|keys|constraint|constraints|attributes|attribute|extra|modifiers|flags|key type|schlüssel|clé|clés|clave|claves|chave|chaves|pk fk|key constraint|"
    "key constraints|properties|options|constraints notes|restricciones|restrições|contraintes|einschränkungen|einschränkung|index key|notes index|index notes|key notes|notes key|key index|notes constraints",
    "pk": "pk|primary key|is primary key|primary|primärschlüssel|clé primaire|clave primaria|chave primária",
    "references": "references|reference|referenced|ref|refs|fk|foreign key|foreign keys|foreign key to|fk to|fk target|fk reference|references to|referenz|verweis|verweis auf|"
    "verweise|fremdschlüssel|référence|références|clé étrangère|referencia|referencias|clave foránea|referência|referências|chave estrangeira|target|"
    "relation|relations|referenced table|references table|links to|points to|ziel|ziel tabelle|zieltabelle",
    "unique": "unique|is unique|uk|eindeutig|único|unico|única|unicité|eindeutigkeit",
    "description": "description|descriptions|desc|notes|note|comment|comments|purpose|remarks|remark|meaning|details|explanation|what it holds|what|why|about|"
    "usage|use|beschreibung|bemerkung|bemerkungen|anmerkung|anmerkungen|hinweis|hinweise|zweck|kommentar|bedeutung|descripción|notas|nota|comentario|"
    "comentarios|propósito|observaciones|descrição|comentário|comentários|observação|observações|finalidade|remarque|remarques|commentaire|"
    "commentaires|objet|usage|rôle|contents|holds|summary|inhalt|contenu|contenido|conteúdo|stores",
    "table": "table|table name|tablename|tabelle|tabellenname|tabla|nombre de la tabla|tabela|nome da tabela|nom de la table|on table|db table|database table|entity|relation name",
    "schema": "schema|schéma|esquema",
    "columns": "columns|fields|cols|column list|spalten|felder|colonnes|champs|columnas|campos|colunas|column s|keys|number of columns|column count|anzahl spalten|key columns",
    "values": "values|werte|valeurs|valores|allowed values|enum values|possible values|options|labels|zulässige werte",
    "index": "index|index name|indexname|índice|nombre del índice|nome do índice|nom de l index",
    "method": "method|index type|using|access method|methode|méthode|método",
    "policy": "policy|policy name|richtlinie|politique|política|policies name",
    "command": "command|operation|operations|cmd|verb|verbo|verbe|sql command|action|for|operación|operação|opération|befehl|commande|aktion|comando|acción|ação",
    "roles": "role|roles|to|who|for whom|wer|qui|quién|quem|rollen|rolle|applies to|rôles|papéis|papel|for roles",
    "using": "using|usando|expresión|expressão|ausdruck|rule|condition|using expression|using clause|expression|bedingung|condición|condição|regel|regla|règle|regra|definition|definición|using check",
    "check": "with check|check|check expression|with check expression|with check clause",
    "function": "function|function name|funktion|fonction|función|função|procedure|executes|calls|action function|stored procedure|rpc|execute",
    "arguments": "arguments|args|parameters|params|signature|parameter|argumente|paramètres|arguments types|parámetros|argumentos|parâmetros|inputs|input",
    "returns": "returns|return|return type|return value|returntype|rückgabe|rückgabetyp|retourne|retour|devuelve|retorna|retorno|retour type|output",
    "security": "security|sicherheit|sécurité|seguridad|segurança|security definer|definer",
    "language": "language|lang|sprache|langage|lenguaje|linguagem",
    "volatility": "volatility|volatilität",
    "trigger": "trigger|trigger name|auslöser|déclencheur|disparador|gatilho",
    "timing": "timing|when|moment|momento|zeitpunkt|activation|fires",
    "event": "event|events|ereignis|ereignisse|événement|événements|evento|eventos|on event",
    "level": "level|for each|orientation|scope",
    "access": "access|access rule|access rules|access control|who can access|rls policy|rls policies|rls rule|rls rules|permissions|zugriff|accès|acceso|acesso",
    "rls": "rls|rls enabled|row level security|rls status|rls on|rls active",
    "on_delete": "on delete|delete rule|delete|delete action|ondelete|beim löschen|bei löschung|à la suppression|al borrar|al eliminar|ao excluir|on delete action",
    "on_update": "on update|update rule|update action|onupdate",
    "definition": "definition|ddl|sql|statement|definición|définition|definição|query",
    "extension": "extension|erweiterung|extensión|extensão|extension name",
    "version": "version|versión|versão",
    "enum": "enum|enum name|enum type|type name|enumeration|aufzählung|énumération|enumeración|enumeração",
    "view": "view|view name|sicht|ansicht|vue|vista|visão",
    "bucket": "bucket|bucket name|bucket id",
    "public": "public|öffentlich|público|is public|access|visibility|zugriff|sichtbarkeit",
    "from": "from|source|parent|von|de|desde|child table|from table|source table|quelle",
    "to": "to|target|child|nach|vers|a|hacia|para|to table|target table|parent table",
    "from_column": "from column|source column|column|foreign key column|fk column|local column|child column|foreign key|fk|spalte|columna|coluna|colonne",
    "to_column": "to column|target column|parent column|referenced column|references column|foreign column",
    "cardinality": "cardinality|relationship|relationship type|kardinalität|cardinalité|cardinalidad|cardinalidade|beziehung|relación|relação|multiplicity|type",
    "constraint": "constraint name|constraint",
    "sequence": "sequence|sequence name",
    "rows": "rows|row count|size|records|zeilen|estimated rows|filas|linhas|lignes",
}  # fmt: skip
ROLES: dict[str, list[str]] = {}


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


for _role, _names in _ROLES.items():
    for _name in _names.split("|"):
        for _written in {_name, _without_accents(_name)}:  # "Descricao", where somebody types without accents
            ROLES.setdefault(_written, []).append(_role)

_CLEAN = re.compile(r"[^\w ]+|_", re.UNICODE)


def roles(head: list[Inline]) -> list[list[str]]:
    """For each column of the table, what its head can mean; the first is the likeliest."""
    return [ROLES.get(normal(cell.text), []) for cell in head]


def normal(text: str) -> str:
    """The words of a head without signs.

    >>> normal("Null?"), normal("¿Nulo?"), normal("PK/FK")
    ('null', 'nulo', 'pk fk')
    """
    return " ".join(_CLEAN.sub(" ", text.lower()).split())


_YES = frozenset(
    """
    yes y true ja j oui o sí si s sim x on enabled 1 t required null nullable unique pk primary ✅ ✓ ✔ ☑ 🔑 ✔️ ☑️
    wahr verdadero
    """.split()  # noqa: SIM905 - a list of words reads best as one text
)
_NO = frozenset(
    """
    no n false nein non não nao off disabled 0 f ❌ ✗ ✘ ☐ ✖ ✖️ falsch falso
    """.split()  # noqa: SIM905 - a list of words reads best as one text
) | {
    "not null",
    "notnull",
    "non null",
    "never",
    "non nul",
}


@lru_cache(maxsize=1024)
def flag(text: str) -> bool | None:
    """A cell that says yes or no; None if it says neither."""
    word = text.strip().strip("`*").strip().lower().rstrip(".")
    first = re.split(r"[\s(,;]", word, maxsplit=1)[0] if word else ""
    if word in _NO or (first in _NO and not word.startswith("no ")):
        return False
    if word in _YES or first in _YES:
        return True
    return None
