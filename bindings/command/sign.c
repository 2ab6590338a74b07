/* crec sign: JSON lines in, signed requests as JSON lines out; nothing is sent. */
#define _POSIX_C_SOURCE 200809L
#include "sign_clients.h"

#include <stdlib.h>
#include <string.h>

static const option no_options[] = {{0}};

static crec_pair *query_pairs(json_t *query)
{
    crec_pair *pairs = calloc(json_object_size(query) + 1, sizeof *pairs), *pair = pairs;
    const char *name;
    json_t *value;

    json_object_foreach(query, name, value) *pair++ = (crec_pair){name, json_string_value(value)};
    return pairs;
}

static json_t *signed_json(const crec_signed_request *request)
{
    json_t *json = json_object(), *headers = json_object();
    size_t i;

    for (i = 0; i < crec_signed_request_header_count(request); i++)
        json_object_set_new(headers, crec_signed_request_header_name(request, i),
                            json_string(crec_signed_request_header_value(request, i)));
    json_object_set_new(json, "method", json_string(crec_signed_request_method(request)));
    json_object_set_new(json, "url", json_string(crec_signed_request_url(request)));
    json_object_set_new(json, "headers", headers);
    json_object_set_new(
        json, "body",
        json_stringn(crec_signed_request_body(request), crec_signed_request_body_size(request)));
    return json;
}

static void report_refusal(FILE *errors, const crec_outcome *refusal)
{
    if (crec_outcome_fault_count(refusal) > 0)
        print_faults(errors, refusal);
    else if (refusal)
        fprintf(errors, "%s\n", crec_outcome_message(refusal));
}

static int has_key(const job *job)
{
    const crec_credentials *key = &job->credentials;

    return key->access_key_id || key->access_key_secret || key->security_token;
}

/* Returns the output's JSON, or NULL with the faults written to errors. */
static json_t *sign_job(job *job, sign_client **found, FILE *errors)
{
    crec_pair *pairs = query_pairs(job->query);
    sign_client *known = NULL;
    crec_client *client = NULL;
    crec_request *request = NULL;
    crec_signed_request *signed_request = NULL;
    crec_outcome *refusals[3] = {NULL};
    json_t *json = NULL;
    size_t i;

    job->request.query = pairs;
    job->request.query_count = json_object_size(job->query);
    job->request.body = json_string_value(job->body);
    job->request.body_size = json_string_length(job->body);
    if (has_key(job)) {
        job->client.credentials = &job->credentials;
        crec_client_new(&job->client, &client, &refusals[0]);
    } else if ((known = sign_client_for(found, job))) {
        refusals[0] = crec_outcome_copy(known->refusal);
    }
    crec_request_new(&job->request, &request, &refusals[1]);
    if (client && request)
        crec_client_sign(client, request, &job->sign, &signed_request, &refusals[2]);
    else if (known && known->client && request)
        sign_with_found_key(known, request, job, &signed_request, &refusals[2]);
    if (signed_request)
        json = signed_json(signed_request);
    for (i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        report_refusal(errors, refusals[i]);
        crec_outcome_free(refusals[i]);
    }
    crec_signed_request_free(signed_request);
    crec_request_free(request);
    crec_client_free(client);
    free(pairs);
    return json;
}

/* Without what jansson quotes from near the place: that may be half a character. */
static void print_json_error(FILE *errors, const json_error_t *error)
{
    const char *quoted = strstr(error->text, " near ");
    int length = quoted ? (int)(quoted - error->text) : (int)strlen(error->text);

    fprintf(errors, "not JSON: %.*s at byte %d\n", length, error->text, error->position);
}

static json_t *sign_line(const char *text, size_t length, const command_line *options,
                         sign_client **found, FILE *errors)
{
    job job = {.client = options->client,
               .credentials = CREC_CREDENTIALS_INIT,
               .request = CREC_REQUEST_PARAMS_INIT,
               .sign = CREC_SIGN_OPTIONS_INIT};
    json_error_t error;
    json_t *line = json_loadb(text, length, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &error);
    json_t *json = NULL;

    if (!line)
        print_json_error(errors, &error);
    else if (!json_is_object(line))
        fputs("not a JSON object\n", errors);
    else if (read_job(&job, line, errors) == 0)
        json = sign_job(&job, found, errors);
    json_decref(line);
    return json;
}

static int sign_lines(const command_line *options)
{
    sign_client *found = NULL;
    int status = CREC_STATUS_OK, printed = CREC_STATUS_OK;
    char *line = NULL;
    size_t room = 0;
    ssize_t length;

    while (printed == CREC_STATUS_OK && (length = getline(&line, &room, stdin)) > 0) {
        char *text = NULL;
        size_t size = 0;
        FILE *errors = open_memstream(&text, &size);
        json_t *json = sign_line(line, (size_t)length, options, &found, errors);

        fclose(errors);
        if (!json) {
            status = CREC_STATUS_INVALID_ARGUMENT;
            json = json_pack("{s:s%}", "error", text, size - 1);
        }
        print_json(json);
        free(text);
        printed = flush_output();
    }
    free(line);
    free_sign_clients(found);
    if (ferror(stdin)) {
        perror("crec: standard input");
        return CREC_STATUS_INTERNAL;
    }
    return printed == CREC_STATUS_OK ? status : printed;
}

static int print_help(void)
{
    puts("usage: crec sign [--option VALUE]... < JSON-LINES\n\n"
         "Signs a request for each line of standard input and writes it to standard output as\n"
         "a line with method, url, headers and body, or with error. Nothing is sent.\n\n"
         "members of a line (absent or \"\" means the default):");
    fputs("  provider      one of ", stdout);
    print_cloud_names(stdout);
    puts("; required\n"
         "  ak, sk        the key pair                  token         of temporary keys\n"
         "  action        required                      version       required\n"
         "  region        the cloud's                   service       rtc or live\n"
         "  host          the cloud's for the region    method        GET or POST\n"
         "  query         object of strings             body          text\n"
         "  content_type  what the cloud expects        nonce         random\n"
         "  timestamp     unix seconds; default: now\n\n"
         "Without ak and sk the key is found as for any call, by the options of every call.");
    print_key_help();
    printf("\nexit status: 0 if every line was signed, 2 if not, %d if not all could be read, or "
           "what\n"
           "was signed not be written\n",
           CREC_STATUS_INTERNAL);
    return flush_output();
}

int run_sign(char **arguments)
{
    command_line line = {.client = CREC_CLIENT_OPTIONS_INIT};
    int status = CREC_STATUS_INVALID_ARGUMENT;

    if (parse_options(&line, no_options, arguments) == 0) {
        if (line.help)
            status = print_help();
        else if (line.word_count > 0)
            fputs("crec: sign takes only options; see crec sign --help\n", stderr);
        else
            status = sign_lines(&line);
    }
    free_line(&line);
    return status;
}
