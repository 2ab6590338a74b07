/* Tests of closing and freeing clients and loops, and of their use afterwards. */
#define _POSIX_C_SOURCE 200809L
#include "loops.h"

typedef crec_status (*closer)(host *host, int64_t timeout_ms);

static crec_status close_client(host *host, int64_t timeout_ms)
{
    return crec_client_close(host->clients[0], timeout_ms);
}

static crec_status close_loop(host *host, int64_t timeout_ms)
{
    return crec_loop_close(host->loop, timeout_ms);
}

/* Closes again while a completion still runs, as on a slow machine; then all outcomes are there. */
static void check_closed(host *host, closer close, int64_t timeout_ms, int outcomes_due)
{
    int64_t alarm = now_s() + ALARM_S;
    crec_status status = close(host, timeout_ms);

    while (status == CREC_STATUS_TIMEOUT && now_s() < alarm)
        status = close(host, timeout_ms);
    CHECK_NUMBER(status, CREC_STATUS_OK);
    if (host->way->is_pull)
        while (is_readable(crec_client_descriptor(host->clients[0]), 0))
            take_readable(host, 0);
    CHECK_NUMBER(outcomes(host), outcomes_due);
}

static crec_client *add_volcengine_client(host *host, int32_t connection_limit)
{
    crec_client_options options = emulator_options(CREC_CLOUD_VOLCENGINE);

    options.connection_limit = connection_limit;
    return add_client(host, options);
}

/* A start under way, a stop that waits for it, and one that waits for a connection. */
static void calls_that_end_in_time(host *host, closer close)
{
    crec_client *client = add_volcengine_client(host, 1);

    emulator("fault {\"kind\": \"delay\", \"seconds\": 0.3, \"times\": 2}");
    submit(host, client, START_WB_RECORD, "Task-1");
    wait_requests(host, 1);
    submit(host, client, STOP_WB_RECORD, "Task-1");
    submit(host, client, STOP_WEBCAST, "Task-1");
    check_closed(host, close, 600000, 3);
    check_outcome(&host->slots[0], CREC_STATUS_OK, 1);
    check_outcome(&host->slots[1], CREC_STATUS_OK, 1);
    check_outcome(&host->slots[2], CREC_STATUS_ALREADY_STOPPED, 0);
}

static void calls_that_do_not(host *host, closer close)
{
    crec_client *client = add_volcengine_client(host, 2);

    emulator("fault {" NEVER "}");
    submit(host, client, START_WB_RECORD, "Task-1");
    submit(host, client, STOP_WEBCAST, "Task-1");
    wait_requests(host, 2);
    submit(host, client, STOP_WB_RECORD, "Task-1");
    submit(host, client, STOP_WEBCAST, "Task-2");
    check_closed(host, close, 100, 4);
    check_outcome(&host->slots[0], CREC_STATUS_CANCELLED, 1);
    check_outcome(&host->slots[1], CREC_STATUS_CANCELLED, 1);
    check_outcome(&host->slots[2], CREC_STATUS_CANCELLED, 0);
    check_outcome(&host->slots[3], CREC_STATUS_CANCELLED, 0);
    CHECK_NUMBER(emulator("requests"), 2);
}

/* The stop has the only connection until half of the close is over. */
static void starts_that_were_not_sent(host *host, closer close)
{
    crec_client_options options = emulator_options(CREC_CLOUD_VOLCENGINE);
    crec_client *client;
    submitted *stop, *start;

    options.connection_limit = 1;
    options.attempt_limit = 0;
    client = add_client(host, options);
    emulator("fault {" NEVER ", \"times\": 1}");
    stop = submit(host, client, STOP_WEBCAST, "Task-1");
    wait_requests(host, 1);
    start = submit(host, client, START_WB_RECORD, "Task-2");
    check_closed(host, close, 2000, 2);
    check_outcome(start, CREC_STATUS_CANCELLED, 0);
    CHECK_NUMBER(crec_outcome_attempts(start->outcome), 0);
    CHECK_NUMBER(start->place, 1);
    CHECK_NUMBER(stop->place, 2);
}

static void nothing_under_way(host *host, closer close)
{
    add_volcengine_client(host, 0);
    check_closed(host, close, 0, 0);
    check_closed(host, close, 0, 0);
}

static void check_refused_as_closed(host *host)
{
    crec_client *client = host->clients[0];
    submitted *refused = try_submit(host, client, STOP_WEBCAST, "Task-1", 0, NULL);

    CHECK_NUMBER(refused->status, CREC_STATUS_CLOSED);
    CHECK_NUMBER(crec_outcome_status(refused->outcome), CREC_STATUS_CLOSED);
    CHECK_NUMBER(crec_outcome_may_have_been_applied(refused->outcome), 0);
    CHECK(crec_outcome_message(refused->outcome)[0] != '\0');
    CHECK(refused->call == NULL);
    if (!host->way->is_hosted)
        CHECK_NUMBER(calls[STOP_WEBCAST].make(client, &calls[STOP_WEBCAST].good, NULL),
                     CREC_STATUS_CLOSED);
}

