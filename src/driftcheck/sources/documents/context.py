"""What holds where a block stands: the schema, what its heading announces, whose table it is about, and the mood."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from driftcheck.ledger import Ledger
from driftcheck.model import Level
from driftcheck.sources.documents.wholeness import Wholeness


@dataclasses.dataclass(slots=True)
class Page:
    """One document while it is read, and what is gathered from all of them."""

    path: str  # as `at` shows it
    text: str
    ledger: Ledger
    wholeness: Wholeness
    unparsed: list[tuple[int, str]] = dataclasses.field(default_factory=list)  # line, reason
    arrows: list[Any] = dataclasses.field(default_factory=list)  # flows and relationships, settled at the end
    later: list[Callable[[], None]] = dataclasses.field(default_factory=list)  # what needs all tables to be known
    table_looks: set[tuple[int, str]] = dataclasses.field(default_factory=set)  # headings of tables: level, look
    lower_names: set[int] = dataclasses.field(default_factory=set)  # levels at which headings in lower case are tables
    drawn: dict[str, str] = dataclasses.field(default_factory=dict)  # tables that a diagram states first, and where
    listed: dict[tuple[str, str, str], str] = dataclasses.field(default_factory=dict)  # kind, path, title → where
    about_tables: bool = False  # the page's title speaks of tables or of a database
    # by tbls, which says so: types are exact, diagrams repeat with mangled names what pages say
    generated: bool = False
    schema: tuple[str | None, int] = (None, 0)  # what the last schema directive says, and its line
    in_phases: bool = False  # the page says that the database is organised in phases: "Phase 3" is no plan then
    of_policies: bool = False  # the page's title speaks of policies: it goes through rules, not through tables
    of_realtime: bool = False  # the page speaks of Supabase and of realtime
    omits_columns: bool = False  # the page says that its lists leave columns out
    common_columns: set[str] = dataclasses.field(default_factory=set)  # what it says that every table has
    project: str | None = None
    updated: str | None = None

    def at(self, line: int) -> str:
        """The place of a fact."""
        return f"{self.path}:{line}"

    def types(self) -> frozenset[str]:
        """The types that the pages state, by their bare names."""
        return frozenset(path.rpartition(".")[2] for path in self.ledger.objects.get("type", {}))


@dataclasses.dataclass(frozen=True, slots=True)
class Context:
    """What the headings and lead-ins above a block say of it."""

    page: Page
    schema: str = "public"
    announces: frozenset[str] = frozenset()  # the kinds of which a list follows; "" stands for another topic
    above: frozenset[str] = frozenset()  # all kinds that headings further up announced
    level: int = 0  # of the nearest heading
    mood: str | None = None  # plan | removal | example | history; None is today
    partial: bool = False
    rest: bool = False  # the heading speaks of what is left of its kind: "Supporting tables"
    table: str | None = None  # the path of the table that the section is about
    tables: tuple[str, ...] = ()  # all of them: "### orders / order_items"
    shared: bool = False  # the section says that the columns under it are each table's
    explicit: bool = False  # the nearest heading or lead-in itself announces, it is not inherited
    flow: bool = False
    by_table: bool = False  # the section goes through tables one by one: "Policies by table"
    pattern: str | None = None  # "policy" or "index": what follows are patterns, not objects
    title: str = ""  # the words of the nearest heading or lead-in
    table_level: int = 0  # of the heading that names the table
    object: tuple[str, str] | None = None  # the kind and path that the heading names
    schema_line: int = 0  # where the schema was last said
    explicit_schema: bool = False  # a heading or directive names the schema
    body: bool = False  # directly under a table's heading: typed bullets are its columns
    # plural → what a directive says of the list
    directed: Mapping[str, Level] = dataclasses.field(default_factory=dict)

    @property
    def today(self) -> bool:
        """Whether what stands here is a statement about today."""
        return self.mood is None

    @property
    def of_several(self) -> bool:
        """Whether the section is about several tables, and does not say that they share what it lists."""
        return len(self.tables) > 1 and not self.shared

    def of_each(self) -> list[Context]:
        """The context of each of the tables that share what is listed; this one, where it is about one table."""
        if not self.shared or len(self.tables) < 2:
            return [self]
        return [self.within(table=table, tables=(table,)) for table in self.tables]

    def within(self, **changes: Any) -> Context:
        """The context of something further in."""
        return dataclasses.replace(self, **changes)

    def at(self, line: int) -> str:
        """The place of a fact."""
        return self.page.at(line)
