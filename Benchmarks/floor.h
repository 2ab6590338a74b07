/**
 * The floor: the same work in plain C, on libcrypto and jansson alone, as a host's glue would do
 * it: checks, signing key kept, everything written into one buffer on the stack.
 */
#ifndef FLOOR_H
#define FLOOR_H

#include <openssl/evp.h>
#include <stddef.h>
#include <stdint.h>

typedef struct floor_signer {
    int cloud;
    const char *key_id;
    const char *key;
    char day[16]; /* of the kept signing key */
    EVP_MAC_CTX *hmac;
    EVP_MD *sha256;
} floor_signer;

void floor_signer_make(floor_signer *signer, int cloud, const char *key_id, const char *key);
void floor_signer_free(floor_signer *signer);

enum { FLOOR_TEXT = 2048, FLOOR_HEADERS = 12 };

typedef struct floor_signed {
    char url[FLOOR_TEXT];
    char headers[FLOOR_HEADERS][640]; /* "Name: value" */
    int header_count;
} floor_signed;

/** A stop's request: body or query, after its fields have been checked; 0 if they are wrong. */
typedef struct floor_request {
    const char *action, *version, *content_type;
    char query[512];
    char body[512];
} floor_request;

int floor_build_volcengine(floor_request *request, const char *app, const char *room,
                           const char *user, const char *task);
int floor_build_alibaba(floor_request *request, const char *task);
int floor_build_tencent(floor_request *request, const char *stream, const char *task);

void floor_sign(floor_signer *signer, const floor_request *request, const char *nonce, int64_t time,
                floor_signed *out);

/** A reply as a host needs it: done or not, the code, the request id and a message to log. */
typedef struct floor_reply {
    int is_ok;
    char code[128], request_id[128], message[512];
} floor_reply;

void floor_read(int cloud, int http_status, const char *body, size_t size, floor_reply *out);

#endif
