/** @file
 * Operations, requests and verbs. A part of crec.h, which includes it. */
#ifndef CREC_REQUEST_H
#define CREC_REQUEST_H

/* ---------------------------------------------------------------------------------- operations */

/*
 * Fields are text, by the names of the cloud's pages. "ID" stands for the rule
 * [a-zA-Z0-9_@\-\.]{1,128}. version replaces the API version named above each struct; NULL keeps
 * it.
 */

/**
 * Volcengine RTC StartWBRecord, 2020-12-01: starts recording a whiteboard. 10 calls per second per
 * account; not idempotent: never retried in doubt. www.volcengine.com/docs/6348/1217308
 */
typedef struct crec_start_wb_record_params {
    size_t struct_size;
    const char *app_id;      /**< AppId: ID, required */
    const char *room_id;     /**< RoomId: ID, required */
    const char *task_id;     /**< TaskId: ID, required; your choice, the stop needs it */
    const char *user_id;     /**< UserId: ID, required; removes a user of this id from the room */
    const char *business_id; /**< BusinessId: ID, optional */
    const char *source_url;  /**< SourceURL: http(s) URL of a custom page, optional */
    const char *version;
} crec_start_wb_record_params;
#define CREC_START_WB_RECORD_PARAMS_INIT                                                           \
    {sizeof(crec_start_wb_record_params), NULL, NULL, NULL, NULL, NULL, NULL, NULL}

/**
 * Volcengine RTC StopWBRecord, 2023-11-01: stops what StartWBRecord started. 10 calls per second
 * per account; idempotent. www.volcengine.com/docs/6348/1232755
 */
typedef struct crec_stop_wb_record_params {
    size_t struct_size;
    const char *app_id;  /**< AppId: ID, required */
    const char *room_id; /**< RoomId: ID, required */
    const char *user_id; /**< UserId: ID, required; the user who makes this call */
    const char *task_id; /**< TaskId: ID, required; as given to StartWBRecord */
    const char *version;
} crec_stop_wb_record_params;
#define CREC_STOP_WB_RECORD_PARAMS_INIT                                                            \
    {sizeof(crec_stop_wb_record_params), NULL, NULL, NULL, NULL, NULL}

/**
 * Volcengine RTC StopWebcast, 2020-12-01: stops recording a web page. 150 calls per second per
 * account; idempotent. www.volcengine.com/docs/6348/119514
 */
typedef struct crec_stop_webcast_params {
    size_t struct_size;
    const char *app_id;  /**< AppId: ID, required */
    const char *room_id; /**< RoomId: ID, required */
    const char *task_id; /**< TaskId: ID, required; as given to StartWebcast */
    const char *version;
} crec_stop_webcast_params;
#define CREC_STOP_WEBCAST_PARAMS_INIT {sizeof(crec_stop_webcast_params), NULL, NULL, NULL, NULL}

/**
 * Alibaba Cloud Live StopRtcCloudRecording, 2016-11-01: stops recording a channel. 50 calls per
 * second per account; idempotent. The endpoint must be that of the region where the task was
 * started. help.aliyun.com, "StopRtcCloudRecording"
 */
typedef struct crec_stop_rtc_cloud_recording_params {
    size_t struct_size;
    const char *task_id; /**< TaskId: ID (* allowed too), required; from StartRtcCloudRecording */
    const char *version;
} crec_stop_rtc_cloud_recording_params;
#define CREC_STOP_RTC_CLOUD_RECORDING_PARAMS_INIT                                                  \
    {sizeof(crec_stop_rtc_cloud_recording_params), NULL, NULL}

/**
 * Tencent Cloud Live StopLiveRecord, 2018-08-01: stops recording a stream. 200 calls per second per
 * account; idempotent. www.tencentcloud.com/document/product/267, "StopLiveRecord"
 */
typedef struct crec_stop_live_record_params {
    size_t struct_size;
    const char *stream_name; /**< StreamName: required */
    const char *task_id;     /**< TaskId: required, decimal integer from 0 to 2^63-1, from
                                  CreateLiveRecord; text, to tell "missing" from 0 */
    const char *version;
} crec_stop_live_record_params;
#define CREC_STOP_LIVE_RECORD_PARAMS_INIT {sizeof(crec_stop_live_record_params), NULL, NULL, NULL}

/**
 * Validates, signs and sends a call, waits for its end and reads the reply. Returns the
 * outcome's status, and always writes the outcome. Nothing is sent if an argument is wrong, or
 * the client is of another cloud. Any other operation: crec_request_new_operation.
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

/** A validated call, without credentials or time. Immutable; usable any number of times. */
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

