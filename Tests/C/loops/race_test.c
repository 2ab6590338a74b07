/*
 * Two threads at the same call or client, over and over: every call has exactly one outcome. Nobody
 * listens where the calls go, so that they end as fast as they are cancelled. CREC_TEST_ROUNDS says
 * how often.
 */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <stdlib.h>

#include "calls.h"
#include "client.h"

typedef struct race {
    pthread_barrier_t barrier;
    crec_client *client;
    crec_request *request;
    crec_call *call;
    int rounds;
    int submitted, outcomes, wrong; /* the last two change on the loop's thread only */
} race;

static int rounds(void)
{
    const char *text = getenv("CREC_TEST_ROUNDS");

    return text ? atoi(text) : 1000;
}

static void count(void *context, crec_outcome *outcome)
{
    race *race = context;
    crec_status status = crec_outcome_status(outcome);

    race->outcomes++;
    race->wrong += status != CREC_STATUS_NETWORK && status != CREC_STATUS_CANCELLED;
    crec_outcome_free(outcome);
}

static crec_status submit(race *race, crec_call **call)
{
    crec_submit_options options = CREC_SUBMIT_OPTIONS_INIT;

    options.completion = count;
    options.context = race;
    return crec_client_submit(race->client, race->request, &options, call, NULL);
}

static void begin(race *race, void *(*other)(void *), pthread_t *thread)
{
    memset(race, 0, sizeof *race);
    race->rounds = rounds();
    calls[STOP_LIVE_RECORD].request(&calls[STOP_LIVE_RECORD].good, &race->request, NULL);
    CHECK(pthread_barrier_init(&race->barrier, NULL, 2) == 0);
    CHECK(pthread_create(thread, NULL, other, race) == 0);
}

static void end(race *race, pthread_t thread)
{
    pthread_join(thread, NULL);
    pthread_barrier_destroy(&race->barrier);
    crec_request_free(race->request);
    CHECK_NUMBER(race->outcomes, race->submitted);
    CHECK_NUMBER(race->wrong, 0);
}

static void *cancel_each(void *context)
{
    race *race = context;
    int i;

    for (i = 0; i < race->rounds; i++) {
        pthread_barrier_wait(&race->barrier);
        crec_call_cancel(race->call);
        pthread_barrier_wait(&race->barrier);
    }
    return NULL;
}

/* The call may be waiting, sent or over when it is cancelled, or its handle just freed. */
static void cancel_and_completion(void)
{
    crec_loop *loop = NULL;
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
    race race;
    pthread_t thread;
    int i;

    CHECK_NUMBER(crec_loop_new(NULL, &loop, NULL), CREC_STATUS_OK);
    begin(&race, cancel_each, &thread);
    options.loop = loop;
    race.client = new_client(&options);
    for (i = 0; i < race.rounds; i++) {
        crec_status status = submit(&race, &race.call);

        if (status == CREC_STATUS_OK)
            race.submitted++;
        pthread_barrier_wait(&race.barrier);
        if (i % 3 == 0)
            crec_call_cancel(race.call);
        pthread_barrier_wait(&race.barrier);
        crec_call_free(race.call);
    }
    CHECK_NUMBER(crec_loop_close(loop, 10000), CREC_STATUS_OK);
    CHECK(race.submitted > 0);
    end(&race, thread);
    crec_client_free(race.client);
    crec_loop_free(loop);
}

static void *submit_each(void *context)
{
    race *race = context;
    int i;

    for (i = 0; i < race->rounds; i++) {
        pthread_barrier_wait(&race->barrier);
        if (submit(race, NULL) == CREC_STATUS_OK)
            race->submitted++;
        pthread_barrier_wait(&race->barrier);
    }
    return NULL;
}

/* Submitted calls have outcomes when the close returns; later submissions are refused. */
static void submit_and_close(void)
{
    crec_loop *loop = NULL;
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
    race race;
    pthread_t thread;
    int i, not_closed = 0, late = 0;

    CHECK_NUMBER(crec_loop_new(NULL, &loop, NULL), CREC_STATUS_OK);
    begin(&race, submit_each, &thread);
    options.loop = loop;
    for (i = 0; i < race.rounds; i++) {
        race.client = new_client(&options);
        pthread_barrier_wait(&race.barrier);
        not_closed += crec_client_close(race.client, 10000) != CREC_STATUS_OK;
        not_closed += submit(&race, NULL) != CREC_STATUS_CLOSED;
        pthread_barrier_wait(&race.barrier);
        late += race.outcomes != race.submitted;
        crec_client_free(race.client);
    }
    CHECK_NUMBER(not_closed, 0);
    CHECK_NUMBER(late, 0);
    CHECK_NUMBER(crec_loop_close(loop, 10000), CREC_STATUS_OK);
    end(&race, thread);
    crec_loop_free(loop);
}

int main(void)
{
    static const test tests[] = {
        TEST(cancel_and_completion),
        TEST(submit_and_close),
    };

    return run_tests(tests, COUNT(tests));
}
