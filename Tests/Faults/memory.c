/*
 * Secrets in this process's memory: while a client lives, and after it is freed. What to look for
 * comes masked, and is compared so, or this would find itself.
 *
 *   memory ENDPOINT CA_FILE PROXY MASKED_SECRET MASKED_TOKEN MASKED_NEEDLE...
 *
 * Prints for each needle how often it was found once the clients were made, when they had signed
 * and what they signed was freed, when they had called, and when they were freed. Then for each
 * long header of a signed request of each cloud its name, whether its end was where it was handed
 * out, before the request was freed and after, and how often it was in all memory after.
 */
#define _FILE_OFFSET_BITS 64
#include <crec.h>

#include "search.h"

enum { END = 24 };

/* A header's value, too long for free() itself to overwrite its end. */
typedef struct text {
    char name[32];
    const char *end;
    needle *needle;
    int found[MOMENTS]; /* there */
} text;

static text texts[MOST];
static int text_count;

static void unmask(const char *hex, char *text)
{
    size_t i, size = masked_bytes(hex, (unsigned char *)text);

    for (i = 0; i < size; i++)
        text[i] ^= MASK;
    text[size] = '\0';
}

static crec_client *new_client(crec_cloud cloud, char **arguments)
{
    crec_client_options options = CREC_CLIENT_OPTIONS_INIT;
    crec_credentials credentials = CREC_CREDENTIALS_INIT;
    char secret[LONGEST + 1], token[LONGEST + 1];
    crec_client *client = NULL;

    unmask(arguments[4], secret);
    unmask(arguments[5], token);
    credentials.access_key_id = "key-id";
    credentials.access_key_secret = secret;
    credentials.security_token = token;
    options.cloud = cloud;
    options.credentials = &credentials;
    options.endpoint = arguments[1];
    options.ca_file = arguments[2];
    options.proxy = arguments[3];
    options.timeout_ms = options.connect_timeout_ms = 120000;
    if (crec_client_new(&options, &client, NULL) != CREC_STATUS_OK)
        exit(3);
    wipe(secret, sizeof secret);
    wipe(token, sizeof token);
    return client;
}

static void call(crec_cloud cloud, crec_client *client)
{
    crec_stop_webcast_params webcast = CREC_STOP_WEBCAST_PARAMS_INIT;
    crec_stop_rtc_cloud_recording_params rtc = CREC_STOP_RTC_CLOUD_RECORDING_PARAMS_INIT;
    crec_stop_live_record_params live = CREC_STOP_LIVE_RECORD_PARAMS_INIT;
    crec_status status;

    webcast.app_id = webcast.room_id = webcast.task_id = "task";
    rtc.task_id = "task";
    live.stream_name = "stream";
    live.task_id = "123";
    status = cloud == CREC_CLOUD_VOLCENGINE ? crec_stop_webcast(client, &webcast, NULL)
             : cloud == CREC_CLOUD_ALIBABA  ? crec_stop_rtc_cloud_recording(client, &rtc, NULL)
                                            : crec_stop_live_record(client, &live, NULL);
    if (status != CREC_STATUS_OK)
        exit(4);
}

static crec_signed_request *sign(crec_cloud cloud, crec_client *client)
{
    crec_request_params params = CREC_REQUEST_PARAMS_INIT;
    crec_signed_request *signed_request = NULL;
    crec_request *request = NULL;

    params.cloud = cloud;
    params.action = "Anything";
    params.version = "2020-12-01";
    if (crec_request_new(&params, &request, NULL) != CREC_STATUS_OK ||
        crec_client_sign(client, request, NULL, &signed_request, NULL) != CREC_STATUS_OK)
        exit(5);
    crec_request_free(request);
    return signed_request;
}

static void add_texts(const crec_signed_request *signed_request)
{
    size_t i, at, size;

    for (i = 0; i < crec_signed_request_header_count(signed_request); i++) {
        const char *value = crec_signed_request_header_value(signed_request, i);
        needle *needle = &needles[needle_count];
        text *text = &texts[text_count];

        size = strlen(value);
        if (size < 2 * END || needle_count == MOST)
            continue;
        needle_count++;
        text_count++;
        snprintf(text->name, sizeof text->name, "%s",
                 crec_signed_request_header_name(signed_request, i));
        text->needle = needle;
        text->end = value + size - END;
        needle->size = END;
        for (at = 0; at < END; at++)
            needle->masked[at] = (unsigned char)text->end[at] ^ MASK;
    }
}

/* Past the compiler and the checkers, which may not be asked about freed memory. */
static void search_texts(moment moment)
{
    int memory = open("/proc/self/mem", O_RDONLY);
    unsigned char bytes[END];
    int n;

    for (n = 0; n < text_count; n++)
        if (pread(memory, bytes, END, (off_t)(size_t)texts[n].end) == END)
            texts[n].found[moment] = is_there(bytes, texts[n].needle);
    wipe((volatile char *)bytes, END);
    close(memory);
    search_memory(moment);
}

static void look_for_signed_texts(crec_client *const *clients)
{
    crec_signed_request *signed_requests[3];
    int n;

    for (n = 0; n < 3; n++) {
        signed_requests[n] = sign(n + 1, clients[n]);
        add_texts(signed_requests[n]);
    }
    search_texts(SIGNED);
    for (n = 0; n < 3; n++)
        crec_signed_request_free(signed_requests[n]);
    search_texts(SIGNED_FREED);
}

static void print_found(int given)
{
    int n;

    for (n = 0; n < given; n++)
        printf("%ld %ld %ld %ld\n", needles[n].found[CLIENTS_MADE], needles[n].found[SIGNED_FREED],
               needles[n].found[CALLED], needles[n].found[CLIENTS_FREED]);
    for (n = 0; n < text_count; n++)
        printf("%s %d %d %ld\n", texts[n].name, texts[n].found[SIGNED],
               texts[n].found[SIGNED_FREED], texts[n].needle->found[SIGNED_FREED]);
}

int main(int count, char **arguments)
{
    int n, given = count - 6;
    crec_client *clients[3];

    if (given < 1 || given > MOST)
        return 1;
    for (; needle_count < given; needle_count++)
        needles[needle_count].size = masked_bytes(arguments[6 + needle_count],
                                                  needles[needle_count].masked);
    for (n = 0; n < 3; n++)
        clients[n] = new_client(n + 1, arguments);
    search_memory(CLIENTS_MADE);
    look_for_signed_texts(clients);
    for (n = 0; n < 3; n++)
        call(n + 1, clients[n]);
    search_memory(CALLED);
    for (n = 0; n < 3; n++)
        crec_client_free(clients[n]);
    search_memory(CLIENTS_FREED);
    print_found(given);
    return 0;
}
