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
 *            in the pairs of crec_request_new and crec_reply, which are taken as they are.
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
 *            Nothing else waits for anything: a quarter of a client's connections, at least one of
 *            several, is kept for stops.
 * Repeating  Within the call's one time limit, signed anew each time: what certainly was not done
 *            (throttling, no connection), and a stop, a deletion or a question also where it is not
 *            known (a lost connection, a cloud's failure, no answer in half of its time). A start
 *            or an update that may have been done never is, and takes a new connection: on an old
 *            one that turns out to be dead libcurl would repeat it. Pauses grow to 5 seconds at most and are random, or what the cloud
 *            asks for; a client repeats at most a hundred times a second. If a stop that was
 *            repeated finds nothing running, its outcome says so, and that it may have been
 *            applied.
 * Pacing     A client makes no more calls of an operation in a second than the cloud documents, see
 *            crec_pacing; one that is throttled all the same goes half as fast for five seconds.
 *            Calls wait for their turn within their time limits. One client an account, then.
 * Clock      When a cloud refuses the time that was signed, the client takes the cloud's over, from
 *            the Date of its reply, makes one more attempt with it, and keeps the difference for
 *            all that it signs later; the outcome tells it. crec_client_read does the same. A
 *            difference of more than a day is not made up for: the message names it.
 * Fork       A client, loop or call made before fork() answers CREC_STATUS_FORKED in the child,
 *            where it may only be freed; the child makes its own. The parent's go on undisturbed.
 *            fork() waits while one of the library's threads is amid libcurl or libcrypto:
 *            milliseconds, at most a second. Only a fork while another thread is inside the
 *            process's very first call leaves the child without crec.
 * Exit       Close before exit(): otherwise what is under way is lost, and its outcomes with it.
 *            A stop is settled by OK, ALREADY_STOPPED or NOT_FOUND. After any other status that is
 *            retryable, or may have been applied, keep it, to submit it again later: a stop may
 *            always be repeated. The rest is for people.
 * Signals    None is handled or raised. The library's own threads block every signal.
 * Memory     A reply is bounded: reply_limit, and 256 KiB of headers; the calls of a client by
 *            queue_limit. Running out of memory ends the process.
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
    CREC_STATUS_AUTHENTICATION = 3,   /* the cloud refused the key, the token or the signature */
    CREC_STATUS_PERMISSION = 4,       /* the key is good but may not do this */
    CREC_STATUS_ACCOUNT_STATE = 5,    /* service not opened, suspended, or payment overdue */
    CREC_STATUS_NOT_FOUND = 6,        /* no such task, stream, channel or application */
    CREC_STATUS_CONFLICT = 7,         /* the task's state does not allow it, or it exists already */
    CREC_STATUS_THROTTLED = 8,        /* too many calls: wait, then repeat */
    CREC_STATUS_QUOTA = 9,            /* a limit of the account is reached: waiting does not help */
    CREC_STATUS_CLOCK_SKEW = 10,      /* the time signed is too far from the cloud's: see "Clock" */
    CREC_STATUS_CLOUD_ERROR = 11,     /* the cloud failed inside */
    CREC_STATUS_UNAVAILABLE = 12,     /* the cloud, or a gateway before it, is not available */
    CREC_STATUS_NETWORK = 13,         /* name look-up, connection or proxy failed */
    CREC_STATUS_TLS = 14,             /* no trusted TLS connection could be made */
    CREC_STATUS_TIMEOUT = 15,         /* the time limit passed */
    CREC_STATUS_CANCELLED = 16,       /* by crec_call_cancel, the end of a close, or by a stop */
    CREC_STATUS_MALFORMED_REPLY = 17, /* something answered, but not as this cloud does */
    CREC_STATUS_FULL = 18,            /* queue_limit calls are under way: nothing was queued */
    CREC_STATUS_BUSY = 19,            /* not from here: see crec_client_perform, the closes */
    CREC_STATUS_CLOSED = 20,          /* the client or its loop was closed */
    CREC_STATUS_FORKED = 21,          /* the client was made before fork(): make a new one */
    CREC_STATUS_INTERNAL = 22         /* a system resource or library failed: see the message */
};

