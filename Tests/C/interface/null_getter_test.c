/* Tests of NULL for functions that return a value: they return a neutral one. */
#include "null.h"

/* Returns any outcome; other programs test its values. */
static crec_outcome *good_outcome(void)
{
    any_params empty = {.stop_live_record = CREC_STOP_LIVE_RECORD_PARAMS_INIT};
    crec_request *request;
    crec_outcome *outcome = NULL;

    calls[STOP_LIVE_RECORD].request(&empty, &request, &outcome);
    CHECK(outcome != NULL);
    return outcome;
}

static void test_crec_version(unsigned nulls)
{
    CHECK(nulls == 0 && crec_version() != NULL);
}

static void test_crec_status_name(unsigned nulls)
{
    CHECK(nulls == 0 && crec_status_name(CREC_STATUS_OK) != NULL);
}

static void test_crec_cloud_name(unsigned nulls)
{
    CHECK(nulls == 0 && crec_cloud_name(CREC_CLOUD_TENCENT) != NULL);
}

static void test_crec_cloud_title(unsigned nulls)
{
    CHECK(nulls == 0 && crec_cloud_title(CREC_CLOUD_TENCENT) != NULL);
}

static void test_crec_cloud_named(unsigned nulls)
{
    CHECK_NUMBER(crec_cloud_named(UNLESS(0, "tencent")), nulls ? 0 : CREC_CLOUD_TENCENT);
}

static void test_crec_task_state_name(unsigned nulls)
{
    CHECK(nulls == 0 && crec_task_state_name(CREC_TASK_RUNNING) != NULL);
}

static void test_crec_operations(unsigned nulls)
{
    CHECK(nulls == 0 && crec_operations()[0] == '[');
    CHECK(crec_operations() == crec_operations());
}

static void test_crec_outcome_new(unsigned nulls)
{
    crec_outcome *made = crec_outcome_new(CREC_STATUS_TIMEOUT, UNLESS(0, "too late"));

    CHECK_NUMBER(crec_outcome_status(made), CREC_STATUS_TIMEOUT);
    CHECK_NUMBER(crec_outcome_retryable(made), 1);
    CHECK_TEXT(crec_outcome_message(made), nulls ? "" : "too late");
    crec_outcome_free(made);
    CHECK(crec_outcome_new(-1, "no status") == NULL);
    CHECK(crec_outcome_new(1000, "no status") == NULL);
}

static void test_crec_outcome_copy(unsigned nulls)
{
    crec_outcome *made = good_outcome();
    crec_outcome *copy = crec_outcome_copy(UNLESS(0, made));

    CHECK(nulls ? copy == NULL : copy != NULL);
    crec_outcome_free(made);
    if (copy)
        CHECK_NUMBER(crec_outcome_fault_count(copy), 2);
    crec_outcome_free(copy);
}

#define TEST_FREE(type, make)                                                                      \
    static void test_##type##_free(unsigned nulls)                                                 \
    {                                                                                              \
        type *object = nulls ? NULL : (make);                                                      \
        CHECK(nulls || object);                                                                    \
        type##_free(object);                                                                       \
    }
TEST_FREE(crec_outcome, good_outcome())
TEST_FREE(crec_loop, hosted_loop())
TEST_FREE(crec_call, hosted_call())
TEST_FREE(crec_client, offline_client(CREC_CLOUD_ALIBABA))
TEST_FREE(crec_request, good_request())
TEST_FREE(crec_signed_request, good_signed_request())

/* call is a getter's call on object; check looks at what it gave, kept in result. */
#define TEST_GETTER(getter, type, make, result_type, call, check)                                  \
    static void test_##getter(unsigned nulls)                                                      \
    {                                                                                              \
        type *made = (make);                                                                       \
        const type *object = nulls ? NULL : made;                                                  \
        result_type result = (call);                                                               \
        check;                                                                                     \
        type##_free(made);                                                                         \
    }
#define TEXT_GETTER(getter, type, make, call)                                                      \
    TEST_GETTER(getter, type, make, const char *, call,                                            \
                CHECK(result && (nulls == 0 || result[0] == '\0')))
