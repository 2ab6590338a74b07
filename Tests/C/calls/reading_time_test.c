/* Tests of the time to read a hostile reply: a few times what jansson alone takes, at most. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
#include <valgrind/valgrind.h>

#include "replies.h"

#define LIST "{\"Response\":{\"RequestId\":\"r\",\"x\":["
#define FAILURE "{\"Response\":{\"Error\":{\"Code\":\"X\",\"Message\":\""

enum {
    SIZE = 1 << 20,         /* of a body */
    HEADER_COUNT = 10000,   /* as many as are taken */
    TIMES = 4,              /* as long as jansson, and no longer */
    ROUNDS = 5,             /* one of which has to be quick enough */
    JANSSON_FLAGS = 1 | 16, /* JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL */
};

/* A reply's body: a unit as often as it fits between a head and a tail. */
typedef struct hostile {
    const char *name, *head, *unit, *tail;
} hostile;

static const hostile hostiles[] = {
    {"a long text", LIST "\"", "t", "\"]}}"},
    {"numbers", LIST, "1,", "1]}}"},
    {"fractions", LIST, "-1.5e3,", "1]}}"},
    {"texts", LIST, "\"\",", "1]}}"},
    {"texts that are escaped", LIST, "\"\\u0001\",", "1]}}"},
    {"objects", LIST, "{\"\":1},", "1]}}"},
    {"lists as deep as may be", LIST, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]],",
     "1]}}"},
    {"a million brackets", "", "[", ""},
    {"blanks", "{\"Response\":{\"RequestId\":\"r\"}}", " ", ""},
    {"a long message", FAILURE, "m", "\"}}}"},
    {"a message of control characters", FAILURE, "\\u0001", "\"}}}"},
    {"a message of Chinese", FAILURE, "\346\227\240", "\"}}}"},
    {"a long code", "{\"Response\":{\"Error\":{\"Code\":\"", "c", "\"}}}"},
    {"a page", "<html>", "<p>Hello 12</p>", "</html>"},
    {"a number of a million digits", LIST, "1", "]}}"},
};

/* Smaller bodies under Valgrind, which is slow: the ratio shows there too. */
static size_t size_limit(void)
{
    return RUNNING_ON_VALGRIND ? SIZE / 16 : SIZE;
}

static size_t fill(char *body, const hostile *hostile)
{
    size_t unit = strlen(hostile->unit), tail = strlen(hostile->tail);
    size_t size = (size_t)sprintf(body, "%s", hostile->head);

    for (; size + unit + tail <= size_limit(); size += unit)
        memcpy(body + size, hostile->unit, unit);
    memcpy(body + size, hostile->tail, tail);
    return size + tail;
}

/* Each member has a name of its own. */
static size_t fill_members(char *body)
{
    size_t size = (size_t)sprintf(body, "{\"Response\":{\"RequestId\":\"r\"");
    int i;

    for (i = 0; size < size_limit() - 40; i++)
        size += (size_t)sprintf(body + size, ",\"%x\":0", i);
    return size + (size_t)sprintf(body + size, "}}");
}

/* CPU time of this thread, in milliseconds. */
static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static double jansson_time(const char *body, size_t size)
{
    void *(*load)(const char *, size_t, size_t, void *);
    void (*delete)(void *);
    char error[512];
    double start = now();
    void *root;

    *(void **)&load = dlsym(RTLD_DEFAULT, "json_loadb");
    *(void **)&delete = dlsym(RTLD_DEFAULT, "json_delete");
    root = load(body, size, JANSSON_FLAGS, error);
    if (root)
        delete(root);
    return now() - start;
}

static double reading_time(const reader *reader, const char *body, size_t size)
{
    double start = now();

    crec_outcome_free(read_reply(reader, TENCENT, 200, body, size));
    return now() - start;
}

/* Where jansson gives up at once, the limit is its time for a text that it reads to the end. */
static void check_time(const reader *reader, const char *body, size_t size, const char *text,
                       size_t text_size)
{
    double time = 0, jansson = 0, least;
    int round;

    for (round = 0; round < ROUNDS; round++) {
        jansson = jansson_time(body, size);
        least = jansson_time(text, text_size);
        if (jansson < least)
            jansson = least;
        time = reading_time(reader, body, size);
        if (time <= TIMES * jansson)
            return;
    }
    printf("  %.1f ms, jansson alone %.1f ms\n", time, jansson);
    CHECK(time <= TIMES * jansson);
}

static void bodies(void)
{
    reader reader = new_reader(STOP_LIVE_RECORD);
    char *text = malloc(SIZE + 1), *body = malloc(SIZE + 1);
    size_t text_size = fill(text, &hostiles[0]), i;

    for (i = 0; i < COUNT(hostiles); i++) {
        ROW("%s", hostiles[i].name);
        check_time(&reader, body, fill(body, &hostiles[i]), text, text_size);
    }
    ROW("members");
    check_time(&reader, body, fill_members(body), text, text_size);
    free(body);
    free(text);
    free_reader(&reader);
}

/* Names as long as that of a header that is looked up, so that all of them are compared. */
static void headers(void)
{
    static crec_pair pairs[HEADER_COUNT];
    reader reader = new_reader(STOP_LIVE_RECORD);
    crec_reply reply = {sizeof reply, 200, pairs, HEADER_COUNT, "", 0};
    char *text = malloc(SIZE + 1);
    size_t text_size = fill(text, &hostiles[0]), i;
    double time = 0, jansson = 0;
    int round;

    for (i = 0; i < HEADER_COUNT; i++)
        pairs[i] = (crec_pair){"X-TC-Requestie", "value"};
    for (round = 0; round < ROUNDS && (round == 0 || time > TIMES * jansson); round++) {
        crec_outcome *outcome;
        double start = now();

        crec_client_read(reader.client, reader.request, &reply, &outcome);
        CHECK_TEXT(crec_outcome_message(outcome), "HTTP 200: the reply is empty");
        crec_outcome_free(outcome);
        time = now() - start;
        jansson = jansson_time(text, text_size);
    }
    CHECK(time <= TIMES * jansson);
    free(text);
    free_reader(&reader);
}

int main(void)
{
    static const test tests[] = {
        TEST(bodies),
        TEST(headers),
    };

    return run_tests(tests, COUNT(tests));
}
