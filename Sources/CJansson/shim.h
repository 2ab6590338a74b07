#include <jansson.h>

/* jansson names this function like its result's type, which Swift cannot tell apart. */
static inline enum json_error_code crec_json_error_code(const json_error_t *error)
{
    return json_error_code(error);
}
