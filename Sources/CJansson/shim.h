#include <jansson.h>
#include <string.h>

/* jansson names this function like its result's type, which Swift cannot tell apart. */
static inline enum json_error_code crec_json_error_code(const json_error_t *error)
{
    return json_error_code(error);
}

/* Overwrites all texts of a document that nobody reads any more: jansson's own free leaves them. */
static inline void crec_json_wipe(json_t *value)
{
    const char *name;
    json_t *member;
    size_t index;

    if (json_is_string(value))
        explicit_bzero((char *)json_string_value(value), json_string_length(value));
    json_array_foreach(value, index, member) crec_json_wipe(member);
    json_object_foreach(value, name, member) crec_json_wipe(member);
}
