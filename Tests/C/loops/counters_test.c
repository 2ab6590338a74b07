/* Tests of the counters, against the emulator's record and the outcomes. */
#include "loops.h"

static crec_counters counters_of(crec_client *client)
{
    crec_counters counters = CREC_COUNTERS_INIT;

    CHECK_NUMBER(crec_client_counters(client, &counters), CREC_STATUS_OK);
    return counters;
}

static void nothing_yet(host *host)
{
    static const crec_counters none = CREC_COUNTERS_INIT;
    crec_counters counters = counters_of(add_emulator_client(host, CREC_CLOUD_VOLCENGINE));

    CHECK(memcmp(&counters, &none, sizeof none) == 0);
}

static void what_calls_came_to(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_VOLCENGINE);
    crec_counters counters;
    crec_client *client;
    int64_t elapsed = 0, longest = 0;
    int i;

    options.attempt_limit = 0;
    options.connection_limit = 1;
    client = add_client(host, options);
    emulator("plant {\"kind\": \"webcast\", \"AppId\": \"App-1\", \"RoomId\": \"Room-1\", "
             "\"TaskId\": \"Task-1\"}");
    emulator("fault {\"kind\": \"code\", \"code\": \"FlowLimitExceeded.QPSOverLimit\", "
             "\"times\": 2}");
    for (i = 0; i < 5; i++)
        submit(host, client, STOP_WEBCAST, "Task-1");
    wait_outcomes(host, 5);
    for (i = 0; i < 5; i++) {
        int64_t own = crec_outcome_elapsed_ms(host->slots[i].outcome);

        elapsed += own;
        longest = own > longest ? own : longest;
    }
    counters = counters_of(client);
    CHECK_NUMBER(counters.calls, 5);
    CHECK_NUMBER(counters.attempts, 7);
    CHECK_NUMBER(counters.repetitions, 2);
    CHECK_NUMBER(counters.throttled, 2);
    CHECK_NUMBER(counters.open, 0);
    CHECK_NUMBER(counters.in_flight, 0);
    CHECK_NUMBER(counters.outcomes[CREC_STATUS_OK], 1);
    CHECK_NUMBER(counters.outcomes[CREC_STATUS_ALREADY_STOPPED], 4);
    CHECK_NUMBER(counters.new_connections, emulator("connections"));
    CHECK_NUMBER(counters.new_connections + counters.reused_connections, 7);
    CHECK_NUMBER(counters.elapsed_ms, elapsed);
    CHECK_NUMBER(counters.longest_ms, longest);
    CHECK(counters.waited_ms <= counters.elapsed_ms);
}

static void what_is_under_way(host *host)
{
    crec_client *client = add_occupied_client(host);
    crec_counters counters;
    int i;

    for (i = 0; i < 3; i++)
        submit(host, client, STOP_LIVE_RECORD, "2");
    counters = counters_of(client);
    CHECK_NUMBER(counters.calls, 4);
    CHECK_NUMBER(counters.open, 4);
    CHECK_NUMBER(counters.in_flight, 1);
    CHECK_NUMBER(crec_call_cancel(host->slots[0].call), CREC_STATUS_OK);
    wait_outcomes(host, 4);
    counters = counters_of(client);
    CHECK_NUMBER(counters.open, 0);
    CHECK_NUMBER(counters.in_flight, 0);
    CHECK_NUMBER(counters.outcomes[CREC_STATUS_CANCELLED], 1);
    CHECK_NUMBER(counters.outcomes[CREC_STATUS_NOT_FOUND], 3);
}

/* A newer caller's struct is longer: members that the library does not know are not written. */
static void a_longer_struct(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_VOLCENGINE);
    struct {
        crec_counters known;
        int64_t unknown;
    } counters = {CREC_COUNTERS_INIT, 77};

    counters.known.struct_size = sizeof counters;
    CHECK_NUMBER(crec_client_counters(client, &counters.known), CREC_STATUS_OK);
    CHECK_NUMBER(counters.known.struct_size, sizeof counters);
    CHECK_NUMBER(counters.unknown, 77);
}

int main(void)
{
    static const host_case cases[] = {
        CASE(nothing_yet, ANY_WAY),
        CASE(what_calls_came_to, ANY_WAY),
        CASE(what_is_under_way, ANY_WAY),
        CASE(a_longer_struct, ANY_WAY),
    };

    return run_cases(cases, COUNT(cases));
}
