/* Replies that no cloud gives, over the wire: none is taken for a success, none does harm. */
#include "emulator.h"

#include "calls.h"

typedef struct row {
    const char *fault;
    crec_status status;
    int http_status;
} row;

#define GARBAGE(shape) "{\"kind\": \"garbage\", \"shape\": \"" shape "\"}"
#define SIZED(shape, size) "{\"kind\": \"garbage\", \"shape\": \"" shape "\", \"size\": " size "}"
#define STATUS(status) "{\"kind\": \"status\", \"status\": " status "}"
#define LITERAL(body) "{\"kind\": \"reply\", \"body\": \"" body "\"}"

static const row rows[] = {
    {GARBAGE("empty"), CREC_STATUS_MALFORMED_REPLY, 200},
    {GARBAGE("truncated"), CREC_STATUS_MALFORMED_REPLY, 200},
    {GARBAGE("text"), CREC_STATUS_MALFORMED_REPLY, 200},
    {GARBAGE("html"), CREC_STATUS_MALFORMED_REPLY, 200},
    {GARBAGE("utf8"), CREC_STATUS_MALFORMED_REPLY, 200},
    {GARBAGE("array"), CREC_STATUS_MALFORMED_REPLY, 200},
    {GARBAGE("null"), CREC_STATUS_MALFORMED_REPLY, 200},
    {SIZED("nested", "500000"), CREC_STATUS_MALFORMED_REPLY, 200},
    {SIZED("large", "1048577"), CREC_STATUS_MALFORMED_REPLY, 200},
    {SIZED("large", "1048576"), CREC_STATUS_OK, 200},
    {GARBAGE("integer"), CREC_STATUS_OK, 200},
    {LITERAL(""), CREC_STATUS_MALFORMED_REPLY, 200},
    {LITERAL("{}"), CREC_STATUS_MALFORMED_REPLY, 200},
    {LITERAL("\\u0000"), CREC_STATUS_MALFORMED_REPLY, 200},
    {LITERAL("ok"), CREC_STATUS_MALFORMED_REPLY, 200},
    {STATUS("204"), CREC_STATUS_MALFORMED_REPLY, 204},
    {STATUS("301"), CREC_STATUS_MALFORMED_REPLY, 301},
    {STATUS("404"), CREC_STATUS_MALFORMED_REPLY, 404},
    {STATUS("429"), CREC_STATUS_THROTTLED, 429},
    {STATUS("502"), CREC_STATUS_UNAVAILABLE, 502},
    {STATUS("503"), CREC_STATUS_UNAVAILABLE, 503},
    {STATUS("504"), CREC_STATUS_UNAVAILABLE, 504},
    {"{\"kind\": \"redirect\", \"location\": \"/\"}", CREC_STATUS_MALFORMED_REPLY, 302},
    {"{\"kind\": \"redirect\", \"status\": 307}", CREC_STATUS_MALFORMED_REPLY, 307},
    {"{\"kind\": \"cut\", \"bytes\": 20}", CREC_STATUS_MALFORMED_REPLY, 200},
};

static void misbehave(const char *fault)
{
    char command[256];

    emulator("reset");
    emulator("plant {\"kind\": \"webcast\", \"AppId\": \"App-1\", \"RoomId\": \"Room-1\", "
             "\"TaskId\": \"Task-1\"}");
    emulator("plant {\"kind\": \"rtc\", \"TaskId\": \"Task-1\"}");
    emulator("plant {\"kind\": \"live\", \"StreamName\": \"test1\", \"TaskId\": 123}");
    snprintf(command, sizeof command, "fault %s", fault);
    emulator(command);
}

static void check_row(size_t index, const row *row)
{
    crec_client *client = emulator_client(calls[index].cloud);
    crec_outcome *outcome;

    ROW("%s, %s", calls[index].name, row->fault);
    misbehave(row->fault);
    CHECK_NUMBER(calls[index].make(client, &calls[index].good, &outcome), row->status);
    CHECK_NUMBER(crec_outcome_http_status(outcome), row->http_status);
    if (row->status == CREC_STATUS_MALFORMED_REPLY)
        CHECK_NUMBER(crec_outcome_may_have_been_applied(outcome), 1);
    CHECK((crec_outcome_message(outcome)[0] != '\0') == (row->status != CREC_STATUS_OK));
    CHECK(crec_outcome_body_size(outcome) <= 1048576);
    CHECK_NUMBER(crec_outcome_attempts(outcome), 1);
    CHECK_NUMBER(emulator("requests"), 1);
    crec_outcome_free(outcome);
    crec_client_free(client);
}

static void check_cloud(size_t index)
{
    size_t i;

    for (i = 0; i < COUNT(rows); i++)
        check_row(index, &rows[i]);
}

static void volcengine(void)
{
    check_cloud(STOP_WEBCAST);
}

static void alibaba(void)
{
    check_cloud(STOP_RTC_CLOUD_RECORDING);
}

static void tencent(void)
{
    check_cloud(STOP_LIVE_RECORD);
}

static void a_reply_larger_than_the_limit_asked_for(void)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    crec_client *client;
    crec_outcome *outcome;

    options.reply_limit = 100;
    client = new_client(&options);
    misbehave(SIZED("large", "101"));
    calls[STOP_LIVE_RECORD].make(client, &calls[STOP_LIVE_RECORD].good, &outcome);
    CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_MALFORMED_REPLY);
    CHECK_NUMBER(crec_outcome_http_status(outcome), 200);
    CHECK(crec_outcome_request_id(outcome)[0] != '\0');
    CHECK(crec_outcome_body_size(outcome) <= 100);
    crec_outcome_free(outcome);

    misbehave(SIZED("large", "100"));
    CHECK_NUMBER(calls[STOP_LIVE_RECORD].make(client, &calls[STOP_LIVE_RECORD].good, &outcome),
                 CREC_STATUS_OK);
    CHECK_NUMBER(crec_outcome_body_size(outcome), 100);
    crec_outcome_free(outcome);
    crec_client_free(client);
}

/* A body that never was in UTF-8 is handed out byte for byte, with a NUL behind it. */
static void the_body_of_a_malformed_reply(void)
{
    crec_client *client = emulator_client(CREC_CLOUD_TENCENT);
    crec_outcome *outcome;

    misbehave(LITERAL("a\\u0000b\\n"));
    calls[STOP_LIVE_RECORD].make(client, &calls[STOP_LIVE_RECORD].good, &outcome);
    CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_MALFORMED_REPLY);
    if (CHECK_NUMBER(crec_outcome_body_size(outcome), 4))
        CHECK(memcmp(crec_outcome_body(outcome), "a\0b\n", 5) == 0);
    crec_outcome_free(outcome);
    crec_client_free(client);
}

int main(void)
{
    static const test tests[] = {
        TEST(volcengine),
        TEST(alibaba),
        TEST(tencent),
        TEST(a_reply_larger_than_the_limit_asked_for),
        TEST(the_body_of_a_malformed_reply),
    };

    return run_tests(tests, COUNT(tests));
}
