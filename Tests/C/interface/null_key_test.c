/* Tests of NULL for the functions of keys that are found. */
#include "null.h"

static const char answer[] =
    "{\"Response\":{\"RequestId\":\"R\",\"AccountId\":\"1\",\"Arn\":\"a\"}}";

/* Nobody is there to say whose key it is. */
static crec_client *lonely_client(void)
{
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);

    options.sts_endpoint = options.endpoint;
    return new_client(&options);
}

static void test_crec_client_whoami(unsigned nulls)
{
    crec_client *client = lonely_client();
    crec_identity *identity = NULL;
    crec_outcome *outcome = NULL;
    crec_status status = crec_client_whoami(UNLESS(0, client), UNLESS(1, &identity),
                                            UNLESS(2, &outcome));

    if (nulls & 3)
        CHECK_NUMBER(status, CREC_STATUS_INVALID_ARGUMENT);
    else
        CHECK(status == CREC_STATUS_NETWORK || status == CREC_STATUS_TIMEOUT);
    CHECK(identity == NULL);
    CHECK((outcome == NULL) == !!(nulls & 4));
    crec_outcome_free(outcome);
    crec_client_free(client);
}

static void test_crec_client_submit_whoami(unsigned nulls)
{
    crec_submit_options options = CREC_SUBMIT_OPTIONS_INIT;
    crec_client *client = lonely_client();
    crec_call *call = NULL;
    crec_outcome *outcome = NULL;
    crec_status should = nulls & 1 ? CREC_STATUS_INVALID_ARGUMENT : CREC_STATUS_OK;

    CHECK_NUMBER(crec_client_submit_whoami(UNLESS(0, client), UNLESS(1, &options), UNLESS(2, &call),
                                           UNLESS(3, &outcome)),
                 should);
    CHECK((call == NULL) == (should || nulls & 4));
    CHECK((outcome == NULL) == (!should || nulls & 8));
    crec_outcome_free(outcome);
    crec_call_free(call);
    crec_client_free(client);
}

static crec_identity *identity_of(crec_client *client)
{
    crec_identity *identity = NULL;

    crec_client_identity(client, answer, sizeof answer - 1, &identity, NULL);
    CHECK(identity != NULL);
    return identity;
}

static void test_crec_client_identity(unsigned nulls)
{
    crec_client *client = lonely_client();
    crec_identity *identity = NULL;
    crec_outcome *outcome = NULL;
    crec_status status = crec_client_identity(UNLESS(0, client), UNLESS(1, answer),
                                              sizeof answer - 1, UNLESS(2, &identity),
                                              UNLESS(3, &outcome));

    CHECK_NUMBER(status, nulls & 7 ? CREC_STATUS_INVALID_ARGUMENT : CREC_STATUS_OK);
    CHECK((identity == NULL) == !!(nulls & 7));
    CHECK((outcome == NULL) == (!(nulls & 7) || nulls & 8));
    crec_outcome_free(outcome);
    crec_identity_free(identity);
    crec_client_free(client);
}

#define IDENTITY(getter, check, value, neutral)                                                    \
    static void test_##getter(unsigned nulls)                                                      \
    {                                                                                              \
        crec_client *client = lonely_client();                                                     \
        crec_identity *identity = identity_of(client);                                             \
                                                                                                   \
        check(getter(UNLESS(0, identity)), nulls ? neutral : value);                               \
        crec_identity_free(identity);                                                              \
        crec_client_free(client);                                                                  \
    }
IDENTITY(crec_identity_account, CHECK_TEXT, "1", "")
IDENTITY(crec_identity_principal, CHECK_TEXT, "a", "")
IDENTITY(crec_identity_source, CHECK_TEXT, "", "")
IDENTITY(crec_identity_origin, CHECK_TEXT, "the key that was given", "")
IDENTITY(crec_identity_expires_at, CHECK_NUMBER, 0, 0)

static void test_crec_identity_free(unsigned nulls)
{
    crec_client *client = lonely_client();
    crec_identity *identity = identity_of(client);

    crec_identity_free(UNLESS(0, identity));
    if (nulls)
        crec_identity_free(identity);
    crec_client_free(client);
}

static crec_key_query *asked;

static void be_asked(void *context, crec_key_query *query)
{
    (void)context;
    asked = query;
}

/* A query of a client that is gone. */
static crec_key_query *query_of_nobody(void)
{
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
    crec_request *request = good_request();
    crec_client *client;

    options.credentials = NULL;
    options.key_function = be_asked;
    options.loop = hosted_loop();
    client = new_client(&options);
    crec_client_submit(client, request, NULL, NULL, NULL);
    CHECK_NUMBER(crec_loop_dispatch(options.loop), CREC_STATUS_OK);
    crec_request_free(request);
    crec_client_free(client);
    crec_loop_free(options.loop);
    return asked;
}

static void test_crec_key_query_answer(unsigned nulls)
{
    crec_key_query *query = query_of_nobody();
    crec_outcome *outcome = NULL;
    crec_status status = crec_key_query_answer(UNLESS(0, query), UNLESS(1, &good_credentials), 0,
                                               UNLESS(2, &outcome));

    CHECK_NUMBER(status, nulls & 3 ? CREC_STATUS_INVALID_ARGUMENT : CREC_STATUS_OK);
    CHECK((outcome == NULL) == (!(nulls & 3) || nulls & 4));
    if (nulls & 3)
        crec_key_query_fail(query, "nobody asks");
    crec_outcome_free(outcome);
}

static void test_crec_key_query_fail(unsigned nulls)
{
    crec_key_query *query = query_of_nobody();

    crec_key_query_fail(UNLESS(0, query), UNLESS(1, "nobody asks"));
    if (nulls & 1)
        crec_key_query_fail(query, NULL);
}

static const function functions[] = {
    FUNCTION(crec_client_whoami, 3),      FUNCTION(crec_client_submit_whoami, 4),
    FUNCTION(crec_client_identity, 4),    FUNCTION(crec_identity_account, 1),
    FUNCTION(crec_identity_principal, 1), FUNCTION(crec_identity_source, 1),
    FUNCTION(crec_identity_origin, 1),    FUNCTION(crec_identity_expires_at, 1),
    FUNCTION(crec_identity_free, 1),      FUNCTION(crec_key_query_answer, 3),
    FUNCTION(crec_key_query_fail, 2),
};

int main(int argc, char **argv)
{
    return run_functions(functions, COUNT(functions), argc, argv);
}
