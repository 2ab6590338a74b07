/* What a client is made of: options and keys that it must not have are refused by name. */
#define _POSIX_C_SOURCE 200809L
#include <stddef.h>
#include <stdlib.h>

#include "client.h"

typedef struct row {
    const char *name;
    size_t offset; /* of a const char * */
    const char *value;
} row;

#define OPTION(name, value) {#name, offsetof(crec_client_options, name), value}
#define KEY(name, value) {#name, offsetof(crec_credentials, name), value}

static const row bad_options[] = {
    OPTION(endpoint, "ftp://example.com"),
    OPTION(endpoint, "https://"),
    OPTION(endpoint, "https:///path"),
    OPTION(endpoint, "https://user:password@example.com"),
    OPTION(endpoint, "user@example.com"),
    OPTION(endpoint, "https://example.com?query"),
    OPTION(endpoint, "https://example.com/path?query=1"),
    OPTION(endpoint, "https://example.com#fragment"),
    OPTION(endpoint, " https://example.com"),
    OPTION(endpoint, "https://example.com "),
    OPTION(endpoint, "https://exam ple.com"),
    OPTION(endpoint, "https://example.com/a b"),
    OPTION(endpoint, "https://example.com\t"),
    OPTION(endpoint, "https://example.com/\r\nX: 1"),
    OPTION(endpoint, "https://example.com:"),
    OPTION(endpoint, "https://example.com:0"),
    OPTION(endpoint, "https://example.com:65536"),
    OPTION(endpoint, "https://example.com:-1"),
    OPTION(endpoint, "https://example.com:https"),
    OPTION(endpoint, "https://example.com:4294967739"), /* 443 in 32 bits */
    OPTION(endpoint, "https://exam\377ple.com"),
    OPTION(endpoint, "https://[::1"),
    OPTION(endpoint, "https://::1"),
    OPTION(endpoint, "http://example.com"),
    OPTION(endpoint, "HTTP://example.com"),
    OPTION(endpoint, "http://localhost.example.com"),
    OPTION(endpoint, "http://127.0.0.1.example.com"),
    OPTION(endpoint, "http://127.1.example"),
    OPTION(endpoint, "http://10.0.0.1:8080"),
    OPTION(endpoint, "http://[::2]"),
    OPTION(host, "exam ple.com"),
    OPTION(host, " example.com"),
    OPTION(host, "https://example.com"),
    OPTION(host, "example.com/path"),
    OPTION(host, "user@example.com"),
    OPTION(host, "example.com:0"),
    OPTION(host, "example.com:65536"),
    OPTION(host, "example.com\r\nX: 1"),
    OPTION(host, "exam\300\200ple.com"),
    OPTION(region, "cn north"),
    OPTION(region, "cn-north-1 "),
    OPTION(region, "cn/north"),
    OPTION(region, "cn-north-1\n"),
    OPTION(region, "\344\270\255"),
    OPTION(service, "r t c"),
    OPTION(service, "rtc/x"),
    OPTION(service, "rtc\r\n"),
    OPTION(ca_file, "/ca\n.pem"),
    OPTION(ca_file, "/ca\377.pem"),
    OPTION(ca_directory, "/ca\001"),
    OPTION(proxy, "ftp://proxy:21"),
    OPTION(proxy, "proxy"),
    OPTION(proxy, "proxy:0"),
    OPTION(proxy, "proxy:65536"),
    OPTION(proxy, "pro xy:3128"),
    OPTION(proxy, "proxy:3128/path"),
    OPTION(proxy, "proxy:3128\r\n"),
};

static const row good_options[] = {
    OPTION(endpoint, "example.com"),
    OPTION(endpoint, "https://example.com"),
    OPTION(endpoint, "https://example.com:65535/base/path"),
    OPTION(endpoint, "https://[2001:db8::1]:8443"),
    OPTION(endpoint, "http://127.0.0.1:8080"),
    OPTION(endpoint, "http://127.1.2.3/"),
    OPTION(endpoint, "http://localhost:1"),
    OPTION(endpoint, "http://[::1]:1"),
    OPTION(host, "live.tencentcloudapi.com"),
    OPTION(host, "example.com:8443"),
    OPTION(region, "ap-singapore-1"),
    OPTION(service, "rtc"),
    OPTION(ca_file, "/no such file.pem"),
    OPTION(ca_directory, "/no such directory"),
    OPTION(proxy, "127.0.0.1:3128"),
    OPTION(proxy, "http://user:p%40ss@proxy.example.com:3128"),
};

