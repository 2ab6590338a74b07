/* A start is not sent when too little of its time is left for a reply: it would end in doubt. */
#include "loops.h"

#define LIMIT_MS 6000

/* One at a time, a second each: the last of them would be sent with no time left. */
static void starts_that_waited(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_VOLCENGINE);
    submitted *starts[8];
    crec_client *client;
    int sent = 0;
    size_t i;

    options.connection_limit = 2;
    client = add_client(host, options);
    emulator("fault {\"kind\": \"delay\", \"seconds\": 1}");
    for (i = 0; i < COUNT(starts); i++) {
        char task[8];

        snprintf(task, sizeof task, "Task-%d", (int)i);
        starts[i] = try_submit(host, client, START_WB_RECORD, task, LIMIT_MS, NULL);
    }
    for (i = 0; i < COUNT(starts); i++) {
        const crec_outcome *outcome;

        wait_outcome(host, starts[i]);
        outcome = starts[i]->outcome;
        ROW("start %d", (int)i);
        if (crec_outcome_status(outcome) == CREC_STATUS_OK) {
            sent++;
            continue;
        }
        check_outcome(starts[i], CREC_STATUS_TIMEOUT, 0);
        CHECK_NUMBER(crec_outcome_retryable(outcome), 1);
        CHECK_NUMBER(crec_outcome_attempts(outcome), 0);
        CHECK_TEXT(crec_outcome_message(outcome),
                   "less than a third of the time limit was left before the request was sent, "
                   "while it waited for a connection");
        CHECK(crec_outcome_elapsed_ms(outcome) >= LIMIT_MS - LIMIT_MS / 3);
    }
    CHECK(sent < (int)COUNT(starts));
    CHECK_NUMBER(emulator("requests"), sent);
}

int main(void)
{
    static const host_case cases[] = {
        CASE(starts_that_waited, THREADED & CALLBACK),
    };

    return run_cases(cases, COUNT(cases));
}
