// reader yaml: plans that programs generate

//! diagnostic  not-yaml
//! code        SYN027
//! level       error
//! since       0.1
//!
//! A plan in YAML that cannot be read as YAML, or that uses what a plan has no need of.
//!
//! ## Why
//!
//! A plan says what happens where it stands. Anchors, aliases, merge keys and tags make a line
//! mean what another one says; a key that is there twice would silently lose one of its values.
//!
//! ## Fails
//!
//! ```yaml
//! plan: Move the e-mail addresses
//! owner: &team identity team
//! success: [*team]
//! ```
//!
//! ## Passes
//!
//! ```yaml
//! plan: Move the e-mail addresses
//! owner: identity team
//! ```

#include "readers/reader.h"

#include "generated/kinds.h"
#include "syntax/yaml.h"

static void report(struct unit *unit, const struct yaml_problem *problem)
{
    struct diagnostic *finding = diagnose(&unit->diagnostics, &kind_not_yaml, problem->span,
                                          "%.*s", STR_ARGS(problem->message));
    if (span_is_set(problem->first))
        diagnostic_also(finding, problem->first, "%s", problem->first_label);
}

static void read(struct unit *unit)
{
    struct document *document = arena_new(&unit->arena, struct document);
    struct yaml yaml;
    document->file = unit->file;
    unit->document = document;
    unit->takes_fixes = true;
    yaml_read(&unit->arena, unit->file, &yaml);
    list_each(yaml_problem, problem, yaml.problems)
        report(unit, problem);
    document->tree = yaml.root;
    document->comments = yaml.comments;
}

const struct reader reader_yaml = { "yaml", ".yaml .yml", read };
