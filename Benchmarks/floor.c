#include "floor.h"
#include <ctype.h>
#include <jansson.h>
#include <openssl/core_names.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { VOLCENGINE = 1, ALIBABA, TENCENT };

void floor_signer_make(floor_signer *signer, int cloud, const char *key_id, const char *key)
{
    memset(signer, 0, sizeof *signer);
    signer->cloud = cloud;
    signer->key_id = key_id;
    signer->key = key;
    signer->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
}

void floor_signer_free(floor_signer *signer)
{
    EVP_MAC_CTX_free(signer->hmac);
    EVP_MD_free(signer->sha256);
}

static void hexadecimal(const unsigned char *bytes, char *text)
{
    static const char digits[] = "0123456789abcdef";

    for (int i = 0; i < 32; i++) {
        *text++ = digits[bytes[i] >> 4];
        *text++ = digits[bytes[i] & 15];
    }
    *text = 0;
}

static void hash(floor_signer *signer, const char *text, size_t size, char *out)
{
    unsigned char digest[32];

    EVP_Digest(text, size, digest, NULL, signer->sha256, NULL);
    hexadecimal(digest, out);
}

static EVP_MAC_CTX *keyed(const void *key, size_t size)
{
    EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(mac);
    char digest[] = "SHA256";
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end(),
    };

    EVP_MAC_init(context, key, size, parameters);
    EVP_MAC_free(mac);
    return context;
}

static void code(EVP_MAC_CTX *key, const char *text, unsigned char *out)
{
    EVP_MAC_CTX *context = EVP_MAC_CTX_dup(key);

    EVP_MAC_update(context, (const unsigned char *)text, strlen(text));
    EVP_MAC_final(context, out, NULL, 32);
    EVP_MAC_CTX_free(context);
}

/** The key of a day, kept until the next: the secret, then one step for each part of the scope. */
static EVP_MAC_CTX *key_of(floor_signer *signer, const char *day)
{
    const char *volcengine[] = {day, "cn-north-1", "rtc", "request"};
    const char *tencent[] = {day, "live", "tc3_request"};
    const char **parts = signer->cloud == VOLCENGINE ? volcengine : tencent;
    int count = signer->cloud == VOLCENGINE ? 4 : signer->cloud == TENCENT ? 3 : 0;
    unsigned char next[32];
    char first[256];

    if (signer->hmac && !strcmp(signer->day, day))
        return signer->hmac;
    EVP_MAC_CTX_free(signer->hmac);
    snprintf(signer->day, sizeof signer->day, "%s", day);
    snprintf(first, sizeof first, "%s%s", signer->cloud == TENCENT ? "TC3" : "", signer->key);
    signer->hmac = keyed(first, strlen(first));
    for (int i = 0; i < count; i++) {
        code(signer->hmac, parts[i], next);
        EVP_MAC_CTX_free(signer->hmac);
        signer->hmac = keyed(next, sizeof next);
    }
    return signer->hmac;
}

static void header(floor_signed *out, const char *name, const char *value)
{
    snprintf(out->headers[out->header_count++], sizeof *out->headers, "%s: %s", name, value);
}

static void sign_volcengine(floor_signer *signer, const floor_request *request, int64_t time,
                            floor_signed *out)
{
    time_t seconds = (time_t)time;
    struct tm now;
    char date[32], day[16], body_hash[65], canonical[FLOOR_TEXT], hashed[65], text[512];
    char authorization[512], signature[65], query[600];
    unsigned char mac[32];

    gmtime_r(&seconds, &now);
    strftime(date, sizeof date, "%Y%m%dT%H%M%SZ", &now);
    strftime(day, sizeof day, "%Y%m%d", &now);
    hash(signer, request->body, strlen(request->body), body_hash);
    snprintf(query, sizeof query, "Action=%s&Version=%s", request->action, request->version);
    snprintf(canonical, sizeof canonical,
             "POST\n/\n%s\ncontent-type:application/json\nhost:rtc.volcengineapi.com\n"
             "x-content-sha256:%s\nx-date:%s\n\ncontent-type;host;x-content-sha256;x-date\n%s",
             query, body_hash, date, body_hash);
    hash(signer, canonical, strlen(canonical), hashed);
    snprintf(text, sizeof text, "HMAC-SHA256\n%s\n%s/cn-north-1/rtc/request\n%s", date, day,
             hashed);
    code(key_of(signer, day), text, mac);
    hexadecimal(mac, signature);
    snprintf(authorization, sizeof authorization,
             "HMAC-SHA256 Credential=%s/%s/cn-north-1/rtc/request, "
             "SignedHeaders=content-type;host;x-content-sha256;x-date, Signature=%s",
             signer->key_id, day, signature);
    snprintf(out->url, sizeof out->url, "https://rtc.volcengineapi.com/?%s", query);
    header(out, "Content-Type", "application/json");
    header(out, "Host", "rtc.volcengineapi.com");
    header(out, "X-Content-Sha256", body_hash);
    header(out, "X-Date", date);
    header(out, "Accept", "application/json");
    header(out, "Authorization", authorization);
}

