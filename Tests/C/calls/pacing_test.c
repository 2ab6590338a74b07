/* Calls are held to the clouds' rates: by what the emulator, which counts, makes of them. */
#include "loops.h"

enum { BURST = 10 };

static crec_client_options paced_options(crec_cloud cloud, crec_pacing pacing)
{
    crec_client_options options = emulator_options(cloud);

    options.pacing = pacing;
    return options;
}

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The library's clock tells how long it took at least, the emulator's does not matter. */
static void a_call_waits_for_its_turn(host *host)
{
    crec_client *client = add_client(host, paced_options(CREC_CLOUD_VOLCENGINE, CREC_PACING_WAIT));
    int64_t begin = now_ms();
    int i;

    for (i = 0; i < BURST; i++)
        submit(host, client, STOP_WB_RECORD, "Task-1");
    wait_outcomes(host, BURST);
    CHECK(now_ms() - begin >= 1000); /* nine pauses of 111 ms */
}

/* Each operation has a rate of its own: otherwise this one would wait longer than it may. */
static void another_operation_does_not_wait(host *host)
{
    crec_client_options options = paced_options(CREC_CLOUD_VOLCENGINE, CREC_PACING_WAIT);
    crec_rate rate = {"StopWBRecord", 1};
    crec_client *client;
    submitted *webcast;
    int i;

    options.rates = &rate;
    options.rate_count = 1;
    client = add_client(host, options);
    for (i = 0; i < 60; i++)
        submit(host, client, STOP_WB_RECORD, "Task-1");
    webcast = try_submit(host, client, STOP_WEBCAST, "Task-1", 50000, NULL);
    wait_outcome(host, webcast);
    check_outcome(webcast, CREC_STATUS_ALREADY_STOPPED, 0);
}

static void too_early_fails_at_once(host *host)
{
    crec_client *client = add_client(host, paced_options(CREC_CLOUD_VOLCENGINE, CREC_PACING_FAIL));
    int sent = 0, i;

    for (i = 0; i < BURST; i++)
        submit(host, client, STOP_WB_RECORD, "Task-1");
    wait_outcomes(host, BURST);
    for (i = 0; i < BURST; i++) {
        crec_outcome *outcome = host->slots[i].outcome;

        if (crec_outcome_status(outcome) != CREC_STATUS_THROTTLED) {
            sent++;
            continue;
        }
        CHECK(strstr(crec_outcome_message(outcome), "not sent: the next StopWBRecord may go in "));
        CHECK_NUMBER(crec_outcome_attempts(outcome), 0);
        CHECK_NUMBER(crec_outcome_may_have_been_applied(outcome), 0);
        CHECK_NUMBER(crec_outcome_retryable(outcome), 1);
    }
    CHECK_NUMBER(crec_outcome_status(host->slots[0].outcome), CREC_STATUS_ALREADY_STOPPED);
    CHECK_NUMBER(emulator("requests"), sent);
}

/* Only a first attempt fails for being early: what is repeated keeps the pace. */
static void repetitions_wait_for_their_turn(host *host)
{
    crec_client_options options = paced_options(CREC_CLOUD_VOLCENGINE, CREC_PACING_FAIL);
    crec_rate rate = {"StopWBRecord", 1};
    submitted *stop;

    options.rates = &rate;
    options.rate_count = 1;
    options.attempt_limit = 0;
    emulator("fault {\"kind\": \"status\", \"times\": 2}");
    stop = submit(host, add_client(host, options), STOP_WB_RECORD, "Task-1");
    wait_outcomes(host, 1);
    CHECK_NUMBER(crec_outcome_attempts(stop->outcome), 3);
    CHECK(crec_outcome_elapsed_ms(stop->outcome) >= 2000);
}

