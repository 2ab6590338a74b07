/* The commands of crec record, with their options and help. */
#include "record.h"

#include <stddef.h>

#define LEDGER                                                                                     \
    {"ledger", "FILE", OPTION_TEXT, offsetof(command_line, ledger),                                \
     "default: the variable CREC_LEDGER, else /var/lib/crec/ledger"},                              \
        {"replace-damaged", NULL, OPTION_FLAG, offsetof(command_line, replace_damaged),            \
         "rename a damaged ledger, and take over what can be read of it"}
#define JSON(help) {"json", NULL, OPTION_FLAG, offsetof(command_line, json), help}
#define HELP {"help", NULL, OPTION_FLAG, offsetof(command_line, help), "print this"}

static const option start_options[] = {
    {"account", "CLOUD", OPTION_TEXT, offsetof(command_line, account),
     "volcengine, alibaba or tencent; default: the operation's"},
    {"fields", "JSON", OPTION_TEXT, offsetof(command_line, given_fields),
     "an object of fields by the cloud's names, under those that are options"},
    {"max-duration", "SECONDS", OPTION_NUMBER, offsetof(command_line, max_duration_s),
     "the cloud's own end, where the operation has one and no field sets it"},
    LEDGER,
    {0},
};

static const option stop_options[] = {
    {"for", "SECONDS", OPTION_NUMBER, offsetof(command_line, wait_s),
     "how long to wait for the outcome; default: until it is there"},
    {"all", NULL, OPTION_FLAG, offsetof(command_line, all), "all recordings whose names begin so"},
    LEDGER,
    {0},
};

static const option settle_options[] = {
    {"for", "SECONDS", OPTION_NUMBER, offsetof(command_line, wait_s),
     "how long to go on; default: until nothing is left"},
    {"account", "CLOUD", OPTION_TEXT, offsetof(command_line, account),
     "only this one; default: every cloud's"},
    LEDGER,
    {0},
};

static const option list_options[] = {
    JSON("an object a line instead of the table"),
    {"watch", NULL, OPTION_FLAG, offsetof(command_line, watch), "every second, until Ctrl-C"},
    LEDGER,
    HELP,
    {0},
};

static const option forget_options[] = {
    JSON("print the outcome as one JSON object"),
    LEDGER,
    HELP,
    {0},
};

static const char start_help[] =
    "usage: crec record start NAME OPERATION [--option VALUE]...\n"
    "       crec record start NAME OPERATION --help    the options of one operation\n\n"
    "Starts a recording under a name of your choice. OPERATION is one that starts, as crec --help\n"
    "has it, such as create-live-record; its fields are options behind it, as without record. The\n"
    "recording goes on after the command has ended, until it is stopped by its name.\n\n"
    "A name that records already is left as it is: the outcome is ok. A start whose reply is lost\n"
    "is not sent again: it is stopped where its task is known, searched for where that can be, "
    "and\n"
    "else it is doubtful. Signals wait for the start's outcome, --timeout-ms at most.\n\n"
    "example: crec record start studio create-live-record --stream-name s --max-duration 7200\n\n"
    "--timeout-ms is that of the whole start, default: 30000.\n";

static const char stop_help[] =
    "usage: crec record stop NAME [--option VALUE]...\n\n"
    "Stops a recording, whoever started it, and prints the outcome of the first attempt. The stop\n"
    "is written down first: if it fails, or no key is found for it, it is not lost,\n"
    "and crec record settle, or whoever has the ledger open, goes on with it.\n\n"
    "With --all NAME is a prefix, such as room1/: all recordings whose names begin so are "
    "stopped,\n"
    "and how many were is printed.\n\n"
    "Give the --region and the --endpoint that the start had: a task that is not found elsewhere\n"
    "does not count as stopped.\n";

static const char list_help[] =
    "usage: crec record list [--json] [--watch] [--ledger FILE]\n\n"
    "Prints the recordings, by name: state, time since the start, cloud, operation, the fields of\n"
    "the stop, attempts of the stop, and what the last one that failed came to. Lines with \"!\"\n"
    "are doubtful or abandoned: they may still record, until what stands below them ends them.\n"
    "No keys are needed, and nothing is sent.\n";

