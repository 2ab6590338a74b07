/** Calls by the library and by the floor, over the network. */
#ifndef CALLS_H
#define CALLS_H

#include <crec.h>
#include <stdint.h>

typedef struct plan {
    const char *kind, *url, *ca_file;
    int calls, width;
} plan;

extern plan the;

static const char key_id[] = "AKIDEXAMPLEEXAMPLEEXAMPLE";
static const char key[] = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY";

void must(int holds, const char *what);
int64_t now_ns(void);
void note_time(int64_t start);
/** 0 when all calls have been made. */
int claim_call(void);

/** The plan in plain C on libcurl: an easy handle for each thread, or a multi handle for all. */
void run_floor(void);

#endif
