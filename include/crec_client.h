/** @file
 * Loops and clients. A part of crec.h, which includes it. */
#ifndef CREC_CLIENT_H
#define CREC_CLIENT_H

/* ---------------------------------------------------------------------------------------- loop */

/**
 * An event loop that does the I/O of any number of clients. A threaded loop has a thread of its
 * own. A hosted loop has none: the host waits for its descriptor and calls crec_loop_dispatch. A
 * client without a loop makes a threaded one for itself.
 */
typedef struct crec_loop crec_loop;

typedef struct crec_loop_options {
    size_t struct_size;
    int32_t hosted; /**< 1: driven by the host [0: a thread of its own] */
} crec_loop_options;
#define CREC_LOOP_OPTIONS_INIT {sizeof(crec_loop_options), 0}

/** Makes a loop; options may be NULL. CREC_STATUS_SHORTAGE: too many descriptors are open. */
crec_status crec_loop_new(const crec_loop_options *options, crec_loop **loop,
                          crec_outcome **outcome);

/**
 * Hosted loops: a descriptor for poll, epoll, select, GLib or asyncio, readable (level-triggered)
 * while crec_loop_dispatch has something to do, timers included; a timer that is no longer needed
 * may wake the host once in vain. It belongs to the loop: only wait on it. Valid until
 * crec_loop_close. -1 for other loops.
 */
int32_t crec_loop_descriptor(const crec_loop *loop);

/** Hosted loops: milliseconds until the next timer, 0 for now, -1 for none. Not needed if you wait
 * on the descriptor. */
int64_t crec_loop_due_ms(const crec_loop *loop);

/**
 * Hosted loops: does what is due and returns, without waiting. Completions run inside it. A TLS
 * handshake for a new connection takes about a millisecond, and the first one reads the trusted
 * CAs: tens of milliseconds for a system's whole store. A host that cannot spare them uses a
 * threaded loop or a small ca_file, or makes a first call in advance.
 * CREC_STATUS_BUSY: the loop has a thread, another thread dispatches, or this is a completion.
 * CREC_STATUS_CLOSED, CREC_STATUS_FORKED: there is nothing to drive any more.
 */
crec_status crec_loop_dispatch(crec_loop *loop);

/**
 * Closes all clients of the loop as crec_client_close does, within one time limit, then ends its
 * thread and closes its descriptors. A hosted loop is driven by this call, or by a thread that
 * dispatches it meanwhile.
 */
crec_status crec_loop_close(crec_loop *loop, int64_t timeout_ms);

/** Frees a loop as crec_client_free frees a client. It lasts until its last client is freed. */
void crec_loop_free(crec_loop *loop);

/* -------------------------------------------------------------------------------------- client */

typedef int32_t crec_cloud;
enum {
    CREC_CLOUD_VOLCENGINE = 1, /**< RTC: rtc.volcengineapi.com */
    CREC_CLOUD_ALIBABA = 2,    /**< ApsaraVideo Live: live.aliyuncs.com */
    CREC_CLOUD_TENCENT = 3     /**< Live: live.tencentcloudapi.com */
};

/** The name of a cloud: "volcengine", "alibaba" or "tencent"; "" for other numbers. Numbers have no
 * gap: to list all clouds, count from 1 until the name is "". Static. */
const char *crec_cloud_name(crec_cloud cloud);

/** The product's name, such as "Tencent Cloud Live"; "" for other numbers. Static. */
const char *crec_cloud_title(crec_cloud cloud);

/** The cloud of a name; "aliyun" is a second one of "alibaba". 0 if there is none, or for NULL. */
crec_cloud crec_cloud_named(const char *name);

