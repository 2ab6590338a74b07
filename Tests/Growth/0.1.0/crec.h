/*
 * crec: sign, validate and make cloud recording calls.
 *
 *   Volcengine RTC       StartWBRecord  StopWBRecord
 *                        StartWebcast  StopWebcast  GetWebCastTask
 *   Alibaba Cloud Live   StartRtcCloudRecording  StopRtcCloudRecording
 *                        UpdateRtcCloudRecording  DescribeRtcCloudRecordingFiles
 *   Tencent Cloud Live   CreateLiveRecord  StopLiveRecord  DeleteLiveRecord
 *                        CreateRecordTask  StopRecordTask  DeleteRecordTask  DescribeRecordTask
 *
 * Threads    Every function may be called from any thread. A client may be used by any number of
 *            threads at once; requests, outcomes and signed requests never change once made. Only
 *            freeing is the caller's to order: nothing may be freed while a function still uses it.
 * Ownership  What a *_new function, a call or a verb hands out belongs to the caller and goes back
 *            through its own *_free; freeing NULL does nothing. Strings and structs passed in are
 *            copied before the function returns, and a request may be freed then. Strings handed
 *            out belong to the object they came from and live as long as it does; they are never
 *            NULL: what is absent is "".
 * Strings    NUL-terminated UTF-8. Control characters and malformed UTF-8 are refused by name, save
 *            in the pairs of crec_request_new and crec_reply, which are taken as they are, and
 *            control characters that the JSON of crec_request_new escapes.
 * Structs    Every input struct starts with struct_size; set it with the struct's CREC_..._INIT.
 *            Structs only grow at their end, and a member is read only if struct_size covers it, so
 *            old callers keep working. A size below that of version 0.1.0 is refused.
 * Outputs    Come last, are set to NULL on entry, and are written only on success. An outcome is
 *            the exception: it explains a failure, so it is written whenever there is something to
 *            tell. Pass NULL for an outcome that is not wanted.
 * Blocking   The five calls and crec_client_perform block until the call is over, at most for
 *            timeout_ms; the two close functions wait for the time that they are given, and a
 *            free without a close that was OK for a completion that is running: hold no lock then
 *            that a completion takes. Nothing else blocks or does I/O on the caller's thread, save
 *            crec_loop_dispatch, which never waits. Functions use under 16 KiB of stack.
 * Names      A slow look-up holds up only calls to that name. One that hangs in the system's
 *            resolver is left behind, a thread a name however many calls ask for it; it ends when
 *            the resolver does, and for that reason the library stays loaded after dlclose. Only
 *            the name of a proxy from the environment is looked up by libcurl, a thread a call.
 * Order      A stop submitted after a start of the same task (cloud, ids, and the key id that the
 *            clients were made with) to the same loop is sent when that start has ended, or after
 *            half of the stop's remaining time: a start that cannot have reached the cloud by then
 *            is cancelled; of one that may have, the stop's outcome says that it was still open.
 *            Where a close or a wait for too long kept the starts before a stop from being sent,
 *            and no other start of the task was ever sent on the loop, the stop is settled without
 *            a call: ALREADY_STOPPED, with 0 attempts.
 *            Nothing else waits for anything: a quarter of a client's connections, at least one of
 *            several, is kept for stops.
 * Repeating  Within the call's one time limit, signed anew each time: what certainly was not done
 *            (throttling, no connection, a shortage here); a stop, a deletion or a question also
 *            where it is not known (a lost connection, a cloud's failure, no answer in half of its
 *            time). A start or an update that may have been done never is, and takes a new
 *            connection: on an old one that turns out to be dead libcurl would repeat it. Pauses
 *            grow to 5 seconds at most and are random, or what the cloud asks for; a client repeats
 *            at most a hundred times a second. If a stop that was repeated finds nothing running, its outcome says
 *            so, and that it may have been applied. A cloud that has seen a request before, by its
 *            nonce, refuses a copy of it: an earlier one arrived, and may have been done.
 * Time       A start or an update is sent only while at least a third of its time is left, which
 *            is for the reply: a start that is sent too late ends as a timeout, and may record. One
 *            that had to wait for longer fails unsent, as CREC_STATUS_TIMEOUT, and can be repeated.
 * Pacing     A client makes no more calls of an operation in a second than the cloud documents, see
 *            crec_pacing; one that is throttled all the same goes half as fast for five seconds.
 *            Calls wait for their turn within their time limits. One client an account, then.
 * Clock      When a cloud refuses the time that was signed, the client takes the cloud's over, from
 *            the Date of its reply, makes one more attempt with it, and keeps the difference for
 *            all that it signs later; the outcome tells it. crec_client_read does the same. A
 *            difference of more than a day is not made up for: the message names it.
 * Fork       A loop or call made before fork(), and a client that has one, answers
 *            CREC_STATUS_FORKED in the child, where it may only be freed; the child makes its own.
 *            A client that was given no loop, and never made a call, is as good there as before.
 *            The parent's go on undisturbed. fork() waits while one of the library's threads is amid libcurl or libcrypto:
 *            milliseconds, at most a second. Only a fork while another thread is inside the
 *            process's very first call leaves the child without crec.
 * Exit       Close before exit(): otherwise what is under way is lost, and its outcomes with it.
 *            A stop is settled by OK, ALREADY_STOPPED or NOT_FOUND. After any other status that is
 *            retryable, or may have been applied, keep it, to submit it again later: a stop may
 *            always be repeated; after AUTHENTICATION with new credentials, because the token has
 *            expired. The rest is for people.
 * Secrets    Whatever memory the library gives back it wipes first: keys, tokens, signatures. Of what
 *            is sent, libcurl and OpenSSL keep copies of their own for a while, which nobody wipes.
 * Signals    None is handled or raised. The library's own threads block every signal.
 * Memory     A reply is bounded: reply_limit, and 256 KiB of headers; the calls of a client by
 *            queue_limit. Running out of memory ends the process. Reading a reply takes time in
 *            proportion to its size: of a hostile mebibyte, tens of milliseconds.
 * Never      prints, exits, changes the locale or the environment, or touches the process-wide
 *            state of libcurl or OpenSSL beyond initialising them (OpenSSL, if it is the first to,
 *            without a clean-up at exit). Nothing happens at load; a loop's thread starts with its
 *            first call.
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

/* The version of the library that is loaded, like CREC_VERSION_STRING. Static. */
const char *crec_version(void);

