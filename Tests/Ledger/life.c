/*
 * A host with a ledger, for tests that kill it:
 *
 *     life FILE URL live SEED ROUNDS  starts and stops recordings at random, one call after the
 *                                     other, and prints each outcome; without end if ROUNDS is 0
 *     life FILE URL many NAME COUNT   starts so many like NAME, prints "ready" and waits to be
 *                                     killed
 *     life FILE URL start NAME
 *     life FILE URL stop NAME
 *     life FILE URL list              prints each recording's name and state
 *     life FILE URL settle            the same, once it has stopped what is left
 *
 * Recordings that are started alone go on after it. A start has a mark that no other one has, for
 * the cloud to see: its UserId, ChannelId or StreamName.
 */
#define _GNU_SOURCE
#include <crec_ledger.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { NAMES = 5 };

static const crec_credentials keys[] = {
    {sizeof(crec_credentials), "volcengine-test-key", "volcengine-test-secret", NULL},
    {sizeof(crec_credentials), "aliyun-test-key", "aliyun-test-secret", NULL},
    {sizeof(crec_credentials), "tencent-test-key", "tencent-test-secret", NULL},
};

/* By name: its account, its operation, and its fields with the mark and, where the host names the
 * task, its id. */
static const struct {
    const char *account, *action, *fields;
} kinds[NAMES] = {
    {"volcengine", "StartWBRecord",
     "{\"AppId\":\"App\",\"RoomId\":\"r0\",\"UserId\":\"%s\",\"TaskId\":\"%s\"}"},
    {"volcengine", "StartWebcast",
     "{\"AppId\":\"App\",\"RoomId\":\"r1\",\"UserId\":\"%s\",\"TaskId\":\"%s\",\"SourceURL\":"
     "\"https://example.com/\"}"},
    {"alibaba", "StartRtcCloudRecording",
     "{\"AppId\":\"App\",\"ChannelId\":\"%s\",\"SubscribeParams\":{\"SubscribeUserIdList\":[{"
     "\"UserId\":\"User\"}]},\"RecordParams\":{\"RecordMode\":1},\"StorageParams\":{"
     "\"StorageType\":1}}"},
    {"tencent", "CreateLiveRecord", "{\"StreamName\":\"%s\",\"Highlight\":1}"},
    {"tencent", "CreateRecordTask",
     "{\"StreamName\":\"%s\",\"DomainName\":\"d\",\"AppName\":\"live\"}"},
};

static crec_client *clients[3];

static void must(crec_status status, const char *what, crec_outcome **outcome)
{
    if (!status)
        return;
    fprintf(stderr, "life: %s: %s: %s\n", what, crec_status_name(status),
            crec_outcome_message(*outcome));
    exit(1);
}

static crec_ledger *opened(const char *path, const char *url, const char *mode)
{
    crec_ledger_options options = CREC_LEDGER_OPTIONS_INIT;
    crec_ledger *ledger = NULL;
    crec_outcome *outcome = NULL;

    options.path = path;
    options.keep_orphans = strcmp(mode, "start") == 0;
    options.grace_ms = 500;
    must(crec_ledger_open(&options, &ledger, &outcome), "open", &outcome);
    for (int cloud = 1; cloud <= 3; cloud++) {
        crec_client_options about = CREC_CLIENT_OPTIONS_INIT;

        about.cloud = cloud;
        about.credentials = &keys[cloud - 1];
        about.endpoint = url;
        about.pacing = CREC_PACING_OFF;
        about.attempt_limit = 1;
        must(crec_client_new(&about, &clients[cloud - 1], &outcome), "client", &outcome);
        must(crec_ledger_add_account(ledger, crec_cloud_name(cloud), clients[cloud - 1], &outcome),
             "account", &outcome);
    }
    return ledger;
}

static int index_of(const char *name)
{
    int index = name[0] == 'r' ? name[1] - '0' : -1;

    if (index < 0 || index >= NAMES || name[2])
        exit(2);
    return index;
}

