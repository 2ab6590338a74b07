/* Assertions that hold for every input: a fuzz target aborts if one fails. */
#ifndef CREC_FUZZ_EXPECT_H
#define CREC_FUZZ_EXPECT_H

#include <crec.h>
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define EXPECT(condition) ((condition) ? (void)0 : broken(#condition, __FILE__, __LINE__))

static inline void broken(const char *what, const char *file, int line)
{
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    abort();
}

static inline int same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static inline int begins_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* Well-formed UTF-8 without control characters. */
static inline int is_line(const char *text)
{
    json_t *string = json_string(text);
    int holds = string != NULL;

    json_decref(string);
    for (; holds && *text; text++) {
        const unsigned char *byte = (const unsigned char *)text;

        holds = byte[0] >= 0x20 && byte[0] != 0x7F &&
                !(byte[0] == 0xC2 && byte[1] >= 0x80 && byte[1] < 0xA0);
    }
    return holds;
}

static inline void expect_outcome(const crec_outcome *outcome, crec_status status)
{
    size_t i;

    EXPECT(outcome != NULL);
    EXPECT(crec_outcome_status(outcome) == status);
    EXPECT(strcmp(crec_status_name(status), "unknown status") != 0);
    EXPECT(crec_outcome_message(outcome)[0] != '\0' || status == CREC_STATUS_OK);
    EXPECT(is_line(crec_outcome_message(outcome)));
    EXPECT(is_line(crec_outcome_code(outcome)));
    EXPECT(is_line(crec_outcome_request_id(outcome)));
    EXPECT(is_line(crec_outcome_task_id(outcome)));
    EXPECT(crec_outcome_fault_count(outcome) == 0 || status == CREC_STATUS_INVALID_ARGUMENT);
    for (i = 0; i < crec_outcome_fault_count(outcome); i++) {
        EXPECT(crec_outcome_fault_field(outcome, i)[0] != '\0');
        EXPECT(crec_outcome_fault_problem(outcome, i)[0] != '\0');
        EXPECT(crec_outcome_fault_rule(outcome, i)[0] != '\0');
        EXPECT(is_line(crec_outcome_fault_field(outcome, i)));
        EXPECT(is_line(crec_outcome_fault_problem(outcome, i)));
        EXPECT(is_line(crec_outcome_fault_rule(outcome, i)));
    }
}

/* Either an object was made, or the faults of the outcome say why there is none. */
static inline void expect_made(const void *made, crec_status status, const crec_outcome *outcome)
{
    if (status == CREC_STATUS_OK) {
        EXPECT(made && !outcome);
        return;
    }
    EXPECT(!made);
    EXPECT(status == CREC_STATUS_INVALID_ARGUMENT);
    expect_outcome(outcome, status);
    EXPECT(crec_outcome_fault_count(outcome) > 0);
    EXPECT(!crec_outcome_retryable(outcome) && !crec_outcome_may_have_been_applied(outcome));
}

/* The number of faults of a field. */
static inline size_t faults_of(const crec_outcome *outcome, const char *field)
{
    size_t i, found = 0;

    for (i = 0; i < crec_outcome_fault_count(outcome); i++)
        found += strcmp(crec_outcome_fault_field(outcome, i), field) == 0;
    return found;
}

#endif
