// SQLite's SQL, as far as plans use it: its forms of CREATE, DROP and ALTER TABLE, of CREATE
// and DROP INDEX, and the heads of SELECT, INSERT, UPDATE and DELETE. Every other statement is
// opaque; one that begins like these and goes on otherwise is refused, and never an error. An
// action is one call; the functions are in compiler/sql/sqlite.c.

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

    #define NO_PROPERTIES ((struct sqlite_column){ 0 })
    #define NOT_NULL ((struct sqlite_column){ .is_not_null = true })
    #define GENERATED_VALUE ((struct sqlite_column){ .has_default = true })
    #define HAS_DEFAULT(place) ((struct sqlite_column){ .has_default = true, .fallback = (place) })
    #define PLACE_BETWEEN(first, last) ((struct sqlite_place){ (first).from, (last).to })

    // From the first part's start to the last's end; of nothing, the place before it.
    #define YYLLOC_DEFAULT(whole, parts, count)                                 \
        (whole).from = (count) ? YYRHSLOC(parts, 1).from : YYRHSLOC(parts, 0).to; \
        (whole).to = YYRHSLOC(parts, count).to
}

%token ABORT ACTION ADD ALTER ALWAYS AS ASC AUTOINCREMENT BEGIN CASCADE CASE CHECK COLLATE COLUMN
       CONFLICT CONSTRAINT CREATE DEFAULT DEFERRABLE DEFERRED DELETE DESC DROP EXISTS FAIL FROM
       GENERATED IF IGNORE IMMEDIATE INDEX INITIALLY INSERT INTO KEY MATCH MATERIALIZED NO NOT
       NULL ON OR PRIMARY RECURSIVE REFERENCES RENAME REPLACE RESTRICT ROLLBACK SELECT SET TABLE
       TEMPORARY TO TRIGGER UNIQUE UPDATE VALUES VIEW VIRTUAL WHERE WITH WITHOUT
%token FINISH     "END"
       SEMICOLON  ";"
       DOT        "."
       COMMA      ","
       GROUP      "(...)"
       WORD STRING QUOTED NUMBER
       SIGN       "sign"
       OTHER      "other"
       END 0      "end of text"

%nterm <struct str>             name most_names
%nterm <struct sql_name>        table
%nterm <bool>                   temporary if_exists if_not_exists unique
%nterm <struct sql_operation *> statement known alter create_table create_index drop query change column
%nterm <struct sqlite_column>   properties property
%nterm <struct sqlite_place>    fallback

%%

script: %empty
      | script statement ";"  { sqlite_finish(reader, @statement, @3, $statement); yyerrok; }

statement: %empty             { $$ = NULL; }
         | known
         | opaque             { $$ = NULL; }
         | error              { $$ = sqlite_refuse(reader); }

known: alter | create_table | create_index | drop | query | with query { $$ = $query; }

// ---- tables

create_table:
    CREATE temporary TABLE if_not_exists table "(...)" table_options
        { $$ = sqlite_create_table(reader, SQL_CREATE_TABLE, $table, $temporary, $if_not_exists); }
  | CREATE temporary TABLE if_not_exists table AS rest
        { $$ = sqlite_create_table(reader, SQL_CREATE_TABLE_AS, $table, $temporary, $if_not_exists); }

table_options: %empty | table_option | table_options "," table_option
table_option: WORD | WITHOUT name

alter: ALTER TABLE table change
        { $$ = sqlite_on_table(reader, @change, $change, $table); }

