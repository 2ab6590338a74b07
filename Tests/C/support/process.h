/* Threads, descriptors and memory of this process, as the system counts them. */
#ifndef CREC_TEST_PROCESS_H
#define CREC_TEST_PROCESS_H

#include <dirent.h>
#include <poll.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
#include <valgrind/valgrind.h>

#include "check.h"

/* Growth of memory that is noise, in KiB; sanitizers and Valgrind keep freed memory for a while. */
#ifdef __SANITIZE_ADDRESS__
#define GROWTH_KIB (300 * 1024)
#elif defined(__SANITIZE_THREAD__)
#define GROWTH_KIB (64 * 1024)
#else
#define GROWTH_KIB (RUNNING_ON_VALGRIND ? 64 * 1024 : 1024)
#endif

/* Checks a child that left objects of its threads behind, which Valgrind counts as leaks. */
static inline void check_ended_well(int status)
{
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0 || RUNNING_ON_VALGRIND);
}

/* Entries of a directory of /proc/self, without . and .. */
static inline int entries(const char *path)
{
    DIR *directory = opendir(path);
    int count = -2;

    while (readdir(directory))
        count++;
    closedir(directory);
    return count;
}

static inline int threads(void)
{
    return entries("/proc/self/task");
}

/* Waits for threads to go: one that has ended, even been joined, is listed for a moment longer. */
static inline int threads_down_to(int count)
{
    int patience = 10000;

    while (threads() > count && patience-- > 0)
        poll(NULL, 0, 1);
    return threads();
}

/* Counts the one that reads the directory too. */
static inline int descriptors(void)
{
    return entries("/proc/self/fd");
}

/* Resident memory, in KiB. */
static inline long memory(void)
{
    FILE *file = fopen("/proc/self/statm", "r");
    long pages = 0;

    if (!file || fscanf(file, "%*d %ld", &pages) != 1)
        pages = 0;
    if (file)
        fclose(file);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

#endif
