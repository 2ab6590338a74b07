/* A hosted loop in the hands of more than one thread. */
#define _POSIX_C_SOURCE 200809L
#include <stdatomic.h>

#include "loops.h"

static void *drive(void *argument)
{
    submitted *submitted = argument;
    crec_status *found = submitted->found;

    *found++ = crec_loop_dispatch(submitted->host->loop);
    *found++ = crec_client_close(submitted->client, 0);
    *found++ = crec_loop_close(submitted->host->loop, 0);
    return NULL;
}

static void drive_in_another_thread(submitted *submitted)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, drive, submitted) == 0)
        pthread_join(thread, NULL);
}

static void while_another_thread_dispatches(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);
    submitted *stop = submit_then(host, client, STOP_LIVE_RECORD, "1", drive_in_another_thread);

    wait_outcomes(host, 1);
    CHECK_NUMBER(stop->found[0], CREC_STATUS_BUSY);
    CHECK_NUMBER(stop->found[1], CREC_STATUS_TIMEOUT); /* while the completion runs */
    CHECK_NUMBER(stop->found[2], CREC_STATUS_TIMEOUT);
}

static atomic_int is_over;

static void *dispatch_until_over(void *argument)
{
    host *host = argument;

    while (!is_over)
        if (is_readable(crec_loop_descriptor(host->loop), MOMENT_MS))
            crec_loop_dispatch(host->loop);
    return NULL;
}

typedef crec_status (*closer)(host *host);

/* Whoever drives the loop: the close waits, and every outcome is there when it has ended. */
static void check_close_beside_a_driver(host *host, closer close)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_VOLCENGINE);
    pthread_t thread;
    int i;

    is_over = 0;
    emulator("fault {\"kind\": \"delay\", \"seconds\": 0.2}");
    CHECK(pthread_create(&thread, NULL, dispatch_until_over, host) == 0);
    for (i = 0; i < 20; i++)
        submit(host, client, STOP_WEBCAST, "Task-1");
    CHECK_NUMBER(close(host), CREC_STATUS_OK);
    if (!host->way->is_pull)
        CHECK_NUMBER(outcomes(host), 20);
    wait_outcomes(host, 20);
    is_over = 1;
    pthread_join(thread, NULL);
    for (i = 0; i < 20; i++)
        check_outcome(&host->slots[i], CREC_STATUS_ALREADY_STOPPED, 0);
}

/* Nothing of the client's comes any more when it is freed. */
static void client_freed_beside_a_driver(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_VOLCENGINE);
    pthread_t thread;
    int i;

    is_over = 0;
    emulator("fault {" NEVER "}");
    CHECK(pthread_create(&thread, NULL, dispatch_until_over, host) == 0);
    for (i = 0; i < 20; i++)
        submit(host, client, STOP_WEBCAST, "Task-1");
    crec_client_free(client);
    host->client_count = 0;
    CHECK_NUMBER(outcomes(host), 20);
    is_over = 1;
    pthread_join(thread, NULL);
    for (i = 0; i < 20; i++)
        CHECK_NUMBER(crec_outcome_status(host->slots[i].outcome), CREC_STATUS_CANCELLED);
}

static crec_status close_client(host *host)
{
    return crec_client_close(host->clients[0], 600000);
}

static crec_status close_loop(host *host)
{
    return crec_loop_close(host->loop, 600000);
}

static void client_closed_beside_a_driver(host *host)
{
    check_close_beside_a_driver(host, close_client);
}

static void loop_closed_beside_a_driver(host *host)
{
    check_close_beside_a_driver(host, close_loop);
}

int main(void)
{
    static const host_case cases[] = {
        CASE(while_another_thread_dispatches, HOSTED & CALLBACK),
        CASE(client_closed_beside_a_driver, HOSTED),
        CASE(loop_closed_beside_a_driver, HOSTED),
        CASE(client_freed_beside_a_driver, HOSTED & CALLBACK),
    };

    return run_cases(cases, COUNT(cases));
}
