"""Figures for Prometheus: as a text file for the node exporter's collector, and on a port of this machine."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from driftcheck.errors import UsageError
from driftcheck.model import Severity

ADDRESS = "127.0.0.1"


class Metrics:
    """The figures of a process. Labels are targets and severities: never names of objects, of which there is no end."""

    def __init__(self, file: str | None, port: int | None) -> None:
        """Listens on the port from now on. UsageError if it cannot."""
        from prometheus_client import CollectorRegistry, Gauge

        self.file = file
        self.registry = CollectorRegistry()

        def gauge(name: str, text: str, *labels: str) -> Any:
            return Gauge(f"driftcheck_{name}", text, labels, registry=self.registry)

        self.up = gauge("up", "1 if the last run could check every target")
        self.last_run = gauge("last_run_timestamp_seconds", "When the last run ended")
        self.last_success = gauge("last_success_timestamp_seconds", "When a run last could check every target")
        self.findings = gauge("findings", "Open findings", "target", "severity")
        self.waiting = gauge("undelivered_messages", "Messages that nobody has taken yet")
        self.target_up = gauge("target_up", "1 if the last run could check the target", "target")
        self.duration = gauge("last_run_duration_seconds", "How long the last run took")
        if port is not None:
            self._listen(port)

    def _listen(self, port: int) -> None:
        from prometheus_client import start_http_server

        try:
            start_http_server(port, ADDRESS, self.registry)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            raise UsageError(f"--metrics-port {port}: cannot listen on {ADDRESS}: {reason}") from None

    def failed(self) -> None:
        """A run that came to nothing."""
        self.up.set(0)
        self.last_run.set(time.time())
        self._write()

    def update(
        self,
        targets: Mapping[str, bool],
        counts: Mapping[tuple[str, str], int],
        last_success: float | None,
        waiting: int,
        seconds: float,
    ) -> None:
        """After a run: target → whether it was checked, (target, severity) → open findings."""
        self.up.set(int(all(targets.values())))
        self.last_run.set(time.time())
        if last_success is not None:
            self.last_success.set(last_success)
        self.waiting.set(waiting)
        self.duration.set(seconds)
        for target, checked in targets.items():
            self.target_up.labels(target).set(int(checked))
            for severity in Severity:
                self.findings.labels(target, severity.value).set(counts.get((target, severity.value), 0))
        self._write()

    def _write(self) -> None:
        from prometheus_client import generate_latest

        from driftcheck.atomic import write_atomically

        if self.file is not None:
            write_atomically(self.file, generate_latest(self.registry))


def check_file(file: str | None) -> None:
    """UsageError if the file's folder is not there: said before the first run."""
    if file is not None and not Path(file).parent.is_dir():
        raise UsageError(f"{file}: cannot be written: no such folder")
