/* Has a cloud record each feed that is published, by its room and its id. */
#include "janus_handler.h"

#include <crec_ledger.h>
#include <janus/debug.h>

static crec_client *client;
static crec_ledger *ledger;

static void tell(void *name, crec_outcome *outcome)
{
    if (crec_outcome_status(outcome))
        JANUS_LOG(LOG_ERR, "crec: %s: %s\n", (char *)name, crec_outcome_message(outcome));
    crec_outcome_free(outcome);
    g_free(name);
}

int open_recordings(void)
{
    crec_client_options account = CREC_CLIENT_OPTIONS_INIT;
    crec_ledger_options options = CREC_LEDGER_OPTIONS_INIT;
    crec_outcome *outcome;

    account.cloud = crec_cloud_named(setting("cloud"));
    account.endpoint = setting("endpoint");
    options.path = setting("ledger");
    if (!crec_client_new(&account, &client, &outcome) &&
        !crec_ledger_open(&options, &ledger, &outcome) &&
        !crec_ledger_add_account(ledger, crec_cloud_name(account.cloud), client, &outcome))
        return 0;
    tell(g_strdup("nothing is recorded"), outcome);
    return -1;
}

/* Janus waits for it: what a slow cloud has not confirmed by then, the next process settles. */
void close_recordings(void)
{
    crec_ledger_close(ledger, 2500, 1);
    crec_ledger_free(ledger);
    crec_client_free(client);
}

static void start(const char *name, const char *room, const char *feed)
{
    crec_recording_params params = CREC_RECORDING_PARAMS_INIT;
    g_autoptr(GString) fields = g_string_new(setting("fields"));
    crec_outcome *outcome;

    g_string_replace(fields, "$room", room, 0);
    g_string_replace(fields, "$feed", feed, 0);
    params.name = name;
    params.account = crec_cloud_name(crec_client_cloud(client));
    params.action = setting("action");
    params.fields = fields->str;
    params.max_duration_s = setting("max_duration") ? atoll(setting("max_duration")) : 0;
    params.completion = tell;
    params.context = g_strdup(name);
    if (crec_ledger_start(ledger, &params, &outcome))
        tell(params.context, outcome);
}

void hear(const char *event, const char *room, const char *feed)
{
    g_autofree char *name = g_strdup_printf("janus/%s/%s", room, feed);

    if (!strcmp(event, "published"))
        start(name, room, feed);
    else if (!strcmp(event, "destroyed")) /* it does not say which feeds the room had */
        crec_ledger_stop_all(ledger, name, NULL);
    else if (!strcmp(event, "unpublished") || !strcmp(event, "leaving") || !strcmp(event, "kicked"))
        crec_ledger_stop(ledger, name, NULL, NULL);
}
