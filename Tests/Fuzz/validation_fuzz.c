/*
 * The five params structs: a fault for each field that breaks its rule, as it is written down here
 * a second time, and for no other; or a request.
 *
 * Input: as params.h has it.
 */
#include <errno.h>

#include "params.h"

#define ALPHANUMERIC "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
#define DIGITS "0123456789"

static int is_made_of(const char *value, const char *characters)
{
    return value[strspn(value, characters)] == '\0';
}

static int is_integer(const char *value)
{
    errno = 0;
    return is_made_of(value, DIGITS) && (value[0] != '0' || value[1] == '\0') &&
           strtoll(value, NULL, 10) >= 0 && errno == 0;
}

static int is_date(const char *value)
{
    size_t i;

    for (i = 0; i < strlen("YYYY-MM-DD"); i++)
        if (!strchr(i == 4 || i == 7 ? "-" : DIGITS, value[i]) || !value[i])
            return 0;
    return value[i] == '\0';
}

/* Only what a URL must have at least. */
static int may_be_url(const char *value)
{
    const char *host = strstr(value, "://");

    return (strncasecmp(value, "http://", 7) == 0 || strncasecmp(value, "https://", 8) == 0) &&
           !strchr("/?#", host[3]) && !strchr(value, ' ');
}

static int keeps(const char *value, rule rule)
{
    if (!value[0] || !is_line(value))
        return 0;
    switch (rule) {
    case RULE_ID:
        return is_made_of(value, ALPHANUMERIC "_@-.") && strlen(value) <= 128;
    case RULE_MASKABLE_ID:
        return is_made_of(value, ALPHANUMERIC "_@-.*") && strlen(value) <= 128;
    case RULE_INTEGER:
        return is_integer(value);
    case RULE_DATE:
        return is_date(value);
    case RULE_URL:
        return may_be_url(value);
    default:
        return 1;
    }
}

static void expect_faults(const given *given, const crec_outcome *outcome)
{
    const field *field;
    size_t i, all = 0;

    for (field = given->call->fields, i = 0; field->name; field++, i++) {
        const char *value = given->values[i];
        int is_good = value ? keeps(value, field->rule) : !field->required;
        size_t faults = faults_of(outcome, field->name);

        EXPECT(faults <= 1);
        EXPECT(is_good || faults == 1);
        EXPECT(!is_good || faults == 0 || field->rule == RULE_URL);
        all += faults;
    }
    EXPECT(all == crec_outcome_fault_count(outcome));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input input = begin_input(data, size);
    given given = next_given(&input);
    crec_request *request;
    crec_outcome *outcome;
    crec_status status = given.call->request(&given.params, &request, &outcome);

    expect_made(request, status, outcome);
    expect_faults(&given, outcome);
    crec_outcome_free(outcome);
    crec_request_free(request);
    end_input(&input);
    return 0;
}
