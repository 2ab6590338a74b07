/* The options of a command line, and the parsing of their values. */
#include "crec_command.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const option common_options[] = {
    {"endpoint", "URL", OPTION_TEXT, offsetof(command_line, client.endpoint),
     "[https://]host[:port][/path] to connect to; default: the cloud's"},
    {"host", "HOST", OPTION_TEXT, offsetof(command_line, client.host),
     "Host that is sent and signed; default: the endpoint's"},
    {"region", "REGION", OPTION_TEXT, offsetof(command_line, client.region),
     "default: cn-north-1 (Volcengine), cn-shanghai (Alibaba), the operation's"},
    {"service", "SERVICE", OPTION_TEXT, offsetof(command_line, client.service),
     "service in the signature; default: rtc (Volcengine), live"},
    {"ca-file", "FILE", OPTION_TEXT, offsetof(command_line, client.ca_file),
     "PEM file with the only CAs to trust; default: the system's"},
    {"ca-directory", "DIR", OPTION_TEXT, offsetof(command_line, client.ca_directory),
     "hashed directory with the only CAs to trust"},
    {"proxy", "URL|env", OPTION_TEXT, offsetof(command_line, client.proxy),
     "[http://]host:port[/], or env: obey https_proxy, which may hold a password"},
    {"allow-http", NULL, OPTION_FLAG, offsetof(command_line, client.allow_http),
     "plain http to any host; default: to loopback only"},
    {"connect-timeout-ms", "N", OPTION_NUMBER, offsetof(command_line, client.connect_timeout_ms),
     "for name look-up, connecting and TLS; default: 5000"},
    {"timeout-ms", "N", OPTION_NUMBER, offsetof(command_line, client.timeout_ms),
     "for the whole call; default: 10000"},
    {"reply-limit", "N", OPTION_NUMBER, offsetof(command_line, reply_limit),
     "bytes of a reply's body; default: 1048576"},
    {"attempt-limit", "N", OPTION_NUMBER, offsetof(command_line, attempt_limit),
     "attempts of a call, 1: never again; default: 10"},
    {"failover", NULL, OPTION_FLAG, offsetof(command_line, client.failover),
     "try Tencent's other domains where nobody can be reached"},
    {"profile", "NAME", OPTION_TEXT, offsetof(command_line, client.profile),
     "profile of the vendor's files that has the key"},
    {"role", "ARN|TRN", OPTION_TEXT, offsetof(command_line, client.role),
     "role to assume with the key"},
    {"source", "SOURCE", OPTION_TEXT, offsetof(command_line, client.source),
     "the only source of keys to ask, one of those below; default: all"},
    {"sts-endpoint", "URL", OPTION_TEXT, offsetof(command_line, client.sts_endpoint),
     "of the service that knows keys and roles; default: the cloud's"},
    {"metadata-endpoint", "URL", OPTION_TEXT, offsetof(command_line, client.metadata_endpoint),
     "of the machine's metadata; default: the cloud's"},
    {"log-level", "LEVEL", OPTION_TEXT, offsetof(command_line, log_level),
     "error, warning, info or debug: what happens, on stderr; default: none"},
    {"json", NULL, OPTION_FLAG, offsetof(command_line, json),
     "print the outcome as one JSON object"},
    {"help", NULL, OPTION_FLAG, offsetof(command_line, help), "print this"},
    {0},
};

static const option *find_option(const option *options, const char *name, size_t length)
{
    for (; options->name; options++)
        if (strlen(options->name) == length && memcmp(options->name, name, length) == 0)
            return options;
    return NULL;
}

/* Stricter than strtoll: no blanks before, no '+', nothing after. */
static int parse_number(const char *text, int64_t *number)
{
    const char *digits = text[0] == '-' ? text + 1 : text;
    char *end;

    errno = 0;
    *number = strtoll(text, &end, 10);
    return digits[0] >= '0' && digits[0] <= '9' && *end == '\0' && errno == 0;
}

/* Returns what is wrong, or NULL. */
static const char *set_option(command_line *line, const option *option, const char *value)
{
    char *member = (char *)line + option->offset;

    if (option->kind == OPTION_FLAG) {
        *(int32_t *)member = 1;
        return value ? "takes no value" : NULL;
    }
    if (!value)
        return "needs a value";
    if (option->kind == OPTION_NUMBER)
        return parse_number(value, (int64_t *)member) ? NULL : "needs an integer";
    *(const char **)member = value;
    return NULL;
}

