/* Calls that get no reply: what failed, and whether the cloud may have acted all the same. */
#define _POSIX_C_SOURCE 200809L
#include "emulator.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "calls.h"

static crec_outcome *stop(const crec_client_options *options)
{
    crec_client *client = new_client(options);
    crec_outcome *outcome;

    calls[STOP_LIVE_RECORD].make(client, &calls[STOP_LIVE_RECORD].good, &outcome);
    crec_client_free(client);
    return outcome;
}

static void check_failure(const crec_client_options *options, crec_status status, int retryable,
                          int may_have_been_applied)
{
    crec_outcome *outcome = stop(options);

    CHECK_NUMBER(crec_outcome_status(outcome), status);
    CHECK_NUMBER(crec_outcome_retryable(outcome), retryable);
    CHECK_NUMBER(crec_outcome_may_have_been_applied(outcome), may_have_been_applied);
    CHECK(crec_outcome_message(outcome)[0] != '\0');
    CHECK_TEXT(crec_outcome_code(outcome), "");
    CHECK_TEXT(crec_outcome_request_id(outcome), "");
    CHECK_NUMBER(crec_outcome_http_status(outcome), 0);
    CHECK_NUMBER(crec_outcome_body_size(outcome), 0);
    crec_outcome_free(outcome);
}

/* A socket on loopback that nobody answers at. */
static int bind_socket(char *endpoint, size_t size, const char *scheme)
{
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    int number = socket(AF_INET, SOCK_STREAM, 0);

    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(bind(number, (struct sockaddr *)&address, sizeof address) == 0);
    CHECK(getsockname(number, (struct sockaddr *)&address, &length) == 0);
    snprintf(endpoint, size, "%s://127.0.0.1:%d", scheme, ntohs(address.sin_port));
    return number;
}

static void a_connection_refused(void)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    char endpoint[64];
    int number = bind_socket(endpoint, sizeof endpoint, "https");

    options.endpoint = endpoint;
    check_failure(&options, CREC_STATUS_NETWORK, 1, 0);
    close(number);
}

static void a_host_without_an_address(void)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);

    options.endpoint = "https://no-such-host.invalid";
    check_failure(&options, CREC_STATUS_NETWORK, 1, 0);
}

static void a_handshake_that_never_ends(void)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    char endpoint[64];
    int number = bind_socket(endpoint, sizeof endpoint, "https");

    CHECK(listen(number, 8) == 0);
    options.endpoint = endpoint;
    options.connect_timeout_ms = 200;
    check_failure(&options, CREC_STATUS_TIMEOUT, 1, 0);
    options.connect_timeout_ms = 0;
    options.timeout_ms = 200;
    check_failure(&options, CREC_STATUS_TIMEOUT, 1, 0);
    close(number);
}

/* The limit grows until it leaves time enough to connect; it never leaves any for the reply. */
static void check_too_late(const char *fault)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    crec_outcome *outcome = NULL;

    emulator("reset");
    emulator(fault);
    options.timeout_ms = 250;
    do {
        crec_outcome_free(outcome);
        options.timeout_ms *= 2;
        outcome = stop(&options);
    } while (!crec_outcome_may_have_been_applied(outcome) && options.timeout_ms < 100000);
    CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_TIMEOUT);
    CHECK_NUMBER(crec_outcome_retryable(outcome), 1);
    CHECK_NUMBER(crec_outcome_may_have_been_applied(outcome), 1);
    CHECK_NUMBER(crec_outcome_attempts(outcome), 1);
    CHECK(crec_outcome_elapsed_ms(outcome) >= options.timeout_ms);
    CHECK_NUMBER(emulator("requests"), 1);
    crec_outcome_free(outcome);
}

static void a_reply_that_comes_too_late(void)
{
    check_too_late("fault {\"kind\": \"delay\", \"seconds\": 600}");
}

static void a_reply_that_never_ends(void)
{
    check_too_late("fault {\"kind\": \"drip\", \"interval\": 10}");
}

