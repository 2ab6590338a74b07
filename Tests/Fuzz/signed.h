/* A client of each cloud, and what holds for whatever one of them signs. */
#ifndef CREC_FUZZ_SIGNED_H
#define CREC_FUZZ_SIGNED_H

#include "expect.h"

#define KEY_ID "AKfuzz"
#define KEY_SECRET "9f8c2e71-never-to-be-seen"
#define TOKEN "token-5d1b7a90"

static const crec_credentials fuzz_credentials = {sizeof(crec_credentials), KEY_ID, KEY_SECRET,
                                                  TOKEN};

/* Made once. It never calls anybody. */
static inline crec_client *client_of(crec_cloud cloud)
{
    static crec_client *clients[CREC_CLOUD_TENCENT + 1];

    if (!clients[cloud]) {
        crec_client_options options = CREC_CLIENT_OPTIONS_INIT;

        options.cloud = cloud;
        options.credentials = &fuzz_credentials;
        EXPECT(crec_client_new(&options, &clients[cloud], NULL) == CREC_STATUS_OK);
    }
    return clients[cloud];
}

/* The fuzzer sees what is compared, and so learns the secrets: no target wants them back. */
static inline int holds_secret(const uint8_t *data, size_t size)
{
    size_t i;

    for (i = 0; i < size; i++)
        if ((size - i >= strlen(KEY_SECRET) && !memcmp(data + i, KEY_SECRET, strlen(KEY_SECRET))) ||
            (size - i >= strlen(TOKEN) && !memcmp(data + i, TOKEN, strlen(TOKEN))))
            return 1;
    return 0;
}

/* A header's value, "" if it is not there. */
static inline const char *header_of(const crec_signed_request *signed_request, const char *name)
{
    size_t i;

    for (i = 0; i < crec_signed_request_header_count(signed_request); i++)
        if (strcasecmp(crec_signed_request_header_name(signed_request, i), name) == 0)
            return crec_signed_request_header_value(signed_request, i);
    return "";
}

/* Every name in SignedHeaders, in order, is a header that is there; a signature follows. */
static inline void expect_authorization(const crec_signed_request *signed_request)
{
    const char *authorization = header_of(signed_request, "Authorization");
    const char *names = strstr(authorization, "SignedHeaders=");
    const char *signature = strstr(authorization, "Signature=");
    char name[64], last[64] = "";

    EXPECT(strstr(authorization, "HMAC-SHA256 Credential=" KEY_ID) && names && signature);
    names += strlen("SignedHeaders=");
    for (;;) {
        size_t length = strcspn(names, ";,");

        EXPECT(length > 0 && length < sizeof name);
        memcpy(name, names, length);
        name[length] = '\0';
        EXPECT(strcmp(last, name) < 0);
        EXPECT(header_of(signed_request, name)[0] != '\0');
        strcpy(last, name);
        if (names[length] != ';')
            break;
        names += length + 1;
    }
    signature += strlen("Signature=");
    EXPECT(strspn(signature, "0123456789abcdef") == 64 && signature[64] == '\0');
}

static inline void expect_signed(const crec_signed_request *signed_request)
{
    const char *url = crec_signed_request_url(signed_request), *byte;
    size_t i;

    EXPECT(begins_with(url, "https://") || begins_with(url, "http://"));
    for (byte = url; *byte; byte++)
        EXPECT(*byte > 0x20 && *byte < 0x7F);
    EXPECT(!strstr(url, KEY_SECRET) && !strstr(url, TOKEN));
    for (i = 0; i < crec_signed_request_header_count(signed_request); i++) {
        const char *name = crec_signed_request_header_name(signed_request, i);
        const char *value = crec_signed_request_header_value(signed_request, i);

        EXPECT(strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") ==
               strlen(name));
        EXPECT(name[0] && value[0] && is_line(value));
        EXPECT(!strstr(value, KEY_SECRET));
        EXPECT(same_text(header_of(signed_request, name), value)); /* each only once */
    }
    EXPECT(header_of(signed_request, "Host")[0] != '\0');
    expect_authorization(signed_request);
}

/* The request signed as of a fixed time. */
static inline crec_signed_request *signed_at(crec_client *client, const crec_request *request,
                                             int64_t timestamp)
{
    crec_sign_options options = {sizeof options, timestamp, "nonce"};
    crec_signed_request *signed_request = NULL;

    EXPECT(crec_client_sign(client, request, &options, &signed_request, NULL) == CREC_STATUS_OK);
    expect_signed(signed_request);
    return signed_request;
}

#endif
