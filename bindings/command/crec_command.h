/* The internal header of the crec command. */
#ifndef CREC_COMMAND_H
#define CREC_COMMAND_H

#include <crec.h>
#include <jansson.h>
#include <stdio.h>

/* Everything that the command line of a call can say. */
typedef struct command_line {
    crec_client_options client;
    const json_t *operation; /* one of crec_operations, whose fields are options; or NULL */
    json_t *fields;          /* of the call, an object */
    const char **words;      /* what is no option: as many as there are arguments at most */
    size_t word_count;
    const char *version;
    int64_t reply_limit;
    int64_t attempt_limit;
    const char *log_level;
    int32_t get;
    int32_t repeatable;
    int32_t json;
    int32_t help;
    int32_t shows_reply; /* the body of a success is what was asked for */

    /* For crec record. */
    const char *ledger;
    int32_t replace_damaged;
    const char *account;
    const char *given_fields; /* a JSON object */
    int64_t max_duration_s;
    int64_t wait_s; /* negative: without end */
    int32_t watch;
    int32_t all;             /* the name is how names begin */
    int32_t names_operation; /* the second word names one: fields are options from there on */
} command_line;

typedef enum option_kind { OPTION_TEXT, OPTION_NUMBER, OPTION_FLAG } option_kind;

/* One --name VALUE. A table of them ends with {0}. */
typedef struct option {
    const char *name;
    const char *value; /* as --help calls it; NULL for a flag */
    option_kind kind;
    size_t offset; /* of the member of command_line: const char *, int64_t or int32_t */
    const char *help;
} option;

/* options.c: parse_options says what is wrong on stderr and returns -1; free_line follows. */
int parse_options(command_line *line, const option *own, char **arguments);
void free_line(command_line *line);
void print_options(const option *own);
void print_common_help(void);
void print_statuses(void);

/* fields.c: the fields of an operation as options. */
const char *set_field(json_t *fields, const json_t *operation, const char *name, size_t length,
                      const char *text); /* returns what is wrong, or NULL */
const char *member_text(const json_t *object, const char *name);
void option_name(char *name, size_t size, const char *field);
void print_fields(const json_t *operation);

/* operations.c: find_operation says on stderr that there is none of a name, and returns NULL.
 * run_operation returns the exit status; make_call frees the request, which is NULL where the
 * outcome says why; it and finish_call free the outcome, and a second refusal, which may be
 * NULL. */
const json_t *find_operation(const char *name);
crec_cloud cloud_of(const json_t *operation);
int run_operation(const char *name, char **arguments);
int make_call(const command_line *line, crec_request *request, crec_outcome *outcome);
int finish_call(const command_line *line, crec_outcome *outcome, crec_outcome *also);
void print_operations(void);

/* calls.c: both return the exit status. */
int run_call(char **arguments);
int run_running(char **arguments);

/* whoami.c: returns the exit status. */
int run_whoami(char **arguments);

/* sign.c: returns the exit status. */
int run_sign(char **arguments);

/* record.c: returns the exit status. */
int run_record(char **arguments);

/* keys.c */
void print_key_help(void);

/* output.c: flush_output returns CREC_STATUS_OK; or CREC_STATUS_INTERNAL, and has said on stderr
 * that not everything could be printed. */
int flush_output(void);
void print_faults(FILE *file, const crec_outcome *outcome);
void print_outcome(FILE *file, const crec_outcome *outcome);
void print_json(json_t *json); /* one line on stdout; frees json */
json_t *outcome_json(const crec_outcome *outcome);
void add_refusal(json_t *json, const crec_outcome *outcome);
void print_cloud_names(FILE *file);

#endif
