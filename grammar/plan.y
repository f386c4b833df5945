// The plan language: statements, words and blocks. What a statement may hold is one line
// of compiler/plan/forms.def. An action is one call; the functions are in syntax/build.c.
//
// Every sequence of tokens is a file, so there is nothing to recover from: what is wrong
// inside a statement is reported where the statement is built or bound, and never hides
// another mistake. The scanner pairs the braces.

%require "3.8"
%define api.pure full
%define api.prefix {plan_}
%define api.token.prefix {TOKEN_}
%define api.value.type union
%define api.location.type {struct span}
%define parse.error detailed
%define parse.lac full
%expect 0
%locations
%param { void *scanner }
%parse-param { struct scan *scan }

%code requires {
    #include "syntax/build.h"
}

%code provides {
    // The scanner's one entry; flex takes it as given (see YY_DECL in its manual).
    #define YY_DECL int plan_lex(PLAN_STYPE *yylval, struct span *yylloc, void *yyscanner)
    YY_DECL;
}

%code {
    #include "base/check.h"

    static void plan_error(struct span *span, void *scanner, struct scan *scan, const char *message)
    {
        (void)span;
        (void)scanner;
        (void)scan;
        BUG(message); // see above: every sequence of tokens is a file
    }

    // From the first part's start to the last's end; of nothing, the place before it.
    #define YYLLOC_DEFAULT(whole, parts, count)                                      \
        (whole).start = (count) ? YYRHSLOC(parts, 1).start : YYRHSLOC(parts, 0).end; \
        (whole).end = YYRHSLOC(parts, count).end
}

%token <struct word *>  WORD       "word"
%token <struct block *> OPEN       "{"
%token                  CLOSE      "}"
                        SEPARATOR  "end of statement"
                        END 0      "end of file"

%nterm <struct statement_list> lines
%nterm <struct statement *>    line statement
%nterm <struct block *>        block

%%

file:      lines                                { build_file(scan, $lines); }

lines:     line                                 { $$ = build_list(NO_STATEMENTS, $line); }
     |     lines[list] "end of statement" line  { $$ = build_list($list, $line); }

line:      %empty                               { $$ = NULL; }
    |      statement                            { $$ = $statement; }

statement: "word"[first]                        { $$ = build_statement(scan, $first); }
         | block                                { $$ = build_headless(scan, $block); }
         | statement[head] "word"[next]         { $$ = build_more_words(scan, $head, $next); }
         | statement[head] block                { $$ = build_statement_block(scan, $head, $block); }

block:     "{"[open] lines "}"                  { $$ = build_block(scan, $open, $lines, @$); }

%%
