/* crec record stop: of one name, or of all that begin alike. */
#define _POSIX_C_SOURCE 200809L
#include "record.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#define ROUND_MS 100

static crec_outcome *refuse_account(const char *name)
{
    char message[512];

    snprintf(message, sizeof message,
             "its account \"%s\" is none of crec's, which are named after the clouds", name);
    return crec_outcome_new(CREC_STATUS_INVALID_ARGUMENT, message);
}

static int is_meant(const command_line *line, const crec_recording *it)
{
    const char *name = line->words[0];

    return line->all ? strncmp(it->name, name, strlen(name)) == 0 : strcmp(it->name, name) == 0;
}

/* Adds the accounts of what is to be stopped; the first refusal. NULL also for a name that the
 * ledger does not know. */
static crec_outcome *add_accounts(session *session)
{
    crec_recordings *all;
    crec_outcome *outcome, *refusal = NULL;
    size_t i;

    if (crec_ledger_list(session->ledger, &all, &outcome) != CREC_STATUS_OK)
        return outcome;
    crec_outcome_free(outcome);
    for (i = 0; i < crec_recordings_count(all); i++) {
        const crec_recording *it = crec_recordings_at(all, i);

        if (!is_meant(session->line, it) || has_account(session, it->account))
            continue;
        if (strcmp(it->account, crec_cloud_name(it->cloud)) == 0)
            outcome = add_account(session, it->cloud);
        else
            outcome = refuse_account(it->account);
        if (refusal)
            crec_outcome_free(outcome);
        else
            refusal = outcome;
    }
    crec_recordings_free(all);
    return refusal;
}

static int is_settled(crec_status status)
{
    return status <= CREC_STATUS_ALREADY_STOPPED || status == CREC_STATUS_NOT_FOUND;
}

/* A stop that cannot be sent here is written down all the same: somebody else can. */
static int stop(session *session)
{
    const command_line *line = session->line;
    crec_recording_options options = CREC_RECORDING_OPTIONS_INIT;
    crec_outcome *refusal = add_accounts(session), *outcome;
    crec_status status = crec_ledger_stop(session->ledger, line->words[0], &options, &outcome);

    if (status != CREC_STATUS_OK)
        return finish_call(line, outcome, refusal);
    crec_outcome_free(outcome);
    if (refusal)
        outcome = await_outcome(session, 0, refusal);
    else
        outcome = await_outcome(
            session, line->wait_s < 0 ? -1 : line->wait_s * 1000,
            crec_outcome_new(CREC_STATUS_TIMEOUT, "the stop was not confirmed in time"));
    status = finish_call(line, outcome, NULL);
    if (!is_settled(status) && status != CREC_STATUS_CONFLICT && status != CREC_STATUS_CANCELLED)
        fputs("crec: the stop is written down, for crec record settle, or whoever has the ledger\n"
              "crec: open, to go on with\n",
              stderr);
    return status;
}

/* How many of those that are meant, and began before a time, may still be stopped; -1: the file
 * cannot be read. `why` is why none of them can be sent for here, to be freed; or NULL. */
static int count_open(session *session, int64_t before, crec_outcome **outcome, char **why)
{
    crec_recordings *all;
    int count = 0, stuck = 0;
    size_t i;

    *why = NULL;
    if (crec_ledger_list(session->ledger, &all, outcome) != CREC_STATUS_OK)
        return -1;
    crec_outcome_free(*outcome);
    for (i = 0; i < crec_recordings_count(all); i++) {
        const crec_recording *it = crec_recordings_at(all, i);

        char *problem;

        if (!is_meant(session->line, it) || it->state > CREC_RECORDING_STOPPING ||
            it->started_at > before)
            continue;
        count++;
        problem = why_not(session, it->account);
        stuck += problem != NULL;
        if (*why)
            free(problem);
        else
            *why = problem;
    }
    crec_recordings_free(all);
    if (stuck < count) {
        free(*why);
        *why = NULL;
    }
    return count;
}

/* Waits until all are settled, or the time of --for is over; without a key, that of a call. */
static int stop_all(session *session)
{
    const command_line *line = session->line;
    crec_outcome *refusal = add_accounts(session), *outcome;
    int64_t began_at = unix_ms(), began = monotonic_ms(), limit_ms = call_limit_ms(line);
    int64_t wait_ms = line->wait_s >= 0 ? line->wait_s * 1000 : INT32_MAX;
    char *why;
    int left, before = count_open(session, began_at, &outcome, &why);

    free(why);
    if (before < 0 || crec_ledger_stop_all(session->ledger, line->words[0], &outcome))
        return finish_call(line, outcome, refusal);
    crec_outcome_free(outcome);
    while ((left = count_open(session, began_at, &outcome, &why)) > 0) {
        int64_t passed = monotonic_ms() - began;

        if (passed >= wait_ms || (why && passed >= limit_ms))
            break;
        free(why);
        poll(NULL, 0, ROUND_MS);
    }
    if (left < 0)
        return finish_call(line, outcome, refusal);
    fprintf(stderr, "crec: %d stopped, %d not confirmed\n", before - left, left);
    if (refusal && left > 0) {
        free(why);
        return finish_call(line, refusal, NULL);
    }
    crec_outcome_free(refusal);
    if (left == 0)
        outcome = crec_outcome_new(CREC_STATUS_OK, "");
    else if (why)
        outcome = crec_outcome_new(CREC_STATUS_AUTHENTICATION, why);
    else
        outcome = crec_outcome_new(CREC_STATUS_TIMEOUT, "the stops are not all confirmed");
    free(why);
    return finish_call(line, outcome, NULL);
}

int record_stop(const command_line *line)
{
    session session;
    int status = open_session(&session, line);

    if (status != CREC_STATUS_OK)
        return status;
    status = line->all ? stop_all(&session) : stop(&session);
    /* What it took up for others is given the time of a call; its own is told. */
    close_session(&session, is_settled(status) ? call_limit_ms(line) : 0);
    return status;
}