/*
 * ALREADY_STOPPED is the cloud's word. Volcengine says it of a task that never was, too; Alibaba
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

/* 1 if the same call may succeed when it is made again later, unchanged. Before a start is made
 * again, see whether it may have been applied: it could make, and bill, a second task. */
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
 * of the field, or the option's name here; problem says what is wrong with the value; rule says
 * what it has to be. Past the end: "".
 */
size_t crec_outcome_fault_count(const crec_outcome *outcome);
const char *crec_outcome_fault_field(const crec_outcome *outcome, size_t index);
const char *crec_outcome_fault_problem(const crec_outcome *outcome, size_t index);
const char *crec_outcome_fault_rule(const crec_outcome *outcome, size_t index);

/* ---------------------------------------------------------------------------------------- loop */

/*
 * Where I/O happens, shared by any number of clients. A threaded loop has a thread of its own. A
 * hosted loop has none: the host waits for its descriptor and calls crec_loop_dispatch. A client
 * that is given no loop makes itself a threaded one.
 */
typedef struct crec_loop crec_loop;

typedef struct crec_loop_options {
    size_t struct_size;
    int32_t hosted; /* 1: driven by the host [0: a thread of its own] */
} crec_loop_options;
#define CREC_LOOP_OPTIONS_INIT {sizeof(crec_loop_options), 0}

/* Makes a loop; options may be NULL. CREC_STATUS_INTERNAL: too many descriptors are open. */
crec_status crec_loop_new(const crec_loop_options *options, crec_loop **loop,
                          crec_outcome **outcome);

/*
 * Hosted: a descriptor for poll, epoll, select, GLib or asyncio, readable (level-triggered) while
 * crec_loop_dispatch has something to do, be it by time. It is the loop's: only ever wait on it.
 * Valid until crec_loop_close. -1 for any other loop.
 */
int32_t crec_loop_descriptor(const crec_loop *loop);

/* Hosted, for hosts that sleep by a time limit: milliseconds until something is due by time, 0 for
 * now, -1 for nothing. Whoever waits on the descriptor needs it not. */
int64_t crec_loop_due_ms(const crec_loop *loop);

/*
 * Hosted: does what is due and returns, without waiting; completions run inside it. It computes,
 * though: a TLS handshake for a new connection takes about a millisecond, and the first one reads
 * the trusted CAs, tens of milliseconds for a system's whole store. A host that cannot spare those
 * takes a threaded loop, a ca_file of few, or makes a first call beforehand.
 * CREC_STATUS_BUSY: the loop has a thread, another thread is dispatching, or this is a completion.
 * CREC_STATUS_CLOSED, CREC_STATUS_FORKED: there is nothing to drive any more.
 */
crec_status crec_loop_dispatch(crec_loop *loop);

/*
 * Closes all clients of the loop as crec_client_close does, within one time, then ends its thread
 * and closes its descriptors. A hosted loop is driven by this call, or by a thread that dispatches
 * it meanwhile.
 */
crec_status crec_loop_close(crec_loop *loop, int64_t timeout_ms);

/* As crec_client_free. The loop itself lasts until its last client is freed. */
void crec_loop_free(crec_loop *loop);

/* -------------------------------------------------------------------------------------- client */

typedef int32_t crec_cloud;
enum {
    CREC_CLOUD_VOLCENGINE = 1, /* RTC:               rtc.volcengineapi.com */
    CREC_CLOUD_ALIBABA = 2,    /* ApsaraVideo Live:  live.aliyuncs.com */
    CREC_CLOUD_TENCENT = 3     /* Live:              live.tencentcloudapi.com */
};

/* A key pair, no blanks at the ends, no control characters; security_token may be NULL or "". */
typedef struct crec_credentials {
    size_t struct_size;
    const char *access_key_id;     /* Tencent: SecretId */
    const char *access_key_secret; /* Tencent: SecretKey. Taken literally, never decoded */
    const char *security_token;    /* of temporary (STS) credentials */
} crec_credentials;
#define CREC_CREDENTIALS_INIT {sizeof(crec_credentials), NULL, NULL, NULL}

