/* crec record: its commands, and what they share. */
#ifndef CREC_RECORD_H
#define CREC_RECORD_H

#include "keys.h"

#include <crec_ledger.h>

#define CLOUD_LIMIT 16
#define WITHOUT_END INT64_MIN /* of --for */

/* An open ledger, and its accounts: a client for each cloud, named after it, or NULL. */
typedef struct session {
    const command_line *line;
    crec_ledger *ledger;
    crec_client *clients[CLOUD_LIMIT];
    key_watch keys[CLOUD_LIMIT]; /* of those that are there */
} session;

/* One of crec record's commands. */
typedef struct record_command {
    const char *name;
    const char *needs; /* words, for people */
    size_t word_count;
    const option *options;
    int makes_calls; /* it takes the options of every call */
    int (*run)(const command_line *line);
    const char *help;
} record_command;

extern const record_command record_commands[];
void print_record_help(const command_line *line, const record_command *command); /* or NULL */

/* record_session.c: open_session has told why if it returns another status than CREC_STATUS_OK, and
 * left nothing to close. */
int open_session(session *session, const command_line *line);
void close_session(session *session, int64_t timeout_ms);
crec_outcome *add_account(session *session, crec_cloud cloud); /* NULL, or what is wrong */
int has_account(const session *session, const char *name);
/* The reason why the account of a name cannot send, to be freed; NULL if it can, as far as is
 * known. */
char *why_not(session *session, const char *name);
/* The outcome of the call that was made; or `otherwise`, which it takes over, if it is not there
 * within a time, -1 for any: the ledger is closed then. */
crec_outcome *await_outcome(session *session, int64_t timeout_ms, crec_outcome *otherwise);
int64_t unix_ms(void);
int64_t monotonic_ms(void);
int64_t call_limit_ms(const command_line *line);

/* The commands; each returns the exit status. */
int record_start(const command_line *line);
int record_stop(const command_line *line);
int record_list(const command_line *line);
int record_settle(const command_line *line);
int record_forget(const command_line *line);

/* record_list.c: settle prints so too what is left. */
typedef int (*recording_filter)(const crec_recording *recording);
int is_lost(const crec_recording *recording); /* it may record, and nothing will stop it */
void print_table(FILE *file, const crec_recordings *all, recording_filter filter);
json_t *recording_json(const crec_recording *recording);

#endif
