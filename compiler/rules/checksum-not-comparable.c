//! rule        checksum-not-comparable
//! code        VER003
//! level       error
//! since       0.1
//! source      outputs.md 3.5
//!
//! Two checksums are compared that differ over equal data.
//!
//! ## Why
//!
//! A checksum over rows is a checksum of a text, and each engine makes that text in its own way:
//! GROUP_CONCAT puts a comma between rows, STRING_AGG what it is told; without ORDER BY the rows
//! come in any order; `a || b` is NULL where one of them is, and the row is left out; GROUP_CONCAT
//! is cut at group_concat_max_len (1024 bytes for MySQL), so it speaks of the first rows only. A
//! comparison that always fails is switched off, and one that passes by chance is believed.
//!
//! What can be compared is a sum: hash each row by itself, over one canonical text of its
//! columns, and compare the number of rows and the sums of the hashes.
//!
//! ## Fails
//!
//! ````belay phase
//! verify "The same on both sides" ```python
//!   old = mysql.query("SELECT MD5(GROUP_CONCAT(id, weight)) FROM parcels")
//!   new = postgres.query("SELECT MD5(STRING_AGG(id::text || weight::text, '')) FROM parcels")
//!   assert old == new
//! ```
//! ````
//!
//! ````belay phase
//! verify "The same in both schemas" ```sql
//!   SELECT (SELECT md5(string_agg(id || ':' || weight, ',' ORDER BY id)) FROM old.parcels)
//!        = (SELECT md5(string_agg(id || weight, ',' ORDER BY id)) FROM new.parcels);
//! ```
//! ````
//!
//! ## Passes
//!
//! ````belay phase
//! verify "The same on both sides" ```python
//!   old = mysql.query("SELECT SUM(CRC32(CONCAT_WS('|', id, COALESCE(weight, '-')))) FROM parcels")
//!   new = sqlite.query("SELECT SUM(CRC32(CONCAT_WS('|', id, COALESCE(weight, '-')))) FROM
//!   parcels") assert old == new
//! ```
//! ````
//!
//! ````belay phase
//! verify "The same in both schemas" ```sql
//!   SELECT (SELECT md5(string_agg(id || ':' || weight, ',' ORDER BY id)) FROM old.parcels)
//!        = (SELECT md5(string_agg(id || ':' || weight, ',' ORDER BY id)) FROM new.parcels);
//! ```
//! ````

#include "rules/rule.h"

#include "model/sides.h"
#include "sql/checksum.h"

// More of them in one place are no comparison of two sides.
enum { MOST_CHECKSUMS = 16 };

struct found {
    const struct site *site;
    const struct site_query *query;
    const struct checksum *checksum;
};

struct comparison_pair {
    struct found first, second;
    LIST_OF(diagnostic_line) reasons;
    bool may_be_equal; // by chance: nothing but an order or a limit tells them apart
    struct arena *arena;
};

// ---- why two of them differ

static void add_reason(struct comparison_pair *pair, struct str text)
{
    struct diagnostic_line *line = arena_new(pair->arena, struct diagnostic_line);
    line->text = text;
    list_add(&pair->reasons, line);
}

static struct str differs(struct comparison_pair *pair, struct str a, struct str b)
{
    return arena_format(pair->arena, "%.*s and %.*s give different values", STR_ARGS(a),
                        STR_ARGS(b));
}

static bool is_group_concat(const struct checksum *checksum)
{
    return str_equal_ignoring_case(checksum->aggregate, STR("GROUP_CONCAT"));
}

static bool is_limited(const struct found *found)
{
    return is_group_concat(found->checksum)
           && str_find_ignoring_case(found->site->code->text.str, STR("group_concat_max_len"), 0)
                  == STR_NOT_FOUND;
}

// SHA and SHA1 are one function; what has a length as argument is not told apart.
static bool is_same_hash(struct str a, struct str b)
{
    static const char *const certain[] = { "MD5", "CRC32", "HASHTEXT", "SHA1", NULL };
    bool is_a = false, is_b = false;
    for (const char *const *name = certain; *name; name++) {
        is_a |= str_equal_ignoring_case(a, str_of(*name));
        is_b |= str_equal_ignoring_case(b, str_of(*name));
    }
    return !is_a || !is_b || str_equal_ignoring_case(a, b);
}

static void compare_texts(struct comparison_pair *pair)
{
    const struct checksum *a = pair->first.checksum, *b = pair->second.checksum;
    const struct checksum *unordered = a->is_ordered ? b : a;
    bool have_shapes = a->has_shape && b->has_shape;
    pair->may_be_equal =
        (!a->has_separator || !b->has_separator || str_equal(a->separator, b->separator))
        && (!have_shapes || str_equal(a->shape, b->shape)) && !pair->reasons.first;
    if (a->has_separator && b->has_separator && !str_equal(a->separator, b->separator))
        add_reason(pair,
                   arena_format(pair->arena, "rows are joined by '%.*s' here and by '%.*s' there",
                                STR_ARGS(a->separator), STR_ARGS(b->separator)));
    if (have_shapes && a->columns != b->columns)
        add_reason(pair, arena_format(pair->arena, "one is over %u columns, the other over %u",
                                      a->columns, b->columns));
    else if (have_shapes && !str_equal(a->shape, b->shape))
        add_reason(pair, STR("the columns of a row are joined in different ways"));
    if (!unordered->is_ordered)
        add_reason(pair,
                   arena_format(pair->arena, "without ORDER BY in %.*s the rows come in any order",
                                STR_ARGS(unordered->aggregate)));
    if (is_limited(&pair->first) != is_limited(&pair->second))
        add_reason(
            pair, arena_format(pair->arena, "%.*s is cut at group_concat_max_len, the other is not",
                               STR_ARGS(is_limited(&pair->first) ? a->aggregate : b->aggregate)));
}

