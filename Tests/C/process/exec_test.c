/* A program that the host executes inherits nothing of the library's. */
#define _POSIX_C_SOURCE 200809L
#include "loops.h"

/* Links to what each descriptor of a new program is, without its own on the folder. */
static void list_inherited(char *list, size_t size)
{
    FILE *program = popen("for fd in /proc/self/fd/*; do readlink $fd; done", "r");
    size_t length = program ? fread(list, 1, size - 1, program) : 0;

    list[length] = '\0';
    CHECK(length > 0);
    if (program)
        pclose(program);
}

static int count_lines(const char *list)
{
    int count = 0;

    for (; *list; list++)
        count += *list == '\n';
    return count;
}

/* Before there was anything of the library's. */
static char before[4096];

static void descriptors(host *host)
{
    static char after[4096];
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);

    CHECK(crec_client_descriptor(client) >= 0);
    submit(host, client, STOP_LIVE_RECORD, "1");
    wait_outcomes(host, 1);
    emulator("fault {" NEVER "}");
    submit(host, client, STOP_LIVE_RECORD, "2");
    wait_requests(host, 2);
    list_inherited(after, sizeof after);
    if (!CHECK_NUMBER(count_lines(after), count_lines(before)))
        printf("%s", after);
}

int main(void)
{
    static const host_case cases[] = {
        CASE(descriptors, ANY_WAY),
    };

    list_inherited(before, sizeof before);
    return run_cases(cases, COUNT(cases));
}
