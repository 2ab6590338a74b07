/* What a close leaves time for: a stop in doubt is made again within it, and a start's own stop. */
#include "loops.h"

static const int64_t close_ms = 4000;

static crec_client *add_volcengine_client(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_VOLCENGINE);

    options.attempt_limit = 0;
    options.timeout_ms = 600000;
    return add_client(host, options);
}

static void check_close(host *host, int64_t timeout_ms)
{
    CHECK_NUMBER(crec_client_close(host->clients[0], timeout_ms), CREC_STATUS_OK);
    if (host->way->is_pull)
        while (is_readable(crec_client_descriptor(host->clients[0]), 0))
            take_readable(host, 0);
}

/* Its first attempt would last for half of ten minutes, not of four seconds. */
static void an_attempt_that_hangs(host *host)
{
    crec_client *client = add_volcengine_client(host);
    submitted *stop;

    emulator("fault {" NEVER ", \"times\": 1}");
    stop = submit(host, client, STOP_WEBCAST, "Task-1");
    wait_requests(host, 1);
    check_close(host, close_ms);
    check_outcome(stop, CREC_STATUS_ALREADY_STOPPED, 1);
    CHECK_NUMBER(crec_outcome_attempts(stop->outcome), 2);
}

/* It would wait for its start for half of ten minutes. */
static void a_stop_behind_a_start_that_hangs(host *host)
{
    crec_client *client = add_volcengine_client(host);
    submitted *stop;

    emulator("fault {" NEVER ", \"times\": 1}");
    submit(host, client, START_WB_RECORD, "Task-1");
    wait_requests(host, 1);
    stop = submit(host, client, STOP_WB_RECORD, "Task-1");
    check_close(host, close_ms);
    CHECK_NUMBER(crec_outcome_attempts(stop->outcome), 1);
    CHECK_NUMBER(crec_outcome_status(stop->outcome), CREC_STATUS_OK);
    CHECK_NUMBER(crec_outcome_start_was_open(stop->outcome), 1);
}

/* The cloud asks for a pause that is longer than the close. */
static void a_pause_that_is_longer(host *host)
{
    crec_client *client = add_volcengine_client(host);
    submitted *stop;

    emulator(
        "fault {\"kind\": \"reply\", \"status\": 429, \"headers\": {\"Retry-After\": \"300\"}, "
        "\"body\": \"\", \"times\": 1}");
    stop = submit(host, client, STOP_WEBCAST, "Task-1");
    wait_requests(host, 1);
    check_close(host, close_ms);
    check_outcome(stop, CREC_STATUS_ALREADY_STOPPED, 0);
}

static void stop_it(submitted *start)
{
    try_submit(start->host, start->client, STOP_WB_RECORD, "Task-1", 0, NULL);
}

static void start_it(submitted *start)
{
    try_submit(start->host, start->client, START_WB_RECORD, "Task-2", 0, NULL);
}

/* Where the cloud makes the id, that is the first moment in which the host knows it. */
static void a_stop_out_of_its_starts_completion(host *host)
{
    crec_client *client = add_volcengine_client(host);

    emulator("fault {\"kind\": \"delay\", \"seconds\": 0.3, \"times\": 1}");
    submit_then(host, client, START_WB_RECORD, "Task-1", stop_it);
    wait_requests(host, 1);
    check_close(host, 600000);
    CHECK_NUMBER(outcomes(host), 2);
    check_outcome(&host->slots[1], CREC_STATUS_OK, 1);
    CHECK_NUMBER(try_submit(host, client, STOP_WB_RECORD, "Task-1", 0, NULL)->status,
                 CREC_STATUS_CLOSED);
}

static void nothing_else_is_taken(host *host)
{
    crec_client *client = add_volcengine_client(host);

    emulator("fault {\"kind\": \"delay\", \"seconds\": 0.3, \"times\": 1}");
    submit_then(host, client, START_WB_RECORD, "Task-1", start_it);
    wait_requests(host, 1);
    check_close(host, 600000);
    CHECK_NUMBER(outcomes(host), 1);
    CHECK_NUMBER(host->slots[1].status, CREC_STATUS_CLOSED);
    CHECK_NUMBER(emulator("requests"), 1);
}

int main(void)
{
    static const host_case cases[] = {
        CASE(an_attempt_that_hangs, ANY_WAY),  CASE(a_stop_behind_a_start_that_hangs, ANY_WAY),
        CASE(a_pause_that_is_longer, ANY_WAY), CASE(a_stop_out_of_its_starts_completion, CALLBACK),
        CASE(nothing_else_is_taken, CALLBACK),
    };

    return run_cases(cases, COUNT(cases));
}
