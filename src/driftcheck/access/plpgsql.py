"""Simple PL/pgSQL bodies: declarations, SELECT INTO, IF, RETURN. Anything else is not understood, and says so."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from driftcheck.access import queries
from driftcheck.access import values as v
from driftcheck.access.compare import truth
from driftcheck.access.depends import choice, plain
from driftcheck.access.formula import TRUE, Formula, conjunction, disjunction, is_true, negate
from driftcheck.access.scope import Scope, pick
from driftcheck.access.subqueries import exists
from driftcheck.access.trees import UnreadableError, expression, sql, statement, tokens
from driftcheck.kinds.function import Function
from driftcheck.names import join, split

if TYPE_CHECKING:
    from driftcheck.access.reader import Reader

Result = tuple[Formula, v.Value]


@dataclasses.dataclass
class _State:
    """Variables by name, and what led here."""

    variables: dict[str, v.Value]
    when: Formula = TRUE


def value(reader: Reader, path: str, function: Function, scope: Scope) -> v.Value:
    """What a call returns, by the conditions that lead to each RETURN."""
    body = function.body if isinstance(function.body, str) else ""
    parsed = _parsed(path, body, function)
    names = {i: _name(d) for i, d in enumerate(parsed.get("datums", []))}
    runner = _Runner(reader, scope, names)
    state = _State(dict(scope.variables))
    for datum in parsed.get("datums", []):
        var = datum.get("PLpgSQL_var")
        if var and var["refname"] not in state.variables:
            default = var.get("default_val")
            state.variables[var["refname"]] = (
                runner.expression(default["PLpgSQL_expr"]["query"], state) if default else v.Const(None)
            )
    results = list(runner.block(parsed["action"]["PLpgSQL_stmt_block"]["body"], state))
    if not results:
        raise UnreadableError("it returns nothing")
    return choice(results)


def _parsed(path: str, body: str, function: Function) -> dict[str, Any]:
    import postgast

    returns = function.returns if isinstance(function.returns, str) else "boolean"
    name = join(*split(path)[-2:])
    arguments = ", ".join(
        f"{join(a)} text" for a in (function.arguments if isinstance(function.arguments, list) else []) if a
    )
    source = " ".join(_visible_returns(_plain_types(list(tokens(body))))).replace("$driftcheck$", "")
    many, _, type = returns.rpartition(" ")
    kind = f"{many} public.{type.rpartition('.')[2]}" if many in ("", "SETOF") and "." in type else returns
    text = f"CREATE FUNCTION {name}({arguments}) RETURNS {kind} LANGUAGE plpgsql AS $driftcheck${source}$driftcheck$"
    try:
        return dict(postgast.parse_plpgsql(text)[0]["PLpgSQL_function"])
    except (postgast.PgQueryError, json.JSONDecodeError, KeyError, IndexError) as error:
        raise UnreadableError(f"its body is not understood: {str(error).splitlines()[0]}") from None


def _plain_types(pieces: list[tuple[str, str]]) -> list[str]:
    """The tokens, with the types of variables in schema public: the parser knows no other schemas, and reads no types."""
    out, declaring, word = [], False, 0
    for i, (lower, text) in enumerate(pieces):
        if lower in ("declare", "begin"):
            declaring, word = lower == "declare", 0
        elif lower == ";":
            word = 0
        else:
            word += lower != "constant"
        qualified = declaring and word == 2 and [p for p, _ in pieces[i + 1 : i + 2]] == ["."]
        out.append("public" if qualified else text)
    return out


def _visible_returns(pieces: list[str]) -> list[str]:
    """`RETURN found;` as `RETURN (found);`: the parser's output leaves out a variable that stands alone."""
    out, pending = [], ""
    for i, piece in enumerate(pieces):
        if pending and i + 1 < len(pieces) and pieces[i + 1] == ";":
            piece = f"({piece})"
        pending = piece if piece.lower() == "return" else ""
        out.append(piece)
    return out


def _name(datum: dict[str, Any]) -> str:
    (inside,) = datum.values()
    return str(inside.get("refname", ""))


