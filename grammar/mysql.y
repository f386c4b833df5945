// The SQL of MySQL and MariaDB, one statement at a time: what changes a catalog in full, and
// the heads of what does not. What this grammar refuses is opaque, and never an error. An
// action is one call; the functions are in compiler/sql/mysql*.c.

%require "3.8"
%define api.pure full
%define api.prefix {mysql_}
%define api.token.prefix {TOKEN_}
%define api.value.type union
%define api.location.type {struct mysql_place}
%expect 0
%locations
%param { void *scanner }
%parse-param { struct mysql_reader *reader }

%code requires {
    #include "sql/mysql.h"
}

%code provides {
    // The scanner's one entry; flex takes it as given (see YY_DECL in its manual).
    #define YY_DECL int mysql_lex(MYSQL_STYPE *yylval, struct mysql_place *yylloc, void *yyscanner)
    YY_DECL;
}

%code {
    static void mysql_error(struct mysql_place *place, void *scanner, struct mysql_reader *reader,
                            const char *message)
    {
        (void)scanner;
        (void)message;
        mysql_stop(reader, *place);
    }

    #define NOWHERE ((struct mysql_place){ 0, 0 })
    #define NO_OPTIONS ((struct mysql_options){ 0 })
    #define KEY_OPTIONS(...) ((struct mysql_key_options){ __VA_ARGS__ })

    // From the first part's start to the last's end; of nothing, the place before it.
    #define YYLLOC_DEFAULT(whole, parts, count)                                   \
        (whole).from = (count) ? YYRHSLOC(parts, 1).from : YYRHSLOC(parts, 0).to; \
        (whole).to = YYRHSLOC(parts, count).to
}

%token ADD AFTER AGGREGATE ALGORITHM ALTER ALWAYS AS ASC AUTO_INCREMENT BEFORE BINARY BY CACHE
       CASCADE CHANGE CHARACTER CHARSET CHECK COALESCE COLLATE COLUMN COLUMN_FORMAT COMMENT COMMIT
       COMPRESSED CONSTRAINT CONVERT CREATE CYCLE DATA DATABASE DEFAULT DEFINER DELETE DESC
       DIRECTORY DISABLE DISCARD DOUBLE DROP EACH ENABLE ENFORCED ENGINE_ATTRIBUTE EXCHANGE EXISTS
       FIRST FOLLOWS FOR FORCE FOREIGN FROM FULLTEXT FUNCTION GENERATED GRANT IF IGNORE IGNORED
       IMPORT INCREMENT INDEX INSERT INTO INVISIBLE KEY KEYS KEY_BLOCK_SIZE LIKE LOAD LOCK LONG
       MATCH MAXVALUE MINVALUE MODIFY NATIONAL NEXT NO NOCACHE NOCYCLE NOMAXVALUE NOMINVALUE NOT
       NOWAIT NULL ON ONLINE OR ORDER PARSER PARTITION PARTITIONING PERIOD PRECISION PRIMARY
       PROCEDURE REFERENCES REMOVE RENAME REORGANIZE REPLACE RESTART RESTRICT RETURNS ROLLBACK ROW
       SECURITY SELECT SEQUENCE SERIAL SERVERS SET SIGNED SONAME SPATIAL SQL SRID START STORAGE
       STORED SYSTEM TABLE TABLESPACE TEMPORARY TO TRIGGER TRUNCATE UNIQUE UNLOCK UNSIGNED UPDATE
       USE USING VALIDATION VALUE VALUES VARBINARY VARCHAR VARYING VERB VERSIONING VIEW VIRTUAL
       VISIBLE WAIT WHERE WITH WITHOUT WORK ZEROFILL
%token DOT           "."
       COMMA         ","
       OPEN          "("
       CLOSE         ")"
       EQUALS        "="
       SIGN          "sign"
       WORD STRING DOUBLE_QUOTED QUOTED NUMBER
       AT            "@"
       AT_NAME       "@name"
       OTHER         "other"
       END 0         "end of text"

%nterm <struct str>                     name may_name charset
%nterm <struct sql_name>                table order
%nterm <struct sql_names *>             tables
%nterm <bool>                           if_exists if_not_exists cascade sort
%nterm <unsigned>                       modifiers modifier
%nterm <struct sql_type *>              type
%nterm <struct mysql_column *>          column placed
%nterm <struct sql_table_definition *>  elements
%nterm <struct mysql_options>           options may_options run
%nterm <struct sql_option *>            option
%nterm <struct mysql_element>           element key constraint unnamed foreign_key check added
%nterm <struct sql_index *>             keyed
%nterm <struct mysql_key_options>       key_options key_option may_using index_tail
%nterm <struct sql_key_parts>           key_parts may_columns
%nterm <struct sql_key_part *>          key_part
%nterm <enum sql_reference>             reaction
%nterm <struct sql_trigger *>           trigger
%nterm <struct sql_sequence *>          sequence

