/* Operations by their name: what is wrong in their JSON is told by its path. */
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
         "is an unknown operation of Tencent Cloud Live"},
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

int main(void)
{
    static const test tests[] = {
        TEST(nested_faults),
        TEST(a_task_of_the_other_family_is_refused_by_name),
    };

    return run_tests(tests, COUNT(tests));
}
