// PostgreSQL's statements about other things than tables, for the table of its forms.
#ifndef TESTS_CATALOG_FORMS_POSTGRESQL_H
#define TESTS_CATALOG_FORMS_POSTGRESQL_H

#include "tests/catalog/generate.h"

// ---- forms-postgresql.c

// A name that may be there already, sometimes in another schema: "t3", "s1.t3".
void put_new_name(struct generator *generator, char letter, unsigned count);
void put_object(struct generator *generator, enum catalog_kind kind, char letter);

// ---- forms-postgresql-objects.c

void create_schema(struct generator *generator);
void drop_schema(struct generator *generator);
void create_sequence(struct generator *generator);
void change_sequence(struct generator *generator);
void create_type(struct generator *generator);
void change_type(struct generator *generator);
void change_domain(struct generator *generator);
void create_function(struct generator *generator);
void change_function(struct generator *generator);
void create_trigger(struct generator *generator);
void change_trigger(struct generator *generator);
void comment(struct generator *generator);
void set_schema(struct generator *generator);

#endif
