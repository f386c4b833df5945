// Random statements of DDL for one engine, most of them valid in the catalog as it is, some
// not. A dialect is a table of forms: to teach the generator more, add one.
#ifndef TESTS_CATALOG_GENERATE_H
#define TESTS_CATALOG_GENERATE_H

#include "base/output.h"
#include "sql/catalog.h"
#include "sql/identifier.h"

struct generator {
    struct arena *arena;
    uint64_t state; // of the random numbers: the same seed gives the same statements
    const struct catalog *catalog;
    struct output out; // the statement that is being written
};

struct form {
    unsigned weight;
    void (*write)(struct generator *generator); // a statement without its semicolon
};

// The dialects' forms; the first one makes a table, the last one has no weight.
extern const struct form postgresql_forms[], mariadb_forms[], sqlite_forms[];

// A statement of one of the forms, chosen by weight.
struct str generate(struct generator *generator, const struct form *forms);

// ---- for forms

// A number below `count`.
unsigned pick(struct generator *generator, unsigned count);
bool chance(struct generator *generator, unsigned percent);
const char *pick_word(struct generator *generator, const char *const *words, size_t count);
#define one_of(generator, ...)                                             \
    pick_word(generator, (const char *const[]){ __VA_ARGS__ },             \
              sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

void put(struct generator *generator, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void put_name(struct generator *generator, struct str name); // quoted where it has to be
void put_table_name(struct generator *generator, struct sql_name name);

// A name that something of this letter may have already: "t3".
struct str any_name(struct generator *generator, char letter, unsigned count);

// Something that is there; NULL or no data where there is none of its kind.
const struct catalog_object *some_object(struct generator *generator, enum catalog_kind kind);
const struct catalog_column *some_column(struct generator *generator,
                                         const struct catalog_object *table);
const struct catalog_index *some_index(struct generator *generator,
                                       const struct catalog_object *table);
const struct catalog_constraint *some_constraint(struct generator *generator,
                                                 const struct catalog_object *table);
const struct catalog_trigger *some_trigger(struct generator *generator,
                                           const struct catalog_object *owner);

// A table that is there, most of the time: its object, or NULL, and its name written out.
const struct catalog_object *put_table(struct generator *generator);

// One that the statement can be about: it has a column, most of the time.
void put_column(struct generator *generator, const struct catalog_object *table);
void put_columns(struct generator *generator, const struct catalog_object *table, unsigned most);

#endif
