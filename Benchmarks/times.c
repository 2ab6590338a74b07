/* Times each piece of work beside its floor, in alternation: one JSON line for each. */
#define _POSIX_C_SOURCE 200809L
#include "work.h"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { TURNS = 41, TURN_NS = 2000000 };

static int64_t cpu_ns(void)
{
    struct timespec time;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static double round_ns(void (*body)(void), int rounds)
{
    int64_t start = cpu_ns();

    for (int i = 0; i < rounds; i++)
        body();
    return (double)(cpu_ns() - start) / rounds;
}

static int by_size(const void *one, const void *other)
{
    double left = *(const double *)one, right = *(const double *)other;

    return (left > right) - (left < right);
}

static void measure(const work *work)
{
    double crec[TURNS], floor[TURNS], ratio[TURNS];
    int rounds = 1 + (int)(TURN_NS / (1 + round_ns(work->crec, 50)));

    for (int i = 0; i < TURNS; i++) {
        crec[i] = round_ns(work->crec, rounds);
        floor[i] = round_ns(work->floor, rounds);
        ratio[i] = crec[i] / floor[i];
    }
    qsort(crec, TURNS, sizeof *crec, by_size);
    qsort(floor, TURNS, sizeof *floor, by_size);
    qsort(ratio, TURNS, sizeof *ratio, by_size);
    printf("{\"name\": \"%s\", \"unit\": \"ns of CPU\", \"crec\": %.0f, \"floor\": %.0f, "
           "\"ratio\": %.3f, \"low\": %.3f, \"high\": %.3f}\n",
           work->name, crec[TURNS / 2], floor[TURNS / 2], ratio[TURNS / 2], ratio[TURNS / 10],
           ratio[TURNS - 1 - TURNS / 10]);
}

int main(void)
{
    work_begin();
    for (int i = 0; i < work_count; i++)
        measure(&works[i]);
    work_end();
    return 0;
}
