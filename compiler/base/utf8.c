#include "base/utf8.h"

#include <utf8proc.h>

int32_t utf8_decode_strictly(struct str text, size_t *length)
{
    utf8proc_int32_t code_point;
    utf8proc_ssize_t taken = utf8proc_iterate((const utf8proc_uint8_t *)text.data,
                                              (utf8proc_ssize_t)text.length, &code_point);
    if (taken <= 0) {
        *length = 1;
        return -1;
    }
    *length = (size_t)taken;
    return code_point;
}

uint32_t utf8_decode(struct str text, size_t *length)
{
    int32_t code_point = utf8_decode_strictly(text, length);
    return code_point < 0 ? 0xFFFD : (uint32_t)code_point;
}

size_t utf8_encode(uint32_t code_point, char bytes[4])
{
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)code_point, (utf8proc_uint8_t *)bytes);
}

size_t utf8_find_invalid(struct str text)
{
    for (size_t at = 0, length; at < text.length; at += length)
        if ((unsigned char)text.data[at] < 0x80)
            length = 1;
        else if (utf8_decode_strictly(str_from(text, at), &length) < 0)
            return at;
    return STR_NOT_FOUND;
}

unsigned utf8_width(uint32_t code_point)
{
    if (code_point >= 0x20 && code_point < 0x7F)
        return 1;
    int width = utf8proc_charwidth((utf8proc_int32_t)code_point);
    return width < 0 ? 0 : (unsigned)width;
}

bool utf8_is_letter(uint32_t code_point)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code_point);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

uint32_t utf8_lower(uint32_t code_point)
{
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)code_point);
}
