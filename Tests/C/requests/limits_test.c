/* Options that are numbers: 0 is the default, and what is out of range is refused by name. */
#include <stddef.h>

#include "client.h"

typedef struct number {
    const char *name;
    size_t offset;
    size_t size;
    int64_t value;
} number;

#define NUMBER(name, value)                                                                        \
    {#name, offsetof(crec_client_options, name), sizeof((crec_client_options *)NULL)->name, value}

#define DAY_MS (24 * 60 * 60 * 1000)
#define GIB (1024 * 1024 * 1024)

static const number bad_numbers[] = {
    NUMBER(connect_timeout_ms, -1),
    NUMBER(connect_timeout_ms, INT64_MIN),
    NUMBER(connect_timeout_ms, DAY_MS + 1),
    NUMBER(connect_timeout_ms, INT64_MAX),
    NUMBER(timeout_ms, -1),
    NUMBER(timeout_ms, INT64_MIN),
    NUMBER(timeout_ms, DAY_MS + 1),
    NUMBER(timeout_ms, INT64_MAX),
    NUMBER(reply_limit, GIB + 1LL),
    NUMBER(reply_limit, -1), /* SIZE_MAX */
    NUMBER(connection_limit, -1),
    NUMBER(connection_limit, INT32_MIN),
    NUMBER(connection_limit, 1001),
    NUMBER(connection_limit, INT32_MAX),
    NUMBER(queue_limit, -1),
    NUMBER(queue_limit, INT32_MIN),
    NUMBER(queue_limit, 1000001),
    NUMBER(queue_limit, INT32_MAX),
    NUMBER(attempt_limit, -1),
    NUMBER(attempt_limit, INT32_MIN),
    NUMBER(attempt_limit, 1001),
    NUMBER(attempt_limit, INT32_MAX),
    NUMBER(pacing, -1),
    NUMBER(pacing, 3),
    NUMBER(pacing, INT32_MIN),
    NUMBER(pacing, INT32_MAX),
    NUMBER(rate_count, 1),  /* of NULL */
    NUMBER(rate_count, -1), /* SIZE_MAX */
    NUMBER(failover, 1),    /* of loopback */
    NUMBER(log_level, -1),
    NUMBER(log_level, 5),
};

static const number good_numbers[] = {
    NUMBER(connect_timeout_ms, 0),
    NUMBER(connect_timeout_ms, 1),
    NUMBER(connect_timeout_ms, DAY_MS),
    NUMBER(timeout_ms, 0),
    NUMBER(timeout_ms, 1),
    NUMBER(timeout_ms, DAY_MS),
    NUMBER(reply_limit, 0),
    NUMBER(reply_limit, 1),
    NUMBER(reply_limit, GIB),
    NUMBER(connection_limit, 0),
    NUMBER(connection_limit, 1),
    NUMBER(connection_limit, 1000),
    NUMBER(queue_limit, 0),
    NUMBER(queue_limit, 1),
    NUMBER(queue_limit, 1000000),
    NUMBER(attempt_limit, 0),
    NUMBER(attempt_limit, 1),
    NUMBER(attempt_limit, 1000),
    NUMBER(pacing, CREC_PACING_WAIT),
    NUMBER(pacing, CREC_PACING_FAIL),
    NUMBER(pacing, CREC_PACING_OFF),
    NUMBER(log_level, 0),
    NUMBER(log_level, CREC_LOG_ERROR),
    NUMBER(log_level, CREC_LOG_DEBUG),
};

static void ignore(void *context, const crec_log_event *event)
{
    (void)context;
    (void)event;
}

static crec_client_options options_with(const number *number)
{
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
    char *member = (char *)&options + number->offset;
    int32_t narrow = (int32_t)number->value;

    ROW("%s %" PRId64, number->name, number->value);
    options.log = ignore;
    if (number->size == sizeof narrow)
        memcpy(member, &narrow, sizeof narrow);
    else
        memcpy(member, &number->value, sizeof number->value);
    return options;
}

static void numbers_out_of_range(void)
{
    size_t i;

    for (i = 0; i < COUNT(bad_numbers); i++) {
        crec_client_options options = options_with(&bad_numbers[i]);
        crec_client *client;
        crec_outcome *outcome;

        CHECK_NUMBER(crec_client_new(&options, &client, &outcome), CREC_STATUS_INVALID_ARGUMENT);
        CHECK(client == NULL);
        CHECK_NUMBER(crec_outcome_fault_count(outcome), 1);
        CHECK_TEXT(crec_outcome_fault_field(outcome, 0),
                   strcmp(bad_numbers[i].name, "rate_count") == 0 ? "rates" : bad_numbers[i].name);
        CHECK(crec_outcome_fault_problem(outcome, 0)[0] != '\0');
        CHECK(crec_outcome_fault_rule(outcome, 0)[0] != '\0');
        crec_outcome_free(outcome);
    }
}

static void numbers_within_range(void)
{
    size_t i;

    for (i = 0; i < COUNT(good_numbers); i++) {
        crec_client_options options = options_with(&good_numbers[i]);

        crec_client_free(new_client(&options));
    }
}

static void rates(void)
{
    static const struct {
        crec_rate rate;
        const char *fault; /* NULL: it is good */
    } rows[] = {
        {{"StopWebcast", 0}, NULL},
        {{"StopWebcast", 100000}, NULL},
        {{"AnyOther", 1}, NULL},
        {{"StopWebcast", -1}, "rates[0].calls_per_second"},
        {{"StopWebcast", 100001}, "rates[0].calls_per_second"},
        {{"StopWebcast", INT32_MIN}, "rates[0].calls_per_second"},
        {{"Stop Webcast", 1}, "rates[0].action"},
        {{"", 1}, "rates[0].action"},
        {{NULL, 1}, "rates[0].action"},
    };
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        crec_client_options options = offline_options(CREC_CLOUD_VOLCENGINE);
        crec_client *client = NULL;
        crec_outcome *outcome = NULL;

        ROW("%s %d", rows[i].rate.action, (int)rows[i].rate.calls_per_second);
        options.rates = &rows[i].rate;
        options.rate_count = 1;
        CHECK_NUMBER(crec_client_new(&options, &client, &outcome),
                     rows[i].fault ? CREC_STATUS_INVALID_ARGUMENT : CREC_STATUS_OK);
        CHECK_TEXT(crec_outcome_fault_field(outcome, 0), rows[i].fault ? rows[i].fault : "");
        crec_outcome_free(outcome);
        crec_client_free(client);
    }
}

static void the_largest_limits_in_use(void)
{
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
    crec_stop_live_record_params params = CREC_STOP_LIVE_RECORD_PARAMS_INIT;
    crec_client *client;

    options.connect_timeout_ms = options.timeout_ms = DAY_MS;
    options.reply_limit = GIB;
    options.connection_limit = 1000;
    options.queue_limit = 1000000;
    params.stream_name = "test1";
    params.task_id = "1";
    client = new_client(&options);
    CHECK_NUMBER(crec_stop_live_record(client, &params, NULL), CREC_STATUS_NETWORK);
    crec_client_free(client);
}

int main(void)
{
    static const test tests[] = {
        TEST(numbers_out_of_range),
        TEST(numbers_within_range),
        TEST(rates),
        TEST(the_largest_limits_in_use),
    };

    return run_tests(tests, COUNT(tests));
}
