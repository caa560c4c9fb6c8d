"""What rich.sql, rich_15.sql and rich_18.sql must read as, stated by hand."""

from __future__ import annotations

from typing import Any

Expected = dict[str, dict[str, Any]]

TABLE = {
    "rls": False, "rls_forced": False, "persistence": "permanent", "partition_key": None, "partition_of": None,
    "partition_bound": None, "inherits": [], "of_type": None, "replica_identity": "default", "options": {},
    "access_method": "heap", "tablespace": None, "owner": "postgres", "grants": {}, "comment": None,
}  # fmt: skip
VIEW_COLUMN = {
    "default": None, "generated": None, "generated_kind": None, "identity": None, "identity_options": {},
    "collation": None, "compression": None, "statistics": None, "options": {}, "grants": {}, "comment": None,
}  # fmt: skip
COLUMN = VIEW_COLUMN | {"nullable": True, "storage": "plain"}
TEXT = COLUMN | {"type": "text", "storage": "extended"}
INTEGER = COLUMN | {"type": "integer"}
KEY = {
    "deferrable": False, "initially_deferred": False, "temporal": False, "include": [], "clustered": False,
    "tablespace": None, "options": {}, "comment": None,
}  # fmt: skip
PRIMARY, UNIQUE = KEY | {"type": "primary key"}, KEY | {"type": "unique", "nulls_not_distinct": False}
CHECK = {"type": "check", "validated": True, "enforced": True, "no_inherit": False, "comment": None}
FOREIGN = {
    "type": "foreign key", "on_delete": "NO ACTION", "on_update": "NO ACTION", "match": "SIMPLE", "set_null_columns": [],
    "deferrable": False, "initially_deferred": False, "validated": True, "enforced": True, "temporal": False,
    "comment": None,
}  # fmt: skip
INDEX = {
    "unique": False, "method": "btree", "predicate": None, "include": [], "nulls_not_distinct": False, "valid": True,
    "clustered": False, "replica_identity": False, "options": {}, "tablespace": None, "comment": None,
}  # fmt: skip
TRIGGER = {
    "function": "shop.touch", "level": "ROW", "arguments": [], "when": None, "enabled": "origin", "constraint": False,
    "deferrable": False, "initially_deferred": False, "from_table": None, "old_table": None, "new_table": None,
    "comment": None,
}  # fmt: skip
FUNCTION = {
    "kind": "function", "arguments": [], "modes": [], "defaults": [], "outputs": [], "language": "plpgsql",
    "volatility": "volatile", "security": "invoker", "body": " BEGIN END ", "strict": False, "leakproof": False,
    "parallel": "unsafe", "cost": 100, "rows": 0, "settings": [], "support": None, "owner": "postgres",
    "grants": {"public": ["EXECUTE"]}, "comment": None,
}  # fmt: skip
OWNED = {"owner": "postgres", "comment": None}
TYPE = OWNED | {"grants": {"public": ["USAGE"]}}
ROLE = {
    "superuser": False, "inherit": True, "create_role": False, "create_db": False, "login": False, "replication": False,
    "bypass_rls": False, "connection_limit": -1, "valid_until": None, "member_of": [], "settings": [],
    "database_settings": [], "comment": None,
}  # fmt: skip
PUBLICATION = OWNED | {
    "all_tables": False, "schemas": [], "operations": ["insert", "update", "delete", "truncate"], "via_root": False,
}  # fmt: skip
ALL = ["DELETE", "INSERT", "REFERENCES", "SELECT", "TRIGGER", "TRUNCATE", "UPDATE"]


