/* Requests for any action, and what the five calls send: made once, signed as often as needed. */
#include "calls.h"
#include "client.h"

static const crec_pair pair = {"name", "value"};

static crec_request_params good_params(crec_cloud cloud)
{
    crec_request_params params = CREC_REQUEST_PARAMS_INIT;

    params.cloud = cloud;
    params.action = "Action";
    params.version = "2018-08-01";
    return params;
}

static void check_refused(const crec_request_params *params, const char *field)
{
    crec_request *request;
    crec_outcome *outcome;

    ROW("%s", field);
    CHECK_NUMBER(crec_request_new(params, &request, &outcome), CREC_STATUS_INVALID_ARGUMENT);
    CHECK(request == NULL);
    CHECK_NUMBER(crec_outcome_fault_count(outcome), 1);
    CHECK_TEXT(crec_outcome_fault_field(outcome, 0), field);
    CHECK(crec_outcome_fault_problem(outcome, 0)[0] != '\0');
    CHECK(crec_outcome_fault_rule(outcome, 0)[0] != '\0');
    crec_outcome_free(outcome);
}

static void faults_of_any_request(void)
{
    static const char *const bad_actions[] = {
        NULL, "", "Stop Record", "Stop/Record", "Stop\n", "Stop-Record", "\344\270\255"};
    static const char *const bad_versions[] = {NULL, "", "2018-8-1", "2018-08-01\n", "latest"};
    static const char *const bad_methods[] = {"", "PUT", "post", "GET "};
    static const char *const bad_types[] = {"text/plain\r\nX: 1", " text/plain", "text\377"};
    size_t i;

    for (i = 0; i < COUNT(bad_actions); i++) {
        crec_request_params params = good_params(CREC_CLOUD_TENCENT);

        params.action = bad_actions[i];
        check_refused(&params, "action");
    }
    for (i = 0; i < COUNT(bad_versions); i++) {
        crec_request_params params = good_params(CREC_CLOUD_TENCENT);

        params.version = bad_versions[i];
        check_refused(&params, "version");
    }
    for (i = 0; i < COUNT(bad_methods); i++) {
        crec_request_params params = good_params(CREC_CLOUD_TENCENT);

        params.method = bad_methods[i];
        check_refused(&params, "method");
    }
    for (i = 0; i < COUNT(bad_types); i++) {
        crec_request_params params = good_params(CREC_CLOUD_TENCENT);

        params.content_type = bad_types[i];
        check_refused(&params, "content_type");
    }
}

/* Returns a signed request with all that the params hold. */
static crec_signed_request *sign(const crec_request_params *params)
{
    crec_client *client = offline_client(params->cloud);
    crec_request *request = NULL;
    crec_signed_request *signed_request = NULL;

    CHECK_NUMBER(crec_request_new(params, &request, NULL), CREC_STATUS_OK);
    CHECK_NUMBER(crec_client_sign(client, request, NULL, &signed_request, NULL), CREC_STATUS_OK);
    crec_request_free(request);
    crec_client_free(client);
    return signed_request;
}

static void a_body_is_sent_as_it_stands(void)
{
    static const char body[] = " {\"a\": \"\\u0000\"}\n\0\377";
    crec_request_params params = good_params(CREC_CLOUD_TENCENT);
    crec_signed_request *signed_request;

    params.body = body;
    params.body_size = sizeof body;
    signed_request = sign(&params);
    if (CHECK_NUMBER(crec_signed_request_body_size(signed_request), sizeof body))
        CHECK(memcmp(crec_signed_request_body(signed_request), body, sizeof body) == 0);
    crec_signed_request_free(signed_request);
}

static void the_parts_lie_one_behind_the_other(void)
{
    crec_request_params params = good_params(CREC_CLOUD_TENCENT);
    crec_signed_request *signed_request;
    const char *place;
    size_t i;

    params.body = "{}";
    params.body_size = 2;
    signed_request = sign(&params);
    place = crec_signed_request_url(signed_request);
    place += strlen(place) + 1;
    for (i = 0; i < crec_signed_request_header_count(signed_request); i++) {
        CHECK(crec_signed_request_header_name(signed_request, i) == place);
        place += strlen(place) + 1;
        CHECK(crec_signed_request_header_value(signed_request, i) == place);
        place += strlen(place) + 1;
    }
    CHECK(crec_signed_request_body(signed_request) == place);
    CHECK_TEXT(place, "{}");
    crec_signed_request_free(signed_request);
}

static void a_query_is_encoded(void)
{
    static const crec_pair query[] = {{"b", "1/2?3&4=5#6%"}, {"a", ""}, {"A", "~-._"}};
    crec_request_params params = good_params(CREC_CLOUD_ALIBABA);
    crec_signed_request *signed_request;

    params.query = query;
    params.query_count = COUNT(query);
    signed_request = sign(&params);
    CHECK_TEXT(crec_signed_request_url(signed_request),
               "https://127.0.0.1:1/?A=~-._&a=&b=1%2F2%3F3%264%3D5%236%25");
    crec_signed_request_free(signed_request);
}