#define NUMBER_GETTER(getter, type, make, result_type, call, null_result)                          \
    TEST_GETTER(getter, type, make, result_type, call,                                             \
                CHECK(nulls == 0 || result == (result_type)(null_result)))

#define OUTCOME_TEXT(getter) TEXT_GETTER(getter, crec_outcome, good_outcome(), getter(object))
#define OUTCOME_NUMBER(getter, type, null_result)                                                  \
    NUMBER_GETTER(getter, crec_outcome, good_outcome(), type, getter(object), null_result)
#define OUTCOME_FAULT(getter) TEXT_GETTER(getter, crec_outcome, good_outcome(), getter(object, 0))
OUTCOME_NUMBER(crec_outcome_status, crec_status, CREC_STATUS_INVALID_ARGUMENT)
OUTCOME_NUMBER(crec_outcome_retryable, int32_t, 0)
OUTCOME_NUMBER(crec_outcome_may_have_been_applied, int32_t, 0)
OUTCOME_TEXT(crec_outcome_message)
OUTCOME_TEXT(crec_outcome_code)
OUTCOME_TEXT(crec_outcome_request_id)
OUTCOME_TEXT(crec_outcome_task_id)
OUTCOME_NUMBER(crec_outcome_task_state, crec_task_state, CREC_TASK_UNKNOWN)
OUTCOME_TEXT(crec_outcome_host)
OUTCOME_NUMBER(crec_outcome_http_status, int32_t, 0)
OUTCOME_NUMBER(crec_outcome_attempts, int32_t, 0)
OUTCOME_NUMBER(crec_outcome_elapsed_ms, int64_t, 0)
OUTCOME_NUMBER(crec_outcome_start_was_open, int32_t, 0)
OUTCOME_NUMBER(crec_outcome_clock_offset_s, int64_t, 0)
OUTCOME_TEXT(crec_outcome_body)
OUTCOME_NUMBER(crec_outcome_body_size, size_t, 0)
OUTCOME_NUMBER(crec_outcome_fault_count, size_t, 0)
OUTCOME_FAULT(crec_outcome_fault_field)
OUTCOME_FAULT(crec_outcome_fault_problem)
OUTCOME_FAULT(crec_outcome_fault_rule)

#define SIGNED_TEXT(getter, call)                                                                  \
    TEXT_GETTER(getter, crec_signed_request, good_signed_request(), call)
#define SIGNED_NUMBER(getter)                                                                      \
    NUMBER_GETTER(getter, crec_signed_request, good_signed_request(), size_t, getter(object), 0)
SIGNED_TEXT(crec_signed_request_method, crec_signed_request_method(object))
SIGNED_TEXT(crec_signed_request_url, crec_signed_request_url(object))
SIGNED_TEXT(crec_signed_request_body, crec_signed_request_body(object))
SIGNED_NUMBER(crec_signed_request_body_size)
SIGNED_NUMBER(crec_signed_request_header_count)
SIGNED_TEXT(crec_signed_request_header_name, crec_signed_request_header_name(object, 0))
SIGNED_TEXT(crec_signed_request_header_value, crec_signed_request_header_value(object, 0))

#define LOOP_NUMBER(getter, type)                                                                  \
    NUMBER_GETTER(getter, crec_loop, hosted_loop(), type, getter(object), -1)
LOOP_NUMBER(crec_loop_descriptor, int32_t)
LOOP_NUMBER(crec_loop_due_ms, int64_t)

static void test_crec_client_cloud(unsigned nulls)
{
    crec_client *client = offline_client(CREC_CLOUD_TENCENT);

    CHECK_NUMBER(crec_client_cloud(UNLESS(0, client)), nulls ? 0 : CREC_CLOUD_TENCENT);
    crec_client_free(client);
}

static void test_crec_client_place(unsigned nulls)
{
    crec_client *client = offline_client(CREC_CLOUD_TENCENT);

    CHECK_TEXT(crec_client_place(UNLESS(0, client)), nulls ? "" : "https://127.0.0.1:1");
    crec_client_free(client);
}

