/* What a cloud's own replies mean: its successes and its documented failures. */
#include "replies.h"

typedef struct failure {
    int cloud;
    int http_status;
    const char *code;
    crec_status status;
} failure;

static const failure failures[] = {
    {VOLCENGINE, 400, "InvalidParameter", CREC_STATUS_INVALID_ARGUMENT},
    {VOLCENGINE, 400, "InvalidParameter.IllegalRoomID", CREC_STATUS_INVALID_ARGUMENT},
    {VOLCENGINE, 400, "InvalidParameter.TaskAlreadyExists", CREC_STATUS_CONFLICT},
    {VOLCENGINE, 400, "InvalidParameter.ErrorActiveTaskNotFound", CREC_STATUS_ALREADY_STOPPED},
    {VOLCENGINE, 200, "InvalidParameter.ErrorActiveTaskNotFound", CREC_STATUS_ALREADY_STOPPED},
    {VOLCENGINE, 400, "InvalidParameter.NotExistAppId", CREC_STATUS_NOT_FOUND},
    {VOLCENGINE, 400, "FlowLimitExceeded.QPSOverLimit", CREC_STATUS_THROTTLED},
    {VOLCENGINE, 400, "FlowLimitExceeded.TaskNumberOverLimit", CREC_STATUS_QUOTA},
    {VOLCENGINE, 429, "AccountFlowLimitExceeded", CREC_STATUS_THROTTLED},
    {VOLCENGINE, 403, "AccessDenied", CREC_STATUS_PERMISSION},
    {VOLCENGINE, 403, "AccessDenied.NoPermissionForApp", CREC_STATUS_PERMISSION},
    {VOLCENGINE, 403, "LackPolicy", CREC_STATUS_PERMISSION},
    {VOLCENGINE, 401, "InvalidAccessKey", CREC_STATUS_AUTHENTICATION},
    {VOLCENGINE, 401, "SignatureDoesNotMatch", CREC_STATUS_AUTHENTICATION},
    {VOLCENGINE, 401, "InvalidSecretToken", CREC_STATUS_AUTHENTICATION},
    {VOLCENGINE, 400, "InvalidTimestamp", CREC_STATUS_CLOCK_SKEW},
    {VOLCENGINE, 403, "InvalidTimestamp", CREC_STATUS_CLOCK_SKEW},
    {VOLCENGINE, 404, "InvalidActionOrVersion", CREC_STATUS_INVALID_ARGUMENT},
    {VOLCENGINE, 500, "InternalError", CREC_STATUS_CLOUD_ERROR},
    {VOLCENGINE, 502, "FailToConnect", CREC_STATUS_UNAVAILABLE},
    {VOLCENGINE, 503, "ServiceUnavailableTemp", CREC_STATUS_UNAVAILABLE},
    {ALIBABA, 400, "NotFound.Task", CREC_STATUS_NOT_FOUND},
    {ALIBABA, 400, "InvalidParameter.TaskId", CREC_STATUS_ALREADY_STOPPED},
    {ALIBABA, 400, "MissingParameter", CREC_STATUS_INVALID_ARGUMENT},
    {ALIBABA, 403, "InvalidParameter.UserId", CREC_STATUS_PERMISSION},
    {ALIBABA, 400, "InvalidParameter.Other", CREC_STATUS_INVALID_ARGUMENT},
    {ALIBABA, 400, "Throttling.User", CREC_STATUS_THROTTLED},
    {ALIBABA, 404, "InvalidAccessKeyId.NotFound", CREC_STATUS_AUTHENTICATION},
    {ALIBABA, 400, "SignatureNonceUsed", CREC_STATUS_AUTHENTICATION},
    {ALIBABA, 400, "InvalidTimeStamp.Expired", CREC_STATUS_CLOCK_SKEW},
    {ALIBABA, 403, "Forbidden.RAM", CREC_STATUS_PERMISSION},
    {ALIBABA, 404, "InvalidApi.NotFound", CREC_STATUS_INVALID_ARGUMENT},
    {ALIBABA, 500, "InternalError", CREC_STATUS_CLOUD_ERROR},
    {ALIBABA, 503, "ServiceUnavailable", CREC_STATUS_UNAVAILABLE},
    {TENCENT, 200, "InternalError", CREC_STATUS_CLOUD_ERROR},
    {TENCENT, 200, "InternalError.NetworkError", CREC_STATUS_CLOUD_ERROR},
    {TENCENT, 200, "InvalidParameter", CREC_STATUS_INVALID_ARGUMENT},
    {TENCENT, 200, "InvalidParameterValue", CREC_STATUS_INVALID_ARGUMENT},
    {TENCENT, 200, "MissingParameter", CREC_STATUS_INVALID_ARGUMENT},
    {TENCENT, 200, "ResourceNotFound.ChannelNotExist", CREC_STATUS_NOT_FOUND},
    {TENCENT, 200, "ResourceNotFound.TaskId", CREC_STATUS_NOT_FOUND},
    {TENCENT, 200, "ResourceNotFound.ForbidService", CREC_STATUS_ACCOUNT_STATE},
    {TENCENT, 200, "ResourceNotFound.FreezeService", CREC_STATUS_ACCOUNT_STATE},
    {TENCENT, 200, "ResourceNotFound.StopService", CREC_STATUS_ACCOUNT_STATE},
    {TENCENT, 200, "ResourceNotFound.UserDisableService", CREC_STATUS_ACCOUNT_STATE},
    {TENCENT, 200, "AuthFailure.SignatureFailure", CREC_STATUS_AUTHENTICATION},
    {TENCENT, 200, "AuthFailure.SecretIdNotFound", CREC_STATUS_AUTHENTICATION},
    {TENCENT, 200, "AuthFailure.SignatureExpire", CREC_STATUS_CLOCK_SKEW},
    {TENCENT, 200, "AuthFailure.UnauthorizedOperation", CREC_STATUS_PERMISSION},
    {TENCENT, 200, "UnauthorizedOperation", CREC_STATUS_PERMISSION},
    {TENCENT, 200, "RequestLimitExceeded", CREC_STATUS_THROTTLED},
    {TENCENT, 200, "LimitExceeded.MaximumTask", CREC_STATUS_QUOTA},
    {TENCENT, 200, "FailedOperation.AlterTaskState", CREC_STATUS_CONFLICT},
};

