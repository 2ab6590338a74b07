/* Tests of the order of calls: a stop waits for the start of its task, both for a connection. */
#include "loops.h"

/* The stop's outcome is second, and the start's comes late. */
static void check_start_then_stop(host *host, crec_client *starter, crec_client *stopper)
{
    submitted *start, *stop;

    emulator("fault {\"kind\": \"delay\", \"seconds\": 0.5, \"action\": \"StartWBRecord\"}");
    start = submit(host, starter, START_WB_RECORD, "Task-1");
    stop = submit(host, stopper, STOP_WB_RECORD, "Task-1");
    wait_outcomes(host, 2);
    check_outcome(start, CREC_STATUS_OK, 1);
    check_outcome(stop, CREC_STATUS_OK, 1);
    CHECK_NUMBER(start->place, 1);
    CHECK_NUMBER(stop->place, 2);
    CHECK_NUMBER(crec_outcome_start_was_open(stop->outcome), 0);
    CHECK(crec_outcome_elapsed_ms(start->outcome) >= 500);
}

static void a_stop_waits_for_its_start(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_VOLCENGINE);

    check_start_then_stop(host, client, client);
}

static void a_stop_waits_for_another_clients_start(host *host)
{
    crec_client *starter = add_emulator_client(host, CREC_CLOUD_VOLCENGINE);

    check_start_then_stop(host, starter, add_emulator_client(host, CREC_CLOUD_VOLCENGINE));
}

/* A start of Task-1 that has reached the cloud and never gets its reply. */
static submitted *submit_hanging_start(host *host, crec_client *client)
{
    submitted *start;

    emulator("reset");
    emulator("fault {" NEVER ", \"action\": \"StartWBRecord\", \"times\": 1}");
    start = submit(host, client, START_WB_RECORD, "Task-1");
    wait_requests(host, 1);
    return start;
}

/* The limit grows until half of it is time enough to be sent and answered. */
static void a_stop_behind_a_start_that_hangs(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_VOLCENGINE);
    submitted *start, *stop;
    int64_t limit = 500;

    do {
        int before = outcomes(host);

        limit *= 2;
        start = submit_hanging_start(host, client);
        stop = try_submit(host, client, STOP_WB_RECORD, "Task-1", limit, NULL);
        wait_outcomes(host, before + 1);
        CHECK_NUMBER(start->outcomes, 0);
        CHECK_NUMBER(crec_call_cancel(start->call), CREC_STATUS_OK);
        wait_outcomes(host, before + 2);
    } while (crec_outcome_status(stop->outcome) == CREC_STATUS_TIMEOUT && limit < 100000);
    check_outcome(start, CREC_STATUS_CANCELLED, 1);
    check_outcome(stop, CREC_STATUS_OK, 1);
    CHECK_NUMBER(crec_outcome_start_was_open(stop->outcome), 1);
    CHECK(crec_outcome_elapsed_ms(stop->outcome) >= limit / 2);
    CHECK(crec_outcome_elapsed_ms(stop->outcome) <= limit);
}

/* Sent after half of its own time limit, the stop would be too late for the alarm. */
static void a_stop_behind_a_start_that_is_cancelled(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_VOLCENGINE);
    crec_client *client;
    submitted *start, *stop;

    options.timeout_ms *= 10;
    client = add_client(host, options);
    start = submit_hanging_start(host, client);
    stop = submit(host, client, STOP_WB_RECORD, "Task-1");
    CHECK_NUMBER(crec_call_cancel(start->call), CREC_STATUS_OK);
    wait_outcomes(host, 2);
    CHECK_NUMBER(start->place, 1);
    check_outcome(start, CREC_STATUS_CANCELLED, 1);
    check_outcome(stop, CREC_STATUS_OK, 1);
    CHECK_NUMBER(crec_outcome_start_was_open(stop->outcome), 0);
}

