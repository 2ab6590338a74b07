/* Tests of the operations that update, delete or query a task: outcomes and retries. */
#include "emulator.h"
#include "operation.h"

#define SUBSCRIBERS "\"SubscribeParams\":{\"SubscribeUserIdList\":[{\"UserId\":\"u\"}]}"
#define IDS "\"AppId\":\"a\",\"RoomId\":\"r\",\"TaskId\":\"t\""

static void deletions_and_updates(void)
{
    static const struct {
        crec_cloud cloud;
        const char *plant, *action, *fields;
        crec_status first, second;
    } rows[] = {
        {CREC_CLOUD_TENCENT, "plant {\"kind\":\"live\",\"StreamName\":\"s\",\"TaskId\":7}",
         "DeleteLiveRecord", "{\"StreamName\":\"s\",\"TaskId\":7}", CREC_STATUS_OK,
         CREC_STATUS_NOT_FOUND},
        {CREC_CLOUD_TENCENT, "plant {\"kind\":\"record\",\"TaskId\":\"t\"}", "DeleteRecordTask",
         "{\"TaskId\":\"t\"}", CREC_STATUS_OK, CREC_STATUS_NOT_FOUND},
        {CREC_CLOUD_ALIBABA, "plant {\"kind\":\"rtc\",\"TaskId\":\"t\"}", "UpdateRtcCloudRecording",
         "{\"TaskId\":\"t\",\"SubscribeParams\":{\"SubscribeUserIdList\":[{\"UserId\":\"u\"}]}}",
         CREC_STATUS_OK, CREC_STATUS_OK},
        {CREC_CLOUD_ALIBABA, "plant {\"kind\":\"rtc\",\"state\":\"stopped\",\"TaskId\":\"t\"}",
         "UpdateRtcCloudRecording",
         "{\"TaskId\":\"t\",\"SubscribeParams\":{\"SubscribeUserIdList\":[{\"UserId\":\"u\"}]}}",
         CREC_STATUS_CONFLICT, CREC_STATUS_CONFLICT},
    };
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        crec_client *client = emulator_client(rows[i].cloud);
        crec_outcome *first, *second;

        ROW("%s", rows[i].action);
        emulator("reset");
        emulator(rows[i].plant);
        first = perform_operation(client, rows[i].cloud, rows[i].action, rows[i].fields);
        second = perform_operation(client, rows[i].cloud, rows[i].action, rows[i].fields);
        CHECK_NUMBER(crec_outcome_status(first), rows[i].first);
        CHECK_NUMBER(crec_outcome_status(second), rows[i].second);
        crec_outcome_free(first);
        crec_outcome_free(second);
        crec_client_free(client);
    }
}

/* A reply without a body leaves the outcome unknown: only idempotent operations are retried. */
static void what_is_made_again_in_doubt(void)
{
    static const struct {
        crec_cloud cloud;
        const char *action, *fields;
        int attempts;
    } rows[] = {
        {CREC_CLOUD_VOLCENGINE, "StartWebcast",
         "{" IDS ",\"UserId\":\"u\",\"SourceURL\":\"https://example.com/\"}", 1},
        {CREC_CLOUD_VOLCENGINE, "GetWebCastTask", "{" IDS "}", 2},
        {CREC_CLOUD_VOLCENGINE, "StopWebcast", "{" IDS "}", 2},
        {CREC_CLOUD_ALIBABA, "StartRtcCloudRecording",
         "{\"AppId\":\"a\",\"ChannelId\":\"c\",\"RecordParams\":{\"RecordMode\":0},"
         "\"StorageParams\":{\"StorageType\":1}," SUBSCRIBERS "}",
         1},
        {CREC_CLOUD_ALIBABA, "UpdateRtcCloudRecording", "{\"TaskId\":\"t\"," SUBSCRIBERS "}", 1},
        {CREC_CLOUD_ALIBABA, "DescribeRtcCloudRecordingFiles", "{\"TaskId\":\"t\"}", 2},
        {CREC_CLOUD_TENCENT, "CreateLiveRecord", "{\"StreamName\":\"s\",\"Highlight\":1}", 1},
        {CREC_CLOUD_TENCENT, "DeleteLiveRecord", "{\"StreamName\":\"s\",\"TaskId\":7}", 2},
        {CREC_CLOUD_TENCENT, "CreateRecordTask",
         "{\"StreamName\":\"s\",\"DomainName\":\"d\",\"AppName\":\"l\",\"EndTime\":1}", 1},
        {CREC_CLOUD_TENCENT, "StopRecordTask", "{\"TaskId\":\"t\"}", 2},
        {CREC_CLOUD_TENCENT, "DeleteRecordTask", "{\"TaskId\":\"t\"}", 2},
        {CREC_CLOUD_TENCENT, "DescribeRecordTask", "{\"StartTime\":1,\"EndTime\":2}", 2},
    };
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        crec_client_options options = emulator_options(rows[i].cloud);
        crec_client *client;
        crec_outcome *outcome;

        ROW("%s", rows[i].action);
        options.attempt_limit = 2;
        client = new_client(&options);
        emulator("reset");
        emulator("fault {\"kind\":\"reply\",\"body\":\"\",\"times\":1}");
        outcome = perform_operation(client, rows[i].cloud, rows[i].action, rows[i].fields);
        CHECK_NUMBER(crec_outcome_attempts(outcome), rows[i].attempts);
        CHECK_NUMBER(crec_outcome_may_have_been_applied(outcome), 1);
        CHECK_NUMBER(emulator("requests"), rows[i].attempts);
        crec_outcome_free(outcome);
        crec_client_free(client);
    }
}

int main(void)
{
    static const test tests[] = {
        TEST(deletions_and_updates),
        TEST(what_is_made_again_in_doubt),
    };

    return run_tests(tests, COUNT(tests));
}
