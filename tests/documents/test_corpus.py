"""Documents in many styles, each beside the facts that a careful reader takes from it: all of them and no others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.documents.oracle import compare, read, show

CORPUS = Path(__file__).parent / "corpus"
STYLES = sorted(path.name.removesuffix(".facts.jsonl") for path in CORPUS.glob("*.facts.jsonl"))

WHOLE = {"tbls-pages", "tbls-dump", "generated-types", "emoji-headings"}
"""What a machine wrote, or a badge counts: its lists may be called complete, and are presumed so at least."""


def document(style: str) -> Path:
    """The document, or the folder, whose facts stand beside it."""
    found = [path for path in CORPUS.glob(f"{style}*") if path.name.split(".")[0] == style]
    (source,) = [path for path in found if not path.name.endswith(".facts.jsonl")]
    return source


@pytest.mark.parametrize("style", STYLES)
def test_a_reader_takes_every_fact_and_no_other(style: str, record_property: Callable[[str, object], None]) -> None:
    source = document(style)
    cwd = source if source.is_dir() else CORPUS
    verdict = compare(read(CORPUS / f"{style}.facts.jsonl"), show(source, cwd), whole=style in WHOLE)
    record_property("style", (style, verdict.recall, verdict.precision, verdict.expected))
    assert not verdict.complaints, "\n" + "\n".join(verdict.complaints)


def test_there_are_documents_in_at_least_twenty_styles() -> None:
    assert len(STYLES) >= 24
    assert all(document(style).exists() for style in STYLES)
