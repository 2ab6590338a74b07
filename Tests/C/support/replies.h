/* Replies that a host fetched itself, by cloud, and what they mean. */
#ifndef CREC_REPLIES_H
#define CREC_REPLIES_H

#include "calls.h"
#include "client.h"

/* The success and the failure of a cloud; the failure takes a code and a message. */
typedef struct wording {
    size_t call;
    const char *request_id_header;
    const char *success;
    const char *failure;
} wording;

static const wording wordings[] = {
    {STOP_WEBCAST, "X-Tt-Logid",
     "{\"ResponseMetadata\":{\"RequestId\":\"R-1\",\"Action\":\"StopWebcast\"},\"Result\":\"ok\"}",
     "{\"ResponseMetadata\":{\"RequestId\":\"R-1\",\"Error\":{\"CodeN\":1,\"Code\":\"%s\","
     "\"Message\":\"%s\"}}}"},
    {STOP_RTC_CLOUD_RECORDING, "x-acs-request-id", "{\"RequestId\":\"R-1\",\"TaskId\":\"Task-1\"}",
     "{\"RequestId\":\"R-1\",\"HostId\":\"h\",\"Code\":\"%s\",\"Message\":\"%s\"}"},
    {STOP_LIVE_RECORD, "X-TC-RequestId", "{\"Response\":{\"RequestId\":\"R-1\"}}",
     "{\"Response\":{\"Error\":{\"Code\":\"%s\",\"Message\":\"%s\"},\"RequestId\":\"R-1\"}}"},
};

/* Indexes of wordings. */
enum { VOLCENGINE, ALIBABA, TENCENT, CLOUDS };

/* A client and a request to read replies to. */
typedef struct reader {
    crec_client *client;
    crec_request *request;
} reader;

static inline reader new_reader(size_t call_index)
{
    reader reader = {offline_client(calls[call_index].cloud), NULL};

    calls[call_index].request(&calls[call_index].good, &reader.request, NULL);
    return reader;
}

static inline void free_reader(reader *reader)
{
    crec_request_free(reader->request);
    crec_client_free(reader->client);
}

/* The outcome of a reply with one header that names the request "H-1". */
static inline crec_outcome *read_reply(const reader *reader, int cloud, int http_status,
                                       const void *body, size_t size)
{
    crec_pair pair = {wordings[cloud].request_id_header, "H-1"};
    crec_reply reply = {sizeof reply, http_status, &pair, 1, body, size};
    crec_outcome *outcome = NULL;
    crec_status status = crec_client_read(reader->client, reader->request, &reply, &outcome);

    CHECK_NUMBER(crec_outcome_status(outcome), status);
    CHECK_NUMBER(crec_outcome_http_status(outcome), http_status);
    CHECK_NUMBER(crec_outcome_attempts(outcome), 0);
    CHECK_NUMBER(crec_outcome_elapsed_ms(outcome), 0);
    return outcome;
}

#endif
