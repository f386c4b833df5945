// Every form of the plan language, as YAML and back.
#include "base/output.h"
#include "plan/pattern.h"
#include "plan/spell.h"
#include "plan/write-yaml.h"
#include "readers/reader.h"
#include "syntax/yaml-scalar.h"
#include "tests/unit/check.h"

struct sample { // of a type: two values, in the plan language
    const char *type, *first, *second;
};

// Values that another form, or YAML itself, could take for something else.
static const struct sample samples[] = {
    { "TEXT", "\"auto: \\\"none\\\" # - [x] \\\\ \\n 'ü'\"", "\"none\"" },
    { "NAME", "`Order Items`.`Unit Price`", "on" },
    { "NUMBER", "40_000_000", "3.40" },
    { "PERCENT", "0.1%", "100%" },
    { "DURATION", "30min", "2mo" },
    { "SIZE", "12GB", "5B" },
    { "RATE", "1000/min", "5/s" },
    { "OFFSET", "T-3d", "T+2h" },
    { "DATE", "2027-01-04", "2028-02-29" },
    { "WHEN", "week 1..2", "2027-01-04 22:00" },
    { "CODE", "```sql\n  SELECT 1;\n\n    x\n```", "````toml\n`a` = 'ü: #'\n\n````" },
    { "VERSION", "15", "\"8.0.36 (Debian): x\"" },
    { "QUANTITY", "5", "2x" },
    { "BOUND", "> 2x baseline", "unchanged" },
    { "EXPECTATION", "is empty", "!= \"a \\\"b\\\" c\"" },
    { "COLUMNS", "users(id, `e mail`)", "main.users(*)" },
    { "PAIR", "a -> b", "`c d` -> e" },
    { "PHASE", "expand", "3" },
    { "VARIABLE", "DATABASE_URL", "true" },
    { "MEANS", "email", "\"#channel\"" },
    { "SWITCH", "off", "5%" },
};

static void write_value(struct output *out, const struct item *item, unsigned variant)
{
    const char *first = NULL, *second = NULL, *choices = item->type->choices;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        if (strcmp(samples[i].type, item->type->name) == 0) {
            first = samples[i].first;
            second = samples[i].second;
        }
    struct str choice = { 0 };
    if (!first)
        CHECK(choices && choice_next(&choices, &choice)); // each type has a sample
    struct str one = first ? str_of(variant % 2 ? second : first) : choice;
    struct str other = first ? str_of(variant % 2 ? first : second) : choice;
    output_format(out, " %.*s", STR_ARGS(one));
    if (item->is_list && variant >= 2)
        output_format(out, "%s %.*s", item->has_commas ? "," : "", STR_ARGS(other));
}

// Variants 2 and up have the optional parts. Returns whether there is a block.
static void write_items(struct output *out, const struct item *item, unsigned variant)
{
    for (; item; item = item->next)
        switch (item->kind) {
        case ITEM_LITERAL: output_format(out, " %.*s", STR_ARGS(item->name)); break;
        case ITEM_VALUE: write_value(out, item, variant); break;
        case ITEM_OPTIONAL:
            // An empty block that may be left out is none.
            if (variant >= 2
                && (item->inner->kind != ITEM_BLOCK || item->inner->block == BLOCK_TEXTS))
                write_items(out, item->inner, variant);
            break;
        case ITEM_BLOCK:
            output_str(out, item->block == BLOCK_TEXTS ? STR(" {\n\"- a: b\"\n\"c\"\n}")
                                                       : STR(" {\n}"));
            break;
        }
}

