/*
 * A document inside a reply that is otherwise a success: the library reads it exactly where jansson
 * does, which it hands a rewritten one.
 *
 * Input: the document.
 */
#include "calls.h"
#include "input.h"
#include "signed.h"

static const char start[] = "{\"RequestId\":\"R\",\"TaskId\":";
enum { START = sizeof start - 1, DEPTH_LIMIT = 32 };

static size_t brackets(const char *text, size_t size)
{
    size_t i, count = 0;

    for (i = 0; i < size; i++)
        count += text[i] == '{' || text[i] == '[';
    return count;
}

/* Numbers beyond 64 bits or a double are the library's own to read: jansson refuses those. */
static void expect_same(const crec_outcome *outcome, const char *body, size_t size)
{
    size_t flags = JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL;
    crec_status status = crec_outcome_status(outcome);
    json_error_t error = {0};
    json_t *root = json_loadb(body, size, flags, &error);
    const json_t *task_id = json_object_get(root, "TaskId");

    if (memchr(body, '\0', size)) /* jansson passes over one that stands behind a number */
        EXPECT(status == CREC_STATUS_MALFORMED_REPLY);
    else if (strstr(crec_outcome_message(outcome), "nested too deep"))
        EXPECT(brackets(body, size) > DEPTH_LIMIT);
    else if (!root)
        EXPECT(status == CREC_STATUS_MALFORMED_REPLY ||
               json_error_code(&error) == json_error_numeric_overflow);
    else if (!json_object_get(root, "Code") && !json_object_get(root, "code"))
        EXPECT(status == CREC_STATUS_OK);
    if (status == CREC_STATUS_OK && json_is_string(task_id) &&
        strlen(json_string_value(task_id)) == json_string_length(task_id) &&
        is_line(json_string_value(task_id)))
        EXPECT(same_text(crec_outcome_task_id(outcome), json_string_value(task_id)));
    json_decref(root);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static crec_request *request;
    input input = begin_input(data, size);
    char *body = new_block(&input, START + size + 1);
    crec_reply reply = {sizeof reply, 200, NULL, 0, body, START + size + 1};
    const call *call = &calls[STOP_RTC_CLOUD_RECORDING];
    crec_outcome *outcome = NULL;

    if (!request)
        call->request(&call->good, &request, NULL);
    memcpy(body, start, START);
    memcpy(body + START, data, size);
    body[START + size] = '}';
    crec_client_read(client_of(call->cloud), request, &reply, &outcome);
    expect_outcome(outcome, crec_outcome_status(outcome));
    expect_same(outcome, body, reply.body_size);
    crec_outcome_free(outcome);
    end_input(&input);
    return 0;
}
