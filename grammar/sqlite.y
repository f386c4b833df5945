// SQLite's SQL: all that changes a schema in full, and the heads of SELECT, INSERT, UPDATE and
// DELETE. Every other statement is opaque; one that begins like these and goes on otherwise is
// refused, and never an error. An action is one call; the functions are in
// compiler/sql/sqlite*.c.
//
// What stands in parentheses is one token. The definitions of a table are scanned by
// themselves when the table's statement is read: the scanner's first token says which of the
// two texts it is.

%require "3.8"
%define api.pure full
%define api.prefix {sqlite_}
%define api.token.prefix {TOKEN_}
%define api.value.type union
%define api.location.type {struct sqlite_place}
%expect 0
%locations
%param { void *scanner }
%parse-param { struct sqlite_reader *reader }

%code requires {
    #include "sql/sqlite.h"
}

%code provides {
    // The scanner's one entry; flex takes it as given (see YY_DECL in its manual).
    #define YY_DECL int sqlite_lex(SQLITE_STYPE *yylval, struct sqlite_place *yylloc, void *yyscanner)
    YY_DECL;
}

%code {
    static void sqlite_error(struct sqlite_place *place, void *scanner,
                             struct sqlite_reader *reader, const char *message)
    {
        (void)scanner;
        (void)message;
        sqlite_stop(reader, *place);
    }

    #define NO_PROPERTIES ((struct sqlite_properties){ 0 })
    #define NO_REACTIONS ((struct sqlite_reactions){ 0 })
    #define PROPERTY(KIND, PLACE, ...)                                                  \
        sqlite_property(reader, (struct sqlite_property){ .kind = SQLITE_##KIND, .place = PLACE, \
                                                          __VA_ARGS__ })
    #define WORDS(...) ((struct sqlite_words){ __VA_ARGS__ })

    // From the first part's start to the last's end; of nothing, the place before it.
    #define YYLLOC_DEFAULT(whole, parts, count)                                 \
        (whole).from = (count) ? YYRHSLOC(parts, 1).from : YYRHSLOC(parts, 0).to; \
        (whole).to = YYRHSLOC(parts, count).to
}

%token START_SCRIPT START_TABLE
%token ABORT ACTION ADD AFTER ALTER ALWAYS AS ASC AUTOINCREMENT BEFORE BEGIN CASCADE CASE CHECK
       COLLATE COLUMN CONFLICT CONSTRAINT CREATE DEFAULT DEFERRABLE DEFERRED DELETE DESC DROP EACH
       EXISTS FAIL FOR FOREIGN FROM GENERATED IF IGNORE IMMEDIATE INDEX INITIALLY INSERT INSTEAD
       INTO KEY MATCH MATERIALIZED NO NOT NULL OF ON OR PRIMARY RECURSIVE REFERENCES RENAME REPLACE
       RESERVED RESTRICT ROLLBACK ROW SELECT SET TABLE TEMPORARY TO TRIGGER UNIQUE UPDATE USING
       VALUES VIEW VIRTUAL WHEN WHERE WITH WITHOUT
%token FINISH     "END"
       SEMICOLON  ";"
       DOT        "."
       COMMA      ","
       GROUP      "(...)"
       WORD STRING QUOTED NUMBER
       SIGN       "sign"
       OTHER      "other"
       END 0      "end of text"

%nterm <struct str>                name most_names column_name
%nterm <struct sql_name>           table
%nterm <bool>                      temporary if_exists if_not_exists unique initially order autoincrement
%nterm <struct sqlite_change *>    statement known alter change create drop query
%nterm <struct sql_table_definition *> columns
%nterm <struct sqlite_column *>    column added_column
%nterm <struct sqlite_properties>  properties constraints
%nterm <struct sqlite_property *>  property constraint foreign_key
%nterm <struct sqlite_reactions>   reactions
%nterm <struct sqlite_options>     table_options table_option
%nterm <struct sqlite_event>       event
%nterm <struct sql_names *>        names
%nterm <struct sqlite_place>       type fallback may_group may_where may_when
%nterm <enum sql_timing>           timing
%nterm <enum sql_generated>        stored
%nterm <enum sqlite_deferral>      deferral some_deferral
%nterm <enum sql_reference>        reaction
%nterm <const char *>              may_conflict resolution

%%

