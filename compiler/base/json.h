// JSON on its way out, by jansson.
//
// A value that is put into another belongs to it; json_write() writes the outermost one and
// releases them all. Keys keep the order in which they were put. Bytes that are not UTF-8
// become U+FFFD; NUL bytes are kept. Running out of memory ends the process.
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/output.h"

struct json;

struct json *json_new_object(void);
struct json *json_new_array(void);
struct json *json_new_number(int64_t number);
struct json *json_new_bool(bool value);

// Into an object.
void json_put(struct json *object, const char *key, struct json *value);
void json_put_text(struct json *object, const char *key, struct str text);
void json_put_number(struct json *object, const char *key, int64_t number);
void json_put_bool(struct json *object, const char *key, bool value);
void json_put_null(struct json *object, const char *key);

// A new object or array, put into an object.
struct json *json_put_object(struct json *object, const char *key);
struct json *json_put_array(struct json *object, const char *key);

// At the end of an array.
void json_add(struct json *array, struct json *value);
void json_add_text(struct json *array, struct str text);
struct json *json_add_object(struct json *array);

enum json_layout { JSON_ONE_LINE, JSON_INDENTED };

// Writes the value without a line end, and releases it.
void json_write(struct output *out, struct json *value, enum json_layout layout);

// A value that is written while it grows, for what would be too large to be held: each
// member on a line of its own. A key is NULL in an array and for the outermost value.
struct json_stream {
    struct output *out;
    char closers[8];
    unsigned depth;
    bool has_member; // the innermost that is open
};

void json_stream_object(struct json_stream *stream, const char *key);
void json_stream_array(struct json_stream *stream, const char *key);

// Ends the innermost object or array.
void json_stream_close(struct json_stream *stream);

// Writes and releases a value. A key is a name of belay's own, without anything to escape.
void json_stream_put(struct json_stream *stream, const char *key, struct json *value);
void json_stream_put_text(struct json_stream *stream, const char *key, struct str text);

#endif