/** A header, or a query parameter, not encoded. The layout is final. */
typedef struct crec_pair {
    const char *name;
    const char *value;
} crec_pair;

/**
 * A call of any operation of crec_operations, with checked fields: docs/operations.md has them
 * all. Volcengine has no UpdateWebcast, and no query of a whiteboard's recording; Alibaba lists
 * no tasks, Tencent only those of CreateRecordTask.
 */
typedef struct crec_operation_params {
    size_t struct_size;
    crec_cloud cloud;    /**< required */
    const char *action;  /**< required: such as "CreateLiveRecord" */
    const char *fields;  /**< a JSON object by the cloud's own names, at most 1 MiB [{}] */
    const char *version; /**< [the operation's] */
} crec_operation_params;
#define CREC_OPERATION_PARAMS_INIT {sizeof(crec_operation_params), 0, NULL, NULL, NULL}

/**
 * Makes a request for an operation. Faults name a field by its path, such as
 * SubscribeParams.SubscribeUserIdList[3].UserId. The fields go where the cloud expects them:
 * into the body, or into the query, where objects become JSON and lists of plain values Name.1,
 * Name.2. Leave out what you do not set: null is a fault.
 */
crec_status crec_request_new_operation(const crec_operation_params *params, crec_request **request,
                                       crec_outcome **outcome);

/**
 * All operations as JSON, for programs that generate commands or pages: an array of objects with
 * cloud, action, version, method, effect ("start", "stop", "update", "delete", "query"; starts
 * and updates are not idempotent), region (sent if the client has none), rate (calls per second;
 * null: not documented), summary, source, conditions, fields and life. A field has name, required,
 * type ("text", "number", "boolean", "object", "list"), rule, note, and the fields of an object
 * or the element of a list. life, null for all but starts, has: task, the fields that name the
 * task, none where the cloud does; stop, with action, fields, which are the start's, and reply,
 * which are members of its reply; query, as stop, or null, with search, null where it needs the
 * id, else from and to, its fields for a time, seconds, the longest, list, the path of the tasks
 * in its reply, and stopped, their member that is 0 until they are stopped; and bound, what ends
 * the task by itself: field, or "", its unit ("seconds", "unix time", "China's time") and words.
 * Static.
 */
const char *crec_operations(void);

/**
 * A call of any action of a cloud. Its fields are not checked, only bounded: 10000 pairs, 10 MiB of
 * body, 1 MiB of JSON. For an action of crec_operations its rate limit, region and error meanings
 * apply; but it waits for no start of its task, and is retried in doubt only if repeatable.
 */
typedef struct crec_request_params {
    size_t struct_size;
    crec_cloud cloud;       /**< required */
    const char *action;     /**< required: letters and digits */
    const char *version;    /**< required: YYYY-MM-DD */
    const char *method;     /**< "GET" or "POST" [POST] */
    const crec_pair *query; /**< without Action and Version; a GET of Tencent keeps its order */
    size_t query_count;
    const void *body; /**< sent and signed as it is */
    size_t body_size;
    const char *content_type; /**< [what the cloud expects for method and body] */
    const char *fields;       /**< instead of query, body and content_type: a JSON object, put
                                   where the cloud expects fields; without nulls in a query */
    int32_t repeatable;       /**< 1: idempotent, may be retried in doubt [0] */
} crec_request_params;
#define CREC_REQUEST_PARAMS_INIT                                                                   \
    {sizeof(crec_request_params), 0, NULL, NULL, NULL, NULL, 0, NULL, 0, NULL, NULL, 0}

crec_status crec_request_new(const crec_request_params *params, crec_request **request,
                             crec_outcome **outcome);

void crec_request_free(crec_request *request);

/* --------------------------------------------------------------------------------------- verbs */

/**
 * Sends a request and waits for its end, as crec_stop_live_record does for its own.
 * CREC_STATUS_BUSY: this is a completion, or the client's loop is hosted: use crec_client_submit.
 */
crec_status crec_client_perform(crec_client *client, const crec_request *request,
                                crec_outcome **outcome);

/**
 * Receives the outcome of a submitted call, and owns it: crec_outcome_free. Runs once, on the
 * loop's thread or inside a hosted loop's dispatch or close, with no lock held; never inside
 * crec_client_submit, although it may end on another thread before that returns (*call is
 * written by then); never after a close has returned OK. It may submit, cancel, and
 * free a client or a loop, which ends when its last completion has returned; it may not perform,
 * dispatch or close, on any loop. The loop stands still while it runs.
 */
typedef void (*crec_completion)(void *context, crec_outcome *outcome);

