/*
 * The params of one of the five calls, cut out of the input: the call, then its fields in the order
 * of Tests/C/support/calls.h.
 */
#ifndef CREC_FUZZ_PARAMS_H
#define CREC_FUZZ_PARAMS_H

#include "calls.h"
#include "expect.h"
#include "input.h"

typedef struct given {
    const call *call;
    any_params params;
    const char *values[COUNT(calls->fields)]; /* NULL where a field was not given */
} given;

static inline given next_given(input *input)
{
    given given = {.call = &calls[next_index(input, COUNT(calls))]};
    const field *field;
    size_t i;

    given.params = given.call->good;
    for (field = given.call->fields, i = 0; field->name; field++, i++) {
        given.values[i] = next_text(input);
        set_field(&given.params, field, given.values[i]);
    }
    return given;
}

#endif
