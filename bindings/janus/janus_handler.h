/* The two halves of the event handler: Janus's side, and the recordings'. */
#ifndef JANUS_HANDLER_H
#define JANUS_HANDLER_H

/* janus_handler.c, which knows nothing of recordings: an item of the configuration, or NULL. */
const char *setting(const char *name);

/* janus_crec.c, which knows nothing of Janus's tables and JSON. */
int open_recordings(void); /* 0, or -1: it has told why */
void close_recordings(void);
/* An event of the videoroom. The feed is "" where the event is that of a whole room. */
void hear(const char *event, const char *room, const char *feed);

#endif
