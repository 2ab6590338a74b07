/*
 * SIGPIPE, at its default, which ends the process: it never reaches the host, whose thread a hosted
 * loop writes on, not even where a TLS library writes without saying that it wants none.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <sys/socket.h>

#include "loops.h"

static int cuts;         /* whether connections are broken when they are next written to */
static int broken_pipes; /* how often one was */

/* Overrides the C library's own, and lets every broken connection raise the signal. */
ssize_t send(int socket, const void *data, size_t size, int flags)
{
    ssize_t (*real)(int, const void *, size_t, int);
    ssize_t sent;

    *(void **)&real = dlsym(RTLD_NEXT, "send");
    if (__atomic_load_n(&cuts, __ATOMIC_RELAXED))
        shutdown(socket, SHUT_WR);
    sent = real(socket, data, size, flags & ~MSG_NOSIGNAL);
    if (sent < 0 && errno == EPIPE)
        __atomic_add_fetch(&broken_pipes, 1, __ATOMIC_RELAXED);
    return sent;
}

static void set_cuts(int is_set)
{
    __atomic_store_n(&cuts, is_set, __ATOMIC_RELAXED);
}

/* A client with a connection, which is broken from now on. */
static crec_client *add_client_of_broken_connection(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);

    submit(host, client, STOP_LIVE_RECORD, "123");
    wait_outcomes(host, 1);
    __atomic_store_n(&broken_pipes, 0, __ATOMIC_RELAXED);
    set_cuts(1);
    return client;
}

/* That it went on is the proof; nothing is left behind, either. */
static void check_unharmed(void)
{
    sigset_t blocked, pending;

    set_cuts(0);
    CHECK(__atomic_load_n(&broken_pipes, __ATOMIC_RELAXED) > 0);
    sigpending(&pending);
    pthread_sigmask(SIG_SETMASK, NULL, &blocked);
    CHECK_NUMBER(sigismember(&pending, SIGPIPE), 0);
    CHECK_NUMBER(sigismember(&blocked, SIGPIPE), 0);
}

static void a_request(host *host)
{
    crec_client *client = add_client_of_broken_connection(host);

    submit(host, client, STOP_LIVE_RECORD, "123");
    wait_outcomes(host, 2);
    check_unharmed();
}

/* It takes its connections along, in a turn. */
static void a_client_that_is_freed(host *host)
{
    int64_t alarm = now_s() + ALARM_S;

    crec_client_free(add_client_of_broken_connection(host));
    host->client_count = 0;
    while (__atomic_load_n(&broken_pipes, __ATOMIC_RELAXED) == 0 && now_s() < alarm)
        turn(host);
    check_unharmed();
}

static void a_loop_that_is_closed(host *host)
{
    add_client_of_broken_connection(host);
    CHECK_NUMBER(crec_loop_close(host->loop, 600000), CREC_STATUS_OK);
    check_unharmed();
}

static void a_loop_that_is_freed(host *host)
{
    add_client_of_broken_connection(host);
    crec_loop_free(host->loop);
    host->loop = NULL;
    check_unharmed();
}

int main(void)
{
    static const host_case cases[] = {
        CASE(a_request, ANY_WAY),
        CASE(a_client_that_is_freed, ANY_WAY),
        CASE(a_loop_that_is_closed, ANY_WAY),
        CASE(a_loop_that_is_freed, ANY_WAY),
    };

    signal(SIGPIPE, SIG_DFL);
    return run_cases(cases, COUNT(cases));
}
