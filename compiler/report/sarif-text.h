// Texts of a SARIF report: addresses of files, and messages, in which brackets and braces
// have a meaning.
#ifndef REPORT_SARIF_TEXT_H
#define REPORT_SARIF_TEXT_H

#include "report/report.h"

// A path as a relative reference: bytes that a URI cannot hold are percent-encoded, "./"
// and "/" at its head are left out.
struct str sarif_uri(struct arena *arena, struct str path);

// A text of which nothing is a link or a placeholder.
struct str sarif_plain(struct arena *arena, struct str text);

// The message of a finding: the problem, links to its other places (by their ids, from 1),
// notes and help.
struct str sarif_message(struct arena *arena, const struct diagnostic *finding);

#endif
