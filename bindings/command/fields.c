/* The fields of an operation as options of a command line, from crec_operations. */
#include "crec_command.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static int is_upper(char letter)
{
    return letter >= 'A' && letter <= 'Z';
}

/* AppId is app-id, SourceURL is source-url, StartWBRecord is start-wb-record. */
void option_name(char *name, size_t size, const char *field)
{
    size_t length = 0, i;

    for (i = 0; field[i] && length + 2 < size; i++) {
        int ends_word = i > 0 && is_upper(field[i]) &&
                        (!is_upper(field[i - 1]) || (field[i + 1] && !is_upper(field[i + 1])));

        if (ends_word)
            name[length++] = '-';
        name[length++] = is_upper(field[i]) ? (char)(field[i] | 0x20) : field[i];
    }
    name[length] = '\0';
}

const char *member_text(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static const json_t *find_field(const json_t *operation, const char *name, size_t length)
{
    const json_t *fields = json_object_get(operation, "fields");
    size_t i;

    for (i = 0; i < json_array_size(fields); i++) {
        const json_t *field = json_array_get(fields, i);
        char known[64];

        option_name(known, sizeof known, member_text(field, "name"));
        if (strlen(known) == length && memcmp(known, name, length) == 0)
            return field;
    }
    return NULL;
}

/* A number that is not written as one stays text, which the library refuses by its rule. */
static json_t *number_of(const char *text)
{
    int64_t number = strtoll(text, NULL, 10);
    char canonical[24];

    snprintf(canonical, sizeof canonical, "%" PRId64, number);
    return strcmp(canonical, text) == 0 ? json_integer(number) : json_string(text);
}

const char *set_field(json_t *fields, const json_t *operation, const char *name, size_t length,
                      const char *text)
{
    const json_t *field = find_field(operation, name, length);
    const char *type = member_text(field, "type");
    json_t *value;

    if (!field)
        return "is no option";
    if (!text)
        return "needs a value";
    if (strcmp(type, "text") == 0)
        value = json_string(text);
    else if (strcmp(type, "number") == 0)
        value = number_of(text);
    else
        value = json_loads(text, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
    if (json_object_set_new(fields, member_text(field, "name"), value) != 0)
        return strcmp(type, "text") == 0 ? "is not UTF-8" : "is not JSON";
    return NULL;
}

static void print_members(const json_t *fields, int depth);

static void print_rule(const json_t *field, int depth)
{
    const char *note = member_text(field, "note");
    int is_required = json_is_true(json_object_get(field, "required"));
    const json_t *element = json_object_get(field, "element");

    printf("%s%s", is_required ? "required: " : "", member_text(field, "rule"));
    if (element)
        printf(", each %s", member_text(element, "rule"));
    printf("%s%s\n", note[0] ? "; " : "", note);
    print_members(json_object_get(element ? element : field, "fields"), depth + 1);
}

static void print_members(const json_t *fields, int depth)
{
    size_t i;

    for (i = 0; i < json_array_size(fields); i++) {
        const json_t *field = json_array_get(fields, i);

        printf("%*s%s: ", 4 * depth, "", member_text(field, "name"));
        print_rule(field, depth);
    }
}

void print_fields(const json_t *operation)
{
    const json_t *fields = json_object_get(operation, "fields");
    const json_t *conditions = json_object_get(operation, "conditions");
    size_t i;

    for (i = 0; i < json_array_size(fields); i++) {
        const json_t *field = json_array_get(fields, i);
        const char *type = member_text(field, "type");
        int is_json = strcmp(type, "object") == 0 || strcmp(type, "list") == 0;
        char name[64];

        option_name(name, sizeof name, member_text(field, "name"));
        printf("  --%s %s  ", name, is_json ? "JSON" : strcmp(type, "number") ? "TEXT" : "N");
        print_rule(field, 0);
    }
    for (i = 0; i < json_array_size(conditions); i++)
        printf("%s\n", json_string_value(json_array_get(conditions, i)));
}
