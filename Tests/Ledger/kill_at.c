/*
 * Loaded before all: counts what a process writes to its files and sends, and kills it at one of
 * them. KILL_AT: at which, from 1 on; none: KILL_COUNT names a file that the count is written to at
 * the end.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static atomic_long count;

static void step(void)
{
    static long at = -1;

    if (at < 0)
        at = getenv("KILL_AT") ? atol(getenv("KILL_AT")) : 0;
    if (atomic_fetch_add(&count, 1) + 1 == at)
        kill(getpid(), SIGKILL);
}

#define WRAP(result, name, parameters, arguments)                                                  \
    result name parameters                                                                         \
    {                                                                                              \
        static result(*own) parameters;                                                            \
        if (!own)                                                                                  \
            *(void **)&own = dlsym(RTLD_NEXT, #name);                                              \
        step();                                                                                    \
        return own arguments;                                                                      \
    }

WRAP(ssize_t, pwrite, (int file, const void *from, size_t size, off_t at), (file, from, size, at))
WRAP(ssize_t, pwrite64, (int file, const void *from, size_t size, off64_t at),
     (file, from, size, at))
WRAP(ssize_t, send, (int socket, const void *from, size_t size, int flags),
     (socket, from, size, flags))
WRAP(ssize_t, recv, (int socket, void *to, size_t size, int flags), (socket, to, size, flags))
WRAP(int, fsync, (int file), (file))
WRAP(int, fdatasync, (int file), (file))
WRAP(int, ftruncate64, (int file, off64_t size), (file, size))

__attribute__((destructor)) static void tell(void)
{
    FILE *file = getenv("KILL_COUNT") ? fopen(getenv("KILL_COUNT"), "w") : NULL;

    if (file) {
        fprintf(file, "%ld\n", atomic_load(&count));
        fclose(file);
    }
}
