/*
 * A start that cannot have reached the cloud when its stop can wait no longer is never sent: sent
 * after the stop, it would run on.
 */
#include <arpa/inet.h>
#include <sys/socket.h>

#include "loops.h"

/* The limit grows until half of it is time enough for the stop. */
static void check_overtaken(host *host, crec_client *starter, crec_client *stopper, int attempts,
                            int stop_attempts)
{
    submitted *start, *stop;
    int64_t limit = 500;

    do {
        limit *= 2;
        start = submit(host, starter, START_WB_RECORD, "Task-2");
        stop = try_submit(host, stopper, STOP_WB_RECORD, "Task-2", limit, NULL);
        wait_outcome(host, stop);
        wait_outcome(host, start);
    } while (crec_outcome_status(stop->outcome) == CREC_STATUS_TIMEOUT && limit < 8000);
    check_outcome(start, CREC_STATUS_CANCELLED, 0);
    CHECK_TEXT(crec_outcome_message(start->outcome),
               "not made: a stop of the same task could wait no longer");
    CHECK_NUMBER(crec_outcome_attempts(start->outcome), attempts);
    check_outcome(stop, CREC_STATUS_ALREADY_STOPPED, 0);
    CHECK_NUMBER(crec_outcome_attempts(stop->outcome), stop_attempts);
    CHECK_NUMBER(crec_outcome_start_was_open(stop->outcome), 0);
    CHECK(crec_outcome_elapsed_ms(stop->outcome) >= limit / 2);
}

static void a_start_that_its_rate_holds_back(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_VOLCENGINE);
    crec_rate rate = {"StartWBRecord", 1};
    crec_client *client;
    int i;

    options.pacing = CREC_PACING_WAIT;
    options.rates = &rate;
    options.rate_count = 1;
    client = add_client(host, options);
    for (i = 0; i < 30; i++)
        submit(host, client, START_WB_RECORD, "Task-1");
    check_overtaken(host, client, client, 0, 0);
}

/* The kernel takes connections for it, and nobody speaks TLS on them. */
static int silent_listener(char *endpoint, size_t size)
{
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof address;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(bind(listener, (struct sockaddr *)&address, length) == 0 && listen(listener, 16) == 0);
    CHECK(getsockname(listener, (struct sockaddr *)&address, &length) == 0);
    snprintf(endpoint, size, "https://127.0.0.1:%d", ntohs(address.sin_port));
    return listener;
}

static void a_start_that_gets_no_connection(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_VOLCENGINE);
    crec_client *stopper = add_client(host, options);
    char endpoint[64];
    int listener = silent_listener(endpoint, sizeof endpoint);

    options.endpoint = endpoint;
    check_overtaken(host, add_client(host, options), stopper, 1, 1);
    close(listener);
}

/* The first start hangs, the second waits for the only connection that is not kept for stops. */
static void every_start_before_a_stop(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_VOLCENGINE);
    submitted *hanging, *waiting, *stop;
    crec_client *client;

    options.connection_limit = 2;
    client = add_client(host, options);
    emulator("fault {\"kind\": \"delay\", \"seconds\": 4, \"action\": \"StartWBRecord\"}");
    hanging = submit(host, client, START_WB_RECORD, "Task-3");
    wait_requests(host, 1);
    waiting = submit(host, client, START_WB_RECORD, "Task-3");
    stop = try_submit(host, client, STOP_WB_RECORD, "Task-3", 2000, NULL);
    wait_outcome(host, stop);
    CHECK_NUMBER(crec_outcome_start_was_open(stop->outcome), 1);
    wait_outcome(host, waiting);
    check_outcome(waiting, CREC_STATUS_CANCELLED, 0);
    CHECK_NUMBER(crec_outcome_attempts(waiting->outcome), 0);
    wait_outcome(host, hanging);
    CHECK_NUMBER(emulator("requests"), 2);
}

int main(void)
{
    static const host_case cases[] = {
        CASE(a_start_that_its_rate_holds_back, ANY_WAY),
        CASE(a_start_that_gets_no_connection, ANY_WAY),
        CASE(every_start_before_a_stop, ANY_WAY),
    };

    return run_cases(cases, COUNT(cases));
}
