/* The clients of crec sign whose keys are found: each key is fetched once, and renewed. */
#define _POSIX_C_SOURCE 200809L
#include "sign_clients.h"

#include <stdlib.h>
#include <time.h>

#define ROUND_MS 10

static json_t *place_of(const crec_client_options *options)
{
    return json_pack("[i,s?,s?,s?]", options->cloud, options->region, options->service,
                     options->endpoint);
}

sign_client *sign_client_for(sign_client **all, const job *job)
{
    json_t *place = place_of(&job->client);
    crec_client_options options = job->client;
    sign_client *it = *all;

    while (it && !json_equal(it->place, place))
        it = it->next;
    if (it || !(it = calloc(1, sizeof *it))) {
        json_decref(place);
        return it;
    }
    watch_key(&it->key, &options);
    crec_client_new(&options, &it->client, &it->refusal);
    it->place = place;
    it->next = *all;
    *all = it;
    return it;
}

static void pause_ms(long milliseconds)
{
    struct timespec time = {0, milliseconds * 1000000};

    nanosleep(&time, NULL);
}

crec_status sign_with_found_key(sign_client *it, const crec_request *request, const job *job,
                                crec_signed_request **made, crec_outcome **outcome)
{
    int64_t left = job->client.timeout_ms > 0 ? job->client.timeout_ms : 10000;

    for (;;) {
        crec_status status = crec_client_sign(it->client, request, &job->sign, made, outcome);
        char *why;

        if (status != CREC_STATUS_AUTHENTICATION || left <= 0)
            return status;
        why = why_no_key(&it->key);
        if (why) {
            crec_outcome_free(*outcome);
            *outcome = crec_outcome_new(status, why);
            free(why);
            return status;
        }
        crec_outcome_free(*outcome);
        pause_ms(ROUND_MS);
        left -= ROUND_MS;
    }
}

void free_sign_clients(sign_client *all)
{
    while (all) {
        sign_client *next = all->next;

        crec_client_free(all->client);
        crec_outcome_free(all->refusal);
        free_watch(&all->key);
        json_decref(all->place);
        free(all);
        all = next;
    }
}