// A UNIQUE with KEY behind it is one property, and not a UNIQUE and a primary key.
%precedence UNIQUE
%precedence KEY

%%

statement: create | alter | drop | rename
         | USE name                        { mysql_use(reader, $name); }
         | other                           { mysql_other(reader); YYACCEPT; }
         | harmless                        { YYACCEPT; }
         | opaque                          { mysql_opaque(reader); YYACCEPT; }

// ---- what changes no catalog, by its head

harmless: SELECT | INSERT | REPLACE | UPDATE | DELETE | TRUNCATE | LOAD | WITH | VALUES | TABLE
        | "(" | SET | LOCK | UNLOCK | COMMIT | ROLLBACK | CHECK | VERB
        | START END | START WORK | START WORD

other: GRANT
     | CREATE modifiers SERVERS | ALTER modifiers SERVERS | DROP modifiers SERVERS
     | ALTER modifiers DATABASE | RENAME SERVERS

opaque: WORD | CACHE | CHANGE

// ---- CREATE

create:
    CREATE modifiers TABLE if_not_exists table "(" elements ")" may_options may_partition may_query
        { mysql_create_table(reader, $modifiers, $if_not_exists, $table,
                             mysql_define(reader, $elements, $may_options)); }
  | CREATE modifiers TABLE if_not_exists table may_options may_partition query
        { mysql_create_table(reader, $modifiers, $if_not_exists, $table,
                             mysql_define(reader, NULL, $may_options)); }
  | CREATE modifiers TABLE if_not_exists table "(" selected ")"
        { mysql_create_table(reader, $modifiers, $if_not_exists, $table,
                             mysql_define(reader, NULL, NO_OPTIONS)); }
  | CREATE modifiers TABLE if_not_exists table LIKE table[like]
        { mysql_create_like(reader, $modifiers, $if_not_exists, $5, $like); }
  | CREATE modifiers TABLE if_not_exists table "(" LIKE table[like] ")"
        { mysql_create_like(reader, $modifiers, $if_not_exists, $5, $like); }
  | CREATE modifiers INDEX if_not_exists name may_using ON table "(" key_parts ")" index_tail
        { mysql_create_index(reader, $modifiers, $if_not_exists, $table,
                             mysql_index(reader, $name, $key_parts, $may_using, $index_tail)); }
  | CREATE modifiers VIEW if_not_exists table may_columns AS rest
        { mysql_create_view(reader, $modifiers, $if_not_exists, $table, $may_columns, @rest); }
  | CREATE modifiers TRIGGER if_not_exists table[name] trigger ON table[of] FOR EACH ROW order body
        { mysql_create_trigger(reader, $modifiers, $if_not_exists, $name, $of,
                               mysql_trigger_body(reader, $trigger, $order, @body)); }
  | CREATE modifiers PROCEDURE if_not_exists table "(" inside ")" rest
        { mysql_create_routine(reader, $modifiers, $if_not_exists, $table,
                               mysql_procedure(reader, @rest)); }
  | CREATE modifiers FUNCTION if_not_exists table "(" inside ")" RETURNS rest
        { mysql_create_routine(reader, $modifiers, $if_not_exists, $table,
                               mysql_function(reader, @rest)); }
  | CREATE modifiers FUNCTION if_not_exists table RETURNS name SONAME STRING
        { mysql_create_routine(reader, $modifiers, $if_not_exists, $table,
                               mysql_function(reader, @name)); }
  | CREATE modifiers DATABASE if_not_exists name may_options
        { mysql_create_database(reader, $modifiers, $if_not_exists, $name, $may_options); }
  | CREATE modifiers SEQUENCE if_not_exists table sequence
        { mysql_create_sequence(reader, $modifiers, $if_not_exists, $table, $sequence); }

modifiers: %empty                          { $$ = 0; }
         | modifiers[all] modifier         { $$ = $all | $modifier; }
modifier: OR REPLACE                       { $$ = MYSQL_REPLACE; }
        | TEMPORARY                        { $$ = MYSQL_TEMPORARY; }
        | UNIQUE                           { $$ = MYSQL_UNIQUE; }
        | FULLTEXT                         { $$ = MYSQL_FULLTEXT; }
        | SPATIAL                          { $$ = MYSQL_SPATIAL; }
        | ONLINE                           { $$ = MYSQL_ONLINE; }
        | IGNORE                           { $$ = MYSQL_IGNORE; }
        | AGGREGATE                        { $$ = MYSQL_AGGREGATE; }
        | DEFINER "=" definer              { $$ = MYSQL_OF_PROGRAM; }
        | ALGORITHM "=" name               { $$ = MYSQL_OF_VIEW; }
        | SQL SECURITY name                { $$ = MYSQL_OF_PROGRAM; }

definer: user | user "@name" | user "@" quoted | name "(" ")"
user: name | STRING
quoted: STRING | QUOTED | DOUBLE_QUOTED