/*
 * What becomes of a call that would come sooner than the cloud's documented calls a second allow,
 * counted for each client and operation, less a tenth for what is late on its way. They go evenly:
 * at 10 calls a second one every 111 ms; from 40 on, a twentieth of a second's may go at once.
 */
typedef int32_t crec_pacing;
enum {
    CREC_PACING_WAIT = 0, /* it waits for its turn, within its time limit */
    CREC_PACING_FAIL = 1, /* CREC_STATUS_THROTTLED at once; nothing is sent */
    CREC_PACING_OFF = 2   /* it is sent */
};

/* An action's calls a second, where the account's are not the documented ones, or none are
 * documented here; to 100000, 0: any number. Of several for an action the last one counts. The
 * layout is final. */
typedef struct crec_rate {
    const char *action; /* such as "StopLiveRecord" */
    int32_t calls_per_second;
} crec_rate;

typedef int32_t crec_log_level;
enum {
    CREC_LOG_ERROR = 1,   /* a call ended without success */
    CREC_LOG_WARNING = 2, /* an attempt failed and is repeated; what a repeated stop was for is not
                             there any more */
    CREC_LOG_INFO = 3,    /* a call ended with OK or ALREADY_STOPPED */
    CREC_LOG_DEBUG = 4    /* a call was accepted, an attempt was sent */
};

typedef int32_t crec_log_kind;
enum {
    CREC_LOG_ACCEPTED = 1,  /* by the loop */
    CREC_LOG_SENT = 2,      /* an attempt went to the network */
    CREC_LOG_REPEATING = 3, /* an attempt ended, and another follows */
    CREC_LOG_ENDED = 4      /* the call has its outcome, which is handed out next */
};

/*
 * What happens to a call. Never a key, token or signature, what is signed, or a message of the
 * cloud's, which may quote that. Strings are valid until the function returns; what there is none
 * of is 0 or "". Members beyond struct_size are not there.
 */
typedef struct crec_log_event {
    size_t struct_size;
    crec_log_level level;
    crec_log_kind kind;
    const char *line; /* all of it in one printable line, without an end of line */
    crec_cloud cloud;
    const char *action;
    const char *task; /* its ids, such as App/Room/Task */
    int64_t call;     /* its number, from 1 on, on its loop */
    void *context;    /* as given to crec_client_submit */
    int32_t attempt;  /* from 1 on; 0 before the first */
    const char *host;
    crec_status status;            /* REPEATING: of the attempt; ENDED: of the call */
    int32_t may_have_been_applied; /* REPEATING, ENDED: as in the outcome */
    int32_t http_status;
    const char *code;
    const char *request_id;
    const char *reason; /* of the outcome's message, the words that are not the cloud's */
    int64_t elapsed_ms; /* since the start of the call */
    int64_t pause_ms;   /* REPEATING: until the next attempt, at the earliest */
} crec_log_event;

/*
 * Receives a client's events: where and when a completion would run, before that of the same call,
 * and with the same duties; never inside a function that the host calls but a hosted loop's
 * dispatch, close and free. Never after a close has returned OK.
 */
typedef void (*crec_log_function)(void *context, const crec_log_event *event);

