/* Start, ask, stop, ask again, stop again: each kind of recording from its beginning to its end. */
#include <time.h>

#include "emulator.h"
#include "operation.h"

/* %s is the task's id where the cloud makes one up; %ld is a time. */
static const struct kind {
    const char *name;
    crec_cloud cloud;
    const char *start, *start_fields;
    const char *ask, *ask_fields; /* NULL: the cloud cannot be asked */
    const char *stop, *stop_fields;
    crec_status again;
} kinds[] = {
    {"whiteboard", CREC_CLOUD_VOLCENGINE, "StartWBRecord",
     "{\"AppId\":\"a\",\"RoomId\":\"r\",\"TaskId\":\"w\",\"UserId\":\"u\"}", NULL, NULL,
     "StopWBRecord", "{\"AppId\":\"a\",\"RoomId\":\"r\",\"TaskId\":\"w\",\"UserId\":\"u\"}",
     CREC_STATUS_ALREADY_STOPPED},
    {"webcast", CREC_CLOUD_VOLCENGINE, "StartWebcast",
     "{\"AppId\":\"a\",\"RoomId\":\"r\",\"TaskId\":\"p\",\"UserId\":\"u\","
     "\"SourceURL\":\"https://example.com/\",\"MonitorConfig\":{\"BlankCheckInterval\":2},"
     "\"VideoSolutions\":[{\"Width\":1280,\"Height\":720}]}",
     "GetWebCastTask", "{\"AppId\":\"a\",\"RoomId\":\"r\",\"TaskId\":\"p\"}", "StopWebcast",
     "{\"AppId\":\"a\",\"RoomId\":\"r\",\"TaskId\":\"p\"}", CREC_STATUS_ALREADY_STOPPED},
    {"rtc", CREC_CLOUD_ALIBABA, "StartRtcCloudRecording",
     "{\"AppId\":\"a\",\"ChannelId\":\"c\",\"RecordParams\":{\"RecordMode\":1},"
     "\"SubscribeParams\":{\"SubscribeUserIdList\":[{\"UserId\":\"u\",\"StreamType\":2}]},"
     "\"StorageParams\":{\"StorageType\":1,\"FileInfo\":[{\"Format\":\"MP4\"}],"
     "\"OSSParams\":{\"OSSBucket\":\"b\",\"OSSEndpoint\":\"e\"}},"
     "\"NotifyFileUploadedFormat\":[\"mp4\",\"hls\"]}",
     "DescribeRtcCloudRecordingFiles", "{\"TaskId\":\"%s\"}", "StopRtcCloudRecording",
     "{\"TaskId\":\"%s\"}", CREC_STATUS_ALREADY_STOPPED},
    {"live", CREC_CLOUD_TENCENT, "CreateLiveRecord", "{\"StreamName\":\"s\",\"Highlight\":1}", NULL,
     NULL, "StopLiveRecord", "{\"StreamName\":\"s\",\"TaskId\":%s}", CREC_STATUS_NOT_FOUND},
    {"record", CREC_CLOUD_TENCENT, "CreateRecordTask",
     "{\"StreamName\":\"s\",\"DomainName\":\"d\",\"AppName\":\"l\",\"EndTime\":%ld}",
     "DescribeRecordTask", "{\"StartTime\":%ld,\"EndTime\":%ld}", "StopRecordTask",
     "{\"TaskId\":\"%s\"}", CREC_STATUS_NOT_FOUND},
};

static int is_list(const struct kind *kind)
{
    return kind->ask && strcmp(kind->ask, "DescribeRecordTask") == 0;
}

