/*
 * Values that a call's fields must not have, field by field: each is refused by the cloud's own
 * name of the field, and nothing is sent.
 */
#include "calls.h"
#include "emulator.h"
#include "values.h"

static void check_fault(const crec_outcome *outcome, size_t index, const char *field)
{
    CHECK_TEXT(crec_outcome_fault_field(outcome, index), field);
    CHECK(crec_outcome_fault_problem(outcome, index)[0] != '\0');
    CHECK(crec_outcome_fault_rule(outcome, index)[0] != '\0');
}

/* A refusal that names these count fields in their order, and says that nothing was done. */
static void check_refusal(crec_status status, crec_outcome *outcome, const char *const *fields,
                          size_t count)
{
    size_t i;

    CHECK_NUMBER(status, CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_outcome_status(outcome), status);
    CHECK_NUMBER(crec_outcome_fault_count(outcome), count);
    for (i = 0; i < count; i++) {
        check_fault(outcome, i, fields[i]);
        CHECK(strstr(crec_outcome_message(outcome), fields[i]) != NULL);
    }
    CHECK(strchr(crec_outcome_message(outcome), '\n') == NULL);
    CHECK_NUMBER(crec_outcome_retryable(outcome), 0);
    CHECK_NUMBER(crec_outcome_may_have_been_applied(outcome), 0);
    CHECK_NUMBER(crec_outcome_attempts(outcome), 0);
    CHECK_NUMBER(crec_outcome_elapsed_ms(outcome), 0);
    CHECK_NUMBER(crec_outcome_http_status(outcome), 0);
    crec_outcome_free(outcome);
}

/* Both ways to make a call refuse the parameters alike. */
static void check_refused(const call *call, crec_client *client, const any_params *params,
                          const char *const *fields, size_t count)
{
    crec_request *request;
    crec_outcome *outcome;
    crec_status status = call->request(params, &request, &outcome);

    CHECK(request == NULL);
    check_refusal(status, outcome, fields, count);
    status = call->make(client, params, &outcome);
    check_refusal(status, outcome, fields, count);
}

static void check_accepted(const call *call, const any_params *params)
{
    crec_request *request;
    crec_outcome *outcome;

    CHECK_NUMBER(call->request(params, &request, &outcome), CREC_STATUS_OK);
    CHECK_TEXT(crec_outcome_message(outcome), "");
    crec_outcome_free(outcome);
    crec_request_free(request);
}

static void check_field(const call *call, const field *field, crec_client *client)
{
    any_params params = call->good;
    size_t i;

    ROW("%s, %s is NULL", call->name, field->name);
    set_field(&params, field, NULL);
    if (field->required)
        check_refused(call, client, &params, &field->name, 1);
    else
        check_accepted(call, &params);
    for (i = 0; i < COUNT(bad_values); i++) {
        if (!(bad_values[i].rules & field->rule))
            continue;
        ROW("%s, %s is \"%s\"", call->name, field->name, bad_values[i].text);
        set_field(&params, field, bad_values[i].text);
        check_refused(call, client, &params, &field->name, 1);
    }
    for (i = 0; i < COUNT(good_values); i++) {
        if (!(good_values[i].rules & field->rule))
            continue;
        ROW("%s, %s is \"%s\"", call->name, field->name, good_values[i].text);
        set_field(&params, field, good_values[i].text);
        check_accepted(call, &params);
    }
}

static void each_field_by_itself(void)
{
    size_t i;

    for (i = 0; i < COUNT(calls); i++) {
        crec_client *client = emulator_client(calls[i].cloud);
        const field *field;

        for (field = calls[i].fields; field->name; field++)
            check_field(&calls[i], field, client);
        crec_client_free(client);
    }
    CHECK_NUMBER(emulator("requests"), 0);
}

static void all_faults_at_once(void)
{
    size_t i;

    for (i = 0; i < COUNT(calls); i++) {
        crec_client *client = emulator_client(calls[i].cloud);
        any_params params = calls[i].good;
        const char *names[COUNT(calls[i].fields)];
        const field *field;
        size_t count = 0;

        ROW("%s", calls[i].name);
        for (field = calls[i].fields; field->name; field++) {
            set_field(&params, field, "a\n");
            names[count++] = field->name;
        }
        check_refused(&calls[i], client, &params, names, count);
        crec_client_free(client);
    }
    CHECK_NUMBER(emulator("requests"), 0);
}

static void a_good_call(void)
{
    size_t i;

    for (i = 0; i < COUNT(calls); i++) {
        ROW("%s", calls[i].name);
        check_accepted(&calls[i], &calls[i].good);
    }
}

static void a_client_of_another_cloud(void)
{
    size_t i;

    for (i = 0; i < COUNT(calls); i++) {
        crec_client *client = emulator_client(calls[i].cloud % 3 + 1);
        crec_outcome *outcome;

        ROW("%s", calls[i].name);
        CHECK_NUMBER(calls[i].make(client, &calls[i].good, &outcome), CREC_STATUS_INVALID_ARGUMENT);
        CHECK(crec_outcome_message(outcome)[0] != '\0');
        CHECK_NUMBER(crec_outcome_attempts(outcome), 0);
        CHECK_NUMBER(crec_outcome_may_have_been_applied(outcome), 0);
        crec_outcome_free(outcome);
        crec_client_free(client);
    }
    CHECK_NUMBER(emulator("requests"), 0);
}

int main(void)
{
    static const test tests[] = {
        TEST(each_field_by_itself),
        TEST(all_faults_at_once),
        TEST(a_good_call),
        TEST(a_client_of_another_cloud),
    };

    return run_tests(tests, COUNT(tests));
}
