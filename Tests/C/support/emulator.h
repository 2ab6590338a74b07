/*
 * The emulator, as the runner has started it: CREC_TEST_ENDPOINT, CREC_TEST_CA_FILE, and
 * CREC_TEST_METADATA, where it stands for a machine of the clouds. A program
 * steers it through the runner, by a line out and a number back.
 */
#ifndef CREC_TEST_EMULATOR_H
#define CREC_TEST_EMULATOR_H

#include <stdlib.h>

#include "client.h"

/* The emulator's own keys, in the order of crec_cloud. */
static const crec_credentials emulator_keys[] = {
    {sizeof(crec_credentials), "volcengine-test-key", "volcengine-test-secret", NULL},
    {sizeof(crec_credentials), "aliyun-test-key", "aliyun-test-secret", NULL},
    {sizeof(crec_credentials), "tencent-test-key", "tencent-test-secret", NULL},
};

static inline crec_client_options emulator_options(crec_cloud cloud)
{
    crec_client_options options = CREC_CLIENT_OPTIONS_INIT;

    options.cloud = cloud;
    options.credentials = &emulator_keys[cloud - 1];
    options.endpoint = getenv("CREC_TEST_ENDPOINT");
    options.ca_file = getenv("CREC_TEST_CA_FILE");
    options.connect_timeout_ms = options.timeout_ms = 600000; /* slow is no failure */
    options.attempt_limit = 1;
    options.pacing = CREC_PACING_OFF;
    if (!options.endpoint)
        options.endpoint = "https://127.0.0.1:1"; /* never a cloud */
    return options;
}

static inline crec_client *emulator_client(crec_cloud cloud)
{
    crec_client_options options = emulator_options(cloud);

    return new_client(&options);
}

/*
 * reset              forget tasks, faults and requests
 * plant {"kind":...}   let a task run
 * fault {"kind":...}   misbehave
 * clock {...}          change its clock
 * requests           how many it saw
 * applied            how many of them took effect
 * connections        over how many connections they came
 * lifetime {"seconds":...}      of keys that it hands out
 * identity-token {"token":...}  accept this one
 * revoke             end the keys that were handed out; how many
 * keys               how many were handed out
 */
static inline long emulator(const char *command)
{
    char answer[32] = "";

    printf("> %s\n", command);
    fflush(stdout);
    if (!fgets(answer, sizeof answer, stdin))
        fputs("  no runner answers\n", stdout);
    return strtol(answer, NULL, 10);
}

#endif
