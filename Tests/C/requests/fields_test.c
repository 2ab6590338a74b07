/* Where the fields of operations, and of any other action, go, and how many there may be. */
#include <stdlib.h>

#include "operation.h"

static crec_signed_request *sign(crec_cloud cloud, const crec_request *request)
{
    crec_client *client = offline_client(cloud);
    crec_signed_request *made = NULL;

    CHECK_NUMBER(crec_client_sign(client, request, NULL, &made, NULL), CREC_STATUS_OK);
    crec_client_free(client);
    return made;
}

static void check_sent(crec_cloud cloud, crec_request *request, const char *method, const char *url,
                       const char *body)
{
    crec_signed_request *made = sign(cloud, request);

    CHECK_TEXT(crec_signed_request_method(made), method);
    CHECK_TEXT(crec_signed_request_url(made), url);
    if (CHECK_NUMBER(crec_signed_request_body_size(made), strlen(body)))
        CHECK(memcmp(crec_signed_request_body(made), body, strlen(body)) == 0);
    crec_signed_request_free(made);
    crec_request_free(request);
}

static void fields_go_where_the_cloud_wants_them(void)
{
    crec_request *request = NULL;

    make_operation(CREC_CLOUD_TENCENT, "StopLiveRecord",
                   " { \"StreamName\" : \"\\u00e9/\", \"TaskId\" : 9223372036854775807 } ",
                   &request, NULL);
    check_sent(CREC_CLOUD_TENCENT, request, "POST", "https://127.0.0.1:1/",
               "{\"StreamName\":\"\\u00e9/\",\"TaskId\":9223372036854775807}");

    make_operation(
        CREC_CLOUD_ALIBABA, "UpdateRtcCloudRecording",
        "{\"TaskId\":\"t\",\"SubscribeParams\":{\"SubscribeUserIdList\":[{\"UserId\":\"u v\"}]}}",
        &request, NULL);
    check_sent(CREC_CLOUD_ALIBABA, request, "POST",
               "https://127.0.0.1:1/?SubscribeParams=%7B%22SubscribeUserIdList%22%3A%5B%7B%22"
               "UserId%22%3A%22u%20v%22%7D%5D%7D&TaskId=t",
               "");

    make_operation(CREC_CLOUD_VOLCENGINE, "GetWebCastTask",
                   "{\"TaskId\":\"t\",\"AppId\":\"a\",\"RoomId\":\"r\"}", &request, NULL);
    check_sent(CREC_CLOUD_VOLCENGINE, request, "GET",
               "https://127.0.0.1:1/?Action=GetWebCastTask&AppId=a&RoomId=r&TaskId=t"
               "&Version=2020-12-01",
               "");
}

static void a_region_is_sent_where_the_cloud_wants_one(void)
{
    crec_request *request = NULL;
    crec_signed_request *made;

    make_operation(CREC_CLOUD_TENCENT, "StopRecordTask", "{\"TaskId\":\"UZZU\"}", &request, NULL);
    made = sign(CREC_CLOUD_TENCENT, request);
    CHECK_TEXT(header(made, "X-TC-Region"), "ap-guangzhou");
    crec_signed_request_free(made);
    crec_request_free(request);
    make_operation(CREC_CLOUD_TENCENT, "StopLiveRecord", "{\"StreamName\":\"s\",\"TaskId\":1}",
                   &request, NULL);
    made = sign(CREC_CLOUD_TENCENT, request);
    CHECK_TEXT(header(made, "X-TC-Region"), "");
    crec_signed_request_free(made);
    crec_request_free(request);
}

static crec_request_params any_params(crec_cloud cloud, const char *method, const char *fields)
{
    crec_request_params params = CREC_REQUEST_PARAMS_INIT;

    params.cloud = cloud;
    params.action = "Act";
    params.version = "2018-08-01";
    params.method = method;
    params.fields = fields;
    return params;
}

