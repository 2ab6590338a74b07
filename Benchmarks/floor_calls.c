/* The floor's calls: handles and connections are kept, and everything is signed and read. */
#define _GNU_SOURCE
#include "calls.h"
#include "floor.h"
#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct slot {
    CURL *handle;
    struct curl_slist *headers;
    floor_signer signer;
    int64_t start;
    size_t size;
    char reply[8192];
} slot;

static size_t receive(char *data, size_t one, size_t count, void *context)
{
    slot *slot = context;

    if (count > sizeof slot->reply - slot->size)
        return 0;
    memcpy(slot->reply + slot->size, data, count);
    slot->size += count;
    return one * count;
}

static void slot_make(slot *slot)
{
    memset(slot, 0, sizeof *slot);
    floor_signer_make(&slot->signer, CREC_CLOUD_TENCENT, key_id, key);
    slot->handle = curl_easy_init();
    curl_easy_setopt(slot->handle, CURLOPT_URL, the.url);
    curl_easy_setopt(slot->handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(slot->handle, CURLOPT_TIMEOUT_MS, 60000L);
    curl_easy_setopt(slot->handle, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(slot->handle, CURLOPT_WRITEDATA, slot);
    curl_easy_setopt(slot->handle, CURLOPT_PRIVATE, slot);
    curl_easy_setopt(slot->handle, CURLOPT_FRESH_CONNECT, (long)!strcmp(the.kind, "starts"));
    if (*the.ca_file)
        curl_easy_setopt(slot->handle, CURLOPT_CAINFO, the.ca_file);
}

static void slot_free(slot *slot)
{
    curl_slist_free_all(slot->headers);
    curl_easy_cleanup(slot->handle);
    floor_signer_free(&slot->signer);
}

static void begin(slot *slot)
{
    floor_request request;
    floor_signed made;
    struct curl_slist *headers = curl_slist_append(NULL, "Expect:");

    slot->start = now_ns();
    must(floor_build_tencent(&request, "test-stream", "2386498263"), "a request is wrong");
    floor_sign(&slot->signer, &request, NULL, time(NULL), &made);
    for (int i = 0; i < made.header_count; i++)
        headers = curl_slist_append(headers, made.headers[i]);
    curl_easy_setopt(slot->handle, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(slot->handle, CURLOPT_COPYPOSTFIELDS, request.body);
    curl_slist_free_all(slot->headers);
    slot->headers = headers;
    slot->size = 0;
}

static void end(slot *slot)
{
    floor_reply reply;
    long status = 0;

    curl_easy_getinfo(slot->handle, CURLINFO_RESPONSE_CODE, &status);
    floor_read(CREC_CLOUD_TENCENT, (int)status, slot->reply, slot->size, &reply);
    must(reply.is_ok, "a call failed");
    note_time(slot->start);
}

static void *block(void *unused)
{
    slot *own = malloc(sizeof *own);

    slot_make(own);
    while (claim_call()) {
        begin(own);
        must(curl_easy_perform(own->handle) == CURLE_OK, "a call did not arrive");
        end(own);
    }
    slot_free(own);
    free(own);
    return unused;
}

/** Turns the multi handle until `left` calls have ended; each makes way for the next, if any. */
static void fly(CURLM *multi, int left, int goes_on)
{
    while (left > 0) {
        CURLMsg *message;
        int running, queued;

        curl_multi_perform(multi, &running);
        while ((message = curl_multi_info_read(multi, &queued))) {
            slot *ended = NULL;

            must(message->data.result == CURLE_OK, "a call did not arrive");
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &ended);
            curl_multi_remove_handle(multi, ended->handle);
            end(ended);
            left--;
            if (goes_on && claim_call()) {
                begin(ended);
                curl_multi_add_handle(multi, ended->handle);
            }
        }
        if (left > 0)
            curl_multi_poll(multi, NULL, 0, 1000, NULL);
    }
}

static void run_multi(void)
{
    CURLM *multi = curl_multi_init();
    slot *slots = calloc(the.width, sizeof *slots);
    int is_burst = !strcmp(the.kind, "burst");

    for (int i = 0; i < the.width; i++)
        slot_make(&slots[i]);
    for (int round = 0; round < (is_burst ? the.calls / the.width : 1); round++) {
        for (int i = 0; i < the.width && claim_call(); i++) {
            begin(&slots[i]);
            curl_multi_add_handle(multi, slots[i].handle);
        }
        fly(multi, is_burst ? the.width : the.calls, !is_burst);
    }
    for (int i = 0; i < the.width; i++)
        slot_free(&slots[i]);
    curl_multi_cleanup(multi);
    free(slots);
}

void run_floor(void)
{
    pthread_t threads[64];

    curl_global_init(CURL_GLOBAL_ALL);
    if (strcmp(the.kind, "blocking")) {
        run_multi();
        return;
    }
    for (int i = 0; i < the.width; i++)
        pthread_create(&threads[i], NULL, block, NULL);
    for (int i = 0; i < the.width; i++)
        pthread_join(threads[i], NULL);
}