static void compare(struct comparison_pair *pair)
{
    const struct checksum *a = pair->first.checksum, *b = pair->second.checksum;
    bool is_other_sum =
        a->kind == CHECKSUM_SUM && !str_equal_ignoring_case(a->aggregate, b->aggregate);
    if (!is_same_hash(a->hash, b->hash))
        add_reason(pair, differs(pair, a->hash, b->hash));
    if (a->kind != b->kind || is_other_sum)
        add_reason(pair, differs(pair, a->aggregate, b->aggregate));
    else if (a->kind == CHECKSUM_TEXT || a->kind == CHECKSUM_ARRAY)
        compare_texts(pair);
}

// ---- what is said about them

// "rows joined by ',', in no order, rows with a NULL left out"
static struct str label_of(struct arena *arena, const struct checksum *checksum)
{
    if (checksum->kind == CHECKSUM_SUM)
        return checksum->aggregate;
    struct str joined = STR("");
    if (checksum->has_separator)
        joined = arena_format(arena, "rows joined by '%.*s', ", STR_ARGS(checksum->separator));
    return arena_format(arena, "%.*s%s%s", STR_ARGS(joined),
                        checksum->is_ordered ? "in order" : "in no order",
                        checksum->drops_null_rows ? ", rows with a NULL left out" : "");
}

static void check_pair(struct unit *unit, struct found first, struct found second)
{
    struct comparison_pair pair = { .first = first, .second = second, .arena = &unit->arena };
    compare(&pair);
    if (!pair.reasons.first)
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_checksum_not_comparable, first.checksum->span,
                 pair.may_be_equal ? "these two checksums may differ over equal data"
                                   : "these two checksums are not equal over equal data");
    diagnostic_label(finding, "%.*s", STR_ARGS(label_of(&unit->arena, first.checksum)));
    diagnostic_also(finding, second.checksum->span, "%.*s",
                    STR_ARGS(label_of(&unit->arena, second.checksum)));
    list_each(diagnostic_line, reason, pair.reasons)
        diagnostic_note(finding, "%.*s", STR_ARGS(reason->text));
    diagnostic_help(finding, "hash each row by itself, and compare the sums of the hashes");
    diagnostic_about(finding, "%.*s", STR_ARGS(first.checksum->table.name));
    site_cap(finding, first.site);
}

// ---- which two are compared

static bool is_comparing_name(struct str name)
{
    return name_has_part(
        name, "equal equals same match matches matched compare compared eq be assert diff "
              "is verify check");
}

static bool mentions(const struct host_code *code, struct host_range range, struct str name)
{
    for (uint32_t i = range.from; i < range.to && i < code->count; i++)
        if (code->tokens[i].kind == HOST_WORD && str_equal(code->tokens[i].text, name))
            return true;
    return false;
}

// The code says that the two values have to be the same.
static bool are_compared(const struct host_code *code, const struct host_literal *a,
                         const struct host_literal *b)
{
    bool are_named = a->name.length > 0 && b->name.length > 0 && !str_equal(a->name, b->name);
    list_each(host_comparison, comparison, code->comparisons) {
        if (are_named
            && ((str_equal(comparison->left, a->name) && str_equal(comparison->right, b->name))
                || (str_equal(comparison->left, b->name) && str_equal(comparison->right, a->name))))
            return true;
        if (a->range.to <= comparison->at && comparison->at < b->range.from && !a->name.length
            && b->range.from - a->range.to < 16)
            return true;
    }
    if (!are_named)
        return false;
    list_each(host_call, call, code->calls)
        if (is_comparing_name(call->name) && mentions(code, call->range, a->name)
            && mentions(code, call->range, b->name))
            return true;
    return false;
}

static bool is_pair(const struct plan *plan, const struct found *a, const struct found *b)
{
    if (a->site == b->site && a->query->literal)
        return are_compared(a->site->host, a->query->literal, b->query->literal);
    if (a->query->literal || b->query->literal
        || !tables_are_sides(plan, a->checksum->table, b->checksum->table))
        return false;
    bool is_one_place =
        a->site == b->site || (a->site->phase == b->site->phase && a->site->next == b->site);
    return is_one_place && site_is_validation(a->site) && site_is_validation(b->site);
}

// Of one SELECT as of any other, every checksum of the site.
static unsigned collect(struct arena *arena, const struct site *site, struct found *found,
                        unsigned count)
{
    list_each(site_query, query, site->queries)
        list_each(sql_statement, statement, query->script->statements)
            for (const struct checksum *checksum = sql_checksum(arena, statement);
                 checksum && count < MOST_CHECKSUMS; checksum = sql_next_checksum(arena, checksum))
                found[count++] = (struct found){ site, query, checksum };
    return count;
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct found found[MOST_CHECKSUMS];
    list_each(site, site, model_of(unit)->sites) {
        if (site->role == SITE_UNDOES)
            continue;
        unsigned own = collect(&unit->arena, site, found, 0), count = own;
        if (own == 0)
            continue;
        if (site->next && own == 1 && !site->host && site->next->role == site->role)
            count = collect(&unit->arena, site->next, found, own);
        bool is_told_apart = count <= 2 || site->host;
        for (unsigned i = 0; i < own && is_told_apart; i++)
            for (unsigned j = i + 1; j < count; j++)
                if (is_pair(plan, &found[i], &found[j]))
                    check_pair(unit, found[i], found[j]);
    }
}

const struct rule rule_checksum_not_comparable = { .check_plan = check_plan };
