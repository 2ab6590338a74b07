/* Tests of the time limit of a close: stops are retried within it, and starts can be stopped. */
#include "loops.h"
#include "operation.h"

static const int64_t close_ms = 4000;

static crec_client *add_volcengine_client(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_VOLCENGINE);

    options.attempt_limit = 0;
    options.timeout_ms = 600000;
    return add_client(host, options);
}

/* Closes again while a completion still runs, as on a slow machine. */
static void check_close(host *host, int64_t timeout_ms)
{
    int64_t alarm = now_s() + ALARM_S;
    crec_status status = crec_client_close(host->clients[0], timeout_ms);

    while (status == CREC_STATUS_TIMEOUT && now_s() < alarm)
        status = crec_client_close(host->clients[0], 0);
    CHECK_NUMBER(status, CREC_STATUS_OK);
    if (host->way->is_pull)
        while (is_readable(crec_client_descriptor(host->clients[0]), 0))
            take_readable(host, 0);
}

/* Its first attempt would last for half of ten minutes, not of four seconds. */
static void an_attempt_that_hangs(host *host)
{
    crec_client *client = add_volcengine_client(host);
    submitted *stop;

    emulator("fault {" NEVER ", \"times\": 1}");
    stop = submit(host, client, STOP_WEBCAST, "Task-1");
    wait_requests(host, 1);
    check_close(host, close_ms);
    check_outcome(stop, CREC_STATUS_ALREADY_STOPPED, 1);
    CHECK_NUMBER(crec_outcome_attempts(stop->outcome), 2);
}

/* It would wait for its start for half of ten minutes. */
static void a_stop_behind_a_start_that_hangs(host *host)
{
    crec_client *client = add_volcengine_client(host);
    submitted *stop;

    emulator("fault {" NEVER ", \"times\": 1}");
    submit(host, client, START_WB_RECORD, "Task-1");
    wait_requests(host, 1);
    stop = submit(host, client, STOP_WB_RECORD, "Task-1");
    check_close(host, close_ms);
    CHECK_NUMBER(crec_outcome_attempts(stop->outcome), 1);
    CHECK_NUMBER(crec_outcome_status(stop->outcome), CREC_STATUS_OK);
    CHECK_NUMBER(crec_outcome_start_was_open(stop->outcome), 1);
}

/* For a fault: the cloud asks for a pause that is longer than any close here. */
#define TURNED_AWAY                                                                                \
    "\"kind\": \"reply\", \"status\": 429, \"headers\": {\"Retry-After\": \"300\"}, \"body\": "    \
    "\"\""

/* Waits until the client has counted that many throttled attempts: their calls are in backoff. */
static void wait_throttled(host *host, int count)
{
    int64_t alarm = now_s() + ALARM_S;
    crec_counters counters = CREC_COUNTERS_INIT;

    do {
        turn(host);
        crec_client_counters(host->clients[0], &counters);
    } while (counters.throttled < count && now_s() < alarm);
    CHECK_NUMBER(counters.throttled, count);
}

static submitted *submit_operation(host *host, crec_cloud cloud, const char *action,
                                   const char *fields)
{
    crec_request *request = NULL;
    submitted *submitted;

    ROW("%s", action);
    CHECK_NUMBER(make_operation(cloud, action, fields, &request, NULL), CREC_STATUS_OK);
    submitted = try_submit_request(host, host->clients[0], request, 0, NULL);
    CHECK_NUMBER(submitted->status, CREC_STATUS_OK);
    return submitted;
}

/* Both are retried in the time that is left. */
static void a_pause_that_is_longer(host *host)
{
    crec_client *client = add_volcengine_client(host);
    submitted *stop, *query;

    emulator("fault {" TURNED_AWAY ", \"times\": 2}");
    stop = submit(host, client, STOP_WEBCAST, "Task-1");
    query = submit_operation(host, CREC_CLOUD_VOLCENGINE, "GetWebCastTask",
                             "{\"AppId\":\"App-1\",\"RoomId\":\"Room-1\",\"TaskId\":\"Task-1\"}");
    wait_throttled(host, 2);
    check_close(host, close_ms);
    check_outcome(stop, CREC_STATUS_ALREADY_STOPPED, 0);
    check_outcome(query, CREC_STATUS_NOT_FOUND, 0);
    CHECK_NUMBER(emulator("requests"), 4);
}

/* All are cancelled at once: the close does not wait for their backoff. */
static void a_pause_at_a_close_without_time(host *host)
{
    static const struct {
        const char *action, *fields;
    } rows[] = {
        {"StopRtcCloudRecording", "{\"TaskId\":\"Task-1\"}"},
        {"UpdateRtcCloudRecording", "{\"TaskId\":\"Task-1\",\"SubscribeParams\":{"
                                    "\"SubscribeUserIdList\":[{\"UserId\":\"a\"}]}}"},
        {"DescribeRtcCloudRecordingFiles", "{\"TaskId\":\"Task-1\"}"},
    };
    crec_client_options options = emulator_options(CREC_CLOUD_ALIBABA);
    size_t i;

    options.attempt_limit = 0;
    add_client(host, options);
    emulator("fault {" TURNED_AWAY "}");
    for (i = 0; i < COUNT(rows); i++)
        submit_operation(host, CREC_CLOUD_ALIBABA, rows[i].action, rows[i].fields);
    wait_throttled(host, COUNT(rows));
    check_close(host, 0);
    for (i = 0; i < COUNT(rows); i++) {
        ROW("%s", rows[i].action);
        check_outcome(&host->slots[i], CREC_STATUS_CANCELLED, 0);
        CHECK_NUMBER(crec_outcome_attempts(host->slots[i].outcome), 1);
    }
}

