/* crec record list: what the ledger has, as a table for people or as JSON. */
#define _POSIX_C_SOURCE 200809L
#include "record.h"

#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { NAME, STATE, AGE, CLOUD, ACTION, TASK, ATTEMPTS, PROBLEM, COLUMNS };

static const char *const titles[] = {"name",   "state", "age",      "cloud",
                                     "action", "task",  "attempts", "last problem"};

typedef struct row {
    const char *cells[COLUMNS];
    char age[24];
    char attempts[16];
} row;

int is_lost(const crec_recording *recording)
{
    return recording->state == CREC_RECORDING_DOUBTFUL ||
           recording->state == CREC_RECORDING_ABANDONED;
}

static int64_t now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec;
}

/* In one unit, cut off: 59 s, 59 min, 47 h, 2 d. */
static void write_age(char *text, size_t size, int64_t started_at)
{
    static const struct {
        int64_t seconds, limit;
        const char *name;
    } units[] = {{1, 60, "s"}, {60, 3600, "min"}, {3600, 172800, "h"}, {86400, INT64_MAX, "d"}};
    int64_t age = now_s() - started_at / 1000;
    size_t i = 0;

    age = age > 0 ? age : 0;
    while (age >= units[i].limit)
        i++;
    snprintf(text, size, "%" PRId64 " %s", age / units[i].seconds, units[i].name);
}

static void fill_row(row *row, const crec_recording *it)
{
    write_age(row->age, sizeof row->age, it->started_at);
    snprintf(row->attempts, sizeof row->attempts, "%" PRId32, it->attempts);
    row->cells[NAME] = it->name;
    row->cells[STATE] = crec_recording_state_name(it->state);
    row->cells[AGE] = row->age;
    row->cells[CLOUD] = crec_cloud_name(it->cloud);
    row->cells[ACTION] = it->action;
    row->cells[TASK] = it->task;
    row->cells[ATTEMPTS] = row->attempts;
    row->cells[PROBLEM] = it->problem;
}

/* Characters of UTF-8: the bytes that begin one. */
static int text_width(const char *text)
{
    int width = 0;

    for (; *text; text++)
        width += (*text & 0xC0) != 0x80;
    return width;
}

static void print_row(FILE *file, const char *mark, const char *const *cells, const int *widths)
{
    int column, last = cells[PROBLEM][0] ? PROBLEM : ATTEMPTS;

    fputs(mark, file);
    for (column = 0; column < last; column++)
        fprintf(file, "%s%*s  ", cells[column], widths[column] - text_width(cells[column]), "");
    fprintf(file, "%s\n", cells[last]);
}

static void widen(int *widths, const char *const *cells)
{
    int column;

    for (column = 0; column < COLUMNS; column++)
        if (text_width(cells[column]) > widths[column])
            widths[column] = text_width(cells[column]);
}

void print_table(FILE *file, const crec_recordings *all, recording_filter filter)
{
    const crec_recording *it;
    int widths[COLUMNS] = {0}, lost = 0;
    row row;
    size_t i;

    widen(widths, titles);
    for (i = 0; (it = crec_recordings_at(all, i)); i++)
        if (!filter || filter(it)) {
            fill_row(&row, it);
            widen(widths, row.cells);
        }
    print_row(file, "  ", titles, widths);
    for (i = 0; (it = crec_recordings_at(all, i)); i++)
        if (!filter || filter(it)) {
            fill_row(&row, it);
            print_row(file, is_lost(it) ? "! " : "  ", row.cells, widths);
            if (is_lost(it))
                fprintf(file, "!     it may still record: %s\n", it->bound);
            lost += is_lost(it);
        }
    if (lost > 0)
        fputs("! nothing stops these any more: see to them at the cloud, then crec record forget\n",
              file);
}

json_t *recording_json(const crec_recording *it)
{
    json_t *json = json_object();
    json_t *task = json_loads(it->task, JSON_REJECT_DUPLICATES, NULL);

    json_object_set_new(json, "name", json_string(it->name));
    json_object_set_new(json, "state", json_string(crec_recording_state_name(it->state)));
    json_object_set_new(json, "account", json_string(it->account));
    json_object_set_new(json, "cloud", json_string(crec_cloud_name(it->cloud)));
    json_object_set_new(json, "action", json_string(it->action));
    json_object_set_new(json, "task", task ? task : json_null());
    json_object_set_new(json, "started_at", json_integer(it->started_at));
    json_object_set_new(json, "changed_at", json_integer(it->changed_at));
    json_object_set_new(json, "attempts", json_integer(it->attempts));
    json_object_set_new(json, "status", json_integer(it->status));
    json_object_set_new(json, "status_name", json_string(crec_status_name(it->status)));
    json_object_set_new(json, "problem", json_string(it->problem));
    json_object_set_new(json, "bound", json_string(it->bound));
    json_object_set_new(json, "is_orphan", json_boolean(it->is_orphan));
    return json;
}

static volatile sig_atomic_t is_over;

static void end_watching(int signal)
{
    (void)signal;
    is_over = 1;
}

static void await_signals(void)
{
    struct sigaction action;

    memset(&action, 0, sizeof action);
    action.sa_handler = end_watching;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

static void print_list(const command_line *line, const crec_recordings *all)
{
    size_t i;

    if (line->watch && !line->json && isatty(STDOUT_FILENO))
        fputs("\033[H\033[J", stdout); /* from the top of the screen */
    if (!line->json)
        print_table(stdout, all, NULL);
    for (i = 0; line->json && i < crec_recordings_count(all); i++)
        print_json(recording_json(crec_recordings_at(all, i)));
}

static int list_once(session *session)
{
    crec_recordings *all;
    crec_outcome *outcome;

    if (crec_ledger_list(session->ledger, &all, &outcome) != CREC_STATUS_OK)
        return finish_call(session->line, outcome, NULL);
    crec_outcome_free(outcome);
    print_list(session->line, all);
    crec_recordings_free(all);
    return flush_output();
}

int record_list(const command_line *line)
{
    const struct timespec second = {1, 0};
    session session;
    int status = open_session(&session, line);

    if (status != CREC_STATUS_OK)
        return status;
    if (line->watch)
        await_signals();
    do {
        status = list_once(&session);
    } while (line->watch && status == CREC_STATUS_OK && !is_over && nanosleep(&second, NULL) == 0);
    close_session(&session, 0);
    return status;
}
