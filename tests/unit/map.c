// Maps that are never changed: order, sharing, balance, comparison.
#include "tests/unit/check.h"

#include "base/map.h"

static struct arena arena;

static struct str key_of(unsigned number)
{
    return arena_format(&arena, "k%06u", number);
}

// Every number below `count` in an order that is neither up nor down.
static struct map scattered(unsigned count)
{
    struct map map = { 0 };
    for (unsigned i = 0; i < count; i++) {
        struct str key = key_of(i * 7919 % count);
        map = map_put(&arena, map, key, key.data);
    }
    return map;
}

static bool holds_in_order(struct map map, size_t count)
{
    struct map_walk walk = map_walk(map);
    struct str last = STR("");
    size_t seen = 0;
    while (map_next(&walk)) {
        if (str_compare(last, walk.key) >= 0)
            return false;
        last = walk.key;
        seen++;
    }
    return seen == count && map_count(map) == count;
}

void test_map__keeps_order_and_older_states(void)
{
    struct map old = scattered(1009);
    CHECK(holds_in_order(old, 1009));
    struct map map = old;
    for (unsigned i = 0; i < 1009; i += 2)
        map = map_remove(&arena, map, key_of(i));
    CHECK(holds_in_order(map, 504) && holds_in_order(old, 1009));
    CHECK(!map_find(map, STR("k000002")) && map_find(map, STR("k000003")));
    CHECK(map_find(old, STR("k000002")) && !map_find(old, STR("k")));
    for (unsigned i = 0; i < 1009; i++)
        map = map_remove(&arena, map, key_of(i));
    CHECK(map_count(map) == 0 && !map.root);
    arena_release(&arena);
}

void test_map__a_key_has_one_thing(void)
{
    struct map map = map_put(&arena, (struct map){ 0 }, STR("a"), "first");
    map = map_put(&arena, map, STR("a"), "second");
    CHECK(map_count(map) == 1 && str_is(str_of(map_find(map, STR("a"))), "second"));
    CHECK(map_remove(&arena, map, STR("b")).root == map.root);
    arena_release(&arena);
}

void test_map__walks_from_a_key(void)
{
    struct map map = scattered(100);
    struct map_walk walk = map_walk_from(map, STR("k00009"));
    unsigned count = 0;
    while (map_next(&walk))
        count++;
    CHECK(count == 10);
    walk = map_walk_from(map, STR("l"));
    CHECK(!map_next(&walk));
    arena_release(&arena);
}

void test_map__compares_by_what_is_not_shared(void)
{
    struct map before = scattered(5003), after = before;
    struct map_pair pair;
    struct map_comparison comparison = map_compare(before, after);
    CHECK(!map_next_pair(&comparison, &pair));
    after = map_remove(&arena, after, STR("k000007"));
    after = map_put(&arena, after, STR("k000009"), "other");
    after = map_put(&arena, after, STR("k9"), "new");
    comparison = map_compare(before, after);
    CHECK(map_next_pair(&comparison, &pair) && str_is(pair.key, "k000007") && !pair.after);
    CHECK(map_next_pair(&comparison, &pair) && str_is(pair.key, "k000009"));
    CHECK(pair.before && str_is(str_of(pair.after), "other"));
    CHECK(map_next_pair(&comparison, &pair) && str_is(pair.key, "k9") && !pair.before);
    CHECK(!map_next_pair(&comparison, &pair));
    arena_release(&arena);
}
