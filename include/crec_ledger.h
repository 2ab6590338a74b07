/**
 * @file
 * crec-ledger: recordings by name, that are stopped in the end whatever happens to the process.
 *
 * A ledger is a file. A start is written there before it is sent, and a stop until it is confirmed:
 * a process that is killed, or a cloud that hangs, loses none. Whoever opens the file next, a
 * process or `crec record settle`, goes on with it. docs/ledger.md says what is promised and what
 * is not.
 *
 * Processes  Any number may have the file open at once. A recording belongs to the process that
 *            started it, its owner; a stop may come from any. Recordings whose owner is gone are
 *            orphans: they are stopped after a grace in which the same name may be started again,
 *            or kept until then.
 * Threads    Any function may be called from any thread. Calls return in microseconds and do no
 *            file I/O: a thread of the ledger's, on which every signal is blocked, does it. Except
 *            open, close, settle and list, which say so.
 * Secrets    The file holds no key, no token, and of a start's fields those only that its stop, or
 *            a question about it, needs. Its mode is 0600.
 *
 * Strings, structs, outputs and outcomes are as in crec.h.
 */
#ifndef CREC_LEDGER_H
#define CREC_LEDGER_H

#include "crec.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The state of a recording. Numbers are never reused. */
typedef int32_t crec_recording_state;
enum {
    CREC_RECORDING_STARTING = 1, /**< its start is, or may be, under way */
    CREC_RECORDING_RUNNING = 2,  /**< it records, as far as the cloud told */
    CREC_RECORDING_STOPPING = 3, /**< its stop is asked for, and not confirmed */
    CREC_RECORDING_STOPPED = 4,  /**< it has ended */
    CREC_RECORDING_FAILED = 5,   /**< it never began */
    CREC_RECORDING_DOUBTFUL = 6, /**< it may run, and cannot be stopped by id: see bound */
    CREC_RECORDING_ABANDONED = 7 /**< it may run: its stop was not confirmed within the limit */
};

/** The name of a state, such as "stopping"; "unknown" for other numbers. Static. */
const char *crec_recording_state_name(crec_recording_state state);

/* -------------------------------------------------------------------------------------- ledger */

typedef struct crec_ledger crec_ledger;

/** Receives what people should know, as a line: an orphan, a doubtful start, an abandoned stop,
 * trouble with the file. Runs on the ledger's thread; the line is valid until it returns. */
typedef void (*crec_ledger_log_function)(void *context, crec_log_level level, const char *line);

/** Options of a ledger. NULL or 0 stands for the default in brackets. */
typedef struct crec_ledger_options {
    size_t struct_size;
    const char *path; /**< the file, required; it is made if it is not there */
    int32_t
        replace_damaged;  /**< 1: a damaged file is renamed, to its name, ".damaged-" and the time,
                                 and a new one takes over what can be read of it [0: refused] */
    int32_t keep_orphans; /**< 1: if this process dies, its recordings go on until their names are
                                 started or stopped [0: they are stopped after the grace] */
    int64_t grace_ms;     /**< before orphans are stopped; to a day [30000] */
    int64_t limit_ms;     /**< for which an unconfirmed stop is made again; to 30 days [a day] */
    int64_t host_pid;     /**< of the host's main process, where several of its processes have the
                                 ledger open, such as nginx's master: while that lives, their
                                 recordings are no orphans, and pass to another of them when one
                                 ends [this process] */
    int32_t without_record; /**< 1: a start goes on if it cannot be written [0: it is refused] */
    crec_ledger_log_function log; /**< [none] */
    void *log_context;
} crec_ledger_options;
#define CREC_LEDGER_OPTIONS_INIT {sizeof(crec_ledger_options), NULL, 0, 0, 0, 0, 0, 0, NULL, NULL}

/**
 * Opens a ledger, and starts its thread. Does file I/O.
 * CREC_STATUS_INVALID_ARGUMENT: an option is wrong, the directory is not there, or the file is no
 * ledger, damaged or of a newer version. CREC_STATUS_PERMISSION: it may not be opened or written.
 * CREC_STATUS_SHORTAGE: no thread, descriptor or room. CREC_STATUS_FORKED: the process was forked
 * from one that had a ledger open, whose locks on the file SQLite would take for its own. The
 * message has the path.
 */
crec_status crec_ledger_open(const crec_ledger_options *options, crec_ledger **ledger,
                             crec_outcome **outcome);

/**
 * Registers a client under a name of the host's: recordings are started and stopped on it. Until an
 * account of that name is there, the recordings of other processes with it wait. The client must
 * outlive the ledger; a second client of a name replaces the first. The client's own time limit is
 * that of each attempt of a stop.
 */
crec_status crec_ledger_add_account(crec_ledger *ledger, const char *name, crec_client *client,
                                    crec_outcome **outcome);

/**
 * Ends the ledger's thread within a time limit. With stop_all every recording of this process is
 * stopped first. What is not confirmed by then stays in the file: CREC_STATUS_TIMEOUT, and the next
 * process goes on with it. Outcomes that are not handed out come as CREC_STATUS_CANCELLED before it
 * returns. Blocks. CREC_STATUS_BUSY: this is a completion.
 */
crec_status crec_ledger_close(crec_ledger *ledger, int64_t timeout_ms, int32_t stop_all);

/** Frees a ledger; without a close before it, this is one without a time limit and stop_all. */
void crec_ledger_free(crec_ledger *ledger);

/* ---------------------------------------------------------------------------------- recordings */

