/* Keys from the environment: the variables that the vendors' own SDKs read, and when. */
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>

#include "calls.h"
#include "client.h"

static const char *const variables[] = {
    "VOLCENGINE_ACCESS_KEY",
    "VOLCENGINE_SECRET_KEY",
    "VOLCENGINE_SESSION_TOKEN",
    "VOLC_ACCESSKEY",
    "VOLC_SECRETKEY",
    "ALIBABA_CLOUD_ACCESS_KEY_ID",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    "ALIBABA_CLOUD_SECURITY_TOKEN",
    "TENCENTCLOUD_SECRET_ID",
    "TENCENTCLOUD_SECRET_KEY",
    "TENCENTCLOUD_TOKEN",
    "TENCENTCLOUD_SESSION_TOKEN",
};

static void clear_environment(void)
{
    size_t i;

    for (i = 0; i < COUNT(variables); i++)
        unsetenv(variables[i]);
}

static crec_status make_client(crec_cloud cloud, crec_client **client, crec_outcome **outcome)
{
    crec_client_options options = offline_options(cloud);

    options.credentials = NULL;
    return crec_client_new(&options, client, outcome);
}

/* The index of a call of that cloud; the token header is "" where none may be sent. */
static void check_signs_with(size_t index, const char *key_id, const char *token_header,
                             const char *token)
{
    crec_client *client;
    crec_request *request = NULL;
    crec_signed_request *signed_request = NULL;

    CHECK_NUMBER(make_client(calls[index].cloud, &client, NULL), CREC_STATUS_OK);
    clear_environment(); /* the client has read it already */
    calls[index].request(&calls[index].good, &request, NULL);
    CHECK_NUMBER(crec_client_sign(client, request, NULL, &signed_request, NULL), CREC_STATUS_OK);
    CHECK(strstr(header(signed_request, "Authorization"), key_id) != NULL);
    CHECK_TEXT(header(signed_request, token_header), token);
    crec_signed_request_free(signed_request);
    crec_request_free(request);
    crec_client_free(client);
}

/* Where none is found the first call says where it was looked for, and is not sent. */
static void no_keys_at_all(void)
{
    static const char *const named[] = {"VOLCENGINE_ACCESS_KEY", "ALIBABA_CLOUD_ACCESS_KEY_ID",
                                        "TENCENTCLOUD_SECRET_ID"};
    static const size_t indexes[] = {STOP_WEBCAST, STOP_RTC_CLOUD_RECORDING, STOP_LIVE_RECORD};
    size_t i;

    for (i = 0; i < COUNT(indexes); i++) {
        const call *call = &calls[indexes[i]];
        crec_client_options options = offline_options(call->cloud);
        crec_client *client;
        crec_request *request = NULL;
        crec_outcome *outcome;

        clear_environment();
        setenv("HOME", "/nowhere", 1);
        ROW("cloud %d", (int)call->cloud);
        options.credentials = NULL;
        options.metadata_endpoint = "http://127.0.0.1:1";
        client = new_client(&options);
        call->request(&call->good, &request, NULL);
        CHECK_NUMBER(crec_client_perform(client, request, &outcome), CREC_STATUS_AUTHENTICATION);
        CHECK(strstr(crec_outcome_message(outcome), named[i]) != NULL);
        CHECK(strstr(crec_outcome_message(outcome), "/nowhere/") != NULL);
        CHECK(strstr(crec_outcome_message(outcome), "metadata: ") != NULL);
        CHECK_NUMBER(crec_outcome_attempts(outcome), 0);
        CHECK_NUMBER(crec_outcome_may_have_been_applied(outcome), 0);
        crec_outcome_free(outcome);
        crec_request_free(request);
        crec_client_free(client);
    }
}

static void volcengine(void)
{
    clear_environment();
    setenv("VOLC_ACCESSKEY", "old-id", 1);
    setenv("VOLC_SECRETKEY", "old-secret", 1);
    check_signs_with(STOP_WEBCAST, "old-id", "X-Security-Token", "");

    setenv("VOLC_ACCESSKEY", "old-id", 1);
    setenv("VOLC_SECRETKEY", "old-secret", 1);
    setenv("VOLCENGINE_ACCESS_KEY", "new-id", 1);
    setenv("VOLCENGINE_SECRET_KEY", "new-secret", 1);
    check_signs_with(STOP_WEBCAST, "new-id", "X-Security-Token", "");

    setenv("VOLCENGINE_ACCESS_KEY", "new-id", 1);
    setenv("VOLCENGINE_SECRET_KEY", "new-secret", 1);
    setenv("VOLCENGINE_SESSION_TOKEN", "token", 1);
    check_signs_with(STOP_WEBCAST, "new-id", "X-Security-Token", "token");
}