static void a_base_path_is_sent_but_not_signed(void)
{
    static const char *const endpoints[] = {"https://example.com:8443",
                                            "https://example.com:8443/base/path/"};
    static const char *const urls[] = {"https://example.com:8443/",
                                       "https://example.com:8443/base/path/"};
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
    crec_sign_options sign_options = {sizeof sign_options, 1709222400, NULL};
    crec_request *request = NULL;
    crec_signed_request *made[COUNT(urls)] = {NULL};
    size_t i;

    calls[STOP_LIVE_RECORD].request(&calls[STOP_LIVE_RECORD].good, &request, NULL);
    for (i = 0; i < COUNT(urls); i++) {
        crec_client *client;

        options.endpoint = endpoints[i];
        client = new_client(&options);
        crec_client_sign(client, request, &sign_options, &made[i], NULL);
        CHECK_TEXT(crec_signed_request_url(made[i]), urls[i]);
        CHECK_TEXT(header(made[i], "Host"), "example.com:8443");
        CHECK_TEXT(header(made[i], "Authorization"), header(made[0], "Authorization"));
        crec_client_free(client);
    }
    CHECK(header(made[0], "Authorization")[0] != '\0');
    for (i = 0; i < COUNT(urls); i++)
        crec_signed_request_free(made[i]);
    crec_request_free(request);
}

/* The query and the body of each of the five calls. */
static void the_fields_of_each_call(void)
{
    static const struct {
        const char *query, *body;
    } rows[] = {
        {"?Action=StartWBRecord&Version=2020-12-01",
         "{\"AppId\":\"App-1\",\"RoomId\":\"Room-1\",\"TaskId\":\"Task-1\",\"UserId\":\"User-1\","
         "\"BusinessId\":\"Business-1\",\"SourceURL\":\"https://example.com/board?x=1\"}"},
        {"?Action=StopWBRecord&Version=2023-11-01",
         "{\"AppId\":\"App-1\",\"RoomId\":\"Room-1\",\"UserId\":\"User-1\",\"TaskId\":\"Task-1\"}"},
        {"?Action=StopWebcast&Version=2020-12-01",
         "{\"AppId\":\"App-1\",\"RoomId\":\"Room-1\",\"TaskId\":\"Task-1\"}"},
        {"?TaskId=Task-1", ""},
        {"", "{\"StreamName\":\"test1\",\"TaskId\":123}"},
    };
    size_t i;

    for (i = 0; i < COUNT(calls); i++) {
        crec_client *client = offline_client(calls[i].cloud);
        crec_request *request = NULL;
        crec_signed_request *made = NULL;
        char url[128];

        ROW("%s", calls[i].name);
        calls[i].request(&calls[i].good, &request, NULL);
        CHECK_NUMBER(crec_client_sign(client, request, NULL, &made, NULL), CREC_STATUS_OK);
        snprintf(url, sizeof url, "https://127.0.0.1:1/%s", rows[i].query);
        CHECK_TEXT(crec_signed_request_method(made), "POST");
        CHECK_TEXT(crec_signed_request_url(made), url);
        if (CHECK_NUMBER(crec_signed_request_body_size(made), strlen(rows[i].body)))
            CHECK(memcmp(crec_signed_request_body(made), rows[i].body, strlen(rows[i].body)) == 0);
        crec_signed_request_free(made);
        crec_request_free(request);
        crec_client_free(client);
    }
}

static void a_request_of_another_cloud(void)
{
    crec_client *client = offline_client(CREC_CLOUD_ALIBABA);
    crec_request *request = NULL;
    crec_signed_request *signed_request;
    crec_reply reply = {sizeof reply, 200, &pair, 1, "{}", 2};
    crec_outcome *outcome;

    calls[STOP_LIVE_RECORD].request(&calls[STOP_LIVE_RECORD].good, &request, NULL);
    CHECK_NUMBER(crec_client_sign(client, request, NULL, &signed_request, &outcome),
                 CREC_STATUS_INVALID_ARGUMENT);
    CHECK(signed_request == NULL);
    CHECK(crec_outcome_message(outcome)[0] != '\0');
    crec_outcome_free(outcome);
    CHECK_NUMBER(crec_client_perform(client, request, NULL), CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_client_read(client, request, &reply, NULL), CREC_STATUS_INVALID_ARGUMENT);
    crec_request_free(request);
    crec_client_free(client);
}

/* Refused credentials do not replace the good ones: the signature stays the same. */
static void credentials_that_stay_after_a_fault(void)
{
    crec_client *client = offline_client(CREC_CLOUD_ALIBABA);
    crec_sign_options options = {sizeof options, 1709222400, "nonce"};
    crec_credentials bad = {sizeof bad, "another-id", " another", NULL};
    crec_request *request = NULL;
    crec_signed_request *before = NULL, *after = NULL;

    calls[STOP_RTC_CLOUD_RECORDING].request(&calls[STOP_RTC_CLOUD_RECORDING].good, &request, NULL);
    crec_client_sign(client, request, &options, &before, NULL);
    CHECK_NUMBER(crec_client_set_credentials(client, &bad, NULL), CREC_STATUS_INVALID_ARGUMENT);
    crec_client_sign(client, request, &options, &after, NULL);
    CHECK(header(before, "Authorization")[0] != '\0');
    CHECK_TEXT(header(after, "Authorization"), header(before, "Authorization"));
    crec_signed_request_free(before);
    crec_signed_request_free(after);
    crec_request_free(request);
    crec_client_free(client);
}

int main(void)
{
    static const test tests[] = {
        TEST(faults_of_any_request),
        TEST(a_body_is_sent_as_it_stands),
        TEST(the_parts_lie_one_behind_the_other),
        TEST(a_query_is_encoded),
        TEST(a_base_path_is_sent_but_not_signed),
        TEST(the_fields_of_each_call),
        TEST(a_request_of_another_cloud),
        TEST(credentials_that_stay_after_a_fault),
    };

    return run_tests(tests, COUNT(tests));
}
