/*
 * The environment, which a host's threads may change at any time: getenv beside setenv crashes. The
 * library's threads never read it, unless the host asked for a proxy from it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

#include "emulator.h"

#include "calls.h"

static pthread_t main_thread;
static char names[1024]; /* what other threads than the main one asked for */
static pthread_mutex_t names_lock = PTHREAD_MUTEX_INITIALIZER;

static void note(const char *name)
{
    if (pthread_equal(pthread_self(), main_thread))
        return;
    pthread_mutex_lock(&names_lock);
    if (strlen(names) + strlen(name) + 2 < sizeof names)
        strcat(strcat(names, name), " ");
    pthread_mutex_unlock(&names_lock);
}

/* Both override the C library's own. */
char *getenv(const char *name)
{
    char *(*real)(const char *);

    note(name);
    *(void **)&real = dlsym(RTLD_NEXT, "getenv");
    return real(name);
}

char *secure_getenv(const char *name)
{
    char *(*real)(const char *);

    note(name);
    *(void **)&real = dlsym(RTLD_NEXT, "secure_getenv");
    return real(name);
}

/* Three calls, the first of which looks the name up and opens a connection. */
static void make_calls(const crec_client_options *options, crec_status expected)
{
    crec_client *client = new_client(options);
    int i;

    for (i = 0; i < 3; i++)
        CHECK_NUMBER(calls[STOP_LIVE_RECORD].make(client, &calls[STOP_LIVE_RECORD].good, NULL),
                     expected);
    crec_client_free(client);
}

static void what_a_call_asks_for(void)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    char endpoint[64], proxy[64];

    snprintf(endpoint, sizeof endpoint, "https://localhost%s", strrchr(options.endpoint, ':'));
    options.endpoint = endpoint;
    names[0] = '\0';
    make_calls(&options, CREC_STATUS_NOT_FOUND);
    CHECK_TEXT(names, "");
    snprintf(proxy, sizeof proxy, "localhost%s", strrchr(options.endpoint, ':'));
    options.proxy = proxy;
    options.attempt_limit = 1;
    make_calls(&options, CREC_STATUS_NETWORK);
    CHECK_TEXT(names, "");
}

/* It would be seen. */
static void what_a_proxy_from_the_environment_asks_for(void)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);

    options.proxy_from_environment = 1;
    make_calls(&options, CREC_STATUS_NOT_FOUND);
    CHECK(strstr(names, "https_proxy ") != NULL);
}

int main(void)
{
    static const test tests[] = {
        TEST(what_a_call_asks_for),
        TEST(what_a_proxy_from_the_environment_asks_for),
    };

    main_thread = pthread_self();
    return run_tests(tests, COUNT(tests));
}
