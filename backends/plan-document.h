// The parts of plan.md that have files of their own.
#ifndef BACKENDS_PLAN_DOCUMENT_H
#define BACKENDS_PLAN_DOCUMENT_H

#include "backends/page.h"

void plan_document_systems(struct page *page);
void plan_document_phases(struct page *page);
void plan_document_proof(struct page *page, const struct unit *unit);
// `when`: a line of its own, where there is one.
void plan_document_verify(struct page *page, const struct verify *verify, struct str when);
void plan_document_changes(struct page *page, const struct change *first);
void plan_document_check(struct page *page, const struct check *check);

#endif
