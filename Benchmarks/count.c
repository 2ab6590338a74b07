/*
 * Does a piece of work a number of times, and nothing else: under callgrind, two runs that differ by
 * a number of rounds tell what one costs. Prints the allocations of a round.
 */
#define _GNU_SOURCE
#include "work.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static long allocations;

void *malloc(size_t size)
{
    allocations++;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    allocations++;
    return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
    allocations++;
    return __libc_realloc(memory, size);
}

/* What Swift allocates with. */
int posix_memalign(void **memory, size_t alignment, size_t size)
{
    allocations++;
    *memory = __libc_memalign(alignment, size);
    return *memory ? 0 : 12;
}

int main(int argc, char **argv)
{
    int rounds = argc > 3 ? atoi(argv[3]) : 0;
    void (*body)(void) = NULL;

    for (int i = 0; argc > 2 && i < work_count; i++)
        if (!strcmp(works[i].name, argv[1]))
            body = strcmp(argv[2], "floor") ? works[i].crec : works[i].floor;
    if (!body || rounds < 1) {
        fprintf(stderr, "usage: count WORK crec|floor ROUNDS\n");
        return 2;
    }
    work_begin();
    body(); /* what is made once */
    allocations = 0;
    for (int i = 0; i < rounds; i++)
        body();
    printf("%ld\n", allocations / rounds);
    work_end();
    return 0;
}
