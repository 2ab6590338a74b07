/*
 * Hands an input struct to a function that takes it, and tells the status. Structs come as void *,
 * because a test may have cut them short.
 */
#ifndef CREC_USE_H
#define CREC_USE_H

#include "calls.h"
#include "client.h"

static inline crec_status use_loop_options(const void *params)
{
    crec_loop *loop;
    crec_status status = crec_loop_new(params, &loop, NULL);

    CHECK((loop != NULL) == (status == CREC_STATUS_OK));
    crec_loop_free(loop);
    return status;
}

static inline crec_status use_options(const void *params)
{
    crec_client *client;
    crec_status status = crec_client_new(params, &client, NULL);

    CHECK((client != NULL) == (status == CREC_STATUS_OK));
    crec_client_free(client);
    return status;
}

static inline crec_status use_credentials(const void *params)
{
    crec_client *client = offline_client(CREC_CLOUD_TENCENT);
    crec_status status = crec_client_set_credentials(client, params, NULL);

    crec_client_free(client);
    return status;
}

static inline crec_status use_call_params(size_t index, const void *params)
{
    crec_request *request;
    crec_status status = calls[index].request(params, &request, NULL);

    CHECK((request != NULL) == (status == CREC_STATUS_OK));
    crec_request_free(request);
    return status;
}

#define USE_CALL(name, index)                                                                      \
    static inline crec_status use_##name(const void *params)                                       \
    {                                                                                              \
        return use_call_params(index, params);                                                     \
    }
USE_CALL(start_wb_record, START_WB_RECORD)
USE_CALL(stop_wb_record, STOP_WB_RECORD)
USE_CALL(stop_webcast, STOP_WEBCAST)
USE_CALL(stop_rtc_cloud_recording, STOP_RTC_CLOUD_RECORDING)
USE_CALL(stop_live_record, STOP_LIVE_RECORD)

static inline crec_status use_operation_params(const void *params)
{
    crec_request *request;
    crec_status status = crec_request_new_operation(params, &request, NULL);

    CHECK((request != NULL) == (status == CREC_STATUS_OK));
    crec_request_free(request);
    return status;
}

static inline crec_status use_request_params(const void *params)
{
    crec_request *request;
    crec_status status = crec_request_new(params, &request, NULL);

    CHECK((request != NULL) == (status == CREC_STATUS_OK));
    crec_request_free(request);
    return status;
}

static inline crec_status use_sign_options(const void *params)
{
    crec_client *client = offline_client(CREC_CLOUD_ALIBABA);
    crec_request *request = NULL;
    crec_signed_request *signed_request;
    crec_status status;

    calls[STOP_RTC_CLOUD_RECORDING].request(&calls[STOP_RTC_CLOUD_RECORDING].good, &request, NULL);
    status = crec_client_sign(client, request, params, &signed_request, NULL);
    CHECK((signed_request != NULL) == (status == CREC_STATUS_OK));
    crec_signed_request_free(signed_request);
    crec_request_free(request);
    crec_client_free(client);
    return status;
}

/* Until the client is freed the outcome waits to be taken. */
static inline crec_status use_submit_options(const void *params)
{
    crec_client *client = offline_client(CREC_CLOUD_TENCENT);
    crec_request *request = NULL;
    crec_call *call;
    crec_status status;

    calls[STOP_LIVE_RECORD].request(&calls[STOP_LIVE_RECORD].good, &request, NULL);
    status = crec_client_submit(client, request, params, &call, NULL);
    CHECK((call != NULL) == (status == CREC_STATUS_OK));
    crec_call_free(call);
    crec_request_free(request);
    crec_client_free(client);
    return status;
}

/* Written into: whatever is beyond what the library knows stays as it was. */
static inline crec_status use_counters(const void *params)
{
    crec_client *client = offline_client(CREC_CLOUD_TENCENT);
    crec_status status = crec_client_counters(client, (crec_counters *)params);

    crec_client_free(client);
    return status;
}

static inline crec_status use_reply(const void *params)
{
    crec_client *client = offline_client(CREC_CLOUD_TENCENT);
    crec_request *request = NULL;
    crec_status status;

    calls[STOP_LIVE_RECORD].request(&calls[STOP_LIVE_RECORD].good, &request, NULL);
    status = crec_client_read(client, request, params, NULL);
    crec_request_free(request);
    crec_client_free(client);
    return status;
}

#endif
