/* Calls that are cancelled: before they are sent, on their way, too late. */
#define _POSIX_C_SOURCE 200809L
#include "loops.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

static void cancel(submitted *submitted)
{
    CHECK_NUMBER(crec_call_cancel(submitted->call), CREC_STATUS_OK);
}

static void before_it_is_sent(host *host)
{
    crec_client *client = add_occupied_client(host);
    submitted *second = submit(host, client, STOP_LIVE_RECORD, "2");

    cancel(second);
    wait_outcomes(host, 1);
    check_outcome(second, CREC_STATUS_CANCELLED, 0);
    CHECK_NUMBER(crec_outcome_attempts(second->outcome), 0);
    CHECK(crec_outcome_message(second->outcome)[0] != '\0');
    CHECK_NUMBER(emulator("requests"), 1);
}

static void before_a_dispatch(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);
    submitted *stop = submit(host, client, STOP_LIVE_RECORD, "1");

    cancel(stop);
    wait_outcomes(host, 1);
    check_outcome(stop, CREC_STATUS_CANCELLED, 0);
    CHECK_NUMBER(crec_outcome_attempts(stop->outcome), 0);
    CHECK_NUMBER(emulator("requests"), 0);
}

/* Somebody accepts the connection, and then never says a word. */
static void while_it_connects(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0), connection;
    int64_t alarm = now_s() + ALARM_S;
    char endpoint[64];
    submitted *stop;

    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(bind(listener, (struct sockaddr *)&address, sizeof address) == 0);
    CHECK(listen(listener, 8) == 0);
    CHECK(getsockname(listener, (struct sockaddr *)&address, &length) == 0);
    snprintf(endpoint, sizeof endpoint, "https://127.0.0.1:%d", ntohs(address.sin_port));
    options.endpoint = endpoint;
    stop = submit(host, add_client(host, options), STOP_LIVE_RECORD, "1");
    while (!is_readable(listener, 0) && now_s() < alarm)
        turn(host);
    connection = accept(listener, NULL, NULL);
    cancel(stop);
    wait_outcomes(host, 1);
    check_outcome(stop, CREC_STATUS_CANCELLED, 0);
    CHECK_NUMBER(crec_outcome_attempts(stop->outcome), 1);
    close(connection);
    close(listener);
}

/* The reply that would still have come is nobody else's. */
static void while_the_cloud_delays(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_VOLCENGINE);
    submitted *start, *stop;

    emulator("fault {" NEVER ", \"times\": 1}");
    start = submit(host, client, START_WB_RECORD, "Task-1");
    wait_requests(host, 1);
    cancel(start);
    wait_outcomes(host, 1);
    check_outcome(start, CREC_STATUS_CANCELLED, 1);
    CHECK_NUMBER(crec_outcome_attempts(start->outcome), 1);
    CHECK_NUMBER(crec_outcome_http_status(start->outcome), 0);

    stop = submit(host, client, STOP_WB_RECORD, "Task-1");
    wait_outcomes(host, 2);
    check_outcome(stop, CREC_STATUS_OK, 1);
    CHECK_NUMBER(emulator("connections"), 2);
}

/* A reply that has arrived counts, though the host looks for it too late. */
static void when_the_reply_is_there(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);
    submitted *stop;

    submit(host, client, STOP_LIVE_RECORD, "1");
    wait_outcomes(host, 1);
    emulator("fault {\"kind\": \"delay\", \"seconds\": 0.5, \"times\": 1}");
    stop = submit(host, client, STOP_LIVE_RECORD, "1");
    wait_requests(host, 2);
    while (is_readable(crec_loop_descriptor(host->loop), 0))
        turn(host);
    CHECK(is_readable(crec_loop_descriptor(host->loop), ALARM_S * 1000));
    cancel(stop);
    wait_outcomes(host, 2);
    check_outcome(stop, CREC_STATUS_NOT_FOUND, 0);
}

static void after_the_end(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);
    submitted *first = submit(host, client, STOP_LIVE_RECORD, "1");

    wait_outcomes(host, 1);
    cancel(first);
    cancel(first);
    submit(host, client, STOP_LIVE_RECORD, "2");
    wait_outcomes(host, 2);
    check_outcome(first, CREC_STATUS_NOT_FOUND, 0);
    CHECK_NUMBER(outcomes(host), 2);
}

/* Whatever each came to, it came once; and the client goes on. */
static void all_of_many_and_twice(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);
    int i;

    for (i = 0; i < 100; i++) {
        submitted *stop = submit(host, client, STOP_LIVE_RECORD, "1");

        cancel(stop);
        cancel(stop);
    }
    wait_outcomes(host, 100);
    for (i = 0; i < 100; i++) {
        crec_status status = crec_outcome_status(host->slots[i].outcome);

        ROW("call %d", i);
        CHECK_NUMBER(host->slots[i].outcomes, 1);
        CHECK(status == CREC_STATUS_CANCELLED || status == CREC_STATUS_NOT_FOUND);
    }
    submit(host, client, STOP_LIVE_RECORD, "1");
    wait_outcomes(host, 101);
    check_outcome(&host->slots[100], CREC_STATUS_NOT_FOUND, 0);
}

static void *cancel_first(void *argument)
{
    host *host = argument;

    host->slots[0].found[0] = crec_call_cancel(host->slots[0].call);
    return NULL;
}

static void by_another_thread(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);
    submitted *stop;
    pthread_t thread;

    emulator("fault {" NEVER "}");
    stop = submit(host, client, STOP_LIVE_RECORD, "1");
    wait_requests(host, 1);
    CHECK(pthread_create(&thread, NULL, cancel_first, host) == 0);
    wait_outcomes(host, 1);
    pthread_join(thread, NULL);
    CHECK_NUMBER(stop->found[0], CREC_STATUS_OK);
    check_outcome(stop, CREC_STATUS_CANCELLED, 1);
}

static void cancel_the_first(submitted *submitted)
{
    cancel_first(submitted->host);
}

static void by_a_completion(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);
    submitted *first;

    emulator("fault {" NEVER ", \"times\": 1}");
    first = submit(host, client, STOP_LIVE_RECORD, "1");
    wait_requests(host, 1);
    submit_then(host, client, STOP_LIVE_RECORD, "2", cancel_the_first);
    wait_outcomes(host, 2);
    CHECK_NUMBER(first->found[0], CREC_STATUS_OK);
    check_outcome(first, CREC_STATUS_CANCELLED, 1);
    CHECK_NUMBER(first->place, 2);
}

static void a_handle_given_up(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_VOLCENGINE);
    submitted *start = submit(host, client, START_WB_RECORD, "Task-1");

    crec_call_free(start->call);
    start->call = NULL;
    wait_outcomes(host, 1);
    check_outcome(start, CREC_STATUS_OK, 1);
}

int main(void)
{
    static const host_case cases[] = {
        CASE(before_it_is_sent, ANY_WAY),      CASE(before_a_dispatch, HOSTED),
        CASE(while_it_connects, ANY_WAY),      CASE(while_the_cloud_delays, ANY_WAY),
        CASE(when_the_reply_is_there, HOSTED), CASE(after_the_end, ANY_WAY),
        CASE(all_of_many_and_twice, ANY_WAY),  CASE(by_another_thread, ANY_WAY),
        CASE(by_a_completion, CALLBACK),       CASE(a_handle_given_up, ANY_WAY),
    };

    return run_cases(cases, COUNT(cases));
}
