/* Checks that say what they found, and the loop that runs a program's tests. */
#ifndef CREC_CHECK_H
#define CREC_CHECK_H

#include <inttypes.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* In seconds, far more than a slow machine needs for a test: one that hangs ends its program. */
enum { TEST_LIMIT_S = 600 };

typedef struct test {
    const char *name;
    void (*run)(void);
} test;
#define TEST(function) {#function, function}
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* For the thread that runs the tests: other threads hand it what they found. */
static struct check_state {
    int checks;
    int failures;
    char row[256];
} check_state;

/* Names the row of a table that the next checks are about. */
#define ROW(...) ((void)snprintf(check_state.row, sizeof check_state.row, __VA_ARGS__))

static inline int check_failed(const char *file, int line)
{
    check_state.failures++;
    return printf("  %s:%d: [%s] ", file, line, check_state.row);
}

static inline int check_true(int holds, const char *what, const char *file, int line)
{
    check_state.checks++;
    if (!holds && check_failed(file, line))
        printf("not true: %s\n", what);
    return holds;
}

static inline int check_number(int64_t is, int64_t should, const char *what, const char *file,
                               int line)
{
    check_state.checks++;
    if (is != should && check_failed(file, line))
        printf("%s is %" PRId64 ", should be %" PRId64 "\n", what, is, should);
    return is == should;
}

static inline int check_text(const char *is, const char *should, const char *what, const char *file,
                             int line)
{
    int holds = is && strcmp(is, should) == 0;

    check_state.checks++;
    if (!holds && check_failed(file, line))
        printf("%s is \"%s\", should be \"%s\"\n", what, is ? is : "(NULL)", should);
    return holds;
}

/* Each also is true or false, for the checks that only make sense after it. */
#define CHECK(condition) check_true((condition) ? 1 : 0, #condition, __FILE__, __LINE__)
#define CHECK_NUMBER(is, should)                                                                   \
    check_number((int64_t)(is), (int64_t)(should), #is, __FILE__, __LINE__)
#define CHECK_TEXT(is, should) check_text(is, should, #is, __FILE__, __LINE__)

static inline void begin_test(void)
{
    memset(&check_state, 0, sizeof check_state);
    alarm(TEST_LIMIT_S);
}

/* "ok NAME" or "not ok NAME"; a test that checked nothing is not ok. 1 if it is not. */
static inline int end_test(const char *name)
{
    int holds = check_state.checks > 0 && check_state.failures == 0;

    printf("%s %s\n", holds ? "ok" : "not ok", name);
    fflush(stdout);
    return !holds;
}

static inline int run_tests(const test *tests, size_t count)
{
    int failed = 0;
    size_t i;

    for (i = 0; i < count; i++) {
        begin_test();
        tests[i].run();
        failed |= end_test(tests[i].name);
    }
    return failed;
}

#endif
