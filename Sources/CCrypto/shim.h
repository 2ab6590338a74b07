#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

/* Names the digest of an HMAC; OpenSSL keeps the pointers, so they are to static text. */
static inline OSSL_PARAM crec_hmac_digest(void)
{
    static char sha256[] = "SHA256";
    return OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, sha256, 0);
}
