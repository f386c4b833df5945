-- Migration: Names that mean something
-- Phase 1: A column and a table
-- Store: main, its verifications
-- Made by belay of plan.belay (sha256 d39d5338bd4536ba5a2e9f9d0c94b7770f57bb52a470456349cb2e8ff8a228b1): edit the plan instead.

-- Verification 1 (line 14 of the plan): The schema is the one that this phase leads to
-- compared: all that the store's schema says, and what the plan has made of it
-- not compared: expressions, CHECKs, what views and triggers do, collations, the order of columns
WITH belay_expected (parent, object, facts) AS (VALUES
    ('', 'view main.newest', '{}'),
    ('', 'table main.notes', '{}'),
    ('table main.notes', 'column main.notes.id', '{"type": "integer", "nullability": "null", "default": "no default", "generated": "no"}'),
    ('table main.notes', 'column main.notes.of', '{"type": "integer", "nullability": "not null", "default": "no default", "generated": "no"}'),
    ('table main.notes', 'primary key on main.notes (id)', '{"kind": "primary key", "columns": "id"}'),
    ('table main.notes', 'foreign key on main.notes (of) to we"ird $$ %s \n''s (id)', '{"kind": "foreign key", "columns": "of", "references": "we\"ird $$ %s \\n''s (id)", "on delete": "cascade", "on update": "no action"}'),
    ('', 'table main.we"ird $$ %s \n''s', '{}'),
    ('table main.we"ird $$ %s \n''s', 'column main.we"ird $$ %s \n''s.id', '{"type": "integer", "nullability": "null", "default": "no default", "generated": "no"}'),
    ('table main.we"ird $$ %s \n''s', 'column main.we"ird $$ %s \n''s.a.b', '{"type": "varchar(20)", "nullability": "not null", "default": "it", "generated": "no"}'),
    ('table main.we"ird $$ %s \n''s', 'column main.we"ird $$ %s \n''s.made', '{"type": "timestamp", "nullability": "null", "default": "current_timestamp", "generated": "no"}'),
    ('table main.we"ird $$ %s \n''s', 'column main.we"ird $$ %s \n''s.line
break', '{"type": "integer", "nullability": "null", "default": "no default", "generated": "no"}'),
    ('table main.we"ird $$ %s \n''s', 'primary key on main.we"ird $$ %s \n''s (id)', '{"kind": "primary key", "columns": "id"}'),
    ('table main.we"ird $$ %s \n''s', 'unique on main.we"ird $$ %s \n''s (a.b)', '{"kind": "unique", "columns": "a.b"}'),
    ('table main.we"ird $$ %s \n''s', 'index main.made', '{"unique": "no", "parts": "made desc,id", "table": "we\"ird $$ %s \\n''s", "partial": "no"}')
), belay_whole (scope) AS (VALUES
    ('table main.notes'),
    ('table main.we"ird $$ %s \n''s'),
    ('schema main')
), belay_gone (object) AS (VALUES
    (NULL)
), belay_tables AS (
    SELECT name AS known, lower(name) AS name, sql LIKE 'CREATE VIRTUAL %' AS is_virtual FROM sqlite_master
     WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE 'belay\_%' ESCAPE '\'
), belay_columns AS (
    SELECT t.name AS owner, lower(c.name) AS name, lower(c.type) AS type, c."notnull" AS is_not_null,
           c.dflt_value AS fallback, c.pk, c.hidden
      FROM belay_tables AS t, pragma_table_xinfo(t.known) AS c
     WHERE NOT t.is_virtual
), belay_indexes AS (
    SELECT t.name AS owner, i.name AS known, lower(i.name) AS name, i.origin, i."unique" AS is_unique,
           i.partial AS is_partial,
           (SELECT group_concat(part, ',') FROM (
                SELECT coalesce(lower(x.name), '()')
                       || CASE WHEN x."desc" AND i.origin = 'c' THEN ' desc' ELSE '' END AS part
                  FROM pragma_index_xinfo(i.name) AS x WHERE x.key ORDER BY x.seqno)) AS parts
      FROM belay_tables AS t, pragma_index_list(t.known) AS i
     WHERE NOT t.is_virtual
), belay_references AS (
    SELECT t.name AS owner, lower(k."table") AS other, lower(k.on_delete) AS on_delete,
           lower(k.on_update) AS on_update,
           (SELECT group_concat(part, ',') FROM (
                SELECT lower(p."from") AS part FROM pragma_foreign_key_list(t.known) AS p
                 WHERE p.id = k.id ORDER BY p.seq)) AS sources,
           (SELECT group_concat(part, ',') FROM (
                SELECT lower(p."to") AS part FROM pragma_foreign_key_list(t.known) AS p
                 WHERE p.id = k.id ORDER BY p.seq)) AS targets
      FROM belay_tables AS t, pragma_foreign_key_list(t.known) AS k
     WHERE k.seq = 0 AND NOT t.is_virtual
), belay_keys (owner, object, kind, columns, other, on_delete, on_update) AS (
    SELECT owner, 'primary key on main.' || owner || ' (' || columns || ')', 'primary key', columns, NULL, NULL, NULL
      FROM (SELECT owner, group_concat(name, ',') AS columns
              FROM (SELECT owner, name FROM belay_columns WHERE pk ORDER BY owner, pk) GROUP BY owner)
    UNION ALL
    SELECT owner, 'unique on main.' || owner || ' (' || parts || ')', 'unique', parts, NULL, NULL, NULL
      FROM belay_indexes WHERE origin = 'u'
    UNION ALL
    SELECT owner, 'foreign key on main.' || owner || ' (' || sources || ') to ' || other
                  || ' (' || coalesce(targets, '') || ')',
           'foreign key', sources, other || ' (' || coalesce(targets, '') || ')', on_delete, on_update
      FROM belay_references
), belay_found (scope, known, object, fact, value) AS (
    SELECT 'schema main', 'table main.' || known, 'table main.' || name, '', '' FROM belay_tables
    UNION ALL
    SELECT 'table main.' || owner, 'column main.' || owner || '.' || name, 'column main.' || owner || '.' || name,
           f.column1, CASE f.column1
           WHEN '' THEN ''
           WHEN 'type' THEN type
           WHEN 'nullability' THEN CASE WHEN is_not_null THEN 'not null' ELSE 'null' END
           WHEN 'has default' THEN CASE WHEN fallback IS NULL THEN 'no' ELSE 'yes' END
           WHEN 'default' THEN CASE WHEN fallback IS NULL THEN 'no default'
                                    WHEN fallback LIKE '''%' THEN trim(fallback, '''()')
                                    ELSE lower(trim(fallback, '''()')) END
           WHEN 'generated' THEN CASE hidden WHEN 2 THEN 'virtual' WHEN 3 THEN 'stored' ELSE 'no' END END
      FROM belay_columns,
           (VALUES (''), ('type'), ('nullability'), ('has default'), ('default'), ('generated')) AS f
    UNION ALL
    SELECT 'table main.' || owner, object, object, f.column1, CASE f.column1
           WHEN '' THEN ''
           WHEN 'kind' THEN kind
           WHEN 'columns' THEN columns
           WHEN 'references' THEN other
           WHEN 'on delete' THEN on_delete
           WHEN 'on update' THEN on_update END
      FROM belay_keys,
           (VALUES (''), ('kind'), ('columns'), ('references'), ('on delete'), ('on update')) AS f
    UNION ALL
    SELECT 'table main.' || owner, 'index main.' || known, 'index main.' || name, f.column1, CASE f.column1
           WHEN '' THEN ''
           WHEN 'table' THEN owner
           WHEN 'unique' THEN CASE WHEN is_unique THEN 'yes' ELSE 'no' END
           WHEN 'parts' THEN parts
           WHEN 'partial' THEN CASE WHEN is_partial THEN 'yes' ELSE 'no' END END
      FROM belay_indexes, (VALUES (''), ('table'), ('unique'), ('parts'), ('partial')) AS f
     WHERE origin = 'c'
    UNION ALL
    SELECT CASE WHEN lower(tbl_name) IN (SELECT name FROM belay_tables) THEN 'table main.' || lower(tbl_name) END,
           'trigger main.' || name, 'trigger main.' || lower(name), f.column1,
           CASE f.column1 WHEN '' THEN '' ELSE lower(tbl_name) END
      FROM sqlite_master, (VALUES (''), ('table')) AS f
     WHERE type = 'trigger' AND name NOT LIKE 'zz\_belay\_%' ESCAPE '\'
    UNION ALL
    SELECT 'schema main', 'view main.' || name, 'view main.' || lower(name), '', ''
      FROM sqlite_master WHERE type = 'view'
), belay_missing AS (
    SELECT parent, object FROM belay_expected
     WHERE object <> '' AND object NOT IN (SELECT object FROM belay_found WHERE fact = '')
), belay_wrong AS (
    SELECT e.object, f.key AS fact, f.value FROM belay_expected AS e, json_each(e.facts) AS f
    EXCEPT
    SELECT object, fact, value FROM belay_found
)
SELECT replace(replace(problem, char(10), '\n'), char(13), '\r') FROM (
    SELECT object || ' is missing' AS problem FROM belay_missing
     WHERE parent NOT IN (SELECT object FROM belay_missing)
    UNION ALL
    SELECT w.object || ': ' || w.fact || ' is ' || coalesce('''' || f.value || '''', 'nothing')
           || ', expected ''' || w.value || ''''
      FROM belay_wrong AS w
      LEFT JOIN (SELECT object, fact, min(value) AS value FROM belay_found GROUP BY 1, 2) AS f
        ON f.object = w.object AND f.fact = w.fact
     WHERE w.object NOT IN (SELECT object FROM belay_missing)
    UNION ALL
    SELECT known || ' is there, and is not expected' FROM belay_found
     WHERE fact = ''
     GROUP BY known
    HAVING max(coalesce(scope IN (SELECT scope FROM belay_whole), 0)
               OR coalesce(object IN (SELECT object FROM belay_gone), 0))
       AND NOT max(object IN (SELECT object FROM belay_expected))
) ORDER BY problem;
SELECT 'checked';
