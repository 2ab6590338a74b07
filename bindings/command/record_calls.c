/* crec record start, stop and forget. */
#define _POSIX_C_SOURCE 200809L
#include "record.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* The fields as one object: those of --fields, and over them those that are options. */
static char *all_fields(const command_line *line)
{
    const char *given = line->given_fields ? line->given_fields : "{}";
    json_t *fields = json_loads(given, JSON_REJECT_DUPLICATES, NULL);
    char *text = NULL;

    if (!json_is_object(fields)) {
        fputs("crec: --fields: is no JSON object\n", stderr);
    } else {
        json_object_update(fields, line->fields);
        text = json_dumps(fields, JSON_COMPACT);
    }
    json_decref(fields);
    return text;
}

/* The end that --max-duration sets is the cloud's: not every operation has one. */
static void warn_of_no_end(const command_line *line)
{
    const json_t *life = json_object_get(line->operation, "life");
    const json_t *bound = json_object_get(life, "bound");

    if (line->max_duration_s > 0 && member_text(bound, "field")[0] == '\0')
        fprintf(stderr, "crec: --max-duration: %s takes no end: %s\n",
                member_text(line->operation, "action"), member_text(bound, "words"));
}

static crec_outcome *start(session *session, const char *fields)
{
    const command_line *line = session->line;
    crec_recording_params params = CREC_RECORDING_PARAMS_INIT;
    crec_cloud cloud = cloud_of(line->operation);
    crec_outcome *outcome = add_account(session, cloud);

    if (outcome)
        return outcome;
    params.name = line->words[0];
    params.account = crec_cloud_name(cloud);
    params.action = member_text(line->operation, "action");
    params.fields = fields;
    params.max_duration_s = line->max_duration_s;
    params.timeout_ms = line->client.timeout_ms;
    if (crec_ledger_start(session->ledger, &params, &outcome) != CREC_STATUS_OK)
        return outcome;
    crec_outcome_free(outcome);
    warn_of_no_end(line);
    return await_outcome(session, -1,
                         crec_outcome_new(CREC_STATUS_INTERNAL, "the ledger tells no outcome"));
}

/* The task of a start that is given up half-way has no id to be stopped by. Signals come once its
 * outcome is written down. */
static void hold_signals(int how)
{
    sigset_t signals;

    sigemptyset(&signals);
    sigaddset(&signals, SIGHUP);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigprocmask(how, &signals, NULL);
}

static int check_start(const command_line *line)
{
    crec_cloud cloud = cloud_of(line->operation);
    char name[64];

    option_name(name, sizeof name, member_text(line->operation, "action"));
    if (strcmp(member_text(line->operation, "effect"), "start") != 0) {
        fprintf(stderr, "crec: %s starts nothing; see crec record start --help\n", name);
        return -1;
    }
    if (line->account && crec_cloud_named(line->account) != cloud) {
        fprintf(stderr, "crec: --account: %s is one of %s's\n", name, crec_cloud_name(cloud));
        return -1;
    }
    return 0;
}

int record_start(const command_line *line)
{
    session session;
    char *fields;
    int status;

    if (check_start(line) != 0 || !(fields = all_fields(line)))
        return CREC_STATUS_INVALID_ARGUMENT;
    hold_signals(SIG_BLOCK);
    status = open_session(&session, line);
    if (status == CREC_STATUS_OK) {
        status = finish_call(line, start(&session, fields), NULL);
        close_session(&session, call_limit_ms(line));
    }
    hold_signals(SIG_UNBLOCK);
    free(fields);
    return status;
}

static crec_outcome *refuse_account(const char *name)
{
    char message[512];

    snprintf(message, sizeof message,
             "its account \"%s\" is none of crec's, which are named after the clouds", name);
    return crec_outcome_new(CREC_STATUS_INVALID_ARGUMENT, message);
}

/* Adds the account of a recording. NULL also for a name that the ledger does not know. */
static crec_outcome *add_account_of(session *session, const char *name)
{
    crec_recordings *all;
    crec_outcome *outcome;
    size_t i;

    if (crec_ledger_list(session->ledger, &all, &outcome) != CREC_STATUS_OK)
        return outcome;
    crec_outcome_free(outcome);
    outcome = NULL;
    for (i = 0; i < crec_recordings_count(all); i++) {
        const crec_recording *it = crec_recordings_at(all, i);

        if (strcmp(it->name, name) != 0)
            continue;
        if (strcmp(it->account, crec_cloud_name(it->cloud)) == 0)
            outcome = add_account(session, it->cloud);
        else
            outcome = refuse_account(it->account);
    }
    crec_recordings_free(all);
    return outcome;
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
    crec_outcome *refusal = add_account_of(session, line->words[0]), *outcome;
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

int record_stop(const command_line *line)
{
    session session;
    int status = open_session(&session, line);

    if (status != CREC_STATUS_OK)
        return status;
    status = stop(&session);
    /* What it took up for others is given the time of a call; its own is told. */
    close_session(&session, is_settled(status) ? call_limit_ms(line) : 0);
    return status;
}

int record_forget(const command_line *line)
{
    crec_recording_options options = CREC_RECORDING_OPTIONS_INIT;
    session session;
    crec_outcome *outcome;
    int status = open_session(&session, line);

    if (status != CREC_STATUS_OK)
        return status;
    if (crec_ledger_forget(session.ledger, line->words[0], &options, &outcome) == CREC_STATUS_OK) {
        crec_outcome_free(outcome);
        outcome = await_outcome(
            &session, -1, crec_outcome_new(CREC_STATUS_INTERNAL, "the ledger tells no outcome"));
    }
    status = finish_call(line, outcome, NULL);
    close_session(&session, 0);
    return status;
}
