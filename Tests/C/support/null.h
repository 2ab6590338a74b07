/*
 * Calls functions with every combination of NULL arguments. Each program names what it covers when
 * it is started with --list; together that has to be every exported function.
 */
#ifndef CREC_NULL_H
#define CREC_NULL_H

#include "calls.h"
#include "client.h"

/* A combination is a number: bit i set means that argument i is NULL. */
typedef struct function {
    const char *name;
    unsigned arguments;
    void (*test)(unsigned nulls);
} function;

#define FUNCTION(name, arguments) {#name, arguments, test_##name}
#define UNLESS(bit, argument) (nulls & (1u << (bit)) ? NULL : (argument))

static inline crec_request *good_request(void)
{
    crec_request *request = NULL;

    calls[STOP_LIVE_RECORD].request(&calls[STOP_LIVE_RECORD].good, &request, NULL);
    CHECK(request != NULL);
    return request;
}

static inline crec_signed_request *good_signed_request(void)
{
    crec_client *client = offline_client(CREC_CLOUD_TENCENT);
    crec_request *request = good_request();
    crec_signed_request *signed_request = NULL;

    crec_client_sign(client, request, NULL, &signed_request, NULL);
    CHECK(signed_request != NULL);
    crec_request_free(request);
    crec_client_free(client);
    return signed_request;
}

static inline crec_loop *hosted_loop(void)
{
    crec_loop_options options = CREC_LOOP_OPTIONS_INIT;
    crec_loop *loop = NULL;

    options.hosted = 1;
    crec_loop_new(&options, &loop, NULL);
    CHECK(loop != NULL);
    return loop;
}

/* A call that is over already: its client and its loop are gone. */
static inline crec_call *hosted_call(void)
{
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
    crec_request *request = good_request();
    crec_client *client;
    crec_call *call = NULL;

    options.loop = hosted_loop();
    client = new_client(&options);
    crec_client_submit(client, request, NULL, &call, NULL);
    CHECK(call != NULL);
    crec_request_free(request);
    crec_client_free(client);
    crec_loop_free(options.loop);
    return call;
}

static inline int run_functions(const function *functions, size_t count, int argc, char **argv)
{
    int is_list = argc > 1 && strcmp(argv[1], "--list") == 0;
    int failed = 0;
    size_t i;
    unsigned nulls;

    for (i = 0; i < count; i++) {
        if (is_list) {
            puts(functions[i].name);
            continue;
        }
        begin_test();
        for (nulls = 0; nulls < 1u << functions[i].arguments; nulls++) {
            ROW("NULLs %#x", nulls);
            functions[i].test(nulls);
        }
        failed |= end_test(functions[i].name);
    }
    return failed;
}

#endif