text: START_SCRIPT script
    | START_TABLE columns                  { sqlite_put_table(reader, $columns, NO_PROPERTIES); }
    | START_TABLE columns "," constraints  { sqlite_put_table(reader, $columns, $constraints); }

script: %empty
      | script statement ";"  { sqlite_finish(reader, @statement, @3, $statement); yyerrok; }

statement: %empty             { $$ = NULL; }
         | known
         | opaque             { $$ = NULL; }
         | error              { $$ = sqlite_refuse(reader); }

known: alter | create | drop | query | with query { $$ = $query; }

// ---- tables

create:
    CREATE temporary TABLE if_not_exists table "(...)" table_options
        { $$ = sqlite_create_table(reader, WORDS(.table = $table, .is_temporary = $temporary,
                                                 .is_conditional = $if_not_exists), @6, $table_options); }
  | CREATE temporary TABLE if_not_exists table AS rest
        { $$ = sqlite_create_as(reader, WORDS(.table = $table, .is_temporary = $temporary,
                                              .is_conditional = $if_not_exists), @rest); }
  | CREATE VIRTUAL TABLE if_not_exists table USING name may_group
        { $$ = sqlite_create_virtual(reader, WORDS(.table = $table, .is_conditional = $if_not_exists)); }

table_options: %empty                      { $$ = (struct sqlite_options){ 0 }; }
             | table_option
             | table_options[all] "," table_option
                                           { $$ = sqlite_more_options($all, $table_option); }
table_option: WORD                         { $$ = (struct sqlite_options){ .is_strict = true }; }
            | WITHOUT name                 { $$ = (struct sqlite_options){ .is_without_rowid = true }; }

alter: ALTER TABLE table change
        { $$ = sqlite_on_table(reader, @change, $change, $table); }

change: RENAME TO name                     { $$ = sqlite_change(reader, DDL_RENAME_TABLE, WORDS(.new_name = $name)); }
      | RENAME column_name[old] TO name[new]
            { $$ = sqlite_change(reader, DDL_RENAME_COLUMN, WORDS(.column = $old, .new_name = $new)); }
      | ADD added_column                   { $$ = sqlite_add_column(reader, $added_column); }
      | DROP column_name[name]             { $$ = sqlite_change(reader, DDL_DROP_COLUMN, WORDS(.column = $name)); }
      | ALTER column_name[name] SET NOT NULL may_conflict
            { $$ = sqlite_change(reader, DDL_SET_NOT_NULL, WORDS(.column = $name)); }
      | ALTER column_name[name] DROP NOT NULL
            { $$ = sqlite_change(reader, DDL_DROP_NOT_NULL, WORDS(.column = $name)); }
      | ADD CHECK "(...)" may_conflict     { $$ = sqlite_add_check(reader, STR_NONE, @3, $may_conflict); }
      | ADD CONSTRAINT name CHECK "(...)" may_conflict
            { $$ = sqlite_add_check(reader, $name, @5, $may_conflict); }
      | DROP CONSTRAINT name               { $$ = sqlite_change(reader, DDL_DROP_CONSTRAINT, WORDS(.constraint = $name)); }

column_name: COLUMN name                   { $$ = $name; }
           | most_names
           | IF                            { $$ = sqlite_name(reader, @$); }
           | RECURSIVE                     { $$ = sqlite_name(reader, @$); }

// ---- a table's definitions

columns: column                            { $$ = sqlite_more_columns(sqlite_new_table(reader), $column); }
       | columns[all] "," column           { $$ = sqlite_more_columns($all, $column); }

column: name type properties               { $$ = sqlite_column(reader, @name, $type, $properties); }

added_column: COLUMN column                { $$ = $column; }
            | most_names type properties   { $$ = sqlite_column(reader, @most_names, $type, $properties); }
            | IF type properties           { $$ = sqlite_column(reader, @IF, $type, $properties); }
            | RECURSIVE type properties    { $$ = sqlite_column(reader, @RECURSIVE, $type, $properties); }

type: %empty                               { $$ = @$; }
    | type_words                           { $$ = @$; }
    | type_words "(...)"                   { $$ = @$; }
type_words: type_word | type_words type_word
type_word: soft_but_generated | STRING | BEGIN | FINISH | IF | RECURSIVE | COLUMN

properties: %empty                         { $$ = NO_PROPERTIES; }
          | properties[all] property       { $$ = sqlite_more_properties($all, $property); }

