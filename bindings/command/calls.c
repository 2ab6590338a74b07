/* The commands crec call and crec running. */
#include "crec_command.h"
#include "running.h"

#include <stddef.h>
#include <string.h>

static const option call_options[] = {
    {"version", "DATE", OPTION_TEXT, offsetof(command_line, version), "of the API, required"},
    {"get", NULL, OPTION_FLAG, offsetof(command_line, get), "by GET; default: POST"},
    {"repeatable", NULL, OPTION_FLAG, offsetof(command_line, repeatable),
     "it may be made again where it is not known if it was done"},
    {0},
};

static const option no_options[] = {{0}};

static int print_call_help(void)
{
    puts("usage: crec call CLOUD ACTION --version DATE [JSON] [--option VALUE]...\n\n"
         "Makes any call. JSON is an object of the action's own fields, which are not checked and\n"
         "go where the cloud wants them. CLOUD is one of");
    print_cloud_names(stdout);
    puts(".\n");
    print_options(call_options);
    print_common_help();
    return flush_output();
}

static crec_cloud find_cloud(command_line *line)
{
    line->client.cloud = crec_cloud_named(line->words[0]);
    return line->client.cloud;
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
    command_line line = {.client = CREC_CLIENT_OPTIONS_INIT, .shows_reply = 1};
    int status = CREC_STATUS_INVALID_ARGUMENT;

    if (parse_options(&line, call_options, arguments) == 0) {
        if (line.help)
            status = print_call_help();
        else if (!find_cloud(&line) || line.word_count < 2 || line.word_count > 3)
            fputs("crec: call needs CLOUD, ACTION and perhaps JSON; see crec call --help\n",
                  stderr);
        else
            status = make_any_call(&line);
    }
    free_line(&line);
    return status;
}

static int print_running_help(void)
{
    puts("usage: crec running tencent [JSON] [--option VALUE]...\n"
         "       crec running CLOUD JSON... [--option VALUE]...\n\n"
         "Prints the tasks that run, a JSON object a line. Tencent lists CreateRecordTask's, and\n"
         "JSON may name a StreamName, DomainName, AppName. The others tell of a task by its ids:\n"
         "Volcengine's pages by AppId, RoomId, TaskId; Alibaba's tasks by TaskId. Nothing tells\n"
         "of whiteboards, and of tasks of CreateLiveRecord.");
    print_common_help();
    return flush_output();
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
    if (!tasks) {
        if (crec_outcome_status(outcome) != CREC_STATUS_OK)
            return finish_call(line, outcome, NULL);
        fputs("crec: the list cannot be read\n", stderr);
        crec_outcome_free(outcome);
        return CREC_STATUS_MALFORMED_REPLY;
    }
    json_decref(tasks);
    return flush_output();
}

/* A filter of Tencent's, or the ids of each task. */
static int takes_words(const command_line *line)
{
    return line->client.cloud == CREC_CLOUD_TENCENT ? line->word_count <= 2 : line->word_count >= 2;
}

int run_running(char **arguments)
{
    command_line line = {.client = CREC_CLIENT_OPTIONS_INIT};
    int status = CREC_STATUS_INVALID_ARGUMENT;

    if (parse_options(&line, no_options, arguments) == 0) {
        if (line.help)
            status = print_running_help();
        else if (!find_cloud(&line) || !takes_words(&line))
            fputs("crec: running needs CLOUD and its JSON; see crec running --help\n", stderr);
        else
            status = print_running(&line);
    }
    free_line(&line);
    return status;
}
