#include "sql/scan-psql.h"

size_t psql_command_length(struct str text)
{
    if (text.length < 2 || text.data[0] != '\\'
        || !(char_is_letter(text.data[1]) || strchr("!?;", text.data[1])))
        return 0;
    if (text.data[1] == ';')
        return 2;
    size_t end = str_find_char(text, '\n', 0);
    return end == STR_NOT_FOUND ? text.length : end;
}

static struct str name_of(struct str command)
{
    size_t end = 1;
    while (end < command.length && char_is_letter(command.data[end]))
        end++;
    return str_slice(command, 1, end);
}

bool psql_command_sends(struct str command)
{
    static const char *const sending[] = { "g",     "gx",           "gset", "gexec",
                                           "gdesc", "crosstabview", "watch" };
    for (size_t i = 0; i < sizeof sending / sizeof *sending; i++)
        if (str_is(name_of(command), sending[i]))
            return true;
    return command.length > 1 && command.data[1] == ';';
}

bool psql_command_acts(struct str command)
{
    static const char *const acting[] = {
        "i", "ir", "include", "copy", "gexec", "c", "connect", "if", "elif", "else",
    };
    struct str name = name_of(command);
    for (size_t i = 0; i < sizeof acting / sizeof *acting; i++)
        if (str_is(name, acting[i]))
            return true;
    return command.length > 1 && command.data[1] == '!';
}

bool psql_statement_takes_rows(const struct sql_token *tokens, uint32_t count)
{
    if (count < 4 || !sql_token_is(&tokens[0], "COPY"))
        return false;
    for (uint32_t i = 1; i + 1 < count; i++)
        if (sql_token_is(&tokens[i], "FROM"))
            return sql_token_is(&tokens[i + 1], "STDIN");
    return false;
}

size_t psql_rows_length(struct str text)
{
    struct str rest = text, line;
    while (str_next_line(&rest, &line))
        if (str_is(str_trim(line), "\\."))
            return text.length - rest.length;
    return text.length;
}