trigger: BEFORE event                      { $$ = mysql_trigger(reader, SQL_BEFORE, @event); }
       | AFTER event                       { $$ = mysql_trigger(reader, SQL_AFTER, @event); }
event: INSERT | UPDATE | DELETE
order: %empty                              { $$ = NO_NAME; }
     | FOLLOWS table                       { $$ = $table; }

elements: element                          { $$ = mysql_add(reader, NULL, $element, @element); }
        | elements[all] "," element        { $$ = mysql_add(reader, $all, $element, @element); }

element: column                            { $$ = (struct mysql_element){ .column = $column }; }
       | key
       | constraint
       | PERIOD FOR name "(" inside ")"    { $$ = mysql_period(reader); }

may_partition: %empty
             | PARTITION BY partition_words  { mysql_partition_by(reader, @partition_words); }
partition_words: partition_word | partition_words partition_word
partition_word: WORD | NUMBER | STRING | QUOTED | "=" | KEY | BY | ALGORITHM | "(" inside ")"

may_query: %empty | query
query: may_replace may_as selected
     | may_replace AS WITH name rest       { mysql_query(reader, @WITH, @rest); }
selected: SELECT rest                      { mysql_query(reader, @SELECT, @rest); }
may_replace: %empty | IGNORE | REPLACE
may_as: %empty | AS

// ---- columns

placed: column
      | column[new] FIRST                  { $$ = mysql_place_first($new); }
      | column[new] AFTER name             { $$ = mysql_place_after($new, $name); }

column: name type                          { $$ = mysql_column(reader, @name, $type); }
      | column[of] UNSIGNED                { $$ = mysql_unsigned(reader, $of); }
      | column[of] SIGNED                  { $$ = $of; }
      | column[of] ZEROFILL                { $$ = mysql_zerofill(reader, $of); }
      | column[of] BINARY                  { $$ = mysql_binary(reader, $of); }
      | column[of] CHARACTER SET charset   { $$ = mysql_charset(reader, $of, $charset); }
      | column[of] CHARSET charset         { $$ = mysql_charset(reader, $of, $charset); }
      | column[of] COLLATE charset         { $$ = mysql_collate(reader, $of, $charset); }
      | column[of] NOT NULL                { $$ = mysql_not_null($of); }
      | column[of] NULL                    { $$ = mysql_null($of); }
      | column[of] DEFAULT term            { $$ = mysql_default(reader, $of, @term); }
      | column[of] ON UPDATE term          { $$ = mysql_on_update(reader, $of, @term); }
      | column[of] AUTO_INCREMENT          { $$ = mysql_auto_increment($of); }
      | column[of] SERIAL DEFAULT VALUE    { $$ = mysql_serial(reader, $of); }
      | column[of] UNIQUE                  { $$ = mysql_column_key(reader, $of, SQL_CONSTRAINT_UNIQUE, @UNIQUE); }
      | column[of] UNIQUE KEY              { $$ = mysql_column_key(reader, $of, SQL_CONSTRAINT_UNIQUE, @UNIQUE); }
      | column[of] KEY                     { $$ = mysql_column_key(reader, $of, SQL_CONSTRAINT_PRIMARY_KEY, @KEY); }
      | column[of] PRIMARY KEY             { $$ = mysql_column_key(reader, $of, SQL_CONSTRAINT_PRIMARY_KEY, @PRIMARY); }
      | column[of] COMMENT STRING          { $$ = mysql_column_comment(reader, $of, @STRING); }
      | column[of] COMMENT DOUBLE_QUOTED   { $$ = mysql_column_comment(reader, $of, @3); }
      | column[of] COLUMN_FORMAT word      { $$ = $of; }
      | column[of] STORAGE word            { $$ = $of; }
      | column[of] COMPRESSED              { $$ = $of; }
      | column[of] SRID NUMBER             { $$ = $of; }
      | column[of] SRID "=" NUMBER         { $$ = $of; }
      | column[of] ENGINE_ATTRIBUTE equals STRING  { $$ = $of; }
      | column[of] WORD "=" word           { $$ = $of; }
      | column[of] VISIBLE                 { $$ = $of; }
      | column[of] INVISIBLE               { $$ = mysql_invisible($of); }
      | column[of] generated "(" inside ")"  { $$ = mysql_generated(reader, $of, @inside); }
      | column[of] VIRTUAL                 { $$ = mysql_generated_as($of, SQL_GENERATED_VIRTUAL); }
      | column[of] STORED                  { $$ = mysql_generated_as($of, SQL_GENERATED_STORED); }
      | column[of] generated ROW word      { $$ = mysql_row_time(reader, $of); }
      | column[of] WITH SYSTEM VERSIONING  { $$ = $of; }
      | column[of] WITHOUT SYSTEM VERSIONING  { $$ = $of; }
      | column[of] CONSTRAINT name         { $$ = mysql_column_name($of, $name); }
      | column[of] CHECK "(" inside ")"    { $$ = mysql_column_check(reader, $of, @CHECK, @inside); }
      | column[of] ENFORCED                { $$ = mysql_column_enforced(reader, $of, true); }
      | column[of] NOT ENFORCED            { $$ = mysql_column_enforced(reader, $of, false); }
      | column[of] REFERENCES table may_columns
            { $$ = mysql_column_reference(reader, $of, @REFERENCES, $table, $may_columns); }
      | column[of] ON DELETE reaction      { $$ = mysql_column_on_delete(reader, $of, $reaction); }
      | column[of] ON UPDATE reaction      { $$ = mysql_column_on_update(reader, $of, $reaction); }
      | column[of] MATCH word              { $$ = $of; }