/** A start. NULL or 0 stands for the default in brackets. */
typedef struct crec_recording_params {
    size_t struct_size;
    const char *name;       /**< of the recording, the host's choice: 1 to 255 bytes, required */
    const char *account;    /**< as given to crec_ledger_add_account, required */
    const char *action;     /**< a start of crec_operations, required */
    const char *fields;     /**< as for crec_request_new_operation [{}] */
    int64_t max_duration_s; /**< to a year; the cloud's own end is set to it, where the operation
                                 has one and fields do not: MaxRunningTime, EndTime [none] */
    int64_t timeout_ms;     /**< for the whole call, a stop before it included; to a day [30000] */
    crec_completion completion; /**< [none: the outcome waits for crec_ledger_take] */
    void *context;
} crec_recording_params;
#define CREC_RECORDING_PARAMS_INIT                                                                 \
    {sizeof(crec_recording_params), NULL, NULL, NULL, NULL, 0, 0, NULL, NULL}

/**
 * Starts a recording. The outcome is the start's own; or CREC_STATUS_OK if the name records
 * already, which is kept as it is; the message says so. A stop of the name that was not sent yet is
 * withdrawn; one that may have been sent is settled first. A start in doubt is never made again:
 * where its task can be named it is stopped, where it can be found it is found, else it is
 * doubtful. A recording that the cloud was to end, a minute ago or more, is stopped and started
 * anew.
 * CREC_STATUS_TIMEOUT: it was not sent in its time, or its outcome, or that of another process's
 * start of the name, is not known yet; the message says so. CREC_STATUS_CLOSED: a close stops all.
 * CREC_STATUS_CONFLICT: the name is doubtful, or another name has the same task.
 * The return is CREC_STATUS_OK if the outcome comes later, once.
 */
crec_status crec_ledger_start(crec_ledger *ledger, const crec_recording_params *params,
                              crec_outcome **outcome);

/** Options of a stop, and of a forget. */
typedef struct crec_recording_options {
    size_t struct_size;
    crec_completion completion; /**< [none: the outcome waits for crec_ledger_take] */
    void *context;
} crec_recording_options;
#define CREC_RECORDING_OPTIONS_INIT {sizeof(crec_recording_options), NULL, NULL}

/**
 * Stops a recording, whoever started it. The outcome is that of the first attempt, or of the one
 * under way: OK, ALREADY_STOPPED and NOT_FOUND settle it, after any other the ledger goes on by
 * itself. CREC_STATUS_NOT_FOUND also for an unknown name; CREC_STATUS_CANCELLED: a start withdrew
 * it; CREC_STATUS_CONFLICT: it is doubtful. With options NULL the outcome is dropped.
 */
crec_status crec_ledger_stop(crec_ledger *ledger, const char *name,
                             const crec_recording_options *options, crec_outcome **outcome);

/** Stops every recording whose name begins with a prefix, such as those of a room; "" is all. Their
 * outcomes are dropped, as those of crec_ledger_stop without options. */
crec_status crec_ledger_stop_all(crec_ledger *ledger, const char *prefix, crec_outcome **outcome);

/** Removes a recording that is stopped, failed, doubtful or abandoned from the ledger; nothing is
 * sent. CREC_STATUS_BUSY for others, and for 15 s while a stop of it may still arrive;
 * CREC_STATUS_NOT_FOUND. options may be NULL. */
crec_status crec_ledger_forget(crec_ledger *ledger, const char *name,
                               const crec_recording_options *options, crec_outcome **outcome);

/** A descriptor, readable while outcomes wait for crec_ledger_take; as crec_client_descriptor. */
int32_t crec_ledger_descriptor(crec_ledger *ledger);

/** Takes the outcome of a call that was made without a completion; as crec_client_take. */
int32_t crec_ledger_take(crec_ledger *ledger, void **context, crec_outcome **outcome);

/**
 * Waits until no stop and no start is unconfirmed, orphans included, whose grace this ends.
 * CREC_STATUS_OK: nothing is left. CREC_STATUS_TIMEOUT: something is, and will be gone on with;
 * CREC_STATUS_CONFLICT: what is left is doubtful or abandoned. Blocks.
 */
crec_status crec_ledger_settle(crec_ledger *ledger, int64_t timeout_ms);

/* ---------------------------------------------------------------------------------------- list */

/** A recording, as the file has it. Times are unix milliseconds, 0 for none. The struct grows. */
typedef struct crec_recording {
    size_t struct_size;
    const char *name;
    const char *account;
    crec_cloud cloud;
    const char *action;
    const char *task; /**< a JSON object: what its stop is called with */
    crec_recording_state state;
    int64_t started_at;
    int64_t changed_at;  /**< when its state changed */
    int32_t attempts;    /**< of its stop */
    crec_status status;  /**< of the last attempt that failed */
    const char *problem; /**< and its message, "" for none */
    const char *bound;   /**< what ends it in the cloud if nobody does */
    int32_t is_orphan;   /**< its owner is gone */
} crec_recording;

typedef struct crec_recordings crec_recordings;

/** All recordings, by name. Reads the file: not for an event loop. */
crec_status crec_ledger_list(crec_ledger *ledger, crec_recordings **recordings,
                             crec_outcome **outcome);
size_t crec_recordings_count(const crec_recordings *recordings);
/** Belongs to the list; NULL past its end. */
const crec_recording *crec_recordings_at(const crec_recordings *recordings, size_t index);
void crec_recordings_free(crec_recordings *recordings);

#ifdef __cplusplus
}
#endif

#endif
