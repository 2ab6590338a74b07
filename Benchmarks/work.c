/* Signing, building and reading: the library's and the floor's, on the same input. */
#include "work.h"
#include "floor.h"
#include <crec.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VOLCENGINE = CREC_CLOUD_VOLCENGINE, ALIBABA, TENCENT, CLOUDS };

static const char key_id[] = "AKIDEXAMPLEEXAMPLEEXAMPLE";
static const char key[] = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY";
static const char nonce[] = "3156853299f313e23d1673dc12e1703d";
static const int64_t now = 1764400000;

static crec_client *clients[CLOUDS];
static crec_request *requests[CLOUDS];
static floor_signer signers[CLOUDS];
static floor_request floor_requests[CLOUDS];

static const char *const successes[CLOUDS] = {
    NULL,
    "{\"ResponseMetadata\":{\"RequestId\":\"20230604110420****100232280022D31\","
    "\"Action\":\"StopWBRecord\",\"Version\":\"2023-11-01\",\"Service\":\"rtc\","
    "\"Region\":\"cn-north-1\"},\"Result\":{}}",
    "{\"RequestId\":\"760bad53-276c-431a-9cf3-9bc18ad2****\",\"TaskId\":\"7e1a\"}",
    "{\"Response\":{\"RequestId\":\"3c140219-cfe9-470e-b241-907877d6fb03\"}}",
};

static const char *const errors[CLOUDS] = {
    NULL,
    "{\"ResponseMetadata\":{\"RequestId\":\"20230604110420****100232280022D31\","
    "\"Action\":\"StopWBRecord\",\"Version\":\"2023-11-01\",\"Service\":\"rtc\","
    "\"Region\":\"cn-north-1\",\"Error\":{\"Code\":\"InvalidParameter.TaskId\","
    "\"Message\":\"The task does not exist.\"}}}",
    "{\"RequestId\":\"760bad53-276c-431a-9cf3-9bc18ad2****\",\"HostId\":\"live.aliyuncs.com\","
    "\"Code\":\"InternalError\",\"Message\":\"The request processing has failed.\"}",
    "{\"Response\":{\"Error\":{\"Code\":\"FailedOperation.StopFail\",\"Message\":"
    "\"The recording could not be stopped.\"},\"RequestId\":\"3c140219-cfe9-470e-b241\"}}",
};

static void must(int holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "benchmark: %s\n", what);
    exit(1);
}

/* ------------------------------------------------------------------------------------- building */

static crec_request *built(int cloud)
{
    crec_stop_wb_record_params volcengine = CREC_STOP_WB_RECORD_PARAMS_INIT;
    crec_stop_rtc_cloud_recording_params alibaba = CREC_STOP_RTC_CLOUD_RECORDING_PARAMS_INIT;
    crec_stop_live_record_params tencent = CREC_STOP_LIVE_RECORD_PARAMS_INIT;
    crec_request *request = NULL;

    volcengine.app_id = "661e0543cf";
    volcengine.room_id = "Room1";
    volcengine.user_id = "user1";
    volcengine.task_id = "task-1";
    alibaba.task_id = "7e1a6a5b-b5d8-4a3c-a0a1-73dbb25f";
    tencent.stream_name = "test-stream";
    tencent.task_id = "2386498263";
    if (cloud == VOLCENGINE)
        crec_request_new_stop_wb_record(&volcengine, &request, NULL);
    else if (cloud == ALIBABA)
        crec_request_new_stop_rtc_cloud_recording(&alibaba, &request, NULL);
    else
        crec_request_new_stop_live_record(&tencent, &request, NULL);
    return request;
}

static void build_floor(int cloud)
{
    floor_request *request = &floor_requests[cloud];
    int done = cloud == VOLCENGINE
                   ? floor_build_volcengine(request, "661e0543cf", "Room1", "user1", "task-1")
               : cloud == ALIBABA ? floor_build_alibaba(request, "7e1a6a5b-b5d8-4a3c-a0a1-73dbb25f")
                                  : floor_build_tencent(request, "test-stream", "2386498263");

    must(done, "the floor refuses a request");
}

/* -------------------------------------------------------------------------------------- signing */

static crec_signed_request *signed_by_crec(int cloud)
{
    crec_sign_options options = CREC_SIGN_OPTIONS_INIT;
    crec_signed_request *made = NULL;

    options.timestamp = now;
    options.nonce = cloud == ALIBABA ? nonce : NULL;
    crec_client_sign(clients[cloud], requests[cloud], &options, &made, NULL);
    return made;
}

static void sign_floor(int cloud, floor_signed *out)
{
    floor_sign(&signers[cloud], &floor_requests[cloud], nonce, now, out);
}

static void compare(int cloud)
{
    crec_signed_request *made = signed_by_crec(cloud);
    size_t count = crec_signed_request_header_count(made);
    size_t size = crec_signed_request_body_size(made);
    floor_signed own;

    sign_floor(cloud, &own);
    must(!strcmp(crec_signed_request_url(made), own.url), "the URLs differ");
    must(count == (size_t)own.header_count, "one side has more headers");
    for (size_t i = 0; i < count; i++) {
        char line[1024];

        snprintf(line, sizeof line, "%s: %s", crec_signed_request_header_name(made, i),
                 crec_signed_request_header_value(made, i));
        must(!strcmp(line, own.headers[i]), line);
    }
    must(size == strlen(floor_requests[cloud].body) &&
             !memcmp(crec_signed_request_body(made), floor_requests[cloud].body, size),
         "the bodies differ");
    crec_signed_request_free(made);
}

