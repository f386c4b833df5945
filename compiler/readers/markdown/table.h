// Tables of plans, by their heads.
#ifndef READERS_MARKDOWN_TABLE_H
#define READERS_MARKDOWN_TABLE_H

#include "readers/markdown/block.h"

enum table_kind {
    TABLE_OTHER,
    TABLE_ROLLBACK,      // phase, how, loss, difficulty, time
    TABLE_TRIGGERS,      // metric, threshold, action
    TABLE_RISKS,         // risk, probability, impact, mitigation
    TABLE_COMPARISON,    // aspect, current, target, needs
    TABLE_CHANGES,       // file, change, phase
    TABLE_COMMUNICATION, // message, audience, when, channel
    TABLE_TIMELINE,      // phase, duration
    TABLE_SUCCESS,       // metric, target
    TABLE_METADATA,      // key, value: two columns whose head says no more than that
};

enum { MAX_COLUMNS = 5, MAX_CELLS = 16 };

struct table {
    enum table_kind kind;
    int columns[MAX_COLUMNS]; // in the order above; -1 where there is none
};

// What the table is; `is_overview`: it stands where a document describes itself.
struct table table_read(const struct markdown_block *table, bool is_overview);

// The cell of a column, trimmed; no text where there is none.
struct text table_cell(const struct table *table, const struct markdown_block *row, int column);

#endif
