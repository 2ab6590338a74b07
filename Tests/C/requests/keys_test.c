/* The keys of a client: those that a slip in copying made are refused, and nothing of them told. */
#include "refusal.h"

#define KEY(name, value) {#name, offsetof(crec_credentials, name), value}

static const row bad_keys[] = {
    KEY(access_key_id, NULL),
    KEY(access_key_id, ""),
    KEY(access_key_id, " zebra"),
    KEY(access_key_id, "zebra "),
    KEY(access_key_id, "zebra\n"),
    KEY(access_key_id, "ze\r\nX: bra"),
    KEY(access_key_id, "zebra\177"),
    KEY(access_key_id, "zebra\377"),
    KEY(access_key_id, "\357\273\277zebra"), /* a byte-order mark */
    KEY(access_key_id, "zebra\302\240"),     /* a no-break space */
    KEY(access_key_id, "\"zebra\""),
    KEY(access_key_id, "'zebra'"),
    KEY(access_key_id, "z\303\251bra"),
    KEY(access_key_secret, NULL),
    KEY(access_key_secret, ""),
    KEY(access_key_secret, " zebra"),
    KEY(access_key_secret, "zebra "),
    KEY(access_key_secret, "zebra\n"),
    KEY(access_key_secret, "ze\tbra"),
    KEY(access_key_secret, "zebra\302\205"),
    KEY(access_key_secret, "zebra\355\240\200"),
    KEY(access_key_secret, "\357\273\277zebra"),
    KEY(access_key_secret, "\302\240zebra"),
    KEY(access_key_secret, "\342\200\234zebra\342\200\235"), /* printed quotes */
    KEY(access_key_secret, "\"zebra\""),
    KEY(access_key_secret, "\"\""),
    KEY(security_token, "\357\273\277zebra"),
    KEY(security_token, "'zebra'"),
    KEY(security_token, "zebra\342\200\213"),
    KEY(security_token, " zebra"),
    KEY(security_token, "zebra "),
    KEY(security_token, "ze\r\nX: bra"),
    KEY(security_token, "zebra\300\200"),
};

static const row good_keys[] = {
    KEY(access_key_id, "ze\"bra"),      KEY(access_key_secret, "zebra\""),
    KEY(access_key_secret, "'zebra\""), KEY(access_key_secret, "z e+b/r=a!~"),
    KEY(security_token, "'zebra"),
};

/* Nor any of it that is not plain. */
static int holds_no_slip(const char *text)
{
    return !strpbrk(text, "\"'\n\r\t\177") && !strstr(text, "U+") && !strstr(text, "\342") &&
           !strstr(text, "\302") && !strstr(text, "\357");
}

static void each_key_by_itself(void)
{
    crec_client *client = offline_client(CREC_CLOUD_TENCENT), *made;
    size_t i;

    for (i = 0; i < COUNT(bad_keys); i++) {
        crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
        crec_credentials credentials = good_credentials;
        crec_outcome *outcome;
        crec_status status;

        ROW("%s \"%s\"", bad_keys[i].name, bad_keys[i].value ? bad_keys[i].value : "(NULL)");
        *(const char **)((char *)&credentials + bad_keys[i].offset) = bad_keys[i].value;
        options.credentials = &credentials;
        check_no_client(&options, bad_keys[i].name);
        crec_client_new(&options, &made, &outcome);
        CHECK(holds_no_slip(crec_outcome_message(outcome)));
        crec_outcome_free(outcome);
        status = crec_client_set_credentials(client, &credentials, &outcome);
        check_refusal(status, outcome, bad_keys[i].name);
    }
    crec_client_free(client);
    for (i = 0; i < COUNT(good_keys); i++) {
        crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
        crec_credentials credentials = good_credentials;

        ROW("%s \"%s\"", good_keys[i].name, good_keys[i].value);
        *(const char **)((char *)&credentials + good_keys[i].offset) = good_keys[i].value;
        options.credentials = &credentials;
        check_client(&options);
    }
}

static void an_empty_token_is_none(void)
{
    crec_client_options options = offline_options(CREC_CLOUD_TENCENT);
    crec_credentials credentials = good_credentials;

    credentials.security_token = "";
    options.credentials = &credentials;
    check_client(&options);
}

int main(void)
{
    static const test tests[] = {
        TEST(each_key_by_itself),
        TEST(an_empty_token_is_none),
    };

    return run_tests(tests, COUNT(tests));
}
