/* What the files of the crec command share. */
#ifndef CREC_COMMAND_H
#define CREC_COMMAND_H

#include <crec.h>
#include <jansson.h>
#include <stdio.h>

/* The parameters of whichever call it is; each struct begins with struct_size. */
typedef union call_params {
    size_t struct_size;
    crec_start_wb_record_params start_wb_record;
    crec_stop_wb_record_params stop_wb_record;
    crec_stop_webcast_params stop_webcast;
    crec_stop_rtc_cloud_recording_params stop_rtc_cloud_recording;
    crec_stop_live_record_params stop_live_record;
} call_params;

/* Everything that the command line of a call can say. */
typedef struct command_line {
    crec_client_options client;
    call_params params;
    int64_t reply_limit;
    int64_t attempt_limit;
    const char *log_level;
    int32_t json;
    int32_t help;
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

/* options.c: parse_options says what is wrong on stderr and returns -1. */
int parse_options(command_line *line, const option *own, char **arguments);
void print_options(const option *own);
void print_common_help(void);

/* calls.c: run_call returns the exit status, or -1 if there is no call of that name. */
int run_call(const char *name, char **arguments);
void print_calls(void);

/* sign.c: returns the exit status. */
int run_sign(char **arguments);

/* output.c */
void print_faults(FILE *file, const crec_outcome *outcome);
void print_outcome(FILE *file, const crec_outcome *outcome);
void print_json(json_t *json); /* one line on stdout; frees json */
json_t *outcome_json(const crec_outcome *outcome);

#endif
