// What a schema has to be, as rows of SQL: an object, the table that it belongs to, and its facts
// as JSON. The queries of templates/sql-schema.tmpl find the same of the real schema.
#ifndef BACKENDS_SCHEMA_ROWS_H
#define BACKENDS_SCHEMA_ROWS_H

#include "base/output.h"
#include "model/predicted.h"

struct schema_rows { // of VALUES, one a line
    struct output out;
    size_t count;
};

struct schema_writer {
    struct arena *arena;
    const struct predicted_schema *schema;
    enum sql_engine engine;
    struct schema_rows expected; // (parent, object, facts)
    struct schema_rows whole;    // (scope): what is in it and is not expected is wrong
    struct schema_rows gone;     // (object): it must not be there
    struct map objects;          // that may be there: their texts
    struct output facts;         // of the object at hand
};

// ---- objects, as texts: "column public.orders.total"

bool schema_is_mysql(const struct schema_writer *writer); // or MariaDB

// As names are compared.
struct str schema_name(const struct schema_writer *writer, struct str name);
struct str schema_key(const struct schema_writer *writer, const char *kind, struct sql_name name);
struct str schema_part_key(const struct schema_writer *writer, const char *kind,
                           struct sql_name table, struct str name);
struct str schema_trigger_key(const struct schema_writer *writer, struct sql_name owner,
                              struct str name);

// ---- rows

void schema_begin_facts(struct schema_writer *writer);
void schema_fact(struct schema_writer *writer, const char *name, struct str value);
void schema_fact_if(struct schema_writer *writer, const char *name, bool holds);
void schema_end_facts(struct schema_writer *writer, struct str parent, struct str object);
void schema_add_single(struct schema_writer *writer, struct schema_rows *rows, struct str value);

// It may be there, under another name as well.
void schema_remember(struct schema_writer *writer, struct str object);

// ---- tables

void schema_add_table(struct schema_writer *writer, const struct catalog_object *object);

// Those of a table or view.
void schema_add_triggers(struct schema_writer *writer, const struct catalog_object *owner);

// The value of a column's default as both sides write it; no data where the engine may write it
// in another way.
struct str schema_default(struct arena *arena, enum sql_engine engine,
                          const struct sql_column *column);

#endif
