/* All faults are told at once: none hides another that can be found without it. */
#include "calls.h"
#include "client.h"

static void faults_of_a_client(void)
{
    static const char *const fields[] = {"region", "timeout_ms", "endpoint", "access_key_id",
                                         "security_token"};
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
    crec_credentials credentials = {sizeof credentials, NULL, "secret", " token"};
    crec_client *client;
    crec_outcome *outcome;
    size_t i;

    options.endpoint = "ftp://example.com";
    options.credentials = &credentials;
    options.region = "a b";
    options.timeout_ms = -1;
    CHECK_NUMBER(crec_client_new(&options, &client, &outcome), CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_outcome_fault_count(outcome), COUNT(fields));
    for (i = 0; i < COUNT(fields); i++)
        CHECK_TEXT(crec_outcome_fault_field(outcome, i), fields[i]);
    crec_outcome_free(outcome);
    options.rate_count = 1; /* and no array */
    CHECK_NUMBER(crec_client_new(&options, &client, &outcome), CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_outcome_fault_count(outcome), COUNT(fields) + 1);
    CHECK_TEXT(crec_outcome_fault_field(outcome, 0), "rates");
    crec_outcome_free(outcome);
}

static void faults_of_an_operation(void)
{
    static const struct {
        const char *action, *fields, *faults[4];
    } rows[] = {
        {"StopRecordTask", "{", {"fields", "version"}},
        {"StopRecordTask", "{}", {"TaskId", "version"}},
        {"Nothing", "[]", {"action", "fields", "version"}},
        {NULL, "{\"a\":1}", {"action", "version"}},
    };
    size_t i, j;

    for (i = 0; i < COUNT(rows); i++) {
        crec_operation_params params = {sizeof params, CREC_CLOUD_TENCENT, rows[i].action,
                                        rows[i].fields, "tomorrow"};
        crec_request *request;
        crec_outcome *outcome;

        ROW("%s %s", rows[i].action, rows[i].fields);
        CHECK_NUMBER(crec_request_new_operation(&params, &request, &outcome),
                     CREC_STATUS_INVALID_ARGUMENT);
        for (j = 0; rows[i].faults[j]; j++)
            CHECK_TEXT(crec_outcome_fault_field(outcome, j), rows[i].faults[j]);
        CHECK_NUMBER(crec_outcome_fault_count(outcome), j);
        crec_outcome_free(outcome);
    }
}

static void faults_of_a_request(void)
{
    static const char *const fields[] = {"query",        "body",   "action", "version",
                                         "content_type", "method", "fields", "fields"};
    static const crec_pair nameless = {NULL, "value"};
    crec_request_params params = CREC_REQUEST_PARAMS_INIT;
    crec_request *request;
    crec_outcome *outcome;
    size_t i;

    params.cloud = CREC_CLOUD_ALIBABA;
    params.query = &nameless;
    params.query_count = 1;
    params.body_size = 1; /* and no body */
    params.version = "latest";
    params.content_type = " ";
    params.method = "PUT";
    params.fields = "{";
    CHECK_NUMBER(crec_request_new(&params, &request, &outcome), CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_outcome_fault_count(outcome), COUNT(fields));
    for (i = 0; i < COUNT(fields); i++)
        CHECK_TEXT(crec_outcome_fault_field(outcome, i), fields[i]);
    crec_outcome_free(outcome);
}

static void check_fields(crec_status status, crec_outcome *outcome, const char *first,
                         const char *second)
{
    CHECK_NUMBER(status, CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_outcome_fault_count(outcome), 2);
    CHECK_TEXT(crec_outcome_fault_field(outcome, 0), first);
    CHECK_TEXT(crec_outcome_fault_field(outcome, 1), second);
    crec_outcome_free(outcome);
}

/* A request for another cloud is refused, and the other arguments are checked all the same. */
static void faults_of_a_use(void)
{
    crec_client *client = offline_client(CREC_CLOUD_ALIBABA);
    crec_sign_options sign_options = {sizeof sign_options, -2, NULL};
    crec_submit_options submit_options = {sizeof submit_options, NULL, NULL, -1};
    crec_reply reply = {sizeof reply, 200, NULL, 0, NULL, 1};
    crec_stop_live_record_params params = {sizeof params, "s", NULL, NULL};
    crec_request *request = NULL;
    crec_signed_request *made;
    crec_outcome *outcome;
    crec_status status;

    calls[STOP_LIVE_RECORD].request(&calls[STOP_LIVE_RECORD].good, &request, NULL);
    status = crec_client_sign(client, request, &sign_options, &made, &outcome);
    check_fields(status, outcome, "request", "timestamp");
    status = crec_client_submit(client, request, &submit_options, NULL, &outcome);
    check_fields(status, outcome, "request", "timeout_ms");
    status = crec_client_read(client, request, &reply, &outcome);
    check_fields(status, outcome, "request", "body");
    status = crec_stop_live_record(client, &params, &outcome);
    check_fields(status, outcome, "request", "TaskId");
    crec_request_free(request);
    calls[STOP_RTC_CLOUD_RECORDING].request(&calls[STOP_RTC_CLOUD_RECORDING].good, &request, NULL);
    reply.http_status = 0;
    status = crec_client_read(client, request, &reply, &outcome);
    check_fields(status, outcome, "http_status", "body");
    crec_request_free(request);
    crec_client_free(client);
}

int main(void)
{
    static const test tests[] = {
        TEST(faults_of_a_client),
        TEST(faults_of_an_operation),
        TEST(faults_of_a_request),
        TEST(faults_of_a_use),
    };

    return run_tests(tests, COUNT(tests));
}
