// The greedy algorithm of E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986).
#include "base/difference.h"

enum {
    MAX_EDITS = 1000,          // lines that go or come, before the search is given up
    MAX_WORK = 64 * 1024 * 1024, // bytes compared, likewise
};

// A path is how far both texts were read: x lines of the old one, y = x - k of the new one,
// where k is its diagonal. After d edits the diagonals from -d to d have a path.
struct search {
    struct arena *arena;
    struct text_lines old_lines, new_lines; // without what both begin and end with
    long *furthest;   // x of each diagonal k, at k + MAX_EDITS + 1
    long **rounds;    // what `furthest` was before d edits: from -d to d
    size_t work;
    bool *is_deleted, *is_inserted; // a flag for each line
};

static struct text_lines lines_of(struct arena *arena, struct str text)
{
    struct text_lines lines = { 0 };
    for (size_t from = 0; from < text.length;) {
        size_t end = str_find_char(text, '\n', from);
        end = end == STR_NOT_FOUND ? text.length : end + 1;
        array_add(arena, &lines, str_slice(text, from, end));
        from = end;
    }
    return lines;
}

static bool is_common(struct search *search, long x, long y)
{
    if (x >= (long)search->old_lines.count || y >= (long)search->new_lines.count)
        return false;
    search->work += search->old_lines.items[x].length + 1;
    return str_equal(search->old_lines.items[x], search->new_lines.items[y]);
}

// Whether the best path of diagonal `k` comes from the one above: it inserts a line.
static bool is_insertion(const long *furthest, long k, long d)
{
    return k == -d || (k != d && furthest[k - 1] < furthest[k + 1]);
}

// Goes one edit further on every diagonal; true where a path reaches both ends.
static bool extend(struct search *search, long d)
{
    long *furthest = search->furthest + MAX_EDITS + 1;
    search->rounds[d] = arena_new_many(search->arena, long, (size_t)(2 * d + 3));
    memcpy(search->rounds[d], furthest - d - 1, (size_t)(2 * d + 3) * sizeof *furthest);
    for (long k = -d; k <= d; k += 2) {
        long x = is_insertion(furthest, k, d) ? furthest[k + 1] : furthest[k - 1] + 1;
        while (is_common(search, x, x - k))
            x++;
        furthest[k] = x;
        if (x >= (long)search->old_lines.count && x - k >= (long)search->new_lines.count)
            return true;
    }
    return false;
}

// Walks the path back from its end and marks the lines that it deletes and inserts.
static void mark(struct search *search, long d)
{
    long x = (long)search->old_lines.count, y = (long)search->new_lines.count;
    for (; d > 0; d--) {
        const long *furthest = search->rounds[d] + d + 1;
        long k = x - y;
        bool inserts = is_insertion(furthest, k, d);
        x = furthest[inserts ? k + 1 : k - 1];
        y = x - (inserts ? k + 1 : k - 1);
        if (inserts)
            search->is_inserted[y] = true;
        else
            search->is_deleted[x] = true;
    }
}

static void mark_all(struct search *search)
{
    memset(search->is_deleted, true, search->old_lines.count);
    memset(search->is_inserted, true, search->new_lines.count);
}

static void run(struct search *search)
{
    search->furthest = arena_new_many(search->arena, long, 2 * MAX_EDITS + 3);
    search->rounds = arena_new_many(search->arena, long *, MAX_EDITS + 1);
    search->is_deleted = arena_new_many(search->arena, bool, search->old_lines.count + 1);
    search->is_inserted = arena_new_many(search->arena, bool, search->new_lines.count + 1);
    for (long d = 0; d <= MAX_EDITS && search->work <= MAX_WORK; d++)
        if (extend(search, d)) {
            mark(search, d);
            return;
        }
    mark_all(search);
}

size_t text_lines_trim(struct text_lines *old_lines, struct text_lines *new_lines)
{
    size_t head = 0;
    while (old_lines->count > 0 && new_lines->count > 0
           && str_equal(old_lines->items[0], new_lines->items[0])) {
        old_lines->items++, old_lines->count--;
        new_lines->items++, new_lines->count--;
        head++;
    }
    while (old_lines->count > 0 && new_lines->count > 0
           && str_equal(old_lines->items[old_lines->count - 1],
                        new_lines->items[new_lines->count - 1])) {
        old_lines->count--;
        new_lines->count--;
    }
    return head;
}

static void collect(struct search *search, struct differences *differences, size_t head)
{
    for (size_t x = 0, y = 0; x < search->old_lines.count || y < search->new_lines.count;) {
        struct difference difference = { .old_start = head + x, .new_start = head + y };
        while (x < search->old_lines.count && search->is_deleted[x])
            x++, difference.old_count++;
        while (y < search->new_lines.count && search->is_inserted[y])
            y++, difference.new_count++;
        if (difference.old_count + difference.new_count > 0)
            array_add(search->arena, &differences->list, difference);
        else
            x++, y++;
    }
}

struct differences differences_find(struct arena *arena, struct str old_text, struct str new_text)
{
    struct differences differences = {
        .old_lines = lines_of(arena, old_text), .new_lines = lines_of(arena, new_text)
    };
    struct search search = {
        .arena = arena, .old_lines = differences.old_lines, .new_lines = differences.new_lines
    };
    size_t head = text_lines_trim(&search.old_lines, &search.new_lines);
    if (search.old_lines.count == 0 && search.new_lines.count == 0)
        return differences;
    run(&search);
    collect(&search, &differences, head);
    return differences;
}
