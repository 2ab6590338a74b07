/* Keys that are found: each source of each cloud, a function of the host's, renewal and refusal. */
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>
#include <unistd.h>

#include "loops.h"

static char home[64];

static const size_t stops[] = {STOP_WEBCAST, STOP_RTC_CLOUD_RECORDING, STOP_LIVE_RECORD};

static void write_file(const char *name, const char *text)
{
    char path[128];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", home, name);
    file = fopen(path, "w");
    CHECK(file != NULL);
    fputs(text, file);
    fclose(file);
}

/* A client of the emulator that looks for its key. */
static crec_client *add_finder(host *host, crec_cloud cloud, const char *source)
{
    crec_client_options options = emulator_options(cloud);

    options.credentials = NULL;
    options.source = source;
    options.sts_endpoint = options.endpoint;
    options.metadata_endpoint = getenv("CREC_TEST_METADATA");
    options.attempt_limit = 3;
    return add_client(host, options);
}

/* A cloud that has taken the key says that it knows no such task. */
static void check_is_taken(host *host, crec_client *client, crec_cloud cloud)
{
    submitted *stop = submit(host, client, stops[cloud - 1], "1");

    wait_outcome(host, stop);
    CHECK_NUMBER(crec_outcome_status(stop->outcome), cloud == CREC_CLOUD_VOLCENGINE
                                                         ? CREC_STATUS_ALREADY_STOPPED
                                                         : CREC_STATUS_NOT_FOUND);
}

typedef struct source_row {
    crec_cloud cloud;
    const char *source, *variables[10]; /* names and values, and a NULL */
} source_row;

static const source_row sources[] = {
    {CREC_CLOUD_VOLCENGINE,
     "environment",
     {"VOLC_ACCESSKEY", "volcengine-test-key", "VOLC_SECRETKEY", "volcengine-test-secret"}},
    {CREC_CLOUD_ALIBABA,
     "environment",
     {"ALIBABA_CLOUD_ACCESS_KEY_ID", "aliyun-test-key", "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
      "aliyun-test-secret"}},
    {CREC_CLOUD_TENCENT,
     "environment",
     {"TENCENTCLOUD_SECRET_ID", "tencent-test-key", "TENCENTCLOUD_SECRET_KEY",
      "tencent-test-secret"}},
    {CREC_CLOUD_VOLCENGINE,
     "oidc",
     {"VOLCENGINE_OIDC_ROLE_TRN", "trn:iam::1:role/r", "VOLCENGINE_OIDC_TOKEN_FILE", "token"}},
    {CREC_CLOUD_ALIBABA,
     "oidc",
     {"ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1:role/r", "ALIBABA_CLOUD_OIDC_TOKEN_FILE", "token",
      "ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::1:oidc-provider/p"}},
    {CREC_CLOUD_TENCENT,
     "oidc",
     {"TKE_ROLE_ARN", "qcs::cam::uin/1:roleName/r", "TKE_WEB_IDENTITY_TOKEN_FILE", "token",
      "TKE_REGION", "ap-guangzhou", "TKE_PROVIDER_ID", "p"}},
    {CREC_CLOUD_VOLCENGINE, "cli", {"VOLCENGINE_CLI_CONFIG_FILE", "ve.json"}},
    {CREC_CLOUD_ALIBABA, "file", {"ALIBABA_CLOUD_CREDENTIALS_FILE", "aliyun.ini"}},
    {CREC_CLOUD_TENCENT, "file", {"TENCENTCLOUD_CREDENTIALS_FILE", "tencent.ini"}},
    {CREC_CLOUD_VOLCENGINE, "metadata", {NULL}},
    {CREC_CLOUD_ALIBABA, "metadata", {NULL}},
    {CREC_CLOUD_TENCENT, "metadata", {NULL}},
    {CREC_CLOUD_ALIBABA, "uri", {"ALIBABA_CLOUD_CREDENTIALS_URI", "/credentials-uri"}},
};

/* A value that names a file of the home, or a path of the metadata, is that. */
static void set_variables(const source_row *row)
{
    size_t i;

    for (i = 0; row->variables[i]; i += 2) {
        const char *name = row->variables[i], *value = row->variables[i + 1];
        size_t length = strlen(name);
        char whole[256];

        snprintf(whole, sizeof whole, "%s", value);
        if (strcmp(name + length - 5, "_FILE") == 0)
            snprintf(whole, sizeof whole, "%s/%s", home, value);
        if (value[0] == '/')
            snprintf(whole, sizeof whole, "%s%s", getenv("CREC_TEST_METADATA"), value);
        setenv(name, whole, 1);
    }
}

static void unset_variables(const source_row *row)
{
    size_t i;

    for (i = 0; row->variables[i]; i += 2)
        unsetenv(row->variables[i]);
}

