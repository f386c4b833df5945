// Phases: their titles, times and kinds.

#include "readers/markdown/phase.h"

#include "readers/markdown/downtime.h"
#include "readers/markdown/words.h"

enum { KIND_COUNT = 32 }; // more than there are

// ---- times

static void write_when(struct phase_draft *draft, const struct prose_time *time)
{
    static const char *const grains[] = {
        [TIME_WEEK] = "week", [TIME_DAY] = "day", [TIME_MONTH] = "month"
    };
    struct writer *writer = &draft->writer;
    struct span place = text_place(time->text);
    struct statement *statement = write_statement(writer, place, "when");
    struct str word = time_word(writer->arena, time);
    if (time->kind == TIME_OFFSET || time->kind == TIME_DATE) {
        add_word(writer, statement, time->kind == TIME_OFFSET ? WORD_OFFSET : WORD_DATE, word,
                 place);
        return;
    }
    add_name(writer, statement, grains[time->kind], place);
    add_word(writer, statement, time->first == time->last ? WORD_NUMBER : WORD_RANGE, word, place);
}

static void write_estimate(struct phase_draft *draft, struct text text,
                           const struct prose_time *time)
{
    struct writer *writer = &draft->writer;
    struct span place = text_place(time->text);
    struct statement *statement = write_statement(writer, place, "estimate");
    add_word(writer, statement, WORD_DURATION, time_word(writer->arena, time), place);
    size_t behind = (size_t)(time->text.str.data - text.str.data) + time->text.str.length;
    struct text basis = text_trim(text_slice(text, behind, text.str.length));
    bool is_range = !time->is_exact
                    && (str_find_char(time->text.str, '-', 0) != STR_NOT_FOUND
                        || str_find(time->text.str, STR("–"), 0) != STR_NOT_FOUND);
    if (is_range)
        add_text(writer, statement, text);
    else if (basis.str.length)
        add_text(writer, statement, basis);
}

void phase_add_time(struct phase_draft *draft, struct text text)
{
    struct prose_time time;
    text = text_trim(text);
    if (!time_read(text, &time) || time.kind == TIME_OTHER) {
        write_text(&draft->writer, "note", text);
        return;
    }
    bool is_length = time.kind == TIME_LENGTH;
    if (!write_is_first(&draft->writer, is_length ? "estimate" : "when")) {
        write_text(&draft->writer, "note", text);
        return;
    }
    if (is_length)
        write_estimate(draft, text, &time);
    else
        write_when(draft, &time);
}

void phase_add_downtime(struct phase_draft *draft, struct text text)
{
    if (!downtime_write(&draft->writer, text))
        write_text(&draft->writer, "note", text);
}

// ---- titles

static struct text trim_title(struct text title)
{
    title = text_trim(title);
    for (size_t before = title.str.length + 1; title.str.length < before;) {
        before = title.str.length;
        size_t end = words_trim_ornaments(title.str);
        while (end && strchr(":-,.*_", title.str.data[end - 1]))
            end--;
        title = text_trim(text_slice(title, 0, end));
    }
    return title;
}

// The parenthesis that ends the title: its inside, and where it opens. False where there is
// none, or nothing before it.
static bool find_parenthesis(struct text title, struct text *inner, size_t *open)
{
    static const char *const pairs[][2] = { { "(", ")" }, { "（", "）" } };
    for (int i = 0; i < 2; i++) {
        struct str opening = str_of(pairs[i][0]), closing = str_of(pairs[i][1]);
        if (!str_ends_with(title.str, closing))
            continue;
        int depth = 0;
        for (size_t at = title.str.length; at-- > 0;) {
            struct str rest = str_from(title.str, at);
            depth += str_starts_with(rest, closing);
            depth -= str_starts_with(rest, opening);
            if (depth > 0 || !str_starts_with(rest, opening))
                continue;
            *open = at;
            *inner = text_trim(
                text_slice(title, at + opening.length, title.str.length - closing.length));
            return at > 0 && inner->str.length > 0;
        }
    }
    return false;
}

