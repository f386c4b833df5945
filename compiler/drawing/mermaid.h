// Values into Mermaid: quoted labels of flowcharts, names in Gantt charts.
#ifndef DRAWING_MERMAID_H
#define DRAWING_MERMAID_H

#include "base/output.h"

// Text on one line that is nothing but text, wherever Mermaid takes text: letters, digits and
// harmless signs as they are, everything else as a numbered entity.
void mermaid_text(struct output *out, struct str text);

#endif
