/*
 * Structs of every size, each in a heap block of just that size, so that a read beyond struct_size
 * is a read beyond the block.
 */
#include <stdlib.h>

#include "use.h"

/* Behind what these headers know: members of a newer caller, which this library leaves alone; of a
 * newer library, which are not given. */
#ifdef GROWN_LIBRARY
enum { LATER = 0 };
#else
enum { LATER = 0xA5 };
#endif

/* Less than 0.1.0 had of a struct is a mistake and is refused. */
static void check_sizes(const char *name, const void *good, size_t first, size_t size,
                        crec_status (*use)(const void *params))
{
    size_t i;

    for (i = 0; i <= size + 64; i++) {
        size_t room = i < sizeof(size_t) ? sizeof(size_t) : i;
        char *block = malloc(room);

        memset(block, LATER, room);
        memcpy(block, good, room < size ? room : size);
        memcpy(block, &i, sizeof i);
        ROW("%s of %d bytes", name, (int)i);
        CHECK_NUMBER(use(block), i < first ? CREC_STATUS_INVALID_ARGUMENT : CREC_STATUS_OK);
        free(block);
    }
}

static void every_size_of_the_calls_params(void)
{
#define CHECK_CALL(index, name, first)                                                             \
    check_sizes(#name, &calls[index].good, first, sizeof(crec_##name##_params), use_##name)
    CHECK_CALL(START_WB_RECORD, start_wb_record, 64);
    CHECK_CALL(STOP_WB_RECORD, stop_wb_record, 48);
    CHECK_CALL(STOP_WEBCAST, stop_webcast, 40);
    CHECK_CALL(STOP_RTC_CLOUD_RECORDING, stop_rtc_cloud_recording, 24);
    CHECK_CALL(STOP_LIVE_RECORD, stop_live_record, 32);
}

static void every_size_of_the_other_structs(void)
{
    static const char body[] = "{\"Response\":{\"RequestId\":\"R\"}}";
    static const crec_pair pairs[] = {{"name", "value"}};
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
    crec_request_params request = {.struct_size = sizeof request,
                                   .cloud = CREC_CLOUD_ALIBABA,
                                   .action = "Action",
                                   .version = "2016-11-01",
                                   .query = pairs,
                                   .query_count = COUNT(pairs)};
    crec_operation_params operation = {sizeof operation, CREC_CLOUD_TENCENT, "StopRecordTask",
                                       "{\"TaskId\":\"UZZUVbQ1FSQFlv\"}", NULL};
    crec_loop_options loop = {sizeof loop, 1};
    crec_submit_options submit = {sizeof submit, NULL, NULL, 1000};
    crec_counters counters = CREC_COUNTERS_INIT;
    crec_sign_options sign = {sizeof sign, 1709222400, "nonce"};
    crec_reply reply = {sizeof reply, 200, pairs, 1, body, sizeof body - 1};

    check_sizes("counters", &counters, 352, sizeof counters, use_counters);
    check_sizes("loop_options", &loop, 16, sizeof loop, use_loop_options);
    check_sizes("submit_options", &submit, 32, sizeof submit, use_submit_options);
    check_sizes("credentials", &good_credentials, 32, sizeof good_credentials, use_credentials);
    check_sizes("client_options", &options, 184, sizeof options, use_options);
    check_sizes("operation_params", &operation, 40, sizeof operation, use_operation_params);
    check_sizes("request_params", &request, 96, sizeof request, use_request_params);
    check_sizes("sign_options", &sign, 24, sizeof sign, use_sign_options);
    check_sizes("reply", &reply, 48, sizeof reply, use_reply);
}

#ifndef GROWN_LIBRARY /* which would believe what it is told, and is used with the first headers */
/* A size may end inside of each of these pointers. */
static void a_pointer_that_is_cut(void)
{
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);

    options.credentials = NULL;
    options.profile = "default";
    options.source = "file";
    options.role = "qcs::cam::uin/1:roleName/r";
    options.sts_endpoint = options.metadata_endpoint = "https://127.0.0.1:1";
    check_sizes("client_options", &options, 184, sizeof options, use_options);
}

static void the_largest_struct_size(void)
{
    any_params params = calls[STOP_LIVE_RECORD].good;
    crec_loop_options loop = {SIZE_MAX, 1};
    crec_submit_options submit = {SIZE_MAX, NULL, NULL, 0};
    crec_sign_options options = {SIZE_MAX, 0, NULL};
    crec_reply reply = {SIZE_MAX, 200, NULL, 0, "{}", 2};

    params.struct_size = SIZE_MAX;
    CHECK_NUMBER(use_stop_live_record(&params), CREC_STATUS_OK);
    CHECK_NUMBER(use_loop_options(&loop), CREC_STATUS_OK);
    CHECK_NUMBER(use_submit_options(&submit), CREC_STATUS_OK);
    CHECK_NUMBER(use_sign_options(&options), CREC_STATUS_OK);
    CHECK_NUMBER(use_reply(&reply), CREC_STATUS_MALFORMED_REPLY);
}
#endif

int main(void)
{
    static const test tests[] = {
        TEST(every_size_of_the_calls_params),
        TEST(every_size_of_the_other_structs),
#ifndef GROWN_LIBRARY
        TEST(a_pointer_that_is_cut),
        TEST(the_largest_struct_size),
#endif
    };

    return run_tests(tests, COUNT(tests));
}
