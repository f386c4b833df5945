// Makes the row of passages out of the tree of blocks.

#include "readers/markdown/passage.h"

#include "readers/markdown/phrase.h"
#include "readers/markdown/words.h"

enum {
    MAX_PLAIN_PHASE_BYTES = 120,
    MAX_PLAIN_HEADING_BYTES = 60,
    MAX_PLAIN_HEADING_WORDS = 6,
    PLAIN_HEADING_LEVEL = 2,
};

struct collector {
    struct arena *arena;
    struct passages *passages;
    uint32_t item; // the item whose blocks are being collected
};

static struct passage *add(struct collector *collector, enum passage_kind kind,
                           const struct markdown_block *block)
{
    struct passage *passage = array_grow(collector->arena, &collector->passages->list);
    *passage = (struct passage){
        .kind = kind,
        .block = block,
        .line = block->line,
        .level = block->level,
        .item = collector->item,
        .heading = NO_PASSAGE,
        .end = (uint32_t)collector->passages->list.count,
    };
    return passage;
}

// ---- the lines of a paragraph

static enum markdown_box glyph_box(struct str line)
{
    static const char *const ticked[] = { "✅", "✔", "☑", NULL };
    static const char *const open[] = { "☐", "□", "⬜", "❌", "🔲", NULL };
    size_t at = words_skip_blanks(line, 0);
    for (int i = 0; ticked[i]; i++)
        if (str_starts_with(str_from(line, at), str_of(ticked[i])))
            return BOX_TICKED;
    for (int i = 0; open[i]; i++)
        if (str_starts_with(str_from(line, at), str_of(open[i])))
            return BOX_OPEN;
    return BOX_NONE;
}

static void set_text(struct passage *passage, struct text text, size_t from,
                     const struct markdown_mark *marks)
{
    struct text trimmed = text_trim(text);
    size_t start = words_skip_ornaments(trimmed.str, 0);
    passage->text = trimmed;
    passage->from = from + (trimmed.str.data ? (size_t)(trimmed.str.data - text.str.data) : 0);
    passage->marks = marks;
    passage->label = label_read(passage);
    for (const struct markdown_mark *mark = marks; mark && mark->from <= passage->from + start;
         mark = mark->next)
        if (mark->kind == MARK_STRONG && mark->from == passage->from + start)
            passage->is_lead_bold = true;
}

// True where the line does not go on the sentence before it.
static bool begins_passage(const struct markdown_block *block, struct text line, size_t from,
                           const struct markdown_mark *marks)
{
    struct passage probe = { .block = block };
    struct phrase phrase;
    set_text(&probe, line, from, marks);
    if (glyph_box(line.str) != BOX_NONE)
        return true;
    if (text_is_set(probe.label.text)
        && (probe.label.is_bold || probe.label.section != SECTION_UNKNOWN))
        return true;
    return line.str.length <= MAX_PLAIN_PHASE_BYTES && phrase_parse(probe.text, &phrase);
}

// Lines of a block that make one passage.
struct lines {
    size_t from;   // offset in the block's text
    size_t number; // of the first, from 0
    const struct markdown_mark *marks;
};

// A glyph before an item's text decorates it.
static void skip_glyph(struct passage *passage)
{
    if (glyph_box(passage->text.str) == BOX_NONE)
        return;
    size_t at = words_skip_ornaments(passage->text.str, 0);
    passage->from += at;
    passage->text = text_slice(passage->text, at, passage->text.str.length);
}

static void add_passage(struct collector *collector, enum passage_kind kind,
                        const struct markdown_block *block, struct lines lines, size_t to)
{
    struct passage *passage = add(collector, kind, block);
    passage->line = block->line + (uint32_t)lines.number;
    set_text(passage, text_slice(block->text, lines.from, to), lines.from, lines.marks);
    if (kind != PASSAGE_ITEM)
        return;
    passage->box = block->box;
    skip_glyph(passage);
}

// The lines of a paragraph or an item's head as one passage or more; `kind` is the first's.
static void add_lines(struct collector *collector, enum passage_kind kind,
                      const struct markdown_block *block)
{
    struct text rest = block->text, line;
    struct lines open = { .marks = block->marks.first };
    const struct markdown_mark *marks = block->marks.first;
    size_t number = 0;
    while (text_next_line(&rest, &line)) {
        size_t from = (size_t)(line.str.data - block->text.str.data);
        while (marks && marks->to <= from)
            marks = marks->next;
        if (number > 0 && begins_passage(block, line, from, marks)) {
            add_passage(collector, kind, block, open, from);
            open = (struct lines){ from, number, marks };
            kind = PASSAGE_TEXT;
        }
        number++;
    }
    add_passage(collector, kind, block, open, block->text.str.length);
}

// "✅ Backup taken" is an item, whatever it was written as.
static void turn_glyphs_to_items(struct passages *passages)
{
    for (size_t i = 0; i < passages->list.count; i++) {
        struct passage *passage = &passages->list.items[i];
        if (passage->kind != PASSAGE_TEXT || text_is_set(passage->label.text))
            continue;
        passage->box = glyph_box(passage->text.str);
        if (passage->box == BOX_NONE)
            continue;
        passage->kind = PASSAGE_ITEM;
        passage->level = 1;
        skip_glyph(passage);
    }
}

