-- Migration: Names that mean something
-- Phase 2: Without the view
-- Store: main, its verifications
-- Made by belay of plan.belay (sha256 c0d3ef07c2461de443e09baf06268a1ac2044d85b4b0c44b85cb86eb93144e67): edit the plan instead.
-- For those who run this file as it is: quotes and backslashes mean what belay read, what does not
-- fit is an error, and what cannot have its lock in time is given up, so that nobody waits behind
-- it: run it again.
SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
    SESSION lock_wait_timeout = 5, SESSION innodb_lock_wait_timeout = 5;

-- Verification 1 (line 22 of the plan): The schema is the one that this phase leads to
-- compared: what the store's schema and the plan say is there, or gone; a step that cannot be seen into may have made more
-- not compared: expressions, CHECKs, what views and triggers do, collations, the order of columns
SET SESSION group_concat_max_len = 1048576;
WITH belay_whole AS (
    SELECT CONVERT(l.scope USING utf8mb4) COLLATE utf8mb4_general_ci AS scope
      FROM JSON_TABLE('[

]', '$[*]' COLUMNS (scope text PATH '$')) AS l
), belay_gone AS (
    SELECT CONVERT(l.object USING utf8mb4) COLLATE utf8mb4_general_ci AS object
      FROM JSON_TABLE('[

]', '$[*]' COLUMNS (object text PATH '$')) AS l
), belay_tables AS (
    SELECT t.table_name AS name FROM information_schema.tables AS t
     WHERE t.table_schema = DATABASE() AND t.table_type = 'BASE TABLE' AND t.table_name NOT LIKE 'belay\\_%'
), belay_columns AS (
    SELECT c.table_name AS owner, c.column_name AS name,
           CASE WHEN c.data_type IN ('tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'year')
                THEN CONCAT(c.data_type, IF(c.column_type LIKE '%unsigned%', ' unsigned', ''),
                            IF(c.column_type LIKE '%zerofill%', ' zerofill', ''))
                ELSE c.column_type END AS type,
           IF(c.is_nullable = 'YES', 'null', 'not null') AS nullability,
           IF(c.extra LIKE '%GENERATED%' AND c.extra NOT LIKE '%DEFAULT_GENERATED%', NULL,
              NULLIF(c.column_default, 'NULL')) AS fallback,
           CASE WHEN c.extra LIKE '%STORED GENERATED%' THEN 'stored'
                WHEN c.extra LIKE '%VIRTUAL GENERATED%' THEN 'virtual' ELSE 'no' END AS is_generated,
           IF(c.extra LIKE '%auto_increment%', 'yes', 'no') AS is_numbered
      FROM information_schema.columns AS c JOIN belay_tables AS t ON t.name = c.table_name
     WHERE c.table_schema = DATABASE()
), belay_indexes AS (
    SELECT s.table_name AS owner, s.index_name AS name, IF(MAX(s.non_unique), 'no', 'yes') AS is_unique,
           GROUP_CONCAT(COALESCE(s.column_name, '()') ORDER BY s.seq_in_index SEPARATOR ',') AS parts
      FROM information_schema.statistics AS s JOIN belay_tables AS t ON t.name = s.table_name
     WHERE s.table_schema = DATABASE()
     GROUP BY s.table_name, s.index_name
), belay_references AS (
    SELECT k.table_name AS owner, k.constraint_name AS name,
           GROUP_CONCAT(k.column_name ORDER BY k.ordinal_position SEPARATOR ',') AS sources,
           CONCAT(k.referenced_table_name, ' (',
                  GROUP_CONCAT(k.referenced_column_name ORDER BY k.ordinal_position SEPARATOR ','), ')') AS other
      FROM information_schema.key_column_usage AS k JOIN belay_tables AS t ON t.name = k.table_name
     WHERE k.table_schema = DATABASE() AND k.referenced_table_name IS NOT NULL
     GROUP BY k.table_name, k.constraint_name, k.referenced_table_name
), belay_keys AS (
    SELECT f.owner AS owner, CONCAT('constraint ', f.owner, '.', f.name) AS known, f.sources AS sources,
           f.other AS other, LOWER(REPLACE(r.delete_rule, 'RESTRICT', 'NO ACTION')) AS on_delete,
           LOWER(REPLACE(r.update_rule, 'RESTRICT', 'NO ACTION')) AS on_update,
           CONCAT('foreign key on ', f.owner, ' (', f.sources, ') to ', f.other) AS content, 'foreign key' AS kind
      FROM belay_references AS f
      JOIN information_schema.referential_constraints AS r
        ON r.constraint_schema = DATABASE() AND r.table_name = f.owner AND r.constraint_name = f.name
    UNION ALL
    SELECT i.owner, CONCAT('primary key on ', i.owner, ' (', i.parts, ')'), i.parts, NULL, NULL, NULL,
           CONCAT('primary key on ', i.owner, ' (', i.parts, ')'), 'primary key'
      FROM belay_indexes AS i WHERE i.name = 'PRIMARY'
), belay_facts AS (
    SELECT 'schema ' AS scope, CONCAT('table ', t.name) AS known, CONCAT('table ', t.name) AS object,
           '' AS fact, '' AS value FROM belay_tables AS t
    UNION ALL
    SELECT CONCAT('table ', c.owner), CONCAT('column ', c.owner, '.', c.name), CONCAT('column ', c.owner, '.', c.name),
           f.fact, CASE f.fact
           WHEN '' THEN ''
           WHEN 'type' THEN c.type
           WHEN 'nullability' THEN c.nullability
           WHEN 'has default' THEN IF(c.fallback IS NULL, 'no', 'yes')
           WHEN 'default' THEN IF(c.fallback IS NULL, 'no default', TRIM(BOTH '''' FROM c.fallback))
           WHEN 'generated' THEN c.is_generated
           ELSE c.is_numbered END
      FROM belay_columns AS c
     CROSS JOIN JSON_TABLE('["", "type", "nullability", "has default", "default", "generated", "auto increment"]',
           '$[*]' COLUMNS (fact varchar(20) PATH '$')) AS f
    UNION ALL
    SELECT CONCAT('table ', k.owner), k.known, IF(o.number = 1, k.known, k.content), f.fact, CASE f.fact
           WHEN '' THEN ''
           WHEN 'kind' THEN k.kind
           WHEN 'columns' THEN k.sources
           WHEN 'references' THEN k.other
           WHEN 'on delete' THEN k.on_delete
           ELSE k.on_update END
      FROM belay_keys AS k
     CROSS JOIN JSON_TABLE('[1, 2]', '$[*]' COLUMNS (number int PATH '$')) AS o
     CROSS JOIN JSON_TABLE('["", "kind", "columns", "references", "on delete", "on update"]',
           '$[*]' COLUMNS (fact varchar(20) PATH '$')) AS f
    UNION ALL
    SELECT CONCAT('table ', i.owner), CONCAT('index ', i.owner, '.', i.name),
           IF(o.number = 1, CONCAT('index ', i.owner, '.', i.name), CONCAT('index on ', i.owner, ' (', i.parts, ')')),
           f.fact, CASE f.fact WHEN '' THEN '' WHEN 'unique' THEN i.is_unique ELSE i.parts END
      FROM belay_indexes AS i
     CROSS JOIN JSON_TABLE('[1, 2]', '$[*]' COLUMNS (number int PATH '$')) AS o
     CROSS JOIN JSON_TABLE('["", "unique", "parts"]', '$[*]' COLUMNS (fact varchar(20) PATH '$')) AS f
     WHERE i.name <> 'PRIMARY'
    UNION ALL
    SELECT CONCAT('table ', g.event_object_table), CONCAT('trigger ', g.event_object_table, '.', g.trigger_name),
           CONCAT('trigger ', g.event_object_table, '.', g.trigger_name), f.fact,
           CASE f.fact WHEN '' THEN '' WHEN 'timing' THEN LOWER(g.action_timing)
                       ELSE LOWER(g.event_manipulation) END
      FROM information_schema.triggers AS g
     CROSS JOIN JSON_TABLE('["", "timing", "events"]', '$[*]' COLUMNS (fact varchar(20) PATH '$')) AS f
     WHERE g.trigger_schema = DATABASE() AND g.trigger_name NOT LIKE 'zz\\_belay\\_%'
    UNION ALL
    SELECT 'schema ', CONCAT('view ', t.table_name), CONCAT('view ', t.table_name), '', ''
      FROM information_schema.tables AS t WHERE t.table_schema = DATABASE() AND t.table_type = 'VIEW'
    UNION ALL
    SELECT 'schema ', CONCAT('sequence ', t.table_name), CONCAT('sequence ', t.table_name), '', ''
      FROM information_schema.tables AS t WHERE t.table_schema = DATABASE() AND t.table_type = 'SEQUENCE'
    UNION ALL
    SELECT 'schema ', CONCAT('routine ', r.routine_name), CONCAT('routine ', r.routine_name), '', ''
      FROM information_schema.routines AS r
     WHERE r.routine_schema = DATABASE() AND r.routine_name NOT LIKE 'belay\\_%'
), belay_stated AS (
    SELECT 'expected' AS source, IF(e.parent = '', e.object, e.parent) AS owner, '' AS scope, '' AS known,
           e.object AS object, k.fact AS fact,
           IF(k.fact = '', '', JSON_UNQUOTE(JSON_EXTRACT(e.facts, CONCAT('$."', k.fact, '"')))) AS value
      FROM JSON_TABLE('[
    ["", "table notes", "{}"],
    ["table notes", "column notes.id", "{\\"type\\": \\"int\\", \\"nullability\\": \\"not null\\", \\"default\\": \\"no default\\", \\"generated\\": \\"no\\", \\"auto increment\\": \\"no\\"}"],
    ["table notes", "column notes.of", "{\\"type\\": \\"int\\", \\"nullability\\": \\"not null\\", \\"default\\": \\"no default\\", \\"generated\\": \\"no\\", \\"auto increment\\": \\"no\\"}"],
    ["table notes", "constraint notes.notes_of", "{\\"kind\\": \\"foreign key\\", \\"columns\\": \\"of\\", \\"references\\": \\"we\\\\\\"ird $$ %s \\\\\\\\n''s (id)\\", \\"on delete\\": \\"cascade\\", \\"on update\\": \\"no action\\"}"],
    ["table notes", "primary key on notes (id)", "{\\"kind\\": \\"primary key\\", \\"columns\\": \\"id\\"}"],
    ["table notes", "index on notes (of)", "{\\"unique\\": \\"no\\", \\"parts\\": \\"of\\"}"],
    ["", "table we\\"ird $$ %s \\\\n''s", "{}"],
    ["table we\\"ird $$ %s \\\\n''s", "column we\\"ird $$ %s \\\\n''s.id", "{\\"type\\": \\"int\\", \\"nullability\\": \\"not null\\", \\"default\\": \\"no default\\", \\"generated\\": \\"no\\", \\"auto increment\\": \\"no\\"}"],
    ["table we\\"ird $$ %s \\\\n''s", "column we\\"ird $$ %s \\\\n''s.a.b", "{\\"type\\": \\"varchar(20)\\", \\"nullability\\": \\"not null\\", \\"default\\": \\"it\\", \\"generated\\": \\"no\\", \\"auto increment\\": \\"no\\"}"],
    ["table we\\"ird $$ %s \\\\n''s", "column we\\"ird $$ %s \\\\n''s.made", "{\\"type\\": \\"timestamp\\", \\"nullability\\": \\"null\\", \\"has default\\": \\"yes\\", \\"generated\\": \\"no\\", \\"auto increment\\": \\"no\\"}"],
    ["table we\\"ird $$ %s \\\\n''s", "column we\\"ird $$ %s \\\\n''s.line\\u000abreak", "{\\"type\\": \\"int\\", \\"nullability\\": \\"null\\", \\"default\\": \\"no default\\", \\"generated\\": \\"no\\", \\"auto increment\\": \\"no\\"}"],
    ["table we\\"ird $$ %s \\\\n''s", "primary key on we\\"ird $$ %s \\\\n''s (id)", "{\\"kind\\": \\"primary key\\", \\"columns\\": \\"id\\"}"],
    ["table we\\"ird $$ %s \\\\n''s", "index we\\"ird $$ %s \\\\n''s.a.b", "{\\"unique\\": \\"yes\\", \\"parts\\": \\"a.b\\"}"],
    ["table we\\"ird $$ %s \\\\n''s", "index we\\"ird $$ %s \\\\n''s.made", "{\\"unique\\": \\"no\\", \\"parts\\": \\"made,id\\"}"]
]',
           '$[*]' COLUMNS (parent text PATH '$[0]', object text PATH '$[1]', facts text PATH '$[2]')) AS e
      JOIN JSON_TABLE(JSON_MERGE_PRESERVE('[""]', JSON_KEYS(e.facts)), '$[*]' COLUMNS (fact varchar(20) PATH '$')) AS k
    UNION ALL
    SELECT 'found', IF(f.scope LIKE 'table %', f.scope, f.object), f.scope, f.known, f.object, f.fact, f.value
      FROM belay_facts AS f WHERE f.value IS NOT NULL
), belay_all AS (
    SELECT s.source = 'expected' AS is_expected,
           CONVERT(s.owner USING utf8mb4) COLLATE utf8mb4_general_ci AS owner,
           CONVERT(s.scope USING utf8mb4) COLLATE utf8mb4_general_ci AS scope,
           CONVERT(s.known USING utf8mb4) COLLATE utf8mb4_general_ci AS known,
           CONVERT(s.object USING utf8mb4) COLLATE utf8mb4_general_ci AS object,
           CONVERT(s.fact USING utf8mb4) COLLATE utf8mb4_general_ci AS fact,
           CONVERT(s.value USING utf8mb4) COLLATE utf8mb4_general_ci AS value
      FROM belay_stated AS s
), belay_both AS (
    SELECT a.is_expected, a.owner, a.scope, a.known, a.object, a.fact, a.value,
           MAX(a.is_expected) OVER (PARTITION BY a.object) AS has_expected,
           MAX(NOT a.is_expected) OVER (PARTITION BY a.object) AS has_found,
           MAX(NOT a.is_expected AND a.object = a.owner) OVER (PARTITION BY a.owner) AS has_owner,
           MAX(IF(a.is_expected, NULL, a.value)) OVER (PARTITION BY a.object, a.fact) AS highest,
           MIN(IF(a.is_expected, NULL, a.value)) OVER (PARTITION BY a.object, a.fact) AS lowest
      FROM belay_all AS a
), belay_judged AS (
    SELECT b.is_expected, b.owner, b.scope, b.known, b.object, b.fact, b.value, b.has_found, b.has_owner, b.highest, b.lowest,
           MAX(b.has_expected) OVER (PARTITION BY b.is_expected, b.known) AS is_known
      FROM belay_both AS b
)
SELECT DISTINCT REPLACE(REPLACE(p.problem, CHAR(10), '\\n'), CHAR(13), '\\r') FROM (
    SELECT CASE
           WHEN j.is_expected AND j.fact = '' AND NOT j.has_found AND (j.has_owner OR j.object = j.owner)
           THEN CONCAT(j.object, ' is missing')
           WHEN j.is_expected AND j.has_found AND NOT COALESCE(j.value IN (j.highest, j.lowest), 0)
           THEN CONCAT(j.object, ': ', j.fact, ' is ', COALESCE(CONCAT('''', j.lowest, ''''), 'nothing'),
                       ', expected ''', j.value, '''')
           WHEN NOT j.is_expected AND j.fact = '' AND NOT j.is_known
                AND (j.scope IN (SELECT w.scope FROM belay_whole AS w)
                     OR j.object IN (SELECT g.object FROM belay_gone AS g))
           THEN CONCAT(j.known, ' is there, and is not expected') END AS problem
      FROM belay_judged AS j
) AS p WHERE p.problem IS NOT NULL ORDER BY 1;
SELECT 'checked';
