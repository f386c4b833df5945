// --templates DIR: blocks of the documents' templates in words of one's own.
#ifndef DRIVER_TEMPLATES_H
#define DRIVER_TEMPLATES_H

#include "backends/template.h"

// Reads the templates of a folder. False where one is none that can replace belay's own; which
// and why was said on standard error.
bool templates_read(struct arena *arena, struct str folder,
                    struct template_replacements *replacements);

#endif
