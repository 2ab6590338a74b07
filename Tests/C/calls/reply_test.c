/* Tests of reading the clouds' replies: successes, odd numbers, unprintable texts. */
#include "replies.h"

static void check_success(size_t call, int cloud, const char *body, const char *task_id,
                          const char *message)
{
    reader reader = new_reader(call);
    crec_outcome *outcome = read_reply(&reader, cloud, 200, body, strlen(body));

    ROW("%s", body);
    CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_OK);
    CHECK_NUMBER(crec_outcome_retryable(outcome), 0);
    CHECK_NUMBER(crec_outcome_may_have_been_applied(outcome), 1);
    CHECK_TEXT(crec_outcome_message(outcome), message);
    CHECK_TEXT(crec_outcome_code(outcome), "");
    CHECK_TEXT(crec_outcome_request_id(outcome), "R-1");
    CHECK_TEXT(crec_outcome_task_id(outcome), task_id);
    CHECK_TEXT(crec_outcome_body(outcome), body);
    CHECK_NUMBER(crec_outcome_fault_count(outcome), 0);
    crec_outcome_free(outcome);
    free_reader(&reader);
}

static void successes(void)
{
    static const char started_before[] =
        "{\"ResponseMetadata\":{\"RequestId\":\"R-1\",\"Error\":null},"
        "\"Result\":\"The task has been started.\"}";
    static const char deprecated[] =
        "{\"Response\":{\"RequestId\":\"R-1\",\"DeprecatedWarning\":{\"Content\":[\"x\"]}}}";
    int cloud;

    for (cloud = 0; cloud < CLOUDS; cloud++)
        check_success(wordings[cloud].call, cloud, wordings[cloud].success,
                      cloud == ALIBABA ? "Task-1" : "", "");
    check_success(START_WB_RECORD, VOLCENGINE, started_before, "", "The task has been started.");
    check_success(STOP_LIVE_RECORD, TENCENT, deprecated, "", "");
}

/* Numbers beyond 64-bit integers and doubles, in members that the library does not read. */
static void numbers_of_any_size(void)
{
    check_success(STOP_WEBCAST, VOLCENGINE,
                  "{\"ResponseMetadata\":{\"RequestId\":\"R-1\",\"N\":18446744073709551616},"
                  "\"Result\":\"ok\",\"M\":-99999999999999999999}",
                  "", "");
    check_success(STOP_RTC_CLOUD_RECORDING, ALIBABA,
                  "{\"N\":1e999,\"RequestId\":\"R-1\",\"TaskId\":\"T\",\"M\":-1e-999}", "T", "");
    check_success(STOP_LIVE_RECORD, TENCENT,
                  "{\"Response\":{\"RequestId\":\"R-1\",\"N\":[9223372036854775808,1E+999]}}", "",
                  "");
}

/* As some gateways of Alibaba spell it. */
static void members_in_lower_case(void)
{
    static const char body[] = "{\"code\":\"NotFound.Task\",\"message\":\"Why not.\","
                               "\"requestId\":\"R-1\",\"hostId\":\"h\"}";
    reader reader = new_reader(STOP_RTC_CLOUD_RECORDING);
    crec_outcome *outcome = read_reply(&reader, ALIBABA, 400, body, strlen(body));

    CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_NOT_FOUND);
    CHECK_TEXT(crec_outcome_code(outcome), "NotFound.Task");
    CHECK_TEXT(crec_outcome_message(outcome), "Why not.");
    CHECK_TEXT(crec_outcome_request_id(outcome), "R-1");
    crec_outcome_free(outcome);
    free_reader(&reader);
}

static void check_one_line(const char *text)
{
    const char *c;

    CHECK(text[0] != '\0');
    for (c = text; *c; c++) {
        ROW("byte %d", (int)(c - text));
        CHECK(*c >= 0x20 && *c < 0x7F);
    }
}

/* Nothing that a cloud says can forge a line of a log, or steer a terminal. */
static void texts_of_many_lines(void)
{
    static const char success[] = "{\"RequestId\":\"r\\u0000\\ns\",\"TaskId\":\"t\\u001b[2Ju\"}";
    static const crec_pair header = {"X-TC-RequestId", "a\377\001b"};
    reader alibaba = new_reader(STOP_RTC_CLOUD_RECORDING), tencent = new_reader(STOP_LIVE_RECORD);
    crec_reply reply = {sizeof reply, 200, &header, 1, "", 0};
    crec_outcome *outcome;
    char body[512];

    snprintf(body, sizeof body, wordings[TENCENT].failure, "A\\nB\\u001bC",
             "a\\r\\nb\\u0000c\\u001b[31m\\u007fd");
    outcome = read_reply(&tencent, TENCENT, 200, body, strlen(body));
    check_one_line(crec_outcome_message(outcome));
    check_one_line(crec_outcome_code(outcome));
    crec_outcome_free(outcome);

    outcome = read_reply(&alibaba, ALIBABA, 200, success, strlen(success));
    check_one_line(crec_outcome_request_id(outcome));
    check_one_line(crec_outcome_task_id(outcome));
    crec_outcome_free(outcome);

    crec_client_read(tencent.client, tencent.request, &reply, &outcome);
    check_one_line(crec_outcome_request_id(outcome));
    crec_outcome_free(outcome);
    free_reader(&alibaba);
    free_reader(&tencent);
}

int main(void)
{
    static const test tests[] = {
        TEST(successes),
        TEST(numbers_of_any_size),
        TEST(members_in_lower_case),
        TEST(texts_of_many_lines),
    };

    return run_tests(tests, COUNT(tests));
}
