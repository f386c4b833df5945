#include "base/map.h"

#include "base/check.h"

// Heights of the two sides differ by one at most (AVL).
struct map_node {
    struct str key;
    const void *thing;
    const struct map_node *left, *right;
    uint32_t count;
    uint32_t height;
};

static uint32_t height_of(const struct map_node *node)
{
    return node ? node->height : 0;
}

static uint32_t count_of(const struct map_node *node)
{
    return node ? node->count : 0;
}

// A node with the key and thing of `entry`.
static const struct map_node *join(struct arena *arena, const struct map_node *entry,
                                   const struct map_node *left, const struct map_node *right)
{
    uint32_t lower = height_of(left), higher = height_of(right);
    struct map_node *node = arena_new(arena, struct map_node);
    *node = (struct map_node){
        .key = entry->key,
        .thing = entry->thing,
        .left = left,
        .right = right,
        .count = count_of(left) + count_of(right) + 1,
        .height = (lower > higher ? lower : higher) + 1,
    };
    return node;
}

// As join(), where one side is higher by two at most.
static const struct map_node *balance(struct arena *arena, const struct map_node *entry,
                                      const struct map_node *left, const struct map_node *right)
{
    if (height_of(left) > height_of(right) + 1) {
        if (height_of(left->left) >= height_of(left->right))
            return join(arena, left, left->left, join(arena, entry, left->right, right));
        const struct map_node *middle = left->right;
        return join(arena, middle, join(arena, left, left->left, middle->left),
                    join(arena, entry, middle->right, right));
    }
    if (height_of(right) > height_of(left) + 1) {
        if (height_of(right->right) >= height_of(right->left))
            return join(arena, right, join(arena, entry, left, right->left), right->right);
        const struct map_node *middle = right->left;
        return join(arena, middle, join(arena, entry, left, middle->left),
                    join(arena, right, middle->right, right->right));
    }
    return join(arena, entry, left, right);
}

static const struct map_node *put(struct arena *arena, const struct map_node *node,
                                  const struct map_node *entry)
{
    if (!node)
        return join(arena, entry, NULL, NULL);
    int order = str_compare(entry->key, node->key);
    if (order == 0)
        return join(arena, entry, node->left, node->right);
    if (order < 0)
        return balance(arena, node, put(arena, node->left, entry), node->right);
    return balance(arena, node, node->left, put(arena, node->right, entry));
}

struct map map_put(struct arena *arena, struct map map, struct str key, const void *thing)
{
    struct map_node entry = { .key = key, .thing = thing };
    return (struct map){ put(arena, map.root, &entry) };
}

// Without its first node, which is given in `first`.
static const struct map_node *take_first(struct arena *arena, const struct map_node *node,
                                         const struct map_node **first)
{
    if (!node->left) {
        *first = node;
        return node->right;
    }
    const struct map_node *left = take_first(arena, node->left, first);
    return balance(arena, node, left, node->right);
}

static const struct map_node *take(struct arena *arena, const struct map_node *node,
                                   struct str key)
{
    int order = str_compare(key, node->key);
    if (order < 0)
        return balance(arena, node, take(arena, node->left, key), node->right);
    if (order > 0)
        return balance(arena, node, node->left, take(arena, node->right, key));
    if (!node->left || !node->right)
        return node->left ? node->left : node->right;
    const struct map_node *next = NULL;
    const struct map_node *right = take_first(arena, node->right, &next);
    return balance(arena, next, node->left, right);
}

struct map map_remove(struct arena *arena, struct map map, struct str key)
{
    if (!map_find(map, key))
        return map;
    return (struct map){ take(arena, map.root, key) };
}

const void *map_find(struct map map, struct str key)
{
    const struct map_node *node = map.root;
    while (node) {
        int order = str_compare(key, node->key);
        if (order == 0)
            return node->thing;
        node = order < 0 ? node->left : node->right;
    }
    return NULL;
}

size_t map_count(struct map map)
{
    return count_of(map.root);
}

// ---- walking

static void push(struct map_walk *walk, const struct map_node *node, bool is_tree)
{
    if (!node)
        return;
    if (walk->count == sizeof walk->visits / sizeof *walk->visits)
        BUG("a map that is out of balance");
    walk->visits[walk->count++] = (struct map_visit){ node, is_tree };
}

static struct map_visit *top_of(struct map_walk *walk)
{
    return walk->count ? &walk->visits[walk->count - 1] : NULL;
}

// In place of the tree on top: its left side, its root alone, its right side.
static void open_top(struct map_walk *walk)
{
    const struct map_node *node = top_of(walk)->node;
    walk->count--;
    push(walk, node->right, true);
    push(walk, node, false);
    push(walk, node->left, true);
}

struct map_walk map_walk(struct map map)
{
    struct map_walk walk = { .count = 0 };
    push(&walk, map.root, true);
    return walk;
}

struct map_walk map_walk_from(struct map map, struct str from)
{
    struct map_walk walk = { .count = 0 };
    const struct map_node *node = map.root;
    while (node) {
        if (str_compare(node->key, from) < 0) {
            node = node->right;
            continue;
        }
        push(&walk, node->right, true);
        push(&walk, node, false);
        node = node->left;
    }
    return walk;
}

const void *map_next(struct map_walk *walk)
{
    while (walk->count && top_of(walk)->is_tree)
        open_top(walk);
    if (!walk->count)
        return NULL;
    const struct map_node *node = walk->visits[--walk->count].node;
    walk->key = node->key;
    return node->thing;
}

// ---- comparing

struct map_comparison map_compare(struct map before, struct map after)
{
    return (struct map_comparison){ map_walk(before), map_walk(after) };
}

// Until a node alone is on top of both, or one is at its end.
static void open_tops(struct map_walk *before, struct map_walk *after)
{
    for (;;) {
        struct map_visit *left = top_of(before), *right = top_of(after);
        bool left_opens = left && left->is_tree, right_opens = right && right->is_tree;
        if (!left_opens && !right_opens)
            return;
        if (left_opens && right_opens && left->node == right->node) {
            before->count--;
            after->count--;
        } else if (left_opens && (!right_opens || left->node->height >= right->node->height)) {
            open_top(before);
        } else {
            open_top(after);
        }
    }
}

bool map_next_pair(struct map_comparison *comparison, struct map_pair *pair)
{
    struct map_walk *before = &comparison->before, *after = &comparison->after;
    for (;;) {
        open_tops(before, after);
        struct map_visit *left = top_of(before), *right = top_of(after);
        if (!left && !right)
            return false;
        int order = !left ? 1 : !right ? -1 : str_compare(left->node->key, right->node->key);
        *pair = (struct map_pair){
            .key = order <= 0 ? left->node->key : right->node->key,
            .before = order <= 0 ? left->node->thing : NULL,
            .after = order >= 0 ? right->node->thing : NULL,
        };
        before->count -= order <= 0;
        after->count -= order >= 0;
        if (pair->before != pair->after)
            return true;
    }
}
