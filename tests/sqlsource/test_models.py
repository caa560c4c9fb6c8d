"""SQLAlchemy models as the expected state, held against what create_all() makes of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.live.support import run
from tests.sqlsource.support import driftcheck, report

MODELS = """
import enum
from sqlalchemy import *
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

print("a module may print")

class Base(DeclarativeBase):
    metadata = MetaData(naming_convention={
        "ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s", "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"})

class Mood(enum.Enum):
    sad = 1
    ok = 2

class Person(Base):
    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint("email LIKE '%@%'", name="mail"),
        Index("ix_live", "email", postgresql_where=text("mood = 'ok'"), postgresql_using="btree"),
        Index("ix_tags", "tags", postgresql_using="gin"),
        {"comment": "Who's 100% here"},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True, start=5), primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True, comment="where to write")
    mood: Mapped[Mood] = mapped_column(Enum(Mood, name="mood"), server_default="ok")
    tags: Mapped[list] = mapped_column(pg.ARRAY(Text), server_default=text("'{}'"))
    price: Mapped[float] = mapped_column(Numeric(10, 2), server_default="0")
    shout: Mapped[str] = mapped_column(Text, Computed("upper(email)", persisted=True))
    made: Mapped[object] = mapped_column(DateTime(timezone=True), server_default=func.now())
    data: Mapped[dict] = mapped_column(pg.JSONB, nullable=True)

class Pet(Base):
    __tablename__ = "pets"
    __table_args__ = (UniqueConstraint("name", "owner"), {"schema": "zoo"})
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Unicode(40), index=True)
    owner: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE", deferrable=True))

mapper_registry = registry(metadata=Base.metadata)
nothing = MetaData()
"""


@pytest.fixture
def models(each_database: str, tmp_path: Path) -> str:
    """A folder with a package of models, and a database made of them."""
    package = tmp_path / "shop"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "models.py").write_text(MODELS)
    run(each_database, "CREATE SCHEMA zoo")
    create = (
        "import sys, sqlalchemy, shop.models as m; m.Base.metadata.create_all(sqlalchemy.create_engine(sys.argv[1]))"
    )
    url = each_database.replace("postgresql://", "postgresql+psycopg://", 1)
    subprocess.run([sys.executable, "-c", create, url], cwd=tmp_path, check=True, capture_output=True)
    return each_database


@pytest.mark.parametrize("spelling", ["Base.metadata", "Base", "mapper_registry"])
def test_what_models_create_is_what_they_state(models: str, tmp_path: Path, spelling: str) -> None:
    found = report("check", models, "-e", f"shop.models:{spelling}", cwd=tmp_path)
    assert [(f["rule"], f["object"], f["message"]) for f in found["findings"]] == []
    assert found["summary"]["coverage"]["table"] == {"documented": 2, "live": 2, "matched": 2}


def test_what_differs_from_the_models_is_found(models: str, tmp_path: Path) -> None:
    run(
        models,
        "ALTER TABLE people ALTER price TYPE numeric(10,3)",
        "ALTER TYPE mood ADD VALUE 'new'",
        "DROP INDEX ix_live; CREATE INDEX ix_live ON people (email) WHERE mood = 'sad'",
        "ALTER TABLE people DROP CONSTRAINT ck_people_mail",
        "ALTER TABLE people ALTER made DROP DEFAULT",
        "ALTER TABLE zoo.pets ADD extra int",
        "CREATE TABLE zoo.other (id int)",
        "COMMENT ON COLUMN people.email IS 'else'",
    )
    for scratch in ((), ("--scratch",)):
        found = report("check", models, "-e", "shop.models:Base.metadata", *scratch, cwd=tmp_path)
        assert sorted((f["rule"], f["object"]) for f in found["findings"]) == [
            ("column-comment-changed", "public.people.email"),
            ("column-default-changed", "public.people.made"),
            ("column-type-changed", "public.people.price"),
            ("column-undocumented", "zoo.pets.extra"),
            ("constraint-missing", "public.people.ck_people_mail"),
            ("index-predicate-changed", "public.ix_live"),
            ("table-undocumented", "zoo.other"),
            ("type-values-changed", "public.mood"),
        ]
        assert {f["severity"] for f in found["findings"] if f["rule"] == "table-undocumented"} == {"warning"}


@pytest.mark.parametrize(
    ("spelling", "said"),
    [
        ("nowhere.models:Base", "no module nowhere"),
        ("shop.models:Bose.metadata", 'has no "Bose"; did you mean "Base"?'),
        ("shop.models:Person.id", "no SQLAlchemy metadata"),
        ("shop.models:nothing", "has no table"),
        ("shop.bad:Base", "importing it fails: RuntimeError: boom"),
        ("shop.exits:Base", "importing it fails: SystemExit: 3"),
        ("shop.needs:Base", "there is no module that_is_not_there"),
    ],
)
def test_what_cannot_be_imported_is_one_line(tmp_path: Path, spelling: str, said: str) -> None:
    package = tmp_path / "shop"
    package.mkdir()
    for name, text in {
        "__init__": "",
        "models": MODELS,
        "bad": "raise RuntimeError('boom\\nmore')",
        "exits": "raise SystemExit(3)",
        "needs": "import that_is_not_there",
    }.items():
        (package / f"{name}.py").write_text(text)
    done = driftcheck("show", spelling, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert [line for line in done.stderr.splitlines() if "may print" not in line][1:] == []
    assert done.stdout == ""


def test_models_that_never_load_are_given_up(database: str, tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text(
        "import time\nwhile True:\n    try:\n        time.sleep(60)\n    except Exception:\n        pass\n"
    )
    done = driftcheck("check", database, "-e", "slow:Base", "--timeout", "2", cwd=tmp_path)
    assert done.returncode == 2
    assert "slow:Base: importing it fails: it takes longer than" in done.stderr


def test_models_are_held_against_a_database_on_either_side(models: str, tmp_path: Path) -> None:
    found = report("diff", models, "shop.models:Base", cwd=tmp_path)
    assert [(f["rule"], f["object"]) for f in found["findings"]] == []