static const char settle_help[] =
    "usage: crec record settle [--for SECONDS] [--option VALUE]...\n\n"
    "Goes on with what is left: stops that were not confirmed, starts that were broken off, and\n"
    "recordings of programs that ended without stopping them, unless they are to be kept, as "
    "those\n"
    "of crec record start are. Ends when nothing of this is left, or only what no key\n"
    "is found for.\n"
    "Prints what is doubtful or abandoned, and every five seconds how many are left: a cloud "
    "takes\n"
    "so many stops a second.\n\n"
    "--endpoint, --region and other options of calls are for all accounts: with --account for "
    "one.\n"
    "Programs whose recordings it is to stop have to name their accounts after the clouds.\n\n"
    "exit status: 0 if nothing is left; 7 if only doubtful or abandoned recordings are; 15 if the\n"
    "time has passed; 3 if no key is found for what is left.\n";

static const char forget_help[] =
    "usage: crec record forget NAME [--json] [--ledger FILE]\n\n"
    "Takes a recording off the list: one that has ended, or one that is doubtful or abandoned, to\n"
    "say that you have seen to it at the cloud. Nothing is sent, and no keys are needed. One that\n"
    "may still be stopped is refused with status 19.\n";

const record_command record_commands[] = {
    {"start", "needs NAME and OPERATION", 2, start_options, 1, record_start, start_help},
    {"stop", "needs NAME", 1, stop_options, 1, record_stop, stop_help},
    {"list", "takes only options", 0, list_options, 0, record_list, list_help},
    {"settle", "takes only options", 0, settle_options, 1, record_settle, settle_help},
    {"forget", "needs NAME", 1, forget_options, 0, record_forget, forget_help},
    {0},
};

static void print_overview(void)
{
    puts("usage: crec record start NAME OPERATION [--option VALUE]...\n"
         "       crec record stop NAME\n"
         "       crec record list [--json] [--watch]\n"
         "       crec record settle [--for SECONDS]\n"
         "       crec record forget NAME\n"
         "       crec record start | stop | list | settle | forget --help\n\n"
         "Recordings by names of your choice, that are stopped in the end whatever happens. A "
         "start\n"
         "is written into a file, the ledger, before it is sent, and a stop until the cloud has\n"
         "confirmed it. A command that is killed and a cloud that hangs lose none: the next "
         "command,\n"
         "or a timer that runs crec record settle, goes on with what is left.\n\n"
         "states:\n"
         "  starting   its start is, or may be, under way\n"
         "  running    it records, as far as the cloud told\n"
         "  stopping   its stop is asked for, and not confirmed\n"
         "  stopped    it has ended\n"
         "  failed     it never began\n"
         "  doubtful   it may record, and nobody knows the id to stop it by\n"
         "  abandoned  it may record: its stop was not confirmed within a day\n\n"
         "The ledger is --ledger FILE, else the variable CREC_LEDGER, else /var/lib/crec/ledger. "
         "It\n"
         "is made if it is not there; its directory has to be. Only its owner may read it, so all\n"
         "commands run as one user. It holds no keys: they are found as for any\n"
         "call, and each cloud's are an account of the cloud's name.\n\n"
         "exit status: as that of other calls, see crec --help\n\n"
         "example: crec record start studio create-live-record --stream-name s --highlight 1\n"
         "         crec record stop studio");
}

void print_record_help(const command_line *line, const record_command *command)
{
    if (!command) {
        print_overview();
        return;
    }
    puts(command->help);
    if (line->operation) {
        printf("%s:\n", member_text(line->operation, "action"));
        print_fields(line->operation);
        puts("");
    }
    puts("options:");
    print_options(command->options);
    if (command->word_count > 0)
        puts("A name that begins with dashes goes behind \"--\".");
    if (command->makes_calls) {
        print_common_help();
        return;
    }
    puts("\nexit status:");
    print_statuses();
}