/* Where NULL or 0 is given, the default in brackets holds. */
typedef struct crec_client_options {
    size_t struct_size;
    crec_cloud cloud;                    /* required */
    const crec_credentials *credentials; /* [the environment, see crec_client_new] */
    /* Where to connect: [https://]host[:port][/base/path]. A base path is the gateway's own, which
     * takes it off again; what is signed is "/". [the cloud's host for the region] */
    const char *endpoint;
    /* The Host that is sent and signed, where the endpoint stands before the cloud, such as a
     * tunnel that does not change it. [the endpoint's] */
    const char *host;
    const char *region;             /* [cn-north-1, cn-shanghai, none or
                                     the operation's], in crec_cloud's order */
    const char *service;            /* named in the signature [rtc, live, live] */
    const char *ca_file;            /* PEM file with the only CAs to trust [the system's] */
    const char *ca_directory;       /* hashed directory with the only CAs to trust [the system's] */
    const char *proxy;              /* [http://][user[:password]@]host:port [none] */
    int32_t proxy_from_environment; /* 1: http_proxy, https_proxy, no_proxy; not beside proxy */
    int32_t allow_http;             /* 1: plain http to any host [0: to loopback, no proxy] */
    int64_t connect_timeout_ms;     /* for name look-up, then for connecting and TLS; to a day
                                       [5000] */
    int64_t timeout_ms;             /* for the whole call; at most a day [10000] */
    size_t reply_limit;             /* bytes of a reply's body; to 1 GiB [1048576] */
    crec_loop *loop;                /* [a threaded one of its own] */
    int32_t connection_limit;       /* calls on the network at the same time; to 1000 [16] */
    int32_t queue_limit;            /* submitted calls whose outcomes were not handed out yet; to
                                       1000000 [1000] */
    int32_t attempt_limit;          /* attempts of a call, see "Repeating"; to 1000, 1: never again
                                       [10] */
    crec_pacing pacing;             /* [CREC_PACING_WAIT] */
    const crec_rate *rates;         /* [the documented ones] */
    size_t rate_count;
    int32_t failover; /* 1: where nobody can be reached, try the vendor's other domains, and stay
                         there: Tencent's .com.cn and .cn, as its own SDKs do; refused for other
                         hosts and beside host [0] */
    crec_log_function log;    /* [none] */
    void *log_context;        /* the caller's own, handed out with each event */
    crec_log_level log_level; /* events up to this level [CREC_LOG_INFO] */
} crec_client_options;
#define CREC_CLIENT_OPTIONS_INIT                                                                   \
    {sizeof(crec_client_options),                                                                  \
     0,                                                                                            \
     NULL,                                                                                         \
     NULL,                                                                                         \
     NULL,                                                                                         \
     NULL,                                                                                         \
     NULL,                                                                                         \
     NULL,                                                                                         \
     NULL,                                                                                         \
     NULL,                                                                                         \
     0,                                                                                            \
     0,                                                                                            \
     0,                                                                                            \
     0,                                                                                            \
     0,                                                                                            \
     NULL,                                                                                         \
     0,                                                                                            \
     0,                                                                                            \
     0,                                                                                            \
     CREC_PACING_WAIT,                                                                             \
     NULL,                                                                                         \
     0,                                                                                            \
     0,                                                                                            \
     NULL,                                                                                         \
     NULL,                                                                                         \
     0}

/* One account at one cloud, with its connections. Thread-safe. */
typedef struct crec_client crec_client;

/*
 * Makes a client. Does no I/O; TLS (1.2 or later) is always verified, redirects are never followed.
 * Without credentials it reads, now, the variables that the vendors' own SDKs read:
 *   VOLCENGINE_ACCESS_KEY, VOLCENGINE_SECRET_KEY, VOLCENGINE_SESSION_TOKEN, else VOLC_ACCESSKEY,
 *   VOLC_SECRETKEY; ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET,
 *   ALIBABA_CLOUD_SECURITY_TOKEN; TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY.
 * CREC_STATUS_INVALID_ARGUMENT: an option or key is wrong, or no credentials were found.
 * CREC_STATUS_CLOSED: the loop was closed.
 */
crec_status crec_client_new(const crec_client_options *options, crec_client **client,
                            crec_outcome **outcome);

/*
 * Takes no more calls, cancels starts that were not sent, waits until the other calls have ended,
 * at most for timeout_ms (0 to a day), and cancels those that have not. Every outcome is handed
 * out: to its completion before this returns, or to crec_client_take after it.
 * CREC_STATUS_TIMEOUT: 100 ms after that outcomes are still being handed out, or a completion is
 * still running; not yet closed, call it again.
 * CREC_STATUS_BUSY: this is a completion; nothing was done.
 */
crec_status crec_client_close(crec_client *client, int64_t timeout_ms);

/*
 * Wipes the client's keys and frees it. After a crec_client_close that was OK it is immediate;
 * without, it closes within no time and waits for a completion that is running. Outcomes that were
 * not taken are freed.
 */
void crec_client_free(crec_client *client);

/*
 * Replaces the credentials of a live client, such as an expiring token; calls that are not yet
 * signed use the new ones. On a fault the old ones stay.
 */
crec_status crec_client_set_credentials(crec_client *client, const crec_credentials *credentials,
                                        crec_outcome **outcome);

