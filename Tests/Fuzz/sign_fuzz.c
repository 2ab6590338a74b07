/*
 * Any action, signed as of any time for each of the clouds: what comes out is safe to send, says
 * what was given, and is the same the second time.
 *
 * Input: cloud, action, version, method, content type, timestamp, nonce, number of pairs, their
 * names and values, body.
 */
#include <openssl/sha.h>

#include "input.h"
#include "signed.h"

enum { PAIR_LIMIT = 16 };

/* Undoes percent-encoding, from a text of two up to a byte that ends it; what stands there. */
static const char *expect_decoded(const char *encoded, const char *text, int blank)
{
    for (; *text; text++) {
        char hexadecimal[4];

        snprintf(hexadecimal, sizeof hexadecimal, "%%%02X", (unsigned char)*text);
        if (*text == ' ' && blank == '+') {
            if (*encoded++ != '+')
                return NULL;
        } else if (begins_with(encoded, hexadecimal)) {
            encoded += 3;
        } else if (*encoded == *text && strchr("-_.~", *text)) {
            encoded++;
        } else if (*encoded++ != *text || *text < '0' || *text > 'z') {
            return NULL;
        }
    }
    return encoded;
}

static int is_pair(const char *encoded, const char *name, const char *value, int blank)
{
    encoded = expect_decoded(encoded, name, blank);
    if (!encoded || *encoded++ != '=')
        return 0;
    encoded = expect_decoded(encoded, value, blank);
    return encoded && (*encoded == '&' || *encoded == '\0');
}

static int holds_pair(const char *query, const char *name, const char *value, int blank)
{
    const char *pair;

    for (pair = query; pair; pair = strchr(pair, '&') ? strchr(pair, '&') + 1 : NULL)
        if (is_pair(pair, name, value, blank))
            return 1;
    return 0;
}

static void expect_query(const crec_request_params *params, const char *url)
{
    static const char start[] = "https://";
    const char *query = strchr(url, '?');
    int is_volcengine = params->cloud == CREC_CLOUD_VOLCENGINE;
    int blank = params->cloud == CREC_CLOUD_TENCENT ? '+' : '%';
    size_t count = 0, i;
    const char *byte;

    EXPECT(begins_with(url, start) && strchr(url + strlen(start), '/'));
    EXPECT((query != NULL) == (is_volcengine || params->query_count > 0));
    if (!query)
        return;
    query++;
    for (byte = query; *byte; byte++)
        count += *byte == '&';
    EXPECT(count + 1 == params->query_count + (is_volcengine ? 2 : 0));
    for (i = 0; i < params->query_count; i++)
        EXPECT(holds_pair(query, params->query[i].name, params->query[i].value, blank));
    if (is_volcengine)
        EXPECT(holds_pair(query, "Action", params->action, blank) &&
               holds_pair(query, "Version", params->version, blank));
}

/* The header in which two of the clouds want it. */
static void expect_hash(const crec_request_params *params,
                        const crec_signed_request *signed_request)
{
    const char *name = params->cloud == CREC_CLOUD_VOLCENGINE ? "X-Content-Sha256"
                                                              : "x-acs-content-sha256";
    const char *value = header_of(signed_request, name);
    unsigned char hash[SHA256_DIGEST_LENGTH];
    char digits[3];
    size_t i;

    SHA256(params->body, params->body_size, hash);
    for (i = 0; params->cloud != CREC_CLOUD_TENCENT && i < sizeof hash; i++) {
        snprintf(digits, sizeof digits, "%02x", hash[i]);
        EXPECT(strncmp(value + 2 * i, digits, 2) == 0);
    }
}

static void expect_what_was_given(const crec_request_params *params,
                                  const crec_signed_request *signed_request)
{
    const char *content_type = header_of(signed_request, "Content-Type");
    const char *method = params->method ? params->method : "POST";

    EXPECT(same_text(crec_signed_request_method(signed_request), method));
    EXPECT(crec_signed_request_body_size(signed_request) == params->body_size);
    EXPECT(memcmp(crec_signed_request_body(signed_request), params->body, params->body_size) == 0);
    EXPECT(!params->content_type || same_text(content_type, params->content_type));
    expect_query(params, crec_signed_request_url(signed_request));
    expect_hash(params, signed_request);
}

/* With another time in between, so that a key that is kept has to be thrown away and made again. */
static void expect_the_same_again(crec_client *client, const crec_request *request, int64_t time)
{
    crec_signed_request *first = signed_at(client, request, time);
    crec_signed_request *between = signed_at(client, request, 0);
    crec_signed_request *second = signed_at(client, request, time);
    int is_same = same_text(header_of(first, "Authorization"), header_of(between, "Authorization"));

    EXPECT(same_text(header_of(first, "Authorization"), header_of(second, "Authorization")));
    EXPECT(!is_same || time == 0);
    crec_signed_request_free(first);
    crec_signed_request_free(between);
    crec_signed_request_free(second);
}

static void sign(const crec_request_params *params, const crec_request *request,
                 const crec_sign_options *options)
{
    crec_client *client = client_of(params->cloud);
    crec_signed_request *signed_request;
    crec_outcome *outcome;
    crec_status status = crec_client_sign(client, request, options, &signed_request, &outcome);
    int is_time = options->timestamp >= CREC_TIMESTAMP_NOW && options->timestamp <= 253402300799;

    expect_made(signed_request, status, outcome);
    EXPECT(is_time == (faults_of(outcome, "timestamp") == 0));
    EXPECT(status == CREC_STATUS_OK || !is_time || options->nonce);
    if (signed_request) {
        expect_signed(signed_request);
        expect_what_was_given(params, signed_request);
        if (options->timestamp != CREC_TIMESTAMP_NOW)
            expect_the_same_again(client, request, options->timestamp);
    }
    crec_outcome_free(outcome);
    crec_signed_request_free(signed_request);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input input = begin_input(data, size);
    crec_request_params params = CREC_REQUEST_PARAMS_INIT;
    crec_sign_options options = CREC_SIGN_OPTIONS_INIT;
    crec_pair pairs[PAIR_LIMIT];
    crec_request *request;
    crec_outcome *outcome;
    crec_status status;
    size_t i;

    if (holds_secret(data, size))
        return -1;
    params.cloud = (crec_cloud)next_index(&input, 4);
    params.action = next_text(&input);
    params.version = next_text(&input);
    params.method = next_text(&input);
    params.content_type = next_text(&input);
    options.timestamp = next_number(&input);
    options.nonce = next_text(&input);
    params.query = pairs;
    params.query_count = next_index(&input, PAIR_LIMIT + 1);
    for (i = 0; i < params.query_count; i++) {
        pairs[i].name = next_text(&input);
        pairs[i].value = next_text(&input);
    }
    params.body = next_rest(&input, &params.body_size);
    status = crec_request_new(&params, &request, &outcome);
    expect_made(request, status, outcome);
    if (request)
        sign(&params, request, &options);
    crec_outcome_free(outcome);
    crec_request_free(request);
    end_input(&input);
    return 0;
}