static const row bad_keys[] = {
    KEY(access_key_id, NULL),
    KEY(access_key_id, ""),
    KEY(access_key_id, " zebra"),
    KEY(access_key_id, "zebra "),
    KEY(access_key_id, "zebra\n"),
    KEY(access_key_id, "ze\r\nX: bra"),
    KEY(access_key_id, "zebra\177"),
    KEY(access_key_id, "zebra\377"),
    KEY(access_key_secret, NULL),
    KEY(access_key_secret, ""),
    KEY(access_key_secret, " zebra"),
    KEY(access_key_secret, "zebra "),
    KEY(access_key_secret, "zebra\n"),
    KEY(access_key_secret, "ze\tbra"),
    KEY(access_key_secret, "zebra\302\205"),
    KEY(access_key_secret, "zebra\355\240\200"),
    KEY(security_token, " zebra"),
    KEY(security_token, "zebra "),
    KEY(security_token, "ze\r\nX: bra"),
    KEY(security_token, "zebra\300\200"),
};

/* The fault names the field, and no text repeats the value. */
static void check_refusal(crec_status status, crec_outcome *outcome, const char *field)
{
    CHECK_NUMBER(status, CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_outcome_fault_count(outcome), 1);
    CHECK_TEXT(crec_outcome_fault_field(outcome, 0), field);
    CHECK(crec_outcome_fault_problem(outcome, 0)[0] != '\0');
    CHECK(crec_outcome_fault_rule(outcome, 0)[0] != '\0');
    CHECK(strstr(crec_outcome_fault_problem(outcome, 0), "bra") == NULL);
    CHECK(strstr(crec_outcome_message(outcome), field) != NULL);
    CHECK(strstr(crec_outcome_message(outcome), "bra") == NULL);
    crec_outcome_free(outcome);
}

static void check_no_client(const crec_client_options *options, const char *field)
{
    crec_client *client;
    crec_outcome *outcome;
    crec_status status = crec_client_new(options, &client, &outcome);

    CHECK(client == NULL);
    check_refusal(status, outcome, field);
    crec_client_free(client);
}

static void check_client(const crec_client_options *options)
{
    crec_client_free(new_client(options));
}

static void each_option_by_itself(void)
{
    size_t i;

    for (i = 0; i < COUNT(bad_options); i++) {
        crec_client_options options = offline_options(CREC_CLOUD_TENCENT);

        ROW("%s \"%s\"", bad_options[i].name, bad_options[i].value);
        *(const char **)((char *)&options + bad_options[i].offset) = bad_options[i].value;
        check_no_client(&options, bad_options[i].name);
    }
    for (i = 0; i < COUNT(good_options); i++) {
        crec_client_options options = offline_options(CREC_CLOUD_TENCENT);

        ROW("%s \"%s\"", good_options[i].name, good_options[i].value);
        *(const char **)((char *)&options + good_options[i].offset) = good_options[i].value;
        check_client(&options);
    }
}

static void each_key_by_itself(void)
{
    crec_client *client = offline_client(CREC_CLOUD_TENCENT);
    size_t i;

    for (i = 0; i < COUNT(bad_keys); i++) {
        crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
        crec_credentials credentials = good_credentials;
        crec_outcome *outcome;
        crec_status status;

        ROW("%s \"%s\"", bad_keys[i].name, bad_keys[i].value ? bad_keys[i].value : "(NULL)");
        *(const char **)((char *)&credentials + bad_keys[i].offset) = bad_keys[i].value;
        options.credentials = &credentials;
        check_no_client(&options, bad_keys[i].name);
        status = crec_client_set_credentials(client, &credentials, &outcome);
        check_refusal(status, outcome, bad_keys[i].name);
    }
    crec_client_free(client);
}

static void an_empty_token_is_none(void)
{
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
    crec_credentials credentials = good_credentials;

    credentials.security_token = "";
    options.credentials = &credentials;
    check_client(&options);
}

static void an_unknown_cloud(void)
{
    crec_client_options options = offline_options(4);

    check_no_client(&options, "cloud");
}

static void plain_http_where_it_is_allowed(void)
{
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);

    options.endpoint = "http://example.com";
    check_no_client(&options, "endpoint");
    options.allow_http = 1;
    check_client(&options);
}

static void all_faults_at_once(void)
{
    static const char *const fields[] = {"endpoint", "region", "timeout_ms"};
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
    crec_client *client;
    crec_outcome *outcome;
    size_t i;

    options.endpoint = "ftp://example.com";
    options.region = "a b";
    options.timeout_ms = -1;
    CHECK_NUMBER(crec_client_new(&options, &client, &outcome), CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_outcome_fault_count(outcome), COUNT(fields));
    for (i = 0; i < COUNT(fields); i++)
        CHECK(strstr(crec_outcome_message(outcome), fields[i]) != NULL);
    crec_outcome_free(outcome);
}

int main(void)
{
    static const test tests[] = {
        TEST(each_option_by_itself),          TEST(each_key_by_itself),
        TEST(an_empty_token_is_none),         TEST(an_unknown_cloud),
        TEST(plain_http_where_it_is_allowed), TEST(all_faults_at_once),
    };

    return run_tests(tests, COUNT(tests));
}
