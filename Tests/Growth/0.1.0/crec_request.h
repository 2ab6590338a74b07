/* What is called: operations, requests and verbs. A part of crec.h, which includes it. */
#ifndef CREC_REQUEST_H
#define CREC_REQUEST_H

/* ---------------------------------------------------------------------------------- operations */

/*
 * Every field is text, as the cloud's pages name it. "ID" is the rule [a-zA-Z0-9_@\-\.]{1,128} over
 * the whole string. version overrides the API version given above each struct; NULL keeps it.
 */

/*
 * Volcengine RTC StartWBRecord, 2020-12-01: starts recording a whiteboard. 10 calls/s an account.
 * Not idempotent: never repeated by the library. www.volcengine.com/docs/6348/1217308
 */
typedef struct crec_start_wb_record_params {
    size_t struct_size;
    const char *app_id;      /* AppId: ID, required */
    const char *room_id;     /* RoomId: ID, required */
    const char *task_id;     /* TaskId: ID, required; the caller's choice, needed for the stop */
    const char *user_id;     /* UserId: ID, required; a user of that id is thrown out of the room */
    const char *business_id; /* BusinessId: ID, optional */
    const char *source_url;  /* SourceURL: http(s) URL of a custom page, optional */
    const char *version;
} crec_start_wb_record_params;
#define CREC_START_WB_RECORD_PARAMS_INIT                                                           \
    {sizeof(crec_start_wb_record_params), NULL, NULL, NULL, NULL, NULL, NULL, NULL}

/*
 * Volcengine RTC StopWBRecord, 2023-11-01: stops what StartWBRecord started. 10 calls/s an account.
 * www.volcengine.com/docs/6348/1232755
 */
typedef struct crec_stop_wb_record_params {
    size_t struct_size;
    const char *app_id;  /* AppId: ID, required */
    const char *room_id; /* RoomId: ID, required */
    const char *user_id; /* UserId: ID, required; the user who makes this call */
    const char *task_id; /* TaskId: ID, required; as given to StartWBRecord */
    const char *version;
} crec_stop_wb_record_params;
#define CREC_STOP_WB_RECORD_PARAMS_INIT                                                            \
    {sizeof(crec_stop_wb_record_params), NULL, NULL, NULL, NULL, NULL}

/*
 * Volcengine RTC StopWebcast, 2020-12-01: stops recording a web page. 150 calls/s an account.
 * www.volcengine.com/docs/6348/119514
 */
typedef struct crec_stop_webcast_params {
    size_t struct_size;
    const char *app_id;  /* AppId: ID, required */
    const char *room_id; /* RoomId: ID, required */
    const char *task_id; /* TaskId: ID, required; as given to StartWebcast */
    const char *version;
} crec_stop_webcast_params;
#define CREC_STOP_WEBCAST_PARAMS_INIT {sizeof(crec_stop_webcast_params), NULL, NULL, NULL, NULL}

/*
 * Alibaba Cloud Live StopRtcCloudRecording, 2016-11-01. 50 calls/s an account. The endpoint has to
 * be that of the region where the task was started. help.aliyun.com, "StopRtcCloudRecording"
 */
typedef struct crec_stop_rtc_cloud_recording_params {
    size_t struct_size;
    const char *task_id; /* TaskId: ID (* allowed too), required; from StartRtcCloudRecording */
    const char *version;
} crec_stop_rtc_cloud_recording_params;
#define CREC_STOP_RTC_CLOUD_RECORDING_PARAMS_INIT                                                  \
    {sizeof(crec_stop_rtc_cloud_recording_params), NULL, NULL}

/*
 * Tencent Cloud Live StopLiveRecord, 2018-08-01. 200 calls/s an account.
 * www.tencentcloud.com/document/product/267, "StopLiveRecord"
 */
typedef struct crec_stop_live_record_params {
    size_t struct_size;
    const char *stream_name; /* StreamName: required */
    const char *task_id;     /* TaskId: required, decimal integer from 0 to 2^63-1, from
                                CreateLiveRecord; text, so that "missing" can be told from 0 */
    const char *version;
} crec_stop_live_record_params;
#define CREC_STOP_LIVE_RECORD_PARAMS_INIT {sizeof(crec_stop_live_record_params), NULL, NULL, NULL}

/*
 * The five calls: validate, sign, send, wait, read. The status returned is the outcome's. With a
 * fault in the arguments, or a client of another cloud, nothing is sent. The outcome is always
 * written, whatever the status.
 */
crec_status crec_start_wb_record(crec_client *client, const crec_start_wb_record_params *params,
                                 crec_outcome **outcome);
crec_status crec_stop_wb_record(crec_client *client, const crec_stop_wb_record_params *params,
                                crec_outcome **outcome);
crec_status crec_stop_webcast(crec_client *client, const crec_stop_webcast_params *params,
                              crec_outcome **outcome);
