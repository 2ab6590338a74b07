/* Tests of failover: if a host cannot be reached, only the vendor's other domains are tried. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>

#include "loops.h"

#define COM "live.tencentcloudapi.com"       /* is not found */
#define COM_CN "live.tencentcloudapi.com.cn" /* refuses connections */
#define CN "live.tencentcloudapi.cn"         /* is the emulator */
#define NOWHERE "live.ap-seoul.tencentcloudapi.com"

enum { CALLS = 20 };

static int is_name(const char *node, const char *name)
{
    return node && strcmp(node, name) == 0;
}

/* Overrides the system's resolver. */
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **found)
{
    int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);

    *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
    if (is_name(node, CN))
        return real("127.0.0.1", service, hints, found);
    return is_name(node, COM_CN) ? real("127.0.0.2", service, hints, found) : EAI_NONAME;
}

static crec_client *add_named_client(host *host, const char *name, int failover, int attempt_limit)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    char endpoint[128];

    snprintf(endpoint, sizeof endpoint, "https://%s%s", name, strrchr(options.endpoint, ':'));
    options.endpoint = endpoint;
    options.failover = failover;
    options.attempt_limit = attempt_limit;
    return add_client(host, options);
}

/* The host without its port. */
static void check_host(const submitted *submitted, const char *name)
{
    char host[128] = "";

    sscanf(crec_outcome_host(submitted->outcome), "%127[^:]", host);
    CHECK_TEXT(host, name);
}

static void from_domain_to_domain(host *host)
{
    crec_client *client = add_named_client(host, COM, 1, 0);
    submitted *first, *second;

    emulator("plant {\"kind\": \"live\", \"StreamName\": \"test1\", \"TaskId\": 1}");
    first = submit(host, client, STOP_LIVE_RECORD, "1");
    wait_outcomes(host, 1);
    check_outcome(first, CREC_STATUS_OK, 1);
    CHECK_NUMBER(crec_outcome_attempts(first->outcome), 2); /* a name not found is none */
    check_host(first, CN);
    second = submit(host, client, STOP_LIVE_RECORD, "1");
    wait_outcomes(host, 2);
    CHECK_NUMBER(crec_outcome_attempts(second->outcome), 1);
    check_host(second, CN);
    CHECK_NUMBER(emulator("requests"), 2);
}

static void many_at_once(host *host)
{
    crec_client *client = add_named_client(host, COM, 1, 0);
    int i;

    for (i = 0; i < CALLS; i++)
        submit(host, client, STOP_LIVE_RECORD, "1");
    wait_outcomes(host, CALLS);
    for (i = 0; i < CALLS; i++) {
        check_outcome(&host->slots[i], CREC_STATUS_NOT_FOUND, 0);
        check_host(&host->slots[i], CN);
    }
    CHECK_NUMBER(emulator("requests"), CALLS);
}

/* Without retries each call tries one host, and the next call tries the next host. */
static void without_repeating(host *host)
{
    static const char *const hosts[] = {COM, COM_CN, CN};
    crec_client *client = add_named_client(host, COM, 1, 1);
    size_t i;

    for (i = 0; i < COUNT(hosts); i++) {
        submitted *stop = submit(host, client, STOP_LIVE_RECORD, "1");

        wait_outcomes(host, (int)i + 1);
        check_outcome(stop, i < 2 ? CREC_STATUS_NETWORK : CREC_STATUS_NOT_FOUND, 0);
        check_host(stop, hosts[i]);
    }
}

static void only_if_asked_for(host *host)
{
    submitted *stop = submit(host, add_named_client(host, COM, 0, 3), STOP_LIVE_RECORD, "1");

    wait_outcomes(host, 1);
    check_outcome(stop, CREC_STATUS_NETWORK, 0);
    check_host(stop, COM);
}

/* No failover after a request was sent, because it may have been applied. */
static void not_after_a_request_was_sent(host *host)
{
    crec_client *client = add_named_client(host, COM, 1, 0);
    submitted *stop;

    submit(host, client, STOP_LIVE_RECORD, "1");
    wait_outcomes(host, 1);
    emulator("plant {\"kind\": \"live\", \"StreamName\": \"test1\", \"TaskId\": 1}");
    emulator("fault {\"kind\": \"cut\", \"times\": 1}");
    stop = submit(host, client, STOP_LIVE_RECORD, "1");
    wait_outcomes(host, 2);
    check_outcome(stop, CREC_STATUS_NOT_FOUND, 1);
    CHECK_NUMBER(crec_outcome_attempts(stop->outcome), 2);
    check_host(stop, CN);
}

static void nobody_anywhere(host *host)
{
    submitted *stop = submit(host, add_named_client(host, NOWHERE, 1, 5), STOP_LIVE_RECORD, "1");

    wait_outcomes(host, 1);
    check_outcome(stop, CREC_STATUS_NETWORK, 0);
    CHECK_NUMBER(crec_outcome_attempts(stop->outcome), 0);
}

int main(void)
{
    static const host_case cases[] = {
        CASE(from_domain_to_domain, ANY_WAY), CASE(many_at_once, ANY_WAY),
        CASE(without_repeating, ANY_WAY),     CASE(only_if_asked_for, ANY_WAY),
        CASE(nobody_anywhere, ANY_WAY),       CASE(not_after_a_request_was_sent, ANY_WAY),
    };

    return run_cases(cases, COUNT(cases));
}
