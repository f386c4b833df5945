-- Migration: orders.total in cents
-- Phase 5: Drop the old column
-- Store: shop, its verifications
-- Made by belay of plan.belay (sha256 9e58475b858bb229768b3c4cbb10c3ca5f179e61e19736dca5e5035d550930be): edit the plan instead.

-- Verification 1 (line 105 of the plan): The schema is the one that this phase leads to
-- compared: what the plan itself has made, changed or taken away; the store says no schema
-- not compared: expressions, bodies of views and routines, rights, comments, collations, storage, partitions, the order of columns
SET standard_conforming_strings = on;
WITH belay_expected (parent, object, facts) AS (VALUES
    ('', 'table public.orders', '{}'),
    ('table public.orders', 'column public.orders.cents', '{"type": "bigint", "nullability": "null", "default": "no default", "generated": "no", "identity": "no"}'),
    ('table public.orders', 'index public.orders_cents', '{"unique": "no", "parts": "cents", "table": "orders", "partial": "no", "method": "btree", "included": "", "validity": "valid"}')
), belay_whole (scope) AS (VALUES
    (NULL)
), belay_gone (object) AS (VALUES
    ('column public.orders.total')
), belay_schemas AS (
    SELECT oid, nspname::text AS known, nspname::text AS name FROM pg_namespace
     WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'belay')
    UNION ALL -- where names without a schema lie in another one than public
    SELECT oid, nspname::text, 'public' FROM pg_namespace
     WHERE nspname = ANY (current_schemas(false)) AND nspname <> 'public'
), belay_brought AS (
    SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
), belay_relations AS (
    SELECT c.oid, c.relkind, c.relname::text, c.relispartition, 'schema ' || s.name AS scope,
           s.name AS schema, s.known AS known_schema,
           s.known || '.' || c.relname AS known, s.name || '.' || c.relname AS name,
           CASE WHEN c.relkind IN ('r', 'p', 'f') AND NOT c.relispartition
                THEN 'table ' || s.name || '.' || c.relname END AS whole
      FROM pg_class AS c JOIN belay_schemas AS s ON s.oid = c.relnamespace
     WHERE (1259, c.oid) NOT IN (SELECT classid, objid FROM belay_brought)
), belay_found (scope, known, object, fact, value) AS (
    SELECT NULL, 'schema ' || known, 'schema ' || name, '', '' FROM belay_schemas
    UNION ALL
    SELECT CASE WHEN NOT relispartition THEN scope END, 'table ' || known, 'table ' || name, '', ''
      FROM belay_relations WHERE relkind IN ('r', 'p', 'f')
    UNION ALL
    SELECT t.whole, 'column ' || t.known || '.' || a.attname, 'column ' || t.name || '.' || a.attname,
           f.fact, f.value
      FROM belay_relations AS t
      JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
      JOIN pg_type AS y ON y.oid = a.atttypid
      LEFT JOIN pg_type AS e ON e.oid = y.typelem AND y.typcategory = 'A'
      LEFT JOIN pg_attrdef AS d
        ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.attgenerated = ''
     CROSS JOIN LATERAL (
           SELECT regexp_replace(regexp_replace(pg_get_expr(d.adbin, d.adrelid),
                                                '::[^'']+$', ''), '^\w+\.(\w+\(\))$', '\1')) AS x (text)
     CROSS JOIN LATERAL (VALUES
           ('', ''),
           ('type', CASE WHEN y.typnamespace = 11 THEN format_type(a.atttypid, a.atttypmod)
                         ELSE coalesce(quote_ident(e.typname) || '[]', quote_ident(y.typname)) END),
           ('nullability', CASE WHEN a.attnotnull THEN 'not null' ELSE 'null' END),
           ('has default', CASE WHEN d.oid IS NULL THEN 'no' ELSE 'yes' END),
           ('default', CASE WHEN d.oid IS NULL THEN 'no default'
                            ELSE trim(BOTH '''()' FROM CASE WHEN x.text LIKE '''%' THEN x.text
                                                            ELSE lower(x.text) END) END),
           ('generated', CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' ELSE 'no' END),
           ('identity', CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' ELSE 'no' END)
           ) AS f (fact, value)
     WHERE t.relkind IN ('r', 'p', 'f')
    UNION ALL
    SELECT t.whole, 'constraint ' || t.known || '.' || c.conname, k.object, f.fact, f.value
      FROM belay_relations AS t
      JOIN pg_constraint AS c
        ON c.conrelid = t.oid AND c.contype IN ('p', 'u', 'f', 'c', 'x') AND c.conparentid = 0
      LEFT JOIN pg_class AS o ON o.oid = c.confrelid
     CROSS JOIN LATERAL (
           SELECT string_agg(a.attname, ',' ORDER BY n.place),
                  string_agg(a.attname, ',' ORDER BY a.attname COLLATE "C")
             FROM unnest(c.conkey) WITH ORDINALITY AS n (number, place)
             JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = n.number) AS own (columns, sorted)
     CROSS JOIN LATERAL (
           SELECT o.relname || ' (' || string_agg(a.attname, ',' ORDER BY n.place) || ')'
             FROM unnest(c.confkey) WITH ORDINALITY AS n (number, place)
             JOIN pg_attribute AS a ON a.attrelid = o.oid AND a.attnum = n.number) AS other (columns)
     CROSS JOIN LATERAL (VALUES
           ('constraint ' || t.name || '.' || c.conname),
           (CASE c.contype WHEN 'p' THEN 'primary key on ' || t.name || ' (' || own.columns || ')'
            WHEN 'u' THEN 'unique on ' || t.name || ' (' || own.columns || ')'
            WHEN 'f' THEN 'foreign key on ' || t.name || ' (' || own.columns || ') to ' || other.columns
            WHEN 'c' THEN 'check on ' || t.name || ' (' || coalesce(own.sorted, '') || ')'
            ELSE 'exclude on ' || t.name END)) AS k (object)
     CROSS JOIN LATERAL (VALUES
           ('', ''),
           ('kind', CASE c.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign key'
                    WHEN 'c' THEN 'check' ELSE 'exclude' END),
           ('columns', own.columns),
           ('references', other.columns),
           ('on delete', CASE c.confdeltype WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade'
                         WHEN 'n' THEN 'set null' ELSE 'set default' END),
           ('on update', CASE c.confupdtype WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade'
                         WHEN 'n' THEN 'set null' ELSE 'set default' END),
           ('validity', CASE WHEN c.convalidated THEN 'valid' ELSE 'not valid' END),
           ('deferred', CASE WHEN c.condeferred THEN 'initially' WHEN c.condeferrable THEN 'where asked for'
                        ELSE 'no' END)) AS f (fact, value)
    UNION ALL
    SELECT t.whole, 'index ' || t.known_schema || '.' || i.relname, k.object, f.fact, f.value
      FROM belay_relations AS t
      JOIN pg_index AS x ON x.indrelid = t.oid
      JOIN pg_class AS i ON i.oid = x.indexrelid
      JOIN pg_am AS m ON m.oid = i.relam
     CROSS JOIN LATERAL (
           SELECT string_agg(coalesce(a.attname, '()')
                             || CASE WHEN x.indoption[n - 1] & 1 = 1 THEN ' desc' ELSE '' END, ',' ORDER BY n)
             FROM generate_series(1, x.indnkeyatts) AS n
             LEFT JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = x.indkey[n - 1]) AS own (parts)
     CROSS JOIN LATERAL (
           SELECT coalesce(string_agg(a.attname, ',' ORDER BY n), '')
             FROM generate_series(x.indnkeyatts + 1, x.indnatts) AS n
             JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = x.indkey[n - 1]) AS more (columns)
     CROSS JOIN LATERAL (VALUES
           ('index ' || t.schema || '.' || i.relname),
           ('index on ' || t.name || ' (' || own.parts || ')')) AS k (object)
     CROSS JOIN LATERAL (VALUES
           ('', ''),
           ('table', t.relname),
           ('unique', CASE WHEN x.indisunique THEN 'yes' ELSE 'no' END),
           ('parts', own.parts),
           ('partial', CASE WHEN x.indpred IS NULL THEN 'no' ELSE 'yes' END),
           ('method', m.amname),
           ('included', more.columns),
           ('validity', CASE WHEN x.indisvalid THEN 'valid' ELSE 'not valid' END)) AS f (fact, value)
     WHERE x.indexrelid NOT IN (SELECT conindid FROM pg_constraint WHERE contype IN ('p', 'u', 'x'))
    UNION ALL
    SELECT t.whole, 'trigger ' || t.known || '.' || g.tgname, 'trigger ' || t.name || '.' || g.tgname,
           f.fact, f.value
      FROM belay_relations AS t
      JOIN pg_trigger AS g ON g.tgrelid = t.oid AND NOT g.tgisinternal
      JOIN pg_proc AS p ON p.oid = g.tgfoid AND p.pronamespace IS DISTINCT FROM to_regnamespace('belay')
     CROSS JOIN LATERAL (VALUES
           ('', ''),
           ('timing', CASE WHEN g.tgtype & 2 > 0 THEN 'before' WHEN g.tgtype & 64 > 0 THEN 'instead of'
                      ELSE 'after' END),
           ('events', concat_ws(' ', CASE WHEN g.tgtype & 4 > 0 THEN 'insert' END,
                                CASE WHEN g.tgtype & 16 > 0 THEN 'update' END,
                                CASE WHEN g.tgtype & 8 > 0 THEN 'delete' END,
                                CASE WHEN g.tgtype & 32 > 0 THEN 'truncate' END)),
           ('for each', CASE WHEN g.tgtype & 1 > 0 THEN 'row' ELSE 'statement' END),
           ('calls', p.proname),
           ('enabled', CASE WHEN g.tgenabled = 'D' THEN 'no' ELSE 'yes' END)) AS f (fact, value)
    UNION ALL
    SELECT v.scope, 'view ' || v.known, 'view ' || v.name, f.fact, f.value
      FROM belay_relations AS v
     CROSS JOIN LATERAL (VALUES
           ('', ''),
           ('materialized', CASE WHEN v.relkind = 'm' THEN 'yes' ELSE 'no' END),
           ('columns', (SELECT coalesce(string_agg(a.attname, ',' ORDER BY a.attnum), '') FROM pg_attribute AS a
                         WHERE a.attrelid = v.oid AND a.attnum > 0 AND NOT a.attisdropped))) AS f (fact, value)
     WHERE v.relkind IN ('v', 'm')
    UNION ALL
    SELECT CASE WHEN NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 1259 AND d.objid = c.oid
                                    AND d.refclassid = 1259 AND d.deptype IN ('a', 'i')) THEN c.scope END,
           'sequence ' || c.known, 'sequence ' || c.name, '', ''
      FROM belay_relations AS c WHERE c.relkind = 'S'
    UNION ALL
    SELECT 'schema ' || s.name, 'type ' || s.known || '.' || y.typname, 'type ' || s.name || '.' || y.typname,
           f.fact, f.value
      FROM pg_type AS y
      JOIN belay_schemas AS s ON s.oid = y.typnamespace
      LEFT JOIN pg_class AS c ON c.oid = y.typrelid
     CROSS JOIN LATERAL (VALUES
           ('', ''),
           ('labels', (SELECT coalesce(string_agg(l.enumlabel, ',' ORDER BY l.enumsortorder), '')
                         FROM pg_enum AS l WHERE l.enumtypid = y.oid))) AS f (fact, value)
     WHERE (y.typtype IN ('e', 'd', 'r') OR c.relkind = 'c')
       AND (1247, y.oid) NOT IN (SELECT classid, objid FROM belay_brought)
    UNION ALL
    SELECT 'schema ' || s.name, 'routine ' || s.known || '.' || p.proname, 'routine ' || s.name || '.' || p.proname,
           '', ''
      FROM pg_proc AS p JOIN belay_schemas AS s ON s.oid = p.pronamespace
     WHERE (1255, p.oid) NOT IN (SELECT classid, objid FROM belay_brought)
       AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 1255 AND d.objid = p.oid AND d.deptype = 'i')
), belay_missing AS (
    SELECT parent, object FROM belay_expected
     WHERE object <> '' AND object NOT IN (SELECT object FROM belay_found WHERE fact = '')
), belay_wrong AS (
    SELECT e.object, f.key AS fact, f.value FROM belay_expected AS e, json_each_text(e.facts::json) AS f
    EXCEPT
    SELECT object, fact, value FROM belay_found
)
SELECT replace(replace(problem, E'\n', '\n'), E'\r', '\r') FROM (
    SELECT object || ' is missing' FROM belay_missing
     WHERE parent NOT IN (SELECT object FROM belay_missing)
    UNION ALL
    SELECT w.object || ': ' || w.fact || ' is ' || coalesce('''' || f.value || '''', 'nothing')
           || ', expected ''' || w.value || ''''
      FROM belay_wrong AS w
      LEFT JOIN (SELECT object, fact, min(value) FROM belay_found GROUP BY 1, 2) AS f (object, fact, value)
        ON f.object = w.object AND f.fact = w.fact
     WHERE w.object NOT IN (SELECT object FROM belay_missing)
    UNION ALL
    SELECT known || ' is there, and is not expected' FROM belay_found
     WHERE fact = ''
     GROUP BY known
    HAVING bool_or(scope IN (SELECT scope FROM belay_whole) OR object IN (SELECT object FROM belay_gone))
       AND NOT bool_or(object IN (SELECT object FROM belay_expected))
) AS belay_problems (problem) ORDER BY problem COLLATE "C";
SELECT 'checked';
