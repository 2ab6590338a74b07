/* crec: makes cloud recording calls from the command line. */
#include "crec_command.h"

#include <string.h>

static int print_help(void)
{
    puts("usage: crec OPERATION [--option VALUE]...");
    puts("       crec OPERATION --help           the options of one operation");
    puts("       crec call CLOUD ACTION ...      any other call, its fields unchecked");
    puts("       crec running CLOUD ...          the tasks that run");
    puts("       crec sign                       sign JSON lines, send nothing");
    puts("       crec call | running | sign --help");
    puts("       crec --version | --help\n");
    print_operations();
    print_common_help();
    puts("\nexample: crec stop-live-record --stream-name test1 --task-id 123");
    return CREC_STATUS_OK;
}

static int run(char **arguments)
{
    const char *name = arguments[0] ? arguments[0] : "";
    int status;

    if (strcmp(name, "--help") == 0)
        return print_help();
    if (strcmp(name, "--version") == 0) {
        printf("crec %s\n", crec_version());
        return CREC_STATUS_OK;
    }
    if (strcmp(name, "sign") == 0)
        return run_sign(arguments + 1);
    if (strcmp(name, "call") == 0)
        return run_call(arguments + 1);
    if (strcmp(name, "running") == 0)
        return run_running(arguments + 1);
    status = run_operation(name, arguments + 1);
    if (status >= 0)
        return status;
    fprintf(stderr, "crec: \"%s\" is no operation; see crec --help\n", name);
    return CREC_STATUS_INVALID_ARGUMENT;
}

int main(int argc, char **argv)
{
    int status = run(argc > 0 ? argv + 1 : argv);

    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("crec: standard output");
        return CREC_STATUS_INTERNAL;
    }
    return status;
}
