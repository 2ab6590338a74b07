/* Tests of hosts that exit without closing the library, while its threads are busy with TLS. */
#define _POSIX_C_SOURCE 200809L
#include "emulator.h"

#include <sys/wait.h>
#include <time.h>

#include "calls.h"
#include "process.h"

enum { CHILDREN = 30, CLIENTS = 3, CALLS = 300 };

/* No leak check: calls under way at exit are never freed. */
const char *__asan_default_options(void)
{
    return "detect_leaks=0";
}

static void sleep_ms(int milliseconds)
{
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};

    nanosleep(&time, NULL);
}

static void submit_and_exit(int delay_ms)
{
    crec_client *clients[CLIENTS];
    crec_request *request = NULL;
    int i;

    for (i = 0; i < CLIENTS; i++)
        clients[i] = emulator_client(CREC_CLOUD_TENCENT);
    calls[STOP_LIVE_RECORD].request(&calls[STOP_LIVE_RECORD].good, &request, NULL);
    for (i = 0; i < CALLS; i++)
        crec_client_submit(clients[i % CLIENTS], request, NULL, NULL, NULL);
    sleep_ms(delay_ms);
    exit(0);
}

/* Each a little later than the one before: at its first look-up, in handshakes, among replies. */
static void exit_while_busy(void)
{
    int i;

    emulator("reset");
    fflush(stdout);
    for (i = 0; i < CHILDREN; i++) {
        int status = -1;
        pid_t child = fork();

        if (child == 0)
            submit_and_exit(2 * i);
        ROW("after %d ms", 2 * i);
        CHECK_NUMBER(waitpid(child, &status, 0), child);
        check_ended_well(status);
    }
}

int main(void)
{
    static const test tests[] = {TEST(exit_while_busy)};

    return run_tests(tests, COUNT(tests));
}
