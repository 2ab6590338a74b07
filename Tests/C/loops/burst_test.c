/* Many calls at once: against a cloud that hangs, and far more than there are connections. */
#define _POSIX_C_SOURCE 200809L
#include <time.h>

#include "emulator.h"

#include "calls.h"

enum { HANGING = 1000, MANY = 10000, HANG_S = 30 };

typedef struct burst {
    int seen[MANY]; /* outcomes of each call; changes on the loop's thread */
    int statuses[32];
    int done;
} burst;

typedef struct slot {
    burst *burst;
    int index;
} slot;

static slot slots[MANY];

static void count(void *context, crec_outcome *outcome)
{
    slot *slot = context;

    slot->burst->seen[slot->index]++;
    slot->burst->statuses[crec_outcome_status(outcome)]++;
    crec_outcome_free(outcome);
    __atomic_add_fetch(&slot->burst->done, 1, __ATOMIC_RELEASE);
}

static void submit_all(burst *burst, crec_client *client, int number)
{
    crec_submit_options options = CREC_SUBMIT_OPTIONS_INIT;
    crec_request *request = NULL;
    int i, refused = 0;

    memset(burst, 0, sizeof *burst);
    options.completion = count;
    calls[STOP_LIVE_RECORD].request(&calls[STOP_LIVE_RECORD].good, &request, NULL);
    for (i = 0; i < number; i++) {
        slots[i] = (slot){burst, i};
        options.context = &slots[i];
        refused += crec_client_submit(client, request, &options, NULL, NULL) != CREC_STATUS_OK;
    }
    crec_request_free(request);
    CHECK_NUMBER(refused, 0);
}

static void check_each_once(const burst *burst, int number, crec_status status)
{
    int i, wrong = 0;

    for (i = 0; i < number; i++)
        wrong += burst->seen[i] != 1;
    CHECK_NUMBER(wrong, 0);
    CHECK_NUMBER(burst->statuses[status], number);
}

static void a_cloud_that_hangs(void)
{
    static burst burst;
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    crec_client_options other_options = emulator_options(CREC_CLOUD_VOLCENGINE);
    crec_client *client, *other;
    crec_loop *loop = NULL;
    crec_status status;
    time_t start;
    int i;

    emulator("reset");
    emulator("fault {\"kind\": \"delay\", \"seconds\": 30, \"action\": \"StopLiveRecord\"}");
    CHECK_NUMBER(crec_loop_new(NULL, &loop, NULL), CREC_STATUS_OK);
    options.loop = other_options.loop = loop;
    client = new_client(&options);
    other = new_client(&other_options);
    submit_all(&burst, client, HANGING);
    for (i = 0; i < 3; i++)
        CHECK_NUMBER(crec_stop_webcast(other, &calls[STOP_WEBCAST].good.stop_webcast, NULL),
                     CREC_STATUS_ALREADY_STOPPED);
    start = time(NULL);
    do /* a slow machine needs more than one */
        status = crec_client_close(client, 500);
    while (status == CREC_STATUS_TIMEOUT);
    CHECK_NUMBER(status, CREC_STATUS_OK);
    CHECK(time(NULL) - start < HANG_S / 2);
    check_each_once(&burst, HANGING, CREC_STATUS_CANCELLED);
    crec_client_free(client);
    CHECK_NUMBER(crec_stop_webcast(other, &calls[STOP_WEBCAST].good.stop_webcast, NULL),
                 CREC_STATUS_ALREADY_STOPPED);
    crec_client_free(other);
    crec_loop_free(loop);
    emulator("reset");
}

static void more_calls_than_connections(void)
{
    static burst burst;
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    crec_client *client;
    long connections;

    emulator("reset");
    options.queue_limit = MANY;
    options.connection_limit = 4;
    client = new_client(&options);
    submit_all(&burst, client, MANY);
    CHECK_NUMBER(crec_client_close(client, 600000), CREC_STATUS_OK);
    check_each_once(&burst, MANY, CREC_STATUS_NOT_FOUND);
    CHECK_NUMBER(emulator("requests"), MANY);
    connections = emulator("connections");
    CHECK(connections > 0 && connections <= 4);
    crec_client_free(client);
}

/* What a burst has opened is there for the next one: a TLS handshake costs more than a call. */
static void connections_of_a_burst_are_kept(void)
{
    enum { WIDTH = 40 };
    static burst burst;
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    crec_counters counters = CREC_COUNTERS_INIT;
    struct timespec moment = {0, 1000000};
    crec_client *client;
    int i;

    emulator("reset");
    options.connection_limit = WIDTH;
    client = new_client(&options);
    for (i = 1; i <= 3; i++) {
        emulator("fault {\"kind\": \"delay\", \"seconds\": 0.5, \"times\": 40}");
        submit_all(&burst, client, WIDTH);
        while (__atomic_load_n(&burst.done, __ATOMIC_ACQUIRE) < WIDTH)
            nanosleep(&moment, NULL);
        check_each_once(&burst, WIDTH, CREC_STATUS_NOT_FOUND);
    }
    CHECK_NUMBER(crec_client_counters(client, &counters), CREC_STATUS_OK);
    CHECK_NUMBER(counters.attempts, 3 * WIDTH);
    CHECK(counters.new_connections <= WIDTH);
    CHECK_NUMBER(crec_client_close(client, 600000), CREC_STATUS_OK);
    crec_client_free(client);
    emulator("reset");
}

int main(void)
{
    static const test tests[] = {
        TEST(connections_of_a_burst_are_kept),
        TEST(a_cloud_that_hangs),
        TEST(more_calls_than_connections),
    };

    return run_tests(tests, COUNT(tests));
}
