// Writes statements.

#include "readers/markdown/statements.h"

#include "base/check.h"
#include "base/output.h"
#include "base/utf8.h"
#include "readers/markdown/words.h"

static const char *const once_keywords[] = {
    "what",    "why",      "owner",     "budget",   "timezone",   "type",
    "pattern", "risk",     "downtime",  "estimate", "reversible", "rollback-effort",
    "start",   "zero",     "numbering", "current",  "target",     "when",
    "goal",    "rollback",
};

struct statement *write_statement(struct writer *writer, struct span span, const char *keyword)
{
    struct statement *statement = statement_new(writer->arena, span, keyword);
    statement->is_inferred = true;
    list_add(writer->list, statement);
    return statement;
}

bool write_is_first(struct writer *writer, const char *keyword)
{
    for (size_t i = 0; i < sizeof once_keywords / sizeof *once_keywords; i++)
        if (strcmp(once_keywords[i], keyword) == 0) {
            bool is_first = !(writer->written >> i & 1);
            writer->written |= UINT32_C(1) << i;
            return is_first;
        }
    BUG("a keyword that may stand more than once");
}

struct text text_one_line(struct arena *arena, struct text text)
{
    text = text_trim(text);
    if (str_find_char(text.str, '\n', 0) == STR_NOT_FOUND)
        return text;
    struct text_builder builder = {.arena = arena};
    struct text rest = text, line;
    while (text_next_line(&rest, &line)) {
        size_t from = (size_t)(line.str.data - text.str.data);
        line = text_trim(line);
        if (!line.str.length)
            continue;
        if (builder.written.bytes.count)
            text_builder_replace(&builder, STR(" "), text_span(text, from ? from - 1 : 0, from));
        text_builder_append(&builder, line);
    }
    return text_builder_finish(&builder);
}

void add_text(struct writer *writer, struct statement *statement, struct text text)
{
    statement_add_word(writer->arena, statement, WORD_TEXT, text_one_line(writer->arena, text));
}

void add_word(struct writer *writer, struct statement *statement, enum word_kind kind,
              struct str word, struct span place)
{
    statement_add_word(writer->arena, statement, kind, text_for_span(writer->arena, word, place));
}

void add_name(struct writer *writer, struct statement *statement, const char *name,
              struct span place)
{
    add_word(writer, statement, WORD_NAME, str_of(name), place);
}

void add_code(struct writer *writer, struct statement *statement, struct text code,
              struct str language)
{
    struct word *word = statement_add_word(writer->arena, statement, WORD_CODE, code);
    word->language = language.length ? code_language(language) : STR("text");
}

struct statement *write_text(struct writer *writer, const char *keyword, struct text text)
{
    struct statement *statement = write_statement(writer, text_place(text), keyword);
    add_text(writer, statement, text);
    return statement;
}

void write_text_once(struct writer *writer, const char *keyword, struct text text)
{
    write_text(writer, write_is_first(writer, keyword) ? keyword : "note", text);
}

struct statement *write_code(struct writer *writer, const char *keyword, struct text title,
                             struct text code, struct str language)
{
    struct statement *statement = write_statement(writer, text_place(code), keyword);
    if (title.str.length)
        add_text(writer, statement, title);
    add_code(writer, statement, code, language);
    return statement;
}

struct writer write_block(struct writer *writer, struct statement *statement, struct span span)
{
    struct block *block = statement_add_block(writer->arena, statement, span);
    return (struct writer){.arena = writer->arena, .list = &block->statements};
}

struct str name_from_prose(struct arena *arena, struct str text)
{
    struct output name = {.arena = arena};
    bool is_apart = false;
    for (size_t at = 0, length; at < text.length; at += length) {
        uint32_t code_point = utf8_decode(str_from(text, at), &length);
        bool is_part =
            code_point < 0x80 ? char_is_word((char)code_point) : utf8_is_letter(code_point);
        if (!is_part) {
            is_apart = name.bytes.count > 0;
            continue;
        }
        if (is_apart)
            output_char(&name, '-');
        is_apart = false;
        if (!name.bytes.count && code_point < 0x80 && char_is_digit((char)code_point))
            output_char(&name, '_');
        char bytes[4];
        output_text(&name, bytes, utf8_encode(utf8_lower(code_point), bytes));
    }
    return name.bytes.count ? output_get(&name) : STR("text");
}

// ---- code

static bool is_one_of(struct str word, const char *const *words)
{
    for (; *words; words++)
        if (str_equal_ignoring_case(word, str_of(*words)))
            return true;
    return false;
}

enum code_class code_class_of(struct str language)
{
    static const char *const sql[] = {"sql",   "postgresql", "pgsql", "postgres", "mysql",
                                      "plsql", "tsql",       "psql",  "sqlite",   NULL};
    static const char *const shell[] = {"bash",          "sh",           "shell", "zsh", "console",
                                        "shell-session", "shellsession", NULL};
    static const char *const data[] = {"json", "yaml", "yml",     "toml", "env", "ini",       "hcl",
                                       "xml",  "csv",  "mermaid", "text", "txt", "plaintext", NULL};
    if (is_one_of(language, sql))
        return CODE_SQL;
    if (is_one_of(language, shell))
        return CODE_SHELL;
    if (is_one_of(language, data))
        return CODE_DATA;
    if (str_equal_ignoring_case(language, STR("belay")))
        return CODE_BELAY;
    return str_equal_ignoring_case(language, STR("diff")) ? CODE_DIFF : CODE_OTHER;
}

struct str code_language(struct str language)
{
    if (code_class_of(language) == CODE_SQL)
        return STR("sql");
    bool is_shell = code_class_of(language) == CODE_SHELL;
    return is_shell && !str_is(language, "bash") ? STR("sh") : language;
}

bool span_is_sql(struct str code)
{
    static const char *const verbs[] = {
        "select *", "insert into", "update *", "delete from", "alter *",   "create *", "drop *",
        "with *",   "truncate",    "vacuum",   "analyze *",   "reindex *", NULL};
    struct str text = str_trim(code);
    size_t end = 0;
    while (end < text.length && char_is_letter(text.data[end]))
        end++;
    bool has_more = end < text.length && char_is_blank(text.data[end]);
    if (!has_more)
        return false;
    for (int i = 0; verbs[i]; i++) {
        struct str verb = str_of(verbs[i]);
        size_t length = str_find_char(verb, ' ', 0);
        if (length == STR_NOT_FOUND)
            length = verb.length;
        if (!str_equal_ignoring_case(str_slice(text, 0, end), str_slice(verb, 0, length)))
            continue;
        bool is_open = str_ends_with(verb, STR("*")) || length == verb.length;
        return is_open || words_match(text, 0, verbs[i]) > 0;
    }
    return false;
}

bool span_is_command(struct str code)
{
    static const char *const commands[] = {
        "psql",      "pg_dump", "pg_restore", "mysql",   "mysqldump", "kubectl", "helm",
        "docker",    "git",     "npm",        "npx",     "yarn",      "pnpm",    "make",
        "terraform", "aws",     "gcloud",     "az",      "curl",      "ssh",     "systemctl",
        "rails",     "rake",    "python",     "python3", "alembic",   "flyway",  "liquibase",
        "prisma",    "sqlite3", "bash",       "sh",      "sudo",      NULL,
    };
    struct str text = str_trim(code);
    size_t end = str_find_char(text, ' ', 0);
    return end != STR_NOT_FOUND && is_one_of(str_slice(text, 0, end), commands);
}
