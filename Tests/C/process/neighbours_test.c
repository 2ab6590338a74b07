/*
 * The library in a process that has OpenSSL, and a libcurl of another flavour, already: each goes
 * on with its own. Every visibility that the two can be loaded with has a process of its own.
 */
#define _POSIX_C_SOURCE 200809L
#include <sys/wait.h>

#include "plugin.h"

typedef const char *(*version_function)(void);

static void check_curl(void *curl)
{
    version_function version;
    void *found = dlsym(curl, "curl_version");

    memcpy(&version, &found, sizeof found);
    if (CHECK(found != NULL))
        CHECK(strstr(version(), "GnuTLS") != NULL);
}

static void check_stop(int flags)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    crec_client *client = NULL;
    library library;

    if (!open_library(&library, flags))
        return;
    CHECK_NUMBER(library.client_new(&options, &client, NULL), CREC_STATUS_OK);
    CHECK_NUMBER(library.stop(client, &stop_live_record, NULL), CREC_STATUS_NOT_FOUND);
    library.client_free(client);
    dlclose(library.handle);
}

static void load_and_stop(int neighbour_flags, int flags)
{
    void *curl = dlopen("libcurl-gnutls.so.4", RTLD_NOW | neighbour_flags);
    void *ssl = dlopen("libssl.so.3", RTLD_NOW | neighbour_flags);

    if (!CHECK(curl != NULL) || !CHECK(ssl != NULL))
        return;
    check_curl(curl);
    check_stop(flags);
    check_curl(curl);
    check_stop(flags);
}

static void check_in_child(int neighbour_flags, int flags)
{
    int status = -1;
    pid_t child;

    fflush(stdout);
    child = fork();
    if (child == 0) {
        begin_test();
        load_and_stop(neighbour_flags, flags);
        exit(check_state.failures != 0);
    }
    CHECK_NUMBER(waitpid(child, &status, 0), child);
    CHECK_NUMBER(status, 0);
}

static void local_beside_local(void)
{
    check_in_child(RTLD_LOCAL, RTLD_LOCAL);
}

static void local_beside_global(void)
{
    check_in_child(RTLD_GLOBAL, RTLD_LOCAL);
}

static void global_beside_local(void)
{
    check_in_child(RTLD_LOCAL, RTLD_GLOBAL);
}

static void global_beside_global(void)
{
    check_in_child(RTLD_GLOBAL, RTLD_GLOBAL);
}

int main(void)
{
    static const test tests[] = {
        TEST(local_beside_local),
        TEST(local_beside_global),
        TEST(global_beside_local),
        TEST(global_beside_global),
    };

    return run_tests(tests, COUNT(tests));
}