change: RENAME TO name                     { $$ = sqlite_rename(reader, SQL_RENAME_TABLE, STR_NONE, $name); }
      | RENAME may_column name[old] TO name[new]
                                           { $$ = sqlite_rename(reader, SQL_RENAME_COLUMN, $old, $new); }
      | ADD may_column column              { $$ = $column; }
      | DROP may_column name               { $$ = sqlite_column(reader, SQL_DROP_COLUMN, $name); }
      | ALTER may_column name SET NOT NULL may_conflict
                                           { $$ = sqlite_column(reader, SQL_SET_NOT_NULL, $name); }
      | ALTER may_column name DROP NOT NULL
                                           { $$ = sqlite_column(reader, SQL_DROP_NOT_NULL, $name); }
      | ADD CHECK "(...)" may_conflict     { $$ = sqlite_check(reader, SQL_ADD_CONSTRAINT, STR_NONE); }
      | ADD CONSTRAINT name CHECK "(...)" may_conflict
                                           { $$ = sqlite_check(reader, SQL_ADD_CONSTRAINT, $name); }
      | DROP CONSTRAINT name               { $$ = sqlite_check(reader, SQL_DROP_CONSTRAINT, $name); }

may_column: %empty | COLUMN

// ---- a column's definition

column: name type properties
        { $$ = sqlite_add_column(reader, $name, $properties, PLACE_BETWEEN(@type, @properties)); }

type: %empty | type_words | type_words "(...)"
type_words: type_word | type_words type_word
type_word: WORD | QUOTED | STRING

properties: %empty                         { $$ = NO_PROPERTIES; }
          | properties[all] property       { $$ = sqlite_more_properties($all, $property); }

property: CONSTRAINT name                  { $$ = NO_PROPERTIES; }
        | DEFAULT fallback                 { $$ = HAS_DEFAULT($fallback); }
        | NULL may_conflict                { $$ = NO_PROPERTIES; }
        | NOT NULL may_conflict            { $$ = NOT_NULL; }
        | PRIMARY KEY order may_conflict may_autoincrement
                                           { $$ = NOT_NULL; }
        | UNIQUE may_conflict              { $$ = NO_PROPERTIES; }
        | CHECK "(...)" may_conflict       { $$ = NO_PROPERTIES; }
        | COLLATE name                     { $$ = NO_PROPERTIES; }
        | REFERENCES name reference        { $$ = NO_PROPERTIES; }
        | REFERENCES name "(...)" reference  { $$ = NO_PROPERTIES; }
        | NOT DEFERRABLE initially         { $$ = NO_PROPERTIES; }
        | DEFERRABLE initially             { $$ = NO_PROPERTIES; }
        | generated "(...)" stored         { $$ = GENERATED_VALUE; }

fallback: "(...)"                          { $$ = @$; }
        | literal                          { $$ = @$; }
        | "sign" NUMBER                    { $$ = @$; }
literal: NUMBER | STRING | QUOTED | WORD | NULL

order: %empty | ASC | DESC
may_autoincrement: %empty | AUTOINCREMENT
may_conflict: %empty | ON CONFLICT resolution
resolution: ROLLBACK | ABORT | FAIL | IGNORE | REPLACE
reference: %empty | reference MATCH name | reference ON event reaction
event: DELETE | UPDATE | INSERT
reaction: SET NULL | SET DEFAULT | CASCADE | RESTRICT | NO ACTION
initially: %empty | INITIALLY DEFERRED | INITIALLY IMMEDIATE
generated: AS | GENERATED ALWAYS AS
stored: %empty | WORD | VIRTUAL

// ---- indexes

create_index:
    CREATE unique INDEX if_not_exists table[index] ON name "(...)" may_where
        { $$ = sqlite_create_index(reader, $index, $name, $unique, $if_not_exists); }

may_where: %empty | WHERE rest

drop: DROP TABLE if_exists table           { $$ = sqlite_drop(reader, SQL_DROP_TABLE, $table, $if_exists); }
    | DROP INDEX if_exists table           { $$ = sqlite_drop(reader, SQL_DROP_INDEX, $table, $if_exists); }

// ---- the heads of what reads and writes rows

