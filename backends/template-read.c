#include "backends/template-read.h"

enum { MOST_BLOCKS = 500, MOST_HOLES = 50 };

struct open_block {
    struct str name;
    unsigned line;
    ARRAY_OF(struct template_hole) holes;
    ARRAY_OF(struct template_piece) pieces;
    bool is_used[MOST_HOLES];
};

struct reader {
    struct arena *arena;
    struct template_mistake *mistake;
    unsigned line;
    struct str language;
    ARRAY_OF(struct template_block) blocks;
    struct open_block *open; // NULL outside of blocks
};

static bool fail(struct reader *reader, struct str message)
{
    *reader->mistake = (struct template_mistake){ reader->line, message };
    return false;
}

// The length of the name at the head of the text.
static size_t name_length(struct str text)
{
    size_t length = 0;
    while (length < text.length
           && ((text.data[length] >= 'a' && text.data[length] <= 'z') || text.data[length] == '_'))
        length++;
    return length;
}

static bool is_name(struct str text)
{
    return text.length > 0 && name_length(text) == text.length;
}

// ---- the head of a block

static int find_hole(const struct open_block *block, struct str name)
{
    for (size_t i = 0; i < block->holes.count; i++)
        if (str_equal(block->holes.items[i].name, name))
            return (int)i;
    return -1;
}

static bool add_hole(struct reader *reader, struct str declaration)
{
    size_t colon = str_find_char(declaration, ':', 0);
    struct str name = str_slice(declaration, 0, colon);
    struct str type = colon == STR_NOT_FOUND ? STR("") : str_trim(str_from(declaration, colon + 1));
    if (!is_name(name) || !is_name(type))
        return fail(reader, arena_format(reader->arena, "expected HOLE: TYPE, not '%.*s'",
                                         STR_ARGS(declaration)));
    if (find_hole(reader->open, name) >= 0)
        return fail(reader, arena_format(reader->arena, "block '%.*s' has the hole '%.*s' twice",
                                         STR_ARGS(reader->open->name), STR_ARGS(name)));
    if (reader->open->holes.count == MOST_HOLES)
        return fail(reader, STR("too many holes"));
    array_add(reader->arena, &reader->open->holes,
              ((struct template_hole){ .name = name, .type = type }));
    return true;
}

// "a: text, b: number"
static bool add_holes(struct reader *reader, struct str list)
{
    while (list.length > 0) {
        size_t comma = str_find_char(list, ',', 0);
        if (!add_hole(reader, str_trim(str_slice(list, 0, comma))))
            return false;
        list = comma == STR_NOT_FOUND ? STR("") : str_from(list, comma + 1);
    }
    return true;
}

static bool has_block(const struct reader *reader, struct str name)
{
    for (size_t i = 0; i < reader->blocks.count; i++)
        if (str_equal(reader->blocks.items[i].name, name))
            return true;
    return false;
}

// `head` is what follows "%% block ".
static bool open_block(struct reader *reader, struct str head)
{
    size_t length = name_length(head);
    struct str name = str_slice(head, 0, length), holes = str_from(head, length);
    if (reader->language.length == 0)
        return fail(reader, STR("no `%% language` yet"));
    if (reader->open)
        return fail(reader, arena_format(reader->arena, "block '%.*s' is still open",
                                         STR_ARGS(reader->open->name)));
    if (length == 0 || !str_starts_with(holes, STR("(")) || !str_ends_with(holes, STR(")")))
        return fail(reader, STR("expected `%% block NAME(HOLE: TYPE, ...)`"));
    if (has_block(reader, name))
        return fail(reader, arena_format(reader->arena, "block '%.*s' is there already",
                                         STR_ARGS(name)));
    if (reader->blocks.count == MOST_BLOCKS)
        return fail(reader, STR("too many blocks"));
    reader->open = arena_new(reader->arena, struct open_block);
    reader->open->name = name;
    reader->open->line = reader->line;
    return add_holes(reader, str_slice(holes, 1, holes.length - 1));
}