static void a_connection_closed_instead_of_a_reply(void)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);

    emulator("reset");
    emulator("fault {\"kind\": \"cut\", \"bytes\": 0}");
    check_failure(&options, CREC_STATUS_NETWORK, 1, 1);
    emulator("reset");
    emulator("fault {\"kind\": \"cut\", \"bytes\": 0, \"reset\": true}");
    check_failure(&options, CREC_STATUS_NETWORK, 1, 1);
}

static void certificates_that_are_not_trusted(void)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);

    emulator("reset");
    ROW("the system's CAs");
    options.ca_file = NULL;
    check_failure(&options, CREC_STATUS_TLS, 0, 0);
    ROW("another CA");
    options.ca_file = getenv("CREC_TEST_OTHER_CA_FILE");
    check_failure(&options, CREC_STATUS_TLS, 0, 0);
    ROW("no such file");
    options.ca_file = "/no such file.pem";
    check_failure(&options, CREC_STATUS_TLS, 0, 0);
    ROW("an empty directory");
    options.ca_file = NULL;
    options.ca_directory = "/no such directory";
    check_failure(&options, CREC_STATUS_TLS, 0, 0);
    CHECK_NUMBER(emulator("requests"), 0);
}

static void a_proxy_that_is_not_there(void)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);

    options.proxy = "http://user:zebra@127.0.0.1:1";
    check_failure(&options, CREC_STATUS_NETWORK, 1, 0);
}

static void a_proxy_from_the_environment(void)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    crec_outcome *outcome;

    emulator("reset");
    unsetenv("no_proxy");
    unsetenv("NO_PROXY");
    setenv("https_proxy", "http://127.0.0.1:1", 1);
    outcome = stop(&options);
    CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_NOT_FOUND);
    crec_outcome_free(outcome);
    options.proxy_from_environment = 1;
    check_failure(&options, CREC_STATUS_NETWORK, 1, 0);
    unsetenv("https_proxy");
}

/* Lost as the request goes out: a stop is made again, a start is left to the caller. */
static void check_lost_between_two_calls(const char *fault)
{
    crec_client_options options = emulator_options(CREC_CLOUD_VOLCENGINE);
    crec_client *client;
    crec_outcome *outcome;

    options.attempt_limit = 2;
    client = new_client(&options);

    ROW("%s", fault);
    emulator("reset");
    calls[STOP_WEBCAST].make(client, &calls[STOP_WEBCAST].good, NULL);
    emulator(fault);
    calls[STOP_WEBCAST].make(client, &calls[STOP_WEBCAST].good, &outcome);
    CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_ALREADY_STOPPED);
    CHECK_NUMBER(crec_outcome_attempts(outcome), 2);
    CHECK_NUMBER(crec_outcome_may_have_been_applied(outcome), 1); /* the first may have been */
    crec_outcome_free(outcome);

    emulator(fault);
    calls[START_WB_RECORD].make(client, &calls[START_WB_RECORD].good, &outcome);
    CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_NETWORK);
    CHECK_NUMBER(crec_outcome_attempts(outcome), 1);
    CHECK_NUMBER(crec_outcome_may_have_been_applied(outcome), 1);
    crec_outcome_free(outcome);
    CHECK_NUMBER(emulator("applied"), 0);
    crec_client_free(client);
}

static void a_connection_lost_between_two_calls(void)
{
    check_lost_between_two_calls("fault {\"kind\": \"cut\", \"before\": true, \"times\": 1}");
    check_lost_between_two_calls(
        "fault {\"kind\": \"cut\", \"before\": true, \"reset\": true, \"times\": 1}");
}

int main(void)
{
    static const test tests[] = {
        TEST(a_connection_refused),
        TEST(a_host_without_an_address),
        TEST(a_handshake_that_never_ends),
        TEST(a_reply_that_comes_too_late),
        TEST(a_reply_that_never_ends),
        TEST(a_connection_closed_instead_of_a_reply),
        TEST(certificates_that_are_not_trusted),
        TEST(a_proxy_that_is_not_there),
        TEST(a_proxy_from_the_environment),
        TEST(a_connection_lost_between_two_calls),
    };

    return run_tests(tests, COUNT(tests));
}
