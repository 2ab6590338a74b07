/*
 * A plugin whose cloud hangs, or whose cloud's name: its host is never held up, gets every outcome,
 * and can unload it. Names are answered here, in the place of the system's resolver.
 */
#define _GNU_SOURCE
#include <netdb.h>
#include <time.h>

#include "plugin.h"

enum { CALLS = 1000, HANG_S = 30 };

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **found)
{
    (void)node;
    (void)service;
    (void)hints;
    (void)found;
    sleep(HANG_S);
    return EAI_AGAIN;
}

typedef struct slot {
    const library *library;
    int outcomes;
    crec_status status;
} slot;

static void receive(void *context, crec_outcome *outcome)
{
    slot *slot = context;

    slot->outcomes++;
    slot->status = slot->library->outcome_status(outcome);
    slot->library->outcome_free(outcome);
}

static int submit(crec_client *client, const crec_request *request, slot *slot)
{
    crec_submit_options options = CREC_SUBMIT_OPTIONS_INIT;

    options.completion = receive;
    options.context = slot;
    return slot->library->client_submit(client, request, &options, NULL, NULL) == CREC_STATUS_OK;
}

/* The close waits for the call, and drives a hosted loop meanwhile. */
static void check_another_client(const library *library, crec_loop *loop)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    slot slot = {library, 0, CREC_STATUS_OK};
    crec_request *request = NULL;
    crec_client *client = NULL;

    options.loop = loop;
    CHECK_NUMBER(library->client_new(&options, &client, NULL), CREC_STATUS_OK);
    CHECK_NUMBER(library->tencent_request_new(&stop_live_record, &request, NULL), CREC_STATUS_OK);
    CHECK(submit(client, request, &slot));
    CHECK_NUMBER(library->client_close(client, 600000), CREC_STATUS_OK);
    CHECK_NUMBER(slot.outcomes, 1);
    CHECK_NUMBER(slot.status, CREC_STATUS_NOT_FOUND);
    library->request_free(request);
    library->client_free(client);
}

static void submit_and_close(const library *library, crec_client_options options, int is_hosted)
{
    static slot slots[CALLS];
    crec_loop_options loop_options = CREC_LOOP_OPTIONS_INIT;
    crec_request *request = NULL;
    crec_client *client = NULL;
    time_t start = time(NULL);
    crec_status status;
    int i, submitted = 0, wrong = 0;

    ROW("hosted %d", is_hosted);
    loop_options.hosted = is_hosted;
    CHECK_NUMBER(library->loop_new(&loop_options, &options.loop, NULL), CREC_STATUS_OK);
    CHECK_NUMBER(library->client_new(&options, &client, NULL), CREC_STATUS_OK);
    CHECK_NUMBER(library->alibaba_request_new(&stop_rtc_cloud_recording, &request, NULL),
                 CREC_STATUS_OK);
    for (i = 0; i < CALLS; i++) {
        slots[i] = (slot){library, 0, CREC_STATUS_OK};
        submitted += submit(client, request, &slots[i]);
    }
    CHECK_NUMBER(submitted, CALLS);
    check_another_client(library, options.loop);
    do /* a slow machine needs more than one */
        status = library->client_close(client, 500);
    while (status == CREC_STATUS_TIMEOUT);
    CHECK_NUMBER(status, CREC_STATUS_OK);
    for (i = 0; i < CALLS; i++)
        wrong += slots[i].outcomes != 1 || slots[i].status != CREC_STATUS_CANCELLED;
    CHECK_NUMBER(wrong, 0);
    library->request_free(request);
    library->client_free(client);
    CHECK_NUMBER(library->loop_close(options.loop, 500), CREC_STATUS_OK);
    library->loop_free(options.loop);
    CHECK(time(NULL) - start < HANG_S / 2);
}

static void check_unloadable(crec_client_options options)
{
    int is_hosted;

    for (is_hosted = 0; is_hosted <= 1; is_hosted++) {
        library library;

        if (!open_library(&library, RTLD_LOCAL))
            return;
        submit_and_close(&library, options, is_hosted);
        CHECK_NUMBER(dlclose(library.handle), 0);
    }
}

static void a_cloud_that_hangs(void)
{
    crec_client_options options = emulator_options(CREC_CLOUD_ALIBABA);

    emulator("reset");
    emulator("fault {\"kind\": \"delay\", \"seconds\": 30, \"cloud\": \"aliyun\"}");
    check_unloadable(options);
}

static void a_name_that_hangs(void)
{
    crec_client_options options = emulator_options(CREC_CLOUD_ALIBABA);

    emulator("reset");
    options.endpoint = "https://hangs.invalid";
    check_unloadable(options);
}

int main(void)
{
    static const test tests[] = {
        TEST(a_cloud_that_hangs),
        TEST(a_name_that_hangs),
    };

    /* By exec: what the look-up holds nobody can free, and no checker shall ask. */
    execl("/bin/sh", "sh", "-c", run_tests(tests, COUNT(tests)) ? "exit 1" : "exit 0",
          (char *)NULL);
    return 127;
}
