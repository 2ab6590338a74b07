/*
 * Does a piece of work a number of times, and nothing else: two runs that differ by a number of
 * rounds tell what one costs.
 */
#include "work.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    int rounds = argc > 2 ? atoi(argv[2]) : 0;
    void (*body)(void) = NULL;

    for (int i = 0; argc > 2 && i < work_count; i++)
        if (!strcmp(works[i].name, argv[1]))
            body = works[i].crec;
    if (!body || rounds < 1) {
        fprintf(stderr, "usage: count WORK ROUNDS\n");
        return 2;
    }
    work_begin();
    for (int i = 0; i < rounds; i++)
        body();
    work_end();
    return 0;
}