static void every_source(host *host)
{
    size_t i;

    (void)host;
    emulator("identity-token {\"token\": \"a token\"}");
    for (i = 0; i < COUNT(sources); i++) {
        struct host own;

        ROW("%s of cloud %d", sources[i].source, (int)sources[i].cloud);
        set_variables(&sources[i]);
        begin_host(&own, host->way);
        check_is_taken(&own, add_finder(&own, sources[i].cloud, sources[i].source),
                       sources[i].cloud);
        end_host(&own);
        unset_variables(&sources[i]);
    }
}

static void a_role(host *host)
{
    static const char *const roles[] = {"trn:iam::1:role/r", "acs:ram::1:role/r",
                                        "qcs::cam::uin/1:roleName/r"};
    crec_cloud cloud;

    for (cloud = CREC_CLOUD_VOLCENGINE; cloud <= CREC_CLOUD_TENCENT; cloud++) {
        crec_client_options options = emulator_options(cloud);

        ROW("cloud %d", (int)cloud);
        options.sts_endpoint = options.endpoint;
        options.role = roles[cloud - 1];
        check_is_taken(host, add_client(host, options), cloud);
    }
    CHECK_NUMBER(emulator("keys"), 3);
}

/* What the host's function has to answer with, and how often it was asked. */
typedef struct own_source {
    pthread_mutex_t lock; /* of what follows */
    crec_key_query *query;
    int asked, answers_at_once;
    crec_status answered;
} own_source;

/* Static, or its client could outlast it. */
static own_source own = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void begin_own(int answers_at_once)
{
    own.query = NULL;
    own.asked = 0;
    own.answers_at_once = answers_at_once;
}

static void be_asked(void *context, crec_key_query *query)
{
    const crec_credentials *key = &emulator_keys[CREC_CLOUD_TENCENT - 1];

    (void)context;
    pthread_mutex_lock(&own.lock);
    own.asked++;
    if (own.answers_at_once)
        own.answered = crec_key_query_answer(query, key, 0, NULL);
    else
        own.query = query;
    pthread_mutex_unlock(&own.lock);
}

static crec_key_query *query_of(host *host)
{
    crec_key_query *query = NULL;

    while (!query) {
        turn(host);
        pthread_mutex_lock(&own.lock);
        query = own.query;
        pthread_mutex_unlock(&own.lock);
    }
    return query;
}

static void check_was_asked(int times)
{
    pthread_mutex_lock(&own.lock);
    CHECK_NUMBER(own.asked, times);
    pthread_mutex_unlock(&own.lock);
}

static crec_client *add_own(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);

    options.credentials = NULL;
    options.key_function = be_asked;
    return add_client(host, options);
}

static void a_function_that_answers_at_once(host *host)
{
    crec_client *client;

    begin_own(1);
    client = add_own(host);
    check_is_taken(host, client, CREC_CLOUD_TENCENT);
    check_is_taken(host, client, CREC_CLOUD_TENCENT);
    check_was_asked(1);
}

static void a_function_that_answers_later(host *host)
{
    crec_credentials bad = {sizeof bad, "id", "", NULL};
    submitted *first, *second;
    crec_client *client;
    crec_key_query *query;
    crec_outcome *outcome;

    begin_own(0);
    client = add_own(host);
    first = submit(host, client, STOP_LIVE_RECORD, "1");
    second = submit(host, client, STOP_LIVE_RECORD, "2");
    query = query_of(host);
    CHECK_NUMBER(outcomes(host), 0);
    CHECK_NUMBER(crec_key_query_answer(query, &bad, 0, &outcome), CREC_STATUS_INVALID_ARGUMENT);
    CHECK_TEXT(crec_outcome_fault_field(outcome, 0), "access_key_secret");
    crec_outcome_free(outcome);
    CHECK_NUMBER(crec_key_query_answer(query, &emulator_keys[2], -1, NULL),
                 CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_key_query_answer(query, &emulator_keys[2], 0, NULL), CREC_STATUS_OK);
    wait_outcome(host, first);
    wait_outcome(host, second);
    check_outcome(first, CREC_STATUS_NOT_FOUND, 0);
    check_outcome(second, CREC_STATUS_NOT_FOUND, 0);
    check_was_asked(1);
}

static void a_function_that_has_none(host *host)
{
    submitted *stop;

    begin_own(0);
    stop = submit(host, add_own(host), STOP_LIVE_RECORD, "1");
    crec_key_query_fail(query_of(host), "the vault is sealed");
    wait_outcome(host, stop);
    check_outcome(stop, CREC_STATUS_AUTHENTICATION, 0);
    CHECK_TEXT(crec_outcome_message(stop->outcome),
               "no key was found: the host's source: the vault is sealed");
    CHECK_NUMBER(crec_outcome_retryable(stop->outcome), 1);
    CHECK_NUMBER(emulator("requests"), 0);
}

/* Its client is gone when the host answers. */
static void a_function_that_answers_too_late(host *host)
{
    struct host other;
    crec_key_query *query;

    begin_own(0);
    begin_host(&other, host->way);
    submit(&other, add_own(&other), STOP_LIVE_RECORD, "1");
    query = query_of(&other);
    end_host(&other);
    CHECK_NUMBER(crec_key_query_answer(query, &emulator_keys[2], 0, NULL), CREC_STATUS_OK);
    crec_key_query_fail(NULL, "nobody");
}

