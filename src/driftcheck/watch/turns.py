"""A run as others see it: pings before and after, figures, and an exit code whatever happens."""

from __future__ import annotations

import dataclasses
import time
import uuid

from driftcheck import secrets
from driftcheck.errors import DriftcheckError
from driftcheck.history import timeline
from driftcheck.watch.calls import CallError, send
from driftcheck.watch.engine import Work, run
from driftcheck.watch.journal import Journal
from driftcheck.watch.metrics import Metrics

PING_SECONDS = 5.0


@dataclasses.dataclass(frozen=True)
class Ping:
    """A dead man's switch, as healthchecks.io has it: `URL/start`, then `URL`, else `URL/fail`."""

    url: str | None = dataclasses.field(repr=False)
    journal: Journal

    def start(self) -> None:
        """A run begins."""
        self._call("/start")

    def end(self, code: int) -> None:
        """A run has ended."""
        self._call("" if code == 0 else "/fail")

    def _call(self, what: str) -> None:
        if self.url is None:
            return
        address, question, query = self.url.partition("?")
        try:
            send(f"{address.rstrip('/') if what else address}{what}{question}{query}", seconds=PING_SECONDS)
        except CallError as error:
            self.journal.warning("ping failed", f"ping{what}: {secrets.scrub(str(error))}")


def turn(work: Work, metrics: Metrics, fail_on: str) -> int:
    """One run; its exit code. Raises nothing: a job that goes on must survive it."""
    work.journal.run = uuid.uuid4().hex
    ping = Ping(work.settings.ping, work.journal)
    ping.start()
    code = _turn(work, metrics, fail_on)
    ping.end(code)
    return code


def _turn(work: Work, metrics: Metrics, fail_on: str) -> int:
    began = time.monotonic()
    try:
        result = run(work)
        targets = {outcome.target: outcome.failure is None for outcome in result.outcomes}
        metrics.update(
            targets,
            timeline.open_counts(work.store),
            timeline.last_success(work.store),
            result.kept,
            time.monotonic() - began,
        )
        return result.exit_code(fail_on)
    except DriftcheckError as error:
        work.journal.error("run failed", str(error))
        code = error.exit_code
    except Exception as error:
        work.journal.error("run failed", f"defect in driftcheck: {type(error).__name__}: {error}")
        code = DriftcheckError.exit_code
    try:
        metrics.failed()
    except DriftcheckError as error:
        work.journal.error("metrics", str(error))
    return code
