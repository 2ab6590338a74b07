/* Time limits of single calls. */
#include "loops.h"

/* The client's limit is longer than any test lasts. */
static void a_time_limit_of_its_own(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);
    submitted *stop;

    emulator("fault {" NEVER "}");
    stop = try_submit(host, client, STOP_LIVE_RECORD, "1", 200, NULL);
    wait_outcomes(host, 1);
    CHECK_NUMBER(crec_outcome_status(stop->outcome), CREC_STATUS_TIMEOUT);
    CHECK(crec_outcome_elapsed_ms(stop->outcome) >= 200);
}

static void a_time_limit_that_passes_before_it_is_sent(host *host)
{
    crec_client *client = add_occupied_client(host);
    submitted *stop = try_submit(host, client, STOP_LIVE_RECORD, "2", 200, NULL);

    wait_outcomes(host, 1);
    check_outcome(stop, CREC_STATUS_TIMEOUT, 0);
    CHECK_NUMBER(crec_outcome_attempts(stop->outcome), 0);
    CHECK_NUMBER(emulator("requests"), 1);
}

/* One that was not sent waits no longer than it would alone. */
static void each_its_own(host *host)
{
    static const int64_t limits_ms[] = {400, 100, 600000, 200};
    crec_client *client = add_occupied_client(host);
    submitted *stops[COUNT(limits_ms)];
    size_t i;

    for (i = 0; i < COUNT(limits_ms); i++)
        stops[i] = try_submit(host, client, STOP_LIVE_RECORD, "2", limits_ms[i], NULL);
    wait_outcomes(host, 3);
    for (i = 0; i < COUNT(limits_ms); i++) {
        ROW("%" PRId64 " ms", limits_ms[i]);
        CHECK_NUMBER(stops[i]->outcomes, limits_ms[i] != 600000);
        CHECK(!stops[i]->outcome || crec_outcome_elapsed_ms(stops[i]->outcome) >= limits_ms[i]);
    }
}

int main(void)
{
    static const host_case cases[] = {
        CASE(a_time_limit_of_its_own, ANY_WAY),
        CASE(a_time_limit_that_passes_before_it_is_sent, ANY_WAY),
        CASE(each_its_own, ANY_WAY),
    };

    return run_cases(cases, COUNT(cases));
}