generated: AS | GENERATED ALWAYS AS

type: type_words                           { $$ = mysql_type(reader, @type_words, NOWHERE); }
    | type_words "(" inside ")"            { $$ = mysql_type(reader, @type_words, @inside); }
type_words: WORD | DOUBLE | DOUBLE PRECISION | CHARACTER | CHARACTER VARYING | VARCHAR | BINARY
          | VARBINARY | NATIONAL CHARACTER | NATIONAL CHARACTER VARYING | NATIONAL VARCHAR | LONG
          | LONG VARCHAR | LONG VARBINARY | SET | SERIAL

// What a column falls back to.
term: literal | "sign" NUMBER | "(" inside ")" | call "(" inside ")" | NEXT VALUE FOR table
literal: NUMBER | STRING | DOUBLE_QUOTED | NULL | WORD
call: WORD | REPLACE | IF | CHARACTER | COALESCE | CONVERT

reaction: RESTRICT                         { $$ = SQL_NO_ACTION; }
        | CASCADE                          { $$ = SQL_CASCADE; }
        | SET NULL                         { $$ = SQL_SET_NULL; }
        | SET DEFAULT                      { $$ = SQL_SET_TO_DEFAULT; }
        | NO WORD                          { $$ = SQL_NO_ACTION; }

// ---- keys and constraints

key: index if_not_exists keyed             { $$ = mysql_key(KEY_OPTIONS(0), $if_not_exists, $keyed); }
   | FULLTEXT may_index if_not_exists keyed
        { $$ = mysql_key(KEY_OPTIONS(.is_fulltext = true), $if_not_exists, $keyed); }
   | SPATIAL may_index if_not_exists keyed
        { $$ = mysql_key(KEY_OPTIONS(.is_spatial = true), $if_not_exists, $keyed); }

keyed: may_name may_using "(" key_parts ")" key_options
        { $$ = mysql_index(reader, $may_name, $key_parts, $may_using, $key_options); }

key_parts: key_part                        { $$ = mysql_parts((struct sql_key_parts){ 0 }, $key_part); }
         | key_parts[all] "," key_part     { $$ = mysql_parts($all, $key_part); }
key_part: name sort                        { $$ = mysql_part(reader, $name, NOWHERE, $sort); }
        | name "(" NUMBER ")" sort         { $$ = mysql_part(reader, $name, @NUMBER, $sort); }
        | "(" inside ")" sort              { $$ = mysql_part(reader, STR_NONE, @inside, $sort); }

may_columns: %empty                        { $$ = (struct sql_key_parts){ 0 }; }
           | "(" key_parts ")"             { $$ = $key_parts; }

may_using: %empty                          { $$ = KEY_OPTIONS(0); }
         | USING name                      { $$ = KEY_OPTIONS(.method = $name); }

key_options: %empty                        { $$ = KEY_OPTIONS(0); }
           | key_options[all] key_option   { $$ = mysql_more_options($all, $key_option); }
key_option: USING name                     { $$ = KEY_OPTIONS(.method = $name); }
          | COMMENT text                   { $$ = KEY_OPTIONS(.comment = mysql_string(reader, @text)); }
          | INVISIBLE                      { $$ = KEY_OPTIONS(.is_invisible = true); }
          | IGNORED                        { $$ = KEY_OPTIONS(.is_invisible = true); }
          | VISIBLE                        { $$ = KEY_OPTIONS(0); }
          | NOT IGNORED                    { $$ = KEY_OPTIONS(0); }
          | KEY_BLOCK_SIZE equals NUMBER   { $$ = KEY_OPTIONS(0); }
          | WITH PARSER name               { $$ = KEY_OPTIONS(0); }
          | ENGINE_ATTRIBUTE equals STRING  { $$ = KEY_OPTIONS(0); }
          | WORD "=" word                  { $$ = KEY_OPTIONS(0); }

index_tail: %empty                         { $$ = KEY_OPTIONS(0); }
          | index_tail[all] key_option     { $$ = mysql_more_options($all, $key_option); }
          | index_tail[all] manner         { $$ = $all; }

