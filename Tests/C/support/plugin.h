/* The library in a host that is not linked with it, its functions found by name. */
#ifndef CREC_TEST_PLUGIN_H
#define CREC_TEST_PLUGIN_H

#include <dlfcn.h>
#include <stdlib.h>

#include "emulator.h"

typedef struct library {
    void *handle;
    crec_status (*loop_new)(const crec_loop_options *, crec_loop **, crec_outcome **);
    crec_status (*loop_close)(crec_loop *, int64_t);
    void (*loop_free)(crec_loop *);
    crec_status (*client_new)(const crec_client_options *, crec_client **, crec_outcome **);
    crec_status (*client_submit)(crec_client *, const crec_request *, const crec_submit_options *,
                                 crec_call **, crec_outcome **);
    crec_status (*client_close)(crec_client *, int64_t);
    void (*client_free)(crec_client *);
    crec_status (*alibaba_request_new)(const crec_stop_rtc_cloud_recording_params *,
                                       crec_request **, crec_outcome **);
    crec_status (*tencent_request_new)(const crec_stop_live_record_params *, crec_request **,
                                       crec_outcome **);
    void (*request_free)(crec_request *);
    crec_status (*stop)(crec_client *, const crec_stop_live_record_params *, crec_outcome **);
    crec_status (*outcome_status)(const crec_outcome *);
    void (*outcome_free)(crec_outcome *);
} library;

/* There are no such tasks. */
static const crec_stop_rtc_cloud_recording_params stop_rtc_cloud_recording = {
    sizeof stop_rtc_cloud_recording, "1", NULL};
static const crec_stop_live_record_params stop_live_record = {sizeof stop_live_record, "test1", "1",
                                                              NULL};

static inline int find_function(const library *library, const char *name, void *function)
{
    void *found = dlsym(library->handle, name);

    memcpy(function, &found, sizeof found);
    return CHECK(found != NULL);
}

static inline int open_library(library *library, int flags)
{
    const char *path = getenv("CREC_LIBRARY");

    library->handle = path ? dlopen(path, RTLD_NOW | flags) : NULL;
    if (!CHECK(library->handle != NULL))
        return 0;
    return find_function(library, "crec_loop_new", &library->loop_new) &&
           find_function(library, "crec_loop_close", &library->loop_close) &&
           find_function(library, "crec_loop_free", &library->loop_free) &&
           find_function(library, "crec_client_new", &library->client_new) &&
           find_function(library, "crec_client_submit", &library->client_submit) &&
           find_function(library, "crec_client_close", &library->client_close) &&
           find_function(library, "crec_client_free", &library->client_free) &&
           find_function(library, "crec_request_new_stop_rtc_cloud_recording",
                         &library->alibaba_request_new) &&
           find_function(library, "crec_request_new_stop_live_record",
                         &library->tencent_request_new) &&
           find_function(library, "crec_request_free", &library->request_free) &&
           find_function(library, "crec_stop_live_record", &library->stop) &&
           find_function(library, "crec_outcome_status", &library->outcome_status) &&
           find_function(library, "crec_outcome_free", &library->outcome_free);
}

#endif
