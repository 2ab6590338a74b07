/* Tests of NULL for functions that return a status: they refuse it, and explain it if they can. */
#include "null.h"

#define POISON(type) ((type *)(void *)&check_state) /* no function may leave it there */

/* A refusal is explained if an outcome was asked for, and hands out nothing else. */
static void check_end(crec_status status, crec_status should, crec_outcome *outcome,
                      int has_outcome, const void *output)
{
    CHECK_NUMBER(status, should);
    CHECK((output == NULL) == (should != CREC_STATUS_OK));
    if (has_outcome && should != CREC_STATUS_OK) {
        CHECK(outcome != NULL);
        CHECK_NUMBER(crec_outcome_status(outcome), status);
        CHECK(crec_outcome_message(outcome)[0] != '\0');
    }
    if (has_outcome)
        crec_outcome_free(outcome);
}

static void test_crec_client_new(unsigned nulls)
{
    crec_client_options options = offline_options(CREC_CLOUD_VOLCENGINE);
    crec_client *client = POISON(crec_client);
    crec_outcome *outcome = POISON(crec_outcome);
    crec_status status = crec_client_new(UNLESS(0, &options), UNLESS(1, &client),
                                         UNLESS(2, &outcome));

    if (nulls & 2)
        client = NULL;
    check_end(status, nulls & 3 ? CREC_STATUS_INVALID_ARGUMENT : CREC_STATUS_OK, outcome,
              !(nulls & 4), client);
    crec_client_free(client);
}

static void test_crec_client_set_credentials(unsigned nulls)
{
    crec_client *client = offline_client(CREC_CLOUD_VOLCENGINE);
    crec_outcome *outcome = POISON(crec_outcome);
    crec_status should = nulls & 3 ? CREC_STATUS_INVALID_ARGUMENT : CREC_STATUS_OK;
    crec_status status = crec_client_set_credentials(
        UNLESS(0, client), UNLESS(1, &good_credentials), UNLESS(2, &outcome));

    check_end(status, should, outcome, !(nulls & 4), should ? NULL : client);
    crec_client_free(client);
}

/* With all arguments given, the call fails to connect: nobody listens at the endpoint. */
static void test_call(const call *call, unsigned nulls)
{
    crec_client *client = offline_client(call->cloud);
    crec_outcome *outcome = POISON(crec_outcome);
    crec_status status = call->make(UNLESS(0, client), UNLESS(1, &call->good), UNLESS(2, &outcome));

    check_end(status, nulls & 3 ? CREC_STATUS_INVALID_ARGUMENT : CREC_STATUS_NETWORK, outcome,
              !(nulls & 4), NULL);
    crec_client_free(client);
}

/* Checks the result of a crec_request_new_* with the arguments params, request and outcome. */
static void check_request(unsigned nulls, crec_status status, crec_request *request,
                          crec_outcome *outcome)
{
    if (nulls & 2)
        request = NULL;
    check_end(status, nulls & 3 ? CREC_STATUS_INVALID_ARGUMENT : CREC_STATUS_OK, outcome,
              !(nulls & 4), request);
    crec_request_free(request);
}

static void test_request(const call *call, unsigned nulls)
{
    crec_request *request = POISON(crec_request);
    crec_outcome *outcome = POISON(crec_outcome);
    crec_status status = call->request(UNLESS(0, &call->good), UNLESS(1, &request),
                                       UNLESS(2, &outcome));

    check_request(nulls, status, request, outcome);
}

#define TEST_CALL(name, index)                                                                     \
    static void test_crec_##name(unsigned nulls)                                                   \
    {                                                                                              \
        test_call(&calls[index], nulls);                                                           \
    }                                                                                              \
    static void test_crec_request_new_##name(unsigned nulls)                                       \
    {                                                                                              \
        test_request(&calls[index], nulls);                                                        \
    }
TEST_CALL(start_wb_record, START_WB_RECORD)
TEST_CALL(stop_wb_record, STOP_WB_RECORD)
TEST_CALL(stop_webcast, STOP_WEBCAST)
TEST_CALL(stop_rtc_cloud_recording, STOP_RTC_CLOUD_RECORDING)
TEST_CALL(stop_live_record, STOP_LIVE_RECORD)

static void test_crec_request_new(unsigned nulls)
{
    crec_request_params params = CREC_REQUEST_PARAMS_INIT;
    crec_request *request = POISON(crec_request);
    crec_outcome *outcome = POISON(crec_outcome);
    crec_status status;

    params.cloud = CREC_CLOUD_TENCENT;
    params.action = "DescribeLiveStreamState";
    params.version = "2018-08-01";
    status = crec_request_new(UNLESS(0, &params), UNLESS(1, &request), UNLESS(2, &outcome));
    check_request(nulls, status, request, outcome);
}

static void test_crec_request_new_operation(unsigned nulls)
{
    crec_operation_params params = {sizeof params, CREC_CLOUD_TENCENT, "StopRecordTask",
                                    "{\"TaskId\":\"UZZUVbQ1FSQFlv\"}", NULL};
    crec_request *request = POISON(crec_request);
    crec_outcome *outcome = POISON(crec_outcome);
    crec_status status = crec_request_new_operation(UNLESS(0, &params), UNLESS(1, &request),
                                                    UNLESS(2, &outcome));

    check_request(nulls, status, request, outcome);
}

static void test_crec_client_perform(unsigned nulls)
{
    crec_client *client = offline_client(CREC_CLOUD_TENCENT);
    crec_request *request = good_request();
    crec_outcome *outcome = POISON(crec_outcome);
    crec_status status = crec_client_perform(UNLESS(0, client), UNLESS(1, request),
                                             UNLESS(2, &outcome));

    check_end(status, nulls & 3 ? CREC_STATUS_INVALID_ARGUMENT : CREC_STATUS_NETWORK, outcome,
              !(nulls & 4), NULL);
    crec_request_free(request);
    crec_client_free(client);
}

