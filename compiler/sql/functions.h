// What the functions do that come with PostgreSQL.
#ifndef SQL_FUNCTIONS_H
#define SQL_FUNCTIONS_H

#include "sql/ddl.h"

// SQL_VOLATILITY_UNKNOWN for what is no function of PostgreSQL's own.
enum sql_volatility postgresql_function_volatility(struct sql_name function);

#endif
