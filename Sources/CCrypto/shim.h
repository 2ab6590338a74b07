#include <malloc.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

/* A macro with a cast in it does not reach Swift. */
static const uint64_t crec_init_no_atexit = OPENSSL_INIT_NO_ATEXIT;

/* Names stay C's: a Swift literal for them would bring a good part of String into the library. */
static inline EVP_MD *crec_fetch_sha256(void)
{
    return EVP_MD_fetch(NULL, "SHA256", NULL);
}

static inline EVP_MAC *crec_fetch_hmac(void)
{
    return EVP_MAC_fetch(NULL, "HMAC", NULL);
}

/* Names the digest of an HMAC; OpenSSL keeps the pointers, so they are to static text. */
static inline OSSL_PARAM crec_hmac_digest(void)
{
    static char sha256[] = "SHA256";
    return OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, sha256, 0);
}

/* The linker's name of libc's free, where ours stands for it. */
void __real_free(void *memory);
