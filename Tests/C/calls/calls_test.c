/* Tests of the five calls over TLS: successes and refusals. */
#include "emulator.h"

#include "calls.h"

static const char plant_webcast[] = "plant {\"kind\": \"webcast\", \"AppId\": \"App-1\", "
                                    "\"RoomId\": \"Room-1\", \"TaskId\": \"Task-1\"}";
static const char plant_rtc[] = "plant {\"kind\": \"rtc\", \"TaskId\": \"Task-1\"}";
static const char plant_live[] =
    "plant {\"kind\": \"live\", \"StreamName\": \"test1\", \"TaskId\": 123}";

/* Resets the emulator and plants a task for each good stop. */
static void reset_with_tasks(void)
{
    emulator("reset");
    emulator(plant_webcast);
    emulator(plant_rtc);
    emulator(plant_live);
}

static void check_call(crec_client *client, size_t index, crec_status status, const char *code)
{
    crec_outcome *outcome;

    ROW("%s", calls[index].name);
    CHECK_NUMBER(calls[index].make(client, &calls[index].good, &outcome), status);
    CHECK_NUMBER(crec_outcome_status(outcome), status);
    CHECK_TEXT(crec_outcome_code(outcome), code);
    CHECK((crec_outcome_message(outcome)[0] != '\0') == (status != CREC_STATUS_OK));
    CHECK_NUMBER(crec_outcome_attempts(outcome), 1);
    CHECK(crec_outcome_request_id(outcome)[0] != '\0');
    CHECK(strstr(crec_outcome_body(outcome), crec_outcome_request_id(outcome)) != NULL);
    crec_outcome_free(outcome);
}

static void check_new_client_call(size_t index, crec_status status, const char *code)
{
    crec_client *client = emulator_client(calls[index].cloud);

    check_call(client, index, status, code);
    crec_client_free(client);
}

static void each_call_succeeds(void)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    size_t i;

    reset_with_tasks();
    for (i = 0; i < COUNT(calls); i++) {
        crec_client *client = emulator_client(calls[i].cloud);
        const char *task_id = i == STOP_RTC_CLOUD_RECORDING ? "Task-1" : "";
        crec_outcome *outcome;

        ROW("%s", calls[i].name);
        CHECK_NUMBER(calls[i].make(client, &calls[i].good, &outcome), CREC_STATUS_OK);
        CHECK_NUMBER(crec_outcome_retryable(outcome), 0);
        CHECK_NUMBER(crec_outcome_may_have_been_applied(outcome), 1);
        CHECK_TEXT(crec_outcome_message(outcome), "");
        CHECK_TEXT(crec_outcome_code(outcome), "");
        CHECK_TEXT(crec_outcome_task_id(outcome), task_id);
        CHECK_TEXT(crec_outcome_host(outcome), strstr(options.endpoint, "://") + 3);
        CHECK_NUMBER(crec_outcome_http_status(outcome), 200);
        CHECK_NUMBER(crec_outcome_attempts(outcome), 1);
        CHECK(crec_outcome_elapsed_ms(outcome) >= 0);
        CHECK_NUMBER(crec_outcome_body_size(outcome), strlen(crec_outcome_body(outcome)));
        CHECK(strstr(crec_outcome_body(outcome), crec_outcome_request_id(outcome)) != NULL);
        CHECK_NUMBER(crec_outcome_fault_count(outcome), 0);
        crec_outcome_free(outcome);
        crec_client_free(client);
    }
    CHECK_NUMBER(emulator("requests"), COUNT(calls));
    CHECK_NUMBER(emulator("applied"), COUNT(calls));
}

static void no_outcome_is_wanted(void)
{
    crec_client *client = emulator_client(CREC_CLOUD_TENCENT);
    const call *call = &calls[STOP_LIVE_RECORD];

    reset_with_tasks();
    CHECK_NUMBER(call->make(client, &call->good, NULL), CREC_STATUS_OK);
    crec_client_free(client);
}

/* Tencent has one error for tasks that have ended and for tasks that never existed. */
static void a_start_and_a_stop_each_made_twice(void)
{
    reset_with_tasks();
    check_new_client_call(START_WB_RECORD, CREC_STATUS_OK, "");
    check_new_client_call(START_WB_RECORD, CREC_STATUS_CONFLICT,
                          "InvalidParameter.TaskAlreadyExists");
    check_new_client_call(STOP_WB_RECORD, CREC_STATUS_OK, "");
    check_new_client_call(STOP_WB_RECORD, CREC_STATUS_ALREADY_STOPPED,
                          "InvalidParameter.ErrorActiveTaskNotFound");
    check_new_client_call(STOP_WEBCAST, CREC_STATUS_OK, "");
    check_new_client_call(STOP_WEBCAST, CREC_STATUS_ALREADY_STOPPED,
                          "InvalidParameter.ErrorActiveTaskNotFound");
    check_new_client_call(STOP_RTC_CLOUD_RECORDING, CREC_STATUS_OK, "");
    check_new_client_call(STOP_RTC_CLOUD_RECORDING, CREC_STATUS_ALREADY_STOPPED,
                          "InvalidParameter.TaskId");
    check_new_client_call(STOP_LIVE_RECORD, CREC_STATUS_OK, "");
    check_new_client_call(STOP_LIVE_RECORD, CREC_STATUS_NOT_FOUND, "ResourceNotFound.TaskId");
}

static void a_task_that_never_was(void)
{
    emulator("reset");
    check_new_client_call(STOP_WB_RECORD, CREC_STATUS_ALREADY_STOPPED,
                          "InvalidParameter.ErrorActiveTaskNotFound");
    check_new_client_call(STOP_WEBCAST, CREC_STATUS_ALREADY_STOPPED,
                          "InvalidParameter.ErrorActiveTaskNotFound");
    check_new_client_call(STOP_RTC_CLOUD_RECORDING, CREC_STATUS_NOT_FOUND, "NotFound.Task");
    check_new_client_call(STOP_LIVE_RECORD, CREC_STATUS_NOT_FOUND,
                          "ResourceNotFound.ChannelNotExist");
}

