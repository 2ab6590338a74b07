/* crec record: recordings by name, that are stopped in the end. */
#include "record.h"

#include <string.h>

static const record_command *find_command(const char *name)
{
    const record_command *command = record_commands;

    while (command->name && strcmp(command->name, name) != 0)
        command++;
    return command->name ? command : NULL;
}

static int refuse_command(const char *name)
{
    const record_command *command;

    fprintf(stderr, "crec: record %s%sneeds one of", name, name[0] ? ": " : "");
    for (command = record_commands; command->name; command++)
        fprintf(stderr, "%s %s", command == record_commands ? "" : ",", command->name);
    fputs("; see crec record --help\n", stderr);
    return CREC_STATUS_INVALID_ARGUMENT;
}

static int refuse_words(const record_command *command)
{
    fprintf(stderr, "crec: record %s %s; see crec record %s --help\n", command->name,
            command->needs, command->name);
    return CREC_STATUS_INVALID_ARGUMENT;
}

/* What the options have to be, beside what the libraries check. Says what is wrong. */
static int check_line(const command_line *line)
{
    int result = 0;

    if (line->account && !crec_cloud_named(line->account)) {
        fputs("crec: --account: is none of ", stderr);
        print_cloud_names(stderr);
        fputs("\n", stderr);
        result = -1;
    }
    if (line->wait_s != WITHOUT_END && (line->wait_s < 0 || line->wait_s > 31536000)) {
        fputs("crec: --for: is from 0 to a year's 31536000 seconds\n", stderr);
        result = -1;
    }
    return result;
}

static int run_command(const record_command *command, char **arguments)
{
    command_line line = {.client = CREC_CLIENT_OPTIONS_INIT, .wait_s = WITHOUT_END};
    int status = CREC_STATUS_INVALID_ARGUMENT;

    line.names_operation = command->run == record_start;
    if (parse_options(&line, command->options, arguments) == 0) {
        if (line.help) {
            print_record_help(&line, command);
            status = flush_output();
        } else if (line.word_count != command->word_count) {
            status = refuse_words(command);
        } else if (check_line(&line) == 0) {
            status = command->run(&line);
        }
    }
    free_line(&line);
    return status;
}

int run_record(char **arguments)
{
    const char *name = arguments[0] ? arguments[0] : "";
    const record_command *command = find_command(name);

    if (strcmp(name, "--help") == 0) {
        print_record_help(NULL, NULL);
        return flush_output();
    }
    return command ? run_command(command, arguments + 1) : refuse_command(name);
}
