/* Forks at bad moments: inside a completion, and while other threads are in the midst of calls. */
#define _POSIX_C_SOURCE 200809L
#include <stdatomic.h>

#include "children.h"
#include "loops.h"
#include "process.h"

enum { FORKS = 200 };

/* From a completion the child would come back to the parent's connections. */
static pid_t child_of_completion;

static void fork_in_completion(submitted *submitted)
{
    (void)submitted;
    child_of_completion = fork();
}

static void a_fork_in_a_completion(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);
    pid_t parent = getpid();
    int i, status = -1;

    submit_then(host, client, STOP_LIVE_RECORD, "1", fork_in_completion);
    while (host->way->is_hosted && outcomes(host) < 1)
        if (crec_loop_dispatch(host->loop) == CREC_STATUS_FORKED && getpid() != parent)
            execl("/bin/true", "true", (char *)NULL);
    wait_outcomes(host, 1);
    CHECK_NUMBER(waitpid(child_of_completion, &status, 0), child_of_completion);
    check_ended_well(status);
    for (i = 2; i < 20; i++) {
        submit(host, client, STOP_LIVE_RECORD, "1");
        wait_outcomes(host, i);
        check_outcome(&host->slots[i - 1], CREC_STATUS_NOT_FOUND, 0);
    }
}

/* A host's own handlers, which it registered before it first used the library. */
static crec_client *signer;

static void sign_in_handler(void)
{
    crec_signed_request *signed_request = NULL;
    crec_request *request;

    if (!signer)
        return;
    request = new_request(STOP_LIVE_RECORD, "1");
    CHECK_NUMBER(crec_client_sign(signer, request, NULL, &signed_request, NULL), CREC_STATUS_OK);
    crec_signed_request_free(signed_request);
    crec_request_free(request);
}

static void use_in_child_handler(void)
{
    if (signer)
        use_own_client();
}

static void handlers_of_the_host(host *host)
{
    int i;

    (void)host;
    signer = offline_client(CREC_CLOUD_TENCENT);
    for (i = 0; i < 10; i++) {
        pid_t child = fork_child();

        if (child == 0)
            end_child();
        check_child(child);
    }
    crec_client_free(signer);
    signer = NULL;
    use_own_client();
}

/* AddressSanitizer's own locks are held in a child of a busy parent. */
#ifndef __SANITIZE_ADDRESS__
static atomic_int is_over;

static void *call_and_make_clients(void *argument)
{
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);

    (void)argument;
    while (!is_over) {
        crec_client *client = NULL;

        crec_client_new(&options, &client, NULL);
        calls[STOP_LIVE_RECORD].make(client, &calls[STOP_LIVE_RECORD].good, NULL);
        crec_client_free(client);
    }
    return NULL;
}

/* Forks while two threads run. */
static void fork_beside(void *(*run)(void *), crec_client *client,
                        void (*in_child)(crec_client *client))
{
    pthread_t threads[2];
    size_t i;

    is_over = 0;
    for (i = 0; i < COUNT(threads); i++)
        pthread_create(&threads[i], NULL, run, client);
    for (i = 0; i < FORKS; i++) {
        pid_t child = fork_child();

        if (child == 0) {
            in_child(client);
            end_child();
        }
        check_child(child);
    }
    is_over = 1;
    for (i = 0; i < COUNT(threads); i++)
        pthread_join(threads[i], NULL);
}

static void use_new_client(crec_client *unused)
{
    (void)unused;
    use_own_client();
}

/* Its threads are amid libcurl and libcrypto when it forks. */
static void a_busy_parent(host *host)
{
    (void)host;
    fork_beside(call_and_make_clients, NULL, use_new_client);
}

static void *read_replies(void *client)
{
    crec_request *request = new_request(STOP_LIVE_RECORD, "1");
    crec_reply reply = CREC_REPLY_INIT;

    reply.http_status = 200;
    reply.body = "{\"Response\":{\"RequestId\":\"R\"}}";
    reply.body_size = strlen(reply.body);
    while (!is_over) {
        crec_client_read(client, request, &reply, NULL);
        crec_client_take(client, NULL, NULL);
    }
    crec_request_free(request);
    return NULL;
}

static void sign_and_close(crec_client *client)
{
    crec_request *request = new_request(STOP_LIVE_RECORD, "1");
    crec_signed_request *made = NULL;

    CHECK_NUMBER(crec_client_sign(client, request, NULL, &made, NULL), CREC_STATUS_OK);
    crec_signed_request_free(made);
    crec_request_free(request);
    CHECK_NUMBER(crec_client_close(client, 0), CREC_STATUS_OK);
}

/* A client without a call is good in the child, whatever a thread of the parent did with it. */
static void a_parent_that_reads(host *host)
{
    crec_client *client = offline_client(CREC_CLOUD_TENCENT);

    (void)host;
    fork_beside(read_replies, client, sign_and_close);
    crec_client_free(client);
}
#endif

int main(void)
{
    static const host_case cases[] = {
        CASE(a_fork_in_a_completion, CALLBACK),
        CASE(handlers_of_the_host, THREADED & CALLBACK),
#ifndef __SANITIZE_ADDRESS__
        CASE(a_busy_parent, THREADED & CALLBACK),
        CASE(a_parent_that_reads, THREADED & CALLBACK),
#endif
    };

    pthread_atfork(sign_in_handler, sign_in_handler, use_in_child_handler);
    return run_cases(cases, COUNT(cases));
}
