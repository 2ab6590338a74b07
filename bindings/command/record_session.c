/* The ledger of crec record, from its opening to its end, and the accounts that it is given. */
#define _POSIX_C_SOURCE 200809L
#include "record.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DEFAULT_LEDGER "/var/lib/crec/ledger"

static void print_line(void *context, crec_log_level level, const char *line)
{
    (void)context;
    fprintf(stderr, "crec: %s: %s\n", level == CREC_LOG_ERROR ? "error" : "warning", line);
}

static const char *ledger_path(const command_line *line)
{
    const char *variable = getenv("CREC_LEDGER");

    if (line->ledger)
        return line->ledger;
    return variable && variable[0] ? variable : DEFAULT_LEDGER;
}

/* Recordings of a command belong to no process that lives on: the next one must not stop them. */
int open_session(session *session, const command_line *line)
{
    crec_ledger_options options = CREC_LEDGER_OPTIONS_INIT;
    crec_outcome *outcome;

    memset(session, 0, sizeof *session);
    session->line = line;
    options.path = ledger_path(line);
    options.keep_orphans = 1;
    options.replace_damaged = line->replace_damaged;
    options.log = print_line;
    if (crec_ledger_open(&options, &session->ledger, &outcome) != CREC_STATUS_OK)
        return finish_call(line, outcome, NULL);
    crec_outcome_free(outcome);
    return CREC_STATUS_OK;
}

void close_session(session *session, int64_t timeout_ms)
{
    size_t i;

    if (crec_ledger_close(session->ledger, timeout_ms, 0) == CREC_STATUS_TIMEOUT && timeout_ms > 0)
        fputs("crec: not everything is confirmed; crec record settle goes on with it\n", stderr);
    crec_ledger_free(session->ledger);
    for (i = 0; i < CLOUD_LIMIT; i++) {
        if (!session->clients[i])
            continue;
        crec_client_free(session->clients[i]);
        free_watch(&session->keys[i]);
    }
}

crec_outcome *add_account(session *session, crec_cloud cloud)
{
    crec_client_options options = session->line->client;
    crec_client *client;
    crec_outcome *outcome;

    options.cloud = cloud;
    watch_key(&session->keys[cloud - 1], &options);
    if (crec_client_new(&options, &client, &outcome) != CREC_STATUS_OK) {
        free_watch(&session->keys[cloud - 1]);
        return outcome;
    }
    crec_outcome_free(outcome);
    if (crec_ledger_add_account(session->ledger, crec_cloud_name(cloud), client, &outcome) !=
        CREC_STATUS_OK) {
        crec_client_free(client);
        free_watch(&session->keys[cloud - 1]);
        return outcome;
    }
    crec_outcome_free(outcome);
    session->clients[cloud - 1] = client;
    return NULL;
}

int has_account(const session *session, const char *name)
{
    crec_cloud cloud = crec_cloud_named(name);

    return cloud && strcmp(crec_cloud_name(cloud), name) == 0 && session->clients[cloud - 1];
}

char *why_not(session *session, const char *name)
{
    if (!has_account(session, name))
        return strdup("it is no account here, which are named after the clouds");
    return why_no_key(&session->keys[crec_cloud_named(name) - 1]);
}

int64_t unix_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t monotonic_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t call_limit_ms(const command_line *line)
{
    return line->client.timeout_ms > 0 ? line->client.timeout_ms : 10000;
}

/* Until an outcome can be taken, or a time has passed. */
static void wait_for_outcome(crec_ledger *ledger, int64_t timeout_ms)
{
    struct pollfd wait = {crec_ledger_descriptor(ledger), POLLIN, 0};
    int64_t end = monotonic_ms() + timeout_ms, left = timeout_ms;

    if (wait.fd < 0)
        return;
    do {
        if (poll(&wait, 1, left < INT_MAX ? (int)left : INT_MAX) > 0)
            return;
        if (timeout_ms >= 0)
            left = end - monotonic_ms();
    } while (timeout_ms < 0 || left > 0);
}

crec_outcome *await_outcome(session *session, int64_t timeout_ms, crec_outcome *otherwise)
{
    crec_outcome *outcome = NULL;

    wait_for_outcome(session->ledger, timeout_ms);
    if (crec_ledger_take(session->ledger, NULL, &outcome) == 0) {
        crec_ledger_close(session->ledger, 0, 0);
        crec_ledger_take(session->ledger, NULL, &outcome);
        if (!outcome || crec_outcome_status(outcome) == CREC_STATUS_CANCELLED) {
            crec_outcome_free(outcome);
            return otherwise;
        }
    }
    crec_outcome_free(otherwise);
    return outcome;
}
