/* An outcome as lines for people, or as JSON. */
#include "crec_command.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

int flush_output(void)
{
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout))
        return CREC_STATUS_OK;
    fprintf(stderr, "crec: standard output: %s\n", errno ? strerror(errno) : "cannot be written");
    return CREC_STATUS_INTERNAL;
}

void print_faults(FILE *file, const crec_outcome *outcome)
{
    size_t i;

    for (i = 0; i < crec_outcome_fault_count(outcome); i++)
        fprintf(file, "%s: %s; %s\n", crec_outcome_fault_field(outcome, i),
                crec_outcome_fault_problem(outcome, i), crec_outcome_fault_rule(outcome, i));
}

static void print_text(FILE *file, const char *label, const char *text)
{
    if (text[0] != '\0')
        fprintf(file, "%s: %s\n", label, text);
}

void print_outcome(FILE *file, const crec_outcome *outcome)
{
    crec_status status = crec_outcome_status(outcome);

    print_text(file, "status", crec_status_name(status));
    if (crec_outcome_fault_count(outcome) > 0)
        print_faults(file, outcome);
    else
        print_text(file, "message", crec_outcome_message(outcome));
    print_text(file, "code", crec_outcome_code(outcome));
    print_text(file, "request id", crec_outcome_request_id(outcome));
    print_text(file, "task id", crec_outcome_task_id(outcome));
    if (crec_outcome_task_state(outcome) != CREC_TASK_UNKNOWN)
        print_text(file, "task state", crec_task_state_name(crec_outcome_task_state(outcome)));
    print_text(file, "host", crec_outcome_host(outcome));
    if (crec_outcome_attempts(outcome) == 0)
        return;
    fprintf(file, "http status: %" PRId32 "\n", crec_outcome_http_status(outcome));
    fprintf(file, "attempts: %" PRId32 "\n", crec_outcome_attempts(outcome));
    fprintf(file, "time: %" PRId64 " ms\n", crec_outcome_elapsed_ms(outcome));
    if (crec_outcome_clock_offset_s(outcome) != 0)
        fprintf(file, "clock offset: %" PRId64 " s\n", crec_outcome_clock_offset_s(outcome));
    if (status > CREC_STATUS_ALREADY_STOPPED) {
        print_text(file, "may have been applied",
                   crec_outcome_may_have_been_applied(outcome) ? "yes" : "no");
        print_text(file, "retryable", crec_outcome_retryable(outcome) ? "yes" : "no");
    }
}

static json_t *faults_json(const crec_outcome *outcome)
{
    json_t *faults = json_array();
    size_t i;

    for (i = 0; i < crec_outcome_fault_count(outcome); i++) {
        json_t *fault = json_object();

        json_object_set_new(fault, "field", json_string(crec_outcome_fault_field(outcome, i)));
        json_object_set_new(fault, "problem", json_string(crec_outcome_fault_problem(outcome, i)));
        json_object_set_new(fault, "rule", json_string(crec_outcome_fault_rule(outcome, i)));
        json_array_append_new(faults, fault);
    }
    return faults;
}

json_t *outcome_json(const crec_outcome *outcome)
{
    crec_status status = crec_outcome_status(outcome);
    json_t *json = json_object();
    json_t *body = json_stringn(crec_outcome_body(outcome), crec_outcome_body_size(outcome));

    json_object_set_new(json, "status", json_integer(status));
    json_object_set_new(json, "status_name", json_string(crec_status_name(status)));
    json_object_set_new(json, "retryable", json_boolean(crec_outcome_retryable(outcome)));
    json_object_set_new(json, "may_have_been_applied",
                        json_boolean(crec_outcome_may_have_been_applied(outcome)));
    json_object_set_new(json, "message", json_string(crec_outcome_message(outcome)));
    json_object_set_new(json, "code", json_string(crec_outcome_code(outcome)));
    json_object_set_new(json, "request_id", json_string(crec_outcome_request_id(outcome)));
    json_object_set_new(json, "task_id", json_string(crec_outcome_task_id(outcome)));
    json_object_set_new(json, "task_state",
                        json_string(crec_task_state_name(crec_outcome_task_state(outcome))));
    json_object_set_new(json, "host", json_string(crec_outcome_host(outcome)));
    json_object_set_new(json, "http_status", json_integer(crec_outcome_http_status(outcome)));
    json_object_set_new(json, "attempts", json_integer(crec_outcome_attempts(outcome)));
    json_object_set_new(json, "elapsed_ms", json_integer(crec_outcome_elapsed_ms(outcome)));
    json_object_set_new(json, "clock_offset_s", json_integer(crec_outcome_clock_offset_s(outcome)));
    json_object_set_new(json, "start_was_open", json_boolean(crec_outcome_start_was_open(outcome)));
    /* A body that is not UTF-8 cannot stand in JSON. */
    json_object_set_new(json, "body", body ? body : json_null());
    json_object_set_new(json, "faults", faults_json(outcome));
    return json;
}

void add_refusal(json_t *json, const crec_outcome *outcome)
{
    const char *message = json_string_value(json_object_get(json, "message"));
    json_t *faults = faults_json(outcome);

    json_object_set_new(json, "message",
                        json_sprintf("%s; %s", message, crec_outcome_message(outcome)));
    json_array_extend(json_object_get(json, "faults"), faults);
    json_decref(faults);
}

void print_json(json_t *json)
{
    json_dumpf(json, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(json);
}

void print_cloud_names(FILE *file)
{
    crec_cloud cloud;

    for (cloud = 1; crec_cloud_name(cloud)[0]; cloud++)
        fprintf(file, "%s%s", cloud > 1 ? ", " : "", crec_cloud_name(cloud));
}
