// What governs a run, for people who wonder: --show-files and --show-settings.
#ifndef DRIVER_SHOW_H
#define DRIVER_SHOW_H

#include "driver/inputs.h"

void show_files(struct output *out, const struct inputs *inputs);

// For each file, each setting with its value and where it comes from.
void show_settings(struct output *out, struct inputs *inputs);

#endif
