/* Tests of signatures, against those that the vendors' own SDKs make of the same input. */
#include <time.h>

#include "calls.h"
#include "client.h"

/* 2024-02-29T16:00:00Z, already the first of March in China. */
static const int64_t leap_day = 1709222400;

static crec_client *new_cloud_client(crec_cloud cloud, const char *id, const char *secret,
                                     const char *token, const char *region)
{
    crec_credentials credentials = {sizeof credentials, id, secret, token};
    crec_client_options options = CREC_CLIENT_OPTIONS_INIT;

    options.cloud = cloud;
    options.credentials = &credentials;
    options.region = region;
    return new_client(&options);
}

static crec_signed_request *sign(crec_client *client, const crec_request_params *params,
                                 int64_t timestamp, const char *nonce)
{
    crec_sign_options options = {sizeof options, timestamp, nonce};
    crec_request *request = NULL;
    crec_signed_request *signed_request = NULL;
    crec_outcome *outcome = NULL;

    CHECK_NUMBER(crec_request_new(params, &request, &outcome), CREC_STATUS_OK);
    CHECK_NUMBER(crec_client_sign(client, request, &options, &signed_request, &outcome),
                 CREC_STATUS_OK);
    CHECK_TEXT(crec_outcome_message(outcome), "");
    crec_request_free(request);
    return signed_request;
}

static void check_body(const crec_signed_request *signed_request, const char *body)
{
    if (CHECK_NUMBER(crec_signed_request_body_size(signed_request), strlen(body)))
        CHECK(memcmp(crec_signed_request_body(signed_request), body, strlen(body)) == 0);
}

static void volcengine(void)
{
    static const char body[] =
        "{\"AppId\":\"A\",\"RoomId\":\"R\",\"TaskId\":\"T\",\"UserId\":\"U\"}";
    static const char id[] = "AKLTYWViMTVmZGYzM2E0NDI5Mzk2MDZjNjFmMjc2MjRjMzg";
    crec_client *client = new_cloud_client(
        CREC_CLOUD_VOLCENGINE, id,
        "WkRZeE1EQmxPVGhsWWpWak5HVmtNbUUxTXpZeU9UVXlOMlE1TmpZeVlqTQ==", "STS.tok", NULL);
    crec_request_params params = {.struct_size = sizeof params,
                                  .cloud = CREC_CLOUD_VOLCENGINE,
                                  .action = "StopWBRecord",
                                  .version = "2023-11-01",
                                  .body = body,
                                  .body_size = strlen(body)};
    crec_signed_request *signed_request = sign(client, &params, leap_day, NULL);

    CHECK_TEXT(crec_signed_request_method(signed_request), "POST");
    CHECK_TEXT(crec_signed_request_url(signed_request),
               "https://rtc.volcengineapi.com/?Action=StopWBRecord&Version=2023-11-01");
    check_body(signed_request, body);
    CHECK_TEXT(header(signed_request, "Host"), "rtc.volcengineapi.com");
    CHECK_TEXT(header(signed_request, "Content-Type"), "application/json");
    CHECK_TEXT(header(signed_request, "X-Date"), "20240229T160000Z");
    CHECK_TEXT(header(signed_request, "X-Content-Sha256"),
               "e768975f7372951d0aae7dd417320eb19646fd2d7ede8f89f5915bc0e0af7b54");
    CHECK_TEXT(header(signed_request, "X-Security-Token"), "STS.tok");
    CHECK_TEXT(header(signed_request, "Authorization"),
               "HMAC-SHA256 Credential=AKLTYWViMTVmZGYzM2E0NDI5Mzk2MDZjNjFmMjc2MjRjMzg/20240229/"
               "cn-north-1/rtc/request, SignedHeaders=content-type;host;x-content-sha256;x-date;"
               "x-security-token, Signature="
               "707907717867e02a61450df686f50649cb251b2eedeefec76d04fd8cbe4f7562");
    crec_signed_request_free(signed_request);
    crec_client_free(client);
}