// ---- the walk

static void visit(struct collector *collector, const struct markdown_block *block)
{
    switch (block->kind) {
    case MARKDOWN_DOCUMENT:
    case MARKDOWN_LIST:
    case MARKDOWN_ROW:
    case MARKDOWN_CELL:
    case MARKDOWN_RULE:
    case MARKDOWN_FRONT_MATTER: return;
    case MARKDOWN_HEADING: {
        struct passage *heading = add(collector, PASSAGE_HEADING, block);
        set_text(heading, block->text, 0, block->marks.first);
        heading->section = section_of_heading(heading->text.str);
        return;
    }
    case MARKDOWN_PARAGRAPH: add_lines(collector, PASSAGE_TEXT, block); return;
    case MARKDOWN_ITEM: {
        uint32_t index = (uint32_t)collector->passages->list.count;
        add_lines(collector, PASSAGE_ITEM, block);
        struct passage *item = &collector->passages->list.items[index];
        if (!item->text.str.length) // "3." of a template has a place all the same
            item->text = text_for_span(collector->arena, STR(""), block->span);
        collector->item = index;
        return;
    }
    case MARKDOWN_CODE: add(collector, PASSAGE_CODE, block); return;
    case MARKDOWN_TABLE: add(collector, PASSAGE_TABLE, block); return;
    case MARKDOWN_HTML: add(collector, PASSAGE_HTML, block)->text = block->text; return;
    }
}

static void leave(struct collector *collector, const struct markdown_block *block)
{
    if (block->kind != MARKDOWN_ITEM)
        return;
    struct passage *item = &collector->passages->list.items[collector->item];
    // Lines that go on behind an item and begin with a label do not belong to it.
    item->end =
        block->children.first ? (uint32_t)collector->passages->list.count : collector->item + 1;
    collector->item = item->item;
}

// Without recursion: depth is the author's.
static void walk(struct collector *collector, const struct markdown_block *root)
{
    const struct markdown_block *block = root;
    while (block) {
        visit(collector, block);
        bool is_opaque = block->kind == MARKDOWN_TABLE;
        if (block->children.first && !is_opaque) {
            block = block->children.first;
            continue;
        }
        leave(collector, block);
        while (block != root && !block->next) {
            block = block->parent;
            leave(collector, block);
        }
        block = block == root ? NULL : block->next;
    }
}

// ---- lines that stand like headings

static bool is_title_case(struct str text)
{
    unsigned words = 0;
    for (size_t at = 0; at < text.length;) {
        size_t end = str_find_char(text, ' ', at);
        end = end == STR_NOT_FOUND ? text.length : end;
        if (end - at >= 4 && text.data[at] >= 'a' && text.data[at] <= 'z')
            return false;
        words++;
        at = end + 1;
    }
    return words <= MAX_PLAIN_HEADING_WORDS;
}

static bool may_be_heading(const struct passage *passage)
{
    struct str text = passage->text.str;
    bool is_alone = text.length == passage->block->text.str.length && !passage->block->marks.first;
    return passage->kind == PASSAGE_TEXT && is_alone && passage->item == NO_PASSAGE
           && str_find_char(text, ':', 0) == STR_NOT_FOUND && text.length > 2
           && text.length <= MAX_PLAIN_HEADING_BYTES
           && !strchr(".:;,!?)", text.data[text.length - 1]) && is_title_case(text)
           && str_find_char(text, '\n', 0) == STR_NOT_FOUND;
}

// True where phases are lines of plain text, so that headings may have lost their marks too.
static bool has_lost_markup(const struct passages *passages)
{
    unsigned count = 0;
    struct phrase phrase;
    for (size_t i = 0; i < passages->list.count && count < 2; i++) {
        const struct passage *passage = &passages->list.items[i];
        count += passage->kind == PASSAGE_TEXT && !passage->is_lead_bold
                 && passage->text.str.length <= MAX_PLAIN_PHASE_BYTES
                 && phrase_parse(passage->text, &phrase) && phrase.has_separator;
    }
    return count >= 2;
}

// "Rollback Plans" alone on its line, in a page that lost its markup. What opens a section is
// of one level, what stands in one of the next.
static void find_plain_headings(struct passages *passages)
{
    enum section open = SECTION_UNKNOWN;
    for (size_t i = 0; i < passages->list.count; i++) {
        struct passage *passage = &passages->list.items[i];
        struct phrase phrase;
        bool is_range = passage->kind == PASSAGE_TEXT && passage->block->kind == MARKDOWN_PARAGRAPH
                        && phrase_parse(passage->text, &phrase) && phrase_is_reference(&phrase)
                        && open == SECTION_ROLLBACK;
        if (!is_range && !may_be_heading(passage)
            && !(open == SECTION_RISK && passage->kind == PASSAGE_TEXT
                 && words_match(passage->text.str, 0, "risk #")))
            continue;
        enum section section = section_of_heading(passage->text.str);
        bool leads_list =
            i + 1 < passages->list.count && passages->list.items[i + 1].kind == PASSAGE_ITEM;
        if (section == SECTION_UNKNOWN && !(open != SECTION_UNKNOWN && leads_list))
            continue;
        bool is_inner = is_range || section == SECTION_UNKNOWN || section == open;
        passage->kind = PASSAGE_HEADING;
        passage->is_plain_heading = true;
        passage->section = section;
        passage->level = PLAIN_HEADING_LEVEL + is_inner;
        if (!is_inner)
            open = section;
    }
}

