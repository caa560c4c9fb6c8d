"""Which table a heading or lead-in is about that does not say so: what stands under it shows that."""

from __future__ import annotations

import re

from driftcheck.sources.documents import columns, titles
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.evidence import evidence, is_word, lists_columns, stated_name
from driftcheck.sources.documents.leads import Named, lead
from driftcheck.sources.documents.markup import Inline
from driftcheck.sources.documents.naming import parse
from driftcheck.sources.documents.outline import Section

_TELLS = re.compile(
    r"(?:stores|tracks|holds|contains|records|keeps|links|manages|maps|represents|captures|logs|saves)\s+(?!the following)",
    re.IGNORECASE,
)


def shown(section: Section, title: titles.Title, context: Context) -> Named | None:
    """The table that a title names without saying that it is one: what stands under it shows that."""
    perhaps = title.perhaps if section.heading or title.perhaps else titles.before_the_noun(section.title)
    of_policies = section.heading and "policy" in context.announces
    if perhaps and context.today and (of_policies or evidence(section, perhaps)):
        return perhaps
    if not section.heading and not title.known and (own := _leading_name(section, context)):
        return own
    own = stated_name(section) if section.heading and context.today else None
    return own if own and evidence(section, own) else None


def _leading_name(section: Section, context: Context) -> Named | None:
    """ "**carts** - what is about to be bought" over a list of columns."""
    own = lead(section.title)
    if own is None or own.look not in ("code", "bold") or context.table is not None:
        return None
    listed = context.announces == {"table"} and (own.description or "")  # an entry of the list, with its details
    return (
        own
        if own.names[0].signature is None and is_word(own) and (listed or columns.evidence(section.blocks))
        else None
    )


def in_parentheses(title: Inline) -> Named | None:
    """The tables that a title names behind its noun: "Chat tables (`chats`, `messages`)"."""
    spans = [span for span in title.spans if span.code]
    before = title.text[: title.text.find(spans[0].text)] if spans else ""
    if not before.rstrip(" `").endswith("("):
        return None
    names = [name for span in spans for name in parse(span.text) or ()]
    return Named(names, "code", Inline([], title.line), "/".join(s.text for s in spans)) if names else None


def is_a_name(named: Named, title: titles.Title, section: Section, context: Context) -> bool:
    """ "## notes" on a page that writes its tables' names so and other headings with capital letters."""
    own = named.text == title.text and is_word(named) and not title.announces
    return own and section.level in context.page.lower_names


def describes(title: titles.Title, section: Section) -> bool:
    """Whether a lead-in under a table's heading only says what the table is for, and its columns follow."""
    if "column" in title.announces:
        return False
    sentence = len(title.text.split()) > 3 and not title.announces & {"index", "trigger", "constraint", "foreign key"}
    return bool(_TELLS.match(title.text)) or (sentence and lists_columns(section))
