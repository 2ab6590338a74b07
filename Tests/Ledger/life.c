/*
 * A host with a ledger, for tests that kill it:
 *
 *     life FILE URL live SEED ROUNDS     starts and stops recordings at random, one call after the other
 *     life FILE URL settle               stops what is left, and prints each recording's name and state
 */
#define _GNU_SOURCE
#include <crec_ledger.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES = 5 };

static const crec_credentials keys[] = {
    {sizeof(crec_credentials), "volcengine-test-key", "volcengine-test-secret", NULL},
    {sizeof(crec_credentials), "aliyun-test-key", "aliyun-test-secret", NULL},
    {sizeof(crec_credentials), "tencent-test-key", "tencent-test-secret", NULL},
};

/* By name: its account, its operation and its fields. */
static const struct {
    const char *account, *action, *fields;
} kinds[NAMES] = {
    {"volcengine", "StartWBRecord",
     "{\"AppId\":\"App\",\"RoomId\":\"r0\",\"UserId\":\"User\",\"TaskId\":\"Task\"}"},
    {"volcengine", "StartWebcast",
     "{\"AppId\":\"App\",\"RoomId\":\"r1\",\"UserId\":\"User\",\"TaskId\":\"Task\",\"SourceURL\":"
     "\"https://example.com/\"}"},
    {"alibaba", "StartRtcCloudRecording",
     "{\"AppId\":\"App\",\"ChannelId\":\"r2\",\"SubscribeParams\":{\"SubscribeUserIdList\":[{"
     "\"UserId\":\"User\"}]},\"RecordParams\":{\"RecordMode\":1},\"StorageParams\":{"
     "\"StorageType\":1}}"},
    {"tencent", "CreateLiveRecord", "{\"StreamName\":\"r3\",\"Highlight\":1}"},
    {"tencent", "CreateRecordTask",
     "{\"StreamName\":\"r4\",\"DomainName\":\"d\",\"AppName\":\"live\"}"},
};

static crec_client *clients[3];

static void must(crec_status status, const char *what, crec_outcome *outcome)
{
    if (!status)
        return;
    fprintf(stderr, "life: %s: %s: %s\n", what, crec_status_name(status),
            crec_outcome_message(outcome));
    exit(1);
}

static crec_ledger *opened(const char *path, const char *url)
{
    crec_ledger_options options = CREC_LEDGER_OPTIONS_INIT;
    crec_ledger *ledger = NULL;
    crec_outcome *outcome = NULL;

    options.path = path;
    must(crec_ledger_open(&options, &ledger, &outcome), "open", outcome);
    for (int cloud = 1; cloud <= 3; cloud++) {
        crec_client_options about = CREC_CLIENT_OPTIONS_INIT;

        about.cloud = cloud;
        about.credentials = &keys[cloud - 1];
        about.endpoint = url;
        about.pacing = CREC_PACING_OFF;
        about.attempt_limit = 1;
        must(crec_client_new(&about, &clients[cloud - 1], &outcome), "client", outcome);
        must(crec_ledger_add_account(ledger, crec_cloud_name(cloud), clients[cloud - 1], &outcome),
             "account", outcome);
    }
    return ledger;
}

static void start(crec_ledger *ledger, int index)
{
    crec_recording_params params = CREC_RECORDING_PARAMS_INIT;
    crec_outcome *outcome = NULL;
    char name[] = "r0";

    name[1] += index;
    params.name = name;
    params.account = kinds[index].account;
    params.action = kinds[index].action;
    params.fields = kinds[index].fields;
    params.max_duration_s = 3600;
    must(crec_ledger_start(ledger, &params, &outcome), "start", outcome);
}

static void stop(crec_ledger *ledger, int index)
{
    crec_recording_options options = CREC_RECORDING_OPTIONS_INIT;
    crec_outcome *outcome = NULL;
    char name[] = "r0";

    name[1] += index;
    must(crec_ledger_stop(ledger, name, &options, &outcome), "stop", outcome);
}

static void take(crec_ledger *ledger)
{
    struct pollfd wait = {.fd = crec_ledger_descriptor(ledger), .events = POLLIN};
    crec_outcome *outcome = NULL;

    while (!crec_ledger_take(ledger, NULL, &outcome))
        poll(&wait, 1, -1);
    crec_outcome_free(outcome);
}

static void live(crec_ledger *ledger, unsigned seed, int rounds)
{
    srand(seed);
    for (int i = 0; i < rounds; i++) {
        int index = rand() % NAMES, count = 1 + rand() % 3;

        /* Calls of a name that come together, too. */
        for (int call = 0; call < count; call++)
            if (rand() % 2)
                start(ledger, index);
            else
                stop(ledger, index);
        for (int call = 0; call < count; call++)
            take(ledger);
    }
}

static int settle(crec_ledger *ledger)
{
    crec_recordings *all = NULL;
    crec_outcome *outcome = NULL;
    crec_status status = crec_ledger_settle(ledger, 600000);

    must(crec_ledger_list(ledger, &all, &outcome), "list", outcome);
    for (size_t i = 0; i < crec_recordings_count(all); i++) {
        const crec_recording *it = crec_recordings_at(all, i);

        printf("%s %s\n", it->name, crec_recording_state_name(it->state));
    }
    crec_recordings_free(all);
    return status == CREC_STATUS_OK || status == CREC_STATUS_CONFLICT ? 0 : 1;
}

int main(int argc, char **argv)
{
    crec_ledger *ledger;
    int status = 0;

    if (argc < 4)
        return 2;
    ledger = opened(argv[1], argv[2]);
    if (strcmp(argv[3], "live"))
        status = settle(ledger);
    else
        live(ledger, atoi(argv[4]), atoi(argv[5]));
    crec_ledger_free(ledger);
    for (int i = 0; i < 3; i++)
        crec_client_free(clients[i]);
    return status;
}
