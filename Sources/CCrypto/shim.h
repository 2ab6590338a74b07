#include <malloc.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <string.h>

/* A macro with a cast in it does not reach Swift. */
static const uint64_t crec_init_no_atexit = OPENSSL_INIT_NO_ATEXIT;

/* Names stay C's: a Swift literal for them would bring a good part of String into the library. */
static inline EVP_MD *crec_fetch_sha256(void)
{
    return EVP_MD_fetch(NULL, "SHA256", NULL);
}

/* The linker's name of libc's free, where ours stands for it. */
void __real_free(void *memory);