/* A throttled start is not retried once a close has begun. */
static void a_start_that_pauses(host *host)
{
    crec_client *client = add_volcengine_client(host);
    submitted *start;

    emulator("fault {" TURNED_AWAY ", \"times\": 1}");
    start = submit(host, client, START_WB_RECORD, "Task-1");
    wait_throttled(host, 1);
    check_close(host, close_ms);
    check_outcome(start, CREC_STATUS_CANCELLED, 0);
    CHECK_NUMBER(emulator("requests"), 1);
}

/* A client with two connections, one of which is kept for stops. */
static crec_client *add_narrow_client(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_VOLCENGINE);

    options.connection_limit = 2;
    return add_client(host, options);
}

/* A start that waits while another one hangs, and its stop behind it. */
static submitted *submit_pair(host *host, crec_client *client, const char *task)
{
    submitted *start;
    int before = emulator("requests");

    emulator("fault {" NEVER ", \"times\": 1}");
    submit(host, client, START_WB_RECORD, "Task-9");
    wait_requests(host, before + 1);
    start = submit(host, client, START_WB_RECORD, task);
    submit(host, client, STOP_WB_RECORD, task);
    return start;
}

/* The stop of a start that was not sent has nothing to stop: it ends at once. */
static void a_stop_of_a_start_that_was_not_sent(host *host)
{
    submitted *start = submit_pair(host, add_narrow_client(host), "Task-1");

    check_close(host, 0);
    check_outcome(start, CREC_STATUS_CANCELLED, 0);
    check_outcome(start + 1, CREC_STATUS_ALREADY_STOPPED, 0);
    CHECK_NUMBER(crec_outcome_attempts(start[1].outcome), 0);
    CHECK_TEXT(crec_outcome_message(start[1].outcome), "not made: no start of its task was sent");
    CHECK_NUMBER(emulator("requests"), 1);
}

/* An earlier start of the same task was sent: its recording is what there is to stop. */
static void a_stop_of_two_starts(host *host)
{
    crec_client *client = add_narrow_client(host);
    submitted *start = submit(host, client, START_WB_RECORD, "Task-1");

    wait_outcome(host, start);
    start = submit_pair(host, client, "Task-1");
    check_close(host, close_ms);
    check_outcome(start, CREC_STATUS_CANCELLED, 0);
    check_outcome(start + 1, CREC_STATUS_OK, 1);
}

static void stop_it(submitted *start)
{
    try_submit(start->host, start->client, STOP_WB_RECORD, "Task-1", 0, NULL);
}

static void start_it(submitted *start)
{
    try_submit(start->host, start->client, START_WB_RECORD, "Task-2", 0, NULL);
}

/* Where the cloud makes the id, the host first knows it in the start's completion. */
static void a_stop_out_of_its_starts_completion(host *host)
{
    crec_client *client = add_volcengine_client(host);

    emulator("fault {\"kind\": \"delay\", \"seconds\": 0.3, \"times\": 1}");
    submit_then(host, client, START_WB_RECORD, "Task-1", stop_it);
    wait_requests(host, 1);
    check_close(host, 600000);
    CHECK_NUMBER(outcomes(host), 2);
    check_outcome(&host->slots[1], CREC_STATUS_OK, 1);
    CHECK_NUMBER(try_submit(host, client, STOP_WB_RECORD, "Task-1", 0, NULL)->status,
                 CREC_STATUS_CLOSED);
}

static void nothing_else_is_taken(host *host)
{
    crec_client *client = add_volcengine_client(host);

    emulator("fault {\"kind\": \"delay\", \"seconds\": 0.3, \"times\": 1}");
    submit_then(host, client, START_WB_RECORD, "Task-1", start_it);
    wait_requests(host, 1);
    check_close(host, 600000);
    CHECK_NUMBER(outcomes(host), 1);
    CHECK_NUMBER(host->slots[1].status, CREC_STATUS_CLOSED);
    CHECK_NUMBER(emulator("requests"), 1);
}

int main(void)
{
    static const host_case cases[] = {
        CASE(an_attempt_that_hangs, ANY_WAY),  CASE(a_stop_behind_a_start_that_hangs, ANY_WAY),
        CASE(a_pause_that_is_longer, ANY_WAY), CASE(a_pause_at_a_close_without_time, ANY_WAY),
        CASE(a_start_that_pauses, ANY_WAY),    CASE(a_stop_of_a_start_that_was_not_sent, ANY_WAY),
        CASE(a_stop_of_two_starts, ANY_WAY),   CASE(a_stop_out_of_its_starts_completion, CALLBACK),
        CASE(nothing_else_is_taken, CALLBACK),
    };

    return run_cases(cases, COUNT(cases));
}
