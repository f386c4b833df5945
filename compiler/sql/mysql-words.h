// The words of MySQL's SQL that mean something without being named by the grammar.
#ifndef SQL_MYSQL_WORDS_H
#define SQL_MYSQL_WORDS_H

#include "sql/scan.h"

enum mysql_words_of {
    MYSQL_RESERVED_WORD, // never a name without quotes, in MySQL and in MariaDB
    MYSQL_STABLE_WORD,   // functions of the time and of the session
    MYSQL_VOLATILE_WORD,
    MYSQL_CONSTANT_WORD, // functions that give the same each time
    MYSQL_TABLE_OPTION,
};

bool mysql_word_is(enum mysql_words_of list, struct str word);

#endif