def expected(release: int) -> dict[str, Expected]:
    """Every object of rich.sql, rich_15.sql and rich_18.sql."""
    maintain = ["MAINTAIN"] if release >= 17 else []
    most = sorted({*ALL, *maintain} - {"TRUNCATE"})
    by_default = {"rich_reader": ["SELECT"]}
    found: dict[str, Expected] = {
        "schema": {
            "public": {
                "owner": "pg_database_owner" if release >= 15 else "postgres",
                "grants": {"public": ["USAGE"] if release >= 15 else ["CREATE", "USAGE"]},
                "comment": "standard public schema",
            },
            "shop": {"owner": "postgres", "grants": {"rich_reader": ["USAGE"]}, "comment": "The shop"},
        },
        "extension": {
            "plpgsql": {"schema": "pg_catalog", "version": "1.0", "comment": "PL/pgSQL procedural language"}
        },
        "table": {
            "shop.customers": TABLE | {
                "rls": True, "rls_forced": True, "replica_identity": "full", "comment": "Who buys",
                "options": {"fillfactor": "70", "toast.autovacuum_enabled": "false"},
                "grants": {"postgres": most, "rich_reader": ["INSERT", "SELECT", "UPDATE*"]},
            },
            "shop.carts": TABLE | {"persistence": "unlogged"},
            "shop.pairs": TABLE | {"replica_identity": "pairs_identity"},
            "shop.pair_users": TABLE,
            "shop.orders": {k: v for k, v in TABLE.items() if k != "access_method"} | {"partition_key": "RANGE (day)"},
            "shop.orders_2024": {k: v for k, v in TABLE.items() if k != "inherits"} | {
                "partition_of": "shop.orders",
                "partition_bound": "FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
            },
            "shop.orders_rest": {k: v for k, v in TABLE.items() if k != "inherits"} | {
                "partition_of": "shop.orders", "partition_bound": "DEFAULT",
            },
            "shop.vip": TABLE | {"inherits": ["shop.customers"]},
            "shop.of_type": TABLE | {"of_type": "shop.address"},
        },
        "column": {
            "shop.customers.id": COLUMN | {
                "type": "bigint", "nullable": False, "identity": "always", "identity_grants": {},
                "identity_options": {"start": "100", "increment": "10"},
            },
            "shop.customers.email": TEXT | {
                "type": "character varying(255)", "nullable": False, "options": {"n_distinct": "-0.5"},
                "comment": "Where to write",
            },
            "shop.customers.name": TEXT | {
                "default": "'nobody'::text", "collation": '"C"', "compression": "pglz",
                "grants": {"public": ["SELECT", "UPDATE"]},
            },
            "shop.customers.mood": COLUMN | {"type": "shop.mood", "default": "'ok'::shop.mood"},
            "shop.customers.address": TEXT | {"type": "shop.address"},
            "shop.customers.balance": COLUMN | {"type": "shop.amount", "storage": "main"},
            "shop.customers.tags": TEXT | {
                "type": "text[]", "default": "'{}'::text[]", "storage": "external", "statistics": 250,
            },
            "shop.customers.created_at": COLUMN | {
                "type": "timestamp with time zone", "nullable": False, "default": "now()",
            },
            "shop.customers.shout": TEXT | {"generated": "upper(name)", "generated_kind": "stored"},
            "shop.customers.small": COLUMN | {"type": "smallint", "nullable": False, "identity": "by default", "identity_grants": {}},
            "shop.carts.customer": COLUMN | {"type": "bigint"},
            "shop.carts.at": COLUMN | {"type": "timestamp without time zone"},
            "shop.carts.during": TEXT | {"type": "tsrange"},
            "shop.carts.a": INTEGER | {"nullable": False},
            "shop.carts.b": INTEGER | {"nullable": False},
            "shop.pairs.a": INTEGER | {"nullable": False},
            "shop.pairs.b": INTEGER,
            "shop.pair_users.a": INTEGER,
            "shop.pair_users.b": INTEGER,
            "shop.orders.id": COLUMN | {"type": "bigint", "nullable": False},
            "shop.orders.day": COLUMN | {"type": "date", "nullable": False},
            "shop.orders.note": TEXT,
            "shop.vip.perk": TEXT,
            "shop.of_type.street": TEXT,
            'shop.of_type."Zip Code"': TEXT | {"type": "character varying(10)", "collation": '"C"'},
            "shop.names.id": VIEW_COLUMN | {"type": "bigint"},
            "shop.names.name": VIEW_COLUMN | {"type": "text", "collation": '"C"'},
            "shop.moods.mood": VIEW_COLUMN | {"type": "shop.mood", "storage": "plain"},
            "shop.moods.number": VIEW_COLUMN | {"type": "bigint", "storage": "plain"},
            "shop.remote.id": INTEGER | {"nullable": False, "foreign_options": ["column_name"]},
        },
        "constraint": {
            "shop.customers.customers_pkey": PRIMARY | {"columns": ["id"]},
            'shop.customers."one e-mail"': UNIQUE | {"columns": ["email"]},
            "shop.customers.sane": CHECK | {
                "expression": "(((email)::text ~~ '%@%'::text) AND (length(name) < 100))", "no_inherit": True,
                "comment": "Sanity",
            },
            "shop.carts.of_customer": FOREIGN | {
                "columns": ["customer"], "references": "shop.customers(id)", "on_delete": "CASCADE",
                "on_update": "CASCADE",
            },
            "shop.carts.pair": PRIMARY | {
                "columns": ["a", "b"], "include": ["at"], "options": {"fillfactor": "80"}, "deferrable": True,
                "initially_deferred": True,
            },
            "shop.carts.alone": {k: v for k, v in KEY.items() if k not in ("temporal", "include")} | {
                "type": "exclusion", "exclusion": "USING gist (during WITH &&) WHERE ((a > 0))",
            },
            "shop.pairs.pairs_key": UNIQUE | {"columns": ["a", "b"]},
            "shop.pair_users.full_match": FOREIGN | {
                "columns": ["a", "b"], "references": "shop.pairs(a, b)", "match": "FULL", "on_delete": "SET NULL",
                "deferrable": True,
            },
            "shop.pair_users.later": CHECK | {"expression": "(a <> b)", "validated": False},
            "shop.orders.orders_pkey": PRIMARY | {"columns": ["id", "day"]},
            "shop.vip.perked": CHECK | {"expression": "(perk <> ''::text)"},
        },
        "index": {
            "shop.orders_note": INDEX | {"table": "shop.orders", "columns": ["note"]},
            "shop.customers_low": INDEX | {
                "table": "shop.customers", "include": ["id"], "predicate": "((balance)::numeric > (0)::numeric)",
                "columns": [
                    "lower((email)::text) DESC NULLS LAST", "((name || ', \"x\" '::text)) text_pattern_ops", "created_at",
                ],
            },
            "shop.customers_name": INDEX | {
                "table": "shop.customers", "unique": True, "options": {"fillfactor": "90"},
                "columns": ['name COLLATE "POSIX" varchar_pattern_ops DESC', "small NULLS FIRST"],
            },
            "shop.customers_tags": INDEX | {
                "table": "shop.customers", "method": "gin", "columns": ["tags"], "options": {"fastupdate": "off"},
                "comment": "For tags",
            },
            "shop.customers_text": INDEX | {
                "table": "shop.customers", "method": "gist",
                "columns": ["to_tsvector('simple'::regconfig, name) tsvector_ops (siglen='200')"],
            },
            "shop.pairs_identity": INDEX | {
                "table": "shop.pairs", "columns": ["a"], "unique": True, "clustered": True, "replica_identity": True,
            },
            "shop.pairs_class": INDEX | {"table": "shop.pairs", "columns": ["b shop.int_class"]},
            "shop.moods_by_mood": INDEX | {"table": "shop.moods", "columns": ["mood"], "unique": True},
        },
        "policy": {
            'shop.customers."own rows"': {
                "table": "shop.customers", "command": "UPDATE", "permissive": False,
                "roles": ["postgres", "rich_reader"], "using": "(id = 1)", "check": "(name IS NOT NULL)",
                "comment": None,
            },
            "shop.customers.readable": {
                "table": "shop.customers", "command": "SELECT", "permissive": True, "roles": ["public"],
                "using": "true", "check": None, "comment": "All may look",
            },
        },
        "trigger": {
            "shop.customers.touched": TRIGGER | {
                "table": "shop.customers", "timing": "BEFORE", "events": ["INSERT", "UPDATE OF name, email"],
                "arguments": ["one", "it's two"], "when": "(new.name IS DISTINCT FROM ' WHEN (x) '::text)",
            },
            "shop.pair_users.checked": TRIGGER | {
                "table": "shop.pair_users", "timing": "AFTER", "events": ["DELETE"], "constraint": True,
                "deferrable": True, "initially_deferred": True, "from_table": "shop.pairs",
            },
            "shop.pairs.counted": TRIGGER | {
                "table": "shop.pairs", "timing": "AFTER", "events": ["UPDATE"], "level": "STATEMENT",
                "enabled": "always", "old_table": "before", "new_table": "after", "comment": "Counts",
            },
            "shop.orders.parted": TRIGGER | {"table": "shop.orders", "timing": "AFTER", "events": ["INSERT"]},
        },
        "rule": {
            "shop.pairs.quiet": {
                "table": "shop.pairs", "event": "DELETE", "instead": True, "enabled": "origin", "comment": "Keeps",
                "definition": "CREATE RULE quiet AS\n    ON DELETE TO shop.pairs\n   WHERE (old.a > 1) DO INSTEAD NOTHING;",
            }
        },
        "view": {
            "shop.names": OWNED | {
                "definition": " SELECT customers.id,\n    customers.name\n   FROM shop.customers\n  WHERE (customers.name <> ''::text);"
                if release < 16 else " SELECT id,\n    name\n   FROM shop.customers\n  WHERE (name <> ''::text);",
                "options": {"security_barrier": "true", "check_option": "local"},
                "grants": {"rich_reader": ["SELECT*"]}, "comment": "Names",
            }
        },
        "materialized_view": {
            "shop.moods": OWNED | {
                "definition": " SELECT customers.mood,\n    count(*) AS number\n   FROM shop.customers\n  GROUP BY customers.mood;"
                if release < 16 else " SELECT mood,\n    count(*) AS number\n   FROM shop.customers\n  GROUP BY mood;",
                "options": {"fillfactor": "60"}, "grants": {}, "populated": False, "access_method": "heap",
                "tablespace": None,
            }
        },
        "foreign_table": {
            "shop.remote": OWNED | {"server": "away", "options": ["table_name", "token"], "grants": {}}
        },
        "function": {
            "shop.touch()": FUNCTION | {"returns": "trigger", "body": " BEGIN RETURN NEW; END "},
            "shop.owns(uuid, integer, text[])": FUNCTION | {
                "arguments": ["who", "times", "rest"], "modes": ["in", "inout", "variadic"],
                "defaults": ["ARRAY['a, b'::text]"], "outputs": ["label text"], "returns": "record", "language": "sql",
                "volatility": "stable", "security": "definer", "strict": True, "leakproof": True,
                "parallel": "restricted", "cost": 5.5, "body": "SELECT times, 'x'::text",
                "settings": ["search_path=shop, pg_temp", "app.api_key=(withheld)"],
                "grants": {"rich_reader": ["EXECUTE"]}, "comment": "Whose",
            },
            "shop.series(integer, integer)": FUNCTION | {
                "arguments": ["", "step"], "defaults": ["1"], "returns": 'TABLE(n integer, "Label" text)',
                "language": "sql", "volatility": "immutable", "rows": 50, "body": "SELECT 1, 'x'::text",
            },
            "shop.added(integer, integer)": FUNCTION | {
                "arguments": ["a", "b"], "returns": "integer", "language": "sql", "volatility": "immutable",
                "parallel": "safe", "body": "RETURN (a + b)",
            },
            "shop.tidy(integer)": FUNCTION | {"kind": "procedure", "arguments": ["days"]},
            "shop.total(integer)": FUNCTION | {
                "kind": "aggregate", "arguments": [""], "returns": "integer", "language": "internal",
                "volatility": "immutable", "cost": 1, "body": "SFUNC = int4pl, STYPE = integer, INITCOND = '0'",
            },
            "shop.first()": FUNCTION | {
                "kind": "window", "returns": "bigint", "language": "internal", "cost": 1, "body": "window_row_number",
            },
            "shop.on_ddl()": FUNCTION | {"returns": "event_trigger"},
            "shop.to_mood(integer)": FUNCTION | {
                "arguments": [""], "returns": "shop.mood", "language": "sql", "volatility": "immutable",
                "body": "RETURN 'ok'::shop.mood",
            },
        },
        "sequence": {
            "shop.numbers": {
                "type": "integer", "start": 7, "increment": 3, "minimum": 4, "maximum": 1000, "cache": 5, "cycle": True,
                "owned_by": None, "owner": "postgres", "grants": {"rich_reader": ["USAGE"]}, "comment": "Tickets",
            }
        },
        "type": {
            "shop.mood": TYPE | {
                "kind": "enum", "values": ["sad", "ok", 'it\'s "fine", really'], "comment": "How it is",
            },
            "shop.amount": TYPE | {
                "kind": "domain", "base": "numeric(12,2)", "nullable": False, "default": "0", "collation": None,
                "checks": ["(VALUE >= (0)::numeric)"], "check_names": ["positive"],
            },
            "shop.code": TYPE | {
                "kind": "domain", "base": "text", "nullable": True, "default": None, "checks": [], "check_names": [], "collation": '"C"',
            },
            "shop.address": TYPE | {
                "kind": "composite", "attributes": ["street text", '"Zip Code" character varying(10) COLLATE "C"'],
            },
            "shop.floats": TYPE | {
                "kind": "range", "subtype": "double precision",
                "subtype_options": {"diff": "float8mi", "multirange": "shop.floats_multirange"},
                "grants": {"public": ["USAGE"], "rich_reader": ["USAGE"]},
            },
        },
        "publication": {
            "news": PUBLICATION | {"operations": ["insert", "update"], "via_root": True, "comment": "News"},
            "everything": PUBLICATION | {"all_tables": True},
        },
        "publication_member": {
            "news.shop.pairs": {"columns": [], "where": None},
            "news.shop.orders": {"columns": [], "where": None},
        },
        "bucket": {},
        "event_trigger": {
            "watcher": OWNED | {
                "event": "ddl_command_end", "tags": ["CREATE TABLE", "DROP TABLE"], "function": "shop.on_ddl",
                "enabled": "disabled",
            }
        },
        "foreign_data_wrapper": {
            "far": OWNED | {"handler": None, "validator": None, "options": ["secret"], "grants": {}}
        },
        "foreign_server": {
            "away": OWNED | {
                "wrapper": "far", "type": "db", "version": "9", "options": ["host", "password"],
                "grants": {"rich_reader": ["USAGE"]},
            }
        },
        "subscription": {
            "feed": OWNED | {
                "enabled": False, "publications": ["a", "b"], "slot": None,
                "options": {"binary": "true", "streaming": "parallel" if release >= 18 else "off"}
                | ({"two_phase": "disabled", "disable_on_error": "false"} if release >= 15 else {})
                | ({"password_required": "true", "run_as_owner": "false", "origin": "any"} if release >= 16 else {})
                | ({"failover": "false"} if release >= 17 else {}),
            }
            | ({"synchronous_commit": "off"} if release >= 15 else {}),
        },
        "statistics": {
            "shop.together": OWNED | {
                "table": "shop.pairs", "columns": ["a", "b", "(a + b)"], "kinds": ["ndistinct", "mcv"], "target": 77,
            }
        },
        "collation": {
            "shop.plain": OWNED | {
                "provider": "libc", "locale": "C", "deterministic": True, "encoding": "UTF8", "rules": None,
            }
        },
        "operator": {
            'shop."<+>"(integer, integer)': OWNED | {"definition": "FUNCTION = shop.added, COMMUTATOR = shop.<+>"}
        },
        "operator_class": {
            "shop.int_class(btree)": OWNED | {
                "definition": "FOR TYPE integer USING btree FAMILY shop.ints, OPERATOR 1 <(integer,integer), "
                "OPERATOR 2 <=(integer,integer), OPERATOR 3 =(integer,integer), OPERATOR 4 >=(integer,integer), "
                "OPERATOR 5 >(integer,integer), FUNCTION 1 (integer, integer) btint4cmp(integer,integer)",
            }
        },
        "operator_family": {"shop.ints(btree)": OWNED | {"definition": ""}},
        "cast": {
            "integer→shop.mood": {"definition": "WITH FUNCTION shop.to_mood(integer) AS ASSIGNMENT", "comment": None}
        },
        "text_search_configuration": {
            "shop.searching": OWNED | {
                "definition": 'PARSER = pg_catalog."default", asciiword → shop.words, asciiword → simple, '
                "int → shop.words, int → simple",
            }
        },
        "text_search_dictionary": {
            "shop.words": OWNED | {"definition": "TEMPLATE = pg_catalog.simple, accept = 'false'"}
        },
        "text_search_parser": {
            "shop.parser": {
                "definition": "START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype",
                "comment": None,
            }
        },
        "text_search_template": {
            "shop.template": {"definition": "INIT = dsimple_init, LEXIZE = dsimple_lexize", "comment": None}
        },
        "default_privilege": {
            "postgres.shop.tables": {"grants": {"rich_reader": ["SELECT"]}},
            "postgres.functions": {"grants": {}},
        },
    }  # fmt: skip
    if release >= 15:
        found["table"]["shop.modern"] = TABLE | {"grants": by_default}
        found["column"] |= {
            "shop.modern.a": INTEGER,
            "shop.modern.b": INTEGER,
            "shop.modern.c": TEXT,
            "shop.asked.a": VIEW_COLUMN | {"type": "integer"},
        }
        found["constraint"] |= {
            "shop.modern.modern_key": UNIQUE | {"columns": ["a", "b"], "nulls_not_distinct": True},
            "shop.modern.partly": FOREIGN
            | {
                "columns": ["a", "b"],
                "references": "shop.pairs(a, b)",
                "on_delete": "SET NULL",
                "set_null_columns": ["b"],
            },
        }
        found["index"] |= {
            "shop.modern_c": INDEX | {"table": "shop.modern", "columns": ["c"]},
            "shop.modern_one": INDEX
            | {"table": "shop.modern", "columns": ["c"], "unique": True, "nulls_not_distinct": True},
        }
        found["view"]["shop.asked"] = OWNED | {
            "definition": f" SELECT {'modern.' if release < 16 else ''}a\n   FROM shop.modern;",
            "options": {"security_invoker": "true"},
            "grants": by_default,
        }
        found["publication"] |= {"filtered": PUBLICATION, "whole": PUBLICATION | {"schemas": ["shop"]}}
        found["publication_member"]["filtered.shop.modern"] = {"columns": ["a", "c"], "where": "(a > 10)"}
    if release >= 18:
        found["table"] |= {"shop.newest": TABLE | {"grants": by_default}, "shop.stays": TABLE | {"grants": by_default}}
        found["column"] |= {
            "shop.newest.room": TEXT | {"type": "int4range", "nullable": False},
            "shop.newest.during": TEXT | {"type": "daterange", "nullable": False},
            "shop.newest.a": INTEGER | {"nullable": False},
            "shop.newest.plain": INTEGER | {"nullable": False},
            "shop.newest.doubled": INTEGER | {"generated": "(a * 2)", "generated_kind": "virtual"},
            "shop.stays.room": TEXT | {"type": "int4range"},
            "shop.stays.during": TEXT | {"type": "daterange"},
        }
        found["constraint"] |= {
            "shop.newest.never_null": {
                "type": "not null",
                "columns": ["a"],
                "validated": True,
                "no_inherit": True,
                "comment": None,
            },
            "shop.newest.newest_pkey": PRIMARY | {"columns": ["room", "during"], "temporal": True},
            "shop.newest.hoped": CHECK | {"expression": "(a > 0)", "validated": False, "enforced": False},
            "shop.stays.within": FOREIGN
            | {"columns": ["room", "during"], "references": "shop.newest(room, during)", "temporal": True},
        }
        found["publication"]["generated"] = PUBLICATION
        found["publication_member"]["generated.shop.pairs"] = {"columns": [], "where": None}
        for name, publication in found["publication"].items():
            kept = "stored" if name == "generated" else "none"
            found["publication"][name] = publication | {"generated_columns": kept}
    return found