constraint: unnamed
          | CONSTRAINT if_not_exists may_name unnamed
                { $$ = mysql_constraint(reader, $unnamed, @$, $if_not_exists, $may_name); }

unnamed: PRIMARY KEY keyed                 { $$ = mysql_primary_key(reader, @$, $keyed); }
       | UNIQUE may_index if_not_exists keyed
            { $$ = mysql_unique(reader, @$, $if_not_exists, $keyed); }
       | foreign_key
       | check

foreign_key: FOREIGN KEY if_not_exists may_name "(" key_parts ")" REFERENCES table may_columns
                { $$ = mysql_foreign_key(reader, @$, $if_not_exists, $may_name,
                                         mysql_reference($key_parts, $table, $may_columns)); }
           | foreign_key[of] ON DELETE reaction  { $$ = mysql_on_delete($of, $reaction); }
           | foreign_key[of] ON UPDATE reaction  { $$ = mysql_on_update_of($of, $reaction); }
           | foreign_key[of] MATCH word    { $$ = $of; }

check: CHECK "(" inside ")"                { $$ = mysql_check(reader, @$, @inside); }
     | check[of] ENFORCED                  { $$ = mysql_enforced($of, true); }
     | check[of] NOT ENFORCED              { $$ = mysql_enforced($of, false); }

// ---- what else a table can have

may_options: %empty                        { $$ = NO_OPTIONS; }
           | options
options: option                            { $$ = mysql_options(NO_OPTIONS, $option); }
       | options[all] option               { $$ = mysql_options($all, $option); }
       | options[all] "," option           { $$ = mysql_options($all, $option); }

// Of ALTER TABLE: commas stand between its specifications.
run: option                                { $$ = mysql_options(NO_OPTIONS, $option); }
   | run[all] option                       { $$ = mysql_options($all, $option); }

option: option_name equals option_value
            { $$ = mysql_option(reader, @$, mysql_words(reader, @option_name), @option_value); }
      | charset_words equals charset       { $$ = mysql_charset_option(reader, @$, "charset", $charset); }
      | collate_words equals charset       { $$ = mysql_charset_option(reader, @$, "collate", $charset); }
      | WITH SYSTEM VERSIONING
            { $$ = mysql_option(reader, @$, STR("system versioning"), NOWHERE); }

option_name: WORD | AUTO_INCREMENT | COMMENT | TABLESPACE | STORAGE | KEY_BLOCK_SIZE
           | ENGINE_ATTRIBUTE | SEQUENCE | DATA DIRECTORY | INDEX DIRECTORY | VERB
option_value: word | ON | "(" inside ")"
charset_words: CHARACTER SET | DEFAULT CHARACTER SET | CHARSET | DEFAULT CHARSET
collate_words: COLLATE | DEFAULT COLLATE
equals: %empty | "="
word: soft | STRING | NUMBER | DEFAULT | BINARY
text: STRING | DOUBLE_QUOTED

// ---- ALTER

alter: ALTER modifiers TABLE if_exists table may_wait changes
            { mysql_alter_table(reader, $modifiers, $if_exists, $table); }
     | ALTER modifiers VIEW table may_columns AS rest
            { mysql_alter_view(reader, $modifiers, $table, $may_columns, @rest); }
     | ALTER modifiers SEQUENCE if_exists table sequence
            { mysql_alter_sequence(reader, $modifiers, $if_exists, $table, $sequence); }
     | ALTER modifiers FUNCTION rest       { mysql_other(reader); }
     | ALTER modifiers PROCEDURE rest      { mysql_other(reader); }

changes: %empty | specifications | specifications partition_by | partition_by
       | partitions | specifications "," partitions | specifications no_partitions
specifications: specification | specifications "," specification
partition_by: PARTITION BY partition_words { mysql_partition(reader, @$, "partition by", @partition_words); }

