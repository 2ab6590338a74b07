/*
 * Cases that are written once, with submit, wait_outcomes and wait_requests, and run in each of the
 * four ways to run a loop and to get outcomes.
 */
#ifndef CREC_TEST_LOOPS_H
#define CREC_TEST_LOOPS_H

#include <poll.h>
#include <time.h>

#include "host.h"

enum { MOMENT_MS = 10, ALARM_S = 60 };

/* True if a descriptor becomes readable within the time. */
static inline int is_readable(int descriptor, int timeout_ms)
{
    struct pollfd polled = {descriptor, POLLIN, 0};

    return poll(&polled, 1, timeout_ms) == 1;
}

/* Takes one outcome of each client whose descriptor is readable. */
static inline void take_readable(host *host, int timeout_ms)
{
    struct pollfd polled[CLIENTS];
    void *context;
    crec_outcome *outcome;
    size_t i;

    for (i = 0; i < host->client_count; i++)
        polled[i] = (struct pollfd){crec_client_descriptor(host->clients[i]), POLLIN, 0};
    poll(polled, host->client_count, timeout_ms);
    for (i = 0; i < host->client_count; i++)
        if (polled[i].revents &&
            CHECK_NUMBER(crec_client_take(host->clients[i], &context, &outcome), 1))
            receive(context, outcome);
}

/* Runs loop and clients for a moment at most, and only where their descriptors are readable. */
static inline void turn(host *host)
{
    if (host->way->is_hosted && is_readable(crec_loop_descriptor(host->loop), MOMENT_MS))
        CHECK_NUMBER(crec_loop_dispatch(host->loop), CREC_STATUS_OK);
    if (host->way->is_pull)
        take_readable(host, host->way->is_hosted ? 0 : MOMENT_MS);
    else if (!host->way->is_hosted)
        poll(NULL, 0, MOMENT_MS);
}

static inline int outcomes(host *host)
{
    int count;

    pthread_mutex_lock(&host->lock);
    count = host->outcomes;
    pthread_mutex_unlock(&host->lock);
    return count;
}

static inline int64_t now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static inline void wait_outcomes(host *host, int count)
{
    int64_t alarm = now_s() + ALARM_S;

    while (outcomes(host) < count && now_s() < alarm)
        turn(host);
    CHECK_NUMBER(outcomes(host), count);
}

/* Waits for the outcome of one call, however many others arrive meanwhile. */
static inline void wait_outcome(host *host, const submitted *submitted)
{
    int64_t alarm = now_s() + ALARM_S;
    int count = 0;

    while (count == 0 && now_s() < alarm) {
        turn(host);
        pthread_mutex_lock(&host->lock);
        count = submitted->outcomes;
        pthread_mutex_unlock(&host->lock);
    }
    CHECK_NUMBER(count, 1);
}

/* Waits until the emulator has seen that many requests: a delayed one is then under way. */
static inline void wait_requests(host *host, int count)
{
    int64_t alarm = now_s() + ALARM_S;

    while (emulator("requests") < count && now_s() < alarm)
        turn(host);
    CHECK_NUMBER(emulator("requests"), count);
}

static inline void check_outcome(const submitted *submitted, crec_status status,
                                 int may_have_been_applied)
{
    CHECK_NUMBER(submitted->outcomes, 1);
    CHECK_NUMBER(crec_outcome_status(submitted->outcome), status);
    CHECK_NUMBER(crec_outcome_may_have_been_applied(submitted->outcome), may_have_been_applied);
}

/* A client whose only connection hangs. */
static inline crec_client *add_occupied_client(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    crec_client *client;

    emulator("fault {" NEVER ", \"times\": 1}");
    options.connection_limit = 1;
    client = add_client(host, options);
    submit(host, client, STOP_LIVE_RECORD, "1");
    wait_requests(host, 1);
    return client;
}

/* The ways that a case is for: a bit for each. */
enum { THREADED = 3, HOSTED = 12, CALLBACK = 5, PULL = 10, ANY_WAY = 15 };

typedef struct host_case {
    const char *name;
    int ways;
    void (*run)(host *host);
} host_case;
#define CASE(function, ways) {#function, ways, function}

/* Runs each case in each way that it is for, named "case/way". */
static inline int run_cases(const host_case *cases, size_t count)
{
    int failed = 0;
    size_t i;

    for (i = 0; i < count * COUNT(ways); i++) {
        const host_case *row = &cases[i / COUNT(ways)];
        const way *way = &ways[i % COUNT(ways)];
        char name[128];
        host host;

        if (!(row->ways & 1 << (i % COUNT(ways))))
            continue;
        begin_test();
        emulator("reset");
        begin_host(&host, way);
        row->run(&host);
        end_host(&host);
        snprintf(name, sizeof name, "%s/%s", row->name, way->name);
        failed |= end_test(name);
    }
    return failed;
}

#endif
