"""What a person wrote and what PostgreSQL might print of something else: alike, and not the same."""

from __future__ import annotations

UNLIKE = [
    # literals
    ("'a'", "'b'::text"), ("'user'", "'User'::character varying"), ("''", "NULL::text"), ("0", "1"), ("0", "'-1'::integer"),
    ("'{}'", "'[]'::jsonb"), ("'{}'::jsonb", "'{}'::json"), ("'{\"a\": 1}'", "'{\"a\": 2}'::jsonb"), ("true", "false"),
    ("'t'", "false"), ("'{a,b}'", "'{b,a}'::text[]"), ("'{}'::text[]", "'{}'::integer[]"), ("0", "'0'::text"),
    ("ARRAY[]::text[]", "ARRAY[]::uuid[]"), ("'active'::public.status", "'active'::app.status"), ("1.5", "1.50001"),
    ("'active'::app.status", "'active'::public.status"), ("'x'::text", "'x'::character varying"), ("'{NULL}'", "ARRAY['NULL'::text]"),
    ("'2024-01-01'", "'2024-01-02'::date"), ("'2024-01-01 00:00+00'", "'2024-01-01 00:00:00+01'::timestamp with time zone"),
    ("'x'::char(2)", "'xy'::bpchar"), ("B'101'", "'100'::\"bit\""), ("'09:00'", "'09:00:01'::time without time zone"),
    # times
    ("now()", "CURRENT_TIMESTAMP"), ("CURRENT_TIMESTAMP", "now()"), ("now()", "clock_timestamp()"), ("now()", "public.now()"),
    ("interval '1 day'", "'24:00:00'::interval"), ("interval '7 days'", "'1 day'::interval"), ("CURRENT_DATE", "CURRENT_TIMESTAMP"),
    ("interval '1 month'", "'30 days'::interval"), ("now() + interval '1 day'", "(now() - '1 day'::interval)"),
    ("CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP(3)"), ("timezone('utc', now())", "timezone('cet'::text, now())"),
    ("extract(year from at)", "EXTRACT(month FROM at)"), ("extract(year from at)", "date_part('year'::text, at)"),
    # comparisons and logic
    ("age > 0", "(age >= 0)"), ("age < 0", "(age > 0)"), ("age > 0", "(0 > age)"), ("age = 1", "(age <> 1)"), ("age > big", "(big > age)"),
    ("a AND b", "(a OR b)"), ("a AND b", "a"), ("a", "(a AND b)"), ("a AND b AND c", "(a AND b)"), ("a AND a", "(a AND b)"),
    ("a AND (b OR c)", "((a AND b) OR c)"), ("NOT a", "a"), ("NOT (a AND b)", "((NOT a) AND b)"), ("a IS TRUE", "(a IS NOT TRUE)"),
    ("a = true", "a"), ("true", "(x = y)"), ("(x = y)", "true"), ("true", "NULL::boolean"), ("a IS NULL", "(a IS NOT NULL)"),
    ("age BETWEEN 1 AND 5", "((age >= 1) AND (age < 5))"), ("age BETWEEN 1 AND 5", "((age < 1) OR (age > 5))"),
    ("age BETWEEN 1 AND 5", "((age >= 1) AND (big <= 5))"), ("a IS DISTINCT FROM b", "(a <> b)"),
    # lists
    ("role IN ('a', 'b')", "(role = ANY (ARRAY['a'::text, 'b'::text, 'c'::text]))"), ("role IN ('a', 'b')", "(role = 'a'::text)"),
    ("role IN ('a', 'b', 'c')", "((role)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"),
    ("role IN ('a', 'b')", "((name)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"),
    ("role IN ('a', 'b')", "(role <> ALL (ARRAY['a'::text, 'b'::text]))"), ("role IN ('a', 'b')", "(role <> ANY (ARRAY['a'::text, 'b'::text]))"),
    ("role IN ('a', 'b')", "(role = ALL (ARRAY['a'::text, 'b'::text]))"), ("role IN ('a', 'b')", "(role = ANY (ARRAY['a'::text, 'B'::text]))"),
    ("role NOT IN ('a', 'b')", "(role = ANY (ARRAY['a'::text, 'b'::text]))"), ("age IN (1, 2)", "(age = ANY (ARRAY[1, 3]))"),
    # text
    ("name LIKE 'a%'", "(name ~~* 'a%'::text)"), ("name LIKE 'a%'", "(name !~~ 'a%'::text)"), ("name LIKE 'a%'", "(name ~ 'a%'::text)"),
    ("name || bio", "(bio || name)"), ("lower(name)", "upper(name)"), ("lower(name)", "name"), ("trim(name)", "ltrim(name)"),
    ("length(name) > 3", "(octet_length(name) > 3)"), ("substring(name from 1 for 2)", "\"substring\"(name, 2, 1)"),
    ("name COLLATE \"C\" < 'a'", "(name < 'a'::text)"), ("name < 'a'", "((name COLLATE \"C\") < 'a'::text)"),
    # columns and qualifiers
    ("age > 0", "(big > 0)"), ("other.age > 0", "(age > 0)"), ("uid() = id", "(auth.uid() = id)"), ("auth.uid() = id", "(public.uid() = id)"),
    ("auth.uid() = id", "(uid() = id)"), ("auth.uid() = id", "(auth.uid() = user_id)"), ("auth.uid() = id", "(auth.uid() IS NOT NULL)"),
    ("auth.uid() = id", "(auth.uid() <> id)"), ("auth.uid() = id", "(auth.role() = id)"), ("auth.uid() = id", "true"),
    ("public.is_admin()", "app.is_admin()"), ("is_admin()", "is_owner()"), ("f(a, b)", "f(b, a)"), ("f(a)", "f(a, b)"), ("f(a)", "f(DISTINCT a)"),
    ("data @> '{}'", "(data OPERATOR(extensions.<@) '{}'::jsonb)"), ("data OPERATOR(a.@>) b", "(data OPERATOR(c.@>) b)"),
    ("data ->> 'a'", "(data -> 'a'::text)"), ("data ->> 'a'", "(data ->> 'b'::text)"), ("tags[1]", "tags[2]"),
    ("nextval('t_id_seq')", "nextval('public.u_id_seq'::regclass)"), ("nextval('app.t_id_seq')", "nextval('public.t_id_seq'::regclass)"),
    ("uuid_generate_v4()", "extensions.uuid_generate_v1()"), ("uuid_generate_v4()", "gen_random_uuid()"),
    # casts
    ("created_at::date = born", "(created_at = born)"), ("created_at = born", "((created_at)::date = born)"), ("age > 5", "((age)::integer > 5)"),
    ("x::integer > 0", "((x)::bigint > 0)"), ("id::text = owner", "((id)::uuid = owner)"), ("user_id::text = auth.uid()::text", "(user_id = auth.uid())"),
    ("user_id = auth.uid()", "((user_id)::text = (auth.uid())::text)"), ("x::boolean", "(x)::integer"), ("name = 'a'", "(name = ('a'::character varying)::text)"),
    ("price::numeric(5,2) > 0", "(price > (0)::numeric)"), ("data = '{}'", "((data)::jsonb = '{}'::jsonb)"),
    # CASE, COALESCE
    ("COALESCE(a, b)", "COALESCE(b, a)"), ("COALESCE(a, 0)", "COALESCE(a, 1)"), ("NULLIF(a, 0)", "NULLIF(a, 1)"), ("greatest(a, b)", "LEAST(a, b)"),
    ("CASE WHEN a THEN b END", "CASE WHEN a THEN b ELSE c END"), ("CASE WHEN a THEN b ELSE c END", "CASE WHEN a THEN c ELSE b END"),
    # subqueries
    ("EXISTS (SELECT 1 FROM m WHERE m.a = 1)", "(EXISTS ( SELECT 1 FROM public.m WHERE (m.a = 2)))"),
    ("EXISTS (SELECT 1 FROM m WHERE m.a = 1)", "(NOT (EXISTS ( SELECT 1 FROM public.m WHERE (m.a = 1))))"),
    ("EXISTS (SELECT 1 FROM m WHERE m.a = 1)", "(EXISTS ( SELECT 1 FROM public.n WHERE (n.a = 1)))"),
    ("EXISTS (SELECT 1 FROM app.m WHERE m.a = 1)", "(EXISTS ( SELECT 1 FROM public.m WHERE (m.a = 1)))"),
    ("EXISTS (SELECT 1 FROM users WHERE users.a = 1)", "(EXISTS ( SELECT 1 FROM auth.users WHERE (users.a = 1)))"),
    ("EXISTS (SELECT 1 FROM m WHERE m.a = 1)", "(EXISTS ( SELECT 1 FROM public.m))"), ("EXISTS (SELECT 1 FROM m)", "(EXISTS ( SELECT count(*) AS count FROM public.m))"),
    ("EXISTS (SELECT 1 FROM m WHERE m.a = profiles.id)", "(EXISTS ( SELECT 1 FROM public.m WHERE (m.a = m.id)))"),
    ("EXISTS (SELECT 1 FROM m WHERE a = 1 AND a = 2)", "(EXISTS ( SELECT 1 FROM public.m WHERE ((m.a = 1) AND (profiles.a = 2))))"),
    ("EXISTS (SELECT 1 FROM profiles WHERE id = 1)", "(EXISTS ( SELECT 1 FROM public.profiles profiles_1 WHERE (profiles.id = 1)))"),
    ("EXISTS (SELECT 1 FROM profiles p WHERE p.id = profiles.id)", "(EXISTS ( SELECT 1 FROM public.profiles p WHERE (p.id = p.id)))"),
    ("EXISTS (SELECT 1 FROM m JOIN n ON m.a = n.a)", "(EXISTS ( SELECT 1 FROM (public.m LEFT JOIN public.n ON ((m.a = n.a)))))"),
    ("id IN (SELECT a FROM m)", "(id IN ( SELECT m.b FROM public.m))"), ("id IN (SELECT a FROM m)", "(NOT (id IN ( SELECT m.a FROM public.m)))"),
    ("(SELECT auth.uid()) = id", "(auth.uid() = id)"), ("auth.uid() = id", "(( SELECT auth.uid() AS uid) = id)"), ("(SELECT count(*) FROM m) > 3", "(( SELECT count(*) AS count FROM public.m) > 4)"),
]  # fmt: skip

