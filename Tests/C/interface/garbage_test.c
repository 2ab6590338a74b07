/* Numbers, counts and indexes that mean nothing: a status or a neutral value, never a crash. */
#include "use.h"

static void unknown_clouds(void)
{
    static const crec_cloud clouds[] = {0, 4, -1, INT32_MAX, INT32_MIN};
    size_t i;

    for (i = 0; i < COUNT(clouds); i++) {
        crec_client_options options = offline_options(clouds[i]);
        crec_request_params params = CREC_REQUEST_PARAMS_INIT;

        params.cloud = clouds[i];
        params.action = "Action";
        params.version = "2016-11-01";
        ROW("cloud %" PRId32, clouds[i]);
        CHECK_NUMBER(use_options(&options), CREC_STATUS_INVALID_ARGUMENT);
        CHECK_NUMBER(use_request_params(&params), CREC_STATUS_INVALID_ARGUMENT);
    }
}

static void counts_without_an_array(void)
{
    static const crec_pair unnamed[] = {{NULL, "value"}}, valueless[] = {{"name", NULL}};
    static const struct {
        const crec_pair *query;
        size_t query_count;
        const void *body;
        size_t body_size;
    } rows[] = {{NULL, 1, NULL, 0},    {NULL, SIZE_MAX, NULL, 0}, {NULL, 0, NULL, 1},
                {unnamed, 1, NULL, 0}, {valueless, 1, NULL, 0},   {NULL, 0, NULL, SIZE_MAX}};
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        crec_request_params params = {.struct_size = sizeof params,
                                      .cloud = CREC_CLOUD_ALIBABA,
                                      .action = "Action",
                                      .version = "2016-11-01",
                                      .query = rows[i].query,
                                      .query_count = rows[i].query_count,
                                      .body = rows[i].body,
                                      .body_size = rows[i].body_size};
        crec_reply reply = {.struct_size = sizeof reply,
                            .http_status = 200,
                            .headers = rows[i].query,
                            .header_count = rows[i].query_count,
                            .body = rows[i].body,
                            .body_size = rows[i].body_size};

        ROW("row %d", (int)i);
        CHECK_NUMBER(use_request_params(&params), CREC_STATUS_INVALID_ARGUMENT);
        CHECK_NUMBER(use_reply(&reply), CREC_STATUS_INVALID_ARGUMENT);
    }
}

static void http_statuses_that_are_none(void)
{
    static const int32_t statuses[] = {0, 99, 600, -200, INT32_MAX, INT32_MIN};
    size_t i;

    for (i = 0; i < COUNT(statuses); i++) {
        crec_reply reply = {sizeof reply, statuses[i], NULL, 0, "{}", 2};

        ROW("HTTP status %" PRId32, statuses[i]);
        CHECK_NUMBER(use_reply(&reply), CREC_STATUS_INVALID_ARGUMENT);
    }
}

static void timestamps_beyond_the_calendar(void)
{
    static const int64_t timestamps[] = {-2, INT64_MIN, INT64_MAX, 253402300800};
    crec_sign_options last = {sizeof last, 253402300799, NULL}; /* 9999-12-31T23:59:59Z */
    size_t i;

    for (i = 0; i < COUNT(timestamps); i++) {
        crec_sign_options options = {sizeof options, timestamps[i], NULL};

        ROW("timestamp %" PRId64, timestamps[i]);
        CHECK_NUMBER(use_sign_options(&options), CREC_STATUS_INVALID_ARGUMENT);
    }
    CHECK_NUMBER(use_sign_options(&last), CREC_STATUS_OK);
}

static void statuses_without_a_name(void)
{
    static const crec_status statuses[] = {-1, 24, INT32_MAX, INT32_MIN};
    size_t i;

    for (i = 0; i < COUNT(statuses); i++) {
        ROW("status %" PRId32, statuses[i]);
        CHECK_TEXT(crec_status_name(statuses[i]), "unknown status");
    }
}

static void clouds_without_a_name(void)
{
    static const crec_cloud clouds[] = {0, 4, -1, INT32_MAX, INT32_MIN};
    static const char *const names[] = {
        "", "tencen", "tencent ", "TENCENT", "Tencent Cloud Live", "\377"};
    size_t i;

    for (i = 0; i < COUNT(clouds); i++) {
        ROW("cloud %" PRId32, clouds[i]);
        CHECK_TEXT(crec_cloud_name(clouds[i]), "");
        CHECK_TEXT(crec_cloud_title(clouds[i]), "");
    }
    for (i = 0; i < COUNT(names); i++) {
        ROW("\"%s\"", names[i]);
        CHECK_NUMBER(crec_cloud_named(names[i]), 0);
    }
}

static void indexes_past_the_end(void)
{
    static const size_t beyond[] = {2, 3, 1000, SIZE_MAX / 2, SIZE_MAX};
    any_params empty = {.stop_live_record = CREC_STOP_LIVE_RECORD_PARAMS_INIT};
    crec_request *request;
    crec_outcome *outcome = NULL;
    size_t i;

    calls[STOP_LIVE_RECORD].request(&empty, &request, &outcome);
    CHECK_NUMBER(crec_outcome_fault_count(outcome), 2);
    for (i = 0; i < COUNT(beyond); i++) {
        CHECK_TEXT(crec_outcome_fault_field(outcome, beyond[i]), "");
        CHECK_TEXT(crec_outcome_fault_problem(outcome, beyond[i]), "");
        CHECK_TEXT(crec_outcome_fault_rule(outcome, beyond[i]), "");
    }
    crec_outcome_free(outcome);
}

int main(void)
{
    static const test tests[] = {
        TEST(unknown_clouds),
        TEST(counts_without_an_array),
        TEST(http_statuses_that_are_none),
        TEST(timestamps_beyond_the_calendar),
        TEST(statuses_without_a_name),
        TEST(clouds_without_a_name),
        TEST(indexes_past_the_end),
    };

    return run_tests(tests, COUNT(tests));
}
