/* Replies that are none of the cloud's: never a success, and what can be known of them is kept. */
#include <stdlib.h>

#include "replies.h"

/* Under HTTP 200 none of these is a reply of any of the clouds. */
static const char *const of_no_cloud[] = {
    "",
    " ",
    "ok",
    "null",
    "true",
    "0",
    "\"ok\"",
    "[]",
    "{}",
    "[{}]",
    "{\"RequestId\":",
    "{'RequestId':'R'}",
    "{\"RequestId\":\"R\",}",
    "\357\273\277",
    "<html><body><h1>200 OK</h1></body></html>",
    "<?xml version=\"1.0\"?><Error><Code>X</Code></Error>",
    "{\"Response\":null}",
    "{\"Response\":[]}",
    "{\"Response\":1}",
    "{\"Response\":\"\"}",
    "{\"Response\":{}}",
    "{\"Response\":{\"RequestId\":null}}",
    "{\"Response\":{\"RequestId\":1}}",
    "{\"Response\":{\"RequestId\":{}}}",
    "{\"Response\":{\"RequestId\":\"R\",\"Error\":1}}",
    "{\"Response\":{\"RequestId\":\"R\",\"Error\":\"X\"}}",
    "{\"Response\":{\"RequestId\":\"R\",\"Error\":{}}}",
    "{\"Response\":{\"RequestId\":\"R\",\"Error\":{\"Code\":1}}}",
    "{\"Response\":{\"RequestId\":\"R\",\"Error\":{\"Code\":\"\"}}}",
    "{\"ResponseMetadata\":null,\"Result\":\"ok\"}",
    "{\"ResponseMetadata\":[],\"Result\":\"ok\"}",
    "{\"ResponseMetadata\":\"R\",\"Result\":\"ok\"}",
    "{\"ResponseMetadata\":{\"RequestId\":\"R\"}}",
    "{\"ResponseMetadata\":{\"RequestId\":\"R\"},\"Result\":\"\"}",
    "{\"ResponseMetadata\":{\"RequestId\":\"R\"},\"Result\":null}",
    "{\"ResponseMetadata\":{\"RequestId\":\"R\",\"Error\":1},\"Result\":\"ok\"}",
    "{\"ResponseMetadata\":{\"RequestId\":\"R\",\"Error\":{}},\"Result\":\"ok\"}",
    "{\"Result\":\"ok\"}",
    "{\"TaskId\":\"T\"}",
    "{\"RequestId\":null,\"TaskId\":\"T\"}",
    "{\"RequestId\":[],\"TaskId\":\"T\"}",
    "{\"RequestId\":\"R\",\"Code\":1}",
    "{\"RequestId\":\"R\",\"Code\":{}}",
    "{\"RequestId\":\"R\",\"Code\":\"\"}",
    "{\"RequestId\":\"R\",\"RequestId\":\"\377\"}",
    "{\"RequestId\":\"a\300\200\"}",
    "{\"RequestId\":\"a\355\240\200\"}",
    "{\"RequestId\":\"a\\ud800\"}",
};

static void check_malformed(const reader *reader, int cloud, const void *body, size_t size)
{
    crec_outcome *outcome = read_reply(reader, cloud, 200, body, size);
    const char *request_id = crec_outcome_request_id(outcome);

    CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_MALFORMED_REPLY);
    CHECK_NUMBER(crec_outcome_retryable(outcome), 0);
    CHECK_NUMBER(crec_outcome_may_have_been_applied(outcome), 1);
    CHECK(crec_outcome_message(outcome)[0] != '\0');
    CHECK_TEXT(crec_outcome_code(outcome), "");
    CHECK(strcmp(request_id, "H-1") == 0 || strcmp(request_id, "R") == 0);
    if (CHECK_NUMBER(crec_outcome_body_size(outcome), size))
        CHECK(memcmp(crec_outcome_body(outcome), body, size) == 0);
    CHECK_NUMBER(crec_outcome_body(outcome)[size], 0);
    crec_outcome_free(outcome);
}

static void bodies_of_no_cloud(void)
{
    int cloud;
    size_t i;

    for (cloud = 0; cloud < CLOUDS; cloud++) {
        reader reader = new_reader(wordings[cloud].call);

        for (i = 0; i < COUNT(of_no_cloud); i++) {
            ROW("%s: %s", calls[wordings[cloud].call].name, of_no_cloud[i]);
            check_malformed(&reader, cloud, of_no_cloud[i], strlen(of_no_cloud[i]));
        }
        free_reader(&reader);
    }
}

/* From blocks that end where the body is cut, so that a read beyond it is seen. */
static void a_success_cut_at_every_byte(void)
{
    int cloud;
    size_t i;

    for (cloud = 0; cloud < CLOUDS; cloud++) {
        reader reader = new_reader(wordings[cloud].call);

        for (i = 1; i < strlen(wordings[cloud].success); i++) {
            char *body = malloc(i);

            memcpy(body, wordings[cloud].success, i);
            ROW("%s, %d bytes", calls[wordings[cloud].call].name, (int)i);
            check_malformed(&reader, cloud, body, i);
            free(body);
        }
        free_reader(&reader);
    }
}