static void start(crec_ledger *ledger, int index, const char *name, const char *task,
                  int64_t timeout_ms)
{
    struct timespec now;
    crec_recording_params params = CREC_RECORDING_PARAMS_INIT;
    crec_outcome *outcome = NULL;
    char mark[64], fields[512];

    clock_gettime(CLOCK_MONOTONIC, &now); /* a pid comes again */
    snprintf(mark, sizeof mark, "mark-%d-%lld-%ld", (int)getpid(), (long long)now.tv_sec,
             now.tv_nsec);
    snprintf(fields, sizeof fields, kinds[index].fields, mark, task);
    params.name = name;
    params.account = kinds[index].account;
    params.action = kinds[index].action;
    params.fields = fields;
    params.max_duration_s = 3600;
    params.timeout_ms = timeout_ms;
    must(crec_ledger_start(ledger, &params, &outcome), "start", &outcome);
}

static void stop(crec_ledger *ledger, const char *name)
{
    crec_recording_options options = CREC_RECORDING_OPTIONS_INIT;
    crec_outcome *outcome = NULL;

    must(crec_ledger_stop(ledger, name, &options, &outcome), "stop", &outcome);
}

/* Prints an outcome, once it is there. */
static crec_status take(crec_ledger *ledger)
{
    struct pollfd wait = {.fd = crec_ledger_descriptor(ledger), .events = POLLIN};
    crec_outcome *outcome = NULL;
    crec_status status;

    while (!crec_ledger_take(ledger, NULL, &outcome))
        poll(&wait, 1, -1);
    status = crec_outcome_status(outcome);
    printf("%s: %s\n", crec_status_name(status), crec_outcome_message(outcome));
    crec_outcome_free(outcome);
    return status;
}

static void live(crec_ledger *ledger, unsigned seed, int rounds)
{
    pid_t parent = getppid();

    srand(seed);
    /* A test that is ended leaves none behind, which would call whoever gets its cloud's port. */
    for (int i = 0; (!rounds || i < rounds) && getppid() == parent; i++) {
        int index = rand() % NAMES, count = 1 + rand() % 3;
        char name[] = {'r', '0' + index, 0};

        /* Calls of a name that come together, too. */
        for (int call = 0; call < count; call++)
            if (rand() % 2)
                start(ledger, index, name, "Task", 5000);
            else
                stop(ledger, name);
        for (int call = 0; call < count; call++)
            take(ledger);
    }
}

static void many(crec_ledger *ledger, int index, int count)
{
    for (int i = 0; i < count; i++) {
        char name[32];

        snprintf(name, sizeof name, "r%d-%04d", index, i);
        start(ledger, index, name, name, 600000);
    }
    for (int i = 0; i < count; i++)
        if (take(ledger))
            exit(1);
    puts("ready");
    pause();
}

static int list(crec_ledger *ledger, crec_status status)
{
    crec_recordings *all = NULL;
    crec_outcome *outcome = NULL;

    must(crec_ledger_list(ledger, &all, &outcome), "list", &outcome);
    for (size_t i = 0; i < crec_recordings_count(all); i++) {
        const crec_recording *it = crec_recordings_at(all, i);

        printf("%s %s\n", it->name, crec_recording_state_name(it->state));
    }
    crec_recordings_free(all);
    return status == CREC_STATUS_OK || status == CREC_STATUS_CONFLICT ? 0 : 1;
}

int main(int argc, char **argv)
{
    const char *mode = argc > 3 ? argv[3] : "", *name = argc > 4 ? argv[4] : "";
    crec_ledger *ledger;
    int status = 0;

    if (argc < 4)
        return 2;
    setvbuf(stdout, NULL, _IOLBF, 0);
    ledger = opened(argv[1], argv[2], mode);
    if (strcmp(mode, "live") == 0 && argc > 5) {
        live(ledger, (unsigned)strtoul(name, NULL, 10), atoi(argv[5]));
    } else if (strcmp(mode, "many") == 0 && argc > 5) {
        many(ledger, index_of(name), atoi(argv[5]));
    } else if (strcmp(mode, "start") == 0) {
        start(ledger, index_of(name), name, "Task", 0);
        status = take(ledger);
    } else if (strcmp(mode, "stop") == 0) {
        stop(ledger, name);
        status = take(ledger);
    } else {
        status = strcmp(mode, "settle") == 0 ? crec_ledger_settle(ledger, 600000) : CREC_STATUS_OK;
        status = list(ledger, status);
    }
    crec_ledger_free(ledger);
    for (int i = 0; i < 3; i++)
        crec_client_free(clients[i]);
    return status;
}
