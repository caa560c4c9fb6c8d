"""Tables in one labelled line: "- **Tables**: carts, `gift_cards`, guests" in a list that speaks of the database.

Such a line names tables in passing: it is no list that goes through all of them.
"""

from __future__ import annotations

import re

from driftcheck.sources.documents import attributes, elsewhere, labels, moods, objects
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Block
from driftcheck.sources.documents.naming import Name, is_identifier, parse

_OF_DATABASES = re.compile(
    r"\b(?:database|supabase|postgres(?:ql)?|sql|rls|schema|datenbank|base de datos)\b", re.IGNORECASE
)
_AND = re.compile(r"\A(?:and|und|y|et|e|plus)\s+")
_REMARK = re.compile(r"\s*\([^()]{0,120}\)\s*\Z")


def of_another_engine(block: Block) -> bool:
    """Whether a line beside it says that the database is of another sort: "- **Database**: MySQL 8"."""
    lines = [labels.read(item.inline) for item in block.children if item.inline is not None]
    said = [f"{one.words} {one.value.text[:80]}" for one in lines if one and _OF_DATABASES.search(one.words)]
    return elsewhere.is_of_another_engine(" ".join(said))


def take(labelled: labels.Labelled, block: Block, context: Context) -> bool:
    """State the tables that the line names; whether it names tables and does nothing else."""
    if labelled.label != "table" or context.table or len(labelled.value.text) > 2000:
        return False
    if moods.of(labelled.words) or of_another_engine(block):
        return False
    pieces = [piece.strip() for piece in attributes.split_commas(labelled.value.source.strip().rstrip(". "))]
    found: list[Name] = []
    for piece in pieces:
        bare = _AND.sub("", _REMARK.sub("", piece))
        if bare.strip(".… ").lower() in ("", "etc", "more", "others", "and more"):
            continue
        coded = bare.startswith("`") and bare.endswith("`") and "`" not in bare[1:-1]
        names = parse(bare.strip("`"))
        if not names or any(name.signature is not None or name.hyphened or len(name.parts) > 2 for name in names):
            return False
        if not coded and not is_identifier(bare):
            return False
        found += names
    beside = " ".join(item.inline.text for item in block.children if item.inline is not None)
    other = beside.replace(labelled.value.text, " ")
    usual = any("_" in name.parts[-1] for name in found)
    if len(found) < 2 or not (usual or _OF_DATABASES.search(f"{other} {context.title}") or context.page.about_tables):
        return False
    for name in found:
        objects.state("table", name, context, labelled.value.line, listing=False)
    return True