static void fields_of_any_action_are_not_checked(void)
{
    static const char fields[] =
        "{\"A\": 1.50, \"B\": null, \"C\": [\"x\", 2, true], \"D\": {\"E\": 1e9}}";
    static const struct {
        crec_cloud cloud;
        const char *method, *url, *body;
    } rows[] = {
        {CREC_CLOUD_TENCENT, "POST", "https://127.0.0.1:1/",
         "{\"A\":1.50,\"B\":null,\"C\":[\"x\",2,true],\"D\":{\"E\":1e9}}"},
        {CREC_CLOUD_TENCENT, "GET",
         "https://127.0.0.1:1/?A=1.50&C.0=x&C.1=2&C.2=true&D=%7B%22E%22%3A1e9%7D", ""},
        {CREC_CLOUD_ALIBABA, "POST",
         "https://127.0.0.1:1/?A=1.50&C.1=x&C.2=2&C.3=true&D=%7B%22E%22%3A1e9%7D", ""},
    };
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        crec_request_params params = any_params(rows[i].cloud, rows[i].method, fields);
        crec_request *request = NULL;

        ROW("%d by %s", rows[i].cloud, rows[i].method);
        CHECK_NUMBER(crec_request_new(&params, &request, NULL), CREC_STATUS_OK);
        check_sent(rows[i].cloud, request, rows[i].method, rows[i].url, rows[i].body);
    }
}

/* A document that fills memory, and a query that no server takes. */
static void fields_are_bounded(void)
{
    enum { SIZE = (1 << 20) + 1 };
    char *fields = calloc(1, SIZE + 1);
    crec_request_params params = any_params(CREC_CLOUD_ALIBABA, NULL, fields);
    crec_request *request = NULL;
    crec_outcome *outcome;
    size_t i;

    memset(fields, ' ', SIZE);
    memcpy(fields, "{}", 2);
    CHECK_NUMBER(crec_request_new(&params, &request, &outcome), CREC_STATUS_INVALID_ARGUMENT);
    CHECK_TEXT(crec_outcome_fault_problem(outcome, 0), "has 1048577 bytes");
    crec_outcome_free(outcome);
    fields[SIZE - 1] = '\0';
    CHECK_NUMBER(crec_request_new(&params, &request, NULL), CREC_STATUS_OK);
    crec_request_free(request);
    memcpy(fields, "{\"L\":[1", 7);
    for (i = 0; i < 10000; i++)
        memcpy(fields + 7 + 2 * i, ",1", 2);
    memcpy(fields + 7 + 2 * i, "]}", 2);
    CHECK_NUMBER(crec_request_new(&params, &request, &outcome), CREC_STATUS_INVALID_ARGUMENT);
    CHECK_TEXT(crec_outcome_fault_problem(outcome, 0), "has 10001 pairs");
    crec_outcome_free(outcome);
    free(fields);
}

static void fields_stand_instead_of_query_and_body(void)
{
    static const crec_pair pair = {"a", "b"};
    crec_request_params params[] = {
        any_params(CREC_CLOUD_ALIBABA, NULL, "{}"), any_params(CREC_CLOUD_ALIBABA, NULL, "{}"),
        any_params(CREC_CLOUD_ALIBABA, NULL, "{}"), any_params(CREC_CLOUD_ALIBABA, NULL, "{")};
    size_t i;

    params[0].query = &pair;
    params[0].query_count = 1;
    params[1].body = "x";
    params[1].body_size = 1;
    params[2].content_type = "text/plain";
    for (i = 0; i < COUNT(params); i++) {
        crec_request *request;
        crec_outcome *outcome;

        ROW("%zu", i);
        CHECK_NUMBER(crec_request_new(&params[i], &request, &outcome),
                     CREC_STATUS_INVALID_ARGUMENT);
        CHECK_TEXT(crec_outcome_fault_field(outcome, 0), "fields");
        crec_outcome_free(outcome);
    }
}

int main(void)
{
    static const test tests[] = {
        TEST(fields_go_where_the_cloud_wants_them),
        TEST(a_region_is_sent_where_the_cloud_wants_one),
        TEST(fields_of_any_action_are_not_checked),
        TEST(fields_are_bounded),
        TEST(fields_stand_instead_of_query_and_body),
    };

    return run_tests(tests, COUNT(tests));
}
