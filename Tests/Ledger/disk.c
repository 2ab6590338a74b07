/*
 * Loaded before all: a disk that has only what was synced, and takes its time for it.
 *
 * DISK: a directory; whenever a process syncs a file of the directory beside it, the file's
 * contents are copied there, under the same name. None: nothing is copied. DISK_MS: how long a sync
 * takes.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where the copy of a file is; 0 if it has none. */
static int copy_of(const char *path, char *copy, size_t size)
{
    const char *disk = getenv("DISK"), *name = strrchr(path, '/');
    const char *end = disk ? strrchr(disk, '/') : NULL;

    if (!end || !name || name - path != end - disk || strncmp(path, disk, name - path) != 0)
        return 0;
    /* An index of the log in memory, which no power failure leaves. */
    if (strlen(name) > 4 && strcmp(name + strlen(name) - 4, "-shm") == 0)
        return 0;
    return snprintf(copy, size, "%s%s", disk, name) < (int)size;
}

/* In one step, and in the order of the syncs of all processes. */
static void copy_file(int file, const char *copy)
{
    char next[PATH_MAX + 8], bytes[1 << 16];
    int lock = open(getenv("DISK"), O_RDONLY | O_CLOEXEC), to;
    off_t at = 0;
    ssize_t count;

    flock(lock, LOCK_EX);
    snprintf(next, sizeof next, "%s.next", copy);
    to = open(next, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    while ((count = pread(file, bytes, sizeof bytes, at)) > 0) {
        if (write(to, bytes, (size_t)count) != count)
            abort();
        at += count;
    }
    close(to);
    rename(next, copy);
    close(lock);
}

static int sync_file(int file)
{
    char link[64], path[PATH_MAX] = "", copy[PATH_MAX];
    struct stat about;

    if (getenv("DISK_MS"))
        usleep((useconds_t)atoi(getenv("DISK_MS")) * 1000);
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    if (fstat(file, &about) == 0 && S_ISREG(about.st_mode) &&
        readlink(link, path, sizeof path - 1) > 0 && copy_of(path, copy, sizeof copy))
        copy_file(file, copy);
    return 0;
}

int fsync(int file)
{
    return sync_file(file);
}

int fdatasync(int file)
{
    return sync_file(file);
}

int unlink(const char *path)
{
    static int (*own)(const char *);
    char copy[PATH_MAX];

    if (!own)
        *(void **)&own = dlsym(RTLD_NEXT, "unlink");
    if (copy_of(path, copy, sizeof copy))
        own(copy);
    return own(path);
}
