/*
 * Starts recording a web page, with nested fields, and asks how that stands:
 * example_operation APP_ID ROOM_ID TASK_ID URL [ENDPOINT CA_FILE]
 */
#include <crec.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

/* Frees the fields. What they hold cannot break the JSON that jansson writes. */
static crec_status call(crec_client *client, const char *action, json_t *fields,
                        crec_outcome **outcome)
{
    crec_operation_params params = CREC_OPERATION_PARAMS_INIT;
    crec_request *request;
    char *text = json_dumps(fields, JSON_COMPACT);
    crec_status status;

    params.cloud = CREC_CLOUD_VOLCENGINE;
    params.action = action;
    params.fields = text;
    status = crec_request_new_operation(&params, &request, outcome);
    if (status == CREC_STATUS_OK)
        status = crec_client_perform(client, request, outcome);
    crec_request_free(request);
    free(text);
    json_decref(fields);
    return status;
}

int main(int argc, char **argv)
{
    const char *app = argc > 1 ? argv[1] : NULL, *room = argc > 2 ? argv[2] : NULL;
    const char *task = argc > 3 ? argv[3] : NULL, *url = argc > 4 ? argv[4] : NULL;
    crec_client_options options = CREC_CLIENT_OPTIONS_INIT;
    crec_client *client = NULL;
    crec_outcome *outcome = NULL;
    crec_status status;

    options.cloud = CREC_CLOUD_VOLCENGINE; /* keys: VOLCENGINE_ACCESS_KEY, VOLCENGINE_SECRET_KEY */
    if (argc > 6) {
        options.endpoint = argv[5];
        options.ca_file = argv[6];
    }
    status = crec_client_new(&options, &client, &outcome);
    if (status == CREC_STATUS_OK)
        status = call(client, "StartWebcast",
                      json_pack("{s:s*, s:s*, s:s*, s:s, s:s*, s:[{s:i, s:i}]}", "AppId", app,
                                "RoomId", room, "TaskId", task, "UserId", "recorder", "SourceURL",
                                url, "VideoSolutions", "Width", 1280, "Height", 720),
                      &outcome);
    if (status == CREC_STATUS_OK) {
        crec_outcome_free(outcome);
        status = call(client, "GetWebCastTask",
                      json_pack("{s:s, s:s, s:s}", "AppId", app, "RoomId", room, "TaskId", task),
                      &outcome);
    }

    printf("%s: %s\n", crec_status_name(status),
           status == CREC_STATUS_OK ? crec_task_state_name(crec_outcome_task_state(outcome))
                                    : crec_outcome_message(outcome));
    crec_outcome_free(outcome);
    crec_client_free(client);
    return status;
}