UNLIKE_QUERIES = [
    ("SELECT id FROM t", "SELECT name FROM public.t;"), ("SELECT id FROM t", "SELECT id, name FROM public.t;"), ("SELECT a, b FROM t", "SELECT b, a FROM public.t;"),
    ("SELECT id AS a FROM t", "SELECT id FROM public.t;"), ("SELECT id FROM t", "SELECT id AS a FROM public.t;"), ("SELECT id FROM t", "SELECT DISTINCT id FROM public.t;"),
    ("SELECT id FROM t WHERE a", "SELECT id FROM public.t;"), ("SELECT id FROM t", "SELECT id FROM public.t WHERE a;"), ("SELECT id FROM t", "SELECT id FROM public.u;"),
    ("SELECT id FROM t ORDER BY a", "SELECT id FROM public.t ORDER BY a DESC;"), ("SELECT id FROM t ORDER BY a NULLS FIRST", "SELECT id FROM public.t ORDER BY a;"),
    ("SELECT id FROM t LIMIT 1", "SELECT id FROM public.t LIMIT 2;"), ("SELECT id, a FROM t ORDER BY 1", "SELECT id, a FROM public.t ORDER BY a;"),
    ("SELECT t.id FROM t JOIN u ON t.id = u.id", "SELECT t.id FROM (public.t LEFT JOIN public.u ON ((t.id = u.id)));"), ("SELECT a.id FROM t a JOIN t b ON a.id = b.x", "SELECT b.id FROM (public.t a JOIN public.t b ON ((a.id = b.x)));"),
    ("SELECT id FROM t UNION SELECT id FROM u", "SELECT t.id FROM public.t UNION ALL SELECT u.id FROM public.u;"), ("SELECT id FROM t UNION SELECT id FROM u", "SELECT t.id FROM public.t EXCEPT SELECT u.id FROM public.u;"),
    ("SELECT * FROM t", "SELECT a, lower(b) AS lower FROM public.t;"), ("SELECT t.* FROM t JOIN u ON true", "SELECT t.id, u.id AS uid FROM (public.t JOIN public.u ON (true));"), ("SELECT *, 1 AS x FROM t", "SELECT a, b FROM public.t;"),
    ("SELECT count(*) FROM t", "SELECT count(id) AS count FROM public.t;"), ("SELECT count(*) FROM t", "SELECT count(*) AS total FROM public.t;"), ("SELECT a, sum(b) FROM t GROUP BY a", "SELECT a, sum(b) AS sum FROM public.t GROUP BY a, b;"),
    ("SELECT id FROM t", "SELECT id FROM public.t; SELECT id FROM public.t;"), ("WITH x AS (SELECT 1 AS a) SELECT a FROM x", "WITH x AS (SELECT 2 AS a) SELECT x.a FROM x;"),
    ("SELECT id FROM t FOR UPDATE", "SELECT id FROM public.t;"), ("SELECT id FROM t", "SELECT id FROM ONLY public.t;"), ("SELECT a::text FROM t", "SELECT a FROM public.t;"),
]  # fmt: skip

UNLIKE_KEYS = [
    ("name", "email"), ("name", "name DESC"), ("name DESC", "name"), ("name DESC", "name DESC NULLS LAST"), ("name NULLS FIRST", "name"),
    ("name", "lower(name)"), ("lower(name)", "upper(name)"), ("name", "name COLLATE \"C\""), ("name COLLATE \"C\"", "name"), ("data jsonb_path_ops", "data"),
    ("data", "data jsonb_path_ops"), ("v extensions.vector_l2_ops", "v public.vector_l2_ops"), ("v vector_cosine_ops", "v extensions.vector_l2_ops"),
    ("(a + b)", "((a - b))"), ("(data ->> 'a')", "((data ->> 'b'::text))"),
]  # fmt: skip