query: SELECT rest                         { $$ = sqlite_head(reader, SQL_SELECT, NO_NAME); }
     | VALUES rest                         { $$ = sqlite_head(reader, SQL_SELECT, NO_NAME); }
     | INSERT may_resolve INTO table rest  { $$ = sqlite_head(reader, SQL_INSERT, $table); }
     | REPLACE INTO table rest             { $$ = sqlite_head(reader, SQL_INSERT, $table); }
     | UPDATE may_resolve table rest       { $$ = sqlite_head(reader, SQL_UPDATE, $table); }
     | DELETE FROM table rest              { $$ = sqlite_head(reader, SQL_DELETE, $table); }

may_resolve: %empty | OR resolution

with: WITH may_recurse withs
may_recurse: %empty | RECURSIVE
withs: common | withs "," common
common: most_names may_group AS may_materialize "(...)"
may_group: %empty | "(...)"
may_materialize: %empty | MATERIALIZED | NOT MATERIALIZED

// ---- what is not read

opaque: opaque_start rest
      | CREATE temporary VIEW rest
      | CREATE VIRTUAL rest
      | CREATE temporary TRIGGER trigger_head BEGIN trigger_body FINISH
      | DROP VIEW rest
      | DROP TRIGGER rest

trigger_head: %empty | trigger_head trigger_word
trigger_word: reserved | soft | IF | RECURSIVE | FINISH | CASE | symbol | "." | ";"
trigger_body: %empty | trigger_body trigger_part
trigger_part: reserved | soft | IF | RECURSIVE | BEGIN | symbol | "." | ";" | CASE trigger_body FINISH

rest: %empty | some
some: anything_undotted | some anything_undotted | some "."
anything_undotted: reserved | soft | IF | RECURSIVE | BEGIN | FINISH | CASE | symbol

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
    | IF                                   { $$ = sqlite_name(reader, @$); }
    | RECURSIVE                            { $$ = sqlite_name(reader, @$); }

most_names: soft                           { $$ = sqlite_name(reader, @$); }
          | STRING                         { $$ = sqlite_name(reader, @$); }
          | BEGIN                          { $$ = sqlite_name(reader, @$); }
          | FINISH                         { $$ = sqlite_name(reader, @$); }

// Words that are names where no keyword can stand.
soft: WORD | QUOTED | ABORT | ACTION | ALWAYS | ASC | CASCADE | CONFLICT | DEFERRED | DESC | FAIL
    | GENERATED | IGNORE | IMMEDIATE | INITIALLY | KEY | MATCH | MATERIALIZED | NO
    | RENAME | REPLACE | RESTRICT | ROLLBACK | TEMPORARY | TRIGGER | VIEW | VIRTUAL | WITH
    | WITHOUT

reserved: ADD | ALTER | AS | AUTOINCREMENT | CHECK | COLLATE | COLUMN | CONSTRAINT | CREATE | DEFAULT
        | DEFERRABLE | DELETE | DROP | EXISTS | FROM | INDEX | INSERT | INTO | NOT | NULL | ON | OR
        | PRIMARY | REFERENCES | SELECT | SET | TABLE | TO | UNIQUE | UPDATE | VALUES | WHERE

symbol: STRING | NUMBER | "sign" | "other" | "," | "(...)"

opaque_start: WORD | QUOTED | ABORT | ACTION | ALWAYS | ASC | CASCADE | CONFLICT | DEFERRED | DESC
            | FAIL | GENERATED | IGNORE | IMMEDIATE | INITIALLY | KEY | MATCH | MATERIALIZED | NO
            | RECURSIVE | RENAME | RESTRICT | ROLLBACK | TEMPORARY | TRIGGER | VIEW | VIRTUAL
            | WITHOUT | ADD | AS | AUTOINCREMENT | CHECK | COLLATE | COLUMN | CONSTRAINT | DEFAULT
            | DEFERRABLE | EXISTS | FROM | INDEX | INTO | NOT | NULL | ON | OR | PRIMARY | REFERENCES
            | SET | TABLE | TO | UNIQUE | WHERE | IF | BEGIN | FINISH | CASE | symbol | "."

%%