/** An access key: printable ASCII, without blanks or quotes around it. */
typedef struct crec_credentials {
    size_t struct_size;
    const char *access_key_id;     /**< Tencent: SecretId */
    const char *access_key_secret; /**< Tencent: SecretKey. Used as it is, never decoded */
    const char *security_token;    /**< of temporary (STS) credentials; else NULL or "" */
} crec_credentials;
#define CREC_CREDENTIALS_INIT {sizeof(crec_credentials), NULL, NULL, NULL}

/** The treatment of a call over the rate limit that the cloud documents for its operation. */
typedef int32_t crec_pacing;
enum {
    CREC_PACING_WAIT = 0, /**< it waits, within its time limit */
    CREC_PACING_FAIL = 1, /**< CREC_STATUS_THROTTLED at once; nothing is sent */
    CREC_PACING_OFF = 2   /**< it is sent */
};

/**
 * The rate limit of an action, where the account has another one than the documented. Of several
 * for an action the last one counts. The layout is final.
 */
typedef struct crec_rate {
    const char *action;       /**< such as "StopLiveRecord" */
    int32_t calls_per_second; /**< to 100000; 0: no limit */
} crec_rate;

typedef int32_t crec_log_level;
enum {
    CREC_LOG_ERROR = 1,   /**< a call failed */
    CREC_LOG_WARNING = 2, /**< an attempt failed and is retried; a retried stop found nothing */
    CREC_LOG_INFO = 3,    /**< a call ended with OK or ALREADY_STOPPED */
    CREC_LOG_DEBUG = 4    /**< a call was accepted, an attempt was sent */
};

typedef int32_t crec_log_kind;
enum {
    CREC_LOG_ACCEPTED = 1,  /**< the loop took the call */
    CREC_LOG_SENT = 2,      /**< an attempt went to the network */
    CREC_LOG_REPEATING = 3, /**< an attempt ended, and a retry follows */
    CREC_LOG_ENDED = 4,     /**< the call has its outcome, which is handed out next */
    CREC_LOG_KEY = 5        /**< a key was fetched, or could not be: reason says from where, or why
                                 each source had none. It is no call's: action and task are "" */
};

/**
 * An event in the life of a call. It holds no key, token or signature, and no message of the
 * cloud's, which may quote what was signed. Strings are valid until the function returns; absent
 * members are 0 or "". Members beyond struct_size do not exist.
 */
typedef struct crec_log_event {
    size_t struct_size;
    crec_log_level level;
    crec_log_kind kind;
    const char *line; /**< the event as one printable line, without an end of line */
    crec_cloud cloud;
    const char *action;
    const char *task; /**< its ids, such as App/Room/Task */
    int64_t call;     /**< the number of the call on its loop, from 1 on */
    void *context;    /**< as given to crec_client_submit */
    int32_t attempt;  /**< from 1 on; 0 before the first */
    const char *host;
    crec_status status;            /**< REPEATING: of the attempt; ENDED: of the call */
    int32_t may_have_been_applied; /**< REPEATING, ENDED: as in the outcome */
    int32_t http_status;
    const char *code;
    const char *request_id;
    const char *reason; /**< the part of the outcome's message that is not the cloud's */
    int64_t elapsed_ms; /**< since the start of the call */
    int64_t pause_ms;   /**< REPEATING: the backoff before the retry */
} crec_log_event;

/**
 * Receives the events of a client, where a completion would run, before that of the same call, and
 * under the same rules. Never inside a function that the host calls, except a hosted loop's
 * dispatch, close and free; never after a close has returned OK.
 */
typedef void (*crec_log_function)(void *context, const crec_log_event *event);

/** A question for a key, to the host. It belongs to the host until it is answered. */
typedef struct crec_key_query crec_key_query;

/**
 * A source of keys of the host's own, such as a secret manager: it answers the query now or later,
 * from any thread, with crec_key_query_answer or crec_key_query_fail. Called where a completion
 * would run, and under the same rules, before the first call and before a key expires, once for
 * all calls that wait. They wait within their own time limits.
 */
typedef void (*crec_key_function)(void *context, crec_key_query *query);

