// How text for people is written to a terminal: colours, width, letters.
#ifndef DRIVER_TERMINAL_H
#define DRIVER_TERMINAL_H

#include "driver/options.h"
#include "report/format.h"

// Into a pipe or a file the bytes depend on the options alone, never on the environment;
// but for colours, which NO_COLOR and its kin are about.
// `stream` is standard output or standard error.
struct report_style terminal_style(const struct options *options, int stream);

// The style of a report in a file.
struct report_style terminal_style_of_file(const struct options *options);

#endif
