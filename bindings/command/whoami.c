/* crec whoami: the owner of the key that calls are signed with. */
#define _POSIX_C_SOURCE 200809L
#include "crec_command.h"

#include <inttypes.h>
#include <time.h>

static const option no_options[] = {{0}};

static int print_help(void)
{
    fputs("usage: crec whoami CLOUD [--option VALUE]...\n\n"
          "Asks the cloud whose key this is, and prints the account, the principal, where the key\n"
          "was found and when it expires. No recording is touched. CLOUD is one of\n",
          stdout);
    print_cloud_names(stdout);
    puts(".");
    print_common_help();
    return flush_output();
}

static void format_time(char *text, size_t size, int64_t seconds)
{
    time_t time = (time_t)seconds;
    struct tm fields;

    text[0] = '\0';
    if (gmtime_r(&time, &fields))
        strftime(text, size, "%Y-%m-%dT%H:%M:%SZ", &fields);
}

static void print_owner(const crec_identity *identity)
{
    int64_t end = crec_identity_expires_at(identity);
    char text[32];

    printf("account: %s\n", crec_identity_account(identity));
    printf("principal: %s\n", crec_identity_principal(identity));
    printf("source: %s\n", crec_identity_source(identity));
    printf("origin: %s\n", crec_identity_origin(identity));
    if (end == 0) {
        puts("expires: nothing says so");
        return;
    }
    format_time(text, sizeof text, end);
    printf("expires: %s, in %" PRId64 " s\n", text, end - (int64_t)time(NULL));
}

static void print_owner_json(const crec_identity *identity)
{
    int64_t end = crec_identity_expires_at(identity);
    json_t *json = json_object();
    char text[32];

    json_object_set_new(json, "status", json_integer(CREC_STATUS_OK));
    json_object_set_new(json, "account", json_string(crec_identity_account(identity)));
    json_object_set_new(json, "principal", json_string(crec_identity_principal(identity)));
    json_object_set_new(json, "source", json_string(crec_identity_source(identity)));
    json_object_set_new(json, "origin", json_string(crec_identity_origin(identity)));
    format_time(text, sizeof text, end);
    json_object_set_new(json, "expires_at", end ? json_string(text) : json_null());
    json_object_set_new(json, "expires_in_s",
                        end ? json_integer(end - (int64_t)time(NULL)) : json_null());
    print_json(json);
}

static int ask(const command_line *line)
{
    crec_client *client;
    crec_identity *identity = NULL;
    crec_outcome *outcome;
    int status;

    status = crec_client_new(&line->client, &client, &outcome);
    if (status == CREC_STATUS_OK) {
        crec_outcome_free(outcome);
        status = crec_client_whoami(client, &identity, &outcome);
    }
    if (status != CREC_STATUS_OK) {
        status = finish_call(line, outcome, NULL);
    } else {
        crec_outcome_free(outcome);
        if (line->json)
            print_owner_json(identity);
        else
            print_owner(identity);
        status = flush_output();
    }
    crec_identity_free(identity);
    crec_client_free(client);
    return status;
}

int run_whoami(char **arguments)
{
    command_line line = {.client = CREC_CLIENT_OPTIONS_INIT};
    int status = CREC_STATUS_INVALID_ARGUMENT;

    if (parse_options(&line, no_options, arguments) == 0) {
        line.client.cloud = crec_cloud_named(line.words[0]);
        if (line.help)
            status = print_help();
        else if (line.word_count != 1 || !line.client.cloud)
            fputs("crec: whoami needs CLOUD; see crec whoami --help\n", stderr);
        else
            status = ask(&line);
    }
    free_line(&line);
    return status;
}
