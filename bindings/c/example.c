/* Stops a recording of Tencent Cloud Live and prints what became of it. */
#include <crec.h>
#include <stdio.h>

int main(void)
{
    crec_client_options options = CREC_CLIENT_OPTIONS_INIT;
    crec_stop_live_record_params params = CREC_STOP_LIVE_RECORD_PARAMS_INIT;
    crec_client *client;
    crec_outcome *outcome;
    crec_status status;

    options.cloud = CREC_CLOUD_TENCENT; /* keys: TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY */
    params.stream_name = "test1";
    params.task_id = "123";

    status = crec_client_new(&options, &client, &outcome);
    if (status == CREC_STATUS_OK)
        status = crec_stop_live_record(client, &params, &outcome);

    printf("%s: %s\n", crec_status_name(status), crec_outcome_message(outcome));
    crec_outcome_free(outcome);
    crec_client_free(client);
    return status;
}