static void keys_that_the_cloud_refuses(void)
{
    static const struct {
        size_t call;
        const char *bad_secret, *bad_id;
    } rows[] = {
        {STOP_WEBCAST, "SignatureDoesNotMatch", "InvalidAccessKey"},
        {STOP_RTC_CLOUD_RECORDING, "SignatureDoesNotMatch", "InvalidAccessKeyId.NotFound"},
        {STOP_LIVE_RECORD, "AuthFailure.SignatureFailure", "AuthFailure.SecretIdNotFound"},
    };
    size_t i;

    reset_with_tasks();
    for (i = 0; i < COUNT(rows); i++) {
        crec_cloud cloud = calls[rows[i].call].cloud;
        crec_credentials bad_secret = emulator_keys[cloud - 1];
        crec_client_options options = emulator_options(cloud);
        crec_client *client;

        bad_secret.access_key_secret = "another";
        options.credentials = &bad_secret;
        client = new_client(&options);
        check_call(client, rows[i].call, CREC_STATUS_AUTHENTICATION, rows[i].bad_secret);

        CHECK_NUMBER(crec_client_set_credentials(client, &good_credentials, NULL), CREC_STATUS_OK);
        check_call(client, rows[i].call, CREC_STATUS_AUTHENTICATION, rows[i].bad_id);

        CHECK_NUMBER(crec_client_set_credentials(client, &emulator_keys[cloud - 1], NULL),
                     CREC_STATUS_OK);
        check_call(client, rows[i].call, CREC_STATUS_OK, "");
        crec_client_free(client);
    }
}

static void a_cloud_with_another_clock(void)
{
    reset_with_tasks();
    emulator("clock {\"advance\": 7200}");
    check_new_client_call(STOP_WEBCAST, CREC_STATUS_CLOCK_SKEW, "InvalidTimestamp");
    check_new_client_call(STOP_RTC_CLOUD_RECORDING, CREC_STATUS_CLOCK_SKEW,
                          "InvalidTimeStamp.Expired");
    check_new_client_call(STOP_LIVE_RECORD, CREC_STATUS_CLOCK_SKEW, "AuthFailure.SignatureExpire");
}

/* The emulator checks the signature against the Host it received. */
static void a_host_other_than_the_endpoint(void)
{
    static const char *const hosts[] = {"rtc.volcengineapi.com", "live.aliyuncs.com",
                                        "live.tencentcloudapi.com"};
    static const size_t stops[] = {STOP_WEBCAST, STOP_RTC_CLOUD_RECORDING, STOP_LIVE_RECORD};
    size_t i;

    reset_with_tasks();
    for (i = 0; i < COUNT(hosts); i++) {
        crec_client_options options = emulator_options(calls[stops[i]].cloud);
        crec_client *client;

        options.host = hosts[i];
        client = new_client(&options);
        check_call(client, stops[i], CREC_STATUS_OK, "");
        crec_client_free(client);
    }
}

/* A request is made once and performed as often as needed, by any client of its cloud. */
static void a_request_performed_twice(void)
{
    static const crec_pair query[] = {{"StreamName", "a b+c~*\303\251"}, {"TaskId", "7"}};
    crec_request_params params = {.struct_size = sizeof params,
                                  .cloud = CREC_CLOUD_TENCENT,
                                  .action = "StopLiveRecord",
                                  .version = "2018-08-01",
                                  .method = "GET",
                                  .query = query,
                                  .query_count = COUNT(query)};
    crec_client *client = emulator_client(CREC_CLOUD_TENCENT);
    crec_client *another = emulator_client(CREC_CLOUD_TENCENT);
    crec_request *request = NULL;
    crec_outcome *outcome;

    emulator("reset");
    emulator("plant {\"kind\": \"live\", \"StreamName\": \"a b+c~*\303\251\", \"TaskId\": 7}");
    CHECK_NUMBER(crec_request_new(&params, &request, NULL), CREC_STATUS_OK);
    CHECK_NUMBER(crec_client_perform(client, request, NULL), CREC_STATUS_OK);
    CHECK_NUMBER(crec_client_perform(another, request, &outcome), CREC_STATUS_NOT_FOUND);
    CHECK_TEXT(crec_outcome_code(outcome), "ResourceNotFound.TaskId");
    crec_outcome_free(outcome);
    crec_request_free(request);
    crec_client_free(another);
    crec_client_free(client);
}

static void one_connection_for_many_calls(void)
{
    crec_client *client = emulator_client(CREC_CLOUD_TENCENT);
    int i;

    emulator("reset");
    for (i = 0; i < 20; i++)
        check_call(client, STOP_LIVE_RECORD, CREC_STATUS_NOT_FOUND,
                   "ResourceNotFound.ChannelNotExist");
    crec_client_free(client);
    CHECK_NUMBER(emulator("requests"), 20);
    CHECK_NUMBER(emulator("connections"), 1);
}

int main(void)
{
    static const test tests[] = {
        TEST(each_call_succeeds),
        TEST(no_outcome_is_wanted),
        TEST(a_start_and_a_stop_each_made_twice),
        TEST(a_task_that_never_was),
        TEST(keys_that_the_cloud_refuses),
        TEST(a_cloud_with_another_clock),
        TEST(a_host_other_than_the_endpoint),
        TEST(a_request_performed_twice),
        TEST(one_connection_for_many_calls),
    };

    return run_tests(tests, COUNT(tests));
}