static void test_crec_client_sign(unsigned nulls)
{
    crec_client *client = offline_client(CREC_CLOUD_TENCENT);
    crec_request *request = good_request();
    crec_sign_options options = CREC_SIGN_OPTIONS_INIT;
    crec_signed_request *signed_request = POISON(crec_signed_request);
    crec_outcome *outcome = POISON(crec_outcome);
    crec_status status = crec_client_sign(UNLESS(0, client), UNLESS(1, request),
                                          UNLESS(2, &options), UNLESS(3, &signed_request),
                                          UNLESS(4, &outcome));

    if (nulls & 8)
        signed_request = NULL;
    check_end(status, nulls & 11 ? CREC_STATUS_INVALID_ARGUMENT : CREC_STATUS_OK, outcome,
              !(nulls & 16), signed_request);
    crec_signed_request_free(signed_request);
    crec_request_free(request);
    crec_client_free(client);
}

static void test_crec_client_read(unsigned nulls)
{
    static const char body[] = "{\"Response\":{\"RequestId\":\"R\"}}";
    crec_client *client = offline_client(CREC_CLOUD_TENCENT);
    crec_request *request = good_request();
    crec_reply reply = {sizeof reply, 200, NULL, 0, body, sizeof body - 1};
    crec_outcome *outcome = POISON(crec_outcome);
    crec_status should = nulls & 7 ? CREC_STATUS_INVALID_ARGUMENT : CREC_STATUS_OK;
    crec_status status = crec_client_read(UNLESS(0, client), UNLESS(1, request), UNLESS(2, &reply),
                                          UNLESS(3, &outcome));

    check_end(status, should, outcome, !(nulls & 8), should ? NULL : client);
    crec_request_free(request);
    crec_client_free(client);
}

static void test_crec_loop_new(unsigned nulls)
{
    crec_loop_options options = CREC_LOOP_OPTIONS_INIT;
    crec_loop *loop = POISON(crec_loop);
    crec_outcome *outcome = POISON(crec_outcome);
    crec_status status = crec_loop_new(UNLESS(0, &options), UNLESS(1, &loop), UNLESS(2, &outcome));

    if (nulls & 2)
        loop = NULL;
    check_end(status, nulls & 2 ? CREC_STATUS_INVALID_ARGUMENT : CREC_STATUS_OK, outcome,
              !(nulls & 4), loop);
    crec_loop_free(loop);
}

/* Those that answer with a status alone. */
#define TEST_STATUS(function, type, make, call)                                                    \
    static void test_##function(unsigned nulls)                                                    \
    {                                                                                              \
        type *made = (make);                                                                       \
        type *object = nulls ? NULL : made;                                                        \
        CHECK_NUMBER(call, nulls ? CREC_STATUS_INVALID_ARGUMENT : CREC_STATUS_OK);                 \
        type##_free(made);                                                                         \
    }
TEST_STATUS(crec_loop_dispatch, crec_loop, hosted_loop(), crec_loop_dispatch(object))
TEST_STATUS(crec_loop_close, crec_loop, hosted_loop(), crec_loop_close(object, 0))
TEST_STATUS(crec_client_close, crec_client, offline_client(CREC_CLOUD_TENCENT),
            crec_client_close(object, 0))
TEST_STATUS(crec_call_cancel, crec_call, hosted_call(), crec_call_cancel(object))

static void test_crec_client_submit(unsigned nulls)
{
    crec_submit_options options = CREC_SUBMIT_OPTIONS_INIT;
    crec_client *client = offline_client(CREC_CLOUD_TENCENT);
    crec_request *request = good_request();
    crec_call *call = POISON(crec_call);
    crec_outcome *outcome = POISON(crec_outcome);
    crec_status should = nulls & 3 ? CREC_STATUS_INVALID_ARGUMENT : CREC_STATUS_OK;
    crec_status status = crec_client_submit(UNLESS(0, client), UNLESS(1, request),
                                            UNLESS(2, &options), UNLESS(3, &call),
                                            UNLESS(4, &outcome));

    check_end(status, should, outcome, !(nulls & 16), should ? NULL : client);
    if (nulls & 8)
        call = NULL;
    else
        CHECK((call == NULL) == (should != CREC_STATUS_OK));
    crec_call_free(call);
    crec_request_free(request);
    crec_client_free(client);
}

#define CALL(name) FUNCTION(crec_##name, 3), FUNCTION(crec_request_new_##name, 3)

static const function functions[] = {
    FUNCTION(crec_loop_new, 3),
    FUNCTION(crec_loop_dispatch, 1),
    FUNCTION(crec_loop_close, 1),
    FUNCTION(crec_client_new, 3),
    FUNCTION(crec_client_close, 1),
    FUNCTION(crec_client_set_credentials, 3),
    CALL(start_wb_record),
    CALL(stop_wb_record),
    CALL(stop_webcast),
    CALL(stop_rtc_cloud_recording),
    CALL(stop_live_record),
    FUNCTION(crec_request_new_operation, 3),
    FUNCTION(crec_request_new, 3),
    FUNCTION(crec_client_perform, 3),
    FUNCTION(crec_client_submit, 5),
    FUNCTION(crec_call_cancel, 1),
    FUNCTION(crec_client_sign, 5),
    FUNCTION(crec_client_read, 4),
};

int main(int argc, char **argv)
{
    return run_functions(functions, COUNT(functions), argc, argv);
}
