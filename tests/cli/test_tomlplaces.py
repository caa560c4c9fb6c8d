"""Where keys of a TOML file stand, in every way in which TOML can say them."""

from __future__ import annotations

import tomllib

import pytest

from driftcheck.tomlplaces import line_of, line_of_fault, places

TEXT = '''\
# [no]
a = [ # x
 "x=[", 'y',
 { k = 1, l = "}" },
]
"q.\\u0041" = """
[[no]]
\\"""
b = 1"""
[[w.h]]
u = 1  # t
[w.h.sub]
z = 2024-01-02T00:00:00Z
[[w.h]]
u = 2
[t."a b"]
x.y = 3
'''


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_way_of_writing(end: str) -> None:
    text = TEXT.replace("\n", end)
    tomllib.loads(text)
    found = places(text)
    assert {".".join(keys): tuple(lines) for keys, lines in found.items()} == {
        "a": (2, 5), "a.0": (3, 3), "a.1": (3, 3), "a.2": (4, 4), "a.2.k": (4, 4), "a.2.l": (4, 4),
        "q.A": (6, 9),
        "w": (10, 15), "w.h": (10, 15), "w.h.0": (10, 13), "w.h.0.u": (11, 11), "w.h.0.sub": (12, 13),
        "w.h.0.sub.z": (13, 13), "w.h.1": (14, 15), "w.h.1.u": (15, 15),
        "t": (16, 17), "t.a b": (16, 17), "t.a b.x": (17, 17), "t.a b.x.y": (17, 17),
    }  # fmt: skip


def test_the_innermost_key_that_is_there_decides() -> None:
    assert [line_of(TEXT, keys) for keys in [("w", "h", "1", "nowhere"), ("nowhere",), ()]] == [14, 1, 1]


@pytest.mark.parametrize(("text", "line"), [("a = 1\nb = =\n", 2), ("a = [\n", 1), ("a = 1\n[x", 2)])
def test_the_line_of_what_is_no_toml(text: str, line: int) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    assert line_of_fault(text, caught.value) == line