specification: run                         { mysql_set_options(reader, $run); }
  | ALGORITHM equals word                  { mysql_algorithm(reader, @word); }
  | LOCK equals word                       { mysql_lock(reader, @word); }
  | ADD added                              { mysql_add_element(reader, @$, $added); }
  | ADD "(" elements ")"                   { mysql_add_elements(reader, @$, $elements); }
  | ADD COLUMN "(" elements ")"            { mysql_add_elements(reader, @$, $elements); }
  | ADD key                                { mysql_add_element(reader, @$, $key); }
  | ADD constraint                         { mysql_add_element(reader, @$, $constraint); }
  | ADD PERIOD FOR name "(" inside ")"     { mysql_beyond(reader, @$); }
  | ADD SYSTEM VERSIONING                  { mysql_beyond(reader, @$); }
  | DROP SYSTEM VERSIONING                 { mysql_beyond(reader, @$); }
  | DROP PERIOD FOR name                   { mysql_beyond(reader, @$); }
  | ALTER may_column if_exists name SET DEFAULT term
                                           { mysql_set_default(reader, @$, $if_exists, $name, @term); }
  | ALTER may_column if_exists name DROP DEFAULT
                                           { mysql_drop_default(reader, @$, $if_exists, $name); }
  | ALTER may_column if_exists name SET VISIBLE
                                           { mysql_column_option(reader, @$, $name, "visible", "yes"); }
  | ALTER may_column if_exists name SET INVISIBLE
                                           { mysql_column_option(reader, @$, $name, "visible", "no"); }
  | ALTER index if_exists name VISIBLE     { mysql_index_option(reader, @$, $if_exists, $name, "yes"); }
  | ALTER index if_exists name INVISIBLE   { mysql_index_option(reader, @$, $if_exists, $name, "no"); }
  | ALTER index if_exists name IGNORED     { mysql_index_option(reader, @$, $if_exists, $name, "no"); }
  | ALTER index if_exists name NOT IGNORED { mysql_index_option(reader, @$, $if_exists, $name, "yes"); }
  | ALTER CHECK name ENFORCED              { mysql_enforce(reader, @$, $name, true); }
  | ALTER CHECK name NOT ENFORCED          { mysql_enforce(reader, @$, $name, false); }
  | ALTER CONSTRAINT name ENFORCED         { mysql_enforce(reader, @$, $name, true); }
  | ALTER CONSTRAINT name NOT ENFORCED     { mysql_enforce(reader, @$, $name, false); }
  | CHANGE may_column if_exists name placed
                                           { mysql_change_column(reader, @$, $if_exists, $name, $placed); }
  | MODIFY may_column if_exists placed     { mysql_modify_column(reader, @$, $if_exists, $placed); }
  | CONVERT TO CHARACTER SET charset       { mysql_convert(reader, @$, $charset, STR_NONE); }
  | CONVERT TO CHARACTER SET charset COLLATE charset[collation]
                                           { mysql_convert(reader, @$, $5, $collation); }
  | CONVERT TO CHARSET charset             { mysql_convert(reader, @$, $charset, STR_NONE); }
  | CONVERT TO CHARSET charset COLLATE charset[collation]
                                           { mysql_convert(reader, @$, $4, $collation); }
  | DISABLE KEYS                           { mysql_table_word(reader, @$, "keys", "disable"); }
  | ENABLE KEYS                            { mysql_table_word(reader, @$, "keys", "enable"); }
  | DISCARD TABLESPACE                     { mysql_table_word(reader, @$, "discard tablespace", NULL); }
  | IMPORT TABLESPACE                      { mysql_table_word(reader, @$, "import tablespace", NULL); }
  | FORCE                                  { mysql_table_word(reader, @$, "force", NULL); }
  | WITH VALIDATION
  | WITHOUT VALIDATION
  | DROP name cascade                      { mysql_drop_column(reader, @$, false, $name, $cascade); }
  | DROP COLUMN name cascade               { mysql_drop_column(reader, @$, false, $name, $cascade); }
  | DROP may_column IF EXISTS name cascade { mysql_drop_column(reader, @$, true, $name, $cascade); }
  | DROP index if_exists name              { mysql_drop_key(reader, @$, $if_exists, $name); }
  | DROP PRIMARY KEY
            { mysql_drop_constraint(reader, @$, SQL_CONSTRAINT_PRIMARY_KEY, false, STR("PRIMARY")); }
  | DROP FOREIGN KEY if_exists name
            { mysql_drop_constraint(reader, @$, SQL_CONSTRAINT_FOREIGN_KEY, $if_exists, $name); }
  | DROP CHECK if_exists name
            { mysql_drop_constraint(reader, @$, SQL_CONSTRAINT_CHECK, $if_exists, $name); }
  | DROP CONSTRAINT if_exists name
            { mysql_drop_constraint(reader, @$, SQL_CONSTRAINT_NONE, $if_exists, $name); }
  | RENAME COLUMN if_exists name[old] TO name[new]
            { mysql_rename_column(reader, @$, $if_exists, $old, $new); }
  | RENAME index if_exists name[old] TO name[new]
            { mysql_rename_index(reader, @$, $if_exists, $old, $new); }
  | RENAME may_to table                    { mysql_rename(reader, @$, NO_NAME, $table); }
  | ORDER BY name sort                     { mysql_order(reader, true); }
  | WORD sort                              { mysql_order(reader, false); }
  | QUOTED sort                            { mysql_order(reader, false); }

added: placed                              { $$ = (struct mysql_element){ .column = $placed }; }
     | COLUMN placed                       { $$ = (struct mysql_element){ .column = $placed }; }
     | may_column IF NOT EXISTS placed
            { $$ = (struct mysql_element){ .column = $placed, .is_conditional = true }; }

may_to: %empty | TO | AS | "="
may_column: %empty | COLUMN