static void test_crec_client_descriptor(unsigned nulls)
{
    crec_client *client = offline_client(CREC_CLOUD_TENCENT);
    int32_t descriptor = crec_client_descriptor(UNLESS(0, client));

    CHECK(nulls ? descriptor == -1 : descriptor >= 0);
    crec_client_free(client);
}

static void test_crec_client_take(unsigned nulls)
{
    crec_client *client = offline_client(CREC_CLOUD_TENCENT);
    crec_outcome *outcome = (crec_outcome *)(void *)&check_state;
    void *context;

    CHECK_NUMBER(crec_client_take(UNLESS(0, client), UNLESS(1, &context), UNLESS(2, &outcome)), 0);
    CHECK(nulls & 4 || outcome == NULL);
    crec_client_free(client);
}

static void test_crec_client_counters(unsigned nulls)
{
    crec_client *client = offline_client(CREC_CLOUD_TENCENT);
    crec_counters counters = CREC_COUNTERS_INIT;

    CHECK_NUMBER(crec_client_counters(UNLESS(0, client), UNLESS(1, &counters)),
                 nulls ? CREC_STATUS_INVALID_ARGUMENT : CREC_STATUS_OK);
    crec_client_free(client);
}

static const function functions[] = {
    FUNCTION(crec_version, 0),
    FUNCTION(crec_status_name, 0),
    FUNCTION(crec_task_state_name, 0),
    FUNCTION(crec_operations, 0),
    FUNCTION(crec_cloud_name, 0),
    FUNCTION(crec_cloud_title, 0),
    FUNCTION(crec_cloud_named, 1),
    FUNCTION(crec_outcome_new, 1),
    FUNCTION(crec_outcome_copy, 1),
    FUNCTION(crec_outcome_free, 1),
    FUNCTION(crec_outcome_status, 1),
    FUNCTION(crec_outcome_retryable, 1),
    FUNCTION(crec_outcome_may_have_been_applied, 1),
    FUNCTION(crec_outcome_message, 1),
    FUNCTION(crec_outcome_code, 1),
    FUNCTION(crec_outcome_request_id, 1),
    FUNCTION(crec_outcome_task_id, 1),
    FUNCTION(crec_outcome_task_state, 1),
    FUNCTION(crec_outcome_host, 1),
    FUNCTION(crec_outcome_http_status, 1),
    FUNCTION(crec_outcome_attempts, 1),
    FUNCTION(crec_outcome_elapsed_ms, 1),
    FUNCTION(crec_outcome_start_was_open, 1),
    FUNCTION(crec_outcome_clock_offset_s, 1),
    FUNCTION(crec_outcome_body, 1),
    FUNCTION(crec_outcome_body_size, 1),
    FUNCTION(crec_outcome_fault_count, 1),
    FUNCTION(crec_outcome_fault_field, 1),
    FUNCTION(crec_outcome_fault_problem, 1),
    FUNCTION(crec_outcome_fault_rule, 1),
    FUNCTION(crec_loop_descriptor, 1),
    FUNCTION(crec_loop_due_ms, 1),
    FUNCTION(crec_loop_free, 1),
    FUNCTION(crec_client_cloud, 1),
    FUNCTION(crec_client_place, 1),
    FUNCTION(crec_client_descriptor, 1),
    FUNCTION(crec_client_take, 3),
    FUNCTION(crec_client_counters, 2),
    FUNCTION(crec_client_free, 1),
    FUNCTION(crec_call_free, 1),
    FUNCTION(crec_request_free, 1),
    FUNCTION(crec_signed_request_method, 1),
    FUNCTION(crec_signed_request_url, 1),
    FUNCTION(crec_signed_request_body, 1),
    FUNCTION(crec_signed_request_body_size, 1),
    FUNCTION(crec_signed_request_header_count, 1),
    FUNCTION(crec_signed_request_header_name, 1),
    FUNCTION(crec_signed_request_header_value, 1),
    FUNCTION(crec_signed_request_free, 1),
};

int main(int argc, char **argv)
{
    return run_functions(functions, COUNT(functions), argc, argv);
}