property: CONSTRAINT name                  { $$ = PROPERTY(NAME, @$, .name = $name); }
        | DEFAULT fallback                 { $$ = PROPERTY(DEFAULT, @$, .expression = $fallback); }
        | NULL may_conflict                { $$ = PROPERTY(NULL, @$); }
        | NOT NULL may_conflict            { $$ = PROPERTY(NOT_NULL, @$, .conflict = $may_conflict); }
        | PRIMARY KEY order may_conflict autoincrement
            { $$ = PROPERTY(PRIMARY_KEY, @$, .conflict = $may_conflict, .is_descending = $order, .is_auto_increment = $autoincrement); }
        | UNIQUE may_conflict              { $$ = PROPERTY(UNIQUE, @$, .conflict = $may_conflict); }
        | CHECK "(...)" may_conflict       { $$ = PROPERTY(CHECK, @$, .expression = @2, .conflict = $may_conflict); }
        | COLLATE name                     { $$ = PROPERTY(COLLATION, @$, .name = $name); }
        | REFERENCES name may_group reactions
            { $$ = PROPERTY(FOREIGN_KEY, @$, .other = $name, .other_columns = $may_group, .reactions = $reactions); }
        | some_deferral                    { $$ = PROPERTY(DEFERRAL, @$, .deferral = $some_deferral); }
        | generated "(...)" stored         { $$ = PROPERTY(GENERATED, @$, .expression = @2, .stored = $stored); }

fallback: "(...)"                          { $$ = @$; }
        | literal                          { $$ = @$; }
        | "sign" literal                   { $$ = @$; }
literal: NUMBER | STRING | soft | NULL | BEGIN | FINISH | IF | RECURSIVE | COLUMN

constraints: constraint                    { $$ = sqlite_more_properties(NO_PROPERTIES, $constraint); }
           | constraints[all] constraint   { $$ = sqlite_more_properties($all, $constraint); }
           | constraints[all] "," constraint
                                           { $$ = sqlite_more_properties($all, $constraint); }

constraint: CONSTRAINT name                { $$ = PROPERTY(NAME, @$, .name = $name); }
          | PRIMARY KEY "(...)" may_conflict
                { $$ = PROPERTY(PRIMARY_KEY, @$, .columns = @3, .conflict = $may_conflict); }
          | UNIQUE "(...)" may_conflict    { $$ = PROPERTY(UNIQUE, @$, .columns = @2, .conflict = $may_conflict); }
          | CHECK "(...)" may_conflict     { $$ = PROPERTY(CHECK, @$, .expression = @2, .conflict = $may_conflict); }
          | foreign_key deferral           { $$ = sqlite_defer($foreign_key, $deferral); }

foreign_key: FOREIGN KEY "(...)" REFERENCES name may_group reactions
                { $$ = PROPERTY(FOREIGN_KEY, @$, .columns = @3, .other = $name, .other_columns = $may_group,
                                .reactions = $reactions); }

order: %empty                              { $$ = false; }
     | ASC                                 { $$ = false; }
     | DESC                                { $$ = true; }
autoincrement: %empty                      { $$ = false; }
             | AUTOINCREMENT               { $$ = true; }
may_conflict: %empty                       { $$ = NULL; }
            | ON CONFLICT resolution       { $$ = $resolution; }
resolution: ROLLBACK                       { $$ = "ROLLBACK"; }
          | ABORT                          { $$ = "ABORT"; }
          | FAIL                           { $$ = "FAIL"; }
          | IGNORE                         { $$ = "IGNORE"; }
          | REPLACE                        { $$ = "REPLACE"; }

reactions: %empty                          { $$ = NO_REACTIONS; }
         | reactions[all] MATCH name       { $$ = $all; }
         | reactions[all] ON DELETE reaction
                                           { $$ = (struct sqlite_reactions){ $reaction, $all.on_update }; }
         | reactions[all] ON UPDATE reaction
                                           { $$ = (struct sqlite_reactions){ $all.on_delete, $reaction }; }
         | reactions[all] ON INSERT reaction
                                           { $$ = $all; }
reaction: SET NULL                         { $$ = SQL_SET_NULL; }
        | SET DEFAULT                      { $$ = SQL_SET_TO_DEFAULT; }
        | CASCADE                          { $$ = SQL_CASCADE; }
        | RESTRICT                         { $$ = SQL_RESTRICT; }
        | NO ACTION                        { $$ = SQL_NO_ACTION; }

