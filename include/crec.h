/**
 * @file
 * crec: sign, validate and make cloud recording calls.
 *
 *   Volcengine RTC       StartWBRecord  StopWBRecord
 *                        StartWebcast  StopWebcast  GetWebCastTask
 *   Alibaba Cloud Live   StartRtcCloudRecording  StopRtcCloudRecording
 *                        UpdateRtcCloudRecording  DescribeRtcCloudRecordingFiles
 *   Tencent Cloud Live   CreateLiveRecord  StopLiveRecord  DeleteLiveRecord
 *                        CreateRecordTask  StopRecordTask  DeleteRecordTask  DescribeRecordTask
 *
 * docs/behavior.md explains retries, rate limits, the order of starts and stops, timeouts, fork()
 * and exit().
 *
 * Threads    Any function may be called from any thread, and a client used by many at once. Do not
 *            free an object while a function still uses it.
 * Ownership  What a function hands out belongs to the caller, who frees it with its *_free; freeing
 *            NULL does nothing. Strings and structs passed in are copied. Strings handed out belong
 *            to their object and are never NULL: what is absent is "".
 * Strings    NUL-terminated UTF-8. Control characters and malformed UTF-8 are refused, except in
 *            the pairs of crec_request_new and crec_reply, and where JSON escapes them.
 * Structs    Begin with struct_size: set it with the struct's CREC_..._INIT. They only grow at
 *            their end, so callers that were compiled with older headers keep working. A size below
 *            that of version 0.1.0 is refused; a pointer that it cuts is not given.
 * Outputs    Come last, are set to NULL on entry and written on success. An outcome is written
 *            whenever there is something to tell; pass NULL if you do not want it.
 * Blocking   crec_client_perform, and a call such as crec_stop_live_record, blocks for at most
 *            timeout_ms, a close for the time that it is given; a free without a close waits for a
 *            completion that is running. Hold no lock then that a completion takes. Nothing else
 *            blocks or does I/O, except crec_loop_dispatch, which never waits. Functions use less
 *            than 16 KiB of stack.
 * Stops      A stop is settled by OK, ALREADY_STOPPED or NOT_FOUND. After any other status that is
 *            retryable or may have been applied, submit it again later: it is idempotent.
 * Secrets    No key, token or signature is in a message or an event. Memory is wiped when freed.
 */
#ifndef CREC_H
#define CREC_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CREC_VERSION_MAJOR 0
#define CREC_VERSION_MINOR 1
#define CREC_VERSION_PATCH 0
#define CREC_VERSION_STRING "0.1.0"

/** The version of the loaded library, such as CREC_VERSION_STRING. Static. */
const char *crec_version(void);

/* ------------------------------------------------------------------------------------ statuses */

/** The result of a call. Numbers are never reused. */
typedef int32_t crec_status;
enum {
    CREC_STATUS_OK = 0,               /**< the cloud did it */
    CREC_STATUS_ALREADY_STOPPED = 1,  /**< a stop found nothing running */
    CREC_STATUS_INVALID_ARGUMENT = 2, /**< a value is wrong: see the faults, or the message */
    CREC_STATUS_AUTHENTICATION = 3,   /**< the cloud refused the key, the token or the signature;
                                           if retryable, the token has, or may have, expired */
    CREC_STATUS_PERMISSION = 4,       /**< the key is valid but may not do this */
    CREC_STATUS_ACCOUNT_STATE = 5,    /**< service not opened, suspended, or payment overdue */
    CREC_STATUS_NOT_FOUND = 6,        /**< no such task, stream, channel or application */
    CREC_STATUS_CONFLICT = 7,         /**< the task exists, or its state does not allow it */
    CREC_STATUS_THROTTLED = 8,        /**< over the rate limit: retry later */
    CREC_STATUS_QUOTA = 9,            /**< a quota of the account is used up */
    CREC_STATUS_CLOCK_SKEW = 10,      /**< the signed time differs too much from the cloud's */
    CREC_STATUS_CLOUD_ERROR = 11,     /**< internal error of the cloud */
    CREC_STATUS_UNAVAILABLE = 12,     /**< the cloud, or a gateway before it, is not available */
    CREC_STATUS_NETWORK = 13,         /**< DNS lookup, connection or proxy failed; or the cloud
                                           received the same request twice */
    CREC_STATUS_TLS = 14,             /**< no trusted TLS connection could be made */
    CREC_STATUS_TIMEOUT = 15,         /**< the time limit passed */
    CREC_STATUS_CANCELLED = 16,       /**< by crec_call_cancel, by a close, or by a stop */
    CREC_STATUS_MALFORMED_REPLY = 17, /**< something answered, but not as this cloud does */
    CREC_STATUS_FULL = 18,            /**< queue_limit calls are under way: nothing was queued */
    CREC_STATUS_BUSY = 19,            /**< not from a completion, or not on a hosted loop */
    CREC_STATUS_CLOSED = 20,          /**< the client or its loop was closed */
    CREC_STATUS_FORKED = 21,          /**< the client was made before fork(): make a new one */
    CREC_STATUS_INTERNAL = 22,        /**< a library failed: see the message */
    CREC_STATUS_SHORTAGE = 23,        /**< out of descriptors, threads or memory for the moment:
                                           certainly not sent; the message names which */
};

