/* The floor's requests and replies: checks, and JSON by jansson. */
#include "floor.h"
#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int is_id(const char *text)
{
    size_t length = strlen(text);

    for (const char *c = text; *c; c++)
        if (!isalnum((unsigned char)*c) && !strchr("_@-.", *c))
            return 0;
    return length >= 1 && length <= 128;
}

int floor_build_volcengine(floor_request *request, const char *app, const char *room,
                           const char *user, const char *task)
{
    if (!is_id(app) || !is_id(room) || !is_id(user) || !is_id(task))
        return 0;
    request->action = "StopWBRecord";
    request->version = "2023-11-01";
    request->query[0] = 0;
    snprintf(request->body, sizeof request->body,
             "{\"AppId\":\"%s\",\"RoomId\":\"%s\",\"UserId\":\"%s\",\"TaskId\":\"%s\"}", app, room,
             user, task);
    return 1;
}

int floor_build_alibaba(floor_request *request, const char *task)
{
    if (!is_id(task))
        return 0;
    request->action = "StopRtcCloudRecording";
    request->version = "2016-11-01";
    request->body[0] = 0;
    snprintf(request->query, sizeof request->query, "TaskId=%s", task);
    return 1;
}

int floor_build_tencent(floor_request *request, const char *stream, const char *task)
{
    char *end;

    if (!*stream || strlen(stream) > 200 || strpbrk(stream, "\"\\\n\r\t") || !*task)
        return 0;
    if (strtoll(task, &end, 10) < 0 || *end)
        return 0;
    request->action = "StopLiveRecord";
    request->version = "2018-08-01";
    request->query[0] = 0;
    snprintf(request->body, sizeof request->body, "{\"StreamName\":\"%s\",\"TaskId\":%s}", stream,
             task);
    return 1;
}

static void copy(char *out, size_t size, const json_t *value)
{
    const char *text = json_string_value(value);

    snprintf(out, size, "%s", text ? text : "");
}

void floor_read(int cloud, int http_status, const char *body, size_t size, floor_reply *out)
{
    static const char *ids[] = {"", "RequestId", "RequestId", "RequestId"};
    json_t *root = json_loadb(body, size, JSON_REJECT_DUPLICATES, NULL);
    json_t *whole = cloud == 3   ? json_object_get(root, "Response")
                    : cloud == 1 ? json_object_get(root, "ResponseMetadata")
                                 : root;
    json_t *error = cloud == 2 ? root : json_object_get(whole, "Error");

    copy(out->request_id, sizeof out->request_id, json_object_get(whole, ids[cloud]));
    copy(out->code, sizeof out->code, json_object_get(error, "Code"));
    copy(out->message, sizeof out->message, json_object_get(error, "Message"));
    out->is_ok = whole && http_status == 200 && !out->code[0];
    json_decref(root);
}