partitions: ADD PARTITION rest             { mysql_partition(reader, @$, "add", @rest); }
          | DROP PARTITION rest            { mysql_partition(reader, @$, "drop", @rest); }
          | REORGANIZE PARTITION rest      { mysql_partition(reader, @$, "reorganize", @rest); }
          | TRUNCATE PARTITION rest        { mysql_partition(reader, @$, "truncate", @rest); }
          | COALESCE PARTITION rest        { mysql_partition(reader, @$, "coalesce", @rest); }
          | EXCHANGE PARTITION name WITH TABLE table may_validate
                                           { mysql_exchange(reader, @$, $table); }
          | DISCARD PARTITION rest         { mysql_partition(reader, @$, "discard", @rest); }
          | IMPORT PARTITION rest          { mysql_partition(reader, @$, "import", @rest); }
          | CHECK PARTITION rest           { mysql_partition(reader, @$, "check", @rest); }
          | VERB PARTITION rest            { mysql_partition(reader, @$, NULL, @VERB); }
          | no_partitions
          | CONVERT PARTITION name TO TABLE table
                                           { mysql_exchange(reader, @$, $table); }
          | CONVERT TABLE table TO PARTITION rest
                                           { mysql_exchange(reader, @$, $table); }
no_partitions: REMOVE PARTITIONING         { mysql_partition(reader, @$, "remove", NOWHERE); }
may_validate: %empty | WITH VALIDATION | WITHOUT VALIDATION

manners: %empty | manners manner
manner: ALGORITHM equals word              { mysql_algorithm(reader, @word); }
      | LOCK equals word                   { mysql_lock(reader, @word); }
      | wait
may_wait: %empty | wait
wait: WAIT NUMBER                          { mysql_wait(reader, @NUMBER); }
    | NOWAIT                               { mysql_wait(reader, NOWHERE); }

// ---- DROP and RENAME

drop: DROP modifiers TABLE if_exists tables manners cascade
            { mysql_drop_tables(reader, $modifiers, $if_exists, $tables); }
    | DROP modifiers VIEW if_exists tables cascade
            { mysql_drop_views(reader, $modifiers, $if_exists, $tables); }
    | DROP modifiers INDEX if_exists name ON table manners
            { mysql_drop_index(reader, $modifiers, $if_exists, $name, $table); }
    | DROP modifiers TRIGGER if_exists table
            { mysql_drop(reader, DDL_DROP_TRIGGER, $modifiers, $if_exists, $table); }
    | DROP modifiers FUNCTION if_exists table
            { mysql_drop_routine(reader, $modifiers, $if_exists, $table, false); }
    | DROP modifiers PROCEDURE if_exists table
            { mysql_drop_routine(reader, $modifiers, $if_exists, $table, true); }
    | DROP modifiers DATABASE if_exists table
            { mysql_drop(reader, DDL_DROP_SCHEMA, $modifiers, $if_exists, $table); }
    | DROP modifiers SEQUENCE if_exists tables
            { mysql_drop_sequences(reader, $modifiers, $if_exists, $tables); }

rename: RENAME TABLE if_exists renamings   { mysql_rename_tables(reader, $if_exists); }
renamings: renaming | renamings "," renaming
renaming: table[old] may_wait TO table[new] { mysql_rename(reader, @$, $old, $new); }

cascade: %empty                            { $$ = false; }
       | RESTRICT                          { $$ = false; }
       | CASCADE                           { $$ = true; }

// ---- sequences (MariaDB)

sequence: %empty                           { $$ = mysql_sequence(reader); }
        | sequence[of] AS WORD             { $$ = mysql_sequence_type(reader, $of, @WORD); }
        | sequence[of] INCREMENT may_by number
            { $$ = mysql_sequence_number(reader, $of, MYSQL_INCREMENT, @number); }
        | sequence[of] START may_with number
            { $$ = mysql_sequence_number(reader, $of, MYSQL_START, @number); }
        | sequence[of] MINVALUE equals number
            { $$ = mysql_sequence_number(reader, $of, MYSQL_MINVALUE, @number); }
        | sequence[of] MAXVALUE equals number
            { $$ = mysql_sequence_number(reader, $of, MYSQL_MAXVALUE, @number); }
        | sequence[of] CACHE equals number
            { $$ = mysql_sequence_number(reader, $of, MYSQL_CACHE, @number); }
        | sequence[of] NOCACHE
            { $$ = mysql_sequence_number(reader, $of, MYSQL_CACHE, NOWHERE); }
        | sequence[of] RESTART
            { $$ = mysql_sequence_number(reader, $of, MYSQL_RESTART, NOWHERE); }
        | sequence[of] RESTART may_with number
            { $$ = mysql_sequence_number(reader, $of, MYSQL_RESTART, @number); }
        | sequence[of] CYCLE               { $$ = mysql_sequence_cycle($of, true); }
        | sequence[of] NOCYCLE             { $$ = mysql_sequence_cycle($of, false); }
        | sequence[of] NO CYCLE            { $$ = mysql_sequence_cycle($of, false); }
        | sequence[of] NO CACHE
            { $$ = mysql_sequence_number(reader, $of, MYSQL_CACHE, NOWHERE); }
        | sequence[of] NO MINVALUE         { $$ = $of; }
        | sequence[of] NOMINVALUE          { $$ = $of; }
        | sequence[of] NO MAXVALUE         { $$ = $of; }
        | sequence[of] NOMAXVALUE          { $$ = $of; }
        | sequence[of] COMMENT equals text { $$ = $of; }
        | sequence[of] WORD equals word    { $$ = $of; }

