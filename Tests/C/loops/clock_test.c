/* This machine's clock against the cloud's: taken over once, remembered, and told. */
#include "loops.h"

enum { MINUTES_20 = 1200, DAYS_2 = 172800, SLOP_S = 60 };

/* One of each cloud, with a plant for it. */
static const struct {
    size_t call;
    const char *task;
    const char *plant;
} clouds[] = {
    {START_WB_RECORD, "Task-1", NULL},
    {STOP_RTC_CLOUD_RECORDING, "Task-1", "plant {\"kind\": \"rtc\", \"TaskId\": \"Task-1\"}"},
    {STOP_LIVE_RECORD, "123",
     "plant {\"kind\": \"live\", \"StreamName\": \"test1\", \"TaskId\": 123}"},
};

static void advance(int64_t seconds)
{
    char command[64];

    snprintf(command, sizeof command, "clock {\"advance\": %" PRId64 "}", seconds);
    emulator(command);
}

static void check_offset(const submitted *submitted, int64_t seconds)
{
    int64_t offset = crec_outcome_clock_offset_s(submitted->outcome);

    CHECK(offset >= seconds - SLOP_S && offset <= seconds + SLOP_S);
}

static void check_clock_off(host *host, int64_t seconds)
{
    size_t i;

    for (i = 0; i < COUNT(clouds); i++) {
        crec_client *client = add_repeating_client(host, calls[clouds[i].call].cloud);
        submitted *first, *second;

        ROW("%s", calls[clouds[i].call].name);
        emulator("reset");
        if (clouds[i].plant)
            emulator(clouds[i].plant);
        advance(seconds);
        first = submit(host, client, clouds[i].call, clouds[i].task);
        wait_outcomes(host, 2 * (int)i + 1);
        second = submit(host, client, clouds[i].call, "2");
        wait_outcomes(host, 2 * (int)i + 2);
        check_outcome(first, CREC_STATUS_OK, 1);
        CHECK_NUMBER(crec_outcome_attempts(first->outcome), 2);
        CHECK_NUMBER(crec_outcome_attempts(second->outcome), 1);
        check_offset(first, seconds);
        check_offset(second, seconds);
        CHECK_NUMBER(emulator("requests"), 3);
    }
}

static void twenty_minutes_behind(host *host)
{
    check_clock_off(host, MINUTES_20);
}

static void twenty_minutes_ahead(host *host)
{
    check_clock_off(host, -MINUTES_20);
}

/* People have to set it right; the message says which way. */
static void two_days_off(host *host)
{
    size_t i;

    for (i = 0; i < 2 * COUNT(clouds); i++) {
        size_t call = clouds[i / 2].call;
        int is_behind = i % 2 == 0;
        crec_client *client;
        submitted *refused;
        const char *message;

        ROW("%s %d", calls[call].name, is_behind);
        client = i % 2 == 0 ? add_repeating_client(host, calls[call].cloud)
                            : host->clients[host->client_count - 1];
        emulator("reset");
        advance(is_behind ? DAYS_2 : -DAYS_2);
        refused = submit(host, client, call, clouds[i / 2].task);
        wait_outcomes(host, (int)i + 1);
        check_outcome(refused, CREC_STATUS_CLOCK_SKEW, 0);
        message = crec_outcome_message(refused->outcome);
        CHECK(strstr(message, is_behind ? " s behind the cloud's" : " s ahead of the cloud's"));
        CHECK(strstr(message, "this machine's clock is 172") && strstr(message, "set it right"));
        CHECK_NUMBER(crec_outcome_retryable(refused->outcome), 0);
        CHECK_NUMBER(crec_outcome_clock_offset_s(refused->outcome), 0);
        CHECK_NUMBER(emulator("requests"), 1);
    }
}

