/* Tests of hosts: descriptors and times to wait for, calls that a loop or a completion forbids. */
#define _POSIX_C_SOURCE 200809L
#include "loops.h"

static void check_busy(crec_status status, crec_outcome *outcome)
{
    CHECK_NUMBER(status, CREC_STATUS_BUSY);
    CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_BUSY);
    CHECK_NUMBER(crec_outcome_attempts(outcome), 0);
    CHECK_NUMBER(crec_outcome_may_have_been_applied(outcome), 0);
    CHECK(crec_outcome_message(outcome)[0] != '\0');
    crec_outcome_free(outcome);
}

static void blocking_calls_on_a_hosted_loop(host *host)
{
    size_t i;

    for (i = 0; i < COUNT(calls); i++) {
        crec_client *client = add_emulator_client(host, calls[i].cloud);
        crec_request *request = new_request(i, "1");
        crec_outcome *outcome = NULL;
        crec_status status = calls[i].make(client, &calls[i].good, &outcome);

        ROW("%s", calls[i].name);
        check_busy(status, outcome);
        status = crec_client_perform(client, request, &outcome);
        check_busy(status, outcome);
        crec_request_free(request);
    }
    submit(host, host->clients[0], START_WB_RECORD, "Task-1");
    wait_outcomes(host, 1);
    CHECK_NUMBER(emulator("requests"), 1);
}

static void blocking_calls_on_a_threaded_loop(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_VOLCENGINE);
    crec_request *request = new_request(STOP_WEBCAST, "Task-1");

    emulator("fault {" NEVER ", \"times\": 1}");
    submit(host, client, START_WB_RECORD, "Task-1");
    wait_requests(host, 1);
    CHECK_NUMBER(crec_client_perform(client, request, NULL), CREC_STATUS_ALREADY_STOPPED);
    CHECK_NUMBER(calls[STOP_WEBCAST].make(client, &calls[STOP_WEBCAST].good, NULL),
                 CREC_STATUS_ALREADY_STOPPED);
    CHECK_NUMBER(outcomes(host), 0);
    crec_request_free(request);
}

/* Makes the calls that would wait for the loop, which the completion holds up. */
static void do_what_is_forbidden(submitted *submitted)
{
    crec_status *found = submitted->found;
    crec_request *request = new_request(STOP_LIVE_RECORD, "1");

    *found++ = crec_client_perform(submitted->client, request, NULL);
    *found++ = calls[STOP_LIVE_RECORD].make(submitted->client, &calls[STOP_LIVE_RECORD].good, NULL);
    *found++ = crec_loop_dispatch(submitted->host->loop);
    *found++ = crec_client_close(submitted->client, 0);
    *found++ = crec_loop_close(submitted->host->loop, 0);
    crec_request_free(request);
}

static void inside_a_completion(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);
    submitted *stop = submit_then(host, client, STOP_LIVE_RECORD, "1", do_what_is_forbidden);
    int i;

    wait_outcomes(host, 1);
    for (i = 0; i < 5; i++) {
        ROW("the %dth", i + 1);
        CHECK_NUMBER(stop->found[i], CREC_STATUS_BUSY);
    }
    submit(host, client, STOP_LIVE_RECORD, "1");
    wait_outcomes(host, 2);
    check_outcome(&host->slots[1], CREC_STATUS_NOT_FOUND, 0);
}

/* Two completions that waited for each other's loops would wait for ever. */
static crec_client *on_another_loop;

static void wait_for_another_loop(submitted *submitted)
{
    submitted->found[0] = calls[STOP_LIVE_RECORD].make(on_another_loop,
                                                       &calls[STOP_LIVE_RECORD].good, NULL);
    submitted->found[1] = crec_client_close(on_another_loop, 0);
}

static void inside_a_completion_of_another_loop(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);
    submitted *stop;

    on_another_loop = emulator_client(CREC_CLOUD_TENCENT);
    stop = submit_then(host, client, STOP_LIVE_RECORD, "1", wait_for_another_loop);
    wait_outcomes(host, 1);
    CHECK_NUMBER(stop->found[0], CREC_STATUS_BUSY);
    CHECK_NUMBER(stop->found[1], CREC_STATUS_BUSY);
    crec_client_free(on_another_loop);
}

static void dispatch_of_a_threaded_loop(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);

    CHECK_NUMBER(crec_loop_dispatch(host->loop), CREC_STATUS_BUSY);
    submit(host, client, STOP_LIVE_RECORD, "1");
    CHECK_NUMBER(crec_loop_dispatch(host->loop), CREC_STATUS_BUSY);
    wait_outcomes(host, 1);
}

static void descriptors(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);
    int32_t of_loop = crec_loop_descriptor(host->loop);
    int32_t of_client = crec_client_descriptor(client);
    void *context;
    crec_outcome *outcome;

    CHECK(host->way->is_hosted ? of_loop >= 0 : of_loop == -1);
    CHECK(of_client >= 0);
    CHECK(!is_readable(of_client, 0));
    CHECK_NUMBER(crec_client_take(client, &context, &outcome), 0);
    CHECK_NUMBER(crec_client_take(client, NULL, NULL), 0);
    submit(host, client, STOP_LIVE_RECORD, "1");
    wait_outcomes(host, 1);
    CHECK(!is_readable(of_client, 0));
    CHECK_NUMBER(crec_client_take(client, &context, &outcome), 0);
    CHECK_NUMBER(crec_loop_descriptor(host->loop), of_loop);
    CHECK_NUMBER(crec_client_descriptor(client), of_client);
}

