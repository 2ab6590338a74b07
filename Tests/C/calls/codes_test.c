/* Tests of error codes over the wire: statuses, messages and retries. */
#include "emulator.h"
#include "operation.h"

#define SEEN "; an earlier copy of this request arrived; it may have been applied"
#define SUBSCRIPTION "\"SubscribeParams\":{\"SubscribeUserIdList\":[{\"UserId\":\"u\"}]}"

/* A call that is applied, while its reply says that the nonce was used before. */
typedef struct copied {
    const char *action, *fields;
    crec_status status;
    int attempts;
} copied;

static const copied copies[] = {
    {"StartRtcCloudRecording",
     "{\"AppId\":\"a\",\"ChannelId\":\"c\",\"RecordParams\":{\"RecordMode\":1},"
     "\"StorageParams\":{\"StorageType\":1}," SUBSCRIPTION "}",
     CREC_STATUS_NETWORK, 1},
    {"UpdateRtcCloudRecording", "{\"TaskId\":\"1\"," SUBSCRIPTION "}", CREC_STATUS_NETWORK, 1},
    {"StopRtcCloudRecording", "{\"TaskId\":\"1\"}", CREC_STATUS_ALREADY_STOPPED, 2},
    {"DescribeRtcCloudRecordingFiles", "{\"TaskId\":\"1\"}", CREC_STATUS_OK, 2},
};

static crec_client *repeating_client(crec_cloud cloud)
{
    crec_client_options options = emulator_options(cloud);

    options.attempt_limit = 4;
    return new_client(&options);
}

/* Each attempt has a new nonce, or the emulator would refuse the second one too. */
static void a_request_that_was_seen_before(void)
{
    crec_client *client = repeating_client(CREC_CLOUD_ALIBABA);
    size_t i;

    for (i = 0; i < COUNT(copies); i++) {
        const copied *row = &copies[i];
        crec_outcome *outcome;

        ROW("%s", row->action);
        emulator("reset");
        emulator("plant {\"kind\": \"rtc\", \"TaskId\": \"1\"}");
        emulator("fault {\"kind\": \"code\", \"code\": \"SignatureNonceUsed\", \"apply\": true, "
                 "\"times\": 1, \"message\": \"Used already.\"}");
        outcome = perform_operation(client, CREC_CLOUD_ALIBABA, row->action, row->fields);
        CHECK_NUMBER(crec_outcome_status(outcome), row->status);
        CHECK_NUMBER(crec_outcome_may_have_been_applied(outcome), 1);
        CHECK_NUMBER(crec_outcome_attempts(outcome), row->attempts);
        CHECK_NUMBER(emulator("requests"), row->attempts);
        if (row->status == CREC_STATUS_NETWORK) {
            CHECK_NUMBER(crec_outcome_retryable(outcome), 1);
            CHECK_TEXT(crec_outcome_code(outcome), "SignatureNonceUsed");
            CHECK_TEXT(crec_outcome_message(outcome), "Used already" SEEN);
        }
        crec_outcome_free(outcome);
    }
    crec_client_free(client);
}

/* A call with an expired token is not retried; with other credentials it succeeds. */
static void a_token_that_has_expired(void)
{
    crec_client *client = repeating_client(CREC_CLOUD_ALIBABA);
    crec_outcome *outcome;

    emulator("reset");
    emulator("plant {\"kind\": \"rtc\", \"TaskId\": \"1\"}");
    emulator("fault {\"kind\": \"code\", \"code\": \"InvalidSecurityToken.Expired\", "
             "\"times\": 1}");
    outcome = perform_operation(client, CREC_CLOUD_ALIBABA, "StopRtcCloudRecording",
                                "{\"TaskId\":\"1\"}");
    CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_AUTHENTICATION);
    CHECK_NUMBER(crec_outcome_retryable(outcome), 1);
    CHECK_NUMBER(crec_outcome_may_have_been_applied(outcome), 0);
    CHECK_NUMBER(crec_outcome_attempts(outcome), 1);
    CHECK(strstr(crec_outcome_message(outcome),
                 "; the token has expired: the credentials have to be replaced") != NULL);
    crec_outcome_free(outcome);

    CHECK_NUMBER(crec_client_set_credentials(client, &emulator_keys[CREC_CLOUD_ALIBABA - 1], NULL),
                 CREC_STATUS_OK);
    outcome = perform_operation(client, CREC_CLOUD_ALIBABA, "StopRtcCloudRecording",
                                "{\"TaskId\":\"1\"}");
    CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_OK);
    crec_outcome_free(outcome);
    crec_client_free(client);
}

/* FailedOperation is an internal failure of Tencent's, not a refusal: the stop is retried. */
static void a_stop_that_failed_inside(void)
{
    static const char *const codes[] = {"FailedOperation", "FailedOperation.StopTaskFailed",
                                        "FailedOperation.AlterTaskState", "FailedOperation.New"};
    crec_client *client = repeating_client(CREC_CLOUD_TENCENT);
    size_t i;

    for (i = 0; i < COUNT(codes); i++) {
        crec_outcome *outcome;
        char fault[128];

        ROW("%s", codes[i]);
        emulator("reset");
        emulator("plant {\"kind\": \"record\", \"TaskId\": \"t\"}");
        snprintf(fault, sizeof fault, "fault {\"kind\": \"code\", \"code\": \"%s\", \"times\": 1}",
                 codes[i]);
        emulator(fault);
        outcome = perform_operation(client, CREC_CLOUD_TENCENT, "StopRecordTask",
                                    "{\"TaskId\":\"t\"}");
        CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_OK);
        CHECK_NUMBER(crec_outcome_attempts(outcome), 2);
        crec_outcome_free(outcome);
    }
    crec_client_free(client);
}

int main(void)
{
    static const test tests[] = {
        TEST(a_request_that_was_seen_before),
        TEST(a_token_that_has_expired),
        TEST(a_stop_that_failed_inside),
    };

    return run_tests(tests, COUNT(tests));
}
