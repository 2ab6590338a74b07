/*
 * Validated params: the body or the query of the signed request, parsed again, holds exactly the
 * values that were given.
 *
 * Input: as params.h has it.
 */
#include "params.h"
#include "signed.h"

static void expect_member(const json_t *root, const field *field, const char *value)
{
    const json_t *member = json_object_get(root, field->name);

    EXPECT(!member == !value);
    if (!value)
        return;
    if (field->rule == RULE_INTEGER) {
        EXPECT(json_is_integer(member));
        EXPECT(json_integer_value(member) == strtoll(value, NULL, 10));
        return;
    }
    EXPECT(json_string_length(member) == strlen(value));
    EXPECT(same_text(json_string_value(member), value));
}

static void expect_body(const given *given, const crec_signed_request *signed_request)
{
    json_t *root = json_loadb(crec_signed_request_body(signed_request),
                              crec_signed_request_body_size(signed_request), JSON_REJECT_DUPLICATES,
                              NULL);
    const field *field;
    size_t i, members = 0;

    for (field = given->call->fields, i = 0; field->name; field++, i++) {
        if (field->rule == RULE_DATE)
            continue;
        expect_member(root, field, given->values[i]);
        members += given->values[i] != NULL;
    }
    EXPECT(json_object_size(root) == members);
    json_decref(root);
}

/* Only @ and * are percent-encoded among the characters of an ID. */
static void expect_query(const char *task_id, const crec_signed_request *signed_request)
{
    const char *query = strchr(crec_signed_request_url(signed_request), '?');

    EXPECT(crec_signed_request_body_size(signed_request) == 0);
    EXPECT(query && begins_with(query, "?TaskId="));
    for (query += strlen("?TaskId="); *task_id; task_id++) {
        int is_encoded = *task_id == '@' || *task_id == '*';

        EXPECT(is_encoded ? begins_with(query, *task_id == '@' ? "%40" : "%2A")
                          : *query == *task_id);
        query += is_encoded ? 3 : 1;
    }
    EXPECT(*query == '\0');
}

/* Params that are refused are for another target; they are not kept as inputs here. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input input = begin_input(data, size);
    given given = next_given(&input);
    crec_request *request;
    int is_made = given.call->request(&given.params, &request, NULL) == CREC_STATUS_OK;
    int is_wanted = is_made && !holds_secret(data, size);

    if (is_wanted) {
        crec_signed_request *signed_request = signed_at(client_of(given.call->cloud), request,
                                                        1709222400);

        if (given.call->cloud == CREC_CLOUD_ALIBABA)
            expect_query(given.values[0], signed_request);
        else
            expect_body(&given, signed_request);
        crec_signed_request_free(signed_request);
    }
    crec_request_free(request);
    end_input(&input);
    return is_wanted ? 0 : -1;
}