static void alibaba(void)
{
    static const crec_pair query[] = {{"TaskId", "a b~*+\344\270\255"}};
    crec_client *client = new_cloud_client(CREC_CLOUD_ALIBABA, "YourAccessKeyId",
                                           "YourAccessKeySecret", NULL, NULL);
    crec_request_params params = {.struct_size = sizeof params,
                                  .cloud = CREC_CLOUD_ALIBABA,
                                  .action = "StopRtcCloudRecording",
                                  .version = "2016-11-01",
                                  .query = query,
                                  .query_count = COUNT(query)};
    crec_signed_request *signed_request = sign(client, &params, leap_day,
                                               "3156853299f313e23d1673dc12e1703d");

    CHECK_TEXT(crec_signed_request_method(signed_request), "POST");
    CHECK_TEXT(crec_signed_request_url(signed_request),
               "https://live.aliyuncs.com/?TaskId=a%20b~%2A%2B%E4%B8%AD");
    check_body(signed_request, "");
    CHECK_TEXT(header(signed_request, "host"), "live.aliyuncs.com");
    CHECK_TEXT(header(signed_request, "content-type"), "");
    CHECK_TEXT(header(signed_request, "x-acs-security-token"), "");
    CHECK_TEXT(header(signed_request, "x-acs-action"), "StopRtcCloudRecording");
    CHECK_TEXT(header(signed_request, "x-acs-version"), "2016-11-01");
    CHECK_TEXT(header(signed_request, "x-acs-date"), "2024-02-29T16:00:00Z");
    CHECK_TEXT(header(signed_request, "x-acs-signature-nonce"), "3156853299f313e23d1673dc12e1703d");
    CHECK_TEXT(header(signed_request, "x-acs-content-sha256"),
               "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK_TEXT(header(signed_request, "Authorization"),
               "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;"
               "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature="
               "cd6d79560a0edf3cad92dc5858340dd88d518fc7bd524463b06e77b955585992");
    crec_signed_request_free(signed_request);
    crec_client_free(client);
}

static void tencent(void)
{
    static const char body[] = "{\"StreamName\":\"s\",\"TaskId\":1}";
    crec_client *client = new_cloud_client(CREC_CLOUD_TENCENT,
                                           "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
                                           "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE", NULL, NULL);
    crec_request_params params = {.struct_size = sizeof params,
                                  .cloud = CREC_CLOUD_TENCENT,
                                  .action = "StopLiveRecord",
                                  .version = "2018-08-01",
                                  .body = body,
                                  .body_size = strlen(body)};
    crec_signed_request *signed_request = sign(client, &params, leap_day, NULL);

    CHECK_TEXT(crec_signed_request_method(signed_request), "POST");
    CHECK_TEXT(crec_signed_request_url(signed_request), "https://live.tencentcloudapi.com/");
    check_body(signed_request, body);
    CHECK_TEXT(header(signed_request, "Host"), "live.tencentcloudapi.com");
    CHECK_TEXT(header(signed_request, "Content-Type"), "application/json");
    CHECK_TEXT(header(signed_request, "X-TC-Action"), "StopLiveRecord");
    CHECK_TEXT(header(signed_request, "X-TC-Version"), "2018-08-01");
    CHECK_TEXT(header(signed_request, "X-TC-Timestamp"), "1709222400");
    CHECK_TEXT(header(signed_request, "X-TC-Region"), "");
    CHECK_TEXT(header(signed_request, "X-TC-Token"), "");
    CHECK_TEXT(header(signed_request, "Authorization"),
               "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2024-02-29/live/"
               "tc3_request, SignedHeaders=content-type;host, Signature="
               "f44acad0b1e15f0720d7fe33f8cc69a1a8df638059f2b62fe46ad7c928caaf41");
    crec_signed_request_free(signed_request);
    crec_client_free(client);
}

/* Signs one of the five calls with its good parameters. */
static crec_signed_request *sign_call(crec_client *client, size_t index)
{
    crec_request *request = NULL;
    crec_signed_request *signed_request = NULL;

    CHECK_NUMBER(calls[index].request(&calls[index].good, &request, NULL), CREC_STATUS_OK);
    CHECK_NUMBER(crec_client_sign(client, request, NULL, &signed_request, NULL), CREC_STATUS_OK);
    crec_request_free(request);
    return signed_request;
}