/* Each of these is answered while the start hangs. */
static void what_waits_for_no_start(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_VOLCENGINE);
    crec_client *client = add_client(host, options), *stranger;
    crec_client *elsewhere = new_client(&options);
    submitted *start, *other;

    options.credentials = &good_credentials;
    stranger = add_client(host, options);
    start = submit_hanging_start(host, client);
    ROW("another task's stop");
    other = submit(host, client, STOP_WB_RECORD, "Task-2");
    wait_outcomes(host, 1);
    check_outcome(other, CREC_STATUS_ALREADY_STOPPED, 0);
    ROW("another kind of task's stop");
    other = submit(host, client, STOP_WEBCAST, "Task-1");
    wait_outcomes(host, 2);
    check_outcome(other, CREC_STATUS_ALREADY_STOPPED, 0);
    ROW("another start of the task");
    other = submit(host, client, START_WB_RECORD, "Task-1");
    wait_outcomes(host, 3);
    check_outcome(other, CREC_STATUS_CONFLICT, 0);
    ROW("another key's stop");
    other = submit(host, stranger, STOP_WB_RECORD, "Task-1");
    wait_outcomes(host, 4);
    check_outcome(other, CREC_STATUS_AUTHENTICATION, 0);
    ROW("another loop's stop");
    CHECK_NUMBER(calls[STOP_WB_RECORD].make(elsewhere, &calls[STOP_WB_RECORD].good, NULL),
                 CREC_STATUS_OK);
    CHECK_NUMBER(start->outcomes, 0);
    crec_client_free(elsewhere);
}

static crec_client *add_limited_client(host *host, int32_t connection_limit)
{
    crec_client_options options = emulator_options(CREC_CLOUD_VOLCENGINE);

    options.connection_limit = connection_limit;
    return add_client(host, options);
}

/* More at once would need more connections: each is busy for a while. */
static void no_more_than_connection_limit(host *host)
{
    crec_client *client = add_limited_client(host, 3);
    int i;

    emulator("fault {\"kind\": \"delay\", \"seconds\": 0.2}");
    for (i = 0; i < 12; i++)
        submit(host, client, STOP_WEBCAST, "Task-1");
    wait_outcomes(host, 12);
    for (i = 0; i < 12; i++)
        check_outcome(&host->slots[i], CREC_STATUS_ALREADY_STOPPED, 0);
    CHECK(emulator("connections") <= 3);
}

static void as_many_as_connection_limit(host *host)
{
    crec_client *client = add_limited_client(host, 3);
    int i;

    emulator("fault {" NEVER "}");
    for (i = 0; i < 5; i++)
        submit(host, client, STOP_WEBCAST, "Task-1");
    wait_requests(host, 3);
    CHECK_NUMBER(crec_call_cancel(host->slots[0].call), CREC_STATUS_OK);
    wait_requests(host, 4);
    wait_outcomes(host, 1);
}

/* Starts that hang take all that they may have; a stop goes at once, and the last start not yet. */
static void check_room_for_a_stop(host *host, int connection_limit, int starts)
{
    crec_client *client = add_limited_client(host, connection_limit);
    submitted *stop;
    char task_id[16];
    int i;

    emulator("reset");
    emulator("fault {" NEVER ", \"action\": \"StartWBRecord\"}");
    for (i = 0; i < connection_limit; i++) {
        snprintf(task_id, sizeof task_id, "Task-%d", i);
        submit(host, client, START_WB_RECORD, task_id);
    }
    wait_requests(host, starts);
    stop = submit(host, client, STOP_WB_RECORD, "another");
    wait_outcomes(host, 1);
    check_outcome(stop, CREC_STATUS_ALREADY_STOPPED, 0);
    CHECK_NUMBER(emulator("requests"), starts + 1);
}

static void two_connections(host *host)
{
    check_room_for_a_stop(host, 2, 1);
}

static void eight_connections(host *host)
{
    check_room_for_a_stop(host, 8, 6);
}

static void sixteen_connections(host *host)
{
    check_room_for_a_stop(host, 16, 12);
}

static void one_connection(host *host)
{
    crec_client *client = add_limited_client(host, 1);
    submitted *start = submit(host, client, START_WB_RECORD, "Task-1");
    submitted *stop = submit(host, client, STOP_WB_RECORD, "Task-1");

    wait_outcomes(host, 2);
    check_outcome(start, CREC_STATUS_OK, 1);
    check_outcome(stop, CREC_STATUS_OK, 1);
    CHECK_NUMBER(emulator("connections"), 1);
}

int main(void)
{
    static const host_case cases[] = {
        CASE(a_stop_waits_for_its_start, ANY_WAY),
        CASE(a_stop_waits_for_another_clients_start, ANY_WAY),
        CASE(a_stop_behind_a_start_that_hangs, ANY_WAY),
        CASE(a_stop_behind_a_start_that_is_cancelled, ANY_WAY),
        CASE(what_waits_for_no_start, ANY_WAY),
        CASE(no_more_than_connection_limit, ANY_WAY),
        CASE(as_many_as_connection_limit, ANY_WAY),
        CASE(two_connections, ANY_WAY),
        CASE(eight_connections, ANY_WAY),
        CASE(sixteen_connections, ANY_WAY),
        CASE(one_connection, ANY_WAY),
    };

    return run_cases(cases, COUNT(cases));
}