crec_status crec_stop_rtc_cloud_recording(crec_client *client,
                                          const crec_stop_rtc_cloud_recording_params *params,
                                          crec_outcome **outcome);
crec_status crec_stop_live_record(crec_client *client, const crec_stop_live_record_params *params,
                                  crec_outcome **outcome);

/* ------------------------------------------------------------------------------------- request */

/* A call that passed validation, without credentials or time. Immutable, usable many times. */
typedef struct crec_request crec_request;

crec_status crec_request_new_start_wb_record(const crec_start_wb_record_params *params,
                                             crec_request **request, crec_outcome **outcome);
crec_status crec_request_new_stop_wb_record(const crec_stop_wb_record_params *params,
                                            crec_request **request, crec_outcome **outcome);
crec_status crec_request_new_stop_webcast(const crec_stop_webcast_params *params,
                                          crec_request **request, crec_outcome **outcome);
crec_status
crec_request_new_stop_rtc_cloud_recording(const crec_stop_rtc_cloud_recording_params *params,
                                          crec_request **request, crec_outcome **outcome);
crec_status crec_request_new_stop_live_record(const crec_stop_live_record_params *params,
                                              crec_request **request, crec_outcome **outcome);

/* A name and a value; the layout is final. Of a header, or of a query parameter, not encoded. */
typedef struct crec_pair {
    const char *name;
    const char *value;
} crec_pair;

/*
 * Any operation of crec_operations, its fields checked like those of the five; docs/operations.md
 * has all of them. Volcengine has no UpdateWebcast, and nothing that asks about a whiteboard's
 * recording; Alibaba lists no tasks, and Tencent only those of CreateRecordTask.
 */
typedef struct crec_operation_params {
    size_t struct_size;
    crec_cloud cloud;    /* required */
    const char *action;  /* required: such as "CreateLiveRecord" */
    const char *fields;  /* a JSON object by the cloud's own names, at most 1 MiB [{}] */
    const char *version; /* [the operation's] */
} crec_operation_params;
#define CREC_OPERATION_PARAMS_INIT {sizeof(crec_operation_params), 0, NULL, NULL, NULL}

/*
 * Faults name a field by its path: SubscribeParams.SubscribeUserIdList[3].UserId. The fields go
 * where the cloud wants them: into the body, or into a query, objects as JSON and lists of plain
 * values as Name.1, Name.2 there. What is not given is left out: a null is a fault.
 */
crec_status crec_request_new_operation(const crec_operation_params *params, crec_request **request,
                                       crec_outcome **outcome);

/*
 * The operations as JSON, an array of objects with cloud, action, version, method, effect ("start",
 * "stop", "update", "delete", "query": only starts and updates are never repeated in doubt), region
 * (sent where the client has none), rate (calls/s, null: not documented), summary, source,
 * conditions and fields; a field has name, required, type ("text", "number", "boolean", "object",
 * "list"), rule, note, and the fields of an object or the element of a list. For programs that
 * write commands or pages. Static.
 */
const char *crec_operations(void);

/*
 * Any action of a cloud. Its own fields are not checked, only bounded: 10000 pairs, 10 MiB of body,
 * 1 MiB of JSON. Of one that crec_operations tells of, the rate, the region and what an error means
 * hold here too; but it waits for no start of its task, and what may have been done is repeated
 * only if it is repeatable.
 */
typedef struct crec_request_params {
    size_t struct_size;
    crec_cloud cloud;       /* required */
    const char *action;     /* required: letters and digits */
    const char *version;    /* required: YYYY-MM-DD */
    const char *method;     /* "GET" or "POST" [POST] */
    const crec_pair *query; /* without Action and Version; a GET of Tencent keeps its order */
    size_t query_count;
    const void *body; /* sent and signed as it stands */
    size_t body_size;
    const char *content_type; /* [what the cloud expects for the method and body] */
    const char *fields;       /* a JSON object, put where the cloud wants its fields, in a query
                                 without nulls: instead of query, body and content_type */
    int32_t repeatable;       /* 1: made twice it does no more than once, see "Repeating" [0] */
} crec_request_params;
#define CREC_REQUEST_PARAMS_INIT                                                                   \
    {sizeof(crec_request_params), 0, NULL, NULL, NULL, NULL, 0, NULL, 0, NULL, NULL, 0}

crec_status crec_request_new(const crec_request_params *params, crec_request **request,
                             crec_outcome **outcome);

void crec_request_free(crec_request *request);

/* --------------------------------------------------------------------------------------- verbs */

/*
 * perform: sends a request and waits for its end; otherwise as the five calls.
 * CREC_STATUS_BUSY, for them too: this is a completion, or the client's loop is hosted: submit.
 */
crec_status crec_client_perform(crec_client *client, const crec_request *request,
                                crec_outcome **outcome);

/*
 * Receives the outcome of a submitted call, which now belongs to it: crec_outcome_free. It runs
 * once, on the loop's thread or inside a hosted loop's dispatch or close, without any lock; never
 * inside crec_client_submit, though on another thread it may be over before that returns (*call is
 * written by then); never after a close has returned OK. It may submit and cancel; it may not
 * perform, dispatch, close or free, on any loop. While it runs its loop stands still.
 */