static void alibaba(void)
{
    clear_environment();
    setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "id", 1);
    setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret", 1);
    check_signs_with(STOP_RTC_CLOUD_RECORDING, "Credential=id,", "x-acs-security-token", "");

    setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "id", 1);
    setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret", 1);
    setenv("ALIBABA_CLOUD_SECURITY_TOKEN", "token", 1);
    check_signs_with(STOP_RTC_CLOUD_RECORDING, "Credential=id,", "x-acs-security-token", "token");
}

static void tencent(void)
{
    static const struct {
        const char *first, *second, *token;
    } rows[] = {{NULL, NULL, ""}, {"a", NULL, "a"}, {NULL, "b", "b"},
                {"a", "b", "a"},  {"", "b", "b"},   {"", "", ""}};
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        ROW("row %zu", i);
        clear_environment();
        setenv("TENCENTCLOUD_SECRET_ID", "id", 1);
        setenv("TENCENTCLOUD_SECRET_KEY", "key", 1);
        if (rows[i].first)
            setenv("TENCENTCLOUD_TOKEN", rows[i].first, 1);
        if (rows[i].second)
            setenv("TENCENTCLOUD_SESSION_TOKEN", rows[i].second, 1);
        check_signs_with(STOP_LIVE_RECORD, "Credential=id/", "X-TC-Token", rows[i].token);
    }
}

static void half_a_pair(void)
{
    crec_client *client;
    crec_outcome *outcome;

    clear_environment();
    setenv("TENCENTCLOUD_SECRET_ID", "id", 1);
    CHECK_NUMBER(make_client(CREC_CLOUD_TENCENT, &client, &outcome), CREC_STATUS_INVALID_ARGUMENT);
    CHECK(strstr(crec_outcome_message(outcome), "TENCENTCLOUD_SECRET_KEY") != NULL);
    crec_outcome_free(outcome);
}

/* The fault names the variable, and quotes nothing of its value. */
static void a_key_that_was_copied_with_more_than_itself(void)
{
    static const struct {
        crec_cloud cloud;
        const char *id, *secret, *token;
    } rows[] = {
        {CREC_CLOUD_TENCENT, "TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY",
         "TENCENTCLOUD_TOKEN"},
        {CREC_CLOUD_TENCENT, "TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY",
         "TENCENTCLOUD_SESSION_TOKEN"},
        {CREC_CLOUD_VOLCENGINE, "VOLCENGINE_ACCESS_KEY", "VOLCENGINE_SECRET_KEY",
         "VOLCENGINE_SESSION_TOKEN"},
        {CREC_CLOUD_ALIBABA, "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
         "ALIBABA_CLOUD_SECURITY_TOKEN"},
    };
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        crec_client *client;
        crec_outcome *outcome;

        ROW("%s", rows[i].token);
        clear_environment();
        setenv(rows[i].id, "\357\273\277zebra", 1);
        setenv(rows[i].secret, "zebra\n", 1);
        setenv(rows[i].token, "\"zebra\"", 1);
        CHECK_NUMBER(make_client(rows[i].cloud, &client, &outcome), CREC_STATUS_INVALID_ARGUMENT);
        CHECK(client == NULL);
        CHECK_TEXT(crec_outcome_fault_field(outcome, 0), rows[i].id);
        CHECK_TEXT(crec_outcome_fault_field(outcome, 1), rows[i].secret);
        CHECK_TEXT(crec_outcome_fault_field(outcome, 2), rows[i].token);
        CHECK(strstr(crec_outcome_message(outcome), "zebra") == NULL);
        CHECK(strstr(crec_outcome_message(outcome), "\"") == NULL);
        crec_outcome_free(outcome);
    }
    clear_environment();
}

int main(void)
{
    static const test tests[] = {
        TEST(no_keys_at_all), TEST(volcengine),  TEST(alibaba),
        TEST(tencent),        TEST(half_a_pair), TEST(a_key_that_was_copied_with_more_than_itself),
    };

    return run_tests(tests, COUNT(tests));
}
