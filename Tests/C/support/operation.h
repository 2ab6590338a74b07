/* Operations by their name. */
#ifndef CREC_TEST_OPERATION_H
#define CREC_TEST_OPERATION_H

#include "check.h"
#include "client.h"

static inline crec_status make_operation(crec_cloud cloud, const char *action, const char *fields,
                                         crec_request **request, crec_outcome **outcome)
{
    crec_operation_params params = CREC_OPERATION_PARAMS_INIT;

    params.cloud = cloud;
    params.action = action;
    params.fields = fields;
    return crec_request_new_operation(&params, request, outcome);
}

/* Made and performed; faults are told. */
static inline crec_outcome *perform_operation(crec_client *client, crec_cloud cloud,
                                              const char *action, const char *fields)
{
    crec_request *request;
    crec_outcome *outcome;

    if (make_operation(cloud, action, fields, &request, &outcome) == CREC_STATUS_OK)
        crec_client_perform(client, request, &outcome);
    else
        printf("  %s: %s\n", action, crec_outcome_message(outcome));
    crec_request_free(request);
    return outcome;
}

#endif
