/* libcurl's handles go from one attempt to the next, which tells nothing of the one before. */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "loops.h"

static int64_t ticks_ms; /* by which the clock goes on with each look at it, if it ticks */
static int ticks;

/* In the place of the system's: time goes on while a loop looks at it. */
int clock_gettime(clockid_t clock, struct timespec *now)
{
    int result = (int)syscall(SYS_clock_gettime, clock, now);

    if (clock == CLOCK_MONOTONIC) {
        int64_t ms = __atomic_add_fetch(&ticks_ms, __atomic_load_n(&ticks, __ATOMIC_RELAXED),
                                        __ATOMIC_RELAXED);

        now->tv_sec += ms / 1000;
        now->tv_nsec += ms % 1000 * 1000000;
        if (now->tv_nsec >= 1000000000) {
            now->tv_nsec -= 1000000000;
            now->tv_sec++;
        }
    }
    return result;
}

/* The clock moves on between the two, so that libcurl is not run again in the turn that sends. */
static void cancelled_before_libcurl_begins(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);
    crec_counters counters = CREC_COUNTERS_INIT;
    submitted *first = submit(host, client, STOP_LIVE_RECORD, "1"), *second;

    wait_outcomes(host, 1);
    CHECK_NUMBER(crec_outcome_http_status(first->outcome), 200);
    __atomic_store_n(&ticks, 1, __ATOMIC_RELAXED);
    second = submit(host, client, STOP_LIVE_RECORD, "2");
    CHECK_NUMBER(crec_loop_dispatch(host->loop), CREC_STATUS_OK);
    CHECK_NUMBER(crec_call_cancel(second->call), CREC_STATUS_OK);
    wait_outcomes(host, 2);
    __atomic_store_n(&ticks, 0, __ATOMIC_RELAXED);
    check_outcome(second, CREC_STATUS_CANCELLED, 0);
    CHECK_NUMBER(emulator("requests"), 1);
    CHECK_NUMBER(crec_outcome_http_status(second->outcome), 0);
    CHECK_TEXT(crec_outcome_request_id(second->outcome), "");
    CHECK_NUMBER(crec_client_counters(client, &counters), CREC_STATUS_OK);
    CHECK_NUMBER(counters.new_connections, 1);
}

/* GET and POST in turn, with a body and without, with headers of their own. */
static void other_requests_in_turn(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_VOLCENGINE);
    static const char *const fields = "{\"AppId\":\"a\",\"RoomId\":\"r\",\"TaskId\":\"t\"}";
    static const char *const actions[] = {"GetWebCastTask", "StopWebcast"};
    int i;

    for (i = 0; i < 6; i++) {
        crec_operation_params params = CREC_OPERATION_PARAMS_INIT;
        crec_request *request = NULL;
        submitted *sent;

        params.cloud = CREC_CLOUD_VOLCENGINE;
        params.action = actions[i % 2];
        params.fields = fields;
        CHECK_NUMBER(crec_request_new_operation(&params, &request, NULL), CREC_STATUS_OK);
        sent = try_submit_request(host, client, request, 0, NULL);
        wait_outcomes(host, i + 1);
        check_outcome(sent, i % 2 ? CREC_STATUS_ALREADY_STOPPED : CREC_STATUS_NOT_FOUND, 0);
    }
}

int main(void)
{
    static const host_case cases[] = {
        CASE(cancelled_before_libcurl_begins, HOSTED),
        CASE(other_requests_in_turn, ANY_WAY),
    };

    return run_cases(cases, COUNT(cases));
}
