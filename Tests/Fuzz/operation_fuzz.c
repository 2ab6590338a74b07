/*
 * Any operation of the tables, and any other action, with fields as JSON: either there are faults,
 * each with a path, or what is signed carries the same JSON.
 *
 * Input: the operation's place among crec_operations, the fields, "GET" or another method.
 */
#include "expect.h"
#include "input.h"
#include "signed.h"

static const json_t *operations(void)
{
    static json_t *known;

    if (!known)
        known = json_loads(crec_operations(), 0, NULL);
    EXPECT(json_array_size(known) > 5);
    return known;
}

/* A query has no nulls. */
static size_t member_count(const json_t *given)
{
    const char *name;
    json_t *value;
    size_t count = 0;

    json_object_foreach((json_t *)given, name, value) count += !json_is_null(value);
    return count;
}

static size_t count_of(const char *text, char character)
{
    size_t count = 0;

    for (; *text; text++)
        count += *text == character;
    return count;
}

/* Where jansson cannot hold the numbers, only the size is known. */
static void expect_same_json(const crec_signed_request *made, const char *fields)
{
    const char *body = crec_signed_request_body(made);
    size_t size = crec_signed_request_body_size(made);
    json_t *given = json_loads(fields, JSON_ALLOW_NUL, NULL);
    json_t *sent = json_loadb(body, size, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, NULL);

    EXPECT(size <= strlen(fields));
    EXPECT(!given || sent);
    EXPECT(!given || json_equal(given, sent));
    json_decref(given);
    json_decref(sent);
}

static void expect_sent(crec_cloud cloud, const crec_request *request, const char *fields)
{
    crec_signed_request *made = NULL;
    json_t *given = json_loads(fields ? fields : "{}", JSON_ALLOW_NUL, NULL);

    EXPECT(crec_client_sign(client_of(cloud), request, NULL, &made, NULL) == CREC_STATUS_OK);
    expect_authorization(made);
    if (crec_signed_request_body_size(made) > 0)
        expect_same_json(made, fields ? fields : "{}");
    else if (given && !strstr(fields ? fields : "", "["))
        EXPECT(count_of(crec_signed_request_url(made), '=') ==
               member_count(given) + (cloud == CREC_CLOUD_VOLCENGINE ? 2 : 0));
    json_decref(given);
    crec_signed_request_free(made);
}

static void use_operation(const json_t *operation, const char *fields)
{
    crec_operation_params params = CREC_OPERATION_PARAMS_INIT;
    crec_request *request;
    crec_outcome *outcome;
    crec_status status;

    params.cloud = (crec_cloud)json_integer_value(json_object_get(operation, "cloud"));
    params.action = json_string_value(json_object_get(operation, "action"));
    params.fields = fields;
    status = crec_request_new_operation(&params, &request, &outcome);
    expect_made(request, status, outcome);
    if (request)
        expect_sent(params.cloud, request, fields);
    crec_outcome_free(outcome);
    crec_request_free(request);
}

static void use_any(const json_t *operation, const char *fields, const char *method)
{
    crec_request_params params = CREC_REQUEST_PARAMS_INIT;
    crec_request *request;
    crec_outcome *outcome;
    crec_status status;

    params.cloud = (crec_cloud)json_integer_value(json_object_get(operation, "cloud"));
    params.action = "Any";
    params.version = "2020-12-01";
    params.method = method;
    params.fields = fields;
    status = crec_request_new(&params, &request, &outcome);
    expect_made(request, status, outcome);
    if (request)
        expect_sent(params.cloud, request, fields);
    crec_outcome_free(outcome);
    crec_request_free(request);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input input = begin_input(data, size);
    size_t place = next_index(&input, json_array_size(operations()));
    const json_t *operation = json_array_get(operations(), place);
    const char *fields = next_text(&input), *method = next_text(&input);

    use_operation(operation, fields);
    use_any(operation, fields, method);
    end_input(&input);
    return 0;
}
