/* What became of the search for a key, and the help about keys. */
#define _POSIX_C_SOURCE 200809L
#include "keys.h"

#include <stdlib.h>
#include <string.h>

static void note_event(void *context, const crec_log_event *event)
{
    key_watch *watch = context;

    if (event->kind == CREC_LOG_KEY) {
        pthread_mutex_lock(&watch->lock);
        /* A renewal that fails while the key is good is a warning. */
        watch->is_missing = event->level == CREC_LOG_ERROR;
        free(watch->reason);
        watch->reason = strdup(event->reason);
        pthread_mutex_unlock(&watch->lock);
    }
    if (watch->log && event->level <= watch->log_level)
        watch->log(NULL, event);
}

void watch_key(key_watch *watch, crec_client_options *options)
{
    memset(watch, 0, sizeof *watch);
    pthread_mutex_init(&watch->lock, NULL);
    watch->log = options->log;
    watch->log_level = options->log_level;
    options->log = note_event;
    options->log_context = watch;
    if (options->log_level < CREC_LOG_INFO)
        options->log_level = CREC_LOG_INFO;
}

void free_watch(key_watch *watch)
{
    free(watch->reason);
    pthread_mutex_destroy(&watch->lock);
}

char *why_no_key(key_watch *watch)
{
    char *reason;

    pthread_mutex_lock(&watch->lock);
    reason = watch->is_missing ? strdup(watch->reason ? watch->reason : "no key was found") : NULL;
    pthread_mutex_unlock(&watch->lock);
    return reason;
}

void print_key_help(void)
{
    puts(
        "\nA key is looked for as the vendors' own SDKs do, in this order, and renewed:\n"
        "  Volcengine  environment  VOLCENGINE_ACCESS_KEY, VOLCENGINE_SECRET_KEY,\n"
        "                           VOLCENGINE_SESSION_TOKEN; else VOLCENGINE_ACCESS_KEY_ID,\n"
        "                           VOLCENGINE_ACCESS_KEY_SECRET, VOLCENGINE_SESSION_TOKEN;\n"
        "                           else VOLC_ACCESSKEY, VOLC_SECRETKEY\n"
        "              oidc         VOLCENGINE_OIDC_ROLE_TRN, VOLCENGINE_OIDC_TOKEN_FILE\n"
        "              cli          ~/.volcengine/config.json\n"
        "              file         ~/.volc/credentials, ~/.volc/config\n"
        "              metadata     the role of this machine\n"
        "  Alibaba     environment  ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET,\n"
        "                           ALIBABA_CLOUD_SECURITY_TOKEN\n"
        "              oidc         ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN,\n"
        "                           ALIBABA_CLOUD_OIDC_TOKEN_FILE\n"
        "              cli          ~/.aliyun/config.json\n"
        "              file         ~/.alibabacloud/credentials.ini\n"
        "              metadata     the role of this machine\n"
        "              uri          ALIBABA_CLOUD_CREDENTIALS_URI\n"
        "  Tencent     environment  TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY,\n"
        "                           TENCENTCLOUD_TOKEN, else TENCENTCLOUD_SESSION_TOKEN\n"
        "              file         ~/.tencentcloud/credentials, /etc/tencentcloud/credentials\n"
        "              metadata     the role of this machine\n"
        "              oidc         TKE_REGION, TKE_PROVIDER_ID, TKE_ROLE_ARN,\n"
        "                           TKE_WEB_IDENTITY_TOKEN_FILE\n"
        "crec whoami CLOUD tells whose key is found, and where.");
}
