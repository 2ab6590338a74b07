/* Janus's side of any event handler: its table, its configuration, and the reading of events. */
#include "janus_handler.h"

#include <janus/config.h>
#include <janus/events/eventhandler.h>

#define PACKAGE "janus.eventhandler.crec"

static janus_config *config;

const char *setting(const char *name)
{
    janus_config_item *item = janus_config_search(config, "general", name, NULL);

    return item ? item->value : NULL;
}

static int init(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, PACKAGE ".jcfg", NULL);

    config = janus_config_parse(path);
    return open_recordings();
}

/* Clients choose their ids: escaped, these keep to their place in a name and in JSON. */
static char *text(const json_t *id)
{
    return json_is_string(id) ? g_uri_escape_string(json_string_value(id), NULL, FALSE)
                              : g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(id));
}

static void incoming_event(json_t *event)
{
    const char *plugin, *what;
    json_t *room, *feed = NULL;

    if (json_unpack(event, "{s{sss{sssos?o}}}", "event", "plugin", &plugin, "data", "event", &what,
                    "room", &room, "id", &feed) == 0 &&
        strcmp(plugin, "janus.plugin.videoroom") == 0) {
        g_autofree char *room_id = text(room), *feed_id = feed ? text(feed) : g_strdup("");

        hear(what, room_id, feed_id);
    }
}

static int version(void)
{
    return JANUS_EVENTHANDLER_API_VERSION;
}

static const char *package(void)
{
    return PACKAGE;
}

__attribute__((visibility("default"))) janus_eventhandler *create(void)
{
    static janus_eventhandler handler = {.init = init,
                                         .destroy = close_recordings,
                                         .get_api_compatibility = version,
                                         .get_version = version,
                                         .get_version_string = package,
                                         .get_description = package,
                                         .get_name = package,
                                         .get_author = package,
                                         .get_package = package,
                                         .incoming_event = incoming_event,
                                         .events_mask = JANUS_EVENT_TYPE_PLUGIN};

    return &handler;
}