/* What a client's calls have come to since it was made. */
typedef struct crec_counters {
    size_t struct_size;
    int64_t calls;              /* performed or submitted, and taken over */
    int64_t attempts;           /* that went to the network */
    int64_t repetitions;        /* those that were not their calls' first */
    int64_t throttled;          /* those that the cloud refused for their number */
    int64_t new_connections;    /* opened by attempts that have ended */
    int64_t reused_connections; /* attempts that went over one that was open */
    int64_t open;               /* now: calls without an outcome */
    int64_t in_flight;          /* now: those of them on the network */
    int64_t elapsed_ms;         /* of all calls that have ended, together */
    int64_t longest_ms;         /* of one of them */
    int64_t waited_ms;          /* of all calls, from their start to their first attempt, or to
                                   their end if there was none */
    int64_t outcomes[32];       /* by status: of all calls that have ended */
} crec_counters;
#define CREC_COUNTERS_INIT {sizeof(crec_counters), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, {0}}

/*
 * Fills a struct whose struct_size is set; at any time, without waiting.
 * CREC_STATUS_INVALID_ARGUMENT: NULL, or a struct_size too small. CREC_STATUS_FORKED.
 */
crec_status crec_client_counters(crec_client *client, crec_counters *counters);

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

/* Any operation of crec_operations, its fields checked like those of the five. */
typedef struct crec_operation_params {
    size_t struct_size;
    crec_cloud cloud;    /* required */
    const char *action;  /* required: such as "CreateLiveRecord" */
    const char *fields;  /* a JSON object by the cloud's own names, at most 10 MiB [{}] */
    const char *version; /* [the operation's] */
} crec_operation_params;
#define CREC_OPERATION_PARAMS_INIT {sizeof(crec_operation_params), 0, NULL, NULL, NULL}

/*
 * Faults name a field by its path: SubscribeParams.SubscribeUserIdList[3].UserId. The fields go
 * where the cloud wants them: into the body, or into a query, objects as JSON and lists of plain
 * values as Name.1, Name.2 there.
 */
crec_status crec_request_new_operation(const crec_operation_params *params, crec_request **request,
                                       crec_outcome **outcome);

/*
 * The operations as JSON, an array of objects with cloud, action, version, method, effect ("start",
 * "stop", "update", "delete", "query": only starts and updates are never repeated in doubt), region
 * (that is sent where the client has none), rate
 * (calls/s, null: not documented), summary, source, conditions and fields; a field has name,
 * required, type ("text", "number", "boolean", "object", "list"), rule, note, and the fields of an
 * object or the element of a list. For programs that write commands or pages. Static.
 */
const char *crec_operations(void);

/* Any action of a cloud. Its own fields are not checked, only bounded: 10000 pairs and 10 MiB. It
 * waits for no start of its task, and is no stop to others, whatever its name. */
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
    const char *fields;       /* a JSON object, put where the cloud wants its fields: instead of
                                 query, body and content_type, at most 10 MiB */
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
    void *context;              /* the caller's own, handed out with the outcome */
    int64_t timeout_ms;         /* for the whole call, waiting included [the client's] */
} crec_submit_options;
#define CREC_SUBMIT_OPTIONS_INIT {sizeof(crec_submit_options), NULL, NULL, 0}

/* A call under way. The handle may outlive its client and loop. */
typedef struct crec_call crec_call;

/*
 * submit: queues a request and returns at once; its outcome comes later, exactly once, however it
 * ends. options may be NULL, and so may call if nobody will cancel. Works inside a completion too.
 * CREC_STATUS_FULL, CREC_STATUS_CLOSED, CREC_STATUS_FORKED, CREC_STATUS_INVALID_ARGUMENT,
 * CREC_STATUS_INTERNAL: nothing was queued, and no outcome will come but the one written here.
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
 * comes: its Date corrects the client's clock if the time was refused. The token is taken out of
 * its texts, the signature that the host sent is not.
 */
crec_status crec_client_read(crec_client *client, const crec_request *request,
                             const crec_reply *reply, crec_outcome **outcome);

#ifdef __cplusplus
}
#endif

#endif
