/* One client in many threads, and in a forked process. */
#define _POSIX_C_SOURCE 200809L
#include "emulator.h"

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "calls.h"

enum { THREADS = 8, CALLS = 25 };

typedef struct caller {
    pthread_t thread;
    crec_client *client;
    int answered; /* calls that the emulator took for well signed */
    crec_status last_other;
} caller;

/* There is no such stream: a call that passes all other checks ends in NOT_FOUND. */
static crec_status stop(crec_client *client)
{
    return crec_stop_live_record(client, &calls[STOP_LIVE_RECORD].good.stop_live_record, NULL);
}

static void *make_calls(void *argument)
{
    caller *caller = argument;
    int i;

    for (i = 0; i < CALLS; i++) {
        crec_status status = stop(caller->client);

        if (status == CREC_STATUS_NOT_FOUND)
            caller->answered++;
        else
            caller->last_other = status;
    }
    return NULL;
}

typedef struct replacer {
    pthread_t thread;
    crec_client *client;
    pthread_mutex_t lock;
    int is_over;
    int refused;
} replacer;

static int is_over(replacer *replacer)
{
    int is;

    pthread_mutex_lock(&replacer->lock);
    is = replacer->is_over;
    pthread_mutex_unlock(&replacer->lock);
    return is;
}

/* Overwrites the strings right after the call: the client has to copy them. */
static void *replace_credentials(void *argument)
{
    replacer *replacer = argument;

    do {
        const crec_credentials *key = &emulator_keys[CREC_CLOUD_TENCENT - 1];
        char id[64], secret[64];
        crec_credentials credentials = {sizeof credentials, id, secret, ""};

        strcpy(id, key->access_key_id);
        strcpy(secret, key->access_key_secret);
        if (crec_client_set_credentials(replacer->client, &credentials, NULL) != CREC_STATUS_OK)
            replacer->refused++;
        memset(id, 'x', sizeof id - 1);
        memset(secret, 'x', sizeof secret - 1);
    } while (!is_over(replacer));
    return NULL;
}

static void eight_threads_while_keys_are_replaced(void)
{
    crec_client *client = emulator_client(CREC_CLOUD_TENCENT);
    replacer replacer = {.client = client, .lock = PTHREAD_MUTEX_INITIALIZER};
    caller callers[THREADS];
    int i;

    emulator("reset");
    CHECK(pthread_create(&replacer.thread, NULL, replace_credentials, &replacer) == 0);
    for (i = 0; i < THREADS; i++) {
        callers[i] = (caller){.client = client, .last_other = CREC_STATUS_NOT_FOUND};
        CHECK(pthread_create(&callers[i].thread, NULL, make_calls, &callers[i]) == 0);
    }
    for (i = 0; i < THREADS; i++) {
        pthread_join(callers[i].thread, NULL);
        ROW("thread %d", i);
        CHECK_NUMBER(callers[i].answered, CALLS);
        CHECK_NUMBER(callers[i].last_other, CREC_STATUS_NOT_FOUND);
    }
    pthread_mutex_lock(&replacer.lock);
    replacer.is_over = 1;
    pthread_mutex_unlock(&replacer.lock);
    pthread_join(replacer.thread, NULL);
    CHECK_NUMBER(replacer.refused, 0);
    CHECK_NUMBER(emulator("requests"), THREADS * CALLS);
    crec_client_free(client);
}

static void clients_that_come_and_go(void)
{
    int i;

    emulator("reset");
    for (i = 0; i < 20; i++) {
        crec_client *client = emulator_client(CREC_CLOUD_TENCENT);

        CHECK_NUMBER(stop(client), CREC_STATUS_NOT_FOUND);
        crec_client_free(client);
    }
    CHECK_NUMBER(emulator("requests"), 20);
}

/* Under ThreadSanitizer it may get stuck in the Swift runtime, which the release does not have. */
#ifndef __SANITIZE_THREAD__
/* Returns the child's exit status: 0, or the number of the check that failed. */
static int child(crec_client *client, crec_request *request)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    crec_client *own = NULL;
    crec_outcome *outcome = NULL;
    int found = 0;

    if (crec_client_perform(client, request, &outcome) != CREC_STATUS_FORKED)
        found = 1;
    else if (crec_outcome_status(outcome) != CREC_STATUS_FORKED)
        found = 2;
    else if (crec_outcome_message(outcome)[0] == '\0' || crec_outcome_attempts(outcome) != 0)
        found = 3;
    else if (stop(client) != CREC_STATUS_FORKED)
        found = 4;
    else if (crec_client_new(&options, &own, NULL) != CREC_STATUS_OK)
        found = 5;
    else if (stop(own) != CREC_STATUS_NOT_FOUND)
        found = 6;
    else if (crec_client_perform(own, request, NULL) != CREC_STATUS_NOT_FOUND)
        found = 7;
    crec_outcome_free(outcome);
    crec_request_free(request);
    crec_client_free(own);
    crec_client_free(client);
    return found;
}

/* Ends by exec, without a leak check: the child cannot free what the parent's threads held. */
static void end_child(int status)
{
    char command[32];

    snprintf(command, sizeof command, "exit %d", status);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

static void a_child_process(void)
{
    crec_client *client = emulator_client(CREC_CLOUD_TENCENT);
    crec_request *request = NULL;
    pid_t pid;
    int i, status = -1;

    emulator("reset");
    calls[STOP_LIVE_RECORD].request(&calls[STOP_LIVE_RECORD].good, &request, NULL);
    CHECK_NUMBER(stop(client), CREC_STATUS_NOT_FOUND);
    pid = fork();
    if (pid == 0)
        end_child(child(client, request));
    CHECK_NUMBER(waitpid(pid, &status, 0), pid);
    CHECK(WIFEXITED(status));
    CHECK_NUMBER(WEXITSTATUS(status), 0);
    for (i = 0; i < 3; i++)
        CHECK_NUMBER(stop(client), CREC_STATUS_NOT_FOUND);
    CHECK_NUMBER(emulator("requests"), 6);
    CHECK_NUMBER(emulator("connections"), 2);
    crec_request_free(request);
    crec_client_free(client);
}
#endif

int main(void)
{
    static const test tests[] = {
        TEST(eight_threads_while_keys_are_replaced),
        TEST(clients_that_come_and_go),
#ifndef __SANITIZE_THREAD__
        TEST(a_child_process),
#endif
    };

    return run_tests(tests, COUNT(tests));
}
