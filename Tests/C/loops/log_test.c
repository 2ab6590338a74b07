/* Tests of the log hook: each event once, in order, with all members, nothing secret. */
#include "loops.h"

enum { LINES = 64, LINE = 512 };

/* Written on the loop's thread, read when the outcomes are there. */
typedef struct journal {
    int count;
    crec_log_event events[LINES]; /* without their strings */
    char lines[LINES][LINE];
    char codes[LINES][64];
    char reasons[LINES][LINE];
    int outcomes[LINES]; /* how many the host had then */
    host *host;
} journal;

static journal journal_of(host *host)
{
    return (journal){.host = host};
}

static void note(void *context, const crec_log_event *event)
{
    journal *journal = context;
    int i = journal->count++;

    if (i >= LINES)
        return;
    journal->events[i] = *event;
    snprintf(journal->lines[i], LINE, "%s", event->line);
    snprintf(journal->codes[i], sizeof journal->codes[i], "%s", event->code);
    snprintf(journal->reasons[i], LINE, "%s", event->reason);
    journal->outcomes[i] = outcomes(journal->host);
}

static crec_client_options logged_options(journal *journal, crec_log_level level)
{
    crec_client_options options = emulator_options(CREC_CLOUD_VOLCENGINE);

    options.attempt_limit = 3;
    options.log = note;
    options.log_context = journal;
    options.log_level = level;
    return options;
}

static void check_kinds(const journal *journal, const crec_log_kind *kinds, int count)
{
    int i;

    CHECK_NUMBER(journal->count, count);
    for (i = 0; i < count && i < journal->count; i++) {
        const crec_log_event *event = &journal->events[i];

        ROW("event %d: %s", i, journal->lines[i]);
#ifdef GROWN_LIBRARY
        CHECK(event->struct_size > sizeof *event);
#else
        CHECK_NUMBER(event->struct_size, sizeof *event);
#endif
        CHECK_NUMBER(event->kind, kinds[i]);
        CHECK_NUMBER(event->cloud, CREC_CLOUD_VOLCENGINE);
        CHECK_NUMBER(event->call, 1);
        CHECK(event->context == &journal->host->slots[0]);
        CHECK_NUMBER(journal->outcomes[i], 0); /* the log first, then the completion */
    }
}

static void every_event_of_a_call(host *host)
{
    static const crec_log_kind kinds[] = {CREC_LOG_ACCEPTED, CREC_LOG_SENT, CREC_LOG_REPEATING,
                                          CREC_LOG_SENT, CREC_LOG_ENDED};
    journal journal = journal_of(host);
    crec_client *client = add_client(host, logged_options(&journal, CREC_LOG_DEBUG));
    char line[LINE];

    emulator("fault {\"kind\": \"code\", \"code\": \"FlowLimitExceeded.QPSOverLimit\", "
             "\"times\": 1}");
    submit(host, client, STOP_WEBCAST, "Task-1");
    wait_outcomes(host, 1);
    check_kinds(&journal, kinds, COUNT(kinds));
    CHECK_TEXT(journal.lines[0], "StopWebcast App-1/Room-1/Task-1 #1 accepted");
    snprintf(line, LINE, "StopWebcast App-1/Room-1/Task-1 #1 sent to %s, attempt 1",
             crec_outcome_host(host->slots[0].outcome));
    CHECK_TEXT(journal.lines[1], line);
    CHECK_NUMBER(journal.events[2].level, CREC_LOG_WARNING);
    CHECK_NUMBER(journal.events[2].status, CREC_STATUS_THROTTLED);
    CHECK_NUMBER(journal.events[2].attempt, 1);
    CHECK_NUMBER(journal.events[2].http_status, 429);
    CHECK_TEXT(journal.codes[2], "FlowLimitExceeded.QPSOverLimit");
    CHECK_NUMBER(journal.events[4].level, CREC_LOG_INFO);
    CHECK_NUMBER(journal.events[4].status, CREC_STATUS_ALREADY_STOPPED);
    CHECK_NUMBER(journal.events[4].attempt, 2);
    CHECK(strstr(journal.lines[4], crec_outcome_request_id(host->slots[0].outcome)));
}

/* By default the ends of calls are logged; events below the level are not. */
static void up_to_a_level(host *host)
{
    static const crec_log_kind ended[] = {CREC_LOG_ENDED};
    static const struct {
        crec_log_level level;
        int events;
    } rows[] = {{0, 1}, {CREC_LOG_INFO, 1}, {CREC_LOG_WARNING, 0}, {CREC_LOG_ERROR, 0}};
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        journal journal = journal_of(host);
        crec_client *client = add_client(host, logged_options(&journal, rows[i].level));

        submit(host, client, STOP_WEBCAST, "Task-1");
        wait_outcomes(host, (int)i + 1);
        ROW("level %d", (int)rows[i].level);
        CHECK_NUMBER(journal.count, rows[i].events);
        if (rows[i].events)
            CHECK_NUMBER(journal.events[0].kind, ended[0]);
        CHECK_NUMBER(crec_client_close(client, 600000), CREC_STATUS_OK);
    }
}

