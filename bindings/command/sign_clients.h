/* The clients of crec sign whose keys are found. */
#ifndef CREC_SIGN_CLIENTS_H
#define CREC_SIGN_CLIENTS_H

#include "job.h"
#include "keys.h"

/* A client for one place, with its key, for all lines that are signed for it. */
typedef struct sign_client {
    json_t *place;
    crec_client *client; /* or NULL */
    crec_outcome *refusal;
    key_watch key;
    struct sign_client *next;
} sign_client;

/* Returns that of a job, made if it is not there; NULL: no memory. */
sign_client *sign_client_for(sign_client **all, const job *job);
/* As crec_client_sign, but it waits until the key is there, or cannot be found. */
crec_status sign_with_found_key(sign_client *it, const crec_request *request, const job *job,
                                crec_signed_request **made, crec_outcome **outcome);
void free_sign_clients(sign_client *all);

#endif
