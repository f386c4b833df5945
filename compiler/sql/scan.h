// The tokens of SQL, as PostgreSQL, MySQL, MariaDB and SQLite write it.
//
// One scanner for all dialects: what one of them reads and the others refuse is read. Where
// two of them read the same bytes differently, the engine decides; where it is not known, what
// makes sense. It never fails; a string or comment that is not closed goes to the end.
#ifndef SQL_SCAN_H
#define SQL_SCAN_H

#include "source/text.h"

enum sql_engine {
    SQL_ENGINE_UNKNOWN,
    SQL_ENGINE_POSTGRESQL,
    SQL_ENGINE_MYSQL,
    SQL_ENGINE_MARIADB,
    SQL_ENGINE_SQLITE,
};

enum sql_token_kind {
    SQL_TOKEN_END,         // behind the last one; without text
    SQL_TOKEN_WORD,        // a keyword or a plain name
    SQL_TOKEN_QUOTED_NAME, // "name" (a string for MySQL), `name`, [name] (SQLite)
    SQL_TOKEN_STRING,      // 'text', E'text', $$text$$
    SQL_TOKEN_NUMBER,
    SQL_TOKEN_PLACEHOLDER, // ? $1 :name @name %s %(name)s {name} ${name} #{name}
    SQL_TOKEN_OPERATOR,    // one operator: = || :: <> *
    SQL_TOKEN_OPEN,        // (
    SQL_TOKEN_CLOSE,       // )
    SQL_TOKEN_COMMA,
    SQL_TOKEN_DOT,
    SQL_TOKEN_SEMICOLON,
    SQL_TOKEN_DELIMITER, // MySQL: a line DELIMITER, or what it put in the semicolon's place
};

struct sql_token {
    enum sql_token_kind kind;
    uint32_t depth;   // how many parentheses are open around it, 0 outside all
    uint32_t partner; // of ( and ): the index of the other one; of ( without one: the end
    struct str text;  // as written, with its quotes
};

struct sql_comment {
    struct sql_comment *next;
    struct str text; // without its marks, trimmed
    struct span span;
    uint32_t before; // the index of the token that follows
};

struct sql_tokens {
    struct text text;
    struct sql_token *items; // `count` of them, and SQL_TOKEN_END behind
    uint32_t count;
    LIST_OF(sql_comment) comments;
    bool is_unclosed; // the last token is a string or name without its closing quote
};

struct sql_tokens *sql_scan(struct arena *arena, enum sql_engine engine, struct text text);

// The place of the first of psql's own commands that may change the database, or decides what
// does; not set where there is none.
struct span sql_find_client_command(const struct sql_tokens *tokens);

// Whether the comment that begins with the text is code: /*!80000 … */, /*M! … */. MariaDB leaves
// out what is for MySQL 5.7 to 9, and MySQL what is for MariaDB.
bool sql_comment_is_code(enum sql_engine engine, struct str text);

// True where the token is a plain word that reads `word`, in any case.
bool sql_token_is(const struct sql_token *token, const char *word);
bool sql_token_is_operator(const struct sql_token *token, const char *text);

// A name that is a plain word or stands in quotes, without them; no data where it is none.
struct str sql_token_name(const struct sql_token *token);

// The same as an engine stores it, doubled quotes made one; not folded.
struct str sql_token_stored(struct arena *arena, const struct sql_token *token);

// A text in which each `quote` is doubled, with each of them once.
struct str sql_undouble(struct arena *arena, struct str text, char quote);

// What stands between a string's quotes, escapes and all; no data where it is none. A name
// in double quotes counts, because MySQL reads a string there.
struct str sql_token_string(const struct sql_token *token);

// The index of the first token at or behind the offset in the text; the count where none is.
uint32_t sql_token_from(const struct sql_tokens *tokens, size_t offset);

// True where the token at the index is a plain word with a parenthesis behind it.
bool sql_token_is_call(const struct sql_tokens *tokens, uint32_t index);

// Words in lower case, sorted by their bytes.
struct sql_words {
    const char *const *words;
    size_t count;
};

// True where the word is one of them, in any case.
bool sql_words_have(const struct sql_words *list, struct str word);

// The place of the tokens [from, to).
struct span sql_tokens_span(const struct sql_tokens *tokens, uint32_t from, uint32_t to);

// The text of the tokens [from, to), as written.
struct str sql_tokens_text(const struct sql_tokens *tokens, uint32_t from, uint32_t to);

#endif
