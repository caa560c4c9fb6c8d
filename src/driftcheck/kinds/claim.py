"""Claims: statements about many objects or about meaning, kept with their words. What checks them is in claims/.

A claim's key in a snapshot is `<claim> <about>`, with a number where there are several; `about` is the object that
it speaks of.
"""

from __future__ import annotations

from driftcheck.kinds.base import Kind
from driftcheck.model import UNSTATED, Facts, Flag, Names, Number, Text


class Claim(Facts):
    claim: Text = UNSTATED  # count | rls | foreign-keys | access | flow | index-pattern | policy-pattern
    about: Text = UNSTATED  # the object's path: a schema, a table; "database" for all of it
    text: Text = UNSTATED  # the document's words
    of: Text = UNSTATED  # count: the plural of the kind that is counted
    number: Number = UNSTATED  # count
    at_least: Flag = UNSTATED  # count: "80+", "over 80"
    tables: Names = UNSTATED  # flow: the tables in their order; rls, foreign-keys: the ones it speaks of, if not all
    excepted: Names = UNSTATED  # rls, foreign-keys: the tables that it leaves out


KIND = Kind(name="claim", plural="claims", facts=Claim, scope="database", missing=None, undocumented=None)
