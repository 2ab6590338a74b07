/* Every macro and constant of the header. The runner checks that none is missing here. */
#include <crec.h>

#include "check.h"

/* Set to the struct's size, and to nothing else. */
static void check_init(const void *initialised, size_t size)
{
    const unsigned char *bytes = initialised;
    size_t i;

    CHECK(memcmp(bytes, &size, sizeof size) == 0);
    for (i = sizeof size; i < size; i++)
        CHECK_NUMBER(bytes[i], 0);
}

#define CHECK_INIT(type, init)                                                                     \
    do {                                                                                           \
        static const type initialised = init;                                                      \
        ROW(#init);                                                                                \
        check_init(&initialised, sizeof initialised);                                              \
    } while (0)

static void initial_structs(void)
{
    CHECK_INIT(crec_loop_options, CREC_LOOP_OPTIONS_INIT);
    CHECK_INIT(crec_credentials, CREC_CREDENTIALS_INIT);
    CHECK_INIT(crec_client_options, CREC_CLIENT_OPTIONS_INIT);
    CHECK_INIT(crec_start_wb_record_params, CREC_START_WB_RECORD_PARAMS_INIT);
    CHECK_INIT(crec_stop_wb_record_params, CREC_STOP_WB_RECORD_PARAMS_INIT);
    CHECK_INIT(crec_stop_webcast_params, CREC_STOP_WEBCAST_PARAMS_INIT);
    CHECK_INIT(crec_stop_rtc_cloud_recording_params, CREC_STOP_RTC_CLOUD_RECORDING_PARAMS_INIT);
    CHECK_INIT(crec_stop_live_record_params, CREC_STOP_LIVE_RECORD_PARAMS_INIT);
    CHECK_INIT(crec_operation_params, CREC_OPERATION_PARAMS_INIT);
    CHECK_INIT(crec_request_params, CREC_REQUEST_PARAMS_INIT);
    CHECK_INIT(crec_submit_options, CREC_SUBMIT_OPTIONS_INIT);
    CHECK_INIT(crec_reply, CREC_REPLY_INIT);
    CHECK_INIT(crec_counters, CREC_COUNTERS_INIT);
}

static void initial_sign_options(void)
{
    static const crec_sign_options initialised = CREC_SIGN_OPTIONS_INIT;

    CHECK_NUMBER(initialised.struct_size, sizeof initialised);
    CHECK_NUMBER(initialised.timestamp, CREC_TIMESTAMP_NOW);
    CHECK(initialised.nonce == NULL);
}

static void version_of_header_and_library(void)
{
    char version[32];

    snprintf(version, sizeof version, "%d.%d.%d", CREC_VERSION_MAJOR, CREC_VERSION_MINOR,
             CREC_VERSION_PATCH);
    CHECK_TEXT(CREC_VERSION_STRING, version);
    CHECK_TEXT(crec_version(), CREC_VERSION_STRING);
}

/* Numbers are part of the ABI; names are for people. */
static void numbers_and_names_of_statuses(void)
{
    static const struct {
        crec_status status;
        int number;
        const char *name;
    } rows[] = {
        {CREC_STATUS_OK, 0, "ok"},
        {CREC_STATUS_ALREADY_STOPPED, 1, "already stopped"},
        {CREC_STATUS_INVALID_ARGUMENT, 2, "invalid argument"},
        {CREC_STATUS_AUTHENTICATION, 3, "authentication"},
        {CREC_STATUS_PERMISSION, 4, "permission"},
        {CREC_STATUS_ACCOUNT_STATE, 5, "account state"},
        {CREC_STATUS_NOT_FOUND, 6, "not found"},
        {CREC_STATUS_CONFLICT, 7, "conflict"},
        {CREC_STATUS_THROTTLED, 8, "throttled"},
        {CREC_STATUS_QUOTA, 9, "quota"},
        {CREC_STATUS_CLOCK_SKEW, 10, "clock skew"},
        {CREC_STATUS_CLOUD_ERROR, 11, "cloud error"},
        {CREC_STATUS_UNAVAILABLE, 12, "unavailable"},
        {CREC_STATUS_NETWORK, 13, "network"},
        {CREC_STATUS_TLS, 14, "TLS"},
        {CREC_STATUS_TIMEOUT, 15, "timeout"},
        {CREC_STATUS_CANCELLED, 16, "cancelled"},
        {CREC_STATUS_MALFORMED_REPLY, 17, "malformed reply"},
        {CREC_STATUS_FULL, 18, "full"},
        {CREC_STATUS_BUSY, 19, "busy"},
        {CREC_STATUS_CLOSED, 20, "closed"},
        {CREC_STATUS_FORKED, 21, "forked"},
        {CREC_STATUS_INTERNAL, 22, "internal"},
        {CREC_STATUS_SHORTAGE, 23, "shortage"},
    };
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        ROW("%s", rows[i].name);
        CHECK_NUMBER(rows[i].status, rows[i].number);
        CHECK_TEXT(crec_status_name(rows[i].status), rows[i].name);
    }
}

