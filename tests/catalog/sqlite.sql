-- SQLite's schema as catalog_dump() writes it; what no PRAGMA tells is left out (comparable.c).
WITH
tables AS (SELECT name, wr, strict FROM pragma_table_list
           WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite\_%' ESCAPE '\'),
indexes AS (SELECT t.name AS owner, i.* FROM tables t, pragma_index_list(t.name, 'main') i),
parts AS (SELECT i.name AS owner,
                 (SELECT group_concat(part, ',')
                  FROM (SELECT coalesce(name, '()') AS part
                        FROM pragma_index_xinfo(i.name, 'main') WHERE key ORDER BY seqno)) AS columns,
                 (SELECT group_concat(part, ',')
                  FROM (SELECT coalesce(name, '()') || CASE WHEN "desc" THEN ' desc' ELSE '' END AS part
                        FROM pragma_index_xinfo(i.name, 'main') WHERE key ORDER BY seqno)) AS directed
          FROM indexes i)
SELECT 'table' || char(9) || 'main' || char(9) || name
       || CASE WHEN wr THEN char(9) || 'without rowid' ELSE '' END
       || CASE WHEN strict THEN char(9) || 'strict' ELSE '' END
FROM tables
UNION ALL
SELECT 'column' || char(9) || 'main' || char(9) || t.name || char(9) || c.name || char(9)
       || (c.cid + 1) || char(9) || c.type
       || CASE WHEN c."notnull" THEN char(9) || 'not null' ELSE char(9) || 'null' END
       || CASE WHEN c.dflt_value IS NULL THEN '' ELSE char(9) || 'default=' || c.dflt_value END
       || CASE c.hidden WHEN 2 THEN char(9) || 'virtual=' WHEN 3 THEN char(9) || 'stored=' ELSE '' END
FROM tables t, pragma_table_xinfo(t.name, 'main') c
UNION ALL
SELECT 'constraint' || char(9) || 'main' || char(9) || t.name || char(9) || char(9) || 'primary key'
       || char(9) || 'columns='
       || (SELECT group_concat(name, ',') FROM (SELECT name FROM pragma_table_xinfo(t.name, 'main')
                                                WHERE pk ORDER BY pk))
       || coalesce((SELECT char(9) || 'index=' || i.name FROM indexes i
                    WHERE i.owner = t.name AND i.origin = 'pk'), '')
FROM tables t
WHERE EXISTS (SELECT 1 FROM pragma_table_xinfo(t.name, 'main') WHERE pk)
UNION ALL
SELECT 'constraint' || char(9) || 'main' || char(9) || i.owner || char(9) || char(9) || 'unique'
       || char(9) || 'columns=' || p.columns || char(9) || 'index=' || i.name
FROM indexes i JOIN parts p ON p.owner = i.name
WHERE i.origin = 'u'
UNION ALL
SELECT 'constraint' || char(9) || 'main' || char(9) || t.name || char(9) || char(9) || 'foreign key'
       || char(9) || 'columns=' || f.sources || char(9) || 'references=main.' || f."table"
       || '(' || coalesce(f.targets, '') || ')'
       || CASE WHEN f.on_delete = 'NO ACTION' THEN '' ELSE char(9) || 'on delete=' || lower(f.on_delete) END
       || CASE WHEN f.on_update = 'NO ACTION' THEN '' ELSE char(9) || 'on update=' || lower(f.on_update) END
FROM tables t, (SELECT t2.name AS owner, k.id, k."table", k.on_delete, k.on_update,
                       (SELECT group_concat("from", ',')
                        FROM (SELECT "from" FROM pragma_foreign_key_list(t2.name, 'main')
                              WHERE id = k.id ORDER BY seq)) AS sources,
                       (SELECT group_concat("to", ',')
                        FROM (SELECT "to" FROM pragma_foreign_key_list(t2.name, 'main')
                              WHERE id = k.id ORDER BY seq)) AS targets
                FROM tables t2, pragma_foreign_key_list(t2.name, 'main') k
                WHERE k.seq = 0) f
WHERE f.owner = t.name
UNION ALL
SELECT 'index' || char(9) || 'main' || char(9) || i.owner || char(9) || i.name
       || CASE WHEN i."unique" THEN char(9) || 'unique' ELSE '' END
       || CASE WHEN i.origin = 'pk' THEN char(9) || 'primary' ELSE '' END
       || char(9) || 'method=btree' || char(9) || 'parts=' || p.directed
       || CASE WHEN i.partial THEN char(9) || 'where='
               || (SELECT substr(sql, instr(sql, ' WHERE ') + 7) FROM sqlite_schema s WHERE s.name = i.name)
          ELSE '' END
FROM indexes i JOIN parts p ON p.owner = i.name
UNION ALL
SELECT 'trigger' || char(9) || 'main' || char(9)
       || (SELECT o.name FROM sqlite_schema o
           WHERE o.type IN ('table', 'view') AND lower(o.name) = lower(s.tbl_name))
       || char(9) || name || char(9)
       || CASE WHEN sql LIKE '%BEFORE %' THEN 'before' WHEN sql LIKE '%INSTEAD OF %' THEN 'instead of'
               ELSE 'after' END || char(9)
       || CASE WHEN sql LIKE '% INSERT ON %' THEN 'insert' WHEN sql LIKE '% DELETE ON %' THEN 'delete'
               ELSE 'update' END || char(9) || 'row'
FROM sqlite_schema s WHERE type = 'trigger'
UNION ALL
SELECT 'view' || char(9) || 'main' || char(9) || name FROM sqlite_schema WHERE type = 'view';
