/* Tests of the meaning of error codes: documented ones, and unknown ones. */
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
    {ALIBABA, 400, "InvalidAccessKeyId.Inactive", CREC_STATUS_AUTHENTICATION},
    {ALIBABA, 400, "InvalidSecurityToken.MismatchWithAccessKey", CREC_STATUS_AUTHENTICATION},
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
    {TENCENT, 200, "ResourceUnavailable.InvalidVodStatus", CREC_STATUS_ACCOUNT_STATE},
    {TENCENT, 200, "FailedOperation", CREC_STATUS_CLOUD_ERROR},
    {TENCENT, 200, "FailedOperation.Never.Seen", CREC_STATUS_CLOUD_ERROR},
    {TENCENT, 200, "FailedOperation.AlterTaskState", CREC_STATUS_CLOUD_ERROR},
    {TENCENT, 200, "FailedOperation.StopTaskFailed", CREC_STATUS_CLOUD_ERROR},
    {TENCENT, 200, "FailedOperation.NetworkError", CREC_STATUS_UNAVAILABLE},
    {TENCENT, 200, "FailedOperation.OutOfService", CREC_STATUS_ACCOUNT_STATE},
    {TENCENT, 200, "FailedOperation.AuthError", CREC_STATUS_PERMISSION},
    {TENCENT, 200, "FailedOperation.StreamNotExist", CREC_STATUS_NOT_FOUND},
    {TENCENT, 200, "FailedOperation.ConflictAction", CREC_STATUS_CONFLICT},
    {TENCENT, 200, "FailedOperation.MonitorLimitExceeded", CREC_STATUS_QUOTA},
    {TENCENT, 200, "FailedOperation.InvalidParam", CREC_STATUS_INVALID_ARGUMENT},
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

/* Where the status does not say enough, the message has words of the library's own. */
static void codes_that_say_more(void)
{
#define SEEN "an earlier copy of this request arrived; it may have been applied"
#define REPLACE ": the credentials have to be replaced"
    static const struct {
        int cloud, http_status;
        const char *code;
        crec_status status;
        int may_have_been_applied;
        const char *words;
    } rows[] = {
        {ALIBABA, 400, "SignatureNonceUsed", CREC_STATUS_NETWORK, 1, SEEN},
        {TENCENT, 200, "InvalidRequest.ReplayAttack", CREC_STATUS_NETWORK, 1, SEEN},
        {ALIBABA, 403, "InvalidSecurityToken.Expired", CREC_STATUS_AUTHENTICATION, 0,
         "the token has expired" REPLACE},
        {VOLCENGINE, 401, "InvalidSecretToken", CREC_STATUS_AUTHENTICATION, 0,
         "the token is wrong or has expired" REPLACE},
        {TENCENT, 200, "AuthFailure.TokenFailure", CREC_STATUS_AUTHENTICATION, 0,
         "the token is wrong or has expired" REPLACE},
    };
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        reader reader = new_reader(wordings[rows[i].cloud].call);
        char body[512], message[512];
        crec_outcome *outcome;

        ROW("%s", rows[i].code);
        snprintf(body, sizeof body, wordings[rows[i].cloud].failure, rows[i].code, "Why not.");
        snprintf(message, sizeof message, "Why not; %s", rows[i].words);
        outcome = read_reply(&reader, rows[i].cloud, rows[i].http_status, body, strlen(body));
        CHECK_NUMBER(crec_outcome_status(outcome), rows[i].status);
        CHECK_NUMBER(crec_outcome_retryable(outcome), 1);
        CHECK_NUMBER(crec_outcome_may_have_been_applied(outcome), rows[i].may_have_been_applied);
        CHECK_TEXT(crec_outcome_message(outcome), message);
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
        {"ResourceNotFound.TaskId", 0, 0}, {"FailedOperation.StopTaskFailed", 1, 1},
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

int main(void)
{
    static const test tests[] = {
        TEST(documented_failures),
        TEST(codes_that_say_more),
        TEST(unknown_codes),
        TEST(what_a_caller_can_do),
    };

    return run_tests(tests, COUNT(tests));
}
