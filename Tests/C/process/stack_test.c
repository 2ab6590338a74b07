/* Tests of the stack that the functions use: coroutines of a media server have little of it. */
#define _GNU_SOURCE
#include <pthread.h>
#include <sys/mman.h>
#include <valgrind/memcheck.h>

#include "calls.h"
#include "client.h"

enum { STACK = 512 * 1024, LIMIT = 16 * 1024, PAINT = 0xA5 };

static void *nothing(void *argument)
{
    return argument;
}

/* The first use of libcurl and OpenSSL is the deepest. */
static void *use_all(void *argument)
{
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
    crec_loop_options hosted = CREC_LOOP_OPTIONS_INIT;
    crec_request *request = NULL;
    crec_signed_request *signed_request = NULL;
    crec_call *call = NULL;
    crec_client *client;
    crec_loop *loop = NULL;
    crec_outcome *outcome = NULL;

    hosted.hosted = 1;
    crec_loop_new(&hosted, &loop, NULL);
    options.loop = loop;
    client = new_client(&options);
    calls[STOP_LIVE_RECORD].request(&calls[STOP_LIVE_RECORD].good, &request, NULL);
    crec_client_sign(client, request, NULL, &signed_request, NULL);
    crec_signed_request_free(signed_request);
    crec_client_submit(client, request, NULL, &call, NULL);
    crec_call_cancel(call);
    crec_call_free(call);
    crec_client_take(client, NULL, &outcome);
    crec_outcome_free(outcome);
    crec_client_free(client);
    crec_loop_free(loop);
    options.loop = NULL;
    client = new_client(&options);
    crec_client_perform(client, request, NULL);
    crec_client_close(client, 1000);
    crec_client_free(client);
    crec_request_free(request);
    return argument;
}

/* Bytes of a painted stack that were written to. */
static size_t used_by(void *(*function)(void *))
{
    unsigned char *stack = mmap(NULL, STACK, PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    pthread_attr_t attributes;
    pthread_t thread;
    size_t untouched = 0;
    int is_created;

    memset(stack, PAINT, STACK);
    pthread_attr_init(&attributes);
    CHECK(pthread_attr_setstack(&attributes, stack, STACK) == 0);
    is_created = pthread_create(&thread, &attributes, function, NULL) == 0;
    pthread_join(thread, NULL);
    CHECK(is_created); /* not sooner: the thread has checks of its own */
    pthread_attr_destroy(&attributes);
    (void)VALGRIND_MAKE_MEM_DEFINED(stack, STACK); /* to Valgrind nothing is left there */
    while (untouched < STACK && stack[untouched] == PAINT)
        untouched++;
    munmap(stack, STACK);
    return STACK - untouched;
}

static void functions_use_little_stack(void)
{
    size_t empty = used_by(nothing);
    size_t used = used_by(use_all) - empty;

    ROW("%zu bytes", used);
    CHECK(used > 0 && used < LIMIT);
}

int main(void)
{
    static const test tests[] = {TEST(functions_use_little_stack)};

    return run_tests(tests, COUNT(tests));
}
