/* The five calls as rows of a table, each with parameters that are good as they stand. */
#ifndef CREC_CALLS_H
#define CREC_CALLS_H

#include <crec.h>
#include <stddef.h>

typedef union any_params {
    size_t struct_size;
    crec_start_wb_record_params start_wb_record;
    crec_stop_wb_record_params stop_wb_record;
    crec_stop_webcast_params stop_webcast;
    crec_stop_rtc_cloud_recording_params stop_rtc_cloud_recording;
    crec_stop_live_record_params stop_live_record;
} any_params;

/* The rule for a field, as a bit. */
typedef enum rule {
    RULE_ID = 1,
    RULE_MASKABLE_ID = 2,
    RULE_INTEGER = 4,
    RULE_TEXT = 8,
    RULE_URL = 16,
    RULE_DATE = 32,
    RULE_ANY_ID = RULE_ID | RULE_MASKABLE_ID,
    RULE_ANY = 63
} rule;

typedef struct field {
    const char *name; /* NULL ends a list */
    size_t offset;
    rule rule;
    int required;
} field;

typedef struct call {
    const char *name;
    crec_cloud cloud;
    any_params good;
    crec_status (*make)(crec_client *client, const any_params *params, crec_outcome **outcome);
    crec_status (*request)(const any_params *params, crec_request **request,
                           crec_outcome **outcome);
    field fields[8];
} call;

#define DEFINE_CALL(name)                                                                          \
    static crec_status make_##name(crec_client *client, const any_params *params,                  \
                                   crec_outcome **outcome)                                         \
    {                                                                                              \
        return crec_##name(client, &params->name, outcome);                                        \
    }                                                                                              \
    static crec_status request_##name(const any_params *params, crec_request **request,            \
                                      crec_outcome **outcome)                                      \
    {                                                                                              \
        return crec_request_new_##name(&params->name, request, outcome);                           \
    }
DEFINE_CALL(start_wb_record)
DEFINE_CALL(stop_wb_record)
DEFINE_CALL(stop_webcast)
DEFINE_CALL(stop_rtc_cloud_recording)
DEFINE_CALL(stop_live_record)

#define FIELD(name, member, rule, required) {name, offsetof(any_params, member), rule, required}

enum { START_WB_RECORD, STOP_WB_RECORD, STOP_WEBCAST, STOP_RTC_CLOUD_RECORDING, STOP_LIVE_RECORD };

static const call calls[] = {
    {"start_wb_record",
     CREC_CLOUD_VOLCENGINE,
     {.start_wb_record = {sizeof(crec_start_wb_record_params), "App-1", "Room-1", "Task-1",
                          "User-1", "Business-1", "https://example.com/board?x=1", NULL}},
     make_start_wb_record,
     request_start_wb_record,
     {FIELD("AppId", start_wb_record.app_id, RULE_ID, 1),
      FIELD("RoomId", start_wb_record.room_id, RULE_ID, 1),
      FIELD("TaskId", start_wb_record.task_id, RULE_ID, 1),
      FIELD("UserId", start_wb_record.user_id, RULE_ID, 1),
      FIELD("BusinessId", start_wb_record.business_id, RULE_ID, 0),
      FIELD("SourceURL", start_wb_record.source_url, RULE_URL, 0),
      FIELD("version", start_wb_record.version, RULE_DATE, 0)}},
    {"stop_wb_record",
     CREC_CLOUD_VOLCENGINE,
     {.stop_wb_record = {sizeof(crec_stop_wb_record_params), "App-1", "Room-1", "User-1", "Task-1",
                         NULL}},
     make_stop_wb_record,
     request_stop_wb_record,
     {FIELD("AppId", stop_wb_record.app_id, RULE_ID, 1),
      FIELD("RoomId", stop_wb_record.room_id, RULE_ID, 1),
      FIELD("UserId", stop_wb_record.user_id, RULE_ID, 1),
      FIELD("TaskId", stop_wb_record.task_id, RULE_ID, 1),
      FIELD("version", stop_wb_record.version, RULE_DATE, 0)}},
    {"stop_webcast",
     CREC_CLOUD_VOLCENGINE,
     {.stop_webcast = {sizeof(crec_stop_webcast_params), "App-1", "Room-1", "Task-1", NULL}},
     make_stop_webcast,
     request_stop_webcast,
     {FIELD("AppId", stop_webcast.app_id, RULE_ID, 1),
      FIELD("RoomId", stop_webcast.room_id, RULE_ID, 1),
      FIELD("TaskId", stop_webcast.task_id, RULE_ID, 1),
      FIELD("version", stop_webcast.version, RULE_DATE, 0)}},
    {"stop_rtc_cloud_recording",
     CREC_CLOUD_ALIBABA,
     {.stop_rtc_cloud_recording = {sizeof(crec_stop_rtc_cloud_recording_params), "Task-1", NULL}},
     make_stop_rtc_cloud_recording,
     request_stop_rtc_cloud_recording,
     {FIELD("TaskId", stop_rtc_cloud_recording.task_id, RULE_MASKABLE_ID, 1),
      FIELD("version", stop_rtc_cloud_recording.version, RULE_DATE, 0)}},
    {"stop_live_record",
     CREC_CLOUD_TENCENT,
     {.stop_live_record = {sizeof(crec_stop_live_record_params), "test1", "123", NULL}},
     make_stop_live_record,
     request_stop_live_record,
     {FIELD("StreamName", stop_live_record.stream_name, RULE_TEXT, 1),
      FIELD("TaskId", stop_live_record.task_id, RULE_INTEGER, 1),
      FIELD("version", stop_live_record.version, RULE_DATE, 0)}},
};

static inline void set_field(any_params *params, const field *field, const char *value)
{
    *(const char **)((char *)params + field->offset) = value;
}

#endif