static void documented_failures(void)
{
    size_t i;

    for (i = 0; i < COUNT(failures); i++) {
        const failure *failure = &failures[i];
        reader reader = new_reader(wordings[failure->cloud].call);
        crec_outcome *outcome;
        char body[512];

        ROW("%s under HTTP %d", failure->code, failure->http_status);
        snprintf(body, sizeof body, wordings[failure->cloud].failure, failure->code, "Why not.");
        outcome = read_reply(&reader, failure->cloud, failure->http_status, body, strlen(body));
        CHECK_NUMBER(crec_outcome_status(outcome), failure->status);
        CHECK_TEXT(crec_outcome_code(outcome), failure->code);
        CHECK_TEXT(crec_outcome_message(outcome), "Why not.");
        CHECK_TEXT(crec_outcome_request_id(outcome), "R-1");
        CHECK_TEXT(crec_outcome_body(outcome), body);
        crec_outcome_free(outcome);
        free_reader(&reader);
    }
}

/* A code that is on no page keeps its text, and gets its status from HTTP. */
static void unknown_codes(void)
{
    static const struct {
        int cloud, http_status;
        crec_status status;
    } rows[] = {
        {VOLCENGINE, 401, CREC_STATUS_AUTHENTICATION}, {VOLCENGINE, 403, CREC_STATUS_PERMISSION},
        {ALIBABA, 400, CREC_STATUS_INVALID_ARGUMENT},  {ALIBABA, 404, CREC_STATUS_NOT_FOUND},
        {ALIBABA, 429, CREC_STATUS_THROTTLED},         {ALIBABA, 500, CREC_STATUS_CLOUD_ERROR},
        {ALIBABA, 503, CREC_STATUS_UNAVAILABLE},       {TENCENT, 200, CREC_STATUS_CLOUD_ERROR},
    };
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        reader reader = new_reader(wordings[rows[i].cloud].call);
        crec_outcome *outcome;
        char body[512];

        ROW("cloud %d, HTTP %d", rows[i].cloud, rows[i].http_status);
        snprintf(body, sizeof body, wordings[rows[i].cloud].failure, "Never.Seen", "");
        outcome = read_reply(&reader, rows[i].cloud, rows[i].http_status, body, strlen(body));
        CHECK_NUMBER(crec_outcome_status(outcome), rows[i].status);
        CHECK_TEXT(crec_outcome_code(outcome), "Never.Seen");
        CHECK(crec_outcome_message(outcome)[0] != '\0');
        crec_outcome_free(outcome);
        free_reader(&reader);
    }
}

/* A caller may repeat what is retryable, and must not take "may have been applied" for a no. */
static void what_a_caller_can_do(void)
{
    static const struct {
        const char *code;
        int retryable, may_have_been_applied;
    } rows[] = {
        {"RequestLimitExceeded", 1, 0},    {"ServiceUnavailable", 1, 1},
        {"InternalError", 1, 1},           {"AuthFailure.SignatureFailure", 0, 0},
        {"InvalidParameter", 0, 0},        {"LimitExceeded.MaximumTask", 0, 0},
        {"ResourceNotFound.TaskId", 0, 0},
    };
    reader reader = new_reader(wordings[TENCENT].call);
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        char body[512];
        crec_outcome *outcome;

        ROW("%s", rows[i].code);
        snprintf(body, sizeof body, wordings[TENCENT].failure, rows[i].code, "");
        outcome = read_reply(&reader, TENCENT, 200, body, strlen(body));
        CHECK_NUMBER(crec_outcome_retryable(outcome), rows[i].retryable);
        CHECK_NUMBER(crec_outcome_may_have_been_applied(outcome), rows[i].may_have_been_applied);
        crec_outcome_free(outcome);
    }
    free_reader(&reader);
}

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

/* Numbers that no 64-bit integer or double holds, in members that nobody reads. */
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
        TEST(documented_failures), TEST(unknown_codes),       TEST(what_a_caller_can_do),
        TEST(successes),           TEST(numbers_of_any_size), TEST(members_in_lower_case),
        TEST(texts_of_many_lines),
    };

    return run_tests(tests, COUNT(tests));
}
