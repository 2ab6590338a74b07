/*
 * A client's options: a client signs for exactly the host that libcurl would call, as libcurl
 * parses the URL, and uses plain http only where that is allowed.
 *
 * Input: cloud, endpoint, host, region, service, CA file, CA directory, proxy,
 * proxy_from_environment, allow_http, both timeouts, the four limits in the struct's order,
 * security token, pacing, failover, log level, then rates.
 */
#include <curl/curl.h>

#include "input.h"
#include "signed.h"

enum { HOST_LIMIT = 512, RATES = 3 };

static void ignore(void *context, const crec_log_event *event)
{
    (void)context;
    (void)event;
}

static crec_client_options next_options(input *input, crec_credentials *credentials,
                                        crec_rate *rates)
{
    crec_client_options options = CREC_CLIENT_OPTIONS_INIT;

    options.cloud = (crec_cloud)next_index(input, 5);
    options.credentials = credentials;
    options.endpoint = next_text(input);
    options.host = next_text(input);
    options.region = next_text(input);
    options.service = next_text(input);
    options.ca_file = next_text(input);
    options.ca_directory = next_text(input);
    options.proxy = next_text(input);
    options.proxy_from_environment = (int32_t)next_number(input);
    options.allow_http = (int32_t)next_number(input);
    options.connect_timeout_ms = next_number(input);
    options.timeout_ms = next_number(input);
    options.reply_limit = (size_t)next_number(input);
    options.connection_limit = (int32_t)next_number(input);
    options.queue_limit = (int32_t)next_number(input);
    options.attempt_limit = (int32_t)next_number(input);
    credentials->security_token = next_text(input);
    options.pacing = (crec_pacing)next_index(input, 4);
    options.failover = (int32_t)next_number(input);
    options.log = ignore;
    options.log_level = (crec_log_level)next_index(input, 6);
    options.rates = rates;
    for (; options.rate_count < RATES && input->left > 0; options.rate_count++) {
        rates[options.rate_count].action = next_text(input);
        rates[options.rate_count].calls_per_second = (int32_t)next_number(input);
    }
    return options;
}

static void copy_lower(char *copy, const char *text, size_t length)
{
    size_t i;

    EXPECT(length < HOST_LIMIT);
    for (i = 0; i < length; i++)
        copy[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] | 0x20) : text[i];
    copy[length] = '\0';
}

/* Copies a part of a URL as libcurl parses it; false if libcurl refuses the URL. */
static int curl_takes(const char *url, CURLUPart part, char *value)
{
    CURLU *parsed = curl_url();
    char *text = NULL;
    int is_url = curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK;

    value[0] = '\0';
    if (is_url && curl_url_get(parsed, part, &text, 0) == CURLUE_OK)
        copy_lower(value, text, strlen(text));
    curl_free(text);
    curl_url_cleanup(parsed);
    return is_url;
}

static int is_loopback(const char *host)
{
    return begins_with(host, "127.") || same_text(host, "localhost") || same_text(host, "[::1]");
}

/* libcurl reads some hosts as addresses that the library takes for names: 0x7f.1, [0::1]. */
static int is_name(const char *host)
{
    return host[0] != '[' && host[strspn(host, "0123456789abcdefx.")] != '\0';
}

static int ends_in_dot(const char *host)
{
    return host[0] != '\0' && host[strlen(host) - 1] == '.';
}

static void expect_host(const crec_client_options *options, const char *url)
{
    const char *start = strstr(url, "://") + strlen("://");
    char host[HOST_LIMIT], value[HOST_LIMIT];
    size_t length = start[0] == '[' ? strcspn(start, "]") + 1 : strcspn(start, ":/");

    copy_lower(host, start, length);
    EXPECT(!ends_in_dot(host));
    if (!curl_takes(url, CURLUPART_HOST, value)) {
        EXPECT(!is_name(host)); /* nothing but an address that is none */
        return;
    }
    EXPECT(!is_name(host) || same_text(host, value));
    if (begins_with(url, "http://") && !options->allow_http)
        EXPECT(is_loopback(host) && is_loopback(value) && !options->proxy);
    curl_takes(url, CURLUPART_USER, value);
    EXPECT(value[0] == '\0');
    curl_takes(url, CURLUPART_FRAGMENT, value);
    EXPECT(value[0] == '\0');
}

/* The host behind the last @ is where libcurl goes. */
static void expect_proxy(const char *proxy)
{
    char url[2048], host[HOST_LIMIT], value[HOST_LIMIT];
    int has_scheme = strncasecmp(proxy, "http://", 7) == 0;
    const char *at = strrchr(proxy, '@'), *start = at ? at + 1 : proxy + (has_scheme ? 7 : 0);

    if (strlen(proxy) > 1024)
        return;
    snprintf(url, sizeof url, "%s%s", has_scheme ? "" : "http://", proxy);
    copy_lower(host, start, start[0] == '[' ? strcspn(start, "]") + 1 : strcspn(start, ":"));
    if (!curl_takes(url, CURLUPART_HOST, value))
        EXPECT(!is_name(host));
    else
        EXPECT(!is_name(host) || same_text(host, value));
}

static void expect_client(const crec_client_options *options, crec_client *client)
{
    crec_request_params params = CREC_REQUEST_PARAMS_INIT;
    crec_request *request;
    crec_signed_request *signed_request;
    const char *host;
    char lower[HOST_LIMIT];

    params.cloud = options->cloud;
    params.action = "Action";
    params.version = "2020-12-01";
    EXPECT(crec_request_new(&params, &request, NULL) == CREC_STATUS_OK);
    signed_request = signed_at(client, request, 1709222400);
    expect_host(options, crec_signed_request_url(signed_request));
    host = header_of(signed_request, "Host");
    EXPECT(!ends_in_dot(host));
    if (options->host) {
        copy_lower(lower, options->host, strlen(options->host));
        EXPECT(begins_with(lower, host) || strchr(lower, ':'));
    } else {
        EXPECT(strstr(crec_signed_request_url(signed_request), host));
    }
    EXPECT(!options->proxy || !options->proxy_from_environment);
    if (options->proxy)
        expect_proxy(options->proxy);
    crec_signed_request_free(signed_request);
    crec_request_free(request);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input input = begin_input(data, size);
    crec_credentials credentials = fuzz_credentials;
    crec_rate rates[RATES];
    crec_client_options options;
    crec_client *client;
    crec_outcome *outcome;
    crec_status status;

    if (holds_secret(data, size))
        return -1;
    options = next_options(&input, &credentials, rates);
    status = crec_client_new(&options, &client, &outcome);
    expect_made(client, status, outcome);
    EXPECT(!strstr(crec_outcome_message(outcome), KEY_SECRET));
    if (client)
        expect_client(&options, client);
    crec_outcome_free(outcome);
    crec_client_free(client);
    end_input(&input);
    return 0;
}
