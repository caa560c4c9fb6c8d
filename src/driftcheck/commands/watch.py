"""`driftcheck watch`: the scheduled job."""

from __future__ import annotations

import dataclasses
import hashlib
import threading
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from driftcheck.commands.one import Request, check_one, prepare
from driftcheck.errors import UsageError
from driftcheck.history.store import open_history
from driftcheck.watch import deliver, pool
from driftcheck.watch.engine import Sweep, Work
from driftcheck.watch.settings import Options, settle

if TYPE_CHECKING:
    from driftcheck.sources import Context
    from driftcheck.watch.journal import Journal


def work(
    request: Request,
    targets: Sequence[str],
    shard: str | None,
    options: Options,
    journal: Journal,
    stop: threading.Event,
    say: Callable[[str], None],
) -> Work:
    """What `watch` is asked to do, ready to run. UsageError for whatever of it cannot be done.

    `request` says what is expected; its targets and their time follow from the rest.
    """
    settings = settle(options, request.context)
    deliver.check(settings.sinks)
    names = chosen(targets, request.context)
    share = names if shard is None else _shard(names, shard)
    asked = dataclasses.replace(request, names=share, timeout=settings.target_timeout)
    first = prepare(asked)  # before anything is made, and used by the first run
    jobs, failed = first
    if failed and not jobs:
        raise UsageError(failed[0].failure or "")
    prepared = iter([first])
    return Work(
        settings=settings,
        store=open_history(settings.history, settings.folder),
        prepare=lambda: next(prepared, None) or prepare(asked),
        sweep=_sweep(settings.scheduler, settings.jobs, settings.target_timeout),
        journal=journal,
        stop=stop,
        say=say,
        watched=len(names),
    )


def chosen(targets: Sequence[str], context: Context) -> list[str | None]:
    """The targets that are watched: as named, globs of configured names among them; none: all that are configured."""
    known = list(context.config.targets) if context.config else []
    if not targets:
        return [*known] or [None]
    found: dict[str | None, None] = {}
    for spelling in targets:
        if spelling not in known and any(c in spelling for c in "*?[") and "://" not in spelling:
            matching = [name for name in known if fnmatchcase(name, spelling)]
            if not matching:
                raise UsageError(f'no configured target matches "{spelling}"')
            found |= dict.fromkeys(matching)
        else:
            found[spelling] = None
    return list(found)


def _shard(names: Sequence[str | None], shard: str) -> list[str | None]:
    """The I-th of N shares (from 0). A name's share depends on nothing but the name and N."""
    index, slash, count = shard.partition("/")
    if not (slash and index.isdecimal() and count.isdecimal() and int(index) < int(count)):
        raise UsageError(f'--shard "{shard}": give I/N, with I from 0 to N - 1')
    return [name for name in names if _share(name or "", int(count)) == int(index)]


def _share(name: str, count: int) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") % count


def _sweep(scheduler: str | None, width: int, seconds: float) -> Sweep:
    if scheduler is not None:
        from driftcheck.watch import cluster

        return cluster.connect(scheduler, check_one, width, seconds)
    return lambda jobs: pool.sweep(jobs, check_one, width, seconds)
