/* Trouble with the ledger's file: it is told clearly, a start is refused, a stop is still made. */
#include "ledger.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

static void refuse(const char *path, crec_status status, const char *message)
{
    crec_ledger_options options = CREC_LEDGER_OPTIONS_INIT;
    crec_ledger *ledger = NULL;
    crec_outcome *outcome = NULL;
    char expected[256];

    options.path = path;
    CHECK_NUMBER(crec_ledger_open(&options, &ledger, &outcome), status);
    CHECK(ledger == NULL);
    snprintf(expected, sizeof expected, "%s: %s", path, message);
    CHECK_TEXT(crec_outcome_message(outcome), expected);
    crec_outcome_free(outcome);
}

static void write_file(const char *path, const char *text, size_t size)
{
    FILE *file = fopen(path, "w");

    CHECK_NUMBER(fwrite(text, 1, size, file), size);
    CHECK_NUMBER(fclose(file), 0);
}

static void what_is_no_ledger_is_refused(void)
{
    place place;
    char path[160];

    begin(&place);
    snprintf(path, sizeof path, "%s/none/ledger", place.directory);
    refuse(path, CREC_STATUS_INVALID_ARGUMENT, "unable to open database file");
    refuse(place.directory, CREC_STATUS_INVALID_ARGUMENT, "is no file");
    write_file(place.path, "This is a text, and no database of any kind, by far.", 52);
    refuse(place.path, CREC_STATUS_INVALID_ARGUMENT, "file is not a database");
    finish(&place);
}

/* Changes the file from another process: SQLite would lose this one's locks otherwise. */
static void change(const place *place, const char *sql)
{
    char command[512];

    snprintf(command, sizeof command,
             "python3 -c \"import sqlite3; sqlite3.connect('%s').executescript('%s')\"",
             place->path, sql);
    CHECK_NUMBER(system(command), 0);
}

static void an_older_file_is_brought_up_to_date(void)
{
    place place;
    crec_ledger *ledger;

    begin(&place);
    ledger = open_ledger(&place);
    start(ledger, "one", &live);
    expect(ledger, CREC_STATUS_OK, "");
    crec_ledger_free(ledger);
    change(&place, "DROP INDEX recording_late; ALTER TABLE recording DROP COLUMN ends_at;"
                   "ALTER TABLE recording DROP COLUMN place; PRAGMA user_version = 1");
    ledger = open_ledger(&place);
    stop(ledger, "one");
    expect(ledger, CREC_STATUS_OK, NULL);
    start(ledger, "one", &live);
    expect(ledger, CREC_STATUS_OK, "");
    crec_ledger_free(ledger);
    change(&place, "PRAGMA user_version = 4");
    refuse(place.path, CREC_STATUS_INVALID_ARGUMENT,
           "is a ledger of a newer version of the library");
    change(&place, "PRAGMA user_version = -1");
    refuse(place.path, CREC_STATUS_INVALID_ARGUMENT,
           "is a ledger of a newer version of the library");
    finish(&place);
}

/* Bytes in the middle of a ledger are turned over: whatever that comes to, the host lives on. */
static void a_damaged_file_crashes_nobody(void)
{
    static char contents[1 << 16];
    place place;
    crec_ledger *ledger;
    crec_ledger_options options = CREC_LEDGER_OPTIONS_INIT;
    FILE *file;
    size_t size;
    unsigned round, i;

    begin(&place);
    ledger = open_ledger(&place);
    start(ledger, "one", &live);
    expect(ledger, CREC_STATUS_OK, "");
    crec_ledger_free(ledger);
    change(&place, "PRAGMA wal_checkpoint(TRUNCATE)");
    file = fopen(place.path, "r");
    size = fread(contents, 1, sizeof contents, file);
    fclose(file);
    CHECK(size > 4096);
    options.path = place.path;
    srand(1);
    for (round = 0; round < 200; round++) {
        static char damaged[1 << 16];
        crec_recordings *all = NULL;

        memcpy(damaged, contents, size);
        for (i = 0; i < 1 + round % 20; i++)
            damaged[(size_t)rand() % size] ^= (char)(1 << rand() % 8);
        write_file(place.path, damaged, size);
        ledger = NULL;
        if (crec_ledger_open(&options, &ledger, NULL) != CREC_STATUS_OK) {
            CHECK(ledger == NULL);
            continue;
        }
        crec_ledger_list(ledger, &all, NULL);
        crec_recordings_free(all);
        stop(ledger, "one");
        crec_ledger_close(ledger, 0, 0);
        crec_ledger_free(ledger);
    }
    write_file(place.path, contents, size);
    CHECK_NUMBER(access(place.path, F_OK), 0);
    finish(&place);
}

/* No file may grow any more, as on a full disk. */
static void a_full_disk(void)
{
    struct rlimit limit, before;
    place place;
    crec_ledger *ledger;
    crec_outcome *outcome;

    begin(&place);
    signal(SIGXFSZ, SIG_IGN);
    ledger = open_ledger(&place);
    start(ledger, "one", &live);
    expect(ledger, CREC_STATUS_OK, "");
    getrlimit(RLIMIT_FSIZE, &before);
    limit = before;
    limit.rlim_cur = 512;
    setrlimit(RLIMIT_FSIZE, &limit);
    start(ledger, "two", &webcast);
    outcome = taken(ledger);
    CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_SHORTAGE);
    CHECK(strstr(crec_outcome_message(outcome), place.path) != NULL);
    crec_outcome_free(outcome);
    CHECK_NUMBER(emulator("requests"), 1);
    stop(ledger, "one");
    expect(ledger, CREC_STATUS_OK, NULL);
    CHECK_NUMBER(emulator("applied"), 2);
    setrlimit(RLIMIT_FSIZE, &before);
    start(ledger, "two", &webcast);
    expect(ledger, CREC_STATUS_OK, "");
    CHECK_NUMBER(state_of(ledger, "one"), CREC_RECORDING_STOPPED);
    CHECK_NUMBER(state_of(ledger, "two"), CREC_RECORDING_RUNNING);
    crec_ledger_free(ledger);
    finish(&place);
}

