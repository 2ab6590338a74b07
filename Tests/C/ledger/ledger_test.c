/* Recordings by name, against the emulator: starts, stops, repeats, doubts, other processes. */
#include "ledger.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

static const kind *const kinds[] = {&whiteboard, &webcast, &rtc, &live, &record};

static void every_kind_is_started_and_stopped(void)
{
    place place;
    crec_ledger *ledger;
    size_t i;

    begin(&place);
    ledger = open_ledger(&place);
    for (i = 0; i < COUNT(kinds); i++) {
        ROW("%s", kinds[i]->action);
        start(ledger, "one", kinds[i]);
        expect(ledger, CREC_STATUS_OK, NULL);
        CHECK_NUMBER(state_of(ledger, "one"), CREC_RECORDING_RUNNING);
        stop(ledger, "one");
        expect(ledger, CREC_STATUS_OK, NULL);
        CHECK_NUMBER(state_of(ledger, "one"), CREC_RECORDING_STOPPED);
    }
    CHECK_NUMBER(emulator("requests"), 2 * COUNT(kinds));
    CHECK_NUMBER(emulator("applied"), 2 * COUNT(kinds));
    CHECK_NUMBER(crec_ledger_close(ledger, 1000, 0), CREC_STATUS_OK);
    crec_ledger_free(ledger);
    finish(&place);
}

static void repeats_collapse(void)
{
    place place;
    crec_ledger *ledger;

    begin(&place);
    ledger = open_ledger(&place);
    start(ledger, "one", &live);
    start(ledger, "one", &live);
    stop(ledger, "one");
    stop(ledger, "one");
    expect(ledger, CREC_STATUS_OK, NULL);
    expect(ledger, CREC_STATUS_OK, NULL);
    expect(ledger, CREC_STATUS_OK, NULL);
    expect(ledger, CREC_STATUS_OK, NULL);
    CHECK_NUMBER(emulator("requests"), 2);
    stop(ledger, "one");
    expect(ledger, CREC_STATUS_ALREADY_STOPPED, "it had ended before");
    stop(ledger, "two");
    expect(ledger, CREC_STATUS_NOT_FOUND, "no recording has this name");
    start(ledger, "one", &live);
    expect(ledger, CREC_STATUS_OK, "");
    start(ledger, "one", &live);
    expect(ledger, CREC_STATUS_OK, "it records already");
    CHECK_NUMBER(emulator("requests"), 3);
    crec_ledger_free(ledger);
    finish(&place);
}

static void a_name_has_one_task_and_a_task_one_name(void)
{
    place place;
    crec_ledger *ledger;

    begin(&place);
    ledger = open_ledger(&place);
    start(ledger, "one", &whiteboard);
    expect(ledger, CREC_STATUS_OK, "");
    start(ledger, "two", &whiteboard);
    expect(ledger, CREC_STATUS_CONFLICT, "another recording has the same task");
    CHECK_NUMBER(state_of(ledger, "two"), 0);
    forget(ledger, "one");
    expect(ledger, CREC_STATUS_BUSY, "it may be running: stop it first");
    stop(ledger, "one");
    expect(ledger, CREC_STATUS_OK, NULL);
    forget(ledger, "one");
    expect(ledger, CREC_STATUS_OK, "");
    start(ledger, "two", &whiteboard);
    expect(ledger, CREC_STATUS_OK, "");
    crec_ledger_free(ledger);
    finish(&place);
}

static void a_refused_start_never_began(void)
{
    place place;
    crec_ledger *ledger;

    begin(&place);
    ledger = open_ledger(&place);
    emulator("fault {\"kind\": \"code\", \"code\": \"AuthFailure.SecretIdNotFound\"}");
    start(ledger, "one", &live);
    expect(ledger, CREC_STATUS_AUTHENTICATION, NULL);
    CHECK_NUMBER(state_of(ledger, "one"), CREC_RECORDING_FAILED);
    CHECK_NUMBER(crec_ledger_settle(ledger, 0), CREC_STATUS_OK);
    crec_ledger_free(ledger);
    finish(&place);
}

