-- PostgreSQL's catalog as catalog_dump() writes it. What a field says where it says nothing is
-- NULL, which concat_ws() leaves out. A constraint of 18's NOT NULL is said at its column.
WITH
schemas AS (SELECT oid, nspname AS schema FROM pg_namespace
            WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
relations AS (SELECT c.*, s.schema FROM pg_class c JOIN schemas s ON s.oid = c.relnamespace),
tables AS (SELECT * FROM relations WHERE relkind IN ('r', 'p', 'f')),
types AS (SELECT t.*, s.schema FROM pg_type t JOIN schemas s ON s.oid = t.typnamespace),
names AS (SELECT c.oid AS relation, a.attnum, a.attname FROM relations c
          JOIN pg_attribute a ON a.attrelid = c.oid),
lines AS (
SELECT concat_ws(E'\t', 'schema', schema) AS line FROM schemas WHERE schema <> 'public'
UNION ALL
SELECT concat_ws(E'\t', 'table', t.schema, t.relname,
    CASE WHEN t.relpersistence = 'u' THEN 'unlogged' END,
    CASE WHEN t.relkind = 'f' THEN 'virtual' END,
    'partitioned=' || (SELECT CASE p.partstrat WHEN 'r' THEN 'range ' WHEN 'l' THEN 'list ' ELSE 'hash ' END
                       FROM pg_partitioned_table p WHERE p.partrelid = t.oid)
        || substr(pg_get_partkeydef(t.oid), strpos(pg_get_partkeydef(t.oid), '(')),
    CASE WHEN t.relispartition THEN 'partition of=' ELSE 'inherits=' END
        || (SELECT string_agg(p.schema || '.' || p.relname, ',' ORDER BY i.inhseqno)
            FROM pg_inherits i JOIN relations p ON p.oid = i.inhparent WHERE i.inhrelid = t.oid),
    'bound=' || pg_get_expr(t.relpartbound, t.oid))
FROM tables t
UNION ALL
SELECT concat_ws(E'\t', 'column', t.schema, t.relname, a.attname,
    row_number() OVER (PARTITION BY t.oid ORDER BY a.attnum), format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attnotnull THEN 'not null' ELSE 'null' END,
    CASE WHEN a.attgenerated = '' THEN 'default=' WHEN a.attgenerated = 's' THEN 'stored='
         ELSE 'virtual=' END || pg_get_expr(d.adbin, d.adrelid),
    CASE a.attidentity WHEN 'a' THEN 'identity=always' WHEN 'd' THEN 'identity=by default' END,
    (SELECT 'collate=' || o.collname FROM pg_collation o JOIN pg_type y ON y.oid = a.atttypid
     WHERE o.oid = a.attcollation AND a.attcollation <> y.typcollation))
FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT concat_ws(E'\t', 'constraint', coalesce(t.schema, y.schema), coalesce(t.relname, y.typname),
    c.conname,
    CASE c.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign key'
         WHEN 'c' THEN 'check' ELSE 'exclude' END,
    CASE WHEN c.contype <> 'c' THEN 'columns='
        || (SELECT string_agg(coalesce(n.attname::text, '()'), ',' ORDER BY k.place)
            FROM unnest(c.conkey) WITH ORDINALITY k (attnum, place)
            LEFT JOIN names n ON n.relation = c.conrelid AND n.attnum = k.attnum) END,
    CASE WHEN c.contype = 'f' THEN 'references='
        || (SELECT o.schema || '.' || o.relname FROM relations o WHERE o.oid = c.confrelid)
        || '(' || (SELECT string_agg(n.attname, ',' ORDER BY k.place)
                   FROM unnest(c.confkey) WITH ORDINALITY k (attnum, place)
                   JOIN names n ON n.relation = c.confrelid AND n.attnum = k.attnum) || ')' END,
    CASE WHEN c.contype = 'f' THEN 'on delete=' || CASE c.confdeltype WHEN 'r' THEN 'restrict'
        WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END END,
    CASE WHEN c.contype = 'f' THEN 'on update=' || CASE c.confupdtype WHEN 'r' THEN 'restrict'
        WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END END,
    CASE WHEN c.contype = 'c' THEN 'check=' || pg_get_expr(c.conbin, c.conrelid) END,
    CASE WHEN NOT c.convalidated THEN 'not valid' END,
    CASE WHEN c.condeferrable THEN 'deferrable' END,
    CASE WHEN c.condeferred THEN 'deferred' END,
    CASE WHEN c.contype IN ('p', 'u', 'x')
         THEN 'index=' || (SELECT i.relname FROM relations i WHERE i.oid = c.conindid) END)
FROM pg_constraint c LEFT JOIN tables t ON t.oid = c.conrelid
LEFT JOIN types y ON y.oid = c.contypid
WHERE c.contype IN ('p', 'u', 'f', 'c', 'x') AND coalesce(t.oid, y.oid) IS NOT NULL
UNION ALL
SELECT concat_ws(E'\t', 'index', t.schema, t.relname, i.relname,
    CASE WHEN x.indisunique THEN 'unique' END, CASE WHEN x.indisprimary THEN 'primary' END,
    'method=' || m.amname,
    'parts=' || (SELECT string_agg(coalesce(n.attname, '(' || pg_get_indexdef(i.oid, k::int, false) || ')')
                                   || CASE WHEN x.indoption[k - 1] & 1 = 1 THEN ' desc' ELSE '' END,
                                   ',' ORDER BY k)
                 FROM generate_series(1, x.indnkeyatts) k
                 LEFT JOIN names n ON n.relation = t.oid AND n.attnum = x.indkey[k - 1]),
    'include=' || (SELECT string_agg(n.attname, ',' ORDER BY k)
                   FROM generate_series(x.indnkeyatts + 1, x.indnatts) k
                   JOIN names n ON n.relation = t.oid AND n.attnum = x.indkey[k - 1]),
    'where=' || pg_get_expr(x.indpred, x.indrelid), CASE WHEN NOT x.indisvalid THEN 'invalid' END)
FROM pg_index x JOIN relations t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
JOIN pg_am m ON m.oid = i.relam
UNION ALL
SELECT concat_ws(E'\t', 'trigger', t.schema, t.relname, g.tgname,
    CASE WHEN g.tgtype & 2 > 0 THEN 'before' WHEN g.tgtype & 64 > 0 THEN 'instead of' ELSE 'after' END,
    concat_ws(' ', CASE WHEN g.tgtype & 4 > 0 THEN 'insert' END, CASE WHEN g.tgtype & 16 > 0 THEN 'update' END,
              CASE WHEN g.tgtype & 8 > 0 THEN 'delete' END, CASE WHEN g.tgtype & 32 > 0 THEN 'truncate' END),
    CASE WHEN g.tgtype & 1 > 0 THEN 'row' ELSE 'statement' END,
    'of=' || (SELECT string_agg(n.attname, ',' ORDER BY k.place)
              FROM unnest(g.tgattr) WITH ORDINALITY k (attnum, place)
              JOIN names n ON n.relation = t.oid AND n.attnum = k.attnum),
    'calls=' || (SELECT s.nspname || '.' || p.proname FROM pg_proc p
                 JOIN pg_namespace s ON s.oid = p.pronamespace WHERE p.oid = g.tgfoid),
    CASE WHEN g.tgenabled = 'D' THEN 'disabled' END)
FROM pg_trigger g JOIN relations t ON t.oid = g.tgrelid WHERE NOT g.tgisinternal
UNION ALL
SELECT concat_ws(E'\t', 'view', v.schema, v.relname, CASE WHEN v.relkind = 'm' THEN 'materialized' END,
    'columns=' || (SELECT string_agg(a.attname, ',' ORDER BY a.attnum) FROM pg_attribute a
                   WHERE a.attrelid = v.oid AND a.attnum > 0 AND NOT a.attisdropped),
    'reads=' || (SELECT string_agg(DISTINCT r.schema || '.' || r.relname, ',')
                 FROM pg_rewrite w JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                 JOIN relations r ON d.refclassid = 'pg_class'::regclass AND r.oid = d.refobjid
                 WHERE w.ev_class = v.oid AND r.oid <> v.oid))
FROM relations v WHERE v.relkind IN ('v', 'm')
UNION ALL
SELECT concat_ws(E'\t', 'sequence', c.schema, c.relname, format_type(q.seqtypid, NULL),
    'start=' || q.seqstart, 'increment=' || q.seqincrement, 'min=' || q.seqmin, 'max=' || q.seqmax,
    CASE WHEN q.seqcycle THEN 'cycle' END,
    'owner=' || (SELECT t.relname || '.' || n.attname FROM pg_depend d JOIN relations t ON t.oid = d.refobjid
                 JOIN names n ON n.relation = t.oid AND n.attnum = d.refobjsubid
                 WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
                 AND d.refclassid = 'pg_class'::regclass))
FROM relations c JOIN pg_sequence q ON q.seqrelid = c.oid
UNION ALL
SELECT concat_ws(E'\t', 'routine', s.schema, p.proname, '(' || oidvectortypes(p.proargtypes) || ')',
    CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
    CASE WHEN p.prokind <> 'p' THEN 'returns=' || format_type(p.prorettype, NULL) END,
    'language=' || l.lanname)
FROM pg_proc p JOIN schemas s ON s.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
                  AND d.deptype = 'i')
UNION ALL
SELECT concat_ws(E'\t', 'enum', schema, typname,
    'labels=' || coalesce((SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder)
                           FROM pg_enum e WHERE e.enumtypid = y.oid), ''))