/* ------------------------------------------------------------------------------------ statuses */

/* What became of a call, by what the caller can do about it. Numbers are never reused. */
typedef int32_t crec_status;
enum {
    CREC_STATUS_OK = 0,               /* the cloud did it */
    CREC_STATUS_ALREADY_STOPPED = 1,  /* a stop found nothing running: see below */
    CREC_STATUS_INVALID_ARGUMENT = 2, /* a value is wrong: see the faults; or the cloud said so */
    CREC_STATUS_AUTHENTICATION = 3,   /* the cloud refused the key, the token or the signature;
                                         retryable: the token has, or may have, expired */
    CREC_STATUS_PERMISSION = 4,       /* the key is good but may not do this */
    CREC_STATUS_ACCOUNT_STATE = 5,    /* service not opened, suspended, or payment overdue */
    CREC_STATUS_NOT_FOUND = 6,        /* no such task, stream, channel or application */
    CREC_STATUS_CONFLICT = 7,         /* the task's state does not allow it, or it exists already */
    CREC_STATUS_THROTTLED = 8,        /* too many calls: wait, then repeat */
    CREC_STATUS_QUOTA = 9,            /* a limit of the account is reached: waiting does not help */
    CREC_STATUS_CLOCK_SKEW = 10,      /* the time signed is too far from the cloud's: see "Clock" */
    CREC_STATUS_CLOUD_ERROR = 11,     /* the cloud failed inside */
    CREC_STATUS_UNAVAILABLE = 12,     /* the cloud, or a gateway before it, is not available */
    CREC_STATUS_NETWORK = 13,         /* name look-up, connection or proxy failed; or the network
                                         made two of one request: see "Repeating" */
    CREC_STATUS_TLS = 14,             /* no trusted TLS connection could be made */
    CREC_STATUS_TIMEOUT = 15,         /* the time limit passed */
    CREC_STATUS_CANCELLED = 16,       /* by crec_call_cancel, the end of a close, or by a stop */
    CREC_STATUS_MALFORMED_REPLY = 17, /* something answered, but not as this cloud does */
    CREC_STATUS_FULL = 18,            /* queue_limit calls are under way: nothing was queued */
    CREC_STATUS_BUSY = 19,            /* not from here: see crec_client_perform, the closes */
    CREC_STATUS_CLOSED = 20,          /* the client or its loop was closed */
    CREC_STATUS_FORKED = 21,          /* the client was made before fork(): make a new one */
    CREC_STATUS_INTERNAL = 22,        /* a library failed: see the message */
    CREC_STATUS_SHORTAGE = 23         /* no descriptor, thread or memory was to be had here, for the
                                         moment: certainly not sent; see the message for which */
};

/*
 * ALREADY_STOPPED is the cloud's word, save where no call was made: see "Order". Volcengine says it of a task that never was, too; Alibaba
 * only of one that it knows; Tencent never: there a stopped task is NOT_FOUND, like an unknown one.
 */

