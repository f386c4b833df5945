// Writes the lines that cmark gets.
#include "readers/markdown/feed.h"

enum {
    LARGEST_INDENT = 3,      // what is indented further is code to cmark
    MAX_COLUMNS = 128,       // of a table
    MAX_CELLS = 1024,        // of a table's row
    MAX_PADDING = 64 * 1024, // cells that rows may lack in one file
    FEW_LINES = 10,          // too few to say that blank lines were lost
    BLANK_SHARE = 50,        // fewer than one line in so many
};

static bool is_flattened(struct str text)
{
    size_t lines = 0, blank = 0;
    struct raw_line line;
    for (size_t at = 0; at < text.length; at = line.next) {
        line = raw_line_at(text, at);
        blank += raw_line_is_blank(&line);
        lines++;
    }
    return lines >= FEW_LINES && blank * BLANK_SHARE < lines;
}

void feed_init(struct feed *feed, struct arena *arena, struct markdown_lines *out,
               struct markdown_repairs *repairs)
{
    *feed = (struct feed){
        .arena = arena,
        .out = out,
        .repairs = repairs,
        .text = out->text.str,
        .is_flattened = is_flattened(out->text.str),
        .is_blank = true,
        .ends_block = true,
    };
}

static void add(struct feed *feed, struct str bytes)
{
    for (size_t i = 0; i < bytes.length; i++)
        array_add(feed->arena, &feed->out->bytes, bytes.data[i]);
}

static void repeat(struct feed *feed, char c, size_t times)
{
    while (times--)
        array_add(feed->arena, &feed->out->bytes, c);
}

static struct markdown_line *begin_line(struct feed *feed, size_t offset)
{
    struct markdown_line *line = array_grow(feed->arena, &feed->out->lines);
    *line = (struct markdown_line){
        .offset = (uint32_t)offset,
        .moved_at = UINT32_MAX,
        .is_in_template = feed->is_in_template,
    };
    return line;
}

void feed_blank(struct feed *feed, size_t offset)
{
    feed->table_columns = 0;
    feed->cells = 0;
    feed->is_plain = false;
    if (feed->is_blank)
        return;
    feed->is_blank = feed->ends_block = true;
    begin_line(feed, offset);
    repeat(feed, '\n', 1);
}

// Closes the items that a line with this indentation does not belong to, and says where the
// content of the innermost one that is left begins.
static size_t container_column(struct feed *feed, size_t indent)
{
    while (feed->open_item_count && feed->open_items[feed->open_item_count - 1] > indent)
        feed->open_item_count--;
    return feed->open_item_count ? feed->open_items[feed->open_item_count - 1] : 0;
}

static void open_item(struct feed *feed, size_t column)
{
    if (feed->open_item_count < MAX_OPEN_ITEMS)
        feed->open_items[feed->open_item_count++] = column;
}

static void add_margin(struct feed *feed, unsigned quotes, size_t columns)
{
    repeat(feed, '>', quotes);
    repeat(feed, ' ', columns + (quotes > 0));
}

bool feed_is_in_code(struct feed *feed, const struct raw_line *line)
{
    return feed->is_indented_code
           && line->indent > container_column(feed, line->indent) + LARGEST_INDENT;
}

void feed_fence(struct feed *feed, const struct raw_line *line, const struct fence *fence)
{
    size_t container = container_column(feed, line->indent);
    size_t margin =
        line->indent < container + LARGEST_INDENT ? line->indent : container + LARGEST_INDENT;
    size_t column = margin + fence->indent - line->indent;
    begin_line(feed, line->start)->code = (uint32_t)feed->out->codes.count;
    add_margin(feed, fence->quotes, margin);
    if (fence->has_marker) {
        size_t length = list_marker_length(feed->text, line->content, line->end);
        struct str marker = str_slice(feed->text, line->content, line->content + length);
        bool is_ascii = (unsigned char)marker.data[0] < 0x80;
        add(feed, is_ascii ? marker : STR("-"));
        repeat(feed, ' ', column - margin - (is_ascii ? length : 1));
        open_item(feed, column);
    }
    add(feed, STR("```\n"));
    begin_line(feed, fence->start);
    add_margin(feed, fence->quotes, column);
    add(feed, STR("```\n"));
    feed->is_blank = feed->is_plain = feed->is_indented_code = false;
    feed->cells = 0;
    feed->ends_block = true;
    feed->table_columns = 0;
}

// The cells of a table's row; 0 where there is no pipe.
static size_t count_cells(struct str row)
{
    row = str_trim(row);
    size_t pipes = 0;
    for (size_t i = 0; i < row.length; i++) {
        pipes += row.data[i] == '|';
        i += row.data[i] == '\\';
    }
    if (pipes == 0)
        return 0;
    bool opens = row.data[0] == '|', closes = row.length > 1 && row.data[row.length - 1] == '|';
    return pipes + 1 - opens - closes;
}

static bool consists_of(struct str text, const char *characters)
{
    for (size_t i = 0; i < text.length; i++)
        if (!text.data[i] || !strchr(characters, text.data[i]))
            return false;
    return true;
}

static bool is_underline(struct str content)
{
    content = str_trim(content);
    return content.length && (consists_of(content, "-") || consists_of(content, "="));
}

static bool is_delimiter_row(struct str content)
{
    return str_find_char(content, '-', 0) != STR_NOT_FOUND
           && (str_find_char(content, '|', 0) != STR_NOT_FOUND
               || str_find_char(content, ':', 0) != STR_NOT_FOUND)
           && consists_of(content, "|:- \t\f\v");
}

