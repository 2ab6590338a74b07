/* The time limit holds where the system's timer fails or lies, or a shim shifts clocks. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "loops.h"

static enum { TRUE_TIMER, FAILING_TIMER, LYING_TIMER } timer;
static time_t shift_s;

/* In place of libc's, for the library too. */
int timerfd_settime(int descriptor, int flags, const struct itimerspec *new, struct itimerspec *old)
{
    errno = EINVAL;
    return timer == FAILING_TIMER ? -1
           : timer == LYING_TIMER ? 0
                                  : (int)syscall(SYS_timerfd_settime, descriptor, flags, new, old);
}

int clock_gettime(clockid_t clock, struct timespec *time)
{
    int result = (int)syscall(SYS_clock_gettime, clock, time);

    if (clock == CLOCK_MONOTONIC)
        time->tv_sec += shift_s;
    return result;
}

static void check_limit(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);
    submitted *stop;

    emulator("fault {" NEVER "}");
    stop = try_submit(host, client, STOP_LIVE_RECORD, "1", 300, NULL);
    wait_outcomes(host, 1);
    CHECK_NUMBER(crec_outcome_status(stop->outcome), CREC_STATUS_TIMEOUT);
    CHECK(crec_outcome_elapsed_ms(stop->outcome) >= 300);
}

static void a_timer_that_fails(host *host)
{
    timer = FAILING_TIMER;
    check_limit(host);
    timer = TRUE_TIMER;
}

static void a_timer_that_lies(host *host)
{
    timer = LYING_TIMER;
    check_limit(host);
    timer = TRUE_TIMER;
}

static void a_clock_that_is_ahead(host *host)
{
    shift_s = 1000000;
    check_limit(host);
    shift_s = 0;
}

int main(void)
{
    static const host_case cases[] = {
        CASE(a_timer_that_fails, THREADED),
        CASE(a_timer_that_lies, THREADED),
        CASE(a_clock_that_is_ahead, ANY_WAY),
    };

    return run_cases(cases, COUNT(cases));
}
