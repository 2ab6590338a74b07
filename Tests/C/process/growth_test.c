/* Tests of a long-lived process: memory and descriptors do not grow. */
#define _POSIX_C_SOURCE 200809L
#include "emulator.h"

#include <poll.h>

#include "calls.h"
#include "process.h"

enum { WAITING = 100 };

/* The first tenth fills caches. Valgrind finds leaks by itself, and is slow: fewer rounds there. */
static void check_growth(int rounds, void (*run)(void *context), void *context)
{
    int i, number = RUNNING_ON_VALGRIND ? rounds / 100 : rounds;
    long before = 0, growth;

    for (i = 0; i < number; i++) {
        if (i == number / 10)
            before = memory();
        run(context);
    }
    growth = memory() - before;
    ROW("%ld KiB more", growth);
    CHECK(growth < GROWTH_KIB);
}

static crec_request *new_request(size_t index)
{
    crec_request *request = NULL;

    CHECK_NUMBER(calls[index].request(&calls[index].good, &request, NULL), CREC_STATUS_OK);
    return request;
}

static void take(crec_client *client)
{
    struct pollfd outcomes = {crec_client_descriptor(client), POLLIN, 0};
    crec_outcome *outcome = NULL;

    while (crec_client_take(client, NULL, &outcome) == 0)
        poll(&outcomes, 1, -1);
    crec_outcome_free(outcome);
}

typedef struct stops {
    crec_client *client;
    crec_request *request;
} stops;

static void submit_cancel_take(void *context)
{
    stops *stops = context;
    crec_call *call = NULL;

    crec_client_submit(stops->client, stops->request, NULL, &call, NULL);
    crec_call_cancel(call);
    crec_call_free(call);
    take(stops->client);
}

static void stops_cancelled_behind_a_start_that_hangs(void)
{
    stops stops = {emulator_client(CREC_CLOUD_VOLCENGINE), new_request(STOP_WB_RECORD)};
    crec_request *start = new_request(START_WB_RECORD);

    emulator("reset");
    emulator("fault {\"kind\": \"delay\", \"seconds\": 600}");
    CHECK_NUMBER(crec_client_submit(stops.client, start, NULL, NULL, NULL), CREC_STATUS_OK);
    check_growth(20000, submit_cancel_take, &stops);
    crec_request_free(start);
    crec_request_free(stops.request);
    crec_client_free(stops.client);
}

static void submit_take(void *context)
{
    stops *stops = context;

    crec_client_submit(stops->client, stops->request, NULL, NULL, NULL);
    take(stops->client);
}

static void outcomes_never_all_taken(void)
{
    stops stops = {offline_client(CREC_CLOUD_TENCENT), new_request(STOP_LIVE_RECORD)};
    int i;

    for (i = 0; i < WAITING; i++)
        crec_client_submit(stops.client, stops.request, NULL, NULL, NULL);
    check_growth(20000, submit_take, &stops);
    crec_request_free(stops.request);
    crec_client_free(stops.client);
}

static void make_and_close(void *context)
{
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
    crec_loop_options loop_options = CREC_LOOP_OPTIONS_INIT;
    crec_request *request = context;
    crec_client *client;
    int i;

    for (i = 0; i < 4; i++) {
        int is_used = i / 2;

        loop_options.hosted = i % 2;
        crec_loop_new(&loop_options, &options.loop, NULL);
        client = new_client(&options);
        if (is_used)
            crec_client_submit(client, request, NULL, NULL, NULL);
        crec_client_close(client, 600000);
        crec_client_free(client);
        crec_loop_close(options.loop, 0);
        crec_loop_free(options.loop);
    }
}

static void loops_and_clients(void)
{
    crec_request *request = new_request(STOP_LIVE_RECORD);

    check_growth(5000, make_and_close, request);
    crec_request_free(request);
}

/* Nobody listens, so that no certificate is ever asked for. */
static void make_with_other_trust(void *context)
{
    static int number;
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
    char directory[32];
    crec_client *client;

    snprintf(directory, sizeof directory, "/nowhere/%d", number++);
    options.ca_directory = directory;
    options.loop = context;
    client = new_client(&options);
    CHECK_NUMBER(calls[STOP_LIVE_RECORD].make(client, &calls[STOP_LIVE_RECORD].good, NULL),
                 CREC_STATUS_NETWORK);
    crec_client_free(client);
}

static void settings_of_trust(void)
{
    crec_loop *loop = NULL;
    int before;

    CHECK_NUMBER(crec_loop_new(NULL, &loop, NULL), CREC_STATUS_OK);
    make_with_other_trust(loop);
    before = descriptors();
    check_growth(5000, make_with_other_trust, loop);
    CHECK(descriptors() <= before + 3); /* the last one's may still be open */
    crec_loop_free(loop);
}

static void make_unused(void *context)
{
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
    crec_client *client;

    options.loop = context;
    client = new_client(&options);
    crec_client_descriptor(client);
    crec_client_free(client);
}

static void clients_of_a_loop_that_never_ran(void)
{
    crec_loop *loop = NULL;

    CHECK_NUMBER(crec_loop_new(NULL, &loop, NULL), CREC_STATUS_OK);
    check_growth(20000, make_unused, loop);
    crec_loop_free(loop);
}

int main(void)
{
    static const test tests[] = {
        TEST(stops_cancelled_behind_a_start_that_hangs),
        TEST(outcomes_never_all_taken),
        TEST(loops_and_clients),
        TEST(settings_of_trust),
        TEST(clients_of_a_loop_that_never_ran),
    };

    return run_tests(tests, COUNT(tests));
}