/* The reply to the start is lost. */
static void starts_in_doubt(void)
{
    static const struct {
        const kind *kind;
        crec_recording_state state;
    } rows[] = {
        {&whiteboard, CREC_RECORDING_STOPPED}, {&webcast, CREC_RECORDING_STOPPED},
        {&rtc, CREC_RECORDING_DOUBTFUL},       {&live, CREC_RECORDING_DOUBTFUL},
        {&record, CREC_RECORDING_RUNNING},
    };
    place place;
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        crec_ledger *ledger;

        ROW("%s", rows[i].kind->action);
        begin(&place);
        ledger = open_ledger(&place);
        emulator("fault {\"kind\": \"cut\", \"times\": 1}");
        start(ledger, "one", rows[i].kind);
        expect(ledger,
               rows[i].state == CREC_RECORDING_RUNNING ? CREC_STATUS_OK : CREC_STATUS_NETWORK,
               NULL);
        if (rows[i].state == CREC_RECORDING_STOPPED)
            CHECK_NUMBER(crec_ledger_settle(ledger, TEST_LIMIT_S * 1000), CREC_STATUS_OK);
        CHECK_NUMBER(state_of(ledger, "one"), rows[i].state);
        if (rows[i].state == CREC_RECORDING_DOUBTFUL) {
            start(ledger, "one", rows[i].kind);
            expect(ledger, CREC_STATUS_CONFLICT, NULL);
            stop(ledger, "one");
            expect(ledger, CREC_STATUS_CONFLICT, NULL);
            CHECK_NUMBER(crec_ledger_settle(ledger, 0), CREC_STATUS_CONFLICT);
            forget(ledger, "one");
            expect(ledger, CREC_STATUS_OK, NULL);
        }
        crec_ledger_free(ledger);
        finish(&place);
    }
}

static void a_stop_that_fails_is_made_again(void)
{
    place place;
    crec_ledger *ledger;

    begin(&place);
    ledger = open_ledger(&place);
    start(ledger, "one", &live);
    expect(ledger, CREC_STATUS_OK, "");
    emulator("fault {\"kind\": \"code\", \"code\": \"InternalError\", \"times\": 2}");
    stop(ledger, "one");
    expect(ledger, CREC_STATUS_CLOUD_ERROR, NULL);
    CHECK_NUMBER(state_of(ledger, "one"), CREC_RECORDING_STOPPING);
    CHECK_NUMBER(crec_ledger_settle(ledger, TEST_LIMIT_S * 1000), CREC_STATUS_OK);
    CHECK_NUMBER(state_of(ledger, "one"), CREC_RECORDING_STOPPED);
    CHECK_NUMBER(emulator("requests"), 4);
    crec_ledger_free(ledger);
    finish(&place);
}

/* Another region does not know the task: that is no sign that it has ended. */
static void a_task_is_sought_where_it_was_started(void)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    crec_client *elsewhere;
    crec_outcome *outcome;
    place place;
    crec_ledger *ledger;

    begin(&place);
    ledger = open_ledger(&place);
    start(ledger, "one", &live);
    expect(ledger, CREC_STATUS_OK, "");
    options.region = "elsewhere";
    elsewhere = new_client(&options);
    CHECK_NUMBER(crec_ledger_add_account(ledger, "tencent", elsewhere, NULL), CREC_STATUS_OK);
    emulator("fault {\"kind\": \"code\", \"code\": \"ResourceNotFound\", \"times\": 1}");
    stop(ledger, "one");
    outcome = taken(ledger);
    CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_CONFLICT);
    CHECK(strstr(crec_outcome_message(outcome), " elsewhere, but it was started at ") != NULL);
    crec_outcome_free(outcome);
    CHECK_NUMBER(state_of(ledger, "one"), CREC_RECORDING_STOPPING);
    CHECK_NUMBER(crec_ledger_add_account(ledger, "tencent", place.clients[2], NULL),
                 CREC_STATUS_OK);
    emulator("fault {\"kind\": \"code\", \"code\": \"ResourceNotFound\", \"times\": 1}");
    CHECK_NUMBER(crec_ledger_settle(ledger, TEST_LIMIT_S * 1000), CREC_STATUS_OK);
    CHECK_NUMBER(state_of(ledger, "one"), CREC_RECORDING_STOPPED);
    CHECK_NUMBER(emulator("requests"), 3);
    crec_ledger_free(ledger);
    crec_client_free(elsewhere);
    finish(&place);
}

static void the_file_is_private_and_has_no_secret(void)
{
    place place;
    crec_ledger *ledger;
    struct stat about;
    char command[256];

    begin(&place);
    ledger = open_ledger(&place);
    start(ledger, "one", &rtc);
    expect(ledger, CREC_STATUS_OK, "");
    CHECK_NUMBER(stat(place.path, &about), 0);
    CHECK_NUMBER(about.st_mode & 0777, 0600);
    snprintf(command, sizeof command, "! grep -rqE 'SECRETSECRET|test-secret|test-key' %s",
             place.directory);
    CHECK_NUMBER(system(command), 0);
    crec_ledger_free(ledger);
    finish(&place);
}

