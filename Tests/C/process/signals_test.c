/* Tests that the library's threads block all signals, as seen in getaddrinfo and a completion. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>

#include "calls.h"
#include "emulator.h"

/* The name of a thread of the library, and the signals that it blocks. */
typedef struct seen_thread {
    char name[16];
    sigset_t blocked;
    int calls;
} seen_thread;

static seen_thread of_look_ups, of_calls;

static void look_around(seen_thread *seen)
{
    pthread_getname_np(pthread_self(), seen->name, sizeof seen->name);
    pthread_sigmask(SIG_SETMASK, NULL, &seen->blocked);
    seen->calls++;
}

/* Overrides the system's resolver, and finds the emulator. */
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **found)
{
    int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);

    (void)node;
    look_around(&of_look_ups);
    *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
    return real("127.0.0.1", service, hints, found);
}

static void complete(void *context, crec_outcome *outcome)
{
    look_around(context);
    CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_NOT_FOUND);
    crec_outcome_free(outcome);
}

/* Checks that all signals are blocked but those that cannot be: two are the C library's own. */
static void check_blocked(const seen_thread *seen, const char *name)
{
    int number;

    ROW("%s", name);
    CHECK_NUMBER(seen->calls, 1);
    CHECK_TEXT(seen->name, name);
    for (number = 1; number < SIGRTMAX; number++) {
        ROW("%s, signal %d", name, number);
        if (number != SIGKILL && number != SIGSTOP && (number < 32 || number >= SIGRTMIN))
            CHECK_NUMBER(sigismember(&seen->blocked, number), 1);
    }
}

static int blocked_here(void)
{
    sigset_t blocked;
    int number, count = 0;

    pthread_sigmask(SIG_SETMASK, NULL, &blocked);
    for (number = 1; number < SIGRTMAX; number++)
        count += sigismember(&blocked, number) == 1;
    return count;
}

static void every_signal_is_blocked(void)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    crec_submit_options submit_options = CREC_SUBMIT_OPTIONS_INIT;
    crec_request *request = NULL;
    crec_client *client;
    char endpoint[128];

    emulator("reset");
    snprintf(endpoint, sizeof endpoint, "https://live.tencentcloudapi.com%s",
             strrchr(options.endpoint, ':'));
    options.endpoint = endpoint;
    options.host = "live.tencentcloudapi.com";
    client = new_client(&options);
    submit_options.completion = complete;
    submit_options.context = &of_calls;
    calls[STOP_LIVE_RECORD].request(&calls[STOP_LIVE_RECORD].good, &request, NULL);
    CHECK_NUMBER(crec_client_submit(client, request, &submit_options, NULL, NULL), CREC_STATUS_OK);
    CHECK_NUMBER(crec_client_close(client, 600000), CREC_STATUS_OK);
    check_blocked(&of_look_ups, "crec-names");
    check_blocked(&of_calls, "crec");
    ROW("the host's thread");
    CHECK_NUMBER(blocked_here(), 0);
    crec_request_free(request);
    crec_client_free(client);
}

int main(void)
{
    static const test tests[] = {
        TEST(every_signal_is_blocked),
    };

    return run_tests(tests, COUNT(tests));
}
