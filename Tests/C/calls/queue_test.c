/* Calls that wait: how many may, and what becomes of them meanwhile. */
#include "loops.h"

static void submit_next(submitted *submitted)
{
    if (submitted->host->slot_count < 10)
        try_submit(submitted->host, submitted->client, STOP_LIVE_RECORD, "123", 0, submit_next);
}

/* With room for one: an outcome that is being handed out takes none any more. */
static void submitted_inside_a_completion(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    size_t i;

    options.queue_limit = 1;
    submit_then(host, add_client(host, options), STOP_LIVE_RECORD, "123", submit_next);
    wait_outcomes(host, 10);
    for (i = 0; i < host->slot_count; i++)
        check_outcome(&host->slots[i], CREC_STATUS_NOT_FOUND, 0);
}

static void check_refused(const submitted *submitted, crec_status status)
{
    CHECK_NUMBER(submitted->status, status);
    CHECK(submitted->call == NULL);
    CHECK_NUMBER(submitted->outcomes, 0);
    CHECK_NUMBER(crec_outcome_status(submitted->outcome), status);
    CHECK_NUMBER(crec_outcome_may_have_been_applied(submitted->outcome), 0);
    CHECK_NUMBER(crec_outcome_attempts(submitted->outcome), 0);
    CHECK(crec_outcome_message(submitted->outcome)[0] != '\0');
}

static void a_full_queue(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    crec_client *client;
    submitted *first, *refused;

    emulator("fault {" NEVER "}");
    options.queue_limit = 2;
    client = add_client(host, options);
    first = submit(host, client, STOP_LIVE_RECORD, "1");
    submit(host, client, STOP_LIVE_RECORD, "2");
    refused = try_submit(host, client, STOP_LIVE_RECORD, "3", 0, NULL);
    check_refused(refused, CREC_STATUS_FULL);
    CHECK_NUMBER(crec_outcome_retryable(refused->outcome), 1);

    CHECK_NUMBER(crec_call_cancel(first->call), CREC_STATUS_OK);
    wait_outcomes(host, 1);
    submit(host, client, STOP_LIVE_RECORD, "4");
    refused = try_submit(host, client, STOP_LIVE_RECORD, "5", 0, NULL);
    check_refused(refused, CREC_STATUS_FULL);
}

static void an_outcome_not_taken_fills_the_queue(host *host)
{
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
    int64_t alarm = now_s() + ALARM_S;
    crec_client *client;

    options.queue_limit = 1;
    client = add_client(host, options);
    submit(host, client, STOP_LIVE_RECORD, "1");
    while (!is_readable(crec_client_descriptor(client), MOMENT_MS) && now_s() < alarm)
        if (host->way->is_hosted)
            crec_loop_dispatch(host->loop);
    check_refused(try_submit(host, client, STOP_LIVE_RECORD, "2", 0, NULL), CREC_STATUS_FULL);
    wait_outcomes(host, 1);
    CHECK(!is_readable(crec_client_descriptor(client), 0));
    submit(host, client, STOP_LIVE_RECORD, "3");
    wait_outcomes(host, 2);
}

static void what_cannot_be_submitted(host *host)
{
    static const int64_t limits[] = {-1, INT64_MIN, 24 * 60 * 60 * 1000 + 1, INT64_MAX};
    crec_client *client = add_client(host, offline_options(CREC_CLOUD_TENCENT));
    size_t i;

    for (i = 0; i < COUNT(limits); i++) {
        submitted *refused = try_submit(host, client, STOP_LIVE_RECORD, "1", limits[i], NULL);

        ROW("timeout_ms %" PRId64, limits[i]);
        check_refused(refused, CREC_STATUS_INVALID_ARGUMENT);
        CHECK_TEXT(crec_outcome_fault_field(refused->outcome, 0), "timeout_ms");
    }
    ROW("another cloud's request");
    check_refused(try_submit(host, client, STOP_WEBCAST, "1", 0, NULL),
                  CREC_STATUS_INVALID_ARGUMENT);
}

/* The second waits for the first one's connection, and is signed when that is free. */
static void credentials_replaced_while_a_call_waits(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    crec_client *client;
    submitted *first, *second;

    emulator("fault {" NEVER ", \"times\": 1}");
    options.credentials = &good_credentials;
    options.connection_limit = 1;
    client = add_client(host, options);
    first = submit(host, client, STOP_LIVE_RECORD, "1");
    wait_requests(host, 1);
    second = submit(host, client, STOP_LIVE_RECORD, "2");
    CHECK_NUMBER(crec_client_set_credentials(client, &emulator_keys[CREC_CLOUD_TENCENT - 1], NULL),
                 CREC_STATUS_OK);
    crec_call_cancel(first->call);
    wait_outcomes(host, 2);
    check_outcome(second, CREC_STATUS_NOT_FOUND, 0);
}

int main(void)
{
    static const host_case cases[] = {
        CASE(submitted_inside_a_completion, CALLBACK),
        CASE(a_full_queue, ANY_WAY),
        CASE(an_outcome_not_taken_fills_the_queue, PULL),
        CASE(what_cannot_be_submitted, ANY_WAY),
        CASE(credentials_replaced_while_a_call_waits, ANY_WAY),
    };

    return run_cases(cases, COUNT(cases));
}
