/* crec record settle: goes on with what is left until nothing is. */
#define _POSIX_C_SOURCE 200809L
#include "record.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUND_MS 1000
#define REPORT_MS 5000

/* For every cloud, or for that of --account. A key is only looked for where something is left. */
static crec_outcome *add_accounts(session *session)
{
    const char *only = session->line->account;
    crec_outcome *outcome = NULL;
    crec_cloud cloud;

    for (cloud = 1; !outcome && cloud <= CLOUD_LIMIT && crec_cloud_name(cloud)[0]; cloud++)
        if (!only || crec_cloud_named(only) == cloud)
            outcome = add_account(session, cloud);
    return outcome;
}

static int is_open(const crec_recording *it)
{
    return it->state == CREC_RECORDING_STARTING || it->state == CREC_RECORDING_STOPPING;
}

static int is_running_orphan(const crec_recording *it)
{
    return it->state == CREC_RECORDING_RUNNING && it->is_orphan;
}

static int is_left(const crec_recording *it)
{
    return is_open(it) || is_running_orphan(it) || is_lost(it);
}

/* True if it has to be sent for. An orphan of an account that is here is taken up, unless it is to
 * be kept. */
static int is_unsettled(session *session, const crec_recording *it)
{
    return is_open(it) || (is_running_orphan(it) && !has_account(session, it->account));
}

/* Why nobody is there who could send for it, to be freed; or NULL. One that was taken up here is no
 * orphan any more. */
static char *why_stuck(session *session, const crec_recording *it)
{
    int may_be_here = it->is_orphan || has_account(session, it->account);

    return is_unsettled(session, it) && may_be_here ? why_not(session, it->account) : NULL;
}

static int is_stuck(session *session, const crec_recording *it)
{
    char *why = why_stuck(session, it);

    free(why);
    return why != NULL;
}

/* True if there is nothing else that this process or another one could go on with. */
static int is_all_stuck(session *session, const crec_recordings *all)
{
    const crec_recording *it;
    size_t i, count = 0;

    for (i = 0; (it = crec_recordings_at(all, i)); i++) {
        int is_waiting = is_unsettled(session, it);

        if (is_waiting && !is_stuck(session, it))
            return 0;
        count += (size_t)is_waiting;
    }
    return count > 0;
}

/* The accounts that cannot send, each once, and why. */
static crec_outcome *missing_accounts(session *session, const crec_recordings *all)
{
    crec_status status = CREC_STATUS_INVALID_ARGUMENT;
    char *message = NULL;
    size_t i, j, size;
    const crec_recording *it, *before;
    FILE *text = open_memstream(&message, &size);
    crec_outcome *outcome;

    fputs("what is left has no account or no key", text);
    for (i = 0; (it = crec_recordings_at(all, i)); i++) {
        char *why = why_stuck(session, it);

        for (j = 0; j < i; j++) {
            before = crec_recordings_at(all, j);
            if (is_stuck(session, before) && strcmp(before->account, it->account) == 0)
                break;
        }
        if (why && j == i)
            fprintf(text, "; %s: %s", it->account, why);
        if (why && has_account(session, it->account))
            status = CREC_STATUS_AUTHENTICATION;
        free(why);
    }
    fclose(text);
    outcome = crec_outcome_new(status, message);
    free(message);
    return outcome;
}

static size_t stopped_since(const crec_recordings *all, int64_t time)
{
    const crec_recording *it;
    size_t i, count = 0;

    for (i = 0; (it = crec_recordings_at(all, i)); i++)
        count += it->state == CREC_RECORDING_STOPPED && it->changed_at >= time;
    return count;
}

static crec_outcome *settled(crec_status status, const char *words, const crec_recordings *all,
                             int64_t began_at)
{
    size_t stopped = stopped_since(all, began_at);
    char message[128];

    if (stopped > 0)
        snprintf(message, sizeof message, "%s; %zu stopped", words, stopped);
    else
        snprintf(message, sizeof message, "%s", words);
    return crec_outcome_new(status, message);
}

/* A cloud takes so many stops a second, and there may be many. */
static void report(session *session, const crec_recordings *all, int64_t began_at)
{
    const crec_recording *it;
    size_t i, left = 0;

    for (i = 0; (it = crec_recordings_at(all, i)); i++)
        left += (size_t)is_unsettled(session, it);
    fprintf(stderr, "crec: %zu left, %zu stopped\n", left, stopped_since(all, began_at));
}

/* In rounds, since a recording whose keys are missing is waited for in vain. */
static crec_outcome *settle(session *session, crec_recordings **all)
{
    int64_t wait_s = session->line->wait_s, end = monotonic_ms() + wait_s * 1000;
    int64_t began_at = unix_ms(), next_report = monotonic_ms() + REPORT_MS;

    for (;;) {
        int64_t left = wait_s < 0 ? ROUND_MS : end - monotonic_ms();
        crec_status status = crec_ledger_settle(session->ledger, left < ROUND_MS ? left : ROUND_MS);
        crec_outcome *outcome;

        crec_recordings_free(*all);
        if (crec_ledger_list(session->ledger, all, &outcome) != CREC_STATUS_OK)
            return outcome;
        crec_outcome_free(outcome);
        if (status == CREC_STATUS_OK)
            return settled(status, "nothing is left", *all, began_at);
        if (status == CREC_STATUS_CONFLICT)
            return settled(status, "what is left is doubtful or abandoned", *all, began_at);
        if (status != CREC_STATUS_TIMEOUT)
            return crec_outcome_new(status, NULL);
        if (is_all_stuck(session, *all))
            return missing_accounts(session, *all);
        if (wait_s >= 0 && monotonic_ms() >= end)
            return settled(status, "not everything is confirmed; the next one goes on", *all,
                           began_at);
        if (monotonic_ms() >= next_report) {
            report(session, *all, began_at);
            next_report += REPORT_MS;
        }
    }
}

static void print_settled(const session *session, const crec_outcome *outcome,
                          const crec_recordings *all)
{
    crec_status status = crec_outcome_status(outcome);
    json_t *json, *left;
    size_t i;

    if (!session->line->json) {
        print_outcome(status == CREC_STATUS_OK ? stdout : stderr, outcome);
        if (all && status != CREC_STATUS_OK)
            print_table(stderr, all, is_left);
        return;
    }
    json = outcome_json(outcome);
    left = json_array();
    for (i = 0; i < crec_recordings_count(all); i++)
        if (is_left(crec_recordings_at(all, i)))
            json_array_append_new(left, recording_json(crec_recordings_at(all, i)));
    json_object_set_new(json, "left", left);
    print_json(json);
}

int record_settle(const command_line *line)
{
    session session;
    crec_recordings *all = NULL;
    crec_outcome *outcome;
    int status = open_session(&session, line);

    if (status != CREC_STATUS_OK)
        return status;
    outcome = add_accounts(&session);
    if (!outcome)
        outcome = settle(&session, &all);
    status = crec_outcome_status(outcome);
    print_settled(&session, outcome, all);
    flush_output();
    crec_outcome_free(outcome);
    crec_recordings_free(all);
    close_session(&session, 0);
    return status;
}