/** Options of a client. NULL or 0 stands for the default in brackets. */
typedef struct crec_client_options {
    size_t struct_size;
    crec_cloud cloud;                    /**< required */
    const crec_credentials *credentials; /**< [the environment, see crec_client_new] */
    /** The address to connect to: [https://]host[:port][/base/path]. A base path is for a gateway,
     * which removes it; the signed path is "/". A trailing dot of a host is dropped, here, in host
     * and in proxy. [the cloud's host for the region] */
    const char *endpoint;
    /** The Host header to send and sign, where the endpoint is a tunnel that passes it on
     * unchanged. [the endpoint's] */
    const char *host;
    const char *region;             /**< [Volcengine cn-north-1, Alibaba cn-shanghai, Tencent none
                                         or the operation's] */
    const char *service;            /**< in the signature [Volcengine rtc, the others live] */
    const char *ca_file;            /**< PEM file with the only CAs to trust [the system's] */
    const char *ca_directory;       /**< hashed directory of the only CAs to trust [the system's] */
    const char *proxy;              /**< [http://][user[:password]@]host:port[/] [none] */
    int32_t proxy_from_environment; /**< 1: http_proxy, https_proxy, no_proxy; not with proxy */
    int32_t allow_http;             /**< 1: plain http to any host [0: to loopback, no proxy] */
    int64_t connect_timeout_ms;     /**< for the DNS lookup, then for connecting and TLS; to a day
                                         [5000] */
    int64_t timeout_ms;             /**< for the whole call; to a day [10000] */
    size_t reply_limit;             /**< bytes of a reply's body; to 1 GiB [1048576] */
    crec_loop *loop;                /**< [a threaded one of its own] */
    int32_t connection_limit;       /**< calls on the network at the same time; to 1000 [64] */
    int32_t queue_limit;            /**< submitted calls without a handed-out outcome; to 1000000
                                         [1000] */
    int32_t attempt_limit;          /**< attempts of a call; to 1000; 1: no retries [10] */
    crec_pacing pacing;             /**< [CREC_PACING_WAIT] */
    const crec_rate *rates;         /**< [the documented ones] */
    size_t rate_count;
    int32_t failover; /**< 1: if nobody can be reached, use the vendor's other domains, and stay
                           there: Tencent's .com.cn and .cn, as its own SDKs do; refused for other
                           hosts and with host [0] */
    crec_log_function log;    /**< [none] */
    void *log_context;        /**< passed to log */
    crec_log_level log_level; /**< events up to this level [CREC_LOG_INFO] */
    const char *profile; /**< a profile of the vendor's files: only there a key is looked for */
    const char *role;    /**< an ARN or TRN: a role to be assumed with the key, and its key used */
    const char *source;  /**< the only source to ask, see crec_client_new [all of them] */
    const char *sts_endpoint;       /**< as endpoint, of the cloud's STS [its own] */
    const char *metadata_endpoint;  /**< as endpoint, of the machine's metadata [its own] */
    crec_key_function key_function; /**< the host's own source, instead of all others [none] */
    void *key_context;              /**< passed to key_function */
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
     0,                                                                                            \
     NULL,                                                                                         \
     NULL,                                                                                         \
     NULL,                                                                                         \
     NULL,                                                                                         \
     NULL,                                                                                         \
     NULL,                                                                                         \
     NULL}

/** An account at a cloud, with its connections. Thread-safe. */
typedef struct crec_client crec_client;

