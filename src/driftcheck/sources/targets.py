"""Which database is meant: a URL, the name of a configured target, or, unsaid, the only one there is."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from driftcheck.errors import UsageError
from driftcheck.hints import did_you_mean
from driftcheck.sources import Context, is_live, is_project, is_url

if TYPE_CHECKING:
    from driftcheck.settings import Address
    from driftcheck.sources.live.targets import Target

COMMAND_SECONDS = 30


def resolve(spelling: str | None, context: Context) -> Target:
    """The target to connect to. Without a spelling: the only configured target, else what the environment names.

    UsageError if it cannot be told which one is meant, or its URL cannot be had.
    """
    from driftcheck.sources.live import targets

    name = configured(spelling, context)
    if name is not None:
        assert context.config is not None
        spelling = url_of(f"target {name}", context.config.targets[name], context)
    target = targets.resolve(spelling, context.environ)
    return targets.through_api(target, context.environ) if context.through_api else target


def name_of(spelling: str, context: Context) -> str:
    """How a report speaks of a source: a file by its path, a server without its secrets."""
    if not is_live(spelling, context):
        return spelling
    return configured(spelling, context) or resolve(spelling, context).name


def configured(spelling: str | None, context: Context) -> str | None:
    """The name of the configured target that is meant; None if the environment decides. UsageError if neither."""
    known = context.config.targets if context.config else {}
    if spelling is None:
        if len(known) > 1:
            raise UsageError(f"which target? The configuration has {', '.join(known)}: name one")
        return next(iter(known), None)
    if spelling not in known and (is_url(spelling) or is_project(spelling)):
        return None
    if spelling not in known:
        names = f"; configured are {', '.join(known)}" if known else ""
        raise UsageError(
            f'"{spelling}" is neither a URL (postgresql://…, https://<ref>.supabase.co, service=NAME) '
            f"nor a configured target{did_you_mean(spelling, known) or names}"
        )
    return spelling


def url_of(name: str, target: Address, context: Context) -> str:
    """The URL from wherever the configuration says that it is. `name` says whose it is, in an error: `target shop`."""
    assert context.config is not None
    if target.url is not None:
        return target.url
    if target.url_env is not None:
        if not context.environ.get(target.url_env):
            raise UsageError(f"{name}: the environment variable {target.url_env} is not set")
        return context.environ[target.url_env]
    if target.url_file is not None:
        file = Path(context.config.folder, target.url_file)
        try:
            text = file.read_text("utf-8-sig").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{name}: {file} cannot be read: {getattr(error, 'strerror', error)}") from None
        return text or _nothing(name, str(file))
    assert target.url_command is not None
    return _output(name, target.url_command, context)


def _output(name: str, command: str | list[str], context: Context) -> str:
    try:
        done = subprocess.run(  # noqa: S603 — the configuration's author asks for exactly this
            command,
            shell=isinstance(command, str),
            cwd=context.config.folder if context.config else None,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UsageError(f"{name}: url_command did not end within {COMMAND_SECONDS} seconds") from None
    except OSError as error:
        raise UsageError(f"{name}: url_command cannot be run: {error.strerror}") from None
    if done.returncode:
        raise UsageError(f"{name}: url_command failed with exit code {done.returncode}")
    return done.stdout.strip() or _nothing(name, "url_command")


def _nothing(name: str, where: str) -> str:
    raise UsageError(f"{name}: {where} gives no URL")
