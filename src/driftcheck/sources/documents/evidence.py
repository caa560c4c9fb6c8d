"""What stands under a heading and shows that the heading names a table: its columns, its DDL, what is built on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from driftcheck.sources.documents import (
    barelist,
    columngrid,
    columns,
    fences,
    grid,
    introduced,
    labels,
    rules,
    softgrid,
    titles,
    vocabulary,
)
from driftcheck.sources.documents.context import Page
from driftcheck.sources.documents.leads import Named, lead
from driftcheck.sources.documents.markup import Block
from driftcheck.sources.documents.naming import Name
from driftcheck.sources.documents.outline import INTRODUCED, Section
from driftcheck.sources.documents.vocabulary import OTHER_TOPIC, PARTS_OF_PAGES

_NAME = r"([\w.\"$]+)"
_CREATE = re.compile(
    rf"\bcreate (?:unlogged |foreign )?table (?:if not exists )?{_NAME}", re.IGNORECASE
)  # in text with single blanks
_CREATE_VIEW = re.compile(rf"\bcreate (?:or replace )?(materialized )?view (?:if not exists )?{_NAME}", re.IGNORECASE)
_NAMED = frozenset({"name", "nom", "nombre", "nome"})
_ON = re.compile(rf"\b(?:alter table(?: if exists)?(?: only)?|create [^;]{{0,200}}?\bon) {_NAME}", re.IGNORECASE)


_SAYS = re.compile(r"\s*[-–—:]\s*\S")


def evidence(section: Section, named: Named) -> bool | None:
    """Whether what stands under a heading shows that it names a table: its columns do. None: nothing speaks of it."""
    wanted = {name.parts[-1].lower() for name in named.names}
    if _others(section, wanted):
        return None
    created: set[str] = set()
    found: bool | None = None
    for block in _blocks(section):
        if block.kind == "table" and (listed := grid.tables_in(block)):
            if not wanted & listed:
                return None
            found = True
        if block.kind == "list" and any(_column_of(item, wanted) for item in block.children):
            found = True
        if block.kind == "fence":
            created |= _names(_CREATE, block)
            if columns.is_bare_definition(block, wanted) or (is_word(named) and barelist.is_one(block)):
                found = True
    if created:
        return bool(wanted & created)
    if found:
        return True
    if named.look == "plain" and not is_word(named):
        return _of_a_title(section, named)
    return columns.evidence(_blocks(section))


def is_own_name(section: Section, title: str, perhaps: Named | None) -> bool:
    """Whether a title is the name of the table below it: "Subscription plans" over CREATE TABLE subscription_plans.

    Then its words are no remark on it, though they speak of plans, examples, or changes elsewhere.
    """
    words = {_stem(word) for word in words_of_title(title)}
    names = [name.parts[-1] for name in perhaps.names] if perhaps and evidence(section, perhaps) else []
    for block in _blocks(section):
        if block.kind == "fence":
            names += _names(_CREATE, block)
    return any({_stem(word) for word in name.lower().split("_")} == words for name in names)


def words_of_title(title: str) -> list[str]:
    """The words of a title before what stands in parentheses, the noun "table" left out."""
    return [word for word in vocabulary.words(title.partition("(")[0]) if vocabulary.KIND_OF.get(word) != "table"]


def _stem(word: str) -> str:
    return word.removesuffix("s")


def _others(section: Section, wanted: set[str]) -> bool:
    """Whether a line under the heading says of which other table the columns are."""
    found = [introduced.table_of(part.title) for part in section.sections if part.level >= INTRODUCED]
    return any(one and one.named.names[0].parts[-1].lower() not in wanted for one in found)


def _column_of(item: Block, wanted: set[str]) -> bool:
    """Whether a bullet begins with a column of one of the tables: "`orders.id` (bigint)"."""
    named = lead(item.inline, plain=True) if item.inline is not None else None
    return named is not None and all(len(n.parts) > 1 and n.parts[-2].lower() in wanted for n in named.names)


def _of_a_title(section: Section, named: Named) -> bool | None:
    """ "### Users": a title in large letters needs more than a table of names and types, which settings have too."""
    if any(part.lower() in OTHER_TOPIC | PARTS_OF_PAGES for name in named.names for part in name.parts):
        return None
    for block in _blocks(section):
        if block.kind == "table" and grid.has_columns(block) and not grid.is_of_settings(block):
            if softgrid.is_soft(block) and (softgrid.is_message(named.text) or not softgrid.is_of_data(section)):
                continue
            return True
        if block.kind == "list" and columns.evidence([block]):
            return True
    return None


def view_created(section: Section, names: list[Name]) -> str | None:
    """The kind of view, plain or materialized, that DDL under the heading makes of each of the names."""
    made = {
        match[2].replace('"', "").rpartition(".")[2].lower(): "materialized_view" if match[1] else "view"
        for block in _blocks(section)
        if block.kind == "fence" and fences.is_postgres(block)
        for match in _CREATE_VIEW.finditer(block.compact)
    }
    kinds = {made.get(name.parts[-1].lower()) for name in names}
    return kinds.pop() if len(kinds) == 1 else None


def built_on(section: Section, named: Named) -> bool:
    """Whether DDL under the heading alters the table that it names, or puts policies, indexes or triggers on it."""
    wanted = {name.parts[-1].lower() for name in named.names}
    return any(block.kind == "fence" and wanted & _names(_ON, block) for block in _blocks(section))


def lists_tables(section: Section) -> bool:
    """Whether the first list under a heading is of names as tables have them, each with a remark, and not of columns."""
    block = next((part for part in section.parts if isinstance(part, Block) and part.kind == "list"), None)
    if block is None or len(block.children) < 2 or columns.shows(block):
        return False
    found = [lead(item.inline) for item in block.children if item.inline is not None]
    named = [n for n in found if n is not None and n.look in ("code", "bold")]
    return (
        len(named) > 1
        and len(named) * 2 > len(found)
        and all(is_word(n) and (_SAYS.match(n.rest.text) or n.names[0].signature) for n in named)
    )


def lists_columns(section: Section) -> bool:
    """Whether the list under a lead-in is of columns: names as databases write them, one of them with its type or key."""
    block = next((part for part in section.parts if isinstance(part, Block)), None)
    return block is not None and block.kind == "list" and columns.shows(block)


def lists_calls(section: Section) -> bool:
    """Whether a list under the lead-in is of calls as databases write them: `is_admin()`, `order_total(id)`."""
    items = [item for block in section.blocks if block.kind == "list" for item in block.children]
    named = [lead(item.inline) for item in items if item.inline is not None]
    return bool(named) and all(
        n is not None and n.look == "code" and n.names[0].signature is not None and n.text == n.text.lower()
        for n in named
    )


def says_rls(section: Section) -> bool:
    """Whether a line under the heading says that row security is on or off, as of a table: "**RLS**: ✅ Enabled"."""
    for part in section.parts[:4]:
        if isinstance(part, Block) and part.inline is not None and part.kind == "paragraph":
            for line in part.inline.lines():
                labelled = labels.read(line)
                if labelled and labelled.label == "rls" and rules.on_or_off(labelled.value.text) is not None:
                    return True
    return False


def _names(pattern: re.Pattern[str], block: Block) -> set[str]:
    if not fences.is_postgres(block):
        return set()
    return {match[1].replace('"', "").rpartition(".")[2].lower() for match in pattern.finditer(block.compact)}


def is_word(named: Named) -> bool:
    """Whether the name is written as databases write names: all in lower case."""
    words = [name.parts[-1] for name in named.names]
    written = named.text.replace("/", " ").replace("&", " ").replace(",", " ").replace(" and ", " ").split()
    return all(word == word.lower() for word in written) and bool(words)


def stated_name(section: Section) -> Named | None:
    """The table that a line under the heading names: "Table name: `appointments`", "**Table:** app_users"."""
    for part in section.parts[:4]:
        if not isinstance(part, Block) or part.inline is None or part.kind != "paragraph":
            continue
        for line in part.inline.lines():
            labelled = labels.read(line)
            own = labelled is not None and labelled.words.lower() in _NAMED
            if labelled and (labelled.label == "name" or own) and (named := lead(labelled.value, plain=True)):
                rest = named.rest.text.strip()
                if (
                    named.names[0].signature is None
                    and (not rest or rest[0] in ".(")
                    and (named.look == "code" or (is_word(named) and not own))
                ):
                    return named
    return None


def _blocks(section: Section) -> Iterator[Block]:
    """The blocks of the section and of the lead-ins and column headings under it."""
    for part in section.parts:
        if isinstance(part, Block):
            yield part
        elif (kind := labels.kind_of(part.title.text.strip().rstrip(":"))) == "column" or (
            not kind and part.level >= INTRODUCED
        ):
            yield from part.blocks


def survey(page: Page, root: Section) -> None:
    """Which level and look of headings are those of tables on this page: where most of them show columns."""
    seen: dict[tuple[int, str], list[bool]] = {}
    capital: set[int] = set()
    for section in root.walk():
        if section.level == 0 or section.level >= INTRODUCED:
            continue
        if section.title.text.strip()[:1].isupper():
            capital.add(section.level)
        title = titles.read(section.title)
        if title.named is None or title.named.names[0].signature is not None or title.announces or title.mood:
            continue
        if title.named.look != "code" and not is_word(title.named):
            continue
        shows = evidence(section, title.named) is True or (page.about_tables and _lists_fields(section))
        if shows or not title.known:
            seen.setdefault((section.level, title.named.look), []).append(shows)
    for look, found in seen.items():
        shown = sum(found)
        marked = page.about_tables and look[1] == "code" and shown > 2  # the others have a sentence each
        if shown >= 2 and shown * (4 if marked else 2) >= len(found):
            page.table_looks.add(look)
            if look[1] == "plain" and look[0] in capital:
                page.lower_names.add(look[0])


def _lists_fields(section: Section) -> bool:
    """Whether a table of names in code and remarks stands under the heading: | Field | Notes |."""
    return any(block.kind == "table" and columngrid.lists_names(block) for block in _blocks(section))