static void numbers_and_names_of_task_states(void)
{
    static const struct {
        crec_task_state state;
        int number;
        const char *name;
    } rows[] = {
        {CREC_TASK_UNKNOWN, 0, "unknown"},         {CREC_TASK_RUNNING, 1, "running"},
        {CREC_TASK_RECOVERING, 2, "recovering"},   {CREC_TASK_STOPPING, 3, "stopping"},
        {CREC_TASK_STOPPED, 4, "stopped"},         {CREC_TASK_FAILED, 5, "failed"},
        {CREC_TASK_NOT_STARTED, 6, "not started"},
    };
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        ROW("%s", rows[i].name);
        CHECK_NUMBER(rows[i].state, rows[i].number);
        CHECK_TEXT(crec_task_state_name(rows[i].state), rows[i].name);
    }
    CHECK_TEXT(crec_task_state_name(-1), "unknown");
}

static void numbers_and_names_of_clouds(void)
{
    static const struct {
        crec_cloud cloud;
        int number;
        const char *name, *title;
    } rows[] = {
        {CREC_CLOUD_VOLCENGINE, 1, "volcengine", "Volcengine RTC"},
        {CREC_CLOUD_ALIBABA, 2, "alibaba", "Alibaba Cloud Live"},
        {CREC_CLOUD_TENCENT, 3, "tencent", "Tencent Cloud Live"},
    };
    crec_cloud count = 0;
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        ROW("%s", rows[i].name);
        CHECK_NUMBER(rows[i].cloud, rows[i].number);
        CHECK_TEXT(crec_cloud_name(rows[i].cloud), rows[i].name);
        CHECK_TEXT(crec_cloud_title(rows[i].cloud), rows[i].title);
        CHECK_NUMBER(crec_cloud_named(rows[i].name), rows[i].number);
    }
    CHECK_NUMBER(crec_cloud_named("aliyun"), CREC_CLOUD_ALIBABA);
    while (crec_cloud_name(count + 1)[0])
        count++;
    CHECK_NUMBER(count, COUNT(rows));
}

static void numbers_of_pacings(void)
{
    CHECK_NUMBER(CREC_PACING_WAIT, 0);
    CHECK_NUMBER(CREC_PACING_FAIL, 1);
    CHECK_NUMBER(CREC_PACING_OFF, 2);
}

static void numbers_of_log_events(void)
{
    CHECK_NUMBER(CREC_LOG_ERROR, 1);
    CHECK_NUMBER(CREC_LOG_WARNING, 2);
    CHECK_NUMBER(CREC_LOG_INFO, 3);
    CHECK_NUMBER(CREC_LOG_DEBUG, 4);
    CHECK_NUMBER(CREC_LOG_ACCEPTED, 1);
    CHECK_NUMBER(CREC_LOG_SENT, 2);
    CHECK_NUMBER(CREC_LOG_REPEATING, 3);
    CHECK_NUMBER(CREC_LOG_ENDED, 4);
    CHECK_NUMBER(CREC_LOG_KEY, 5);
}

int main(void)
{
    static const test tests[] = {
        TEST(initial_structs),
        TEST(initial_sign_options),
        TEST(version_of_header_and_library),
        TEST(numbers_and_names_of_statuses),
        TEST(numbers_and_names_of_task_states),
        TEST(numbers_and_names_of_clouds),
        TEST(numbers_of_pacings),
        TEST(numbers_of_log_events),
    };

    return run_tests(tests, COUNT(tests));
}
