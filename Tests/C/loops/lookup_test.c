/*
 * Name look-ups, answered here in the place of the system's resolver: one that hangs holds up calls
 * to that name only, and a name is asked for once however many calls want it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <sys/syscall.h>
#include <time.h>

#include "emulator.h"

#include "calls.h"
#include "process.h"

enum { CALLS = 100 };

static int asked; /* for names that are found */
static int down;  /* for the name of a host that is down */
static time_t shift_s;
static int moves; /* how often the name was asked for that moves to where the emulator is */

static int is_name(const char *node, const char *prefix)
{
    return node && strncmp(node, prefix, strlen(prefix)) == 0;
}

/* Overrides the system's resolver, and answers with loopback for everything else. */
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **found)
{
    int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);

    while (is_name(node, "hangs"))
        pause();
    if (is_name(node, "missing"))
        return EAI_NONAME;
    *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
    if (is_name(node, "down")) {
        __atomic_add_fetch(&down, 1, __ATOMIC_RELAXED);
        return real("127.0.0.2", service, hints, found);
    }
    if (is_name(node, "live.intl") && moves++ == 0)
        return real("127.0.0.2", service, hints, found);
    __atomic_add_fetch(&asked, 1, __ATOMIC_RELAXED);
    return real("127.0.0.1", service, hints, found);
}

/* Both override the C library's own, for libcurl too. */
int clock_gettime(clockid_t clock, struct timespec *now)
{
    int result = (int)syscall(SYS_clock_gettime, clock, now);

    if (clock == CLOCK_MONOTONIC)
        now->tv_sec += __atomic_load_n(&shift_s, __ATOMIC_RELAXED);
    return result;
}

time_t time(time_t *now)
{
    struct timespec real;

    syscall(SYS_clock_gettime, CLOCK_REALTIME, &real);
    real.tv_sec += __atomic_load_n(&shift_s, __ATOMIC_RELAXED);
    if (now)
        *now = real.tv_sec;
    return real.tv_sec;
}

/* A client for a name at the emulator's port. */
static crec_client *client_for(const char *name, crec_loop *loop, int64_t timeout_ms,
                               int attempt_limit)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    char endpoint[128];

    snprintf(endpoint, sizeof endpoint, "https://%s%s", name, strrchr(options.endpoint, ':'));
    options.endpoint = endpoint;
    options.host = name;
    options.loop = loop;
    options.attempt_limit = attempt_limit;
    if (timeout_ms)
        options.timeout_ms = timeout_ms;
    return new_client(&options);
}

static crec_status stop(crec_client *client, crec_outcome **outcome)
{
    return crec_stop_live_record(client, &calls[STOP_LIVE_RECORD].good.stop_live_record, outcome);
}

static void submit(crec_client *client, int number)
{
    crec_request *request = NULL;

    calls[STOP_LIVE_RECORD].request(&calls[STOP_LIVE_RECORD].good, &request, NULL);
    while (number--)
        CHECK_NUMBER(crec_client_submit(client, request, NULL, NULL, NULL), CREC_STATUS_OK);
    crec_request_free(request);
}

/* Takes all outcomes of a closed client. */
static void check_taken(crec_client *client, int number, crec_status status)
{
    crec_outcome *outcome;

    while (crec_client_take(client, NULL, &outcome)) {
        number--;
        CHECK_NUMBER(crec_outcome_status(outcome), status);
        CHECK_NUMBER(crec_outcome_may_have_been_applied(outcome), status == CREC_STATUS_OK);
        crec_outcome_free(outcome);
    }
    CHECK_NUMBER(number, 0);
}

/* The certificate is checked against the name, which the emulator's has. */
static void a_name_is_looked_up_once(void)
{
    crec_client *client = client_for("live.tencentcloudapi.com", NULL, 0, 1);
    int i;

    emulator("reset");
    for (i = 0; i < 3; i++)
        CHECK_NUMBER(stop(client, NULL), CREC_STATUS_NOT_FOUND);
    CHECK_NUMBER(asked, 1);
    CHECK_NUMBER(emulator("connections"), 1);
    crec_client_free(client);
}

/* An address where nobody is found is forgotten before its minute is over. */
static void a_name_that_moves(void)
{
    crec_client *client = client_for("live.intl.tencentcloudapi.com", NULL, 0, 2);
    crec_outcome *outcome = NULL;

    CHECK_NUMBER(stop(client, &outcome), CREC_STATUS_NOT_FOUND);
    CHECK_NUMBER(crec_outcome_attempts(outcome), 2);
    CHECK_NUMBER(moves, 2);
    crec_outcome_free(outcome);
    crec_client_free(client);
}

