-- What MariaDB knows of the current database, in the lines of compiler/sql/catalog.h, where it has
-- no name; and the names of the others. A view's tables are told nowhere, and left out.
SET SESSION group_concat_max_len = 1048576;

SELECT CONCAT_WS('\t', 'schema', schema_name)
FROM information_schema.schemata
WHERE schema_name NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys', DATABASE());

SELECT CONCAT_WS('\t', 'table', '', t.table_name,
    MAX(CONCAT('partitioned=', REPLACE(LOWER(partition_method), ' columns', ''), ' ', COALESCE(partition_expression, ''))),
    CONCAT('partitions=', GROUP_CONCAT(DISTINCT partition_name ORDER BY partition_ordinal_position)),
    IF(t.engine = 'InnoDB', NULL, CONCAT('engine=', LOWER(t.engine))))
FROM information_schema.tables AS t LEFT JOIN information_schema.partitions AS p
    ON p.table_schema = t.table_schema AND p.table_name = t.table_name
WHERE t.table_schema = DATABASE() AND t.table_type = 'BASE TABLE'
GROUP BY t.table_name, t.engine;

SELECT CONCAT_WS('\t', 'comment', 'table', '', table_name, table_comment)
FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' AND table_comment <> '';

SELECT CONCAT_WS('\t', 'column', '', c.table_name, column_name, ordinal_position, column_type,
    IF(is_nullable = 'YES', 'null', 'not null'),
    IF(column_default IS NULL OR column_default = 'NULL', NULL, CONCAT('default=', column_default)),
    IF(extra LIKE '%on update%', CONCAT('on update=', REGEXP_REPLACE(extra, '.*on update |, .*', '')), NULL),
    IF(extra LIKE '%STORED GENERATED%', CONCAT('stored=', generation_expression), NULL),
    IF(extra LIKE '%VIRTUAL GENERATED%', CONCAT('virtual=', generation_expression), NULL),
    IF(extra LIKE '%auto_increment%', 'auto increment', NULL),
    IF(extra LIKE '%INVISIBLE%', 'invisible', NULL),
    IF(collation_name = @@collation_server, NULL, CONCAT('collate=', collation_name)))
FROM information_schema.columns AS c JOIN information_schema.tables AS t ON t.table_name = c.table_name
WHERE t.table_schema = DATABASE() AND c.table_schema = DATABASE() AND table_type = 'BASE TABLE';

SELECT CONCAT_WS('\t', 'comment', 'column', '', c.table_name, column_name, column_comment)
FROM information_schema.columns AS c JOIN information_schema.tables AS t ON t.table_name = c.table_name
WHERE t.table_schema = DATABASE() AND c.table_schema = DATABASE() AND table_type = 'BASE TABLE'
    AND column_comment <> '';

-- A UNIQUE is its index, and nothing else.
SELECT CONCAT_WS('\t', 'constraint', '', table_name, index_name, 'primary key',
    CONCAT('columns=', GROUP_CONCAT(column_name, IF(sub_part IS NULL, '', CONCAT('(', sub_part, ')')),
        IF(collation = 'D', ' desc', '') ORDER BY seq_in_index)),
    CONCAT('index=', index_name))
FROM information_schema.statistics
WHERE table_schema = DATABASE() AND index_name = 'PRIMARY'
GROUP BY table_name, index_name;

SELECT CONCAT_WS('\t', 'constraint', '', k.table_name, k.constraint_name, 'foreign key',
    CONCAT('columns=', GROUP_CONCAT(column_name ORDER BY ordinal_position)),
    CONCAT('references=', IF(k.referenced_table_schema = DATABASE(), '', CONCAT(k.referenced_table_schema, '.')),
        k.referenced_table_name, '(', GROUP_CONCAT(referenced_column_name ORDER BY ordinal_position), ')'),
    IF(delete_rule IN ('RESTRICT', 'NO ACTION'), NULL, CONCAT('on delete=', LOWER(delete_rule))),
    IF(update_rule IN ('RESTRICT', 'NO ACTION'), NULL, CONCAT('on update=', LOWER(update_rule))))
FROM information_schema.key_column_usage AS k
JOIN information_schema.referential_constraints AS r
    ON r.table_name = k.table_name AND r.constraint_name = k.constraint_name
WHERE k.constraint_schema = DATABASE() AND k.table_schema = DATABASE() AND r.constraint_schema = DATABASE()
    AND k.referenced_table_name IS NOT NULL
GROUP BY k.table_name, k.constraint_name, k.referenced_table_schema, k.referenced_table_name, delete_rule, update_rule;

SELECT CONCAT_WS('\t', 'constraint', '', table_name, constraint_name, 'check', CONCAT('check=', check_clause))
FROM information_schema.check_constraints
WHERE constraint_schema = DATABASE();

SELECT CONCAT_WS('\t', 'index', '', table_name, index_name,
    IF(non_unique, NULL, 'unique'), IF(index_name = 'PRIMARY', 'primary', NULL),
    CONCAT('method=', LOWER(index_type)),
    CONCAT('parts=', GROUP_CONCAT(column_name, IF(sub_part IS NULL OR index_type = 'SPATIAL', '', CONCAT('(', sub_part, ')')),
        IF(collation = 'D', ' desc', '') ORDER BY seq_in_index)),
    IF(ignored = 'YES', 'invisible', NULL))
FROM information_schema.statistics
WHERE table_schema = DATABASE()
GROUP BY table_name, index_name, non_unique, index_type, ignored;

SELECT CONCAT_WS('\t', 'trigger', '', event_object_table, trigger_name, LOWER(action_timing),
    LOWER(event_manipulation), LOWER(action_orientation))
FROM information_schema.triggers
WHERE trigger_schema = DATABASE();

-- The names of the columns out of select `a` AS `b`,… from …: a view whose tables have gone has them too.
SELECT CONCAT_WS('\t', 'view', '', table_name, CONCAT('columns=', TRIM(TRAILING ',' FROM REGEXP_REPLACE(
    REGEXP_REPLACE(SUBSTRING(view_definition, 8), ' from .*$', ''), '[^,]* AS `([^`]*)`(,|$)', '\\1,'))))
FROM information_schema.views
WHERE table_schema = DATABASE();

SELECT CONCAT_WS('\t', 'routine', '', routine_name, '()', LOWER(routine_type),
    IF(routine_type = 'FUNCTION', CONCAT('returns=', dtd_identifier), NULL), 'language=sql')
FROM information_schema.routines
WHERE routine_schema = DATABASE();

SELECT GROUP_CONCAT('SELECT CONCAT_WS(''\\t'', ''sequence'', '''', ', QUOTE(table_name),
    ', ''bigint'', CONCAT(''start='', start_value), CONCAT(''increment='', increment), CONCAT(''min='', minimum_value),
      CONCAT(''max='', maximum_value), IF(cycle_option, ''cycle'', NULL)) FROM `', table_schema, '`.`', table_name, '`'
    SEPARATOR ' UNION ALL ')
INTO @sequences
FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_type = 'SEQUENCE';
EXECUTE IMMEDIATE COALESCE(@sequences, 'SELECT 1 FROM dual WHERE FALSE');
