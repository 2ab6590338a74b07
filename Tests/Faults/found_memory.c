/*
 * Secrets in this process's memory that its clients have found by themselves: after their calls,
 * and after they are freed.
 *
 *   found_memory ENDPOINT CA_FILE METADATA SOURCES MASKED_NEEDLE...
 *
 * SOURCES are those of the three clouds, with commas between. Prints for each needle how often it
 * was found at either time.
 */
#define _FILE_OFFSET_BITS 64
#include <crec.h>

#include "search.h"

static crec_client *new_client(crec_cloud cloud, const char *source, char **arguments)
{
    crec_client_options options = CREC_CLIENT_OPTIONS_INIT;
    crec_client *client = NULL;

    options.cloud = cloud;
    options.source = source;
    options.endpoint = options.sts_endpoint = arguments[1];
    options.ca_file = arguments[2];
    options.metadata_endpoint = arguments[3];
    options.timeout_ms = options.connect_timeout_ms = 120000;
    if (crec_client_new(&options, &client, NULL) != CREC_STATUS_OK)
        exit(3);
    return client;
}

int main(int count, char **arguments)
{
    crec_identity *identity;
    crec_client *clients[3];
    char *source;
    int n;

    if (count < 6 || count - 5 > MOST)
        return 1;
    for (; needle_count < count - 5; needle_count++)
        needles[needle_count].size = masked_bytes(arguments[5 + needle_count],
                                                  needles[needle_count].masked);
    source = strtok(arguments[4], ",");
    for (n = 0; n < 3 && source; n++) {
        clients[n] = new_client(n + 1, source, arguments);
        if (crec_client_whoami(clients[n], &identity, NULL) != CREC_STATUS_OK)
            return 4;
        crec_identity_free(identity);
        source = strtok(NULL, ",");
    }
    search_memory(CALLED);
    while (n > 0)
        crec_client_free(clients[--n]);
    search_memory(CLIENTS_FREED);
    for (n = 0; n < needle_count; n++)
        printf("%ld %ld\n", needles[n].found[CALLED], needles[n].found[CLIENTS_FREED]);
    return 0;
}
