/* Forked processes, in which tests go on. */
#ifndef CREC_TEST_CHILDREN_H
#define CREC_TEST_CHILDREN_H

#include <sys/wait.h>
#include <unistd.h>

#include "calls.h"
#include "emulator.h"

/* No leak check: a child cannot free all that it inherits. */
const char *__asan_default_options(void)
{
    return "detect_leaks=0";
}

/* Ends by exec, without a leak check: the child cannot free what the parent's threads held. */
static inline void end_child(void)
{
    fflush(stdout);
    if (check_state.failures)
        execl("/bin/false", "false", (char *)NULL);
    else
        execl("/bin/true", "true", (char *)NULL);
    _exit(127);
}

static inline pid_t fork_child(void)
{
    pid_t child;

    fflush(stdout);
    child = fork();
    if (child == 0)
        begin_test();
    return child;
}

/* Checks that the child passed its checks; it has printed those that failed. */
static inline void check_child(pid_t child)
{
    int status = -1;

    CHECK_NUMBER(waitpid(child, &status, 0), child);
    CHECK(WIFEXITED(status));
    CHECK_NUMBER(WEXITSTATUS(status), 0);
}

static inline void use_own_client(void)
{
    crec_client *client = emulator_client(CREC_CLOUD_TENCENT);

    CHECK_NUMBER(calls[STOP_LIVE_RECORD].make(client, &calls[STOP_LIVE_RECORD].good, NULL),
                 CREC_STATUS_NOT_FOUND);
    crec_client_free(client);
}

#endif