FROM types y WHERE typtype = 'e'
UNION ALL
SELECT concat_ws(E'\t', 'domain', schema, typname, format_type(typbasetype, typtypmod),
    CASE WHEN typnotnull THEN 'not null' ELSE 'null' END, 'default=' || typdefault)
FROM types WHERE typtype = 'd'
UNION ALL
SELECT concat_ws(E'\t', 'type', y.schema, y.typname) FROM types y LEFT JOIN pg_class c ON c.oid = y.typrelid
WHERE y.typtype = 'r' OR (y.typtype = 'c' AND c.relkind = 'c')
UNION ALL
SELECT concat_ws(E'\t', 'comment',
    CASE WHEN d.objsubid > 0 THEN 'column' WHEN c.relkind IN ('v', 'm') THEN 'view'
         WHEN c.relkind = 'S' THEN 'sequence' WHEN c.relkind IN ('i', 'I') THEN 'index' ELSE 'table' END,
    c.schema, c.relname, n.attname, d.description)
FROM pg_description d JOIN relations c ON d.classoid = 'pg_class'::regclass AND c.oid = d.objoid
LEFT JOIN names n ON n.relation = c.oid AND n.attnum = d.objsubid AND d.objsubid > 0
UNION ALL
SELECT concat_ws(E'\t', 'comment', 'constraint', t.schema, t.relname, c.conname, d.description)
FROM pg_description d JOIN pg_constraint c ON d.classoid = 'pg_constraint'::regclass AND c.oid = d.objoid
JOIN tables t ON t.oid = c.conrelid
UNION ALL
SELECT concat_ws(E'\t', 'comment', 'trigger', t.schema, t.relname, g.tgname, d.description)
FROM pg_description d JOIN pg_trigger g ON d.classoid = 'pg_trigger'::regclass AND g.oid = d.objoid
JOIN relations t ON t.oid = g.tgrelid
UNION ALL
SELECT concat_ws(E'\t', 'comment', 'type', y.schema, y.typname, d.description)
FROM pg_description d JOIN types y ON d.classoid = 'pg_type'::regclass AND y.oid = d.objoid
UNION ALL
SELECT concat_ws(E'\t', 'comment', 'routine', s.schema, p.proname, d.description)
FROM pg_description d JOIN pg_proc p ON d.classoid = 'pg_proc'::regclass AND p.oid = d.objoid
JOIN schemas s ON s.oid = p.pronamespace)
SELECT line FROM lines;
