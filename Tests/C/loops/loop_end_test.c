/* A hosted loop freed inside its own completion ends with its last call, whoever drives it. */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>

#include "loops.h"

static int count_descriptors(void)
{
    DIR *folder = opendir("/proc/self/fd");
    int count = 0;

    while (folder && readdir(folder))
        count++;
    if (folder)
        closedir(folder);
    return count;
}

static crec_loop *own_loop;

static void free_loop(void *unused, crec_outcome *outcome)
{
    (void)unused;
    crec_outcome_free(outcome);
    crec_loop_free(own_loop);
}

static void check_released(void (*drive)(crec_client *client))
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    crec_loop_options loop = CREC_LOOP_OPTIONS_INIT;
    crec_submit_options submit = CREC_SUBMIT_OPTIONS_INIT;
    crec_request *request = new_request(STOP_LIVE_RECORD, "1");
    int before = count_descriptors();
    crec_client *client;

    emulator("reset");
    loop.hosted = 1;
    CHECK_NUMBER(crec_loop_new(&loop, &own_loop, NULL), CREC_STATUS_OK);
    options.loop = own_loop;
    client = new_client(&options);
    submit.completion = free_loop;
    CHECK_NUMBER(crec_client_submit(client, request, &submit, NULL, NULL), CREC_STATUS_OK);
    drive(client);
    crec_client_free(client);
    crec_request_free(request);
    CHECK_NUMBER(count_descriptors(), before);
}

static void close_it(crec_client *client)
{
    CHECK_NUMBER(crec_client_close(client, 600000), CREC_STATUS_OK);
}

static void dispatch_it(crec_client *client)
{
    (void)client;
    while (crec_loop_dispatch(own_loop) == CREC_STATUS_OK)
        poll(NULL, 0, 1);
}

static void by_a_close_of_its_client(void)
{
    check_released(close_it);
}

static void by_dispatches(void)
{
    check_released(dispatch_it);
}

int main(void)
{
    static const test tests[] = {
        TEST(by_a_close_of_its_client),
        TEST(by_dispatches),
    };

    return run_tests(tests, COUNT(tests));
}
