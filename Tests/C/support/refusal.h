/* Clients that are not made, and why. */
#ifndef CREC_TEST_REFUSAL_H
#define CREC_TEST_REFUSAL_H

#include <stddef.h>

#include "client.h"

typedef struct row {
    const char *name;
    size_t offset; /* of a const char * */
    const char *value;
} row;

/* The fault names the field, and no text repeats the value. */
static inline void check_refusal(crec_status status, crec_outcome *outcome, const char *field)
{
    CHECK_NUMBER(status, CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_outcome_fault_count(outcome), 1);
    CHECK_TEXT(crec_outcome_fault_field(outcome, 0), field);
    CHECK(crec_outcome_fault_problem(outcome, 0)[0] != '\0');
    CHECK(crec_outcome_fault_rule(outcome, 0)[0] != '\0');
    CHECK(strstr(crec_outcome_fault_problem(outcome, 0), "bra") == NULL);
    CHECK(strstr(crec_outcome_message(outcome), field) != NULL);
    CHECK(strstr(crec_outcome_message(outcome), "bra") == NULL);
    crec_outcome_free(outcome);
}

static inline void check_no_client(const crec_client_options *options, const char *field)
{
    crec_client *client;
    crec_outcome *outcome;
    crec_status status = crec_client_new(options, &client, &outcome);

    CHECK(client == NULL);
    check_refusal(status, outcome, field);
    crec_client_free(client);
}

static inline void check_client(const crec_client_options *options)
{
    crec_client_free(new_client(options));
}

#endif