deferral: %empty                           { $$ = SQLITE_NOT_DEFERRABLE; }
        | some_deferral
some_deferral: NOT DEFERRABLE initially    { $$ = SQLITE_NOT_DEFERRABLE; }
             | DEFERRABLE initially        { $$ = $initially ? SQLITE_DEFERRED : SQLITE_DEFERRABLE; }
initially: %empty                          { $$ = false; }
         | INITIALLY IMMEDIATE             { $$ = false; }
         | INITIALLY DEFERRED              { $$ = true; }

generated: AS | GENERATED ALWAYS AS
stored: %empty                             { $$ = SQL_GENERATED_VIRTUAL; }
      | VIRTUAL                            { $$ = SQL_GENERATED_VIRTUAL; }
      | WORD                               { $$ = SQL_GENERATED_STORED; }

// ---- indexes, views, triggers

create:
    CREATE unique INDEX if_not_exists table[index] ON name "(...)" may_where
        { $$ = sqlite_create_index(reader, WORDS(.object = $index, .table = { $index.schema, $name },
                                                 .is_unique = $unique, .is_conditional = $if_not_exists),
                                   @8, $may_where); }
  | CREATE temporary VIEW if_not_exists table[view] may_group AS rest
        { $$ = sqlite_create_view(reader, WORDS(.object = $view, .is_temporary = $temporary,
                                                .is_conditional = $if_not_exists), $may_group, @rest); }
  | CREATE temporary TRIGGER if_not_exists table[trigger] timing event ON table may_each may_when
    BEGIN trigger_body FINISH
        { $$ = sqlite_create_trigger(reader, WORDS(.object = $trigger, .table = $9, .is_temporary = $temporary,
                                                   .is_conditional = $if_not_exists),
                                     $timing, $event, $may_when, @trigger_body); }
  | CREATE temporary TRIGGER error BEGIN trigger_body FINISH
        { $$ = sqlite_refuse(reader); }

may_where: %empty                          { $$ = @$; }
         | WHERE rest                      { $$ = @rest; }

timing: %empty                             { $$ = SQL_BEFORE; }
      | BEFORE                             { $$ = SQL_BEFORE; }
      | AFTER                              { $$ = SQL_AFTER; }
      | INSTEAD OF                         { $$ = SQL_INSTEAD_OF; }

event: INSERT                              { $$ = (struct sqlite_event){ .on_insert = true }; }
     | DELETE                              { $$ = (struct sqlite_event){ .on_delete = true }; }
     | UPDATE                              { $$ = (struct sqlite_event){ .on_update = true }; }
     | UPDATE OF names                     { $$ = (struct sqlite_event){ .on_update = true, .columns = $names }; }

names: name                                { $$ = sqlite_more_names(reader, NULL, $name); }
     | names[all] "," name                 { $$ = sqlite_more_names(reader, $all, $name); }

may_each: %empty | FOR EACH ROW
may_when: %empty                           { $$ = @$; }
        | WHEN condition                   { $$ = @condition; }
condition: condition_word | condition condition_word
condition_word: reserved | soft | IF | RECURSIVE | COLUMN | FINISH | CASE | symbol | "."

trigger_body: %empty | trigger_body trigger_part
trigger_part: reserved | soft | IF | RECURSIVE | COLUMN | BEGIN | symbol | "." | ";" | CASE trigger_body FINISH

drop: DROP TABLE if_exists table
          { $$ = sqlite_change(reader, DDL_DROP_TABLE, WORDS(.table = $table, .is_conditional = $if_exists)); }
    | DROP INDEX if_exists table
          { $$ = sqlite_change(reader, DDL_DROP_INDEX, WORDS(.object = $table, .is_conditional = $if_exists)); }
    | DROP VIEW if_exists table
          { $$ = sqlite_change(reader, DDL_DROP_VIEW, WORDS(.object = $table, .is_conditional = $if_exists)); }
    | DROP TRIGGER if_exists table
          { $$ = sqlite_change(reader, DDL_DROP_TRIGGER, WORDS(.object = $table, .is_conditional = $if_exists)); }

// ---- the heads of what reads and writes rows