static void why_nobody_answered(host *host)
{
    static const crec_log_kind kinds[] = {CREC_LOG_ENDED};
    journal journal = journal_of(host);
    crec_client_options options = logged_options(&journal, CREC_LOG_ERROR);

    options.endpoint = "https://127.0.0.1:1";
    submit(host, add_client(host, options), STOP_WEBCAST, "Task-1");
    wait_outcomes(host, 1);
    check_kinds(&journal, kinds, COUNT(kinds));
    CHECK_NUMBER(journal.events[0].level, CREC_LOG_ERROR);
    CHECK_TEXT(journal.reasons[0], crec_outcome_message(host->slots[0].outcome));
    CHECK(strstr(journal.lines[0], journal.reasons[0]));
}

/* A cloud may quote what was signed, and with what: no word of its message gets into the log. */
static void nothing_secret(host *host)
{
    static const char *const secrets[] = {"test-secret", "session-token",
                                          "Signature=", "HMAC-SHA256", "quoted"};
    crec_credentials keys = emulator_keys[CREC_CLOUD_VOLCENGINE - 1];
    journal journal = journal_of(host);
    crec_client_options options = logged_options(&journal, CREC_LOG_DEBUG);
    int i;
    size_t j;

    keys.security_token = "session-token";
    options.credentials = &keys;
    emulator(
        "fault {\"kind\": \"code\", \"code\": \"FlowLimitExceeded.QPSOverLimit\", \"message\": "
        "\"quoted volcengine-test-secret session-token HMAC-SHA256 Signature=0\"}");
    submit(host, add_client(host, options), STOP_WEBCAST, "Task-1");
    wait_outcomes(host, 1);
    CHECK_NUMBER(journal.count, 7);
    for (i = 0; i < journal.count; i++)
        for (j = 0; j < COUNT(secrets); j++)
            CHECK(!strstr(journal.lines[i], secrets[j]) && !strstr(journal.reasons[i], secrets[j]));
}

static void not_after_a_close(host *host)
{
    static const crec_log_kind kinds[] = {CREC_LOG_ACCEPTED, CREC_LOG_SENT, CREC_LOG_ENDED};
    journal journal = journal_of(host);
    crec_client *client = add_client(host, logged_options(&journal, CREC_LOG_DEBUG));

    emulator("fault {" NEVER "}");
    submit(host, client, STOP_WEBCAST, "Task-1");
    wait_requests(host, 1);
    CHECK_NUMBER(crec_client_close(client, 0), CREC_STATUS_OK);
    check_kinds(&journal, kinds, COUNT(kinds));
    CHECK_NUMBER(journal.events[2].status, CREC_STATUS_CANCELLED);
}

static crec_status found[4];

/* The log function runs inside the loop, as completions do: calls that wait are refused. */
static void look_around(void *context, const crec_log_event *event)
{
    host *host = context;
    crec_request *request = new_request(STOP_WEBCAST, "Task-1");

    if (event->call == 1) {
        found[0] = crec_client_perform(host->clients[0], request, NULL);
        found[1] = crec_client_close(host->clients[0], 0);
        found[2] = crec_loop_close(host->loop, 0);
        found[3] = crec_client_submit(host->clients[0], request, NULL, NULL, NULL);
    }
    crec_request_free(request);
}

static void from_inside_a_log(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_VOLCENGINE);

    options.log = look_around;
    options.log_context = host;
    submit(host, add_client(host, options), STOP_WEBCAST, "Task-1");
    wait_outcomes(host, 1);
    CHECK_NUMBER(found[0], CREC_STATUS_BUSY);
    CHECK_NUMBER(found[1], CREC_STATUS_BUSY);
    CHECK_NUMBER(found[2], CREC_STATUS_BUSY);
    CHECK_NUMBER(found[3], CREC_STATUS_OK);
    wait_requests(host, 2);
}

int main(void)
{
    static const host_case cases[] = {
        CASE(every_event_of_a_call, ANY_WAY), CASE(up_to_a_level, ANY_WAY),
        CASE(why_nobody_answered, ANY_WAY),   CASE(nothing_secret, ANY_WAY),
        CASE(not_after_a_close, ANY_WAY),     CASE(from_inside_a_log, CALLBACK),
    };

    return run_cases(cases, COUNT(cases));
}
