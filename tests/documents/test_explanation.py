"""Which line gave what, and what a page could not say."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

from driftcheck.sources import documents
from tests.documents.reading import compiled

PAGE = """
    ## Tables

    - `carts` - baskets
    - `a name of many words` - what is that?

    ### carts

    | Column | Type |
    |---|---|
    | id | uuid |

    ```sql
    CREATE INDEX carts_id_idx ON carts (id);
    CREATE INDEXX carts_oops ON carts (id);
    ```

    We call them **baskets** at home.
    """


def test_every_line_tells_what_it_gave(tmp_path: Path) -> None:
    (page,) = compiled(tmp_path, PAGE).explanation
    told = {line.number: [(t.kind, t.object, t.property) for t in line.taken] for line in page.telling}
    assert told[3] == [("table", "public.carts", None)]
    assert told[10] == [("column", "public.carts.id", None)]
    assert ("index", "public.carts_id_idx", None) in told[13]
    assert [line.number for line in page.silent] == [4, 17]
    assert [line for line, _ in page.unparsed] == [14]
    assert next(line.text for line in page.lines) == "## Tables"


def test_it_is_deterministic(tmp_path: Path) -> None:
    from driftcheck.sources.writing import encode

    first, second = (encode(compiled(tmp_path, PAGE).snapshot, ".yaml") for _ in range(2))
    assert first == second


@pytest.mark.parametrize("name", sorted(m.name for m in pkgutil.iter_modules(documents.__path__)))
def test_the_examples_in_docstrings_hold(name: str) -> None:
    module = importlib.import_module(f"driftcheck.sources.documents.{name}")
    assert doctest.testmod(module).failed == 0
    assert module.__doc__
