/* Clients for the tests: none of them can reach anything but loopback. */
#ifndef CREC_TEST_CLIENT_H
#define CREC_TEST_CLIENT_H

#include <crec.h>
#include <strings.h>

#include "check.h"

static const crec_credentials good_credentials = {sizeof(crec_credentials), "test-key-id",
                                                  "test-key-secret", NULL};

/* A client that nobody listens to: port 1 of loopback. */
static inline crec_client_options offline_options(crec_cloud cloud)
{
    crec_client_options options = CREC_CLIENT_OPTIONS_INIT;

    options.cloud = cloud;
    options.credentials = &good_credentials;
    options.endpoint = "https://127.0.0.1:1";
    options.attempt_limit = 1;
    options.pacing = CREC_PACING_OFF;
    return options;
}

static inline crec_client *new_client(const crec_client_options *options)
{
    crec_client *client = NULL;
    crec_outcome *outcome = NULL;

    CHECK_NUMBER(crec_client_new(options, &client, &outcome), CREC_STATUS_OK);
    CHECK_TEXT(crec_outcome_message(outcome), "");
    crec_outcome_free(outcome);
    return client;
}

static inline crec_client *offline_client(crec_cloud cloud)
{
    crec_client_options options = offline_options(cloud);

    return new_client(&options);
}

/* A header's value, "" if it is not there. */
static inline const char *header(const crec_signed_request *signed_request, const char *name)
{
    size_t i;

    for (i = 0; i < crec_signed_request_header_count(signed_request); i++)
        if (strcasecmp(crec_signed_request_header_name(signed_request, i), name) == 0)
            return crec_signed_request_header_value(signed_request, i);
    return "";
}

#endif
