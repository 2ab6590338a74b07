/*
 * A ledger's file with anything in it: recordings and an owner with values of any type, and bytes
 * that are turned over. It is opened, listed, asked and settled, or refused; every call has its
 * outcome.
 *
 * Input: whether there are accounts, the number of recordings, their columns, an owner's columns,
 * then the places of damage, four bytes each, in the file and in its log by turns. A column that
 * begins with "#" is a number.
 */
#include "expect.h"
#include "input.h"
#include "signed.h"

#include <crec_ledger.h>
#include <sqlite3.h>
#include <unistd.h>

enum { RECORDING_LIMIT = 4, RECORDING_COLUMNS = 26, OWNER_COLUMNS = 10, FILE_LIMIT = 1 << 17 };

static char directory[64], path[96], log_path[96];

typedef struct file {
    size_t size;
    uint8_t bytes[FILE_LIMIT];
} file;

static void read_file(const char *from, file *file)
{
    FILE *stream = fopen(from, "rb");

    file->size = stream ? fread(file->bytes, 1, sizeof file->bytes, stream) : 0;
    EXPECT(file->size < sizeof file->bytes);
    if (stream)
        fclose(stream);
}

static void write_file(const char *to, const file *file)
{
    FILE *stream = fopen(to, "wb");

    EXPECT(stream && fwrite(file->bytes, 1, file->size, stream) == file->size);
    fclose(stream);
}

static void remove_files(void)
{
    char index[104];

    snprintf(index, sizeof index, "%s-shm", path);
    unlink(index);
    unlink(log_path);
    unlink(path);
}

static void leave(void)
{
    remove_files();
    rmdir(directory);
}

