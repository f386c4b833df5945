// A price in words.

#include "model/price.h"

#include "base/output.h"

const char *price_class_name(enum price_class class)
{
    static const char *const names[] = {
        [PRICE_UNKNOWN] = "not known", [PRICE_NOTHING] = "nothing", [PRICE_CLEAN] = "clean",
        [PRICE_LOSSY] = "lossy",       [PRICE_RESTORE] = "restore",
        [PRICE_IMPOSSIBLE] = "impossible",
    };
    return names[class];
}

const char *price_difficulty(const struct price *price)
{
    switch (price->class) {
    case PRICE_UNKNOWN: break;
    case PRICE_NOTHING: return "easy";
    case PRICE_CLEAN: return price->is_noticed ? "medium" : "easy";
    case PRICE_LOSSY: return "hard";
    case PRICE_RESTORE: return "restore";
    case PRICE_IMPOSSIBLE: return "not available";
    }
    return "";
}

static struct str loss_of_fold(struct arena *arena, const struct price *price)
{
    struct str to = price->folded->to.column, from = price->folded->from.column;
    if (price->is_overwritten)
        return arena_format(arena, "what '%.*s' does not tell of '%.*s', in every row",
                            STR_ARGS(to), STR_ARGS(from));
    return arena_format(arena, "what '%.*s' does not tell of what was written since phase %d began",
                        STR_ARGS(to), price->since->number);
}

static struct str loss_of_writes(struct arena *arena, const struct price *price)
{
    if (price->class == PRICE_LOSSY && price->folded)
        return loss_of_fold(arena, price);
    if (price->class == PRICE_LOSSY && price->since)
        return arena_format(arena, "what was written since phase %d began", price->since->number);
    if (price->class == PRICE_RESTORE && price->backup.length)
        return arena_format(arena, "what was written since backup '%.*s'",
                            STR_ARGS(price->backup));
    return price->class == PRICE_RESTORE ? STR("what was written since the backup") : STR_NONE;
}

struct str dropped_words(struct arena *arena, const struct dropped *dropped)
{
    struct output out = { .arena = arena };
    unsigned shown = 0;
    while (shown < dropped->count && shown < DROPPED_SHOWN_MAX) {
        struct str words = loss_words(arena, dropped->shown[shown]);
        output_format(&out, "%s%.*s", shown++ ? "; " : "", STR_ARGS(words));
    }
    if (dropped->count > shown)
        output_format(&out, "; and of %u more", dropped->count - shown);
    if (dropped->perhaps) {
        struct str words = loss_words(arena, dropped->perhaps);
        output_format(&out, "%sperhaps %.*s", shown ? "; " : "", STR_ARGS(words));
    }
    return output_get(&out);
}

struct str price_loss(struct arena *arena, const struct price *price)
{
    switch (price->class) {
    case PRICE_UNKNOWN: return STR_NONE;
    case PRICE_NOTHING:
    case PRICE_CLEAN: return STR("nothing");
    case PRICE_LOSSY:
    case PRICE_RESTORE: break;
    case PRICE_IMPOSSIBLE: return STR("no way back");
    }
    struct str writes = loss_of_writes(arena, price);
    struct str dropped = dropped_words(arena, &price->dropped);
    return arena_format(arena, "%.*s%s%.*s", STR_ARGS(writes),
                        writes.length && dropped.length ? "; " : "", STR_ARGS(dropped));
}
