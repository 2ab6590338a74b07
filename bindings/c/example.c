/* Stops one recording of Tencent Cloud Live and prints what became of it. The key pair comes from
 * TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY. Build: cc example.c -lcrec */
#include <crec.h>
#include <stdio.h>

int main(void)
{
    crec_client_options options = CREC_CLIENT_OPTIONS_INIT;
    crec_stop_live_record_params params = CREC_STOP_LIVE_RECORD_PARAMS_INIT;
    crec_client *client;
    crec_outcome *outcome;
    crec_status status;
    size_t i;

    options.cloud = CREC_CLOUD_TENCENT;
    params.stream_name = "test1";
    params.task_id = "123";

    status = crec_client_new(&options, &client, &outcome);
    if (status == CREC_STATUS_OK)
        status = crec_stop_live_record(client, &params, &outcome);

    printf("%s: %s\n", crec_status_name(status), crec_outcome_message(outcome));
    for (i = 0; i < crec_outcome_fault_count(outcome); i++)
        printf("%s %s; %s\n", crec_outcome_fault_field(outcome, i),
               crec_outcome_fault_problem(outcome, i), crec_outcome_fault_rule(outcome, i));

    crec_outcome_free(outcome);
    crec_client_free(client);
    return status;
}
