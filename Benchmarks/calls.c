/*
 * Makes calls to a server, by the library or by the floor, and prints what they took:
 *
 *     calls KIND crec|floor URL CA_FILE CALLS WIDTH
 *
 * blocking: WIDTH threads, each waits for one call after the other. callback, pull, hosted: one
 * thread keeps WIDTH calls under way. starts: the same, each on a connection of its own. burst:
 * WIDTH calls at once, CALLS times. submit: calls are handed over, and the process ends before they
 * are made.
 */
#define _GNU_SOURCE
#include "calls.h"
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

int64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static double cpu_us(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 + usage.ru_utime.tv_usec +
           usage.ru_stime.tv_usec;
}

void must(int holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "benchmark: %s\n", what);
    exit(1);
}

plan the;

static int64_t *times;
static atomic_int timed;

void note_time(int64_t start)
{
    int index = atomic_fetch_add(&timed, 1);

    if (index < the.calls)
        times[index] = now_ns() - start;
}

/* -------------------------------------------------------------------------------------- library */

static crec_loop *loop;

static crec_client *client_new(int is_hosted)
{
    crec_credentials keys = CREC_CREDENTIALS_INIT;
    crec_client_options options = CREC_CLIENT_OPTIONS_INIT;
    crec_loop_options of_loop = CREC_LOOP_OPTIONS_INIT;
    crec_client *client = NULL;
    crec_outcome *outcome = NULL;

    keys.access_key_id = key_id;
    keys.access_key_secret = key;
    options.cloud = CREC_CLOUD_TENCENT;
    options.credentials = &keys;
    options.endpoint = the.url;
    options.ca_file = *the.ca_file ? the.ca_file : NULL;
    options.connection_limit = the.width;
    options.queue_limit = 100000;
    options.pacing = CREC_PACING_OFF;
    options.timeout_ms = 60000;
    if (is_hosted) {
        of_loop.hosted = 1;
        must(crec_loop_new(&of_loop, &loop, NULL) == CREC_STATUS_OK, "no loop");
        options.loop = loop;
    }
    if (crec_client_new(&options, &client, &outcome))
        must(0, crec_outcome_message(outcome));
    return client;
}

static void *block(void *context)
{
    crec_client *client = context;
    crec_stop_live_record_params params = CREC_STOP_LIVE_RECORD_PARAMS_INIT;

    params.stream_name = "test-stream";
    params.task_id = "2386498263";
    while (claim_call()) {
        crec_outcome *outcome = NULL;
        int64_t start = now_ns();

        if (crec_stop_live_record(client, &params, &outcome))
            must(0, crec_outcome_message(outcome));
        crec_outcome_free(outcome);
        note_time(start);
    }
    return NULL;
}

static crec_client *flying;
static atomic_int ended;

static void submit(void);

static void complete(void *context, crec_outcome *outcome)
{
    if (crec_outcome_status(outcome))
        must(0, crec_outcome_message(outcome));
    crec_outcome_free(outcome);
    note_time((int64_t)(intptr_t)context);
    if (strcmp(the.kind, "burst") && claim_call())
        submit();
    atomic_fetch_add(&ended, 1);
}

static crec_request *request_new(void)
{
    crec_stop_live_record_params stop = CREC_STOP_LIVE_RECORD_PARAMS_INIT;
    crec_operation_params start = CREC_OPERATION_PARAMS_INIT;
    crec_request *request = NULL;

    stop.stream_name = "test-stream";
    stop.task_id = "2386498263";
    start.cloud = CREC_CLOUD_TENCENT;
    start.action = "CreateLiveRecord";
    start.fields = "{\"StreamName\":\"test-stream\",\"Highlight\":1}";
    if (!strcmp(the.kind, "starts"))
        must(!crec_request_new_operation(&start, &request, NULL), "no request");
    else
        must(!crec_request_new_stop_live_record(&stop, &request, NULL), "no request");
    return request;
}

static void submit(void)
{
    crec_submit_options options = CREC_SUBMIT_OPTIONS_INIT;
    crec_request *request = request_new();

    options.context = (void *)(intptr_t)now_ns();
    options.completion = strcmp(the.kind, "pull") ? complete : NULL;
    must(!crec_client_submit(flying, request, &options, NULL, NULL), "no submit");
    crec_request_free(request);
}

static void turn(void)
{
    struct pollfd poll_for = {.events = POLLIN};
    crec_outcome *outcome;
    void *context;

    if (loop) {
        poll_for.fd = crec_loop_descriptor(loop);
        poll(&poll_for, 1, -1);
        crec_loop_dispatch(loop);
    } else if (!strcmp(the.kind, "pull")) {
        poll_for.fd = crec_client_descriptor(flying);
        poll(&poll_for, 1, -1);
        while (crec_client_take(flying, &context, &outcome))
            complete(context, outcome);
    } else {
        poll(NULL, 0, 1);
    }
}

static void fly(int rounds)
{
    for (int round = 0; round < rounds; round++) {
        int target = atomic_load(&ended) + (rounds > 1 ? the.width : the.calls);

        for (int i = 0; i < the.width && claim_call(); i++)
            submit();
        while (atomic_load(&ended) < target)
            turn();
    }
}

static void run_crec(void)
{
    int only_submits = !strcmp(the.kind, "submit");
    crec_client *client = flying = client_new(only_submits || !strcmp(the.kind, "hosted"));
    pthread_t threads[64];

    if (only_submits) {
        while (claim_call())
            submit();
        exit(0);
    } else if (strcmp(the.kind, "blocking")) {
        fly(!strcmp(the.kind, "burst") ? the.calls / the.width : 1);
    } else {
        for (int i = 0; i < the.width; i++)
            pthread_create(&threads[i], NULL, block, client);
        for (int i = 0; i < the.width; i++)
            pthread_join(threads[i], NULL);
    }
    crec_client_free(client);
}

/* ----------------------------------------------------------------------------------------- main */

static int by_size(const void *one, const void *other)
{
    int64_t left = *(const int64_t *)one, right = *(const int64_t *)other;

    return (left > right) - (left < right);
}

static atomic_int claimed;

int claim_call(void)
{
    return atomic_fetch_add(&claimed, 1) < the.calls;
}

int main(int argc, char **argv)
{
    int64_t start;
    double cpu, seconds;

    must(argc == 7, "usage: calls KIND crec|floor URL CA_FILE CALLS WIDTH");
    the = (plan){argv[1], argv[3], argv[4], atoi(argv[5]), atoi(argv[6])};
    times = calloc(the.calls, sizeof *times);
    start = now_ns();
    cpu = cpu_us();
    if (strcmp(argv[2], "floor"))
        run_crec();
    else
        run_floor();
    seconds = (now_ns() - start) / 1e9;
    cpu = cpu_us() - cpu;
    qsort(times, the.calls, sizeof *times, by_size);
    printf("{\"calls_per_second\": %.0f, \"cpu_us\": %.2f, \"p50_us\": %.1f, \"p99_us\": %.1f}\n",
           the.calls / seconds, cpu / the.calls, times[the.calls / 2] / 1e3,
           times[the.calls * 99 / 100] / 1e3);
    return 0;
}
