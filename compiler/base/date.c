#include "base/date.h"

static bool parse_digits(struct str text, int *number)
{
    *number = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (!char_is_digit(text.data[i]))
            return false;
        *number = *number * 10 + (text.data[i] - '0');
    }
    return text.length > 0;
}

static bool is_leap_year(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return days[month - 1] + (month == 2 && is_leap_year(year));
}

bool date_parse(struct str text, struct date *date)
{
    if (text.length != 10 || text.data[4] != '-' || text.data[7] != '-')
        return false;
    struct date read;
    if (!parse_digits(str_slice(text, 0, 4), &read.year)
        || !parse_digits(str_slice(text, 5, 7), &read.month)
        || !parse_digits(str_slice(text, 8, 10), &read.day))
        return false;
    if (read.year < 1 || read.month < 1 || read.month > 12 || read.day < 1
        || read.day > days_in_month(read.year, read.month))
        return false;
    *date = read;
    return true;
}

int32_t date_to_days(struct date date)
{
    int year = date.year - (date.month <= 2);
    int era = (year >= 0 ? year : year - 399) / 400;
    int year_of_era = year - era * 400;
    int day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct date date_from_days(int32_t days)
{
    days += 719468;
    int era = (days >= 0 ? days : days - 146096) / 146097;
    int day_of_era = days - era * 146097;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted_month = (5 * day_of_year + 2) / 153; // from March
    int month = shifted_month + (shifted_month < 10 ? 3 : -9);
    return (struct date){
        .year = year_of_era + era * 400 + (month <= 2),
        .month = month,
        .day = day_of_year - (153 * shifted_month + 2) / 5 + 1,
    };
}

struct date date_add(struct date date, int32_t days)
{
    return date_from_days(date_to_days(date) + days);
}

enum weekday date_weekday(struct date date)
{
    int32_t days = date_to_days(date) + 3; // 1970-01-01 was a Thursday
    return (enum weekday)(((days % 7) + 7) % 7);
}

const char *weekday_name(enum weekday weekday)
{
    static const char *const names[] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
                                         "Friday", "Saturday", "Sunday" };
    return names[weekday];
}

struct str date_format(struct arena *arena, struct date date)
{
    return arena_format(arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}