/* A status in words, such as "already stopped"; "unknown status" for any other number. Static. */
const char *crec_status_name(crec_status status);

/* ------------------------------------------------------------------------------------- outcome */

/*
 * What became of a call: immutable, the caller's to free. Given NULL, every function below answers
 * CREC_STATUS_INVALID_ARGUMENT, 0 or "".
 */
typedef struct crec_outcome crec_outcome;

void crec_outcome_free(crec_outcome *outcome);

crec_status crec_outcome_status(const crec_outcome *outcome);

/* 1 if the same call may succeed when it is made again later, unchanged: after
 * CREC_STATUS_AUTHENTICATION once the credentials are replaced, whose token has, or may have,
 * expired. Before a start is made again, see whether it may have been applied: it could make, and
 * bill, a second task. */
int32_t crec_outcome_retryable(const crec_outcome *outcome);

/* 1 if the cloud did, or may have done, what was asked. Only 0 means that it certainly did not. */
int32_t crec_outcome_may_have_been_applied(const crec_outcome *outcome);

/* One line for people, of 4 KiB at most: the cloud's own message, or what went wrong here; for
 * CREC_STATUS_OK "", or what the cloud adds, such as that StartWebcast found the task running.
 * Never a key, a token, or the signature that was sent. */
const char *crec_outcome_message(const crec_outcome *outcome);

/* The cloud's own error code, such as "ResourceNotFound.TaskId". */
const char *crec_outcome_code(const crec_outcome *outcome);

/* The cloud's id of this request, to quote to its support; from the body, else from a header. */
const char *crec_outcome_request_id(const crec_outcome *outcome);

/* The task's id, where the cloud's reply names it: those of Alibaba, and what Tencent creates. */
const char *crec_outcome_task_id(const crec_outcome *outcome);

/* How a task stands. Numbers are never reused. */
typedef int32_t crec_task_state;
enum {
    CREC_TASK_UNKNOWN = 0,    /* the reply does not tell, or not in words known here */
    CREC_TASK_RUNNING = 1,    /* it records */
    CREC_TASK_RECOVERING = 2, /* it was interrupted, and the cloud tries to go on */
    CREC_TASK_STOPPING = 3,   /* it was asked to stop */
    CREC_TASK_STOPPED = 4,    /* it has ended */
    CREC_TASK_FAILED = 5,     /* it has ended, and badly */
    CREC_TASK_NOT_STARTED = 6 /* it waits for its time */
};

/* A state in words, such as "not started"; "unknown" for any other number. Static. */
const char *crec_task_state_name(crec_task_state state);

/* The task's state, where the cloud's reply tells it: GetWebCastTask,
 * DescribeRtcCloudRecordingFiles. */
crec_task_state crec_outcome_task_state(const crec_outcome *outcome);

/* The host that was called last, with its port if it is not the scheme's own. */
const char *crec_outcome_host(const crec_outcome *outcome);

/* The HTTP status of the reply; 0 if none came. */
int32_t crec_outcome_http_status(const crec_outcome *outcome);

/* How often the call went to the network, from connecting on: 0 if it was refused, cancelled or too
 * late before that, or its host's name was not found. */
int32_t crec_outcome_attempts(const crec_outcome *outcome);

/* From the start of the call to its end, in milliseconds; 0 where it was refused. */
int64_t crec_outcome_elapsed_ms(const crec_outcome *outcome);

/* 1 if this stop was sent while a start of its task, submitted before, had not ended: that start
 * may take effect after it. */
int32_t crec_outcome_start_was_open(const crec_outcome *outcome);

/* Seconds that the client adds to this machine's clock when it signs, because the cloud refused its
 * time, see "Clock"; 0 for none. */
int64_t crec_outcome_clock_offset_s(const crec_outcome *outcome);

/* The reply's body as received, at most reply_limit bytes, followed by a NUL; and its length. */
const char *crec_outcome_body(const crec_outcome *outcome);
size_t crec_outcome_body_size(const crec_outcome *outcome);

/*
 * The faults found in the arguments, all at once; nothing was sent. field is the cloud's own name
 * of the field, or the option's name here, or the variable that a key came from; problem says what
 * is wrong with the value; rule says what it has to be. Past the end: "".
 */
size_t crec_outcome_fault_count(const crec_outcome *outcome);
const char *crec_outcome_fault_field(const crec_outcome *outcome, size_t index);
const char *crec_outcome_fault_problem(const crec_outcome *outcome, size_t index);
const char *crec_outcome_fault_rule(const crec_outcome *outcome, size_t index);

#include "crec_client.h"
#include "crec_request.h"

#ifdef __cplusplus
}
#endif

#endif
