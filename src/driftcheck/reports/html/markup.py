"""HTML made of texts that are never read as markup."""

from __future__ import annotations

from html import escape as _entities

from driftcheck.reports.escape import escape


class Markup(str):
    """Text that is HTML already; whatever is not of this type is escaped."""

    __slots__ = ()


def text(value: object) -> Markup:
    """The value as text on one line; active and bidirectional characters are shown, not obeyed.

    >>> text('<b onclick="x">')
    '&lt;b onclick=&quot;x&quot;&gt;'
    """
    return value if isinstance(value, Markup) else Markup(_entities(escape(str(value))))


def lines(value: str) -> Markup:
    """The value as text that keeps its lines."""
    return Markup("\n".join(text(line.expandtabs(4)) for line in value.replace("\r\n", "\n").split("\n")))


def tag(name: str, *content: object, **attributes: object) -> Markup:
    """One element. `class_` is `class`, `data_kind` is `data-kind`; True is an attribute without a value, None is none.

    >>> tag("p", "a<b", class_="x", hidden=True)
    '<p class="x" hidden>a&lt;b</p>'
    """
    written = []
    for key, value in attributes.items():
        key = key.rstrip("_").replace("_", "-")
        if value is True:
            written.append(f" {key}")
        elif value is not None and value is not False:
            written.append(f' {key}="{text(value)}"')
    return Markup(f"<{name}{''.join(written)}>{''.join(map(text, content))}</{name}>")
