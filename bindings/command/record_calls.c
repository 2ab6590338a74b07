/* crec record start and forget. */
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