static bool close_block(struct reader *reader)
{
    struct open_block *block = reader->open;
    if (!block)
        return fail(reader, STR("no block is open"));
    for (size_t i = 0; i < block->holes.count; i++)
        if (!block->is_used[i])
            return fail(reader,
                        arena_format(reader->arena, "block '%.*s' never uses its hole '%.*s'",
                                     STR_ARGS(block->name), STR_ARGS(block->holes.items[i].name)));
    array_add(reader->arena, &reader->blocks,
              ((struct template_block){
                  .name = block->name,
                  .line = block->line,
                  .holes = block->holes.items,
                  .hole_count = block->holes.count,
                  .pieces = block->pieces.items,
                  .piece_count = block->pieces.count,
              }));
    reader->open = NULL;
    return true;
}

// ---- its text

static void add_text(struct reader *reader, struct str text)
{
    if (text.length > 0)
        array_add(reader->arena, &reader->open->pieces,
                  ((struct template_piece){ .text = text, .hole = -1 }));
}

// A hole, or the second of two @; `*line` begins behind the first.
static bool add_hole_or_at(struct reader *reader, struct str *line)
{
    struct open_block *block = reader->open;
    if (str_starts_with(*line, STR("@"))) {
        add_text(reader, str_slice(*line, 0, 1));
        *line = str_from(*line, 1);
        return true;
    }
    struct str name = str_slice(*line, 0, name_length(*line));
    if (name.length == 0 || !str_starts_with(str_from(*line, name.length), STR("@")))
        return fail(reader, STR("a lone @ (write @@)"));
    int hole = find_hole(block, name);
    if (hole < 0)
        return fail(reader, arena_format(reader->arena, "block '%.*s' has no hole '%.*s'",
                                         STR_ARGS(block->name), STR_ARGS(name)));
    block->is_used[hole] = true;
    array_add(reader->arena, &block->pieces, ((struct template_piece){ .hole = hole }));
    *line = str_from(*line, name.length + 1);
    return true;
}

static bool add_line(struct reader *reader, struct str line)
{
    for (size_t at; (at = str_find_char(line, '@', 0)) != STR_NOT_FOUND;) {
        add_text(reader, str_slice(line, 0, at));
        line = str_from(line, at + 1);
        if (!add_hole_or_at(reader, &line))
            return false;
    }
    add_text(reader, line);
    add_text(reader, STR("\n"));
    return true;
}

// ---- lines

static bool read_language(struct reader *reader, struct str language)
{
    if (reader->language.length > 0)
        return fail(reader, STR("the language is named already"));
    if (!is_name(language))
        return fail(reader, STR("expected `%% language LANGUAGE`"));
    reader->language = language;
    return true;
}

static bool read_line(struct reader *reader, struct str line)
{
    static const struct str language = TEMPLATE_TEXT("%% language ");
    static const struct str block = TEMPLATE_TEXT("%% block ");
    if (str_starts_with(line, language))
        return read_language(reader, str_from(line, language.length));
    if (str_starts_with(line, block))
        return open_block(reader, str_from(line, block.length));
    if (str_is(line, "%% end"))
        return close_block(reader);
    if (str_starts_with(line, STR("%%")))
        return true;
    if (reader->open)
        return add_line(reader, line);
    return str_trim(line).length == 0 || fail(reader, STR("text outside a block"));
}

bool template_read(struct arena *arena, struct str text, struct template *template,
                   struct template_mistake *mistake)
{
    struct reader reader = { .arena = arena, .mistake = mistake };
    for (struct str line; str_next_line(&text, &line);) {
        reader.line++;
        if (str_ends_with(line, STR("\r")))
            line.length--;
        if (!read_line(&reader, line))
            return false;
    }
    if (reader.open)
        return fail(&reader, arena_format(arena, "block '%.*s' is not closed",
                                          STR_ARGS(reader.open->name)));
    *template = (struct template){
        .language = reader.language,
        .blocks = reader.blocks.items,
        .block_count = reader.blocks.count,
    };
    return true;
}
