/* Clients that are freed while their keys are fetched, on a loop that goes on. */
#define _POSIX_C_SOURCE 200809L
#include "loops.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static crec_key_query *asked; /* under the lock */

static void be_asked(void *context, crec_key_query *query)
{
    (void)context;
    pthread_mutex_lock(&lock);
    asked = query;
    pthread_mutex_unlock(&lock);
}

static crec_key_query *wait_query(host *host)
{
    crec_key_query *query = NULL;

    while (!query) {
        turn(host);
        pthread_mutex_lock(&lock);
        query = asked;
        asked = NULL;
        pthread_mutex_unlock(&lock);
    }
    return query;
}

/* Of these requests the emulator sees each. */
static void stop_with_another(host *host)
{
    submitted *stop = submit(host, add_emulator_client(host, CREC_CLOUD_TENCENT), STOP_LIVE_RECORD,
                             "1");

    wait_outcome(host, stop);
    check_outcome(stop, CREC_STATUS_NOT_FOUND, 0);
}

static void no_role_is_assumed(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    crec_key_query *query;

    options.credentials = NULL;
    options.key_function = be_asked;
    options.sts_endpoint = options.endpoint;
    options.role = "qcs::cam::uin/1:roleName/r";
    submit(host, add_client(host, options), STOP_LIVE_RECORD, "1");
    query = wait_query(host);
    crec_client_free(host->clients[--host->client_count]);
    CHECK_NUMBER(crec_key_query_answer(query, &emulator_keys[2], 0, NULL), CREC_STATUS_OK);
    stop_with_another(host);
    stop_with_another(host);
    CHECK_NUMBER(emulator("requests"), 2);
}

int main(void)
{
    static const host_case cases[] = {
        CASE(no_role_is_assumed, ANY_WAY),
    };

    return run_cases(cases, COUNT(cases));
}
