/*
 * Makes one call with a client that has a loop of its own, and prints what both hold on to then:
 * heap, descriptors and threads, as JSON.
 *
 *     footprint URL CA_FILE
 */
#define _GNU_SOURCE
#include <crec.h>
#include <dirent.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

static int entries(const char *path)
{
    DIR *directory = opendir(path);
    int count = 0;

    while (readdir(directory))
        count++;
    closedir(directory);
    return count;
}

static void call(crec_client *client)
{
    crec_stop_live_record_params params = CREC_STOP_LIVE_RECORD_PARAMS_INIT;
    crec_outcome *outcome = NULL;

    params.stream_name = "test-stream";
    params.task_id = "2386498263";
    if (crec_stop_live_record(client, &params, &outcome)) {
        fprintf(stderr, "footprint: %s\n", crec_outcome_message(outcome));
        exit(1);
    }
    crec_outcome_free(outcome);
}

int main(int argc, char **argv)
{
    crec_credentials keys = {sizeof keys, "AKIDEXAMPLE", "KEYEXAMPLE", NULL};
    crec_client_options options = CREC_CLIENT_OPTIONS_INIT;
    crec_client *clients[2] = {NULL, NULL};
    int descriptors, threads;
    size_t heap;

    if (argc != 3)
        return 2;
    options.cloud = CREC_CLOUD_TENCENT;
    options.credentials = &keys;
    options.endpoint = argv[1];
    options.ca_file = *argv[2] ? argv[2] : NULL;
    /* The first one's call brings what the process has once. */
    for (int i = 0; i < 2; i++) {
        heap = mallinfo2().uordblks;
        descriptors = entries("/proc/self/fd");
        threads = entries("/proc/self/task");
        if (crec_client_new(&options, &clients[i], NULL))
            return 1;
        call(clients[i]);
    }
    printf("{\"heap_bytes\": %zu, \"descriptors\": %d, \"threads\": %d}\n",
           mallinfo2().uordblks - heap, entries("/proc/self/fd") - descriptors,
           entries("/proc/self/task") - threads);
    crec_client_free(clients[0]);
    crec_client_free(clients[1]);
    return 0;
}
