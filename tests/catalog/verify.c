// What `verify schema` says on a server that holds what the catalog holds: nothing.
#include "tests/catalog/checker.h"

#include "backends/schema-check.h"

struct str verify_schema(struct checker *checker, const struct catalog *catalog)
{
    struct predicted_schema schema = { .catalog = catalog, .is_whole = true };
    struct schema_check check = schema_check_read(&checker->arena, &schema);
    struct str said, line;
    if (!check.sql.data)
        return STR_NONE;
    server_run(&checker->server, &checker->arena, check.sql, &said);
    struct output out = { .arena = &checker->arena };
    struct str last = STR("");
    while (str_next_line(&said, &line)) {
        if (!str_is(line, "checked"))
            output_format(&out, "#   verify schema: %.*s\n", STR_ARGS(line));
        last = line;
    }
    if (!str_is(last, "checked"))
        output_format(&out, "#   verify schema: it does not end\n");
    return out.bytes.count ? output_get(&out) : STR_NONE;
}
