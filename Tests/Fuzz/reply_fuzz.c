/*
 * A reply of any HTTP status, headers and body, to each of the five calls and to an action that is
 * in no table.
 *
 * Input: call, HTTP status, number of headers, their names and values, body.
 */
#include "calls.h"
#include "input.h"
#include "signed.h"

enum { HEADER_LIMIT = 8 };

static crec_request *new_request(size_t index, crec_cloud *cloud)
{
    crec_request_params params = CREC_REQUEST_PARAMS_INIT;
    crec_request *request = NULL;

    *cloud = CREC_CLOUD_VOLCENGINE;
    if (index < COUNT(calls)) {
        *cloud = calls[index].cloud;
        calls[index].request(&calls[index].good, &request, NULL);
        return request;
    }
    params.cloud = *cloud;
    params.action = "GetRecordTask";
    params.version = "2022-06-01";
    crec_request_new(&params, &request, NULL);
    return request;
}

/* A null counts as none. */
static const json_t *member(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);

    return json_is_null(value) ? NULL : value;
}

/* The error and the request id of a reply, read by jansson alone. */
typedef struct meaning {
    const json_t *failure, *code, *request_id;
} meaning;

static meaning meaning_of(const json_t *root, crec_cloud cloud)
{
    const json_t *response = root;
    meaning meaning;

    if (cloud == CREC_CLOUD_ALIBABA) {
        meaning.failure = member(root, "Code") ? member(root, "Code") : member(root, "code");
        meaning.code = meaning.failure;
        meaning.request_id = member(root, "RequestId") ? member(root, "RequestId")
                                                       : member(root, "requestId");
        return meaning;
    }
    response = member(root, cloud == CREC_CLOUD_TENCENT ? "Response" : "ResponseMetadata");
    meaning.failure = member(response, "Error");
    meaning.code = member(meaning.failure, "Code");
    meaning.request_id = member(response, "RequestId");
    return meaning;
}

/* Integers as reals: jansson refuses those beyond 64 bits, and the library must not. */
static void expect_what_it_says(const crec_outcome *outcome, crec_cloud cloud, const void *body,
                                size_t size)
{
    size_t flags = JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL;
    crec_status status = crec_outcome_status(outcome);
    json_error_t error = {0};
    json_t *root = json_loadb(body, size, flags, &error);
    meaning meaning = meaning_of(root, cloud);

    if (!root && json_error_code(&error) != json_error_numeric_overflow) {
        EXPECT(status != CREC_STATUS_OK && crec_outcome_code(outcome)[0] == '\0');
        EXPECT(begins_with(crec_outcome_message(outcome), "HTTP "));
    }
    if (root && status == CREC_STATUS_OK) {
        EXPECT(!meaning.failure);
        if (cloud != CREC_CLOUD_VOLCENGINE)
            EXPECT(json_string_length(meaning.request_id) > 0 || json_is_real(meaning.request_id));
    }
    if (root && crec_outcome_code(outcome)[0] && json_is_string(meaning.code) &&
        json_string_length(meaning.code) == strlen(json_string_value(meaning.code)) &&
        is_line(json_string_value(meaning.code)) && !strstr(json_string_value(meaning.code), TOKEN))
        EXPECT(same_text(crec_outcome_code(outcome), json_string_value(meaning.code)));
    json_decref(root);
}

static void expect_read(const crec_outcome *outcome, const crec_reply *reply, size_t index,
                        crec_cloud cloud)
{
    crec_status status = crec_outcome_status(outcome);
    int is_success = reply->http_status >= 200 && reply->http_status <= 299;

    int is_refused_token = status == CREC_STATUS_AUTHENTICATION && crec_outcome_code(outcome)[0];
    int is_copy = status == CREC_STATUS_NETWORK && crec_outcome_may_have_been_applied(outcome);

    EXPECT(status <= CREC_STATUS_UNAVAILABLE || status == CREC_STATUS_MALFORMED_REPLY || is_copy);
    EXPECT(status != CREC_STATUS_OK || is_success);
    EXPECT(status != CREC_STATUS_OK || cloud == CREC_CLOUD_VOLCENGINE ||
           crec_outcome_message(outcome)[0] == '\0');
    EXPECT(status != CREC_STATUS_ALREADY_STOPPED ||
           (index != START_WB_RECORD && index < COUNT(calls)));
    EXPECT(crec_outcome_fault_count(outcome) == 0);
    EXPECT(crec_outcome_http_status(outcome) == reply->http_status);
    EXPECT(crec_outcome_attempts(outcome) == 0 && crec_outcome_elapsed_ms(outcome) == 0);
    EXPECT(!crec_outcome_retryable(outcome) || status == CREC_STATUS_THROTTLED ||
           status == CREC_STATUS_CLOUD_ERROR || status == CREC_STATUS_UNAVAILABLE ||
           status == CREC_STATUS_CLOCK_SKEW || is_refused_token || is_copy);
    EXPECT(crec_outcome_may_have_been_applied(outcome) ||
           (status != CREC_STATUS_OK && status != CREC_STATUS_MALFORMED_REPLY));
    EXPECT(!strstr(crec_outcome_message(outcome), TOKEN));
    EXPECT(!strstr(crec_outcome_code(outcome), TOKEN));
    EXPECT(!strstr(crec_outcome_request_id(outcome), TOKEN));
    EXPECT(crec_outcome_body_size(outcome) == reply->body_size);
    EXPECT(memcmp(crec_outcome_body(outcome), reply->body, reply->body_size) == 0);
    EXPECT(crec_outcome_body(outcome)[reply->body_size] == '\0');
    expect_what_it_says(outcome, cloud, reply->body, reply->body_size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input input = begin_input(data, size);
    crec_pair headers[HEADER_LIMIT];
    crec_reply reply = CREC_REPLY_INIT;
    crec_outcome *outcome = NULL;
    size_t index = next_index(&input, COUNT(calls) + 1), i;
    crec_cloud cloud;
    crec_request *request = new_request(index, &cloud);
    crec_status status;
    int is_whole = 1;

    reply.http_status = (int32_t)next_number(&input);
    reply.headers = headers;
    reply.header_count = next_index(&input, HEADER_LIMIT + 1);
    for (i = 0; i < reply.header_count; i++) {
        headers[i].name = next_text(&input);
        headers[i].value = next_text(&input);
        is_whole = is_whole && headers[i].name && headers[i].value;
    }
    reply.body = next_rest(&input, &reply.body_size);
    status = crec_client_read(client_of(cloud), request, &reply, &outcome);
    expect_outcome(outcome, status);
    if (is_whole && reply.http_status >= 100 && reply.http_status <= 599)
        expect_read(outcome, &reply, index, cloud);
    else
        EXPECT(faults_of(outcome, is_whole ? "http_status" : "headers") == 1 ||
               faults_of(outcome, "http_status") == 1);
    crec_outcome_free(outcome);
    crec_request_free(request);
    end_input(&input);
    return 0;
}