may_by: %empty | BY | "="
may_with: %empty | WITH | "="
number: NUMBER | "sign" NUMBER

// ---- names and words

if_exists: %empty                          { $$ = false; }
         | IF EXISTS                       { $$ = true; }
if_not_exists: %empty                      { $$ = false; }
             | IF NOT EXISTS               { $$ = true; }
sort: %empty                               { $$ = false; }
    | ASC                                  { $$ = false; }
    | DESC                                 { $$ = true; }
index: INDEX | KEY
may_index: %empty | index

tables: table                              { $$ = mysql_names(reader, NULL, $table); }
      | tables[all] "," table              { $$ = mysql_names(reader, $all, $table); }

table: name                                { $$ = (struct sql_name){ STR_NONE, $name }; }
     | name[schema] "." any_name           { $$ = (struct sql_name){ $schema, mysql_name(reader, @any_name) }; }

may_name: %empty                           { $$ = STR_NONE; }
        | name
charset: name
       | STRING                            { $$ = mysql_string(reader, @STRING); }
       | BINARY                            { $$ = mysql_words(reader, @BINARY); }
       | DEFAULT                           { $$ = STR_NONE; }

name: soft                                 { $$ = mysql_name(reader, @$); }
    | REMOVE                               { $$ = mysql_name(reader, @$); }

// Behind a dot every word is a name.
any_name: soft | REMOVE | reserved

soft: WORD | QUOTED | DOUBLE_QUOTED | soft_word | FOLLOWS
soft_word: AFTER | AGGREGATE | ALGORITHM | ALWAYS | AUTO_INCREMENT | CACHE | CHARSET | COALESCE | COLUMN_FORMAT
         | COMMENT | COMMIT | COMPRESSED | CYCLE | DATA | DEFINER | DIRECTORY | DISABLE | DISCARD
         | ENABLE | ENFORCED | ENGINE_ATTRIBUTE | EXCHANGE | FIRST | FUNCTION | GENERATED
         | IGNORED | IMPORT | INCREMENT | INVISIBLE | KEY_BLOCK_SIZE | MAXVALUE | MINVALUE
         | MODIFY | NATIONAL | NEXT | NO | NOCACHE | NOCYCLE | NOMAXVALUE | NOMINVALUE
         | NOWAIT | ONLINE | PARSER | PARTITIONING | PERIOD | REORGANIZE | RESTART
         | RETURNS | ROLLBACK | ROW | SECURITY | SEQUENCE | SERIAL | SERVERS | SIGNED | SONAME
         | SQL | SRID | START | STORAGE | STORED | SYSTEM | TABLESPACE | TEMPORARY | TRUNCATE
         | VALIDATION | VALUE | VERB | VERSIONING | VIEW | VIRTUAL | VISIBLE | WAIT | WITHOUT
         | WORK
reserved: ADD | ALTER | AS | ASC | BEFORE | BINARY | BY | CASCADE | CHANGE | CHARACTER
        | CHECK | COLLATE | COLUMN | CONSTRAINT | CONVERT | CREATE | DATABASE | DEFAULT | DELETE
        | DESC | DOUBLE | DROP | EACH | EXISTS | FOR | FORCE | FOREIGN | FROM | FULLTEXT | GRANT
        | IF | IGNORE | INDEX | INSERT | INTO | KEY | KEYS | LIKE | LOAD | LOCK | LONG | MATCH
        | NOT | NULL | ON | OR | ORDER | PARTITION | PRECISION | PRIMARY | PROCEDURE
        | REFERENCES | RENAME | REPLACE | RESTRICT | SELECT | SET | SPATIAL | TABLE | TO | TRIGGER
        | UNIQUE | UNLOCK | UNSIGNED | UPDATE | USE | USING | VALUES | VARBINARY | VARCHAR
        | VARYING | WHERE | WITH | ZEROFILL

// ---- what is not read

inside: %empty | inside any | inside FOLLOWS
rest: %empty | rest any | rest FOLLOWS
body: undotted rest
any: undotted | "."
undotted: WORD | QUOTED | DOUBLE_QUOTED | STRING | NUMBER | soft_word | REMOVE | reserved | ","
        | "=" | "sign" | "@" | "@name" | OTHER | "(" inside ")"

%%