// "… (Week 1-2)": the time, or a note, and the title without it.
static bool cut_parentheses(struct phase_draft *draft, struct text *title)
{
    struct text inner;
    struct prose_time time;
    size_t open;
    if (!find_parenthesis(*title, &inner, &open))
        return false;
    if (time_read_whole(inner, &time) && time.kind != TIME_OTHER)
        phase_add_time(draft, inner);
    else
        write_text(&draft->writer, "note", inner);
    *title = trim_title(text_slice(*title, 0, open));
    return true;
}

// "(Week 1): …".
static bool cut_leading_parentheses(struct phase_draft *draft, struct text *title)
{
    size_t close = str_find_char(title->str, ')', 0);
    if (!title->str.length || title->str.data[0] != '(' || close == STR_NOT_FOUND)
        return false;
    size_t rest = words_skip_blanks(title->str, close + 1), start = rest;
    while (rest < title->str.length
           && (strchr(":.", title->str.data[rest]) || words_dash(title->str, rest)))
        rest += words_dash(title->str, rest) ? words_dash(title->str, rest) : 1;
    struct text inner = text_trim(text_slice(*title, 1, close));
    struct prose_time time;
    if (rest == start || rest >= title->str.length || !inner.str.length)
        return false;
    if (time_read_whole(inner, &time) && time.kind != TIME_OTHER)
        phase_add_time(draft, inner);
    else
        write_text(&draft->writer, "note", inner);
    *title = trim_title(text_slice(*title, rest, title->str.length));
    return true;
}

// "… — 2 days".
static bool cut_dashed_time(struct phase_draft *draft, struct text *title)
{
    for (size_t at = title->str.length; at-- > 1;) {
        size_t dash = words_dash(title->str, at);
        if (!dash || !char_is_blank(title->str.data[at - 1]))
            continue;
        struct text rest = text_trim(text_slice(*title, at + dash, title->str.length));
        struct prose_time time;
        bool is_time = time_read_whole(rest, &time) && time.kind != TIME_OTHER
                       && time.text.str.length == rest.str.length;
        if (!is_time)
            return false;
        phase_add_time(draft, rest);
        *title = trim_title(text_slice(*title, 0, at));
        return true;
    }
    return false;
}

// "… COMPLETE": what was done is a note.
static bool cut_status(struct phase_draft *draft, struct text *title)
{
    static const char *const words[] = { "COMPLETE", "COMPLETED", "DONE",    "IN PROGRESS",
                                         "PENDING",  "TODO",      "PLANNED", "NOT STARTED" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct str word = str_of(words[i]);
        size_t start = title->str.length - word.length;
        if (!str_ends_with(title->str, word) || start == 0
            || !char_is_blank(title->str.data[start - 1]))
            continue;
        write_text(&draft->writer, "note", text_slice(*title, start, title->str.length));
        *title = trim_title(text_slice(*title, 0, start));
        return title->str.length > 0;
    }
    return false;
}

// The end of the first sentence, or of the text.
static size_t sentence_end(struct str text)
{
    for (size_t at = 0; at + 1 < text.length; at++)
        if (strchr(".:;", text.data[at]) && char_is_blank(text.data[at + 1]) && at > 2)
            return at;
    return text.length;
}

// What names a phase without a phrase: the bold text at its head, else its first sentence.
static struct text plain_title(const struct passage *passage, struct text line)
{
    if (passage->kind == PASSAGE_HEADING || passage->kind == PASSAGE_TABLE
        || passage->kind == PASSAGE_CODE)
        return line;
    struct text lead = passage_lead(passage);
    if (lead.str.length)
        return lead;
    size_t start = words_skip_ornaments(passage->text.str, 0);
    struct text whole = text_slice(passage->text, start, passage->text.str.length);
    return text_trim(text_slice(whole, 0, sentence_end(whole.str)));
}

