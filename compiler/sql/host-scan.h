// Inside the scanner of host code: what it must know about a language, and its state.
#ifndef SQL_HOST_SCAN_H
#define SQL_HOST_SCAN_H

#include "sql/host.h"

enum interpolation {
    INTERPOLATE_NOTHING,
    INTERPOLATE_BRACES,   // {name} in literals marked with f or $
    INTERPOLATE_TEMPLATE, // ${name} between backquotes
    INTERPOLATE_DOLLAR,   // ${name}, $name and {$name} in double quotes
    INTERPOLATE_HASH,     // #{name} in double quotes
};

struct host_language {
    const char *tags; // separated by blanks
    enum interpolation interpolation;
    bool has_hash_comments, has_slash_comments;
    bool has_backquotes; // strings in `backquotes`
    bool has_characters; // 'x' is a character, not a string
    bool has_heredocs;   // <<NAME
    bool joins_adjacent; // "a" "b" is one string
    bool is_shell;
};

enum { QUOTE_KINDS = 6 }; // ' " ` and each of them threefold

struct host_scanner {
    struct arena *arena;
    struct host_code *code;
    const struct host_language *language;
    struct str source;
    size_t at;
    size_t capacity;
    uint32_t open, depth; // as in the SQL scanner
    uint32_t line, indent;
    bool is_line_start;
    size_t unclosed_until[QUOTE_KINDS]; // no such quote before this offset is closed
    size_t heredoc_from, heredoc_to;    // bytes to step over when the line ends
    bool has_no_heredocs;
};

static inline char peek(const struct host_scanner *scanner, size_t ahead)
{
    size_t at = scanner->at + ahead;
    return at < scanner->source.length ? scanner->source.data[at] : '\0';
}

static inline bool is_name_start(char c)
{
    return char_is_letter(c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static inline bool is_name_part(char c)
{
    return is_name_start(c) || char_is_digit(c);
}

// Adds the token from the scanner's place to `to`, which is the new place.
struct host_token *host_add_token(struct host_scanner *scanner, enum host_token_kind kind,
                                  size_t to);

// Reads the string, character or here-document that opens here; false where none does.
bool host_scan_string(struct host_scanner *scanner);

// True where the token is one of the blank-separated words or operators.
bool host_token_is_any(const struct host_token *token, const char *words);

// A dot and its like: what joins a name to what it is a member of.
bool host_token_is_member(const struct host_token *token);

// The place of the tokens [from, to), at least one.
struct span host_span(const struct host_code *code, uint32_t from, uint32_t to);

// Fills `code->loops`.
void host_find_loops(struct arena *arena, struct host_code *code);

// Gives every literal the call and the name that it belongs to.
void host_attach(struct arena *arena, struct host_code *code);

// Fills `code->tokens` and `code->comments`.
void host_scan(struct arena *arena, struct host_code *code);

#endif
