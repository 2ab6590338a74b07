/* A line of crec sign, read. */
#ifndef CREC_JOB_H
#define CREC_JOB_H

#include "crec_command.h"

/* The request of one line. Strings belong to the line's JSON; NULL and 0 mean the default. */
typedef struct job {
    crec_client_options client;
    crec_credentials credentials;
    crec_request_params request;
    crec_sign_options sign;
    const char *provider;
    json_t *query; /* an object of strings */
    json_t *body;
} job;

/* Writes each member that is wrong to errors, a line each; returns 0 if none is. */
int read_job(job *job, json_t *line, FILE *errors);

#endif