typedef void (*crec_completion)(void *context, crec_outcome *outcome);

typedef struct crec_submit_options {
    size_t struct_size;
    crec_completion completion; /* [none: the outcome waits for crec_client_take] */
    void *context;              /* the caller's own, handed out with the outcome; a start and its
                                   stop end in either order: what they share has to outlast both */
    int64_t timeout_ms;         /* for the whole call, waiting included [the client's] */
} crec_submit_options;
#define CREC_SUBMIT_OPTIONS_INIT {sizeof(crec_submit_options), NULL, NULL, 0}

/* A call under way. The handle may outlive its client and loop. */
typedef struct crec_call crec_call;

/*
 * submit: queues a request and returns at once; its outcome comes later, exactly once, however it
 * ends. options may be NULL, and so may call if nobody will cancel. Works inside a completion too.
 * CREC_STATUS_FULL, CREC_STATUS_CLOSED, CREC_STATUS_FORKED, CREC_STATUS_INVALID_ARGUMENT,
 * CREC_STATUS_INTERNAL, CREC_STATUS_SHORTAGE: nothing was queued, and no outcome will come but the one written here.
 */
crec_status crec_client_submit(crec_client *client, const crec_request *request,
                               const crec_submit_options *options, crec_call **call,
                               crec_outcome **outcome);

/*
 * Ends a call early, from any thread. Its outcome still comes: CREC_STATUS_CANCELLED, telling
 * whether the cloud may have acted, or what the call came to if that was sooner.
 * CREC_STATUS_OK even where it has ended already.
 */
crec_status crec_call_cancel(crec_call *call);

/* Gives up the handle; the call goes on. */
void crec_call_free(crec_call *call);

/*
 * Pull, for hosts that cannot be called back: readable while outcomes wait for crec_client_take. It
 * is the client's: only ever wait on it. Valid until crec_client_free. -1: NULL, forked, or no
 * descriptor was to be had.
 */
int32_t crec_client_descriptor(crec_client *client);

/* Takes one outcome of a call that was submitted without a completion: 1, with its context, or 0 if
 * none waits. Either output may be NULL; the outcome is the caller's. */
int32_t crec_client_take(crec_client *client, void **context, crec_outcome **outcome);

/* A request ready to be sent by the host's own HTTP. It holds token and signature: a secret. */
typedef struct crec_signed_request crec_signed_request;

typedef struct crec_sign_options {
    size_t struct_size;
    int64_t timestamp; /* unix seconds from 0 to the end of 9999, or CREC_TIMESTAMP_NOW */
    const char *nonce; /* where the cloud wants one (Alibaba) [32 random hexadecimal digits] */
} crec_sign_options;
#define CREC_TIMESTAMP_NOW (-1)
#define CREC_SIGN_OPTIONS_INIT {sizeof(crec_sign_options), CREC_TIMESTAMP_NOW, NULL}

/*
 * sign: hands out method, URL, headers and body; no I/O. options may be NULL. Send exactly these
 * bytes, and add no Content-Type of your own. The clouds refuse a signature that is more than 5
 * (Tencent) to 15 minutes old, and Alibaba one that was seen before: sign again for every attempt.
 */
crec_status crec_client_sign(crec_client *client, const crec_request *request,
                             const crec_sign_options *options, crec_signed_request **signed_request,
                             crec_outcome **outcome);

const char *crec_signed_request_method(const crec_signed_request *signed_request);
const char *crec_signed_request_url(const crec_signed_request *signed_request);
const void *crec_signed_request_body(const crec_signed_request *signed_request);
size_t crec_signed_request_body_size(const crec_signed_request *signed_request);
size_t crec_signed_request_header_count(const crec_signed_request *signed_request);
const char *crec_signed_request_header_name(const crec_signed_request *signed_request,
                                            size_t index);
const char *crec_signed_request_header_value(const crec_signed_request *signed_request,
                                             size_t index);
/* Wipes it, then frees it. */
void crec_signed_request_free(crec_signed_request *signed_request);

/* A reply that the host fetched itself. */
typedef struct crec_reply {
    size_t struct_size;
    int32_t http_status; /* required: 100 to 599 */
    const crec_pair *headers;
    size_t header_count;
    const void *body;
    size_t body_size;
} crec_reply;
#define CREC_REPLY_INIT {sizeof(crec_reply), 0, NULL, 0, NULL, 0}

/*
 * read: what the reply to a request means. No I/O. The outcome is always written. Read it when it
 * comes: its Date corrects the client's clock if the time was refused. The client's token is taken
 * out of its texts, whole, wherever they are cut; the signature that the host sent is not.
 */
crec_status crec_client_read(crec_client *client, const crec_request *request,
                             const crec_reply *reply, crec_outcome **outcome);

#endif