static void a_success_with_more_behind_it(void)
{
    static const char *const more[] = {"x", "{}", "]", "\"", "\001"};
    int cloud;
    size_t i;

    for (cloud = 0; cloud < CLOUDS; cloud++) {
        reader reader = new_reader(wordings[cloud].call);
        char body[256];

        for (i = 0; i < COUNT(more); i++) {
            snprintf(body, sizeof body, "%s%s", wordings[cloud].success, more[i]);
            ROW("%s", body);
            check_malformed(&reader, cloud, body, strlen(body));
            snprintf(body, sizeof body, "%s%s", wordings[cloud].success, "");
            body[strlen(body) + 1] = more[i][0];
            check_malformed(&reader, cloud, body, strlen(body) + 2); /* a NUL, then more */
        }
        free_reader(&reader);
    }
}

static void nesting_a_million_deep(void)
{
    enum { DEPTH = 1000000 };
    static const char *const opening[] = {"[", "{\"a\":"};
    size_t i, j;

    for (i = 0; i < COUNT(opening); i++) {
        size_t length = strlen(opening[i]);
        char *body = malloc(DEPTH * length);
        crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
        reader reader = {NULL, NULL};

        for (j = 0; j < DEPTH; j++)
            memcpy(body + j * length, opening[i], length);
        options.reply_limit = DEPTH * length;
        reader.client = new_client(&options);
        calls[STOP_LIVE_RECORD].request(&calls[STOP_LIVE_RECORD].good, &reader.request, NULL);
        ROW("a million %s", opening[i]);
        check_malformed(&reader, TENCENT, body, DEPTH * length);
        free_reader(&reader);
        free(body);
    }
}

static void a_reply_larger_than_the_limit(void)
{
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
    const char *success = wordings[TENCENT].success;
    reader reader = {NULL, NULL};
    crec_outcome *outcome;

    options.reply_limit = strlen(success) - 1;
    reader.client = new_client(&options);
    calls[STOP_LIVE_RECORD].request(&calls[STOP_LIVE_RECORD].good, &reader.request, NULL);
    outcome = read_reply(&reader, TENCENT, 200, success, strlen(success));
    CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_MALFORMED_REPLY);
    CHECK_TEXT(crec_outcome_request_id(outcome), "H-1");
    CHECK(crec_outcome_body_size(outcome) < strlen(success));
    crec_outcome_free(outcome);
    free_reader(&reader);
}

/* A NUL in a text that is handed out as a C string must not end it early unnoticed. */
static void nul_escapes(void)
{
    static const char body[] = "{\"RequestId\":\"R\\u0000x\",\"TaskId\":\"T\\u0000x\"}";
    reader reader = new_reader(STOP_RTC_CLOUD_RECORDING);
    crec_outcome *outcome = read_reply(&reader, ALIBABA, 200, body, strlen(body));

    CHECK(strcmp(crec_outcome_request_id(outcome), "R") != 0);
    CHECK(strcmp(crec_outcome_task_id(outcome), "T") != 0);
    crec_outcome_free(outcome);
    free_reader(&reader);
}

/* The header's name in any case; of a body that names the request, the body's id counts. */
static void request_ids_from_headers(void)
{
    static const char *const names[] = {"X-TC-RequestId", "x-tc-requestid", "X-TC-REQUESTID"};
    reader reader = new_reader(STOP_LIVE_RECORD);
    size_t i;

    for (i = 0; i < COUNT(names); i++) {
        crec_pair headers[] = {{"Server", "x"}, {names[i], " H-2 "}};
        crec_reply reply = {sizeof reply, 503, headers, COUNT(headers), "<html>", 6};
        crec_outcome *outcome;

        CHECK_NUMBER(crec_client_read(reader.client, reader.request, &reply, &outcome),
                     CREC_STATUS_UNAVAILABLE);
        CHECK_TEXT(crec_outcome_request_id(outcome), "H-2");
        CHECK_TEXT(crec_outcome_body(outcome), "<html>");
        crec_outcome_free(outcome);
    }
    free_reader(&reader);
}

static void a_success_under_a_failing_http_status(void)
{
    static const int statuses[] = {301, 400, 404};
    int cloud;
    size_t i;

    for (cloud = 0; cloud < CLOUDS; cloud++)
        for (i = 0; i < COUNT(statuses); i++) {
            reader reader = new_reader(wordings[cloud].call);
            const char *body = wordings[cloud].success;
            crec_outcome *outcome = read_reply(&reader, cloud, statuses[i], body, strlen(body));

            ROW("%s, HTTP %d", calls[wordings[cloud].call].name, statuses[i]);
            CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_MALFORMED_REPLY);
            CHECK_TEXT(crec_outcome_request_id(outcome), "R-1");
            crec_outcome_free(outcome);
            free_reader(&reader);
        }
}

int main(void)
{
    static const test tests[] = {
        TEST(bodies_of_no_cloud),
        TEST(a_success_cut_at_every_byte),
        TEST(a_success_with_more_behind_it),
        TEST(nesting_a_million_deep),
        TEST(a_reply_larger_than_the_limit),
        TEST(nul_escapes),
        TEST(request_ids_from_headers),
        TEST(a_success_under_a_failing_http_status),
    };

    return run_tests(tests, COUNT(tests));
}
