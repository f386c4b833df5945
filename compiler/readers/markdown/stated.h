// What is stated wins over what was inferred.
#ifndef READERS_MARKDOWN_STATED_H
#define READERS_MARKDOWN_STATED_H

#include "syntax/document.h"

// Takes the inferred statements out of the plan and its phases for which the same block has
// a stated one, where the form may stand only once.
void drop_what_is_stated(struct statement_list *plan);

#endif