/* The descriptor is asked for after an outcome has arrived; outcomes are taken into NULL. */
static void a_late_descriptor(host *host)
{
    crec_client *client = add_client(host, offline_options(CREC_CLOUD_TENCENT));
    crec_request *request = new_request(STOP_LIVE_RECORD, "1");
    int64_t alarm = now_s() + ALARM_S;
    void *context = &alarm;
    int i;

    for (i = 0; i < 2; i++)
        CHECK_NUMBER(crec_client_submit(client, request, NULL, NULL, NULL), CREC_STATUS_OK);
    while (crec_client_take(client, &context, NULL) == 0 && now_s() < alarm)
        if (host->way->is_hosted)
            crec_loop_dispatch(host->loop);
    CHECK(context == NULL);
    while (!is_readable(crec_client_descriptor(client), MOMENT_MS) && now_s() < alarm)
        if (host->way->is_hosted)
            crec_loop_dispatch(host->loop);
    CHECK_NUMBER(crec_client_take(client, NULL, NULL), 1);
    CHECK(!is_readable(crec_client_descriptor(client), 0));
    crec_request_free(request);
}

/* A host sleeps while it waits for a reply: it dispatches a few times only. */
static void a_loop_with_nothing_to_do(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);
    int descriptor = crec_loop_descriptor(host->loop);
    int64_t alarm = now_s() + ALARM_S;
    int dispatches = 0;

    CHECK_NUMBER(crec_loop_due_ms(host->loop), -1);
    CHECK(!is_readable(descriptor, 0));
    CHECK_NUMBER(crec_loop_dispatch(host->loop), CREC_STATUS_OK);
    emulator("fault {\"kind\": \"delay\", \"seconds\": 1, \"times\": 1}");
    submit(host, client, STOP_LIVE_RECORD, "1");
    CHECK_NUMBER(crec_loop_due_ms(host->loop), 0);
    while (outcomes(host) == 0 && now_s() < alarm) {
        if (is_readable(descriptor, ALARM_S * 1000) && dispatches++ < 1000)
            CHECK_NUMBER(crec_loop_dispatch(host->loop), CREC_STATUS_OK);
        if (host->way->is_pull)
            take_readable(host, 0);
    }
    CHECK(dispatches < 300);
    wait_outcomes(host, 1);
}

/* The time until something is due is never longer than the time limit that is to be kept. */
static void a_host_that_sleeps_by_time(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);
    int64_t alarm = now_s() + ALARM_S;

    emulator("fault {" NEVER "}");
    CHECK_NUMBER(try_submit(host, client, STOP_LIVE_RECORD, "1", 3000, NULL)->status,
                 CREC_STATUS_OK);
    while (emulator("requests") < 1 && outcomes(host) == 0 && now_s() < alarm)
        turn(host);
    while (outcomes(host) == 0 && now_s() < alarm) {
        int64_t due_ms = crec_loop_due_ms(host->loop);

        CHECK(due_ms >= 0 && due_ms <= 3000);
        poll(NULL, 0, (int)due_ms);
        CHECK_NUMBER(crec_loop_dispatch(host->loop), CREC_STATUS_OK);
        if (host->way->is_pull)
            take_readable(host, 0);
    }
    CHECK_NUMBER(crec_outcome_status(host->slots[0].outcome), CREC_STATUS_TIMEOUT);
    CHECK_NUMBER(crec_loop_due_ms(host->loop), -1);
}

static void count_accepted(void *count, const crec_log_event *event)
{
    *(int *)count += event->kind == CREC_LOG_ACCEPTED;
}

/* A dispatch blocks its host, so it takes only a part of a burst. */
static void a_burst_in_several_dispatches(host *host)
{
    enum { BURST = 1000 };
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    crec_request *request = new_request(STOP_LIVE_RECORD, "1");
    crec_client *client;
    int accepted = 0, before, i;

    emulator("fault {" NEVER "}");
    options.log = count_accepted;
    options.log_context = &accepted;
    options.log_level = CREC_LOG_DEBUG;
    client = add_client(host, options);
    for (i = 0; i < BURST; i++)
        CHECK_NUMBER(crec_client_submit(client, request, NULL, NULL, NULL), CREC_STATUS_OK);
    crec_request_free(request);
    for (i = 0; i < BURST && accepted < BURST; i++) {
        before = accepted;
        CHECK(is_readable(crec_loop_descriptor(host->loop), 0));
        CHECK_NUMBER(crec_loop_due_ms(host->loop), 0);
        CHECK_NUMBER(crec_loop_dispatch(host->loop), CREC_STATUS_OK);
        CHECK(accepted - before <= BURST / 2);
    }
    CHECK_NUMBER(accepted, BURST);
    CHECK_NUMBER(crec_client_close(client, 0), CREC_STATUS_OK);
}

static void a_client_of_a_closed_loop(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    crec_client *client = NULL;

    options.loop = host->loop;
    CHECK_NUMBER(crec_loop_close(host->loop, 0), CREC_STATUS_OK);
    CHECK_NUMBER(crec_client_new(&options, &client, NULL), CREC_STATUS_CLOSED);
    CHECK(client == NULL);
}

int main(void)
{
    static const host_case cases[] = {
        CASE(blocking_calls_on_a_hosted_loop, HOSTED),
        CASE(blocking_calls_on_a_threaded_loop, THREADED),
        CASE(inside_a_completion, CALLBACK),
        CASE(inside_a_completion_of_another_loop, CALLBACK),
        CASE(dispatch_of_a_threaded_loop, THREADED),
        CASE(descriptors, ANY_WAY),
        CASE(a_late_descriptor, PULL),
        CASE(a_loop_with_nothing_to_do, HOSTED),
        CASE(a_host_that_sleeps_by_time, HOSTED),
        CASE(a_burst_in_several_dispatches, HOSTED & PULL),
        CASE(a_client_of_a_closed_loop, ANY_WAY),
    };

    return run_cases(cases, COUNT(cases));
}