static void what_works_no_more(host *host, closer close)
{
    crec_client *client = add_volcengine_client(host, 0);
    submitted *stop = submit(host, client, STOP_WEBCAST, "Task-1");

    wait_outcomes(host, 1);
    check_closed(host, close, 0, 1);
    check_refused_as_closed(host);
    CHECK_NUMBER(crec_call_cancel(stop->call), CREC_STATUS_OK);
    CHECK_NUMBER(crec_client_take(client, NULL, NULL), 0);
    check_closed(host, close, 600000, 1);
    CHECK_NUMBER(close_client(host, 0), CREC_STATUS_OK);
    CHECK_NUMBER(emulator("requests"), 1);
}

static void limits_out_of_range(host *host, closer close)
{
    static const int64_t limits[] = {-1, INT64_MIN, 24 * 60 * 60 * 1000 + 1, INT64_MAX};
    crec_client *client = add_volcengine_client(host, 0);
    size_t i;

    for (i = 0; i < COUNT(limits); i++) {
        ROW("%" PRId64, limits[i]);
        CHECK_NUMBER(close(host, limits[i]), CREC_STATUS_INVALID_ARGUMENT);
    }
    submit(host, client, STOP_WEBCAST, "Task-1");
    wait_outcomes(host, 1);
    check_closed(host, close, 24 * 60 * 60 * 1000, 1);
}

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

static void wait_at_the_gate(submitted *submitted)
{
    (void)submitted;
    pthread_mutex_lock(&gate);
    pthread_mutex_unlock(&gate);
}

static void a_completion_that_goes_on(host *host, closer close)
{
    crec_client *client = add_volcengine_client(host, 0);

    pthread_mutex_lock(&gate);
    submit_then(host, client, STOP_WEBCAST, "Task-1", wait_at_the_gate);
    CHECK_NUMBER(close(host, 50), CREC_STATUS_TIMEOUT);
    CHECK_NUMBER(close(host, 50), CREC_STATUS_TIMEOUT);
    CHECK_NUMBER(outcomes(host), 0);
    check_refused_as_closed(host);
    pthread_mutex_unlock(&gate);
    check_closed(host, close, 600000, 1);
}

/* One case that closes the client, and one that closes its loop. */
#define BOTH(name)                                                                                 \
    static void client_##name(host *host)                                                          \
    {                                                                                              \
        name(host, close_client);                                                                  \
    }                                                                                              \
    static void loop_##name(host *host)                                                            \
    {                                                                                              \
        name(host, close_loop);                                                                    \
    }
BOTH(calls_that_end_in_time)
BOTH(calls_that_do_not)
BOTH(starts_that_were_not_sent)
BOTH(nothing_under_way)
BOTH(what_works_no_more)
BOTH(limits_out_of_range)
BOTH(a_completion_that_goes_on)

static void a_client_among_others(host *host)
{
    crec_client *client = add_volcengine_client(host, 0);
    crec_client *other = add_emulator_client(host, CREC_CLOUD_TENCENT);
    submitted *stop;

    emulator("fault {" NEVER ", \"times\": 1}");
    submit(host, client, STOP_WEBCAST, "Task-1");
    wait_requests(host, 1);
    check_closed(host, close_client, 0, 1);
    stop = submit(host, other, STOP_LIVE_RECORD, "1");
    wait_outcomes(host, 2);
    check_outcome(stop, CREC_STATUS_NOT_FOUND, 0);
}

/* Completions have run when crec_client_free returns; outcomes that were not taken are gone. */
static void a_client_freed_at_work(host *host)
{
    crec_client *client = add_volcengine_client(host, 1);
    submitted *sent, *unsent;

    emulator("fault {" NEVER "}");
    sent = submit(host, client, STOP_WEBCAST, "Task-1");
    wait_requests(host, 1);
    unsent = submit(host, client, STOP_WEBCAST, "Task-1");
    crec_client_free(client);
    host->client_count = 0;
    CHECK_NUMBER(outcomes(host), host->way->is_pull ? 0 : 2);
    if (!host->way->is_pull) {
        check_outcome(sent, CREC_STATUS_CANCELLED, 1);
        check_outcome(unsent, CREC_STATUS_CANCELLED, 0);
    }
    CHECK_NUMBER(crec_call_cancel(sent->call), CREC_STATUS_OK);
}

static void a_loop_freed_before_its_client(host *host)
{
    crec_client *client = add_volcengine_client(host, 0);

    emulator("fault {" NEVER "}");
    submit(host, client, STOP_WEBCAST, "Task-1");
    wait_requests(host, 1);
    crec_loop_free(host->loop);
    host->loop = NULL;
    check_closed(host, close_client, 0, 1);
    check_outcome(&host->slots[0], CREC_STATUS_CANCELLED, 1);
    check_refused_as_closed(host);
}

int main(void)
{
    static const host_case cases[] = {
#define BOTH_CASES(name, ways) CASE(client_##name, ways), CASE(loop_##name, ways)
        BOTH_CASES(calls_that_end_in_time, ANY_WAY),
        BOTH_CASES(calls_that_do_not, ANY_WAY),
        BOTH_CASES(starts_that_were_not_sent, ANY_WAY),
        BOTH_CASES(nothing_under_way, ANY_WAY),
        BOTH_CASES(what_works_no_more, ANY_WAY),
        BOTH_CASES(limits_out_of_range, ANY_WAY),
        BOTH_CASES(a_completion_that_goes_on, THREADED & CALLBACK),
        CASE(a_client_among_others, ANY_WAY),
        CASE(a_client_freed_at_work, ANY_WAY),
        CASE(a_loop_freed_before_its_client, ANY_WAY),
    };

    return run_cases(cases, COUNT(cases));
}