static void sign_alibaba(floor_signer *signer, const floor_request *request, const char *nonce,
                         int64_t time, floor_signed *out)
{
    time_t seconds = (time_t)time;
    struct tm now;
    char date[32], body_hash[65], canonical[FLOOR_TEXT], hashed[65], text[512];
    char authorization[512], signature[65];
    unsigned char mac[32];

    gmtime_r(&seconds, &now);
    strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", &now);
    hash(signer, "", 0, body_hash);
    snprintf(canonical, sizeof canonical,
             "POST\n/\n%s\nhost:live.aliyuncs.com\nx-acs-action:%s\nx-acs-content-sha256:%s\n"
             "x-acs-date:%s\nx-acs-signature-nonce:%s\nx-acs-version:%s\n\nhost;x-acs-action;"
             "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version\n%s",
             request->query, request->action, body_hash, date, nonce, request->version, body_hash);
    hash(signer, canonical, strlen(canonical), hashed);
    snprintf(text, sizeof text, "ACS3-HMAC-SHA256\n%s", hashed);
    code(key_of(signer, "-"), text, mac);
    hexadecimal(mac, signature);
    snprintf(authorization, sizeof authorization,
             "ACS3-HMAC-SHA256 Credential=%s,SignedHeaders=host;x-acs-action;x-acs-content-sha256;"
             "x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=%s",
             signer->key_id, signature);
    snprintf(out->url, sizeof out->url, "https://live.aliyuncs.com/?%s", request->query);
    header(out, "host", "live.aliyuncs.com");
    header(out, "x-acs-action", request->action);
    header(out, "x-acs-content-sha256", body_hash);
    header(out, "x-acs-date", date);
    header(out, "x-acs-signature-nonce", nonce);
    header(out, "x-acs-version", request->version);
    header(out, "Accept", "application/json");
    header(out, "Authorization", authorization);
}

static void sign_tencent(floor_signer *signer, const floor_request *request, int64_t time,
                         floor_signed *out)
{
    time_t seconds = (time_t)time;
    struct tm now;
    char day[16], unix_time[24], body_hash[65], canonical[FLOOR_TEXT], hashed[65], text[512];
    char authorization[512], signature[65];
    unsigned char mac[32];

    gmtime_r(&seconds, &now);
    strftime(day, sizeof day, "%Y-%m-%d", &now);
    snprintf(unix_time, sizeof unix_time, "%lld", (long long)time);
    hash(signer, request->body, strlen(request->body), body_hash);
    snprintf(canonical, sizeof canonical,
             "POST\n/\n\ncontent-type:application/json\nhost:live.tencentcloudapi.com\n\n"
             "content-type;host\n%s",
             body_hash);
    hash(signer, canonical, strlen(canonical), hashed);
    snprintf(text, sizeof text, "TC3-HMAC-SHA256\n%s\n%s/live/tc3_request\n%s", unix_time, day,
             hashed);
    code(key_of(signer, day), text, mac);
    hexadecimal(mac, signature);
    snprintf(authorization, sizeof authorization,
             "TC3-HMAC-SHA256 Credential=%s/%s/live/tc3_request, "
             "SignedHeaders=content-type;host, Signature=%s",
             signer->key_id, day, signature);
    snprintf(out->url, sizeof out->url, "https://live.tencentcloudapi.com/");
    header(out, "Content-Type", "application/json");
    header(out, "Host", "live.tencentcloudapi.com");
    header(out, "X-TC-Action", request->action);
    header(out, "X-TC-Version", request->version);
    header(out, "X-TC-Timestamp", unix_time);
    header(out, "Accept", "application/json");
    header(out, "Authorization", authorization);
}

void floor_sign(floor_signer *signer, const floor_request *request, const char *nonce, int64_t time,
                floor_signed *out)
{
    out->header_count = 0;
    switch (signer->cloud) {
    case VOLCENGINE:
        sign_volcengine(signer, request, time, out);
        break;
    case ALIBABA:
        sign_alibaba(signer, request, nonce, time, out);
        break;
    case TENCENT:
        sign_tencent(signer, request, time, out);
        break;
    }
}
