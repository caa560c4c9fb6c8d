CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE summary AS (total numeric, n bigint);
CREATE TABLE accounts (id bigint PRIMARY KEY, owner text NOT NULL, balance numeric(12,2) DEFAULT 0, mood mood, opened timestamptz DEFAULT now(), tags text[], data jsonb);
CREATE TABLE transfers (id bigint GENERATED ALWAYS AS IDENTITY, source bigint, target bigint, amount numeric(12,2), at timestamptz DEFAULT now(), note varchar(80));
CREATE TABLE audit (id bigserial, what text, who text, at timestamptz);
CREATE FUNCTION add_one(n integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN n + 1;
--~ n + 1 => n + 2
CREATE FUNCTION full_label(a accounts) RETURNS text LANGUAGE sql STABLE RETURN a.owner || ' (' || a.id || ')';
--~ ' (' => ' ['
CREATE FUNCTION balance_of(account bigint DEFAULT 1, OUT total numeric, OUT n bigint) LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT sum(CASE WHEN t.target = account THEN t.amount ELSE -t.amount END), count(*) FROM transfers t WHERE account IN (t.source, t.target);
END;
--~ -t.amount => t.amount
--~ DEFAULT 1 => DEFAULT 2
CREATE FUNCTION recent(since interval DEFAULT '7 days', kinds mood[] DEFAULT ARRAY['ok', 'happy']::mood[], lim int DEFAULT 10) RETURNS TABLE (id bigint, owner text, n bigint) LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT a.id, a.owner, count(t.*) FROM accounts a LEFT JOIN transfers t ON t.source = a.id AND t.at > now() - since WHERE a.mood = ANY (kinds) GROUP BY a.id, a.owner ORDER BY 3 DESC, a.owner LIMIT lim;
END;
--~ ORDER BY 3 DESC => ORDER BY 2 DESC
--~ '7 days' => '8 days'
--~ 'ok', 'happy' => 'sad', 'happy'
CREATE PROCEDURE transfer(from_account bigint, to_account bigint, sum numeric) LANGUAGE sql
BEGIN ATOMIC
  UPDATE accounts SET balance = balance - sum WHERE id = from_account;
  UPDATE accounts AS a SET (balance, mood) = (a.balance + sum, 'happy') WHERE a.id = to_account;
  INSERT INTO transfers (source, target, amount) VALUES (from_account, to_account, sum) RETURNING id;
  INSERT INTO audit (what, who, at) SELECT 'transfer ' || sum, current_user, now();
  DELETE FROM audit WHERE at < now() - interval '1 year';
END;
--~ balance - sum => balance + sum
--~ 'happy' => 'ok'
--~ '1 year' => '2 years'
--~ 'transfer ' => 'moved '
CREATE FUNCTION upsert(key bigint, name text) RETURNS accounts LANGUAGE sql
BEGIN ATOMIC
  INSERT INTO accounts AS a (id, owner) VALUES (key, name) ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, balance = a.balance + 1 WHERE a.owner <> excluded.owner RETURNING a.*;
END;
--~ a.balance + 1 => a.balance + 2
--~ <> excluded.owner => = excluded.owner
CREATE FUNCTION merged() RETURNS void LANGUAGE sql
BEGIN ATOMIC
  MERGE INTO accounts a USING (SELECT source AS id, sum(amount) AS s FROM transfers GROUP BY source) t ON t.id = a.id
  WHEN MATCHED AND t.s > 100 THEN UPDATE SET balance = a.balance - t.s
  WHEN MATCHED THEN DO NOTHING
  WHEN NOT MATCHED THEN INSERT (id, owner) VALUES (t.id, 'new');
END;
--~ 'new' => 'old'
--~ > 100 => > 10
CREATE FUNCTION deleted(days integer) RETURNS SETOF bigint LANGUAGE sql
BEGIN ATOMIC
  WITH gone AS (DELETE FROM audit USING accounts a WHERE audit.who = a.owner AND audit.at < now() - make_interval(days => days) RETURNING audit.id) SELECT id FROM gone ORDER BY id;
END;
--~ ORDER BY id => ORDER BY id DESC
CREATE FUNCTION is_rich(who text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' RETURN EXISTS (SELECT 1 FROM public.accounts WHERE owner = who AND balance > 1e6);
--~ 1e6 => 1e7
CREATE FUNCTION pick(VARIADIC args int[]) RETURNS int LANGUAGE sql RETURN (SELECT max(a) FROM unnest(args) AS a WHERE a < pick.args[1]);
--~ args[1] => args[2]
CREATE FUNCTION first_tag(tags text[]) RETURNS text LANGUAGE sql RETURN coalesce(tags[1], 'none');
--~ 'none' => 'no'
CREATE FUNCTION fmt(n numeric, cur char(3) DEFAULT 'EUR', digits int DEFAULT 2) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN round(n, digits)::text || ' ' || cur;
--~ 'EUR' => 'USD'
--~ round(n, digits)::text => trunc(n, digits)::text
CREATE FUNCTION pair_of(a int, b int) RETURNS summary LANGUAGE sql RETURN ROW(a * 1.5, b)::summary;
--~ 1.5 => 2.5
CREATE FUNCTION two(x int) RETURNS TABLE (a int, b int) LANGUAGE sql BEGIN ATOMIC SELECT x, x * 2 UNION ALL SELECT $1, 3; END;
--~ $1, 3 => $1, 4
CREATE FUNCTION nested(id bigint) RETURNS jsonb LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT jsonb_build_object('account', to_jsonb(a) - 'data', 'transfers', coalesce((SELECT jsonb_agg(jsonb_build_object('id', t.id, 'amount', t.amount) ORDER BY t.at DESC) FROM transfers t WHERE t.source = a.id), '[]'::jsonb)) FROM accounts a WHERE a.id = nested.id;
END;
--~ '[]' => '{}'
--~ t.at DESC => t.at
CREATE FUNCTION tz_day(at timestamptz, zone text DEFAULT 'UTC') RETURNS date LANGUAGE sql IMMUTABLE RETURN (at AT TIME ZONE zone)::date;
--~ 'UTC' => 'CET'
CREATE FUNCTION clamp(v int, lo int DEFAULT 0, hi int DEFAULT 100) RETURNS int LANGUAGE sql IMMUTABLE RETURN CASE WHEN v < lo THEN lo WHEN v > hi THEN hi ELSE v END;
--~ v > hi => v >= hi
CREATE FUNCTION bump() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT nextval('audit_id_seq'); END;
--~ audit_id_seq => transfers_id_seq
CREATE VIEW account_view AS SELECT id, owner, balance FROM accounts WHERE balance >= 0 WITH CHECK OPTION;
CREATE RULE no_delete AS ON DELETE TO account_view DO INSTEAD UPDATE accounts SET balance = 0, tags = array_append(tags, 'deleted') WHERE accounts.id = OLD.id;
--~ 'deleted' => 'gone'
CREATE RULE log_update AS ON UPDATE TO accounts WHERE NEW.balance IS DISTINCT FROM OLD.balance DO ALSO (INSERT INTO audit (what, who) VALUES ('balance of ' || OLD.id, session_user); DELETE FROM audit WHERE id < 0);
--~ 'balance of ' => 'sum of '
CREATE FUNCTION log_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER big AFTER UPDATE ON accounts FOR EACH ROW WHEN (abs(NEW.balance - OLD.balance) > 1000 AND (NEW.data->>'silent')::boolean IS NOT TRUE) EXECUTE FUNCTION log_change('big', 'x');
--~ > 1000 => > 100
CREATE TRIGGER stmt AFTER INSERT ON accounts REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_change();
--~ AS added => AS more
CREATE AGGREGATE total_of (numeric) (SFUNC = numeric_add, STYPE = numeric, INITCOND = '0');