/* Another process opens the file, starts recordings, and is killed. */
static void start_and_die(place *place, const kind *const *some, size_t count)
{
    int ready[2];
    char byte;
    pid_t child;

    CHECK_NUMBER(pipe(ready), 0);
    if (!(child = fork())) {
        crec_ledger *ledger;
        size_t i;
        char name[32];

        for (i = 0; i < 3; i++)
            place->clients[i] = emulator_client((crec_cloud)i + 1);
        ledger = open_ledger(place);
        for (i = 0; i < count; i++) {
            snprintf(name, sizeof name, "%zu", i);
            start(ledger, name, some[i]);
            expect(ledger, CREC_STATUS_OK, NULL);
        }
        CHECK_NUMBER(write(ready[1], "", 1), 1);
        for (;;)
            pause();
    }
    close(ready[1]);
    CHECK_NUMBER(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

static void a_killed_process_leaves_orphans_that_are_stopped(void)
{
    place place;
    crec_ledger *ledger;

    begin(&place);
    start_and_die(&place, kinds + 1, COUNT(kinds) - 1);
    ledger = open_ledger(&place);
    CHECK_NUMBER(state_of(ledger, "0"), CREC_RECORDING_RUNNING);
    CHECK_NUMBER(crec_ledger_settle(ledger, TEST_LIMIT_S * 1000), CREC_STATUS_OK);
    CHECK_NUMBER(state_of(ledger, "0"), CREC_RECORDING_STOPPED);
    CHECK_NUMBER(state_of(ledger, "3"), CREC_RECORDING_STOPPED);
    CHECK_NUMBER(emulator("applied"), 2 * (COUNT(kinds) - 1));
    crec_ledger_free(ledger);
    finish(&place);
}

static void an_orphan_is_adopted_or_stopped_by_name(void)
{
    static const kind *const two[] = {&live, &webcast};
    place place;
    crec_ledger *ledger;

    begin(&place);
    start_and_die(&place, two, COUNT(two));
    ledger = open_ledger(&place);
    start(ledger, "0", &live);
    expect(ledger, CREC_STATUS_OK, "it records already");
    stop(ledger, "1");
    expect(ledger, CREC_STATUS_OK, NULL);
    CHECK_NUMBER(crec_ledger_settle(ledger, TEST_LIMIT_S * 1000), CREC_STATUS_OK);
    CHECK_NUMBER(state_of(ledger, "0"), CREC_RECORDING_RUNNING);
    CHECK_NUMBER(emulator("requests"), 3);
    crec_ledger_free(ledger);
    finish(&place);
}

static void a_close_stops_all_that_is_its_own(void)
{
    place place;
    crec_ledger *ledger;

    begin(&place);
    ledger = open_ledger(&place);
    start(ledger, "one", &live);
    expect(ledger, CREC_STATUS_OK, "");
    start(ledger, "two", &webcast); /* its start is under way */
    CHECK_NUMBER(crec_ledger_close(ledger, TEST_LIMIT_S * 1000, 1), CREC_STATUS_OK);
    crec_ledger_free(ledger);
    CHECK_NUMBER(emulator("applied"), 4);
    finish(&place);
}

/* It was only asked for, and the thread may not have seen it yet. */
static void a_close_waits_for_what_was_just_asked(void)
{
    place place;
    int round;

    begin(&place);
    for (round = 0; round < 50; round++) {
        crec_ledger *ledger = open_ledger(&place);
        crec_outcome *outcome = NULL;

        start(ledger, "one", &live);
        CHECK_NUMBER(crec_ledger_close(ledger, TEST_LIMIT_S * 1000, 0), CREC_STATUS_OK);
        CHECK_NUMBER(crec_ledger_take(ledger, NULL, &outcome), 1);
        CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_OK);
        crec_outcome_free(outcome);
        crec_ledger_free(ledger);
    }
    CHECK_NUMBER(emulator("applied"), 1);
    finish(&place);
}

int main(void)
{
    static const test tests[] = {
        TEST(every_kind_is_started_and_stopped),
        TEST(repeats_collapse),
        TEST(a_name_has_one_task_and_a_task_one_name),
        TEST(a_refused_start_never_began),
        TEST(starts_in_doubt),
        TEST(a_stop_that_fails_is_made_again),
        TEST(a_task_is_sought_where_it_was_started),
        TEST(the_file_is_private_and_has_no_secret),
        TEST(a_killed_process_leaves_orphans_that_are_stopped),
        TEST(an_orphan_is_adopted_or_stopped_by_name),
        TEST(a_close_stops_all_that_is_its_own),
        TEST(a_close_waits_for_what_was_just_asked),
    };

    return run_tests(tests, COUNT(tests));
}