static void a_file_that_is_removed_while_it_is_open(void)
{
    place place;
    crec_ledger *ledger;
    crec_outcome *outcome;

    begin(&place);
    ledger = open_ledger(&place);
    start(ledger, "one", &live);
    expect(ledger, CREC_STATUS_OK, "");
    CHECK_NUMBER(unlink(place.path), 0);
    stop(ledger, "one");
    expect(ledger, CREC_STATUS_OK, NULL);
    CHECK_NUMBER(emulator("applied"), 2);
    start(ledger, "two", &live);
    outcome = taken(ledger);
    CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_SHORTAGE);
    CHECK(strstr(crec_outcome_message(outcome), "was removed or replaced") != NULL);
    crec_outcome_free(outcome);
    CHECK_NUMBER(emulator("requests"), 2);
    crec_ledger_free(ledger);
    finish(&place);
}

static void arguments(void)
{
    place place;
    crec_ledger *ledger;
    crec_ledger_options options = CREC_LEDGER_OPTIONS_INIT;
    crec_recording_params params = CREC_RECORDING_PARAMS_INIT;
    crec_outcome *outcome = NULL;

    begin(&place);
    CHECK_NUMBER(crec_ledger_open(NULL, &ledger, NULL), CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_ledger_open(&options, &ledger, NULL), CREC_STATUS_INVALID_ARGUMENT);
    options.path = place.path;
    options.grace_ms = -1;
    CHECK_NUMBER(crec_ledger_open(&options, &ledger, NULL), CREC_STATUS_INVALID_ARGUMENT);
    ledger = open_ledger(&place);
    CHECK_NUMBER(crec_ledger_start(ledger, NULL, NULL), CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_ledger_start(NULL, &params, NULL), CREC_STATUS_INVALID_ARGUMENT);
    params.name = "one";
    params.account = "nobody";
    CHECK_NUMBER(crec_ledger_start(ledger, &params, NULL), CREC_STATUS_INVALID_ARGUMENT);
    params.account = "tencent";
    params.action = "StopLiveRecord";
    CHECK_NUMBER(crec_ledger_start(ledger, &params, NULL), CREC_STATUS_INVALID_ARGUMENT);
    params.action = "CreateLiveRecord";
    params.fields = "{\"Highlight\":1}";
    CHECK_NUMBER(crec_ledger_start(ledger, &params, &outcome), CREC_STATUS_INVALID_ARGUMENT);
    CHECK_TEXT(crec_outcome_fault_field(outcome, 0), "StreamName");
    crec_outcome_free(outcome);
    params.fields = "no JSON";
    CHECK_NUMBER(crec_ledger_start(ledger, &params, NULL), CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_ledger_stop(ledger, "", NULL, NULL), CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_ledger_stop(ledger, "a\nb", NULL, NULL), CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_ledger_stop_all(ledger, NULL, NULL), CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_ledger_stop_all(ledger, "a\nb", NULL), CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_ledger_stop_all(NULL, "", NULL), CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_ledger_forget(ledger, NULL, NULL, NULL), CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_ledger_add_account(ledger, "a", NULL, NULL), CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_ledger_list(ledger, NULL, NULL), CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_ledger_list(NULL, NULL, NULL), CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_ledger_descriptor(NULL), -1);
    CHECK_NUMBER(crec_ledger_take(NULL, NULL, NULL), 0);
    CHECK_NUMBER(crec_ledger_settle(NULL, 0), CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_ledger_close(NULL, 0, 0), CREC_STATUS_INVALID_ARGUMENT);
    CHECK_NUMBER(crec_ledger_close(ledger, 1000, 0), CREC_STATUS_OK);
    CHECK_NUMBER(crec_ledger_close(ledger, 1000, 0), CREC_STATUS_OK);
    CHECK_NUMBER(crec_ledger_stop(ledger, "one", NULL, NULL), CREC_STATUS_CLOSED);
    CHECK_NUMBER(crec_ledger_stop_all(ledger, "", NULL), CREC_STATUS_CLOSED);
    CHECK_NUMBER(crec_ledger_settle(ledger, 0), CREC_STATUS_CLOSED);
    crec_ledger_free(ledger);
    crec_ledger_free(NULL);
    crec_recordings_free(NULL);
    CHECK_NUMBER(crec_recordings_count(NULL), 0);
    CHECK(crec_recordings_at(NULL, 0) == NULL);
    CHECK_TEXT(crec_recording_state_name(CREC_RECORDING_DOUBTFUL), "doubtful");
    CHECK_TEXT(crec_recording_state_name(0), "unknown");
    CHECK_NUMBER(emulator("requests"), 0);
    finish(&place);
}

int main(void)
{
    static const test tests[] = {
        TEST(what_is_no_ledger_is_refused),
        TEST(an_older_file_is_brought_up_to_date),
        TEST(a_damaged_file_crashes_nobody),
        TEST(a_full_disk),
        TEST(a_file_that_is_removed_while_it_is_open),
        TEST(arguments),
    };

    return run_tests(tests, COUNT(tests));
}
