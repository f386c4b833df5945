// Writes the statements that the plan language would have had, marked as inferred.
#ifndef READERS_MARKDOWN_STATEMENTS_H
#define READERS_MARKDOWN_STATEMENTS_H

#include "readers/markdown/block.h"

// Where statements are written to: the file, a plan's or a phase's block, or a statement's
// own block.
struct writer {
    struct arena *arena;
    struct statement_list *list;
    uint32_t written; // bits of `once_keywords` that were written already
};

// A new statement at the end of the list.
struct statement *write_statement(struct writer *writer, struct span span, const char *keyword);

// True the first time for a keyword that may stand once in its block.
bool write_is_first(struct writer *writer, const char *keyword);

// KEYWORD "text": line ends in the text become blanks.
struct statement *write_text(struct writer *writer, const char *keyword, struct text text);

// As write_text(), as `note "text"` where the keyword stands in the block already.
void write_text_once(struct writer *writer, const char *keyword, struct text text);

// KEYWORD ["title"] CODE. `language` may be empty: the code is text then.
struct statement *write_code(struct writer *writer, const char *keyword, struct text title,
                             struct text code, struct str language);

// A block behind the statement, and the writer into it.
struct writer write_block(struct writer *writer, struct statement *statement, struct span span);

void add_name(struct writer *writer, struct statement *statement, const char *name,
              struct span place);
void add_text(struct writer *writer, struct statement *statement, struct text text);
void add_code(struct writer *writer, struct statement *statement, struct text code,
              struct str language);
// A word of another kind that stands for `place`.
void add_word(struct writer *writer, struct statement *statement, enum word_kind kind,
              struct str word, struct span place);

// One line of text: line ends and the blanks around them become one blank.
struct text text_one_line(struct arena *arena, struct text text);

// "Estimated Time" as a name of the plan language: "estimated-time".
struct str name_from_prose(struct arena *arena, struct str text);

// What a fence's tag says: may it run, and what is it shown as.
enum code_class { CODE_SQL, CODE_SHELL, CODE_DIFF, CODE_DATA, CODE_BELAY, CODE_OTHER };

enum code_class code_class_of(struct str language);

// The tag that the plan language knows: every dialect of SQL is "sql".
struct str code_language(struct str language);

// True where a span of code begins like a statement of SQL; like a command of a shell.
bool span_is_sql(struct str code);
bool span_is_command(struct str code);

#endif
