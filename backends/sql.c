// backend sql: each phase's SQL on each store as deploy, backfill, verify and revert files
#include "backends/sql-files.h"

static void render(struct artefacts *artefacts, const struct unit *unit)
{
    const struct sql_files *files = sql_files_render(artefacts, unit);
    list_each(sql_file, file, files->files)
        artefacts_add(artefacts, file->path)->text = file->text;
}

const struct backend backend_sql = {
    .name = "sql",
    .summary = "each phase's SQL on each store as deploy, backfill, verify and revert files",
    .render = render,
};
