"""A folder with the documents that the reports speak of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reports.library import lay_out


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The documents, in the current folder; outside of any workflow."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    lay_out(tmp_path)
    return tmp_path
