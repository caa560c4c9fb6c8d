"""`driftcheck history`: when drift came and went."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from driftcheck.errors import UsageError
from driftcheck.hints import did_you_mean
from driftcheck.history import timeline
from driftcheck.history.store import open_history
from driftcheck.watch.settings import history_of

if TYPE_CHECKING:
    from driftcheck.reports import Medium
    from driftcheck.sources import Context


def history(target: str | None, url: str | None, format: str, context: Context, medium: Medium) -> str:
    """The history in one of its formats. UsageError if there is none, or none of this target."""
    store = open_history(*history_of(url, context), create=False)
    name = _name(target, context) if target else None
    known = timeline.names(store)
    if name is not None and name not in known:
        raise UsageError(f'the history has no target "{name}"{did_you_mean(name, known)}')
    render = importlib.import_module(f"driftcheck.history.{format}").render
    text: str = render(timeline.timeline(store, name), medium)
    return text


def _name(target: str, context: Context) -> str:
    """The name by which the history knows a target: a URL by its place."""
    from driftcheck.commands.one import place
    from driftcheck.sources import is_url
    from driftcheck.sources.targets import configured, resolve

    if is_url(target):
        return configured(target, context) or place(resolve(target, context))
    return target
