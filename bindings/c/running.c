#include "running.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* No task of CreateRecordTask lasts longer; twice that, for a clock that is off. */
#define MARGIN (2 * 86400)

/* The query for a cloud's tasks. */
typedef struct question {
    crec_client *client;
    crec_cloud cloud;
    const char *action; /* NULL if there is none, which the library refuses */
} question;

static const char *find_action(const json_t *operations, crec_cloud cloud)
{
    size_t i;

    for (i = 0; i < json_array_size(operations); i++) {
        const json_t *operation = json_array_get(operations, i);
        const char *effect = json_string_value(json_object_get(operation, "effect"));

        if (json_integer_value(json_object_get(operation, "cloud")) == cloud && effect &&
            strcmp(effect, "query") == 0)
            return json_string_value(json_object_get(operation, "action"));
    }
    return NULL;
}

static crec_status ask(const question *question, const json_t *fields, crec_outcome **outcome)
{
    crec_operation_params params = CREC_OPERATION_PARAMS_INIT;
    crec_request *request;
    char *text = json_dumps(fields, JSON_COMPACT);
    crec_status status;

    params.cloud = question->cloud;
    params.action = question->action;
    params.fields = text;
    status = crec_request_new_operation(&params, &request, outcome);
    if (status == CREC_STATUS_OK)
        status = crec_client_perform(question->client, request, outcome);
    crec_request_free(request);
    free(text);
    return status;
}

static void add(json_t *tasks, const json_t *task, crec_task_state state)
{
    json_t *told = json_copy((json_t *)task);

    json_object_set_new(told, "State", json_string(crec_task_state_name(state)));
    json_array_append_new(tasks, told);
}

/* Queries each task by its ids, and adds those that run. */
static int add_asked(json_t *tasks, const question *question, const json_t *asked,
                     crec_outcome **outcome)
{
    size_t i;

    for (i = 0; i < json_array_size(asked); i++) {
        const json_t *ids = json_array_get(asked, i);
        crec_status status = ask(question, ids, outcome);
        crec_task_state state = crec_outcome_task_state(*outcome);

        if (status != CREC_STATUS_OK && status != CREC_STATUS_NOT_FOUND)
            return -1;
        if (state == CREC_TASK_RUNNING || state == CREC_TASK_RECOVERING)
            add(tasks, ids, state);
        crec_outcome_free(*outcome);
        *outcome = NULL;
    }
    return 0;
}

static json_int_t number(const json_t *task, const char *name)
{
    return json_integer_value(json_object_get(task, name));
}

/* Adds a page's tasks, and tells where the next page begins: NULL after the last. -1: no list. */
static int add_page(json_t *tasks, const crec_outcome *outcome, json_t **next)
{
    json_t *body = json_loads(crec_outcome_body(outcome), 0, NULL);
    const json_t *reply = json_object_get(body, "Response");
    const json_t *listed = json_object_get(reply, "TaskList");
    json_t *token = json_object_get(reply, "ScrollToken");
    json_int_t now = (json_int_t)time(NULL) + crec_outcome_clock_offset_s(outcome);
    int is_list = json_is_array(listed) || json_is_null(listed);
    size_t i;

    for (i = 0; i < json_array_size(listed); i++) {
        const json_t *task = json_array_get(listed, i);

        if (number(task, "Stopped") == 0 && number(task, "StartTime") <= now &&
            now < number(task, "EndTime"))
            add(tasks, task, CREC_TASK_RUNNING);
    }
    *next = is_list && json_string_length(token) > 0 ? json_incref(token) : NULL;
    json_decref(body);
    return is_list ? 0 : -1;
}

static int add_listed(json_t *tasks, const question *question, const json_t *asked,
                      crec_outcome **outcome)
{
    json_int_t now = (json_int_t)time(NULL);
    json_t *filter = json_array_get(asked, 0);
    json_t *fields = filter ? json_copy(filter) : json_object();
    json_t *token = NULL;
    int is_more = 1, result = 0;

    json_object_set_new(fields, "StartTime", json_integer(now - MARGIN));
    json_object_set_new(fields, "EndTime", json_integer(now + MARGIN));
    while (is_more) {
        if (ask(question, fields, outcome) != CREC_STATUS_OK ||
            add_page(tasks, *outcome, &token) != 0) {
            result = -1;
            break;
        }
        /* The same token again would lead round in circles. */
        is_more = token && !json_equal(token, json_object_get(fields, "ScrollToken"));
        json_object_set_new(fields, "ScrollToken", token);
        crec_outcome_free(*outcome);
        *outcome = NULL;
    }
    json_decref(fields);
    return result;
}

json_t *running_tasks(crec_client *client, crec_cloud cloud, const json_t *asked,
                      crec_outcome **outcome)
{
    json_t *tasks = json_array(), *operations = json_loads(crec_operations(), 0, NULL);
    const question question = {client, cloud, find_action(operations, cloud)};
    int result;

    *outcome = NULL;
    if (!question.action)
        result = ask(&question, NULL, outcome) == CREC_STATUS_OK ? 0 : -1;
    else if (cloud == CREC_CLOUD_TENCENT)
        result = add_listed(tasks, &question, asked, outcome);
    else
        result = add_asked(tasks, &question, asked, outcome);
    json_decref(operations);
    if (result == 0)
        return tasks;
    json_decref(tasks);
    return NULL;
}
