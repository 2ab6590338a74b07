/*
 * Stops an Alibaba Cloud Live recording from a GLib main loop, as a GStreamer application has one:
 * example_glib TASK_ID [ENDPOINT CA_FILE]
 */
#include <crec.h>
#include <glib-unix.h>

static GMainLoop *main_loop;
static crec_status result;

static gboolean dispatch(gint descriptor, GIOCondition condition, gpointer loop)
{
    (void)descriptor, (void)condition;
    crec_loop_dispatch(loop);
    return G_SOURCE_CONTINUE;
}

static void done(void *context, crec_outcome *outcome)
{
    (void)context;
    result = crec_outcome_status(outcome);
    g_print("%s: %s\n", crec_status_name(result), crec_outcome_message(outcome));
    crec_outcome_free(outcome);
    g_main_loop_quit(main_loop);
}

int main(int argc, char **argv)
{
    crec_loop_options loop_options = CREC_LOOP_OPTIONS_INIT;
    crec_client_options options = CREC_CLIENT_OPTIONS_INIT;
    crec_stop_rtc_cloud_recording_params params = CREC_STOP_RTC_CLOUD_RECORDING_PARAMS_INIT;
    crec_submit_options submit = CREC_SUBMIT_OPTIONS_INIT;
    crec_loop *loop = NULL;
    crec_client *client = NULL;
    crec_request *request = NULL;
    crec_outcome *outcome = NULL;
    crec_status status;
    guint source;

    loop_options.hosted = 1;
    options.cloud = CREC_CLOUD_ALIBABA; /* keys: ALIBABA_CLOUD_ACCESS_KEY_ID, ..._SECRET */
    if (argc > 3) {
        options.endpoint = argv[2];
        options.ca_file = argv[3];
    }
    params.task_id = argc > 1 ? argv[1] : NULL;
    submit.completion = done;

    main_loop = g_main_loop_new(NULL, FALSE);
    status = crec_loop_new(&loop_options, &loop, &outcome);
    options.loop = loop;
    if (status == CREC_STATUS_OK)
        status = crec_client_new(&options, &client, &outcome);
    if (status == CREC_STATUS_OK)
        status = crec_request_new_stop_rtc_cloud_recording(&params, &request, &outcome);
    if (status == CREC_STATUS_OK)
        status = crec_client_submit(client, request, &submit, NULL, &outcome);

    if (status == CREC_STATUS_OK) {
        source = g_unix_fd_add(crec_loop_descriptor(loop), G_IO_IN, dispatch, loop);
        g_main_loop_run(main_loop);
        g_source_remove(source); /* before the descriptor is closed */
    } else {
        done(NULL, outcome);
    }

    crec_loop_close(loop, 2000);
    crec_request_free(request);
    crec_client_free(client);
    crec_loop_free(loop);
    g_main_loop_unref(main_loop);
    return result;
}