/* Somebody sets a clock right while the client lives. */
static void set_right_again(host *host)
{
    crec_client *client = add_repeating_client(host, CREC_CLOUD_TENCENT);
    submitted *stop;

    advance(MINUTES_20);
    submit(host, client, STOP_LIVE_RECORD, "1");
    wait_outcomes(host, 1);
    advance(-MINUTES_20);
    stop = submit(host, client, STOP_LIVE_RECORD, "1");
    wait_outcomes(host, 2);
    check_outcome(stop, CREC_STATUS_NOT_FOUND, 0);
    CHECK_NUMBER(crec_outcome_attempts(stop->outcome), 2);
    CHECK_NUMBER(crec_outcome_clock_offset_s(stop->outcome), 0);
}

/* It is refused, yet the next one is signed with the cloud's time. */
static void without_repeating(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);
    submitted *first, *second;

    advance(MINUTES_20);
    first = submit(host, client, STOP_LIVE_RECORD, "1");
    wait_outcomes(host, 1);
    second = submit(host, client, STOP_LIVE_RECORD, "1");
    wait_outcomes(host, 2);
    check_outcome(first, CREC_STATUS_CLOCK_SKEW, 0);
    CHECK_NUMBER(crec_outcome_retryable(first->outcome), 1);
    check_outcome(second, CREC_STATUS_NOT_FOUND, 0);
}

/* The cloud refuses a time that is its own: once more, and no further. */
static void refused_for_nothing(host *host)
{
    crec_client *client = add_repeating_client(host, CREC_CLOUD_TENCENT);
    submitted *stop;

    emulator("fault {\"kind\": \"code\", \"code\": \"AuthFailure.SignatureExpire\"}");
    stop = submit(host, client, STOP_LIVE_RECORD, "1");
    wait_outcomes(host, 1);
    check_outcome(stop, CREC_STATUS_CLOCK_SKEW, 0);
    CHECK_NUMBER(crec_outcome_attempts(stop->outcome), 2);
    CHECK_NUMBER(crec_outcome_clock_offset_s(stop->outcome), 0);
}

/* A host that sends and receives by itself: reading the refusal is enough. */
static void with_the_hosts_own_http(host *host)
{
    static const char body[] =
        "{\"Response\": {\"RequestId\": \"1\", \"Error\": {\"Code\": "
        "\"AuthFailure.SignatureExpire\", \"Message\": \"The provided credentials expired.\"}}}";
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);
    crec_request *request = new_request(STOP_LIVE_RECORD, "1");
    crec_reply reply = CREC_REPLY_INIT;
    time_t cloud_time = time(NULL) + MINUTES_20;
    crec_signed_request *signed_request = NULL;
    crec_outcome *outcome = NULL;
    crec_pair date = {"date", NULL};
    char text[64];

    strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", gmtime(&cloud_time));
    date.value = text;
    reply.http_status = 200;
    reply.headers = &date;
    reply.header_count = 1;
    reply.body = body;
    reply.body_size = strlen(body);
    CHECK_NUMBER(crec_client_read(client, request, &reply, &outcome), CREC_STATUS_CLOCK_SKEW);
    CHECK(strstr(crec_outcome_message(outcome), "The provided credentials expired; this machine"));
    CHECK_NUMBER(crec_outcome_retryable(outcome), 1);
    CHECK_NUMBER(crec_client_sign(client, request, NULL, &signed_request, NULL), CREC_STATUS_OK);
    CHECK(strtoll(header(signed_request, "X-TC-Timestamp"), NULL, 10) >= cloud_time - SLOP_S);
    crec_signed_request_free(signed_request);
    crec_outcome_free(outcome);
    crec_request_free(request);
}

int main(void)
{
    static const host_case cases[] = {
        CASE(twenty_minutes_behind, ANY_WAY), CASE(twenty_minutes_ahead, ANY_WAY),
        CASE(two_days_off, ANY_WAY),          CASE(set_right_again, ANY_WAY),
        CASE(without_repeating, ANY_WAY),     CASE(refused_for_nothing, ANY_WAY),
        CASE(with_the_hosts_own_http, 1),
    };

    return run_cases(cases, COUNT(cases));
}