static const char *const log_levels[] = {"error", "warning", "info", "debug"};

static void print_event(void *context, const crec_log_event *event)
{
    (void)context;
    fprintf(stderr, "crec: %s: %s\n", log_levels[event->level - 1], event->line);
}

static int set_log_level(crec_client_options *client, const char *name)
{
    crec_log_level level = CREC_LOG_ERROR;

    while (level <= CREC_LOG_DEBUG && strcmp(log_levels[level - 1], name) != 0)
        level++;
    client->log = print_event;
    client->log_level = level;
    return level <= CREC_LOG_DEBUG ? 0 : -1;
}

/* Room for the fields, and for as many words as there are arguments. */
static int prepare(command_line *line, char **arguments)
{
    size_t count = 0;

    while (arguments[count])
        count++;
    line->fields = json_object();
    line->words = calloc(count + 1, sizeof *line->words);
    return line->fields && line->words ? 0 : -1;
}

void free_line(command_line *line)
{
    json_decref(line->fields);
    free(line->words);
}

static int take_word(command_line *line, const char *word)
{
    line->words[line->word_count++] = word;
    if (!line->names_operation || line->word_count != 2)
        return 0;
    line->operation = find_operation(word);
    return line->operation ? 0 : -1;
}

int parse_options(command_line *line, const option *own, char **arguments)
{
    int result = 0, has_ended = 0; /* by "--": only words follow */

    if (prepare(line, arguments) != 0)
        return -1;
    for (; *arguments; arguments++) {
        const char *argument = *arguments;
        const char *name = strncmp(argument, "--", 2) == 0 ? argument + 2 : "";
        size_t length = strcspn(name, "=");
        const char *value = name[length] == '=' ? name + length + 1 : NULL;
        const char *problem;
        const option *option = find_option(own, name, length);

        if (!has_ended && strcmp(argument, "--") == 0) {
            has_ended = 1;
            continue;
        }
        if (has_ended || strncmp(argument, "--", 2) != 0) {
            if (take_word(line, argument) != 0)
                return -1;
            continue;
        }
        if (!option)
            option = find_option(common_options, name, length);
        if (!value && (!option || option->kind != OPTION_FLAG) && arguments[1])
            value = *++arguments;
        problem = option ? set_option(line, option, value)
                         : set_field(line->fields, line->operation, name, length, value);
        if (problem) {
            /* Never the value: it may be a key that went astray. */
            fprintf(stderr, "crec: --%.*s: %s; see --help\n", (int)length, name, problem);
            result = -1;
        }
    }
    line->client.reply_limit = (size_t)line->reply_limit;
    line->client.attempt_limit = (int32_t)line->attempt_limit;
    if (line->client.attempt_limit != line->attempt_limit)
        line->client.attempt_limit = -1; /* to be refused */
    if (line->log_level && set_log_level(&line->client, line->log_level) != 0) {
        fputs("crec: --log-level: is none of error, warning, info, debug\n", stderr);
        result = -1;
    }
    if (line->client.proxy && strcmp(line->client.proxy, "env") == 0) {
        line->client.proxy = NULL;
        line->client.proxy_from_environment = 1;
    }
    if (line->client.proxy && strchr(line->client.proxy, '@')) {
        fputs("crec: --proxy: a password here shows in the process list; use env\n", stderr);
        result = -1;
    }
    return result;
}

void print_options(const option *options)
{
    for (; options->name; options++) {
        const char *value = options->value ? options->value : "";
        int room = 23 - (int)strlen(options->name);

        printf("  --%s %-*s %s\n", options->name, room, value, options->help);
    }
}

void print_statuses(void)
{
    int32_t status;

    for (status = CREC_STATUS_OK; strcmp(crec_status_name(status), crec_status_name(-1)) != 0;
         status++)
        printf("  %2d  %s\n", (int)status, crec_status_name(status));
}

void print_common_help(void)
{
    puts("\noptions of every call:");
    print_options(common_options);
    print_key_help();
    printf("\nexit status: the call's outcome, even where it cannot be printed; 2 also for wrong\n"
           "usage, %d also where running, whoami, sign, --help or --version cannot print what they "
           "found:\n",
           CREC_STATUS_INTERNAL);
    print_statuses();
}
