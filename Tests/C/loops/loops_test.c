/* Submitted calls: the same of every way to run a loop and to get outcomes. */
#define _POSIX_C_SOURCE 200809L
#include "loops.h"

#include <signal.h>

static void a_success(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_VOLCENGINE);
    submitted *start = submit(host, client, START_WB_RECORD, "Task-1");

    wait_outcomes(host, 1);
    check_outcome(start, CREC_STATUS_OK, 1);
    CHECK_TEXT(crec_outcome_message(start->outcome), "");
    CHECK_NUMBER(crec_outcome_attempts(start->outcome), 1);
    CHECK_NUMBER(crec_outcome_start_was_open(start->outcome), 0);
    CHECK_NUMBER(emulator("applied"), 1);
}

static void a_refusal_by_the_cloud(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    submitted *stop;

    options.credentials = &good_credentials; /* good in form, unknown there */
    stop = submit(host, add_client(host, options), STOP_LIVE_RECORD, "123");
    wait_outcomes(host, 1);
    check_outcome(stop, CREC_STATUS_AUTHENTICATION, 0);
    CHECK_TEXT(crec_outcome_code(stop->outcome), "AuthFailure.SecretIdNotFound");
}

static void no_network(host *host)
{
    crec_client *client = add_client(host, offline_options(CREC_CLOUD_TENCENT));
    submitted *stop = submit(host, client, STOP_LIVE_RECORD, "123");

    wait_outcomes(host, 1);
    check_outcome(stop, CREC_STATUS_NETWORK, 0);
    CHECK_NUMBER(crec_outcome_retryable(stop->outcome), 1);
}

/* An outcome finds its call by the context. Odd tasks run, even ones do not. */
static void many_at_once_and_each_its_own_outcome(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_ALIBABA);
    char text[64];
    int i;

    for (i = 1; i < SLOTS; i += 2) {
        snprintf(text, sizeof text, "plant {\"kind\": \"rtc\", \"TaskId\": \"%d\"}", i);
        emulator(text);
    }
    for (i = 0; i < SLOTS; i++) {
        snprintf(text, sizeof text, "%d", i);
        submit(host, client, STOP_RTC_CLOUD_RECORDING, text);
    }
    wait_outcomes(host, SLOTS);
    for (i = 0; i < SLOTS; i++) {
        ROW("task %d", i);
        check_outcome(&host->slots[i], i % 2 ? CREC_STATUS_OK : CREC_STATUS_NOT_FOUND, i % 2);
    }
    CHECK_NUMBER(emulator("requests"), SLOTS);
    CHECK(emulator("connections") <= 64);
}

static void *submit_ten(void *argument)
{
    host *host = argument;
    int i;

    for (i = 0; i < 10; i++)
        try_submit(host, host->clients[0], STOP_LIVE_RECORD, "123", 0, NULL);
    return NULL;
}

static void submitted_by_other_threads(host *host)
{
    pthread_t threads[8];
    size_t i;

    add_emulator_client(host, CREC_CLOUD_TENCENT);
    for (i = 0; i < COUNT(threads); i++)
        CHECK(pthread_create(&threads[i], NULL, submit_ten, host) == 0);
    wait_outcomes(host, 10 * COUNT(threads));
    for (i = 0; i < COUNT(threads); i++)
        pthread_join(threads[i], NULL);
    for (i = 0; i < host->slot_count; i++)
        check_outcome(&host->slots[i], CREC_STATUS_NOT_FOUND, 0);
}

static void two_clients_and_one_of_them_hangs(host *host)
{
    crec_client *hanging = add_emulator_client(host, CREC_CLOUD_ALIBABA);
    crec_client *fine = add_emulator_client(host, CREC_CLOUD_TENCENT);
    submitted *hung;
    int i;

    emulator("fault {" NEVER ", \"cloud\": \"aliyun\"}");
    hung = submit(host, hanging, STOP_RTC_CLOUD_RECORDING, "Task-1");
    wait_requests(host, 1);
    for (i = 1; i <= 5; i++) {
        submitted *stop = submit(host, fine, STOP_LIVE_RECORD, "123");

        wait_outcomes(host, i);
        check_outcome(stop, CREC_STATUS_NOT_FOUND, 0);
    }
    CHECK_NUMBER(hung->outcomes, 0);
}

/* Writing to a connection that the cloud has cut raises it, on the host's own thread too. */
static void sigpipe_at_its_default(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);
    sigset_t before, after, pending;
    int i, count = 0;

    signal(SIGPIPE, SIG_DFL);
    pthread_sigmask(SIG_SETMASK, NULL, &before);
    for (i = 0; i < 10; i++) {
        submit(host, client, STOP_LIVE_RECORD, "123");
        wait_outcomes(host, ++count);
        emulator("fault {\"kind\": \"cut\", \"before\": true, \"reset\": true, \"times\": 2}");
        submit(host, client, STOP_LIVE_RECORD, "123");
        wait_outcomes(host, ++count);
        emulator("fault {\"kind\": \"cut\", \"bytes\": 0, \"times\": 1}");
        submit(host, client, STOP_LIVE_RECORD, "123");
        wait_outcomes(host, ++count);
    }
    sigpending(&pending);
    pthread_sigmask(SIG_SETMASK, NULL, &after);
    CHECK(!sigismember(&pending, SIGPIPE));
    CHECK_NUMBER(sigismember(&before, SIGPIPE), 0);
    CHECK_NUMBER(sigismember(&after, SIGPIPE), 0);
}

int main(void)
{
    static const host_case cases[] = {
        CASE(a_success, ANY_WAY),
        CASE(a_refusal_by_the_cloud, ANY_WAY),
        CASE(no_network, ANY_WAY),
        CASE(many_at_once_and_each_its_own_outcome, ANY_WAY),
        CASE(submitted_by_other_threads, ANY_WAY),
        CASE(two_clients_and_one_of_them_hangs, ANY_WAY),
        CASE(sigpipe_at_its_default, ANY_WAY),
    };

    return run_cases(cases, COUNT(cases));
}
