/*
 * Stops a web page's recording of Volcengine RTC without waiting; the completion runs on the
 * library's thread: example_callback APP_ID ROOM_ID TASK_ID [ENDPOINT CA_FILE]
 */
#include <crec.h>
#include <stdio.h>

/* On the library's thread: the host's own state would want a lock here. */
static void done(void *context, crec_outcome *outcome)
{
    *(crec_status *)context = crec_outcome_status(outcome);
    printf("%s: %s\n", crec_status_name(crec_outcome_status(outcome)),
           crec_outcome_message(outcome));
    crec_outcome_free(outcome);
}

int main(int argc, char **argv)
{
    crec_client_options options = CREC_CLIENT_OPTIONS_INIT;
    crec_stop_webcast_params params = CREC_STOP_WEBCAST_PARAMS_INIT;
    crec_submit_options submit = CREC_SUBMIT_OPTIONS_INIT;
    crec_client *client = NULL;
    crec_request *request = NULL;
    crec_outcome *outcome = NULL;
    crec_status status, result = -1;

    options.cloud = CREC_CLOUD_VOLCENGINE; /* keys: VOLCENGINE_ACCESS_KEY, VOLCENGINE_SECRET_KEY */
    if (argc > 5) {
        options.endpoint = argv[4];
        options.ca_file = argv[5];
    }
    params.app_id = argc > 1 ? argv[1] : NULL;
    params.room_id = argc > 2 ? argv[2] : NULL;
    params.task_id = argc > 3 ? argv[3] : NULL;
    submit.completion = done;
    submit.context = &result;

    status = crec_client_new(&options, &client, &outcome);
    if (status == CREC_STATUS_OK)
        status = crec_request_new_stop_webcast(&params, &request, &outcome);
    if (status == CREC_STATUS_OK)
        status = crec_client_submit(client, request, &submit, NULL, &outcome);
    if (status != CREC_STATUS_OK)
        done(&result, outcome);

    /* The host goes on with its own work. At its end it gives what is under way some time: after
     * this, every completion has returned. */
    crec_client_close(client, 5000);
    crec_request_free(request);
    crec_client_free(client);
    return result;
}
