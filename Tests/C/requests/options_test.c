/* Tests of a client's options: wrong ones are refused by name. */
#include "refusal.h"

#define OPTION(name, value) {#name, offsetof(crec_client_options, name), value}

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
    OPTION(endpoint, "https://."),
    OPTION(endpoint, "https://example.com.."),
    OPTION(endpoint, "https://[::1]."),
    OPTION(host, "."),
    OPTION(host, "example.com.."),
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
    OPTION(proxy, "proxy..:3128"),
    OPTION(proxy, "http:///"),
    OPTION(proxy, "proxy/"),
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
    OPTION(proxy, "http://user:p%40ss@proxy.example.com.:3128//"),
    OPTION(proxy, "proxy:3128/"),
    OPTION(endpoint, "https://live.tencentcloudapi.com."),
    OPTION(endpoint, "http://localhost.:1"),
    OPTION(host, "live.tencentcloudapi.com."),
    OPTION(host, "example.com.:8443"),
};

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

/* From the host that is signed, and from the one that is called. */
static void a_dot_behind_a_host_is_left_off(void)
{
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
    crec_request_params params = CREC_REQUEST_PARAMS_INIT;
    crec_client *client;
    crec_request *request = NULL;
    crec_signed_request *made = NULL;

    options.endpoint = "https://Tunnel.example.com.:8443/base/";
    options.host = "Live.TencentCloudAPI.com.";
    params.cloud = CREC_CLOUD_TENCENT;
    params.action = "Action";
    params.version = "2018-08-01";
    client = new_client(&options);
    CHECK_NUMBER(crec_request_new(&params, &request, NULL), CREC_STATUS_OK);
    CHECK_NUMBER(crec_client_sign(client, request, NULL, &made, NULL), CREC_STATUS_OK);
    CHECK_TEXT(crec_signed_request_url(made), "https://tunnel.example.com:8443/base/");
    CHECK_TEXT(header(made, "Host"), "live.tencentcloudapi.com");
    crec_signed_request_free(made);
    crec_request_free(request);
    crec_client_free(client);
}

int main(void)
{
    static const test tests[] = {
        TEST(each_option_by_itself),
        TEST(an_unknown_cloud),
        TEST(plain_http_where_it_is_allowed),
        TEST(a_dot_behind_a_host_is_left_off),
    };

    return run_tests(tests, COUNT(tests));
}
