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

/* Freed by nobody: a command makes one call. */
static const json_t *operations(void)
{
    static json_t *known;

    if (!known)
        known = json_loads(crec_operations(), 0, NULL);
    return known;
}

crec_cloud cloud_of(const json_t *operation)
{
    return (crec_cloud)json_integer_value(json_object_get(operation, "cloud"));
}

int finish_call(const command_line *line, crec_outcome *outcome, crec_outcome *also)
{
    crec_status status = crec_outcome_status(outcome);

    if (line->json) {
        json_t *json = outcome_json(outcome);

        if (also)
            add_refusal(json, also);
        print_json(json);
    } else {
        FILE *file = status <= CREC_STATUS_ALREADY_STOPPED ? stdout : stderr;

        print_outcome(file, outcome);
        print_faults(file, also);
    }
    if (!line->json && line->shows_reply && status == CREC_STATUS_OK)
        printf("reply: %s\n", crec_outcome_body(outcome));
    crec_outcome_free(outcome);
    crec_outcome_free(also);
    flush_output();
    return status; /* what was done is done, whoever could be told of it */
}

int make_call(const command_line *line, crec_request *request, crec_outcome *outcome)
{
    crec_client *client;
    crec_outcome *refusal;

    crec_client_new(&line->client, &client, &refusal);
    if (client && request)
        crec_client_perform(client, request, &outcome);
    crec_request_free(request);
    crec_client_free(client);
    return outcome ? finish_call(line, outcome, refusal) : finish_call(line, refusal, NULL);
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
    return flush_output();
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

/* With an operation that it may stand for. */
static void refuse_name(const char *name)
{
    size_t i;

    fprintf(stderr, "crec: unknown operation \"%s\"", name);
    for (i = 0; i < json_array_size(operations()); i++) {
        char known[64];

        option_name(known, sizeof known, member_text(json_array_get(operations(), i), "action"));
        if (name[0] && strstr(known, name)) {
            fprintf(stderr, " (did you mean %s?)", known);
            break;
        }
    }
    fputs("; see crec --help\n", stderr);
}

const json_t *find_operation(const char *name)
{
    size_t i;

    for (i = 0; i < json_array_size(operations()); i++) {
        const json_t *operation = json_array_get(operations(), i);
        char known[64];

        option_name(known, sizeof known, member_text(operation, "action"));
        if (strcmp(known, name) == 0)
            return operation;
    }
    refuse_name(name);
    return NULL;
}

int run_operation(const char *name, char **arguments)
{
    const json_t *operation = find_operation(name);

    return operation ? use_operation(operation, name, arguments) : CREC_STATUS_INVALID_ARGUMENT;
}

static void print_operations_of(crec_cloud cloud)
{
    size_t i;

    printf("%s%s:\n", cloud > 1 ? "\n" : "", crec_cloud_title(cloud));
    for (i = 0; i < json_array_size(operations()); i++) {
        const json_t *operation = json_array_get(operations(), i);
        char name[64];

        if (cloud_of(operation) != cloud)
            continue;
        option_name(name, sizeof name, member_text(operation, "action"));
        printf("  %-33s %s\n", name, member_text(operation, "summary"));
    }
}

void print_operations(void)
{
    crec_cloud cloud;

    for (cloud = 1; crec_cloud_name(cloud)[0]; cloud++)
        print_operations_of(cloud);
}