@dataclasses.dataclass
class _Runner:
    """Walks statements; a state that returns leaves the walk with its condition and value."""

    reader: Reader
    scope: Scope
    names: dict[int, str]

    def expression(self, text: str, state: _State) -> v.Value:
        return self.reader.value(expression(text), self._within(state))

    def condition(self, text: str, state: _State) -> Formula:
        node = expression(text)
        return is_true(truth(self.reader.value(node, self._within(state)), sql(node)))

    def _within(self, state: _State) -> Scope:
        return dataclasses.replace(self.scope, variables=state.variables)

    def block(self, body: list[dict[str, Any]], state: _State) -> Iterator[Result]:
        """The results of a list of statements; `state` is where the walk goes on, `when` false if it does not."""
        for item in body:
            ((name, statement_),) = item.items()
            handler = getattr(self, "_" + name.removeprefix("PLpgSQL_stmt_"), None)
            if handler is None:
                raise UnreadableError(f"{name.removeprefix('PLpgSQL_stmt_')} in its body is not understood")
            yield from handler(statement_, state)

    def _block(self, node: dict[str, Any], state: _State) -> Iterator[Result]:
        yield from self.block(node.get("body", []), state)

    def _return(self, node: dict[str, Any], state: _State) -> Iterator[Result]:
        expr = node.get("expr")
        if expr:
            yield state.when, self.expression(expr["PLpgSQL_expr"]["query"], state)
        elif "_rows" in state.variables:
            yield state.when, state.variables["_rows"]
        state.when = negate(TRUE)

    def _return_query(self, node: dict[str, Any], state: _State) -> Iterator[Result]:
        state.variables["_rows"] = self._query(node["query"]["PLpgSQL_expr"]["query"], state)
        yield state.when, state.variables["_rows"]

    def _query(self, text: str, state: _State) -> v.Query:
        return queries.read(self.reader, statement(text), self._within(state))

    def _execsql(self, node: dict[str, Any], state: _State) -> Iterator[Result]:
        text = node["sqlstmt"]["PLpgSQL_expr"]["query"]
        query = self._query(text, state)
        state.variables["found"] = v.Truth(exists(query, text))
        target = node.get("target", {})
        if "PLpgSQL_row" in target:
            columns = [name for name, _ in query.branches[0].columns] if query.branches else []
            fields = target["PLpgSQL_row"]["fields"]
            if len(fields) == 1 and len(columns) > 1:  # a variable of a table's row type
                state.variables[fields[0]["name"]] = query
                return iter(())
            for field, column in zip(fields, columns, strict=False):
                found = pick(query, column)
                state.variables[field["name"]] = (
                    plain(found) if isinstance(found, v.Query) else found or v.Unknown(f"{column} is not understood")
                )
        elif "PLpgSQL_rec" in target:
            state.variables[target["PLpgSQL_rec"]["refname"]] = query
        return iter(())

    def _perform(self, node: dict[str, Any], state: _State) -> Iterator[Result]:
        text = node["expr"]["PLpgSQL_expr"]["query"]
        state.variables["found"] = v.Truth(exists(self._query(text, state), text))
        return iter(())

    def _assign(self, node: dict[str, Any], state: _State) -> Iterator[Result]:
        text = node["expr"]["PLpgSQL_expr"]["query"]
        left, sign, right = text.partition(":=")
        if not sign:
            left, sign, right = text.partition("=")
        state.variables[left.strip().strip('"')] = self.expression(right, state)
        return iter(())

    def _raise(self, node: dict[str, Any], state: _State) -> Iterator[Result]:
        if node.get("elog_level", 21) >= 21:  # EXCEPTION: the statement fails
            yield state.when, v.Const("false")
            state.when = negate(TRUE)

    def _null(self, node: dict[str, Any], state: _State) -> Iterator[Result]:
        return iter(())

    def _if(self, node: dict[str, Any], state: _State) -> Iterator[Result]:
        branches = [(node["cond"], node.get("then_body", []))]
        elsifs = [item["PLpgSQL_if_elsif"] for item in node.get("elsif_list", [])]
        branches += [(elsif["cond"], elsif.get("stmts", [])) for elsif in elsifs]
        ends: list[_State] = []
        remaining = state.when
        for cond, body in branches:
            met = self.condition(cond["PLpgSQL_expr"]["query"], state)
            inside = _State(dict(state.variables), conjunction((remaining, met)))
            yield from self.block(body, inside)
            ends.append(inside)
            remaining = conjunction((remaining, negate(met)))
        last = _State(dict(state.variables), remaining)
        yield from self.block(node.get("else_body", []), last)
        ends.append(last)
        self._merge(state, [end for end in ends if end.when != negate(TRUE)])

    def _merge(self, state: _State, ends: list[_State]) -> None:
        state.when = disjunction(end.when for end in ends)
        for name in {name for end in ends for name in end.variables}:
            found = [(end.when, end.variables.get(name, v.Const(None))) for end in ends]
            if all(value == found[0][1] for _, value in found):
                state.variables[name] = found[0][1]
            else:
                state.variables[name] = choice(found)
