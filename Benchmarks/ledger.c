/*
 * Measures the ledger beside SQLite on the same disk: durable starts a second, the time of calls on
 * the caller's thread, and the memory of recordings. One JSON line for each.
 *
 *     ledger URL DIRECTORY
 */
#define _GNU_SOURCE
#include <crec_ledger.h>
#include <malloc.h>
#include <poll.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { INSERTS = 1000, STARTS = 2000, MANY = 10000 };

static int64_t times[MANY];

static int64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void must(int holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "ledger: %s\n", what);
    exit(1);
}

static void print_rate(const char *name, int count, int64_t start)
{
    printf("{\"name\": \"%s\", \"a_second\": %.0f}\n", name, count * 1e9 / (now_ns() - start));
}

static int by_time(const void *one, const void *other)
{
    int64_t left = *(const int64_t *)one, right = *(const int64_t *)other;

    return (left > right) - (left < right);
}

static void print_times(const char *name, int count)
{
    qsort(times, count, sizeof *times, by_time);
    printf("{\"name\": \"%s\", \"p50_us\": %.1f, \"p99_us\": %.1f}\n", name, times[count / 2] / 1e3,
           times[count * 99 / 100] / 1e3);
}

/* As the ledger has it: a log, each insert on the disk before the next, a row of that size. */
static void measure_sqlite(const char *directory)
{
    char path[512];
    sqlite3 *database;
    sqlite3_stmt *insert;
    int64_t start;

    snprintf(path, sizeof path, "%s/floor", directory);
    must(!sqlite3_open(path, &database), "SQLite does not open");
    sqlite3_exec(database,
                 "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                 "CREATE TABLE row (name TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID",
                 NULL, NULL, NULL);
    sqlite3_prepare_v2(database, "INSERT INTO row VALUES (?1, hex(zeroblob(150)))", -1, &insert,
                       NULL);
    start = now_ns();
    for (int i = 0; i < INSERTS; i++) {
        char name[32];

        snprintf(name, sizeof name, "room %d", i);
        sqlite3_bind_text(insert, 1, name, -1, SQLITE_TRANSIENT);
        must(sqlite3_step(insert) == SQLITE_DONE, "SQLite does not insert");
        sqlite3_reset(insert);
    }
    print_rate("inserts of SQLite's own", INSERTS, start);
    sqlite3_finalize(insert);
    sqlite3_close(database);
}

static crec_ledger *ledger;
static int last;

static void start_one(void)
{
    crec_recording_params params = CREC_RECORDING_PARAMS_INIT;
    char name[32], fields[160];

    snprintf(name, sizeof name, "room %d", last);
    snprintf(
        fields, sizeof fields,
        "{\"AppId\":\"661e0543cf\",\"RoomId\":\"Room1\",\"UserId\":\"user1\",\"TaskId\":\"t%d\"}",
        last++);
    params.name = name;
    params.account = "account";
    params.action = "StartWBRecord";
    params.fields = fields;
    params.timeout_ms = 600000;
    must(!crec_ledger_start(ledger, &params, NULL), "a start is refused");
}

static int take_some(void)
{
    struct pollfd wait = {crec_ledger_descriptor(ledger), POLLIN, 0};
    crec_outcome *outcome;
    int count = 0;

    must(poll(&wait, 1, 600000) == 1, "nothing ends");
    while (crec_ledger_take(ledger, NULL, &outcome)) {
        must(crec_outcome_status(outcome) == CREC_STATUS_OK, crec_outcome_message(outcome));
        crec_outcome_free(outcome);
        count++;
    }
    return count;
}

/* Each is taken before another one takes its place. */
static void measure_starts(const char *name, int width)
{
    int64_t start = now_ns();
    int begun = 0, ended = 0;

    while (ended < STARTS) {
        for (; begun < STARTS && begun < ended + width; begun++)
            start_one();
        ended += take_some();
    }
    print_rate(name, STARTS, start);
}

static void measure_calls(void)
{
    size_t before = mallinfo2().uordblks;
    int first = last, ended = 0;

    for (int i = 0; i < MANY; i++) {
        int64_t start = now_ns();

        start_one();
        times[i] = now_ns() - start;
    }
    print_times("start", MANY);
    while (ended < MANY)
        ended += take_some();
    malloc_trim(0);
    printf("{\"name\": \"10,000 recordings\", \"heap_bytes\": %zu}\n",
           mallinfo2().uordblks - before);
    for (int i = 0; i < MANY; i++) {
        char name[32];
        int64_t start;

        snprintf(name, sizeof name, "room %d", first + i);
        start = now_ns();
        must(!crec_ledger_stop(ledger, name, NULL, NULL), "a stop is refused");
        times[i] = now_ns() - start;
    }
    print_times("stop", MANY);
}

int main(int argc, char **argv)
{
    crec_credentials keys = {sizeof keys, "AKIDEXAMPLE", "KEYEXAMPLE", NULL};
    crec_client_options options = CREC_CLIENT_OPTIONS_INIT;
    crec_ledger_options ledger_options = CREC_LEDGER_OPTIONS_INIT;
    crec_client *client;
    char path[512];

    must(argc == 3, "usage: ledger URL DIRECTORY");
    measure_sqlite(argv[2]);
    options.cloud = CREC_CLOUD_VOLCENGINE;
    options.credentials = &keys;
    options.endpoint = argv[1];
    options.pacing = CREC_PACING_OFF;
    options.queue_limit = 100000;
    options.timeout_ms = 600000;
    snprintf(path, sizeof path, "%s/ledger", argv[2]);
    ledger_options.path = path;
    must(!crec_client_new(&options, &client, NULL), "no client");
    must(!crec_ledger_open(&ledger_options, &ledger, NULL), "no ledger");
    must(!crec_ledger_add_account(ledger, "account", client, NULL), "no account");
    measure_starts("starts, one after the other", 1);
    measure_starts("starts, 64 at once", 64);
    measure_calls();
    crec_ledger_free(ledger);
    crec_client_free(client);
    return 0;
}
