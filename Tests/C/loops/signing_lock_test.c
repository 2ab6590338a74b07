/* A large body takes a thread milliseconds to sign, and nobody else's submits wait for it. */
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "client.h"

#include "calls.h"

enum { BODY_SIZE = 10 * 1024 * 1024, ROUNDS = 10 };

static crec_client *client;
static int is_over;

static int64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static void *sign(void *large)
{
    int i;

    for (i = 0; i < ROUNDS; i++) {
        crec_signed_request *made = NULL;

        crec_client_sign(client, large, NULL, &made, NULL);
        crec_signed_request_free(made);
    }
    __atomic_store_n(&is_over, 1, __ATOMIC_RELEASE);
    return NULL;
}

static crec_request *new_large_request(void)
{
    crec_request_params params = CREC_REQUEST_PARAMS_INIT;
    crec_request *request = NULL;
    char *body = malloc(BODY_SIZE);

    memset(body, 'a', BODY_SIZE);
    params.cloud = CREC_CLOUD_TENCENT;
    params.action = "Anything";
    params.version = "2018-08-01";
    params.body = body;
    params.body_size = BODY_SIZE;
    CHECK_NUMBER(crec_request_new(&params, &request, NULL), CREC_STATUS_OK);
    free(body);
    return request;
}

/* One that waited would spend most of the time inside its submits. */
static void submits_beside_a_signing(void)
{
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
    crec_loop_options hosted = CREC_LOOP_OPTIONS_INIT;
    crec_loop *loop = NULL;
    crec_request *large = new_large_request(), *small = NULL;
    int64_t start, inside = 0;
    pthread_t thread;

    hosted.hosted = 1;
    CHECK_NUMBER(crec_loop_new(&hosted, &loop, NULL), CREC_STATUS_OK);
    options.loop = loop;
    options.queue_limit = 1000000;
    client = new_client(&options);
    calls[STOP_LIVE_RECORD].request(&calls[STOP_LIVE_RECORD].good, &small, NULL);
    start = now_ns();
    CHECK_NUMBER(pthread_create(&thread, NULL, sign, large), 0);
    while (!__atomic_load_n(&is_over, __ATOMIC_ACQUIRE)) {
        int64_t before = now_ns();

        CHECK_NUMBER(crec_client_submit(client, small, NULL, NULL, NULL), CREC_STATUS_OK);
        inside += now_ns() - before;
        poll(NULL, 0, 1);
    }
    CHECK(inside * 4 < now_ns() - start);
    pthread_join(thread, NULL);
    crec_request_free(small);
    crec_request_free(large);
    crec_client_free(client);
    crec_loop_free(loop);
}

int main(void)
{
    static const test tests[] = {TEST(submits_beside_a_signing)};

    return run_tests(tests, COUNT(tests));
}
