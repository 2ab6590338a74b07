/*
 * A search through all that this process may write to, for needles that are kept masked: a search
 * for them as they are would find itself.
 */
#ifndef CREC_TEST_SEARCH_H
#define CREC_TEST_SEARCH_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* When it is searched. */
typedef enum moment { CLIENTS_MADE, SIGNED, SIGNED_FREED, CALLED, CLIENTS_FREED, MOMENTS } moment;

enum { MASK = 0x5A, LONGEST = 256, MOST = 64, PART = 1 << 16 };

typedef struct needle {
    unsigned char masked[LONGEST];
    size_t size;
    long found[MOMENTS];
} needle;

static needle needles[MOST];
static int needle_count;

static inline size_t masked_bytes(const char *hex, unsigned char *bytes)
{
    size_t size = 0;
    unsigned byte;

    for (; size < LONGEST && sscanf(hex, "%2x", &byte) == 1; hex += 2)
        bytes[size++] = (unsigned char)byte;
    return size;
}

static inline int is_there(const unsigned char *bytes, const needle *needle)
{
    size_t i;

    for (i = 0; i < needle->size; i++)
        if ((bytes[i] ^ MASK) != needle->masked[i])
            return 0;
    return 1;
}

static inline void search(const unsigned char *bytes, size_t size, moment moment)
{
    size_t i;
    int n;

    for (i = 0; i < size; i++)
        for (n = 0; n < needle_count; n++)
            if (i + needles[n].size <= size && is_there(bytes + i, &needles[n]))
                needles[n].found[moment]++;
}

/* Parts overlap, so that nothing is missed between two; what is in both is counted twice. */
static inline void search_range(int memory, unsigned long start, unsigned long end, moment moment)
{
    static unsigned char part[PART];
    unsigned long here = (unsigned long)part;
    ssize_t size;

    for (; start < end; start += PART - LONGEST) {
        size_t wanted = end - start < PART ? end - start : PART;

        if (start < here + PART && here < start + wanted)
            continue;
        size = pread(memory, part, wanted, (off_t)start);
        if (size > 0)
            search(part, (size_t)size, moment);
    }
    memset(part, 0, PART);
}

/* All that a core would hold: whatever can be written to, stacks and freed blocks too. */
static inline void search_memory(moment moment)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    int memory = open("/proc/self/mem", O_RDONLY);
    unsigned long start, end;
    char line[512], access[8];

    if (!maps || memory < 0)
        exit(2);
    while (fgets(line, sizeof line, maps))
        if (sscanf(line, "%lx-%lx %7s", &start, &end, access) == 3 && access[1] == 'w')
            search_range(memory, start, end, moment);
    close(memory);
    fclose(maps);
}

static inline void wipe(volatile char *text, size_t size)
{
    while (size > 0)
        text[--size] = 0;
}

#endif
