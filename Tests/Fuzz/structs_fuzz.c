/*
 * Every input struct with every struct_size, in a heap block of just that size: too small a one is
 * refused without a look behind its end, and any other means what the struct itself does.
 *
 * Input: struct, its struct_size, then its members.
 */
#include "input.h"
#include "signed.h"
#include "use.h"

/* A call that is never sent: nobody drives the loop, and a close cancels a start. */
static crec_status use_unsent(const void *params)
{
    crec_loop_options hosted = {sizeof hosted, 1};
    crec_client_options options = offline_options(CREC_CLOUD_VOLCENGINE);
    crec_client *client = NULL;
    crec_request *request = NULL;
    crec_status status;

    EXPECT(crec_loop_new(&hosted, &options.loop, NULL) == CREC_STATUS_OK);
    EXPECT(crec_client_new(&options, &client, NULL) == CREC_STATUS_OK);
    calls[START_WB_RECORD].request(&calls[START_WB_RECORD].good, &request, NULL);
    status = crec_client_submit(client, request, params, NULL, NULL);
    EXPECT(crec_loop_close(options.loop, 0) == CREC_STATUS_OK);
    crec_request_free(request);
    crec_client_free(client);
    crec_loop_free(options.loop);
    return status;
}

#define EIGHT "llllllll"

/* The members behind struct_size: t a text, i an int32_t, l 64 bits, n a NULL, c credentials,
 * p pairs with their count, r rates with theirs, b bytes with theirs. */
static const struct layout {
    size_t size;
    const char *members;
    crec_status (*use)(const void *params);
    size_t first; /* of version 0.1.0, where that had less of it */
} layouts[] = {
    {sizeof(crec_client_options),
     "icttttttt" /* proxy */ "iilllniiii" /* pacing */ "rinni" /* log_level */ "tttttnn",
     use_options, 184},
    {sizeof(crec_credentials), "ttt", use_credentials, 0},
    {sizeof(crec_start_wb_record_params), "ttttttt", use_start_wb_record, 0},
    {sizeof(crec_stop_wb_record_params), "ttttt", use_stop_wb_record, 0},
    {sizeof(crec_stop_webcast_params), "tttt", use_stop_webcast, 0},
    {sizeof(crec_stop_rtc_cloud_recording_params), "tt", use_stop_rtc_cloud_recording, 0},
    {sizeof(crec_stop_live_record_params), "ttt", use_stop_live_record, 0},
    {sizeof(crec_request_params), "itttpbtti", use_request_params, 0},
    {sizeof(crec_submit_options), "nnl", use_unsent, 0},
    {sizeof(crec_loop_options), "i", use_loop_options, 0},
    {sizeof(crec_sign_options), "lt", use_sign_options, 0},
    {sizeof(crec_reply), "ipb", use_reply, 0},
    {sizeof(crec_counters), "lll" EIGHT EIGHT EIGHT EIGHT EIGHT, use_counters, 0},
    {sizeof(crec_operation_params), "ittt", use_operation_params, 0},
};
enum { PAIR_LIMIT = 4, LARGEST = 512, BEYOND = 256 };

/* Writes a member at its place, and where there is no room for it any more, ends the target. */
static void put(char *params, size_t *offset, const void *member, size_t size)
{
    *offset = (*offset + size - 1) / size * size;
    EXPECT(*offset + size <= LARGEST);
    memcpy(params + *offset, member, size);
    *offset += size;
}

static void put_pairs(char *params, size_t *offset, input *input)
{
    size_t count = next_index(input, PAIR_LIMIT + 1), i;
    crec_pair *pairs = new_block(input, count * sizeof *pairs);

    for (i = 0; i < count; i++) {
        pairs[i].name = next_text(input);
        pairs[i].value = next_text(input);
    }
    put(params, offset, &pairs, sizeof pairs);
    put(params, offset, &count, sizeof count);
}

static void put_rates(char *params, size_t *offset, input *input)
{
    size_t count = next_index(input, PAIR_LIMIT + 1), i;
    crec_rate *rates = new_block(input, count * sizeof *rates);

    for (i = 0; i < count; i++) {
        rates[i].action = next_text(input);
        rates[i].calls_per_second = (int32_t)next_number(input);
    }
    put(params, offset, &rates, sizeof rates);
    put(params, offset, &count, sizeof count);
}

static void put_bytes(char *params, size_t *offset, input *input)
{
    const char *text = next_text(input);
    size_t size = text ? strlen(text) : 0;

    put(params, offset, &text, sizeof text);
    put(params, offset, &size, sizeof size);
}

/* The struct in full, all but its struct_size. */
static void fill(char *params, const struct layout *layout, input *input)
{
    static const crec_credentials *const credentials = &fuzz_credentials;
    size_t offset = sizeof(size_t);
    const char *kind;

    for (kind = layout->members; *kind; kind++) {
        const char *text = *kind == 't' ? next_text(input) : NULL;
        int64_t number = *kind == 'i' || *kind == 'l' ? next_number(input) : 0;
        int32_t narrow = (int32_t)number;

        if (*kind == 'i')
            put(params, &offset, &narrow, sizeof narrow);
        else if (*kind == 'l')
            put(params, &offset, &number, sizeof number);
        else if (*kind == 'c')
            put(params, &offset, &credentials, sizeof credentials);
        else if (*kind == 'p')
            put_pairs(params, &offset, input);
        else if (*kind == 'r')
            put_rates(params, &offset, input);
        else if (*kind == 'b')
            put_bytes(params, &offset, input);
        else
            put(params, &offset, &text, sizeof text);
    }
    EXPECT((offset + sizeof(size_t) - 1) / sizeof(size_t) * sizeof(size_t) == layout->size);
}

static char *sized(input *input, const char *params, size_t known, size_t size)
{
    size_t room = size < sizeof size ? sizeof size : size > known + BEYOND ? known + BEYOND : size;
    char *block = new_block(input, room);

    memset(block, 0xA5, room);
    memcpy(block, params, room < known ? room : known);
    memcpy(block, &size, sizeof size);
    return block;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input input = begin_input(data, size);
    const struct layout *layout = &layouts[next_index(&input, COUNT(layouts))];
    size_t struct_size = (size_t)next_number(&input);
    char params[LARGEST] = "";
    crec_status status;

    fill(params, layout, &input);
    status = layout->use(sized(&input, params, layout->size, struct_size));
    if (struct_size < (layout->first ? layout->first : layout->size))
        EXPECT(status == CREC_STATUS_INVALID_ARGUMENT);
    else if (struct_size >= layout->size)
        EXPECT(status == layout->use(sized(&input, params, layout->size, layout->size)));
    EXPECT(check_state.failures == 0);
    end_input(&input);
    return 0;
}
