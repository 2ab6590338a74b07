/* Connections that nobody uses and the cloud has closed do not stay open here. */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <time.h>
#include <unistd.h>

#include "loops.h"

static int count_sockets(void)
{
    DIR *folder = opendir("/proc/self/fd");
    struct dirent *entry;
    int count = 0;

    while (folder && (entry = readdir(folder))) {
        char link[64];
        ssize_t size = readlinkat(dirfd(folder), entry->d_name, link, sizeof link);

        count += size > 8 && strncmp(link, "socket:", 7) == 0;
    }
    if (folder)
        closedir(folder);
    return count;
}

/* Starts take a new connection each. */
static void connections_that_the_cloud_closes(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_VOLCENGINE);
    struct timespec pause = {0, 10000000};
    int i, before = count_sockets();
    int64_t alarm = now_s() + ALARM_S;

    emulator("fault {\"kind\": \"cut\", \"bytes\": 100000}");
    for (i = 0; i < 12; i++) {
        char task[8];

        snprintf(task, sizeof task, "Task-%d", i);
        submit(host, client, START_WB_RECORD, task);
    }
    wait_outcomes(host, 12);
    for (i = 0; i < 12; i++)
        check_outcome(&host->slots[i], CREC_STATUS_OK, 1);
    /* libcurl's own pair stays. */
    while (count_sockets() > before + 2 && now_s() < alarm)
        if (!host->way->is_hosted)
            nanosleep(&pause, NULL);
        else if (is_readable(crec_loop_descriptor(host->loop), 100))
            turn(host);
    CHECK(count_sockets() <= before + 2);
}

int main(void)
{
    static const host_case cases[] = {
        CASE(connections_that_the_cloud_closes, ANY_WAY),
    };

    return run_cases(cases, COUNT(cases));
}
