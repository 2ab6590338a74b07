/* Any operation of the tables by its name, and any other call, with their fields as JSON. */
#include "operation.h"

#define WEBCAST                                                                                    \
    "\"AppId\":\"a\",\"RoomId\":\"r\",\"TaskId\":\"t\",\"UserId\":\"u\","                          \
    "\"SourceURL\":\"https://example.com/\""
#define RECORDING                                                                                  \
    "\"AppId\":\"a\",\"ChannelId\":\"c\",\"RecordParams\":{\"RecordMode\":0},"                     \
    "\"StorageParams\":{\"StorageType\":1}"

static void nested_faults(void)
{
    static const struct {
        crec_cloud cloud;
        const char *action, *fields, *field, *problem;
    } rows[] = {
        {CREC_CLOUD_VOLCENGINE, "StartWebcast",
         "{" WEBCAST ",\"VideoSolutions\":[{},{\"Width\":51}]}", "VideoSolutions[1].Width",
         "is odd"},
        {CREC_CLOUD_VOLCENGINE, "StartWebcast", "{" WEBCAST ",\"MaxRunningTime\":\"60\"}",
         "MaxRunningTime", "is a text"},
        {CREC_CLOUD_VOLCENGINE, "StartWebcast", "{" WEBCAST ",\"VideoSolutions\":[{},{},{}]}",
         "VideoSolutions", "has 3 elements"},
        {CREC_CLOUD_VOLCENGINE, "StartWebcast",
         "{" WEBCAST ",\"MonitorConfig\":{\"CrashCheck\":1}}", "MonitorConfig.CrashCheck",
         "is no field"},
        {CREC_CLOUD_VOLCENGINE, "StartWebcast", "{" WEBCAST ",\"MonitorConfig\":null}",
         "MonitorConfig", "is null"},
        {CREC_CLOUD_ALIBABA, "StartRtcCloudRecording",
         "{" RECORDING ",\"SubscribeParams\":{\"SubscribeUserIdList\":[{\"UserId\":\"1\"},"
         "{\"UserId\":\"2\"},{\"UserId\":\"3\"},{\"UserId\":7}]}}",
         "SubscribeParams.SubscribeUserIdList[3].UserId", "is a number"},
        {CREC_CLOUD_ALIBABA, "StartRtcCloudRecording",
         "{" RECORDING ",\"SubscribeParams\":{\"SubscribeUserIdList\":[{}]}}",
         "SubscribeParams.SubscribeUserIdList[0].UserId", "is missing"},
        {CREC_CLOUD_TENCENT, "CreateLiveRecord",
         "{\"StreamName\":\"s\",\"EndTime\":\"2017-01-01 10:30:01\"}", "StartTime", "is missing"},
        {CREC_CLOUD_TENCENT, "CreateRecordTask",
         "{\"StreamName\":\"s\",\"DomainName\":\"d\",\"AppName\":\"a\",\"StartTime\":1,"
         "\"EndTime\":86402}",
         "EndTime", "is 86401 seconds later"},
        {CREC_CLOUD_TENCENT, "StopRecordTask", "{\"TaskId\":123}", "TaskId", "is a number"},
        {CREC_CLOUD_TENCENT, "StopRecordTask", "{\"TaskId\":\"123\"}", "TaskId", "is an integer"},
        {CREC_CLOUD_TENCENT, "StopLiveRecord", "{\"StreamName\":\"s\",\"TaskId\":\"UZZU\"}",
         "TaskId", "has a 'U' at character 1"},
        {CREC_CLOUD_TENCENT, "StopRecordTask", "{\"TaskId\":\"a\"} ]", "fields",
         "goes on after its end"},
        {CREC_CLOUD_TENCENT, "StopRecordTask", "[]", "fields", "is not a JSON object"},
        {CREC_CLOUD_TENCENT, "StopRecordTask", "", "fields", "is empty"},
        {CREC_CLOUD_TENCENT, "StopRecordTask", NULL, "TaskId", "is missing"},
        {CREC_CLOUD_TENCENT, "StopWebcast", "{}", "action",
         "is no operation of Tencent Cloud that is known here"},
        {CREC_CLOUD_TENCENT, NULL, "{}", "action", "is missing"},
        {CREC_CLOUD_TENCENT, "Stop Record", "{}", "action", "has a blank at character 5"},
        {9, "StopRecordTask", "{}", "cloud", "is unknown"},
    };
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        crec_request *request;
        crec_outcome *outcome;

        ROW("%s: %s", rows[i].action, rows[i].field);
        CHECK_NUMBER(
            make_operation(rows[i].cloud, rows[i].action, rows[i].fields, &request, &outcome),
            CREC_STATUS_INVALID_ARGUMENT);
        CHECK(request == NULL);
        CHECK_NUMBER(crec_outcome_fault_count(outcome), 1);
        CHECK_TEXT(crec_outcome_fault_field(outcome, 0), rows[i].field);
        CHECK_TEXT(crec_outcome_fault_problem(outcome, 0), rows[i].problem);
        CHECK(crec_outcome_fault_rule(outcome, 0)[0] != '\0');
        crec_outcome_free(outcome);
    }
}

static void a_task_of_the_other_family_is_refused_by_name(void)
{
    static const struct {
        const char *action, *fields, *named;
    } rows[] = {
        {"StopLiveRecord", "{\"StreamName\":\"s\",\"TaskId\":\"UZZU\"}", "StopRecordTask"},
        {"DeleteLiveRecord", "{\"StreamName\":\"s\",\"TaskId\":\"UZZU\"}", "DeleteRecordTask"},
        {"StopRecordTask", "{\"TaskId\":1}", "StopLiveRecord"},
        {"DeleteRecordTask", "{\"TaskId\":\"1\"}", "DeleteLiveRecord"},
    };
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        crec_request *request;
        crec_outcome *outcome;

        ROW("%s", rows[i].action);
        make_operation(CREC_CLOUD_TENCENT, rows[i].action, rows[i].fields, &request, &outcome);
        CHECK(strstr(crec_outcome_fault_rule(outcome, 0), rows[i].named) != NULL);
        crec_outcome_free(outcome);
    }
}

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
         "{\"A\":1.50,\"C\":[\"x\",2,true],\"D\":{\"E\":1e9}}"},
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
        TEST(nested_faults),
        TEST(a_task_of_the_other_family_is_refused_by_name),
        TEST(fields_go_where_the_cloud_wants_them),
        TEST(a_region_is_sent_where_the_cloud_wants_one),
        TEST(fields_of_any_action_are_not_checked),
        TEST(fields_stand_instead_of_query_and_body),
    };

    return run_tests(tests, COUNT(tests));
}