// True where the line behind makes a row of `cells` cells the head of a table.
static bool is_before_delimiter_row(const struct feed *feed, size_t next, size_t cells)
{
    struct raw_line line = raw_line_at(feed->text, next);
    struct str content = str_slice(feed->text, line.content, line.end);
    return is_delimiter_row(content) && count_cells(content) == cells;
}

// True where the row belongs to no table, or should not: cmark fills rows up to the width of
// the head, and wide tables take it long.
static bool must_end_table(struct feed *feed, struct str content)
{
    size_t cells = count_cells(content);
    if (feed->table_columns) {
        feed->padding += cells < feed->table_columns ? feed->table_columns - cells : 0;
        return cells > MAX_CELLS || feed->padding > MAX_PADDING;
    }
    if (!is_delimiter_row(content))
        return false;
    if (feed->cells == 0 || cells > MAX_COLUMNS)
        return true;
    if (cells == feed->cells)
        feed->table_columns = cells;
    return false;
}

// True where a blank line keeps cmark from joining the line to the one before.
static bool needs_break(struct feed *feed, const struct raw_line *part)
{
    struct str content = str_slice(feed->text, part->content, part->end);
    if (must_end_table(feed, content))
        return true;
    if (feed->is_blank || feed->table_columns)
        return false;
    if (is_underline(content))
        return !feed->is_plain || !feed->begins_block || part->quotes;
    size_t cells = count_cells(content);
    return cells && cells <= MAX_CELLS && is_before_delimiter_row(feed, part->next, cells);
}

static bool is_plain(struct str content, const struct raw_line *part)
{
    return part->quotes == 0 && part->indent <= LARGEST_INDENT && !is_underline(content)
           && !strchr("#<|", content.data[0]) && !list_marker_length(content, 0, content.length)
           && str_find_char(content, '|', 0) == STR_NOT_FOUND;
}

// "##Title" lacks its blank; "##" alone and "#tag" do not.
static unsigned unspaced_level(struct str content)
{
    unsigned level = 0;
    while (level < content.length && content.data[level] == '#')
        level++;
    if (level < 2 || level > 6 || level == content.length)
        return 0;
    char next = content.data[level];
    return char_is_letter(next) || char_is_digit(next) || (unsigned char)next >= 0x80 ? level : 0;
}

static void add_content(struct feed *feed, struct markdown_line *line, const struct raw_line *part)
{
    struct str content = str_slice(feed->text, part->content, part->end);
    size_t before = part->content - part->start;
    size_t marker = list_marker_length(content, 0, content.length);
    unsigned level = part->indent <= LARGEST_INDENT ? unspaced_level(content) : 0;
    add(feed, str_slice(feed->text, part->start, part->content));
    if (marker && (unsigned char)content.data[0] >= 0x80) {
        add(feed, STR("-"));
        line->moved_at = (uint32_t)before + 1;
        line->moved_by = (int32_t)marker - 1;
        content = str_from(content, marker);
    } else if (level) {
        add(feed, str_slice(content, 0, level));
        add(feed, STR(" "));
        line->moved_at = (uint32_t)before + level + 1;
        line->moved_by = -1;
        content = str_from(content, level);
        if (feed->repairs->unspaced_count++ == 0)
            feed->repairs->first_unspaced =
                text_span(feed->out->text, part->content, part->content + level);
    }
    add(feed, content);
    add(feed, STR("\n"));
}

static void track_items(struct feed *feed, const struct raw_line *part)
{
    container_column(feed, part->indent);
    size_t marker = list_marker_length(feed->text, part->content, part->end);
    if (!marker)
        return;
    size_t at = part->content + marker, blanks = 0;
    while (at + blanks < part->end && char_is_blank(feed->text.data[at + blanks]))
        blanks++;
    bool is_bullet = (unsigned char)feed->text.data[part->content] >= 0x80;
    if (blanks == 0 || blanks > LARGEST_INDENT + 1)
        blanks = 1;
    open_item(feed, part->indent + (is_bullet ? 1 : marker) + blanks);
}

static void feed_part(struct feed *feed, const struct raw_line *part)
{
    if (raw_line_is_blank(part) && !part->quotes) {
        feed_blank(feed, part->start);
        return;
    }
    if (needs_break(feed, part))
        feed_blank(feed, part->start);
    struct str content = str_slice(feed->text, part->content, part->end);
    feed->is_indented_code =
        (feed->is_blank || feed->is_indented_code)
        && part->indent > container_column(feed, part->indent) + LARGEST_INDENT;
    track_items(feed, part);
    struct markdown_line *line = begin_line(feed, part->start);
    add_content(feed, line, part);
    feed->begins_block = feed->ends_block;
    feed->is_blank = false;
    feed->is_plain = content.length && is_plain(content, part);
    feed->ends_block = is_underline(content) || heading_level(content, 0, content.length);
    feed->cells = count_cells(content);
}

struct raw_line feed_place(const struct feed *feed, struct raw_line line)
{
    if (feed->is_in_template && !line.quotes)
        raw_line_dedent(&line, feed->text, feed->template_indent);
    return line;
}

void feed_text(struct feed *feed, const struct raw_line *line)
{
    struct raw_line part = feed_place(feed, *line);
    while (part.indent <= LARGEST_INDENT) {
        size_t split = feed_find_glued(feed->text, part.content, line->end, feed->is_flattened);
        if (split == line->end)
            break;
        part.end = split;
        feed_part(feed, &part);
        if (feed->repairs->unglued_count++ == 0)
            feed->repairs->first_unglued = text_span(feed->out->text, split, split + 1);
        part = (struct raw_line){ split, line->end, line->next, .content = split };
    }
    part.end = line->end;
    feed_part(feed, &part);
}