// A title in an item goes on over its line's end, up to the end of the sentence.
static struct text whole_title(const struct passage *passage, struct text title)
{
    if (passage->kind != PASSAGE_ITEM || !title.str.length || passage->label.is_bold)
        return title;
    const char *line_end = title.str.data + title.str.length;
    const char *end = passage->text.str.data + passage->text.str.length;
    if (line_end >= end || *line_end != '\n' || sentence_end(title.str) < title.str.length)
        return title;
    size_t from = (size_t)(title.str.data - passage->text.str.data);
    struct text rest = text_slice(passage->text, from, passage->text.str.length);
    return text_slice(rest, 0, sentence_end(rest.str));
}

// What stands behind the title in the passage that holds it.
static struct text tail_of(const struct passage *passage, struct text title)
{
    if (passage->kind != PASSAGE_TEXT && passage->kind != PASSAGE_ITEM)
        return TEXT_NONE;
    if (!title.str.data || !passage->text.str.data)
        return TEXT_NONE;
    const char *end = title.str.data + title.str.length, *start = passage->text.str.data;
    if (end < start || end > start + passage->text.str.length)
        return TEXT_NONE;
    struct text tail = text_slice(passage->text, (size_t)(end - start), passage->text.str.length);
    size_t at = words_skip_ornaments(tail.str, 0);
    while (at < tail.str.length && (strchr(":.;", tail.str.data[at]) || words_dash(tail.str, at)))
        at += words_dash(tail.str, at) ? words_dash(tail.str, at) : 1;
    return text_trim(text_slice(tail, at, tail.str.length));
}

static void read_title(struct phase_draft *draft, const struct passage *passage)
{
    const struct member *member = draft->member;
    struct text title = member->phrase.title;
    bool has_phrase = member->phrase.family != KEY_NONE || member->phrase.to > 0;
    title = has_phrase ? whole_title(passage, title) : plain_title(passage, title);
    draft->tail = tail_of(passage, title.str.length ? title : member->text);
    title = trim_title(title);
    if (!has_phrase)
        title = trim_title(text_slice(title, words_skip_ornaments(title.str, 0), title.str.length));
    cut_leading_parentheses(draft, &title);
    while (cut_parentheses(draft, &title) || cut_dashed_time(draft, &title)
           || cut_status(draft, &title))
        if (!title.str.length)
            break;
    if (!title.str.length)
        title = trim_title(member->text);
    draft->title = title;
}

// "Week 3: T": the key is the phase's time.
static void read_time_key(struct phase_draft *draft)
{
    const struct phrase *phrase = &draft->member->phrase;
    if (!key_is_time(phrase->family) || phrase->family == KEY_HOUR)
        return;
    struct text key = text_slice(draft->member->text, phrase->from, draft->member->text.str.length);
    struct prose_time time;
    if (time_read(key, &time) && time.kind != TIME_OTHER && write_is_first(&draft->writer, "when"))
        write_when(draft, &time);
}

// ---- numbers

// "4. Switch over": the number of a heading without a key, and its title without it.
static void read_ordinal(struct phase_draft *draft)
{
    struct text title = draft->title;
    int number;
    size_t end = words_number(title.str, 0, &number);
    if (end && end < title.str.length && strchr(".)", title.str.data[end])
        && end + 1 < title.str.length && char_is_blank(title.str.data[end + 1])) {
        draft->number = number;
        draft->has_number = true;
        draft->title = text_trim(text_slice(title, end + 1, title.str.length));
    }
}

// From the phase's title to the end of its body.
static struct span body_span(const struct phases *phases, const struct member *member)
{
    struct span span = text_place(member->text);
    if (member->row)
        return member->row->span;
    uint32_t last = member->body_end > member->passage + 1 ? member->body_end - 1 : member->passage;
    uint32_t end = phases->passages->list.items[last].block->span.end;
    return (struct span){span.start, end > span.end ? end : span.end};
}

