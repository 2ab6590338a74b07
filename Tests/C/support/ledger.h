/* Ledgers for the tests, in a directory of their own, on the emulator. */
#ifndef CREC_TEST_LEDGER_H
#define CREC_TEST_LEDGER_H

#include <crec_ledger.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "emulator.h"

typedef struct place {
    char directory[64];
    char path[96];
    crec_client *clients[3];
} place;

static inline void begin(place *place)
{
    int cloud;

    emulator("reset");
    snprintf(place->directory, sizeof place->directory, "/tmp/crec-ledger-XXXXXX");
    CHECK(mkdtemp(place->directory) != NULL);
    snprintf(place->path, sizeof place->path, "%s/ledger", place->directory);
    for (cloud = CREC_CLOUD_VOLCENGINE; cloud <= CREC_CLOUD_TENCENT; cloud++)
        place->clients[cloud - 1] = emulator_client(cloud);
}

static inline void finish(place *place)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    char path[128];
    size_t i;

    for (i = 0; i < 3; i++)
        crec_client_free(place->clients[i]);
    for (i = 0; i < COUNT(ends); i++) {
        snprintf(path, sizeof path, "%s%s", place->path, ends[i]);
        unlink(path);
    }
    CHECK_NUMBER(rmdir(place->directory), 0);
}

/* With an account for each cloud, by the cloud's name. */
static inline crec_ledger *open_with(place *place, const crec_ledger_options *options)
{
    crec_ledger *ledger = NULL;
    crec_outcome *outcome = NULL;
    int cloud;

    CHECK_NUMBER(crec_ledger_open(options, &ledger, &outcome), CREC_STATUS_OK);
    CHECK_TEXT(crec_outcome_message(outcome), "");
    crec_outcome_free(outcome);
    for (cloud = CREC_CLOUD_VOLCENGINE; cloud <= CREC_CLOUD_TENCENT; cloud++)
        CHECK_NUMBER(crec_ledger_add_account(ledger, crec_cloud_name(cloud),
                                             place->clients[cloud - 1], NULL),
                     CREC_STATUS_OK);
    return ledger;
}

static inline crec_ledger *open_ledger(place *place)
{
    crec_ledger_options options = CREC_LEDGER_OPTIONS_INIT;

    options.path = place->path;
    return open_with(place, &options);
}

/* Waits for the next outcome that is to be taken. */
static inline crec_outcome *taken(crec_ledger *ledger)
{
    struct pollfd wait = {crec_ledger_descriptor(ledger), POLLIN, 0};
    crec_outcome *outcome = NULL;

    poll(&wait, 1, TEST_LIMIT_S * 1000);
    CHECK_NUMBER(crec_ledger_take(ledger, NULL, &outcome), 1);
    return outcome;
}

static inline void expect(crec_ledger *ledger, crec_status status, const char *message)
{
    crec_outcome *outcome = taken(ledger);

    CHECK_NUMBER(crec_outcome_status(outcome), status);
    if (message)
        CHECK_TEXT(crec_outcome_message(outcome), message);
    crec_outcome_free(outcome);
}

/* Kinds of starts, with fields that the emulator takes. */
typedef struct kind {
    const char *account, *action, *fields;
} kind;

static const kind whiteboard = {
    "volcengine", "StartWBRecord",
    "{\"AppId\":\"App\",\"RoomId\":\"Room\",\"UserId\":\"User\",\"TaskId\":\"Task\"}"};
static const kind webcast = {
    "volcengine", "StartWebcast",
    "{\"AppId\":\"App\",\"RoomId\":\"Room\",\"UserId\":\"User\",\"TaskId\":"
    "\"Task\",\"SourceURL\":\"https://example.com/\"}"};
static const kind rtc = {
    "alibaba", "StartRtcCloudRecording",
    "{\"AppId\":\"App\",\"ChannelId\":\"Room\",\"SubscribeParams\":{\"SubscribeUserIdList\":[{"
    "\"UserId\":\"User\"}]},\"RecordParams\":{\"RecordMode\":1},\"StorageParams\":{\"StorageType\":"
    "1},\"NotifyAuthKey\":\"SECRETSECRETSECRET\"}"};
static const kind live = {"tencent", "CreateLiveRecord", "{\"StreamName\":\"s\",\"Highlight\":1}"};
static const kind record = {"tencent", "CreateRecordTask",
                            "{\"StreamName\":\"s\",\"DomainName\":\"d\",\"AppName\":\"live\"}"};

static inline void start(crec_ledger *ledger, const char *name, const kind *kind)
{
    crec_recording_params params = CREC_RECORDING_PARAMS_INIT;
    crec_outcome *outcome = NULL;

    params.name = name;
    params.account = kind->account;
    params.action = kind->action;
    params.fields = kind->fields;
    params.max_duration_s = 3600;
    CHECK_NUMBER(crec_ledger_start(ledger, &params, &outcome), CREC_STATUS_OK);
    CHECK_TEXT(crec_outcome_message(outcome), "");
    crec_outcome_free(outcome);
}

static inline void stop(crec_ledger *ledger, const char *name)
{
    crec_recording_options options = CREC_RECORDING_OPTIONS_INIT;

    CHECK_NUMBER(crec_ledger_stop(ledger, name, &options, NULL), CREC_STATUS_OK);
}

static inline void forget(crec_ledger *ledger, const char *name)
{
    crec_recording_options options = CREC_RECORDING_OPTIONS_INIT;

    CHECK_NUMBER(crec_ledger_forget(ledger, name, &options, NULL), CREC_STATUS_OK);
}

/* The state of a recording; 0 if the ledger does not know it. */
static inline crec_recording_state state_of(crec_ledger *ledger, const char *name)
{
    crec_recordings *all = NULL;
    crec_recording_state state = 0;
    size_t i;

    CHECK_NUMBER(crec_ledger_list(ledger, &all, NULL), CREC_STATUS_OK);
    for (i = 0; i < crec_recordings_count(all); i++)
        if (strcmp(crec_recordings_at(all, i)->name, name) == 0)
            state = crec_recordings_at(all, i)->state;
    crec_recordings_free(all);
    return state;
}

#endif