/* With proxy_from_environment libcurl looks names up itself. Addresses that it was given for
 * another client of the loop are good for a minute there too. */
static void a_name_that_moves_beside_a_proxy(void)
{
    crec_loop *loop = NULL;
    crec_client *first, *second;
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    char endpoint[128];

    moves = 0;
    __atomic_add_fetch(&shift_s, 100, __ATOMIC_RELAXED); /* what was found before is forgotten */
    CHECK_NUMBER(crec_loop_new(NULL, &loop, NULL), CREC_STATUS_OK);
    first = client_for("live.intl.tencentcloudapi.com", loop, 0, 1);
    snprintf(endpoint, sizeof endpoint, "https://live.intl.tencentcloudapi.com%s",
             strrchr(options.endpoint, ':'));
    options.endpoint = endpoint;
    options.proxy_from_environment = 1;
    options.loop = loop;
    second = new_client(&options);
    CHECK_NUMBER(stop(first, NULL), CREC_STATUS_NETWORK);
    __atomic_add_fetch(&shift_s, 100, __ATOMIC_RELAXED);
    CHECK_NUMBER(stop(second, NULL), CREC_STATUS_NOT_FOUND);
    crec_client_free(first);
    crec_client_free(second);
    crec_loop_free(loop);
}

/* Its name may have moved, but is looked up once a second at most. */
static void a_host_that_is_down(void)
{
    crec_client *client = client_for("down.invalid", NULL, 0, 1);
    struct timespec start, end;
    int i;

    clock_gettime(CLOCK_MONOTONIC, &start);
    for (i = 0; i < CALLS; i++)
        CHECK_NUMBER(stop(client, NULL), CREC_STATUS_NETWORK);
    clock_gettime(CLOCK_MONOTONIC, &end);
    CHECK(down >= 2);
    CHECK(down <= 3 + end.tv_sec - start.tv_sec);
    crec_client_free(client);
}

static void a_name_that_is_not_found(void)
{
    crec_client *client = client_for("missing.invalid", NULL, 0, 1);
    crec_outcome *outcome = NULL;

    CHECK_NUMBER(stop(client, &outcome), CREC_STATUS_NETWORK);
    CHECK_NUMBER(crec_outcome_attempts(outcome), 0);
    CHECK(strstr(crec_outcome_message(outcome), "missing.invalid") != NULL);
    crec_outcome_free(outcome);
    submit(client, CALLS);
    CHECK_NUMBER(crec_client_close(client, 600000), CREC_STATUS_OK);
    check_taken(client, CALLS, CREC_STATUS_NETWORK);
    crec_client_free(client);
}

static void a_name_that_hangs(void)
{
    crec_loop *loop = NULL;
    crec_client *hanging, *fine, *late, *own;
    int before = threads_down_to(1);

    CHECK_NUMBER(crec_loop_new(NULL, &loop, NULL), CREC_STATUS_OK);
    hanging = client_for("hangs.invalid", loop, 0, 1);
    late = client_for("hangs.invalid", loop, 200, 1);
    own = client_for("hangs.invalid", NULL, 200, 1);
    fine = client_for("live.tencentcloudapi.com", loop, 0, 1);
    submit(hanging, CALLS);
    CHECK_NUMBER(stop(fine, NULL), CREC_STATUS_NOT_FOUND);
    CHECK_NUMBER(stop(late, NULL), CREC_STATUS_TIMEOUT);
    CHECK_NUMBER(stop(own, NULL), CREC_STATUS_TIMEOUT);
    /* Two loops', and one for the name however often it was asked for. */
    CHECK_NUMBER(threads() - before, 3);
    CHECK_NUMBER(crec_client_close(hanging, 100), CREC_STATUS_OK);
    check_taken(hanging, CALLS, CREC_STATUS_CANCELLED);
    CHECK_NUMBER(stop(fine, NULL), CREC_STATUS_NOT_FOUND);
    crec_client_free(hanging);
    crec_client_free(late);
    crec_client_free(own);
    crec_client_free(fine);
    crec_loop_free(loop);
    CHECK_NUMBER(threads_down_to(before + 1) - before, 1);
}

int main(void)
{
    static const test tests[] = {
        TEST(a_name_is_looked_up_once),         TEST(a_name_that_moves),
        TEST(a_name_that_moves_beside_a_proxy), TEST(a_host_that_is_down),
        TEST(a_name_that_is_not_found),         TEST(a_name_that_hangs),
    };

    /* By exec: what the look-up holds nobody can free, and no checker shall ask. */
    execl("/bin/sh", "sh", "-c", run_tests(tests, COUNT(tests)) ? "exit 1" : "exit 0",
          (char *)NULL);
    return 127;
}
