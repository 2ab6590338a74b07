/* The five calls as rows of a table, and the one way to make any of them. */
#include "crec_command.h"

#include <stddef.h>
#include <string.h>

#define FIELD(name, value, member, help)                                                           \
    {name, value, OPTION_TEXT, offsetof(command_line, params.member), help}

static const option start_wb_record_options[] = {
    FIELD("app-id", "ID", start_wb_record.app_id, "AppId, required"),
    FIELD("room-id", "ID", start_wb_record.room_id, "RoomId, required"),
    FIELD("task-id", "ID", start_wb_record.task_id, "TaskId, required; of your choice"),
    FIELD("user-id", "ID", start_wb_record.user_id, "UserId, required; not one of the room's"),
    FIELD("business-id", "ID", start_wb_record.business_id, "BusinessId"),
    FIELD("source-url", "URL", start_wb_record.source_url, "SourceURL: a custom whiteboard page"),
    FIELD("version", "DATE", start_wb_record.version, "default: 2020-12-01"),
    {0},
};

static const option stop_wb_record_options[] = {
    FIELD("app-id", "ID", stop_wb_record.app_id, "AppId, required"),
    FIELD("room-id", "ID", stop_wb_record.room_id, "RoomId, required"),
    FIELD("user-id", "ID", stop_wb_record.user_id, "UserId, required; who makes this call"),
    FIELD("task-id", "ID", stop_wb_record.task_id, "TaskId, required; as given to the start"),
    FIELD("version", "DATE", stop_wb_record.version, "default: 2023-11-01"),
    {0},
};

static const option stop_webcast_options[] = {
    FIELD("app-id", "ID", stop_webcast.app_id, "AppId, required"),
    FIELD("room-id", "ID", stop_webcast.room_id, "RoomId, required"),
    FIELD("task-id", "ID", stop_webcast.task_id, "TaskId, required; as given to the start"),
    FIELD("version", "DATE", stop_webcast.version, "default: 2020-12-01"),
    {0},
};

static const option stop_rtc_cloud_recording_options[] = {
    FIELD("task-id", "ID", stop_rtc_cloud_recording.task_id,
          "TaskId, required; from StartRtcCloudRecording"),
    FIELD("version", "DATE", stop_rtc_cloud_recording.version, "default: 2016-11-01"),
    {0},
};

static const option stop_live_record_options[] = {
    FIELD("stream-name", "NAME", stop_live_record.stream_name, "StreamName, required"),
    FIELD("task-id", "N", stop_live_record.task_id, "TaskId, required; from CreateLiveRecord"),
    FIELD("version", "DATE", stop_live_record.version, "default: 2018-08-01"),
    {0},
};

static crec_status start_wb_record(crec_client *client, const call_params *params,
                                   crec_outcome **outcome)
{
    return crec_start_wb_record(client, &params->start_wb_record, outcome);
}

static crec_status stop_wb_record(crec_client *client, const call_params *params,
                                  crec_outcome **outcome)
{
    return crec_stop_wb_record(client, &params->stop_wb_record, outcome);
}

static crec_status stop_webcast(crec_client *client, const call_params *params,
                                crec_outcome **outcome)
{
    return crec_stop_webcast(client, &params->stop_webcast, outcome);
}

static crec_status stop_rtc_cloud_recording(crec_client *client, const call_params *params,
                                            crec_outcome **outcome)
{
    return crec_stop_rtc_cloud_recording(client, &params->stop_rtc_cloud_recording, outcome);
}

static crec_status stop_live_record(crec_client *client, const call_params *params,
                                    crec_outcome **outcome)
{
    return crec_stop_live_record(client, &params->stop_live_record, outcome);
}

typedef struct call {
    const char *name;
    const char *summary;
    crec_cloud cloud;
    size_t params_size;
    const option *options;
    crec_status (*make)(crec_client *client, const call_params *params, crec_outcome **outcome);
} call;

static const call calls[] = {
    {"start-wb-record", "Volcengine RTC: start recording a whiteboard", CREC_CLOUD_VOLCENGINE,
     sizeof(crec_start_wb_record_params), start_wb_record_options, start_wb_record},
    {"stop-wb-record", "Volcengine RTC: stop recording a whiteboard", CREC_CLOUD_VOLCENGINE,
     sizeof(crec_stop_wb_record_params), stop_wb_record_options, stop_wb_record},
    {"stop-webcast", "Volcengine RTC: stop recording a web page", CREC_CLOUD_VOLCENGINE,
     sizeof(crec_stop_webcast_params), stop_webcast_options, stop_webcast},
    {"stop-rtc-cloud-recording", "Alibaba Cloud Live: stop recording an RTC channel",
     CREC_CLOUD_ALIBABA, sizeof(crec_stop_rtc_cloud_recording_params),
     stop_rtc_cloud_recording_options, stop_rtc_cloud_recording},
    {"stop-live-record", "Tencent Cloud Live: stop recording a stream", CREC_CLOUD_TENCENT,
     sizeof(crec_stop_live_record_params), stop_live_record_options, stop_live_record},
    {0},
};

static int print_help(const call *call)
{
    printf("usage: crec %s [--option VALUE]...\n\n%s\n\n", call->name, call->summary);
    puts("An ID is 1 to 128 of a-z A-Z 0-9 _ @ - .");
    print_options(call->options);
    print_common_help();
    return CREC_STATUS_OK;
}

static int make_call(const call *call, const command_line *line)
{
    crec_client *client;
    crec_outcome *outcome;
    crec_status status = crec_client_new(&line->client, &client, &outcome);

    if (status == CREC_STATUS_OK)
        status = call->make(client, &line->params, &outcome);
    if (line->json)
        print_json(outcome_json(outcome));
    else
        print_outcome(status <= CREC_STATUS_ALREADY_STOPPED ? stdout : stderr, outcome);
    crec_outcome_free(outcome);
    crec_client_free(client);
    return status;
}

int run_call(const char *name, char **arguments)
{
    command_line line = {.client = CREC_CLIENT_OPTIONS_INIT};
    const call *call = calls;

    while (call->name && strcmp(call->name, name) != 0)
        call++;
    if (!call->name)
        return -1;
    line.client.cloud = call->cloud;
    line.params.struct_size = call->params_size;
    if (parse_options(&line, call->options, arguments) != 0)
        return CREC_STATUS_INVALID_ARGUMENT;
    return line.help ? print_help(call) : make_call(call, &line);
}

void print_calls(void)
{
    const call *call;

    puts("calls:");
    for (call = calls; call->name; call++)
        printf("  %-25s %s\n", call->name, call->summary);
}