/* A list tells no one task's state, but when each was stopped. */
static void check_task(crec_client *client, const struct kind *kind, const char *id,
                       crec_task_state state)
{
    long now = (long)time(NULL);
    char fields[256];
    crec_outcome *outcome;

    if (!kind->ask)
        return;
    if (is_list(kind))
        snprintf(fields, sizeof fields, kind->ask_fields, now - 3600, now + 7200);
    else
        snprintf(fields, sizeof fields, kind->ask_fields, id);
    outcome = perform_operation(client, kind->cloud, kind->ask, fields);
    CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_OK);
    if (is_list(kind)) {
        CHECK_NUMBER(crec_outcome_task_state(outcome), CREC_TASK_UNKNOWN);
        CHECK(strstr(crec_outcome_body(outcome), id) != NULL);
        CHECK((strstr(crec_outcome_body(outcome), "\"Stopped\":0") != NULL) ==
              (state == CREC_TASK_RUNNING));
    } else {
        CHECK_NUMBER(crec_outcome_task_state(outcome), state);
    }
    crec_outcome_free(outcome);
}

static void check_stop(crec_client *client, const struct kind *kind, const char *id,
                       crec_status status)
{
    char fields[256];
    crec_outcome *outcome;

    snprintf(fields, sizeof fields, kind->stop_fields, id);
    outcome = perform_operation(client, kind->cloud, kind->stop, fields);
    CHECK_NUMBER(crec_outcome_status(outcome), status);
    crec_outcome_free(outcome);
}

static void from_start_to_end(void)
{
    size_t i;

    emulator("reset");
    for (i = 0; i < COUNT(kinds); i++) {
        const struct kind *kind = &kinds[i];
        crec_client *client = emulator_client(kind->cloud);
        char fields[512], id[128];
        crec_outcome *outcome;

        ROW("%s", kind->name);
        snprintf(fields, sizeof fields, kind->start_fields, (long)time(NULL) + 3600);
        outcome = perform_operation(client, kind->cloud, kind->start, fields);
        CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_OK);
        snprintf(id, sizeof id, "%s", crec_outcome_task_id(outcome));
        CHECK((id[0] != '\0') == (strchr(kind->stop_fields, '%') != NULL));
        crec_outcome_free(outcome);
        check_task(client, kind, id, CREC_TASK_RUNNING);
        check_stop(client, kind, id, CREC_STATUS_OK);
        check_task(client, kind, id, CREC_TASK_STOPPED);
        check_stop(client, kind, id, kind->again);
        crec_client_free(client);
    }
}

static void a_page_that_is_recorded_already(void)
{
    const struct kind *webcast = &kinds[1];
    crec_client *client = emulator_client(webcast->cloud);
    crec_outcome *outcome;

    emulator("reset");
    crec_outcome_free(
        perform_operation(client, webcast->cloud, webcast->start, webcast->start_fields));
    outcome = perform_operation(client, webcast->cloud, webcast->start, webcast->start_fields);
    CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_OK);
    CHECK(strstr(crec_outcome_message(outcome), "has been started") != NULL);
    crec_outcome_free(outcome);
    crec_client_free(client);
}

static void states_that_the_clouds_tell(void)
{
    static const struct {
        const char *plant;
        size_t kind;
        crec_task_state state;
    } rows[] = {
        {"\"webcast\",\"state\":\"not started\",\"AppId\":\"a\",\"RoomId\":\"r\",", 1,
         CREC_TASK_NOT_STARTED},
        {"\"webcast\",\"state\":\"failed\",\"AppId\":\"a\",\"RoomId\":\"r\",", 1, CREC_TASK_FAILED},
        {"\"rtc\",\"state\":\"recovering\",", 2, CREC_TASK_RECOVERING},
        {"\"rtc\",\"state\":\"stopping\",", 2, CREC_TASK_STOPPING},
    };
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        const struct kind *kind = &kinds[rows[i].kind];
        crec_client *client = emulator_client(kind->cloud);
        char plant[256];

        ROW("%s", rows[i].plant);
        emulator("reset");
        snprintf(plant, sizeof plant, "plant {\"kind\":%s\"TaskId\":\"p\"}", rows[i].plant);
        emulator(plant);
        check_task(client, kind, "p", rows[i].state);
        crec_client_free(client);
    }
}

int main(void)
{
    static const test tests[] = {
        TEST(from_start_to_end),
        TEST(a_page_that_is_recorded_already),
        TEST(states_that_the_clouds_tell),
    };

    return run_tests(tests, COUNT(tests));
}