/* -------------------------------------------------------------------------------------- reading */

static crec_outcome *read_by_crec(int cloud, int status, const char *body)
{
    const crec_pair headers[] = {
        {"Content-Type", "application/json"},
        {"Date", "Sat, 29 Nov 2025 07:06:40 GMT"},
        {"X-Tt-Logid", "20230604110420"},
        {"Connection", "keep-alive"},
    };
    crec_reply reply = CREC_REPLY_INIT;
    crec_outcome *outcome = NULL;

    reply.http_status = status;
    reply.headers = headers;
    reply.header_count = sizeof headers / sizeof *headers;
    reply.body = body;
    reply.body_size = strlen(body);
    crec_client_read(clients[cloud], requests[cloud], &reply, &outcome);
    return outcome;
}

static void compare_reading(int cloud, int status, const char *body)
{
    crec_outcome *outcome = read_by_crec(cloud, status, body);
    floor_reply own;

    floor_read(cloud, status, body, strlen(body), &own);
    must(!strcmp(crec_outcome_code(outcome), own.code), "the codes differ");
    must(!strcmp(crec_outcome_request_id(outcome), own.request_id), "the request ids differ");
    must((crec_outcome_status(outcome) == CREC_STATUS_OK) == own.is_ok,
         crec_outcome_message(outcome));
    crec_outcome_free(outcome);
}

/* ---------------------------------------------------------------------------------------- table */

#define WORKS_OF(cloud, CLOUD)                                                                     \
    static void sign_crec_##cloud(void)                                                            \
    {                                                                                              \
        crec_signed_request_free(signed_by_crec(CLOUD));                                           \
    }                                                                                              \
    static void sign_floor_##cloud(void)                                                           \
    {                                                                                              \
        floor_signed out;                                                                          \
        sign_floor(CLOUD, &out);                                                                   \
    }                                                                                              \
    static void build_crec_##cloud(void)                                                           \
    {                                                                                              \
        crec_request_free(built(CLOUD));                                                           \
    }                                                                                              \
    static void build_floor_##cloud(void)                                                          \
    {                                                                                              \
        build_floor(CLOUD);                                                                        \
    }                                                                                              \
    static void success_crec_##cloud(void)                                                         \
    {                                                                                              \
        crec_outcome_free(read_by_crec(CLOUD, 200, successes[CLOUD]));                             \
    }                                                                                              \
    static void success_floor_##cloud(void)                                                        \
    {                                                                                              \
        floor_reply out;                                                                           \
        floor_read(CLOUD, 200, successes[CLOUD], strlen(successes[CLOUD]), &out);                  \
    }                                                                                              \
    static void error_crec_##cloud(void)                                                           \
    {                                                                                              \
        crec_outcome_free(read_by_crec(CLOUD, 400, errors[CLOUD]));                                \
    }                                                                                              \
    static void error_floor_##cloud(void)                                                          \
    {                                                                                              \
        floor_reply out;                                                                           \
        floor_read(CLOUD, 400, errors[CLOUD], strlen(errors[CLOUD]), &out);                        \
    }

WORKS_OF(volcengine, VOLCENGINE)
WORKS_OF(alibaba, ALIBABA)
WORKS_OF(tencent, TENCENT)

#define ROWS_OF(cloud)                                                                             \
    {"sign " #cloud, sign_crec_##cloud, sign_floor_##cloud},                                       \
        {"build " #cloud, build_crec_##cloud, build_floor_##cloud},                                \
        {"read success " #cloud, success_crec_##cloud, success_floor_##cloud},                     \
    {                                                                                              \
        "read error " #cloud, error_crec_##cloud, error_floor_##cloud                              \
    }

const work works[] = {ROWS_OF(volcengine), ROWS_OF(alibaba), ROWS_OF(tencent)};
const int work_count = sizeof works / sizeof *works;

void work_begin(void)
{
    for (int cloud = VOLCENGINE; cloud < CLOUDS; cloud++) {
        crec_credentials keys = CREC_CREDENTIALS_INIT;
        crec_client_options options = CREC_CLIENT_OPTIONS_INIT;

        keys.access_key_id = key_id;
        keys.access_key_secret = key;
        options.cloud = cloud;
        options.credentials = &keys;
        must(crec_client_new(&options, &clients[cloud], NULL) == CREC_STATUS_OK, "no client");
        floor_signer_make(&signers[cloud], cloud, key_id, key);
        must((requests[cloud] = built(cloud)) != NULL, "no request");
        build_floor(cloud);
        compare(cloud);
        compare_reading(cloud, 200, successes[cloud]);
        compare_reading(cloud, 400, errors[cloud]);
    }
}

void work_end(void)
{
    for (int cloud = VOLCENGINE; cloud < CLOUDS; cloud++) {
        crec_request_free(requests[cloud]);
        crec_client_free(clients[cloud]);
        floor_signer_free(&signers[cloud]);
    }
}
