-- What PostgreSQL's catalog says of everything outside of its own schemas and belay's: one line
-- for each thing, in an order that does not depend on when it was made. Columns have their place
-- among those that are there.
SELECT line FROM (
    SELECT concat_ws('|', 'relation', c.oid::regclass, c.relkind, c.relpersistence, c.relowner::regrole, c.relacl::text,
                     c.reloptions::text, c.relrowsecurity, c.relreplident, obj_description(c.oid, 'pg_class'),
                     CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END) AS line
      FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'belay')
    UNION ALL
    SELECT concat_ws('|', 'column', c.oid::regclass, rank() OVER (PARTITION BY c.oid ORDER BY a.attnum), a.attname,
                     format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, a.attacl::text,
                     a.attstattarget, a.attstorage, a.attcollation, pg_get_expr(d.adbin, d.adrelid),
                     col_description(c.oid, a.attnum))
      FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
      LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE a.attnum > 0 AND NOT a.attisdropped AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'belay')
    UNION ALL
    SELECT concat_ws('|', 'index', i.indrelid::regclass, pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisready,
                     i.indisunique, i.indisclustered, i.indisreplident)
      FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'belay')
    UNION ALL
    SELECT concat_ws('|', 'constraint', o.conrelid::regclass, o.conname, pg_get_constraintdef(o.oid), o.convalidated,
                     o.condeferrable, obj_description(o.oid, 'pg_constraint'))
      FROM pg_constraint AS o JOIN pg_namespace AS n ON n.oid = o.connamespace
     WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'belay')
    UNION ALL
    SELECT concat_ws('|', 'trigger', t.tgrelid::regclass, pg_get_triggerdef(t.oid), t.tgenabled)
      FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE NOT t.tgisinternal AND n.nspname NOT IN ('information_schema', 'belay')
    UNION ALL
    SELECT concat_ws('|', 'routine', p.oid::regprocedure, p.prosrc, p.proacl::text, p.provolatile)
      FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
     WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       AND (n.nspname <> 'belay' OR p.proname LIKE 'keep!_%' ESCAPE '!')
    UNION ALL
    SELECT concat_ws('|', 'schema', n.nspname, n.nspacl::text) FROM pg_namespace AS n
     WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'belay')
) AS lines ORDER BY line COLLATE "C";