/** The name of a status, such as "already stopped"; "unknown status" for other numbers. Static. */
const char *crec_status_name(crec_status status);

/* ------------------------------------------------------------------------------------- outcome */

/**
 * The result of a call in detail. Immutable. Given NULL, the functions below answer
 * CREC_STATUS_INVALID_ARGUMENT, 0 or "".
 */
typedef struct crec_outcome crec_outcome;

/**
 * Makes an outcome of a status, for hosts and libraries that hand out their own beside those of
 * calls. retryable and may_have_been_applied are those of the status; message may be NULL. NULL for
 * an unknown status.
 */
crec_outcome *crec_outcome_new(crec_status status, const char *message);

/** Another handle of the same outcome, to be freed by itself. NULL for NULL. */
crec_outcome *crec_outcome_copy(const crec_outcome *outcome);

void crec_outcome_free(crec_outcome *outcome);

crec_status crec_outcome_status(const crec_outcome *outcome);

/**
 * 1 if the same call may succeed later, unchanged; after CREC_STATUS_AUTHENTICATION once the
 * expired token is replaced. Before you repeat a start, check that it was not applied: a second one
 * could record, and bill, twice.
 */
int32_t crec_outcome_retryable(const crec_outcome *outcome);

/** 0 if the cloud certainly did not act; 1 if it did, or may have. */
int32_t crec_outcome_may_have_been_applied(const crec_outcome *outcome);

/**
 * One line for people, at most 4 KiB: the cloud's message, or what went wrong here. For
 * CREC_STATUS_OK "", or what the cloud adds, such as that StartWebcast found the task running.
 */
const char *crec_outcome_message(const crec_outcome *outcome);

/** The cloud's error code, such as "ResourceNotFound.TaskId". */
const char *crec_outcome_code(const crec_outcome *outcome);

/** The cloud's id of this request, for its support; from the body, else from a header. */
const char *crec_outcome_request_id(const crec_outcome *outcome);

/** The task's id, if the reply has it: Alibaba's tasks, and what Tencent creates. */
const char *crec_outcome_task_id(const crec_outcome *outcome);

/** The state of a task. Numbers are never reused. */
typedef int32_t crec_task_state;
enum {
    CREC_TASK_UNKNOWN = 0,    /**< the reply has none, or one that is unknown here */
    CREC_TASK_RUNNING = 1,    /**< recording */
    CREC_TASK_RECOVERING = 2, /**< interrupted; the cloud tries to continue */
    CREC_TASK_STOPPING = 3,   /**< asked to stop */
    CREC_TASK_STOPPED = 4,    /**< ended */
    CREC_TASK_FAILED = 5,     /**< ended with a failure */
    CREC_TASK_NOT_STARTED = 6 /**< scheduled for later */
};

/** The name of a state, such as "not started"; "unknown" for other numbers. Static. */
const char *crec_task_state_name(crec_task_state state);

/** The task's state, if the reply has it: GetWebCastTask, DescribeRtcCloudRecordingFiles. */
crec_task_state crec_outcome_task_state(const crec_outcome *outcome);

/** The host that was called last, with its port unless it is the scheme's default. */
const char *crec_outcome_host(const crec_outcome *outcome);

/** The HTTP status of the reply; 0 without a reply. */
int32_t crec_outcome_http_status(const crec_outcome *outcome);

/** Attempts that went to the network; 0 if the call ended before, or no address was found. */
int32_t crec_outcome_attempts(const crec_outcome *outcome);

/** Milliseconds from the start of the call to its end; 0 if it was refused. */
int64_t crec_outcome_elapsed_ms(const crec_outcome *outcome);

/** 1 if this stop was sent before an earlier start of its task had ended: that start may still take
 * effect. */
int32_t crec_outcome_start_was_open(const crec_outcome *outcome);

/** Seconds that the client adds to this machine's clock when it signs; 0 for none. */
int64_t crec_outcome_clock_offset_s(const crec_outcome *outcome);

/** The body of the reply, at most reply_limit bytes, with a NUL behind it; and its length. */
const char *crec_outcome_body(const crec_outcome *outcome);
size_t crec_outcome_body_size(const crec_outcome *outcome);

/**
 * The faults in the arguments, all at once; nothing was sent. field is the cloud's name of the
 * field, the name of the option, or of the environment variable; problem says what is wrong with
 * the value; rule says what it must be. "" past the end.
 */
size_t crec_outcome_fault_count(const crec_outcome *outcome);
const char *crec_outcome_fault_field(const crec_outcome *outcome, size_t index);
const char *crec_outcome_fault_problem(const crec_outcome *outcome, size_t index);
const char *crec_outcome_fault_rule(const crec_outcome *outcome, size_t index);

#include "crec_client.h"
#include "crec_request.h"
/* Uses the types of both. */
#include "crec_keys.h"

#ifdef __cplusplus
}
#endif

#endif
