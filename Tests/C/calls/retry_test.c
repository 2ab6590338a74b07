/* Tests of retries, by the requests that the emulator has seen. */
#include "loops.h"

typedef struct trouble {
    const char *fault;
    size_t call;
    crec_status status;
    int may_have_been_applied;
    int attempts;
} trouble;

/* Where the emulator applies the call, the retry of a stop finds its task stopped. */
#define THROTTLED "{\"kind\": \"code\", \"code\": \"FlowLimitExceeded.QPSOverLimit\", \"times\": 3}"
#define FAILED "{\"kind\": \"code\", \"code\": \"InternalError\", \"times\": 1}"
#define UNAVAILABLE "{\"kind\": \"status\", \"times\": 2}"
#define RESET "{\"kind\": \"cut\", \"before\": true, \"reset\": true, \"times\": 2}"
#define CUT "{\"kind\": \"cut\", \"bytes\": 0, \"times\": 1}"
#define CUT_SHORT "{\"kind\": \"cut\", \"bytes\": 30, \"times\": 1}"
#define GARBAGE "{\"kind\": \"garbage\", \"shape\": \"html\", \"times\": 1}"
#define REFUSED "{\"kind\": \"code\", \"code\": \"AccessDenied\", \"times\": 1}"

static const trouble troubles[] = {
    {THROTTLED, START_WB_RECORD, CREC_STATUS_OK, 1, 4},
    {THROTTLED, STOP_WEBCAST, CREC_STATUS_OK, 1, 4},
    {FAILED, START_WB_RECORD, CREC_STATUS_CLOUD_ERROR, 1, 1},
    {FAILED, STOP_WEBCAST, CREC_STATUS_OK, 1, 2},
    {UNAVAILABLE, START_WB_RECORD, CREC_STATUS_UNAVAILABLE, 1, 1},
    {UNAVAILABLE, STOP_WEBCAST, CREC_STATUS_OK, 1, 3},
    {RESET, START_WB_RECORD, CREC_STATUS_NETWORK, 1, 1},
    {RESET, STOP_WEBCAST, CREC_STATUS_OK, 1, 3},
    {CUT, START_WB_RECORD, CREC_STATUS_NETWORK, 1, 1},
    {CUT, STOP_WEBCAST, CREC_STATUS_ALREADY_STOPPED, 1, 2},
    {CUT_SHORT, START_WB_RECORD, CREC_STATUS_MALFORMED_REPLY, 1, 1},
    {CUT_SHORT, STOP_WEBCAST, CREC_STATUS_ALREADY_STOPPED, 1, 2},
    {GARBAGE, START_WB_RECORD, CREC_STATUS_MALFORMED_REPLY, 1, 1},
    {GARBAGE, STOP_WEBCAST, CREC_STATUS_ALREADY_STOPPED, 1, 2},
    {REFUSED, START_WB_RECORD, CREC_STATUS_PERMISSION, 0, 1},
    {REFUSED, STOP_WEBCAST, CREC_STATUS_PERMISSION, 0, 1},
};

static void each_trouble(host *host)
{
    crec_client *client = add_repeating_client(host, CREC_CLOUD_VOLCENGINE);
    size_t i;

    for (i = 0; i < COUNT(troubles); i++) {
        const trouble *row = &troubles[i];
        char command[160];
        submitted *submitted;

        emulator("reset");
        emulator("plant {\"kind\": \"webcast\", \"AppId\": \"App-1\", \"RoomId\": \"Room-1\", "
                 "\"TaskId\": \"Task-1\"}");
        snprintf(command, sizeof command, "fault %s", row->fault);
        emulator(command);
        submitted = submit(host, client, row->call, "Task-1");
        wait_outcomes(host, (int)i + 1);
        ROW("%s, %s", row->fault, calls[row->call].name);
        check_outcome(submitted, row->status, row->may_have_been_applied);
        CHECK_NUMBER(crec_outcome_attempts(submitted->outcome), row->attempts);
        CHECK_NUMBER(emulator("requests"), row->attempts);
    }
}

/* A fault that outlasts the attempt limit. */
static void the_limit(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_VOLCENGINE);
    submitted *stop;

    options.attempt_limit = 3;
    emulator("fault {\"kind\": \"status\"}");
    stop = submit(host, add_client(host, options), STOP_WEBCAST, "Task-1");
    wait_outcomes(host, 1);
    check_outcome(stop, CREC_STATUS_UNAVAILABLE, 1);
    CHECK_NUMBER(crec_outcome_attempts(stop->outcome), 3);
    CHECK_NUMBER(emulator("requests"), 3);
}

static void nobody_there(host *host)
{
    crec_client_options options = offline_options(CREC_CLOUD_VOLCENGINE);
    submitted *start;

    options.attempt_limit = 3;
    start = submit(host, add_client(host, options), START_WB_RECORD, "Task-1");
    wait_outcomes(host, 1);
    check_outcome(start, CREC_STATUS_NETWORK, 0);
    CHECK_NUMBER(crec_outcome_attempts(start->outcome), 3);
}

