/* Keys of the command's clients: what became of the search for one. */
#ifndef CREC_COMMAND_KEYS_H
#define CREC_COMMAND_KEYS_H

#include "crec_command.h"

#include <pthread.h>

/* Told by the client's log, on the library's thread. */
typedef struct key_watch {
    pthread_mutex_t lock;
    int is_missing;
    char *reason; /* why, or NULL */
    crec_log_function log;
    crec_log_level log_level;
} key_watch;

/* The options' client is watched from then on, and logs as before. It is freed before the watch. */
void watch_key(key_watch *watch, crec_client_options *options);
void free_watch(key_watch *watch);
/* Returns why there is no key, to be freed; or NULL, also while nobody has asked for one. */
char *why_no_key(key_watch *watch);

#endif
