/* Where calls are made from: loops and clients. A part of crec.h, which includes it. */
#ifndef CREC_CLIENT_H
#define CREC_CLIENT_H

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

/* Makes a loop; options may be NULL. CREC_STATUS_SHORTAGE: too many descriptors are open. */
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

/* A cloud's name, "volcengine", "alibaba", "tencent", as the crec command takes it; "" for any
 * other number. Numbers have no gap: whoever lists them counts from 1 until the name is "". Static.
 */
const char *crec_cloud_name(crec_cloud cloud);

/* The product, for people, such as "Tencent Cloud Live"; "" for any other number. Static. */
const char *crec_cloud_title(crec_cloud cloud);

/* The cloud of a name, or of its other spelling "aliyun"; 0 if there is none, or for NULL. */
crec_cloud crec_cloud_named(const char *name);

/* A key pair: printable ASCII, without blanks or quotes around it. security_token may be NULL or
 * "". */
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
     * takes it off again; what is signed is "/". A dot behind the host, here, in host and in
     * proxy, is left off. [the cloud's host for the region] */
    const char *endpoint;
    /* The Host that is sent and signed, where the endpoint stands before the cloud, such as a
     * tunnel that does not change it. [the endpoint's] */
    const char *host;
    const char *region;             /* [cn-north-1, cn-shanghai, none or
                                     the operation's], in crec_cloud's order */
    const char *service;            /* named in the signature [rtc, live, live] */
    const char *ca_file;            /* PEM file with the only CAs to trust [the system's] */
    const char *ca_directory;       /* hashed directory with the only CAs to trust [the system's] */
    const char *proxy;              /* [http://][user[:password]@]host:port[/] [none] */
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
 * Without credentials it reads, now, the variables that the vendors' own SDKs and commands read:
 *   VOLCENGINE_ACCESS_KEY, VOLCENGINE_SECRET_KEY, VOLCENGINE_SESSION_TOKEN, else VOLC_ACCESSKEY,
 *   VOLC_SECRETKEY; ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET,
 *   ALIBABA_CLOUD_SECURITY_TOKEN; TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY,
 *   TENCENTCLOUD_TOKEN, else TENCENTCLOUD_SESSION_TOKEN. An empty one counts as unset.
 * CREC_STATUS_INVALID_ARGUMENT: an option or key is wrong, or no credentials were found; a fault of
 * a key from the environment has its variable as the field.
 * CREC_STATUS_CLOSED: the loop was closed.
 */
crec_status crec_client_new(const crec_client_options *options, crec_client **client,
                            crec_outcome **outcome);

/*
 * Takes no more calls but stops, cancels starts that were not sent, waits until the other calls have
 * ended, at most for timeout_ms (0 to a day), and cancels those that have not. No call has more time
 * than the close: a stop that hangs, pauses or waits for its start is made again or let go within
 * that. A stop is taken to the end, such as one that a start's completion asks for. Every outcome is
 * handed out: to its completion before this returns, or to crec_client_take after it.
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
 * signed use the new ones. What failed because the token had expired, which is
 * CREC_STATUS_AUTHENTICATION and retryable, is then made again by the host. On a fault the old ones
 * stay.
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

#endif