/* Retry-After is obeyed, and ends the call if it is beyond the time limit. */
static void what_the_cloud_asks_for(host *host)
{
    crec_client *client = add_repeating_client(host, CREC_CLOUD_VOLCENGINE);
    submitted *stop;

    emulator("fault {\"kind\": \"reply\", \"status\": 429, \"headers\": {\"Retry-After\": \"1\"}, "
             "\"times\": 1}");
    stop = submit(host, client, STOP_WEBCAST, "Task-1");
    wait_outcomes(host, 1);
    CHECK_NUMBER(crec_outcome_attempts(stop->outcome), 2);
    CHECK(crec_outcome_elapsed_ms(stop->outcome) >= 1000);

    emulator(
        "fault {\"kind\": \"reply\", \"status\": 429, \"headers\": {\"Retry-After\": \"99999\"}}");
    stop = submit(host, client, STOP_WEBCAST, "Task-1");
    wait_outcomes(host, 2);
    check_outcome(stop, CREC_STATUS_THROTTLED, 0);
    CHECK_NUMBER(crec_outcome_attempts(stop->outcome), 1);
}

/* The first connection never gets its reply; the second one has half of the time. */
static void a_stop_on_a_connection_that_hangs(host *host)
{
    crec_client *client = add_repeating_client(host, CREC_CLOUD_VOLCENGINE);
    int64_t limit = 500;
    submitted *stop;
    int count = 0;

    do {
        limit *= 2;
        emulator("reset");
        emulator("fault {" NEVER ", \"times\": 1}");
        stop = try_submit(host, client, STOP_WEBCAST, "Task-1", limit, NULL);
        wait_outcomes(host, ++count);
    } while (crec_outcome_status(stop->outcome) == CREC_STATUS_TIMEOUT && limit < 100000);
    check_outcome(stop, CREC_STATUS_ALREADY_STOPPED, 1);
    CHECK_NUMBER(crec_outcome_attempts(stop->outcome), 2);
    CHECK_NUMBER(emulator("requests"), 2);
}

static void check_paused(host *host, void (*end)(submitted *submitted))
{
    crec_client *client = add_repeating_client(host, CREC_CLOUD_VOLCENGINE);
    submitted *start;

    emulator(
        "fault {\"kind\": \"reply\", \"status\": 429, \"headers\": {\"Retry-After\": \"300\"}}");
    start = submit(host, client, START_WB_RECORD, "Task-1");
    wait_requests(host, 1);
    while (is_readable(crec_loop_descriptor(host->loop), 100))
        turn(host);
    end(start);
    wait_outcomes(host, 1);
    check_outcome(start, CREC_STATUS_CANCELLED, 0);
    CHECK_NUMBER(crec_outcome_attempts(start->outcome), 1);
}

static void cancel(submitted *submitted)
{
    CHECK_NUMBER(crec_call_cancel(submitted->call), CREC_STATUS_OK);
}

static void close_client(submitted *submitted)
{
    CHECK_NUMBER(crec_client_close(submitted->client, 600000), CREC_STATUS_OK);
}

static void cancelled_in_a_pause(host *host)
{
    check_paused(host, cancel);
}

/* A start that waits to be made again was not sent: a close does not wait for it. */
static void closed_in_a_pause(host *host)
{
    check_paused(host, close_client);
}

/* Far more than the cloud takes in a second: all arrive, and none is lost. */
static void a_flood_that_is_throttled(host *host)
{
    crec_client *client = add_repeating_client(host, CREC_CLOUD_VOLCENGINE);
    int i;

    emulator(
        "fault {\"kind\": \"code\", \"code\": \"FlowLimitExceeded.QPSOverLimit\", \"times\": 100}");
    for (i = 0; i < 60; i++)
        submit(host, client, STOP_WEBCAST, "Task-1");
    wait_outcomes(host, 60);
    for (i = 0; i < 60; i++)
        check_outcome(&host->slots[i], CREC_STATUS_ALREADY_STOPPED, 0);
    CHECK_NUMBER(emulator("requests"), 160);
}

int main(void)
{
    static const host_case cases[] = {
        CASE(each_trouble, ANY_WAY),
        CASE(the_limit, ANY_WAY),
        CASE(nobody_there, ANY_WAY),
        CASE(what_the_cloud_asks_for, ANY_WAY),
        CASE(a_stop_on_a_connection_that_hangs, ANY_WAY),
        CASE(cancelled_in_a_pause, HOSTED),
        CASE(closed_in_a_pause, HOSTED),
        CASE(a_flood_that_is_throttled, ANY_WAY),
    };

    return run_cases(cases, COUNT(cases));
}