// The blocks around a statement, from the file inwards.
static const struct { enum block_id block; const char *open; unsigned depth; } holders[] = {
    { BLOCK_FILE, "", 0 },
    { BLOCK_PLAN, "plan \"p\" {\n", 1 },
    { BLOCK_PHASE, "plan \"p\" {\nphase expand \"a\" {\n", 2 },
    { BLOCK_CLAIMS, "plan \"p\" {\nphase expand \"a\" {\nrollback auto {\n", 3 },
    { BLOCK_ROLLBACK, "plan \"p\" {\nphase expand \"a\" {\nrollback {\n", 3 },
    { BLOCK_STORE, "plan \"p\" {\nstore s {\n", 2 },
    { BLOCK_TABLE, "plan \"p\" {\nstore s {\ntable t {\n", 3 },
    { BLOCK_APP, "plan \"p\" {\napp a {\n", 2 },
    { BLOCK_VERSION, "plan \"p\" {\napp a {\nversion v {\n", 3 },
    { BLOCK_FLAG, "plan \"p\" {\nflag f {\n", 2 },
    { BLOCK_METRIC, "plan \"p\" {\nmetric \"m\" {\n", 2 },
    { BLOCK_AUDIENCE, "plan \"p\" {\naudience a {\n", 2 },
    { BLOCK_MOVE, "plan \"p\" {\nmove m from a.b to a.c {\n", 2 },
    { BLOCK_RISK, "plan \"p\" {\nrisk \"r\" {\n", 2 },
    { BLOCK_BACKFILL, "plan \"p\" {\nphase expand \"a\" {\nbackfill m {\n", 3 },
};

struct reading {
    struct source_map map;
    struct unit unit;
};

static struct str read_as(struct arena *arena, const char *path, struct str text)
{
    struct reading reading = { .map = { .arena = arena } };
    struct source_file *file = source_add(&reading.map, str_of(path), text);
    unit_init(&reading.unit, &reading.map, file);
    reader_read(reader_for(str_of(path)), &reading.unit);
    plan_spell(&reading.unit);
    struct output out = { .arena = arena }, lines = { .arena = arena };
    document_dump(&out, &reading.map, reading.unit.document);
    struct str rest = output_get(&out);
    for (struct str line; str_next_line(&rest, &line);)
        output_format(&lines, "%.*s\n", STR_ARGS(str_from(line, 5))); // without its number
    list_each(diagnostic, finding, reading.unit.diagnostics.list)
        output_format(&lines, "%.*s\n", STR_ARGS(finding->message));
    struct str all = output_get(&lines);
    arena_release(&reading.unit.arena);
    return all;
}

static struct str as_yaml(struct arena *arena, struct str plan)
{
    struct reading reading = { .map = { .arena = arena } };
    struct source_file *file = source_add(&reading.map, STR("a.belay"), plan);
    struct unit *unit = &reading.unit;
    unit_init(unit, &reading.map, file);
    reader_read(reader_for(file->path), unit);
    struct yaml_writer writer = yaml_writer_start(arena);
    const struct statement *root = unit->document->statements.first;
    struct str lines;
    CHECK(root && root->block
          && yaml_write_entries(&writer, BLOCK_PLAN, &root->block->statements, &lines));
    struct str title = yaml_quote(arena, root->words.last->text.str);
    lines = arena_format(arena, "plan: %.*s\n%.*s", STR_ARGS(title), STR_ARGS(lines));
    arena_release(&unit->arena);
    return lines;
}

static void check_form(struct arena *arena, size_t holder, const struct item *items,
                       unsigned variant)
{
    struct output out = { .arena = arena };
    output_str(&out, str_of(holders[holder].open));
    write_items(&out, items, variant);
    output_char(&out, '\n');
    for (unsigned i = 0; i < holders[holder].depth; i++)
        output_str(&out, STR("}\n"));
    struct str plan = output_get(&out), yaml = as_yaml(arena, plan);
    CHECK_STR(read_as(arena, "a.yaml", yaml), read_as(arena, "a.belay", plan).data);
}

void test_spell__every_form_comes_back_from_yaml(void)
{
    unsigned count = 0;
    for (size_t holder = 0; holder < sizeof holders / sizeof *holders; holder++)
        for (size_t i = 0; i < form_count; i++) {
            if (forms[i].block != holders[holder].block)
                continue;
            count++;
            struct arena arena = { 0 };
            const struct alternative *alternative = form_pattern_parse(&arena, forms[i].pattern);
            for (; alternative; alternative = alternative->next)
                for (unsigned variant = 0; variant < 4; variant++)
                    check_form(&arena, holder, alternative->items, variant);
            arena_release(&arena);
        }
    CHECK(count == form_count); // each block has a holder
}
