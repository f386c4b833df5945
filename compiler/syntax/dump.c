// The document tree as text, for tests: line numbers, then the DSL that says the same.

#include "base/check.h"
#include "base/output.h"
#include "syntax/document.h"

static void dump_quoted(struct output *out, struct str text)
{
    output_char(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (c == '\n')
            output_str(out, STR("\\n"));
        else if (c == '\t')
            output_str(out, STR("\\t"));
        else if ((unsigned char)c < 0x20 || c == 0x7F)
            output_format(out, "\\u{%X}", (unsigned)c);
        else {
            if (c == '"' || c == '\\')
                output_char(out, '\\');
            output_char(out, c);
        }
    }
    output_char(out, '"');
}

static void dump_word(struct output *out, const struct word *word)
{
    if (word->kind == WORD_TEXT)
        dump_quoted(out, word->text.str);
    else if (word->kind == WORD_CODE) {
        output_format(out, "```%.*s ", STR_ARGS(word->language));
        dump_quoted(out, word->text.str);
    } else
        output_str(out, word->text.str);
}

static void dump_statements(struct output *out, const struct source_map *sources,
                            const struct statement *statement, size_t depth)
{
    for (; statement; statement = statement->next) {
        struct source_place place = source_locate(sources, statement->span.start);
        output_format(out, "%4u%c ", place.line_number, statement->is_inferred ? '~' : ' ');
        output_repeat(out, ' ', depth * 2);
        list_each(word, word, statement->words) {
            if (word != statement->words.first)
                output_char(out, ' ');
            dump_word(out, word);
        }
        output_str(out, statement->block ? STR(" {\n") : STR("\n"));
        if (statement->block) {
            dump_statements(out, sources, statement->block->statements.first, depth + 1);
            output_str(out, STR("      "));
            output_repeat(out, ' ', depth * 2);
            output_str(out, STR("}\n"));
        }
    }
}

void document_dump(struct output *out, const struct source_map *sources,
                   const struct document *document)
{
    dump_statements(out, sources, document->statements.first, 0);
}
