/*
 * Tests of a shortage of descriptors: it is reported as such, never as a failure of the cloud's or
 * as a success, and the call is retried within its time limit.
 */
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <valgrind/valgrind.h>

#include "client.h"
#include "loops.h"

static int taken[4096];
static int taken_count;

/* Takes all descriptors but that many. */
static void take_descriptors(int rest)
{
    struct rlimit limit = {1024, 1024};

    setrlimit(RLIMIT_NOFILE, &limit);
    while (taken_count < (int)COUNT(taken)) {
        int descriptor = open("/dev/null", O_RDONLY);

        if (descriptor < 0)
            break;
        taken[taken_count++] = descriptor;
    }
    while (rest-- > 0)
        close(taken[--taken_count]);
}

static void give_back(void)
{
    while (taken_count > 0)
        close(taken[--taken_count]);
}

static void check_short(crec_status status, const crec_outcome *outcome)
{
    CHECK_NUMBER(status, CREC_STATUS_SHORTAGE);
    CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_SHORTAGE);
    CHECK_NUMBER(crec_outcome_retryable(outcome), 1);
    CHECK_NUMBER(crec_outcome_may_have_been_applied(outcome), 0);
    CHECK(strstr(crec_outcome_message(outcome), "descriptor") != NULL);
}

/* The loop's own descriptors, the connection's, libcurl's, the file of certificates: with each
 * number that is left something else fails first. */
static void every_number_of_descriptors(void)
{
    int rest, failures = 0;

    for (rest = 0; rest < 16; rest++) {
        crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
        crec_client *client;
        crec_outcome *outcome = NULL;
        crec_status status;

        options.attempt_limit = 1;
        client = new_client(&options);
        take_descriptors(rest);
        status = calls[STOP_LIVE_RECORD].make(client, &calls[STOP_LIVE_RECORD].good, &outcome);
        give_back();
        ROW("%d descriptors", rest);
        if (status != CREC_STATUS_NOT_FOUND) {
            check_short(status, outcome);
            failures++;
        }
        crec_outcome_free(outcome);
        crec_client_free(client);
    }
    CHECK(failures >= 4 || RUNNING_ON_VALGRIND); /* which keeps a few for itself */
    CHECK(failures < 16);
}

static void *give_back_later(void *unused)
{
    struct timespec pause = {0, 300000000};

    (void)unused;
    nanosleep(&pause, NULL);
    give_back();
    return NULL;
}

/* Even a start is retried: it was certainly not sent. */
static void one_that_passes(void)
{
    crec_client_options options = emulator_options(CREC_CLOUD_VOLCENGINE);
    crec_client *client;
    crec_outcome *outcome = NULL;
    pthread_t thread;

    options.attempt_limit = 1000;
    client = new_client(&options);
    calls[STOP_WEBCAST].make(client, &calls[STOP_WEBCAST].good, NULL);
    take_descriptors(0);
    CHECK_NUMBER(pthread_create(&thread, NULL, give_back_later, NULL), 0);
    calls[START_WB_RECORD].make(client, &calls[START_WB_RECORD].good, &outcome);
    pthread_join(thread, NULL);
    CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_OK);
    crec_outcome_free(outcome);
    crec_client_free(client);
}

int main(void)
{
    static const test tests[] = {
        TEST(every_number_of_descriptors),
        TEST(one_that_passes),
    };

    return run_tests(tests, COUNT(tests));
}
