/* crec: makes cloud recording calls from the command line. */
#define _POSIX_C_SOURCE 200809L
#include "crec_command.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static int print_help(void)
{
    puts("usage: crec OPERATION [--option VALUE]...");
    puts("       crec OPERATION --help           the options of one operation");
    puts("       crec call CLOUD ACTION ...      any other call, its fields unchecked");
    puts("       crec running CLOUD ...          the tasks that run");
    puts("       crec whoami CLOUD               whose key is found, and where");
    puts("       crec record ...                 recordings by name, stopped in the end");
    puts("       crec sign                       sign JSON lines, send nothing");
    puts("       crec call | running | whoami | record | sign --help");
    puts("       crec --version | --help\n");
    print_operations();
    print_common_help();
    puts("\nexample: crec stop-live-record --stream-name test1 --task-id 123");
    return flush_output();
}

static int run(char **arguments)
{
    const char *name = arguments[0] ? arguments[0] : "";

    if (strcmp(name, "--help") == 0)
        return print_help();
    if (strcmp(name, "--version") == 0) {
        printf("crec %s\n", crec_version());
        return flush_output();
    }
    if (strcmp(name, "sign") == 0)
        return run_sign(arguments + 1);
    if (strcmp(name, "call") == 0)
        return run_call(arguments + 1);
    if (strcmp(name, "running") == 0)
        return run_running(arguments + 1);
    if (strcmp(name, "whoami") == 0)
        return run_whoami(arguments + 1);
    if (strcmp(name, "record") == 0)
        return run_record(arguments + 1);
    return run_operation(name, arguments + 1);
}

/* A connection with the number of a standard stream would be sent what is printed. Opened the wrong
 * way round, so that using a stream that was closed still fails. */
static int hold_standard_streams(void)
{
    int stream;

    for (stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++)
        if (fcntl(stream, F_GETFD) == -1 &&
            open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY) != stream)
            return -1;
    return 0;
}

int main(int argc, char **argv)
{
    if (hold_standard_streams() != 0)
        return CREC_STATUS_INTERNAL;
    signal(SIGPIPE, SIG_IGN); /* a reader that is gone is no reason not to tell the outcome */
    return run(argc > 0 ? argv + 1 : argv);
}
