// What the functions of forms.def share: the values of a match.
#ifndef PLAN_BIND_HELP_H
#define PLAN_BIND_HELP_H

#include "plan/bind.h"

// The member of an owner at an offset.
#define AT(owner, offset, type) ((type *)(void *)((char *)(owner) + (offset)))
#define NEW(binder, type) arena_new(&(binder)->unit->arena, struct type)

// The statement's words.
struct span span_of(const struct match *match);

// These return nothing (NULL, TEXT_NONE, a zeroed value) where the statement has no value
// of this name.
const struct word *word_of(const struct match *match, const char *name);
struct text text_of(const struct match *match, const char *name);
struct str name_of(const struct match *match, const char *name);
struct code code_named(const struct match *match, const char *name);
struct quantity quantity_named(const struct match *match, const char *name);
struct when read_when(const struct capture *capture);

// OP VALUE [baseline] · unchanged · is empty; leaves `bound` as it is where there is none.
void read_bound(const struct capture *capture, struct bound *bound);

// A new action at the end of the owner's list.
struct action *add_action(struct binder *binder, void *owner, size_t offset, enum action_kind kind,
                          const struct match *match);

// The store that a statement names; with one store in the plan it may be left out.
void refer_store(struct binder *binder, const struct match *match, const struct store **store);

// The first value of a form.
const struct word *only_value(const struct match *match);
struct code code_of(const struct word *word);
struct name parse_name(const struct word *word);

// The names in [word, end), without commas and parentheses.
void read_columns(struct arena *arena, const struct word *word, const struct word *end,
                  struct column_list *list);

// One `users(id, email)`; returns the word behind it.
const struct word *read_table_use(struct arena *arena, const struct word *word,
                                  const struct word *end, struct column_list *list);

#endif
