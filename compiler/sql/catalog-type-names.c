// Whether there is a type of a name: PostgreSQL's own, those that were made, and the rows of
// tables and views.
#include "sql/catalog-parts.h"

bool type_is_built_in(struct str name)
{
    static const char *const names[] = { // as format_type() writes them, and others
        "smallint", "integer", "bigint", "real", "double precision", "numeric", "boolean", "text",
        "character varying", "character", "bpchar", "\"char\"", "name", "bytea", "bit",
        "bit varying", "date", "time without time zone", "time with time zone",
        "timestamp without time zone", "timestamp with time zone", "uuid", "json", "jsonb",
        "jsonpath", "xml", "inet", "cidr", "macaddr", "macaddr8", "money", "point", "line", "lseg",
        "box", "path", "polygon", "circle", "tsvector", "tsquery", "int4range", "int8range",
        "numrange", "tsrange", "tstzrange", "daterange", "int4multirange", "int8multirange",
        "nummultirange", "tsmultirange", "tstzmultirange", "datemultirange", "oid", "oidvector",
        "int2vector", "regclass", "regtype", "regproc", "regprocedure", "regnamespace", "regrole",
        "regoper", "regoperator", "regconfig", "regdictionary", "regcollation", "pg_lsn",
        "pg_snapshot", "txid_snapshot", "xid", "xid8", "cid", "tid", "refcursor", "aclitem",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i]))
            return true;
    return str_equal(str_slice(name, 0, 8), STR("interval"));
}

bool type_resolve(struct applier *applier, struct sql_type *type)
{
    struct sql_name name = { type->schema, type->name };
    if (!is_postgresql(applier) || !sql_name_is_set(name)
        || (!name.schema.length && type_is_built_in(name.name)))
        return true;
    if (str_starts_with(name.name, STR("\""))) // as one of the engine's own is called
        name.name = str_slice(name.name, 1, name.name.length - 1);
    struct catalog_found found = catalog_find_type(applier->arena, applier->catalog, name);
    if (found.presence == CATALOG_ABSENT) // each of these has a type of its rows
        found = applier_find(applier, name);
    if (found.presence == CATALOG_MAYBE)
        return applier_doubt(applier, "whether there is a type '%.*s' is not known",
                             STR_ARGS(applier_say(applier, name)));
    if (found.presence == CATALOG_ABSENT)
        return applier_refuse(applier, "there is no type '%.*s'",
                              STR_ARGS(applier_say(applier, name)));
    type->schema = found.object->name.schema;
    if (str_equal(type->schema, applier->catalog->schema))
        type->schema = STR_NONE; // as the engine writes it
    return true;
}