/* Stops that wait for a start, and are then too early: all of them get their outcomes. */
static void stops_behind_a_start_fail_each(host *host)
{
    crec_client *client = add_client(host, paced_options(CREC_CLOUD_VOLCENGINE, CREC_PACING_FAIL));
    int i;

    submit(host, client, START_WB_RECORD, "Task-1");
    for (i = 0; i < BURST; i++)
        submit(host, client, STOP_WB_RECORD, "Task-1");
    wait_outcomes(host, BURST + 1);
    for (i = 0; i < BURST + 1; i++)
        CHECK_NUMBER(host->slots[i].outcomes, 1);
    CHECK_NUMBER(crec_outcome_status(host->slots[1].outcome), CREC_STATUS_OK);
}

/* Those that cannot have their turn in time were not sent. */
static void a_turn_after_the_time_limit(host *host)
{
    crec_client_options options = paced_options(CREC_CLOUD_VOLCENGINE, CREC_PACING_WAIT);
    crec_rate rate = {"StopWBRecord", 1};
    crec_client *client;
    submitted *late;

    options.rates = &rate;
    options.rate_count = 1;
    client = add_client(host, options);
    submit(host, client, STOP_WB_RECORD, "Task-1");
    late = try_submit(host, client, STOP_WB_RECORD, "Task-1", 100, NULL);
    wait_outcomes(host, 2);
    check_outcome(late, CREC_STATUS_TIMEOUT, 0);
    CHECK_TEXT(crec_outcome_message(late->outcome),
               "the time limit passed before the request was sent, while it waited for its turn");
    CHECK_NUMBER(crec_outcome_attempts(late->outcome), 0);
    CHECK_NUMBER(emulator("requests"), 1);
}

/* No rate, and one for an action that has none here. */
static void rates_that_are_given(host *host)
{
    crec_client_options options = paced_options(CREC_CLOUD_VOLCENGINE, CREC_PACING_FAIL);
    crec_rate rates[] = {{"StopWBRecord", 0}, {"GetWebCastTask", 1}};
    crec_request_params params = CREC_REQUEST_PARAMS_INIT;
    crec_request *request = NULL;
    crec_client *client;
    int i;

    options.rates = rates;
    options.rate_count = COUNT(rates);
    client = add_client(host, options);
    for (i = 0; i < BURST; i++)
        submit(host, client, STOP_WB_RECORD, "Task-1");
    wait_outcomes(host, BURST);
    for (i = 0; i < BURST; i++)
        check_outcome(&host->slots[i], CREC_STATUS_ALREADY_STOPPED, 0);
    params.cloud = CREC_CLOUD_VOLCENGINE;
    params.action = "GetWebCastTask";
    params.version = "2020-12-01";
    CHECK_NUMBER(crec_request_new(&params, &request, NULL), CREC_STATUS_OK);
    if (!host->way->is_hosted) {
        CHECK_NUMBER(crec_client_perform(client, request, NULL), CREC_STATUS_INVALID_ARGUMENT);
        CHECK_NUMBER(crec_client_perform(client, request, NULL), CREC_STATUS_THROTTLED);
    }
    crec_request_free(request);
}

static void cancelled_while_it_waits(host *host)
{
    crec_client *client = add_client(host, paced_options(CREC_CLOUD_VOLCENGINE, CREC_PACING_WAIT));
    int i;

    for (i = 0; i < BURST; i++)
        submit(host, client, STOP_WB_RECORD, "Task-1");
    for (i = 1; i < BURST - 1; i++)
        CHECK_NUMBER(crec_call_cancel(host->slots[i].call), CREC_STATUS_OK);
    wait_outcomes(host, BURST);
    check_outcome(&host->slots[BURST - 1], CREC_STATUS_ALREADY_STOPPED, 0);
}

int main(void)
{
    static const host_case cases[] = {
        CASE(a_call_waits_for_its_turn, ANY_WAY),
        CASE(another_operation_does_not_wait, ANY_WAY),
        CASE(too_early_fails_at_once, ANY_WAY),
        CASE(stops_behind_a_start_fail_each, ANY_WAY),
        CASE(a_turn_after_the_time_limit, ANY_WAY),
        CASE(rates_that_are_given, ANY_WAY),
        CASE(repetitions_wait_for_their_turn, ANY_WAY),
        CASE(cancelled_while_it_waits, ANY_WAY),
    };

    return run_cases(cases, COUNT(cases));
}
