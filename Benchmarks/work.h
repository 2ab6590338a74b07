/** A piece of work done by the library and by the floor, with the same result. */
#ifndef WORK_H
#define WORK_H

typedef struct work {
    const char *name;
    void (*crec)(void);
    void (*floor)(void);
} work;

extern const work works[];
extern const int work_count;

/** Makes clients, requests and signers, and ends the process if the two sides differ. */
void work_begin(void);
void work_end(void);

#endif