/**
 * Makes a client. Does no I/O. TLS (1.2 or later) is always verified, redirects are not followed.
 * Without credentials it reads the variables of the vendors' SDKs and commands, now:
 *   VOLCENGINE_ACCESS_KEY, VOLCENGINE_SECRET_KEY, VOLCENGINE_SESSION_TOKEN, else
 *   VOLCENGINE_ACCESS_KEY_ID, VOLCENGINE_ACCESS_KEY_SECRET, else VOLC_ACCESSKEY, VOLC_SECRETKEY;
 *   ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET, ALIBABA_CLOUD_SECURITY_TOKEN;
 *   TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY, TENCENTCLOUD_TOKEN, else
 *   TENCENTCLOUD_SESSION_TOKEN. An empty one counts as unset.
 * Where they hold no key, the first call looks for one among the cloud's other sources, in the
 * order of the vendor's own SDKs, and one that expires is fetched again before that; crec_keys.h
 * has them all. A call for which none is found ends with CREC_STATUS_AUTHENTICATION, and nothing
 * is sent.
 * CREC_STATUS_INVALID_ARGUMENT: an option or key is wrong; a fault of a key from the environment
 * has its variable as the field.
 * CREC_STATUS_CLOSED: the loop was closed.
 */
crec_status crec_client_new(const crec_client_options *options, crec_client **client,
                            crec_outcome **outcome);

/**
 * Accepts no more calls except stops, cancels starts that were not sent, waits until the other
 * calls have ended, for at most timeout_ms (0 to a day), and cancels the rest. No call has more
 * time than the close: a stop that hangs, backs off or waits for its start is retried or sent
 * within it. Stops are accepted until the last outcome, such as the one that a start's
 * completion submits. Every outcome is handed out: to its completion before this returns, or to
 * crec_client_take after it.
 * CREC_STATUS_TIMEOUT: a completion still runs 100 ms after the time; not closed yet, call it
 * again.
 * CREC_STATUS_BUSY: this is a completion; nothing was done.
 */
crec_status crec_client_close(crec_client *client, int64_t timeout_ms);

/**
 * Frees a client and wipes its keys. At once after a crec_client_close that returned OK;
 * otherwise it closes with no time and waits for a completion that is running. Outcomes not
 * taken are freed.
 */
void crec_client_free(crec_client *client);

/** The cloud of a client; 0 for NULL. */
crec_cloud crec_client_cloud(const crec_client *client);

/**
 * The endpoint and the region that a client calls, such as "https://rtc.volcengineapi.com
 * cn-north-1": a task is found where it was started. "" for NULL.
 */
const char *crec_client_place(const crec_client *client);

/**
 * Replaces the credentials of a live client, such as an expiring token. Calls that are not
 * signed yet use the new ones. Submit again what failed because the token had expired
 * (CREC_STATUS_AUTHENTICATION, retryable). On a fault the old ones stay.
 */
crec_status crec_client_set_credentials(crec_client *client, const crec_credentials *credentials,
                                        crec_outcome **outcome);

/** Counters of a client since it was made. */
typedef struct crec_counters {
    size_t struct_size;
    int64_t calls;              /**< accepted, performed or submitted */
    int64_t attempts;           /**< that went to the network */
    int64_t repetitions;        /**< attempts that were retries */
    int64_t throttled;          /**< attempts that the cloud throttled */
    int64_t new_connections;    /**< opened by attempts that have ended */
    int64_t reused_connections; /**< attempts over an open connection */
    int64_t open;               /**< now: calls without an outcome */
    int64_t in_flight;          /**< now: those of them on the network */
    int64_t elapsed_ms;         /**< the sum over all calls that have ended */
    int64_t longest_ms;         /**< the longest of them */
    int64_t waited_ms;          /**< the sum over all calls, from their start to their first
                                     attempt, or to their end without one */
    int64_t outcomes[32];       /**< by status: calls that have ended */
} crec_counters;
#define CREC_COUNTERS_INIT {sizeof(crec_counters), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, {0}}

/**
 * Fills a struct whose struct_size is set. At any time, without waiting.
 * CREC_STATUS_INVALID_ARGUMENT: NULL, or a struct_size too small. CREC_STATUS_FORKED.
 */
crec_status crec_client_counters(crec_client *client, crec_counters *counters);

#endif
