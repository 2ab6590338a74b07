/*
 * Cuts the fuzzer's bytes into pieces, which end at a NUL: texts and numbers, so that seeds can be
 * written by hand. Each text is a heap block of just its size, so that AddressSanitizer sees a read
 * beyond it.
 */
#ifndef CREC_FUZZ_INPUT_H
#define CREC_FUZZ_INPUT_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_LIMIT = 256 };

typedef struct input {
    const char *next;
    size_t left;
    size_t block_count;
    void *blocks[BLOCK_LIMIT];
} input;

static inline input begin_input(const uint8_t *data, size_t size)
{
    input input = {.next = (const char *)data, .left = size};

    return input;
}

static inline void end_input(input *input)
{
    while (input->block_count > 0)
        free(input->blocks[--input->block_count]);
}

/* A block of the size, which end_input frees. */
static inline void *new_block(input *input, size_t size)
{
    void *block = malloc(size);

    if (!block || input->block_count == BLOCK_LIMIT)
        abort();
    input->blocks[input->block_count++] = block;
    return block;
}

/* The next piece; NULL if it is "~" or there is none. */
static inline const char *next_text(input *input)
{
    const char *end = input->left > 0 ? memchr(input->next, 0, input->left) : NULL;
    size_t length = end ? (size_t)(end - input->next) : input->left;
    char *text;

    if (input->left == 0)
        return NULL;
    text = new_block(input, length + 1);
    memcpy(text, input->next, length);
    text[length] = '\0';
    input->next += length + (end != NULL);
    input->left -= length + (end != NULL);
    return strcmp(text, "~") == 0 ? NULL : text;
}

/* The next piece as a number; 0 if it is none. */
static inline int64_t next_number(input *input)
{
    const char *text = next_text(input);

    return text ? strtoll(text, NULL, 10) : 0;
}

/* The next piece as an index below the limit. */
static inline size_t next_index(input *input, size_t limit)
{
    return (size_t)((uint64_t)next_number(input) % limit);
}

/* All that is left, NULs too. */
static inline const void *next_rest(input *input, size_t *size)
{
    void *rest = new_block(input, input->left);

    if (input->left > 0)
        memcpy(rest, input->next, input->left);
    *size = input->left;
    input->left = 0;
    return rest;
}

#endif
