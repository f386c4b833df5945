// JSON on its way out, by jansson.

#include "base/json.h"

#include "base/check.h"
#include "base/utf8.h"

#include <jansson.h>

// `struct json` is jansson's value under a name of ours.
static json_t *unwrap(struct json *value)
{
    return (json_t *)value;
}

static struct json *wrap(json_t *value)
{
    if (!value) {
        fputs("belay: out of memory\n", stderr);
        abort();
    }
    return (struct json *)value;
}

struct json *json_new_object(void)
{
    return wrap(json_object());
}

struct json *json_new_array(void)
{
    return wrap(json_array());
}

struct json *json_new_number(int64_t number)
{
    return wrap(json_integer(number));
}

struct json *json_new_bool(bool value)
{
    return wrap(json_boolean(value));
}

void json_put(struct json *object, const char *key, struct json *value)
{
    if (json_object_set_new(unwrap(object), key, unwrap(value)) != 0)
        wrap(NULL);
}

void json_add(struct json *array, struct json *value)
{
    if (json_array_append_new(unwrap(array), unwrap(value)) != 0)
        wrap(NULL);
}

// The text with U+FFFD for each byte that is not UTF-8.
static struct json *repaired(struct str text)
{
    struct arena arena = { 0 };
    struct output valid = { .arena = &arena };
    for (size_t at = 0, length; at < text.length; at += length) {
        char bytes[4];
        uint32_t code_point = utf8_decode(str_from(text, at), &length);
        output_text(&valid, bytes, utf8_encode(code_point, bytes));
    }
    struct str result = output_get(&valid);
    struct json *value = wrap(json_stringn(result.data, result.length));
    arena_release(&arena);
    return value;
}

static struct json *text_value(struct str text)
{
    if (utf8_find_invalid(text) != STR_NOT_FOUND)
        return repaired(text);
    return wrap(json_stringn(text.data ? text.data : "", text.length));
}

void json_put_text(struct json *object, const char *key, struct str text)
{
    json_put(object, key, text_value(text));
}

void json_put_number(struct json *object, const char *key, int64_t number)
{
    json_put(object, key, json_new_number(number));
}

void json_put_bool(struct json *object, const char *key, bool value)
{
    json_put(object, key, json_new_bool(value));
}

void json_put_null(struct json *object, const char *key)
{
    json_put(object, key, wrap(json_null()));
}

struct json *json_put_object(struct json *object, const char *key)
{
    struct json *value = json_new_object();
    json_put(object, key, value);
    return value;
}

struct json *json_put_array(struct json *object, const char *key)
{
    struct json *value = json_new_array();
    json_put(object, key, value);
    return value;
}

void json_add_text(struct json *array, struct str text)
{
    json_add(array, text_value(text));
}

struct json *json_add_object(struct json *array)
{
    struct json *value = json_new_object();
    json_add(array, value);
    return value;
}

static int write_bytes(const char *bytes, size_t size, void *out)
{
    output_text(out, bytes, size);
    return 0;
}

void json_write(struct output *out, struct json *value, enum json_layout layout)
{
    size_t flags = JSON_ENCODE_ANY | (layout == JSON_INDENTED ? JSON_INDENT(2) : 0);
    if (json_dump_callback(unwrap(value), write_bytes, out, flags) != 0)
        BUG("a JSON value that cannot be written");
    json_decref(unwrap(value));
}

static void begin_member(struct json_stream *stream, const char *key)
{
    if (stream->depth > 0) {
        output_str(stream->out, stream->has_member ? STR(",\n") : STR("\n"));
        output_repeat(stream->out, ' ', 2 * stream->depth);
    }
    if (key)
        output_format(stream->out, "\"%s\": ", key);
}

static void open_value(struct json_stream *stream, const char *key, char opener, char closer)
{
    if (stream->depth == sizeof stream->closers)
        BUG("a JSON stream that is too deep");
    begin_member(stream, key);
    output_char(stream->out, opener);
    stream->closers[stream->depth++] = closer;
    stream->has_member = false;
}

void json_stream_object(struct json_stream *stream, const char *key)
{
    open_value(stream, key, '{', '}');
}

void json_stream_array(struct json_stream *stream, const char *key)
{
    open_value(stream, key, '[', ']');
}

void json_stream_close(struct json_stream *stream)
{
    stream->depth--;
    if (stream->has_member) {
        output_char(stream->out, '\n');
        output_repeat(stream->out, ' ', 2 * stream->depth);
    }
    output_char(stream->out, stream->closers[stream->depth]);
    stream->has_member = true;
}

void json_stream_put(struct json_stream *stream, const char *key, struct json *value)
{
    begin_member(stream, key);
    json_write(stream->out, value, JSON_ONE_LINE);
    stream->has_member = true;
}

void json_stream_put_text(struct json_stream *stream, const char *key, struct str text)
{
    json_stream_put(stream, key, text_value(text));
}
