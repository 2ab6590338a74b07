/*
 * Stops a Tencent Cloud Live recording from a poll loop, without a thread and without waiting:
 * example_poll STREAM_NAME TASK_ID [ENDPOINT CA_FILE]
 */
#include <crec.h>
#include <poll.h>
#include <stdio.h>

static void done(void *context, crec_outcome *outcome)
{
    *(crec_status *)context = crec_outcome_status(outcome);
    printf("%s: %s\n", crec_status_name(crec_outcome_status(outcome)),
           crec_outcome_message(outcome));
    crec_outcome_free(outcome);
}

int main(int argc, char **argv)
{
    crec_loop_options loop_options = CREC_LOOP_OPTIONS_INIT;
    crec_client_options options = CREC_CLIENT_OPTIONS_INIT;
    crec_stop_live_record_params params = CREC_STOP_LIVE_RECORD_PARAMS_INIT;
    crec_submit_options submit = CREC_SUBMIT_OPTIONS_INIT;
    crec_loop *loop = NULL;
    crec_client *client = NULL;
    crec_request *request = NULL;
    crec_outcome *outcome = NULL;
    crec_status status, result = -1;

    loop_options.hosted = 1;
    options.cloud = CREC_CLOUD_TENCENT; /* keys: TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY */
    if (argc > 4) {
        options.endpoint = argv[3];
        options.ca_file = argv[4];
    }
    params.stream_name = argc > 1 ? argv[1] : NULL;
    params.task_id = argc > 2 ? argv[2] : NULL;
    submit.completion = done;
    submit.context = &result;

    status = crec_loop_new(&loop_options, &loop, &outcome);
    options.loop = loop;
    if (status == CREC_STATUS_OK)
        status = crec_client_new(&options, &client, &outcome);
    if (status == CREC_STATUS_OK)
        status = crec_request_new_stop_live_record(&params, &request, &outcome);
    if (status == CREC_STATUS_OK)
        status = crec_client_submit(client, request, &submit, NULL, &outcome);
    if (status != CREC_STATUS_OK)
        done(&result, outcome);

    while (result == -1) {
        struct pollfd polled = {0}; /* a host has its own descriptors beside this one */

        polled.fd = crec_loop_descriptor(loop);
        polled.events = POLLIN;
        if (poll(&polled, 1, -1) == 1)
            crec_loop_dispatch(loop);
    }

    crec_loop_close(loop, 2000);
    crec_request_free(request);
    crec_client_free(client);
    crec_loop_free(loop);
    return result;
}
