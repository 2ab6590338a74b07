/* Any operation of the library by its name, any other action by crec call, and what runs. */
#include "crec_command.h"
#include "running.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const option operation_options[] = {
    {"version", "DATE", OPTION_TEXT, offsetof(command_line, version),
     "of the API; default: the operation's"},
    {0},
};

static const option call_options[] = {
    {"version", "DATE", OPTION_TEXT, offsetof(command_line, version), "of the API, required"},
    {"get", NULL, OPTION_FLAG, offsetof(command_line, get), "by GET; default: POST"},
    {"repeatable", NULL, OPTION_FLAG, offsetof(command_line, repeatable),
     "it may be made again where it is not known if it was done"},
    {0},
};

static const option no_options[] = {{0}};

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

static const char *text_of(const json_t *object, const char *member)
{
    return json_string_value(json_object_get(object, member));
}

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

static int finish(const command_line *line, crec_outcome *outcome)
{
    crec_status status = crec_outcome_status(outcome);

    if (line->json)
        print_json(outcome_json(outcome));
    else
        print_outcome(status <= CREC_STATUS_ALREADY_STOPPED ? stdout : stderr, outcome);
    crec_outcome_free(outcome);
    return status;
}

/* A request that could not be made is NULL, and the outcome says why. */
static int make_call(const command_line *line, crec_request *request, crec_outcome *outcome)
{
    crec_client *client = NULL;

    if (request && crec_client_new(&line->client, &client, &outcome) == CREC_STATUS_OK)
        crec_client_perform(client, request, &outcome);
    crec_request_free(request);
    crec_client_free(client);
    return finish(line, outcome);
}

static int make_operation(const command_line *line)
{
    crec_operation_params params = CREC_OPERATION_PARAMS_INIT;
    crec_request *request;
    crec_outcome *outcome;
    char *fields = json_dumps(line->fields, JSON_COMPACT);

    params.cloud = line->client.cloud;
    params.action = text_of(line->operation, "action");
    params.version = line->version;
    params.fields = fields;
    crec_request_new_operation(&params, &request, &outcome);
    free(fields);
    return make_call(line, request, outcome);
}

static int print_operation_help(const json_t *operation, const char *name)
{
    printf("usage: crec %s [--option VALUE]...\n\n%s: %s\n%s\n\n", name,
           text_of(operation, "action"), text_of(operation, "summary"),
           text_of(operation, "source"));
    print_fields(operation);
    print_options(operation_options);
    print_common_help();
    return CREC_STATUS_OK;
}

/* Room for all that may be no option. */
static int prepare(command_line *line, char **arguments)
{
    size_t count = 0;

    while (arguments[count])
        count++;
    line->fields = json_object();
    line->words = calloc(count + 1, sizeof *line->words);
    return line->fields && line->words ? 0 : -1;
}

static void clean_up(command_line *line)
{
    json_decref(line->fields);
    free(line->words);
}

static int use_operation(const json_t *operation, const char *name, char **arguments)
{
    command_line line = {.client = CREC_CLIENT_OPTIONS_INIT};
    int status = CREC_STATUS_INVALID_ARGUMENT;

    line.operation = operation;
    line.client.cloud = cloud_of(operation);
    if (prepare(&line, arguments) != 0 || parse_options(&line, operation_options, arguments) != 0)
        status = CREC_STATUS_INVALID_ARGUMENT;
    else if (line.help)
        status = print_operation_help(operation, name);
    else if (line.word_count > 0)
        fprintf(stderr, "crec: everything is an option; see crec %s --help\n", name);
    else
        status = make_operation(&line);
    clean_up(&line);
    return status;
}

int run_operation(const char *name, char **arguments)
{
    size_t i;

    for (i = 0; i < json_array_size(operations()); i++) {
        const json_t *operation = json_array_get(operations(), i);
        char known[64];

        option_name(known, sizeof known, text_of(operation, "action"));
        if (strcmp(known, name) == 0)
            return use_operation(operation, name, arguments);
    }
    return -1;
}

