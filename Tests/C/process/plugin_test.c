/* Loaded, used and unloaded, as a plugin of a host is. */
#define _POSIX_C_SOURCE 200809L
#include "plugin.h"
#include "process.h"

enum { FIRST_ROUNDS = 10, ROUNDS = 100 };

typedef struct result {
    const library *library;
    int ended;
} result;

static void complete(void *context, crec_outcome *outcome)
{
    result *result = context;

    result->ended += result->library->outcome_status(outcome) == CREC_STATUS_NOT_FOUND;
    result->library->outcome_free(outcome);
}

/* On a loop of its own, then with the client's. */
static void use(const library *library, int is_hosted)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    crec_loop_options loop_options = CREC_LOOP_OPTIONS_INIT;
    crec_submit_options submit_options = CREC_SUBMIT_OPTIONS_INIT;
    result result = {library, 0};
    crec_request *request = NULL;
    crec_client *client = NULL;

    loop_options.hosted = is_hosted;
    CHECK_NUMBER(library->loop_new(&loop_options, &options.loop, NULL), CREC_STATUS_OK);
    CHECK_NUMBER(library->client_new(&options, &client, NULL), CREC_STATUS_OK);
    CHECK_NUMBER(library->tencent_request_new(&stop_live_record, &request, NULL), CREC_STATUS_OK);
    submit_options.completion = complete;
    submit_options.context = &result;
    CHECK_NUMBER(library->client_submit(client, request, &submit_options, NULL, NULL),
                 CREC_STATUS_OK);
    CHECK_NUMBER(library->client_close(client, 600000), CREC_STATUS_OK);
    CHECK_NUMBER(result.ended, 1);
    CHECK_NUMBER(library->loop_close(options.loop, 600000), CREC_STATUS_OK);
    library->request_free(request);
    library->client_free(client);
    library->loop_free(options.loop);

    options.loop = NULL;
    CHECK_NUMBER(library->client_new(&options, &client, NULL), CREC_STATUS_OK);
    CHECK_NUMBER(library->stop(client, &stop_live_record, NULL), CREC_STATUS_NOT_FOUND);
    library->client_free(client);
}

/* First of all: what the process has before it knows of the library. */
static void loading_does_nothing(void)
{
    int threads_before = threads(), descriptors_before = descriptors();
    library library;

    CHECK(dlopen("libcrec.so.0", RTLD_NOW | RTLD_NOLOAD) == NULL);
    if (!open_library(&library, RTLD_LOCAL))
        return;
    CHECK_NUMBER(threads_down_to(threads_before), threads_before);
    CHECK_NUMBER(descriptors(), descriptors_before);
    dlclose(library.handle);
}

/* The first rounds fill what is kept on purpose: caches of libc, OpenSSL and the checkers. */
static void loaded_and_used_a_hundred_times(void)
{
    int threads_before = 0, descriptors_before = 0, i;
    long memory_before = 0;

    emulator("reset");
    for (i = 0; i < ROUNDS; i++) {
        library library;

        if (i == FIRST_ROUNDS) {
            threads_before = threads_down_to(1);
            descriptors_before = descriptors();
            memory_before = memory();
        }
        if (!open_library(&library, RTLD_LOCAL))
            return;
        use(&library, i % 2);
        dlclose(library.handle);
    }
    CHECK_NUMBER(threads_down_to(threads_before), threads_before);
    CHECK_NUMBER(descriptors(), descriptors_before);
    ROW("%ld KiB, then %ld", memory_before, memory());
    CHECK(memory() - memory_before < GROWTH_KIB);
    CHECK_NUMBER(emulator("requests"), 2 * ROUNDS);
}

int main(void)
{
    static const test tests[] = {
        TEST(loading_does_nothing),
        TEST(loaded_and_used_a_hundred_times),
    };

    return run_tests(tests, COUNT(tests));
}