// ---- levels, sections

static bool names_phase(const struct passage *passage)
{
    struct phrase phrase;
    return (passage->kind == PASSAGE_HEADING || passage->is_lead_bold)
           && phrase_parse(passage->text, &phrase) && !key_is_time(phrase.family);
}

// A template inside a section, with headings of its own and no phases, belongs to that
// section: its headings are moved below the section's.
static void sink_templates(struct passages *passages)
{
    int around = 0;
    size_t count = passages->list.count;
    for (size_t i = 0, end; i < count; i = end) {
        struct passage *passage = &passages->list.items[i];
        end = i + 1;
        if (!passage->block->is_in_template) {
            if (passage->kind == PASSAGE_HEADING)
                around = passage->level;
            continue;
        }
        int highest = 7;
        bool has_phases = false;
        for (end = i; end < count && passages->list.items[end].block->is_in_template; end++) {
            const struct passage *inner = &passages->list.items[end];
            has_phases = has_phases || names_phase(inner);
            if (inner->kind == PASSAGE_HEADING && inner->level < highest)
                highest = inner->level;
        }
        for (size_t k = i; !has_phases && highest <= around && k < end; k++)
            if (passages->list.items[k].kind == PASSAGE_HEADING)
                passages->list.items[k].level += around + 1 - highest;
        for (size_t k = i; has_phases && k < end; k++)
            if (passages->list.items[k].kind == PASSAGE_HEADING)
                around = passages->list.items[k].level;
    }
}

// Sets the heading above each passage, and where each heading's section ends.
static void nest(struct passages *passages)
{
    enum { LEVELS = 16 };
    uint32_t open[LEVELS], depth = 0;
    for (uint32_t i = 0; i < passages->list.count; i++) {
        struct passage *passage = &passages->list.items[i];
        if (passage->kind == PASSAGE_HEADING)
            while (depth
                   && (passages->list.items[open[depth - 1]].level >= passage->level
                       || depth == LEVELS))
                passages->list.items[open[--depth]].end = i;
        passage->heading = depth ? open[depth - 1] : NO_PASSAGE;
        if (passage->kind == PASSAGE_HEADING)
            open[depth++] = i;
    }
    while (depth)
        passages->list.items[open[--depth]].end = (uint32_t)passages->list.count;
}

void passages_collect(struct passages *passages, struct arena *arena,
                      const struct markdown_block *document)
{
    struct collector collector = { .arena = arena, .passages = passages, .item = NO_PASSAGE };
    walk(&collector, document);
    turn_glyphs_to_items(passages);
    if (has_lost_markup(passages))
        find_plain_headings(passages);
    sink_templates(passages);
    nest(passages);
}

bool passage_code_span(const struct passage *passage, size_t from, struct text *code, size_t *end)
{
    size_t length = passage->text.str.length;
    for (const struct markdown_mark *mark = passage->marks; mark; mark = mark->next) {
        if (mark->to > passage->from + length)
            break;
        if (mark->kind != MARK_CODE || mark->from < passage->from + from || mark->to <= mark->from)
            continue;
        *end = mark->to - passage->from;
        *code = text_slice(passage->text, mark->from - passage->from, *end);
        return true;
    }
    return false;
}

bool passage_is_link(const struct passage *passage)
{
    size_t end = passage->from + passage->text.str.length;
    for (const struct markdown_mark *mark = passage->marks; mark; mark = mark->next)
        if (mark->kind == MARK_LINK && mark->from <= passage->from && mark->to >= end)
            return true;
    return false;
}

// Sections whose inner headings, where they announce nothing themselves, belong to them.
static bool is_inherited(enum section section)
{
    return section != SECTION_UNKNOWN && section != SECTION_PHASES && section != SECTION_OVERVIEW
           && section != SECTION_OTHER;
}

enum section passage_section(const struct passages *passages, uint32_t index)
{
    const struct passage *passage = &passages->list.items[index];
    uint32_t at = passage->kind == PASSAGE_HEADING ? index : passage->heading;
    for (bool is_first = true; at != NO_PASSAGE; is_first = false) {
        const struct passage *heading = &passages->list.items[at];
        bool is_title = heading->level == 1 && heading->section != SECTION_OVERVIEW;
        if (is_first ? heading->section != SECTION_UNKNOWN && !is_title
                     : heading->level > 1 && is_inherited(heading->section))
            return heading->section;
        at = heading->heading;
    }
    return SECTION_UNKNOWN;
}
