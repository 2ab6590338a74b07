/* The operations of the library as calls of the command, and what every call needs. */
#include "crec_command.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const option operation_options[] = {
    {"version", "DATE", OPTION_TEXT, offsetof(command_line, version),
     "of the API; default: the operation's"},
    {0},
};

static const struct {
    const char *name;
    crec_cloud cloud;
    const char *product;
} clouds[] = {
    {"volcengine", CREC_CLOUD_VOLCENGINE, "Volcengine RTC"},
    {"alibaba", CREC_CLOUD_ALIBABA, "Alibaba Cloud Live"},
    {"tencent", CREC_CLOUD_TENCENT, "Tencent Cloud Live"},
};
#define CLOUD_COUNT (sizeof clouds / sizeof *clouds)

/* Freed by nobody: a command makes one call. */
static const json_t *operations(void)
{
    static json_t *known;

    if (!known)
        known = json_loads(crec_operations(), 0, NULL);
    return known;
}

static crec_cloud cloud_of(const json_t *operation)
{
    return (crec_cloud)json_integer_value(json_object_get(operation, "cloud"));
}

int finish_call(const command_line *line, crec_outcome *outcome)
{
    crec_status status = crec_outcome_status(outcome);

    if (line->json)
        print_json(outcome_json(outcome));
    else
        print_outcome(status <= CREC_STATUS_ALREADY_STOPPED ? stdout : stderr, outcome);
    if (!line->json && line->shows_reply && status == CREC_STATUS_OK)
        printf("reply: %s\n", crec_outcome_body(outcome));
    crec_outcome_free(outcome);
    return status;
}

int make_call(const command_line *line, crec_request *request, crec_outcome *outcome)
{
    crec_client *client = NULL;

    if (request && crec_client_new(&line->client, &client, &outcome) == CREC_STATUS_OK)
        crec_client_perform(client, request, &outcome);
    crec_request_free(request);
    crec_client_free(client);
    return finish_call(line, outcome);
}

static int make_operation(const command_line *line)
{
    crec_operation_params params = CREC_OPERATION_PARAMS_INIT;
    crec_request *request;
    crec_outcome *outcome;
    char *fields = json_dumps(line->fields, JSON_COMPACT);

    params.cloud = line->client.cloud;
    params.action = member_text(line->operation, "action");
    params.version = line->version;
    params.fields = fields;
    crec_request_new_operation(&params, &request, &outcome);
    free(fields);
    return make_call(line, request, outcome);
}

static int print_operation_help(const json_t *operation, const char *name)
{
    printf("usage: crec %s [--option VALUE]...\n\n%s: %s\n%s\n\n", name,
           member_text(operation, "action"), member_text(operation, "summary"),
           member_text(operation, "source"));
    print_fields(operation);
    print_options(operation_options);
    print_common_help();
    return CREC_STATUS_OK;
}

static int use_operation(const json_t *operation, const char *name, char **arguments)
{
    command_line line = {.client = CREC_CLIENT_OPTIONS_INIT};
    int status = CREC_STATUS_INVALID_ARGUMENT;

    line.operation = operation;
    line.client.cloud = cloud_of(operation);
    line.shows_reply = strcmp(member_text(operation, "effect"), "query") == 0;
    if (parse_options(&line, operation_options, arguments) == 0) {
        if (line.help)
            status = print_operation_help(operation, name);
        else if (line.word_count > 0)
            fprintf(stderr, "crec: everything is an option; see crec %s --help\n", name);
        else
            status = make_operation(&line);
    }
    free_line(&line);
    return status;
}

int run_operation(const char *name, char **arguments)
{
    size_t i;

    for (i = 0; i < json_array_size(operations()); i++) {
        const json_t *operation = json_array_get(operations(), i);
        char known[64];

        option_name(known, sizeof known, member_text(operation, "action"));
        if (strcmp(known, name) == 0)
            return use_operation(operation, name, arguments);
    }
    return -1;
}

int find_cloud(command_line *line)
{
    size_t i;

    for (i = 0; line->word_count > 0 && i < CLOUD_COUNT; i++)
        if (strcmp(clouds[i].name, line->words[0]) == 0)
            line->client.cloud = clouds[i].cloud;
    return line->client.cloud ? 0 : -1;
}

void print_operations(void)
{
    size_t i, j;

    for (i = 0; i < CLOUD_COUNT; i++) {
        printf("%s%s:\n", i ? "\n" : "", clouds[i].product);
        for (j = 0; j < json_array_size(operations()); j++) {
            const json_t *operation = json_array_get(operations(), j);
            char name[64];

            if (cloud_of(operation) != clouds[i].cloud)
                continue;
            option_name(name, sizeof name, member_text(operation, "action"));
            printf("  %-33s %s\n", name, member_text(operation, "summary"));
        }
    }
}