static int find_cloud(command_line *line)
{
    size_t i;

    for (i = 0; line->word_count > 0 && i < CLOUD_COUNT; i++)
        if (strcmp(clouds[i].name, line->words[0]) == 0)
            line->client.cloud = clouds[i].cloud;
    return line->client.cloud ? 0 : -1;
}

static int print_call_help(void)
{
    puts("usage: crec call CLOUD ACTION --version DATE [JSON] [--option VALUE]...\n\n"
         "Makes any call of volcengine, alibaba or tencent. JSON is an object of the action's own\n"
         "fields, which are not checked and go where the cloud wants them.\n");
    print_options(call_options);
    print_common_help();
    return CREC_STATUS_OK;
}

static int make_any_call(const command_line *line)
{
    crec_request_params params = CREC_REQUEST_PARAMS_INIT;
    crec_request *request;
    crec_outcome *outcome;

    params.cloud = line->client.cloud;
    params.action = line->words[1];
    params.version = line->version;
    params.method = line->get ? "GET" : NULL;
    params.fields = line->word_count > 2 ? line->words[2] : "{}";
    params.repeatable = line->repeatable;
    crec_request_new(&params, &request, &outcome);
    return make_call(line, request, outcome);
}

int run_call(char **arguments)
{
    command_line line = {.client = CREC_CLIENT_OPTIONS_INIT};
    int status = CREC_STATUS_INVALID_ARGUMENT;

    if (prepare(&line, arguments) == 0 && parse_options(&line, call_options, arguments) == 0) {
        if (line.help)
            status = print_call_help();
        else if (find_cloud(&line) != 0 || line.word_count < 2 || line.word_count > 3)
            fputs("crec: call needs CLOUD, ACTION and perhaps JSON; see crec call --help\n",
                  stderr);
        else
            status = make_any_call(&line);
    }
    clean_up(&line);
    return status;
}

static int print_running_help(void)
{
    puts("usage: crec running tencent [JSON] [--option VALUE]...\n"
         "       crec running CLOUD JSON... [--option VALUE]...\n\n"
         "Prints the tasks that run, a JSON object a line. Tencent lists those of "
         "CreateRecordTask,\n"
         "and JSON may name a StreamName, DomainName, AppName. The others tell of a task by its\n"
         "ids: Volcengine's pages by AppId, RoomId, TaskId; Alibaba's tasks by TaskId. Nothing\n"
         "tells of whiteboards, and of tasks of CreateLiveRecord.");
    print_common_help();
    return CREC_STATUS_OK;
}

static int print_running(const command_line *line)
{
    crec_client *client;
    crec_outcome *outcome;
    json_t *asked = json_array(), *tasks = NULL;
    size_t i;

    for (i = 1; i < line->word_count; i++)
        if (json_array_append_new(asked, json_loads(line->words[i], 0, NULL)) != 0) {
            fprintf(stderr, "crec: argument %zu is not JSON\n", i + 1);
            json_decref(asked);
            return CREC_STATUS_INVALID_ARGUMENT;
        }
    if (crec_client_new(&line->client, &client, &outcome) == CREC_STATUS_OK)
        tasks = running_tasks(client, line->client.cloud, asked, &outcome);
    for (i = 0; i < json_array_size(tasks); i++)
        print_json(json_incref(json_array_get(tasks, i)));
    json_decref(asked);
    crec_client_free(client);
    if (!tasks)
        return finish(line, outcome);
    json_decref(tasks);
    return CREC_STATUS_OK;
}

int run_running(char **arguments)
{
    command_line line = {.client = CREC_CLIENT_OPTIONS_INIT};
    int status = CREC_STATUS_INVALID_ARGUMENT;

    if (prepare(&line, arguments) == 0 && parse_options(&line, no_options, arguments) == 0) {
        if (line.help)
            status = print_running_help();
        else if (find_cloud(&line) != 0 ||
                 (line.client.cloud != CREC_CLOUD_TENCENT && line.word_count < 2))
            fputs("crec: running needs CLOUD and, but for tencent, ids; see crec running --help\n",
                  stderr);
        else
            status = print_running(&line);
    }
    clean_up(&line);
    return status;
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
            option_name(name, sizeof name, text_of(operation, "action"));
            printf("  %-33s %s\n", name, text_of(operation, "summary"));
        }
    }
}