// `position` counts from 1: the number of a phase that has none.
static void read_number(struct phases *phases, struct phase_draft *draft, int position)
{
    const struct member *member = draft->member;
    const struct passage *passage = &phases->passages->list.items[member->passage];
    const struct phrase *phrase = &member->phrase;
    draft->number = phrase->number;
    draft->has_number = phrase->is_numeric && phrase->minor < 0 && !key_is_time(phrase->family);
    if (phrase->to == 0 && member->row)
        read_ordinal(draft);
    if (phrase->family == KEY_NONE) {
        bool is_item = passage->kind == PASSAGE_ITEM && passage->block->is_ordered;
        draft->has_number = is_item;
        draft->number = passage->block->number;
        if (!is_item)
            read_ordinal(draft);
    }
    if (!draft->has_number && (phrase->family == KEY_NONE || key_is_time(phrase->family)))
        draft->number = position;
}

// ---- drafts

static void add_draft(struct phases *phases, const struct member *member, int position)
{
    struct arena *arena = &phases->unit->arena;
    struct phase_draft *draft = arena_new(arena, struct phase_draft);
    struct writer writer = { .arena = arena, .list = &phases->statements };
    draft->member = member;
    draft->statement = write_statement(&writer, text_place(member->text), "phase");
    draft->writer = write_block(&writer, draft->statement, body_span(phases, member));
    read_time_key(draft);
    read_title(draft, &phases->passages->list.items[member->passage]);
    read_number(phases, draft, position);
    list_add(&phases->drafts, draft);
}

void phases_read(struct phases *phases, struct unit *unit, const struct passages *passages,
                 const struct run *run)
{
    *phases = (struct phases){ .unit = unit, .passages = passages, .run = run };
    for (size_t i = 0; i < run->members.count; i++)
        add_draft(phases, &run->members.items[i], (int)i + 1);
    list_each (phase_draft, draft, phases->drafts)
        phase_read_body(phases, draft);
}

// ---- the end

static void write_head(struct phases *phases, struct phase_draft *draft, const char *kind,
                       unsigned times, bool has_number)
{
    struct writer *writer = &draft->writer;
    struct span place = draft->statement->span;
    struct arena *arena = &phases->unit->arena;
    if (has_number)
        add_word(writer, draft->statement, WORD_NUMBER, arena_format(arena, "%d", draft->number),
                 place);
    add_name(writer, draft->statement, kind, place);
    if (times > 1) {
        add_name(writer, draft->statement, "as", place);
        add_word(writer, draft->statement, WORD_NAME, arena_format(arena, "%s-%u", kind, times),
                 place);
    }
    add_text(writer, draft->statement, draft->title);
}

struct kind_count {
    const char *kind;
    unsigned times;
};

// How many phases have had the kind, this one included.
static unsigned count_kind(struct kind_count counts[KIND_COUNT], const char *kind)
{
    int i = 0;
    while (i < KIND_COUNT - 1 && counts[i].kind && strcmp(counts[i].kind, kind))
        i++;
    counts[i].kind = kind;
    return ++counts[i].times;
}

void phases_finish(struct phases *phases)
{
    struct kind_count counts[KIND_COUNT] = { { NULL, 0 } };
    bool has_expanded = false;
    int last = -1;
    list_each (phase_draft, draft, phases->drafts) {
        const char *kind = phase_kind_of(draft->title.str, &draft->deeds, has_expanded);
        has_expanded = has_expanded || draft->deeds.adds || strcmp(kind, "expand") == 0;
        bool has_number = draft->has_number && draft->number > last;
        last = has_number ? draft->number : last < 0 ? 1 : last + 1;
        if (draft->timeline.kind != TIME_NONE && write_is_first(&draft->writer, "when"))
            write_when(draft, &draft->timeline);
        rollback_write(&draft->rollback, &draft->writer);
        write_head(phases, draft, kind, count_kind(counts, kind), has_number);
    }
}
