/* A host of clients on a loop, in one of the four ways, and what it submits. */
#ifndef CREC_TEST_HOST_H
#define CREC_TEST_HOST_H

#include <pthread.h>

#include "calls.h"
#include "emulator.h"

typedef struct way {
    const char *name;
    int is_hosted;
    int is_pull;
} way;

static const way ways[] = {
    {"threaded_callback", 0, 0},
    {"threaded_pull", 0, 1},
    {"hosted_callback", 1, 0},
    {"hosted_pull", 1, 1},
};

enum { CLIENTS = 5, SLOTS = 128 };

/* For a fault: longer than any test lasts. */
#define NEVER "\"kind\": \"delay\", \"seconds\": 600"

typedef struct host host;

/* A submitted call and what came of it. A completion leaves what it finds to the main thread. */
typedef struct submitted {
    host *host;
    crec_client *client;
    crec_status status; /* of the submission */
    crec_call *call;
    crec_outcome *outcome;
    int outcomes; /* how many came */
    int place;    /* its outcome was the first, the second, ... of the host's */
    void (*then)(struct submitted *submitted);
    crec_status found[8]; /* by then */
} submitted;

struct host {
    const way *way;
    crec_loop *loop;
    crec_client *clients[CLIENTS];
    size_t client_count;
    pthread_mutex_t lock; /* of what follows */
    submitted slots[SLOTS];
    size_t slot_count;
    int outcomes;
};

static inline void begin_host(host *host, const way *way)
{
    crec_loop_options options = CREC_LOOP_OPTIONS_INIT;

    memset(host, 0, sizeof *host);
    host->way = way;
    pthread_mutex_init(&host->lock, NULL);
    options.hosted = way->is_hosted;
    CHECK_NUMBER(crec_loop_new(&options, &host->loop, NULL), CREC_STATUS_OK);
}

static inline crec_client *add_client(host *host, crec_client_options options)
{
    options.loop = host->loop;
    return host->clients[host->client_count++] = new_client(&options);
}

static inline crec_client *add_emulator_client(host *host, crec_cloud cloud)
{
    return add_client(host, emulator_options(cloud));
}

/* A client with the library's own attempt limit. */
static inline crec_client *add_repeating_client(host *host, crec_cloud cloud)
{
    crec_client_options options = emulator_options(cloud);

    options.attempt_limit = 0;
    return add_client(host, options);
}

/* Frees the clients without closing them: calls under way end with their client. */
static inline void end_host(host *host)
{
    size_t i;

    for (i = 0; i < host->client_count; i++)
        crec_client_free(host->clients[i]);
    crec_loop_free(host->loop);
    for (i = 0; i < host->slot_count; i++) {
        crec_call_free(host->slots[i].call);
        crec_outcome_free(host->slots[i].outcome);
    }
    pthread_mutex_destroy(&host->lock);
}

static inline void receive(void *context, crec_outcome *outcome)
{
    submitted *submitted = context;
    host *host = submitted->host;

    if (submitted->then)
        submitted->then(submitted);
    pthread_mutex_lock(&host->lock);
    crec_outcome_free(submitted->outcome); /* of one too many */
    submitted->outcome = outcome;
    submitted->outcomes++;
    submitted->place = ++host->outcomes;
    pthread_mutex_unlock(&host->lock);
}

static inline crec_request *new_request(size_t index, const char *task_id)
{
    any_params params = calls[index].good;
    const field *field = calls[index].fields;
    crec_request *request = NULL;

    while (strcmp(field->name, "TaskId") != 0)
        field++;
    set_field(&params, field, task_id);
    calls[index].request(&params, &request, NULL);
    return request;
}

/* Submits from any thread, and frees all arguments right after, the request too. A refusal becomes
 * the outcome, though none was delivered. */
static inline submitted *try_submit_request(host *host, crec_client *client, crec_request *request,
                                            int64_t timeout_ms, void (*then)(submitted *submitted))
{
    static const crec_submit_options defaults = CREC_SUBMIT_OPTIONS_INIT;
    crec_submit_options *options = malloc(sizeof *options);
    crec_outcome *refusal = NULL;
    submitted *submitted;

    pthread_mutex_lock(&host->lock);
    submitted = &host->slots[host->slot_count++];
    pthread_mutex_unlock(&host->lock);
    submitted->host = host;
    submitted->client = client;
    submitted->then = then;
    *options = defaults;
    options->completion = host->way->is_pull ? NULL : receive;
    options->context = submitted;
    options->timeout_ms = timeout_ms;
    submitted->status = crec_client_submit(client, request, options, &submitted->call, &refusal);
    if (submitted->status != CREC_STATUS_OK)
        submitted->outcome = refusal;
    crec_request_free(request);
    free(options);
    return submitted;
}

static inline submitted *try_submit(host *host, crec_client *client, size_t index,
                                    const char *task_id, int64_t timeout_ms,
                                    void (*then)(submitted *submitted))
{
    return try_submit_request(host, client, new_request(index, task_id), timeout_ms, then);
}

static inline submitted *submit_then(host *host, crec_client *client, size_t index,
                                     const char *task_id, void (*then)(submitted *submitted))
{
    submitted *submitted = try_submit(host, client, index, task_id, 0, then);

    CHECK_NUMBER(submitted->status, CREC_STATUS_OK);
    CHECK(submitted->call != NULL);
    return submitted;
}

static inline submitted *submit(host *host, crec_client *client, size_t index, const char *task_id)
{
    return submit_then(host, client, index, task_id, NULL);
}

#endif