static void a_key_that_was_ended(host *host)
{
    crec_cloud cloud;

    for (cloud = CREC_CLOUD_VOLCENGINE; cloud <= CREC_CLOUD_TENCENT; cloud++) {
        crec_client *client = add_finder(host, cloud, "metadata");

        ROW("cloud %d", (int)cloud);
        check_is_taken(host, client, cloud);
        CHECK(emulator("revoke") > 0);
        check_is_taken(host, client, cloud);
    }
    CHECK_NUMBER(emulator("keys"), 6);
}

static void many_calls_wait_for_one_fetch(host *host)
{
    crec_client *client = add_finder(host, CREC_CLOUD_TENCENT, "metadata");
    char id[8];
    int i;

    for (i = 0; i < 64; i++) {
        snprintf(id, sizeof id, "%d", i);
        submit(host, client, STOP_LIVE_RECORD, id);
    }
    wait_outcomes(host, 64);
    for (i = 0; i < 64; i++)
        check_outcome(&host->slots[i], CREC_STATUS_NOT_FOUND, 0);
    CHECK_NUMBER(emulator("keys"), 1);
}

/* The stop needs a key while its client closes. */
static void a_key_is_fetched_during_a_close(host *host)
{
    crec_client *client = add_finder(host, CREC_CLOUD_TENCENT, "metadata");
    submitted *stop = submit(host, client, STOP_LIVE_RECORD, "1");
    void *context;
    crec_outcome *outcome;

    CHECK_NUMBER(crec_client_close(client, ALARM_S * 1000), CREC_STATUS_OK);
    if (host->way->is_pull && CHECK_NUMBER(crec_client_take(client, &context, &outcome), 1))
        receive(context, outcome);
    check_outcome(stop, CREC_STATUS_NOT_FOUND, 0);
}

static void options_that_are_none(host *host)
{
    static const struct {
        const char *profile, *source, *sts, *metadata, *field;
    } rows[] = {
        {"p", "metadata", NULL, NULL, "profile"},
        {NULL, "nowhere", NULL, NULL, "source"},
        {"", NULL, NULL, NULL, "profile"},
        {NULL, NULL, "a b", NULL, "sts_endpoint"},
        {NULL, NULL, "http://example.com", NULL, "sts_endpoint"},
        {NULL, NULL, NULL, "http://example.com", "metadata_endpoint"},
    };
    size_t i;

    (void)host;
    for (i = 0; i < COUNT(rows); i++) {
        crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
        crec_client *client = NULL;
        crec_outcome *outcome;

        ROW("row %d", (int)i);
        options.credentials = NULL;
        options.profile = rows[i].profile;
        options.source = rows[i].source;
        options.sts_endpoint = rows[i].sts;
        options.metadata_endpoint = rows[i].metadata;
        CHECK_NUMBER(crec_client_new(&options, &client, &outcome), CREC_STATUS_INVALID_ARGUMENT);
        CHECK_TEXT(crec_outcome_fault_field(outcome, 0), rows[i].field);
        CHECK(client == NULL);
        crec_outcome_free(outcome);
    }
}

int main(void)
{
    static const host_case cases[] = {
        CASE(every_source, ANY_WAY),
        CASE(a_role, ANY_WAY),
        CASE(a_function_that_answers_at_once, ANY_WAY),
        CASE(a_function_that_answers_later, ANY_WAY),
        CASE(a_function_that_has_none, ANY_WAY),
        CASE(a_function_that_answers_too_late, ANY_WAY),
        CASE(a_key_that_was_ended, ANY_WAY),
        CASE(many_calls_wait_for_one_fetch, ANY_WAY),
        CASE(a_key_is_fetched_during_a_close, ANY_WAY),
        CASE(options_that_are_none, 1),
    };
    int failed;

    snprintf(home, sizeof home, "/tmp/crec-keys-XXXXXX");
    if (!mkdtemp(home))
        return 1;
    setenv("HOME", home, 1);
    write_file("token", "a token\n");
    write_file("ve.json", "{\"profiles\":{\"default\":{\"access-key\":\"volcengine-test-key\","
                          "\"secret-key\":\"volcengine-test-secret\"}}}");
    write_file("aliyun.ini", "[default]\ntype=access_key\naccess_key_id=aliyun-test-key\n"
                             "access_key_secret=aliyun-test-secret\n");
    write_file("tencent.ini", "[default]\nsecret_id=tencent-test-key\n"
                              "secret_key=tencent-test-secret\n");
    failed = run_cases(cases, COUNT(cases));
    if (chdir(home) == 0) {
        unlink("token");
        unlink("ve.json");
        unlink("aliyun.ini");
        unlink("tencent.ini");
    }
    rmdir(home);
    return failed;
}