typedef struct crec_submit_options {
    size_t struct_size;
    crec_completion completion; /**< [none: the outcome waits for crec_client_take] */
    void *context;              /**< handed out with the outcome. A start and its stop may end in
                                     either order: what they share must outlive both */
    int64_t timeout_ms;         /**< for the whole call, waiting included [the client's] */
} crec_submit_options;
#define CREC_SUBMIT_OPTIONS_INIT {sizeof(crec_submit_options), NULL, NULL, 0}

/** A call under way. The handle may outlive its client and loop. */
typedef struct crec_call crec_call;

/**
 * Queues a request and returns at once. Its outcome comes later, exactly once. options may be NULL;
 * call too, if you will not cancel. Works inside a completion.
 * CREC_STATUS_FULL, CREC_STATUS_CLOSED, CREC_STATUS_FORKED, CREC_STATUS_INVALID_ARGUMENT,
 * CREC_STATUS_INTERNAL, CREC_STATUS_SHORTAGE: nothing was queued; the only outcome is the one that
 * is written here.
 */
crec_status crec_client_submit(crec_client *client, const crec_request *request,
                               const crec_submit_options *options, crec_call **call,
                               crec_outcome **outcome);

/**
 * Cancels a call, from any thread. Its outcome still comes: CREC_STATUS_CANCELLED, which tells
 * if the cloud may have acted, or the result if the call ended before. CREC_STATUS_OK also for a
 * call that has ended.
 */
crec_status crec_call_cancel(crec_call *call);

/** Frees the handle; the call goes on. */
void crec_call_free(crec_call *call);

/**
 * A descriptor for hosts that do not want callbacks: readable while outcomes wait for
 * crec_client_take. It belongs to the client: only wait on it. Valid until crec_client_free. -1:
 * NULL, forked, or out of descriptors.
 */
int32_t crec_client_descriptor(crec_client *client);

/**
 * Takes the outcome of a call that was submitted without a completion: 1, with its context, or 0
 * if none waits. Either output may be NULL.
 */
int32_t crec_client_take(crec_client *client, void **context, crec_outcome **outcome);

/**
 * A signed request, to be sent by the host's own HTTP client. Secret: it has token and
 * signature.
 */
typedef struct crec_signed_request crec_signed_request;

typedef struct crec_sign_options {
    size_t struct_size;
    int64_t timestamp; /**< Unix seconds up to the year 9999, or CREC_TIMESTAMP_NOW */
    const char *nonce; /**< for Alibaba [32 random hexadecimal digits] */
} crec_sign_options;
#define CREC_TIMESTAMP_NOW (-1)
#define CREC_SIGN_OPTIONS_INIT {sizeof(crec_sign_options), CREC_TIMESTAMP_NOW, NULL}

/**
 * Signs a request. No I/O. options may be NULL. Send exactly these bytes, and do not add a
 * Content-Type. The clouds refuse a signature that is more than 5 (Tencent) to 15 minutes old, and
 * Alibaba one that it has seen: sign again for every attempt.
 */
crec_status crec_client_sign(crec_client *client, const crec_request *request,
                             const crec_sign_options *options, crec_signed_request **signed_request,
                             crec_outcome **outcome);

/**
 * The parts of a signed request, "" for what is not there. From its URL on they lie one behind the
 * other in memory, each with a NUL behind it: URL, each header's name and value, body. Valid until
 * crec_signed_request_free.
 */
const char *crec_signed_request_method(const crec_signed_request *signed_request);
const char *crec_signed_request_url(const crec_signed_request *signed_request);
const void *crec_signed_request_body(const crec_signed_request *signed_request);
size_t crec_signed_request_body_size(const crec_signed_request *signed_request);
size_t crec_signed_request_header_count(const crec_signed_request *signed_request);
const char *crec_signed_request_header_name(const crec_signed_request *signed_request,
                                            size_t index);
const char *crec_signed_request_header_value(const crec_signed_request *signed_request,
                                             size_t index);
/** Frees a signed request and wipes it. */
void crec_signed_request_free(crec_signed_request *signed_request);

/** A reply that the host received itself. */
typedef struct crec_reply {
    size_t struct_size;
    int32_t http_status; /**< required: 100 to 599 */
    const crec_pair *headers;
    size_t header_count;
    const void *body;
    size_t body_size;
} crec_reply;
#define CREC_REPLY_INIT {sizeof(crec_reply), 0, NULL, 0, NULL, 0}

/**
 * Reads the reply to a request. No I/O. The outcome is always written. Call it when the reply
 * comes: its Date corrects the client's clock if the cloud refused the time. The client's token
 * is removed from all texts; the signature that the host sent is not.
 */
crec_status crec_client_read(crec_client *client, const crec_request *request,
                             const crec_reply *reply, crec_outcome **outcome);

#endif