static void tokens_and_regions(void)
{
    crec_client *client = new_cloud_client(CREC_CLOUD_TENCENT, "id", "key", "token", "ap-seoul");
    crec_signed_request *signed_request = sign_call(client, STOP_LIVE_RECORD);

    CHECK_TEXT(header(signed_request, "X-TC-Token"), "token");
    CHECK_TEXT(header(signed_request, "X-TC-Region"), "ap-seoul");
    CHECK(strstr(header(signed_request, "Authorization"), "SignedHeaders=content-type;host,"));
    crec_signed_request_free(signed_request);
    crec_client_free(client);

    client = new_cloud_client(CREC_CLOUD_ALIBABA, "id", "key", "token", NULL);
    signed_request = sign_call(client, STOP_RTC_CLOUD_RECORDING);
    CHECK_TEXT(header(signed_request, "x-acs-security-token"), "token");
    CHECK(strstr(header(signed_request, "Authorization"), ";x-acs-security-token;"));
    crec_signed_request_free(signed_request);
    crec_client_free(client);

    client = new_cloud_client(CREC_CLOUD_VOLCENGINE, "id", "key", "", "ap-singapore-1");
    signed_request = sign_call(client, STOP_WEBCAST);
    CHECK_TEXT(header(signed_request, "X-Security-Token"), "");
    CHECK(strstr(header(signed_request, "Authorization"), "/ap-singapore-1/rtc/request,"));
    crec_signed_request_free(signed_request);
    crec_client_free(client);
}

static void the_time_unless_it_is_given(void)
{
    crec_client *client = offline_client(CREC_CLOUD_TENCENT);
    int64_t before = time(NULL), after, signed_at = 0;
    crec_signed_request *signed_request = sign_call(client, STOP_LIVE_RECORD);

    after = time(NULL);
    CHECK(sscanf(header(signed_request, "X-TC-Timestamp"), "%" SCNd64, &signed_at) == 1);
    CHECK(before <= signed_at && signed_at <= after);
    crec_signed_request_free(signed_request);
    crec_client_free(client);
}

static void a_new_nonce_every_time(void)
{
    crec_client *client = offline_client(CREC_CLOUD_ALIBABA);
    crec_signed_request *made[20];
    size_t i, j;

    for (i = 0; i < COUNT(made); i++) {
        const char *nonce;

        made[i] = sign_call(client, STOP_RTC_CLOUD_RECORDING);
        nonce = header(made[i], "x-acs-signature-nonce");
        CHECK_NUMBER(strlen(nonce), 32);
        CHECK_NUMBER(strspn(nonce, "0123456789abcdef"), 32);
        for (j = 0; j < i; j++)
            CHECK(strcmp(nonce, header(made[j], "x-acs-signature-nonce")) != 0);
    }
    for (i = 0; i < COUNT(made); i++)
        crec_signed_request_free(made[i]);
    crec_client_free(client);
}

static void headers_past_the_end(void)
{
    crec_client *client = offline_client(CREC_CLOUD_ALIBABA);
    crec_signed_request *signed_request = sign_call(client, STOP_RTC_CLOUD_RECORDING);
    size_t count = crec_signed_request_header_count(signed_request);

    CHECK_TEXT(crec_signed_request_header_name(signed_request, count), "");
    CHECK_TEXT(crec_signed_request_header_value(signed_request, count), "");
    CHECK_TEXT(crec_signed_request_header_name(signed_request, SIZE_MAX), "");
    CHECK_TEXT(crec_signed_request_header_value(signed_request, SIZE_MAX), "");
    crec_signed_request_free(signed_request);
    crec_client_free(client);
}

int main(void)
{
    static const test tests[] = {
        TEST(volcengine),
        TEST(alibaba),
        TEST(tencent),
        TEST(tokens_and_regions),
        TEST(the_time_unless_it_is_given),
        TEST(a_new_nonce_every_time),
        TEST(headers_past_the_end),
    };

    return run_tests(tests, COUNT(tests));
}