/* A ledger without recordings, as the library makes it. */
static const file *empty_ledger(void)
{
    static file empty;
    sqlite3 *database = NULL;
    crec_ledger_options options = CREC_LEDGER_OPTIONS_INIT;
    crec_ledger *ledger = NULL;

    if (empty.size > 0)
        return &empty;
    snprintf(directory, sizeof directory, "%s/crec-fuzz-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    EXPECT(mkdtemp(directory));
    snprintf(path, sizeof path, "%s/ledger", directory);
    snprintf(log_path, sizeof log_path, "%s-wal", path);
    atexit(leave);
    options.path = path;
    EXPECT(crec_ledger_open(&options, &ledger, NULL) == CREC_STATUS_OK);
    crec_ledger_free(ledger);
    EXPECT(sqlite3_open(path, &database) == SQLITE_OK);
    sqlite3_exec(database, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
    sqlite3_close(database);
    read_file(path, &empty);
    return &empty;
}

static void insert(sqlite3 *database, const char *sql, int columns, input *input)
{
    sqlite3_stmt *statement = NULL;
    int column;

    EXPECT(sqlite3_prepare_v2(database, sql, -1, &statement, NULL) == SQLITE_OK);
    for (column = 1; column <= columns; column++) {
        const char *text = next_text(input);

        if (text && text[0] == '#')
            sqlite3_bind_int64(statement, column, strtoll(text + 1, NULL, 10));
        else
            sqlite3_bind_text(statement, column, text, -1, SQLITE_TRANSIENT);
    }
    sqlite3_step(statement); /* a rule of the table's may forbid it */
    sqlite3_finalize(statement);
}

/* What is written is in the log, as if its process had been killed. */
static void fill(input *input, file *main, file *log)
{
    size_t count = next_index(input, RECORDING_LIMIT + 1), i;
    sqlite3 *database = NULL;

    EXPECT(sqlite3_open(path, &database) == SQLITE_OK);
    sqlite3_exec(database, "PRAGMA synchronous = OFF; BEGIN", NULL, NULL, NULL);
    for (i = 0; i < count; i++)
        insert(
            database,
            "INSERT INTO recording VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
            "?, ?, ?, ?, ?, ?, ?, ?)",
            RECORDING_COLUMNS, input);
    insert(database, "INSERT INTO owner VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", OWNER_COLUMNS,
           input);
    sqlite3_exec(database, "COMMIT", NULL, NULL, NULL);
    read_file(path, main);
    read_file(log_path, log);
    sqlite3_close(database);
}

static void damage(input *input, file *main, file *log)
{
    size_t size, i;
    const uint8_t *places = next_rest(input, &size);

    for (i = 0; i + 4 <= size; i += 4) {
        file *one = i / 4 % 2 ? log : main;
        size_t at = (size_t)places[i] << 16 | (size_t)places[i + 1] << 8 | places[i + 2];

        if (one->size > 0)
            one->bytes[at % one->size] ^= places[i + 3];
    }
}

/* Nobody drives their loop: what is sent is under way until the end. */
static crec_loop *add_accounts(crec_ledger *ledger, crec_client **clients)
{
    crec_loop_options hosted = {sizeof hosted, 1};
    crec_client_options options = CREC_CLIENT_OPTIONS_INIT;
    crec_cloud cloud;

    EXPECT(crec_loop_new(&hosted, &options.loop, NULL) == CREC_STATUS_OK);
    options.credentials = &fuzz_credentials;
    for (cloud = 1; cloud <= CREC_CLOUD_TENCENT; cloud++) {
        options.cloud = cloud;
        EXPECT(crec_client_new(&options, &clients[cloud - 1], NULL) == CREC_STATUS_OK);
        EXPECT(crec_ledger_add_account(ledger, crec_cloud_name(cloud), clients[cloud - 1], NULL) ==
               CREC_STATUS_OK);
    }
    return options.loop;
}

/* Asks for what the file names; how many outcomes there are to be. */
static int use(crec_ledger *ledger)
{
    crec_recording_options options = CREC_RECORDING_OPTIONS_INIT;
    crec_recordings *all = NULL;
    size_t i;
    int asked = 0;

    crec_ledger_list(ledger, &all, NULL);
    for (i = 0; i < crec_recordings_count(all); i++) {
        const crec_recording *it = crec_recordings_at(all, i);

        EXPECT(strcmp(crec_recording_state_name(it->state), "unknown") != 0);
        EXPECT(it->account && it->action && it->task && it->problem && it->bound);
        EXPECT(it->started_at >= 0 && it->changed_at >= 0 && it->attempts >= 0);
        asked += crec_ledger_stop(ledger, it->name, &options, NULL) == CREC_STATUS_OK;
        asked += crec_ledger_forget(ledger, it->name, &options, NULL) == CREC_STATUS_OK;
    }
    crec_recordings_free(all);
    crec_ledger_settle(ledger, 0);
    return asked;
}

static void take_all(crec_ledger *ledger, int asked)
{
    crec_outcome *outcome = NULL;

    for (; crec_ledger_take(ledger, NULL, &outcome); asked--)
        crec_outcome_free(outcome);
    EXPECT(asked == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static file main, log;
    const file *empty = empty_ledger();
    input input = begin_input(data, size);
    int has_accounts = (int)next_index(&input, 2);
    crec_ledger_options options = CREC_LEDGER_OPTIONS_INIT;
    crec_client *clients[CREC_CLOUD_TENCENT] = {NULL};
    crec_loop *loop = NULL;
    crec_ledger *ledger = NULL;
    crec_outcome *outcome = NULL;
    crec_status status;
    int i, asked;

    remove_files();
    write_file(path, empty);
    fill(&input, &main, &log);
    damage(&input, &main, &log);
    remove_files();
    write_file(path, &main);
    write_file(log_path, &log);
    options.path = path;
    status = crec_ledger_open(&options, &ledger, &outcome);
    if (status == CREC_STATUS_OK) {
        if (has_accounts)
            loop = add_accounts(ledger, clients);
        asked = use(ledger);
        crec_ledger_close(ledger, 0, 0);
        take_all(ledger, asked);
        crec_ledger_free(ledger);
    } else {
        EXPECT(!ledger && begins_with(crec_outcome_message(outcome), path));
    }
    crec_outcome_free(outcome);
    crec_loop_close(loop, 0);
    for (i = 0; i < CREC_CLOUD_TENCENT; i++)
        crec_client_free(clients[i]);
    crec_loop_free(loop);
    end_input(&input);
    return 0;
}