query: SELECT rest                         { $$ = sqlite_query(reader, SQL_SELECT, NO_NAME); }
     | VALUES rest                         { $$ = sqlite_query(reader, SQL_SELECT, NO_NAME); }
     | INSERT may_resolve INTO table rest  { $$ = sqlite_query(reader, SQL_INSERT, $table); }
     | REPLACE INTO table rest             { $$ = sqlite_query(reader, SQL_INSERT, $table); }
     | UPDATE may_resolve table rest       { $$ = sqlite_query(reader, SQL_UPDATE, $table); }
     | DELETE FROM table rest              { $$ = sqlite_query(reader, SQL_DELETE, $table); }

may_resolve: %empty | OR resolution

with: WITH may_recurse withs
may_recurse: %empty | RECURSIVE
withs: common | withs "," common
common: most_names may_group AS may_materialize "(...)"
may_group: %empty                          { $$ = @$; }
         | "(...)"                         { $$ = @$; }
may_materialize: %empty | MATERIALIZED | NOT MATERIALIZED

// ---- what is not read

opaque: opaque_start rest

rest: %empty | some
some: anything_undotted | some anything_undotted | some "."
anything_undotted: reserved | soft | IF | RECURSIVE | COLUMN | BEGIN | FINISH | CASE | symbol

// ---- names and words

temporary: %empty                          { $$ = false; }
         | TEMPORARY                       { $$ = true; }
if_exists: %empty                          { $$ = false; }
         | IF EXISTS                       { $$ = true; }
if_not_exists: %empty                      { $$ = false; }
             | IF NOT EXISTS               { $$ = true; }
unique: %empty                             { $$ = false; }
      | UNIQUE                             { $$ = true; }

table: most_names[name]                    { $$ = (struct sql_name){ STR_NONE, $name }; }
     | most_names[schema] "." name         { $$ = (struct sql_name){ $schema, $name }; }

name: most_names
    | COLUMN                               { $$ = sqlite_name(reader, @$); }
    | IF                                   { $$ = sqlite_name(reader, @$); }
    | RECURSIVE                            { $$ = sqlite_name(reader, @$); }

most_names: soft                           { $$ = sqlite_name(reader, @$); }
          | STRING                         { $$ = sqlite_name(reader, @$); }
          | BEGIN                          { $$ = sqlite_name(reader, @$); }
          | FINISH                         { $$ = sqlite_name(reader, @$); }

// Words that are names where no keyword can stand.
soft: soft_but_generated | GENERATED
soft_but_generated:
      WORD | QUOTED | ABORT | ACTION | AFTER | ALWAYS | ASC | BEFORE | CASCADE | CONFLICT | DEFERRED
    | DESC | EACH | FAIL | FOR | IGNORE | IMMEDIATE | INITIALLY | INSTEAD | KEY | MATCH | MATERIALIZED
    | NO | OF | RENAME | REPLACE | RESTRICT | ROLLBACK | ROW | TEMPORARY | TRIGGER | VIEW | VIRTUAL
    | WITH | WITHOUT

reserved: ADD | ALTER | AS | AUTOINCREMENT | CHECK | COLLATE | CONSTRAINT | CREATE | DEFAULT
        | DEFERRABLE | DELETE | DROP | EXISTS | FOREIGN | FROM | INDEX | INSERT | INTO | NOT | NULL | ON
        | OR | PRIMARY | REFERENCES | RESERVED | SELECT | SET | TABLE | TO | UNIQUE | UPDATE | USING
        | VALUES | WHEN | WHERE

symbol: STRING | NUMBER | "sign" | "other" | "," | "(...)"

opaque_start: WORD | QUOTED | ABORT | ACTION | AFTER | ALWAYS | ASC | BEFORE | CASCADE | COLUMN | CONFLICT
            | DEFERRED | DESC | EACH | FAIL | FOR | FOREIGN | GENERATED | IGNORE | IMMEDIATE | INITIALLY
            | INSTEAD | KEY | MATCH | MATERIALIZED | NO | OF | RECURSIVE | RENAME | RESERVED | RESTRICT
            | ROLLBACK | ROW | TEMPORARY | TRIGGER | USING | VIEW | VIRTUAL | WHEN | WITHOUT | ADD | AS
            | AUTOINCREMENT | CHECK | COLLATE | CONSTRAINT | DEFAULT | DEFERRABLE | EXISTS | FROM | INDEX
            | INTO | NOT | NULL | ON | OR | PRIMARY | REFERENCES | SET | TABLE | TO | UNIQUE | WHERE | IF
            | BEGIN | FINISH | CASE | symbol | "."

%%
