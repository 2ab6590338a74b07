/* A stop that a host read before it went away: nobody knows whether it was done, so that it is made
 * again at the vendor's next domain. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <pthread.h>
#include <sys/socket.h>

#include "calls.h"
#include "client.h"

#define COM "live.tencentcloudapi.com"
#define COM_CN "live.tencentcloudapi.com.cn"

static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 32\r\n\r\n"
                             "{\"Response\":{\"RequestId\":\"R-1\"}}";

/* Overrides the system's resolver. */
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **found)
{
    int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
    int is_first = node && strcmp(node, COM) == 0;

    *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
    return real(is_first ? "127.0.0.1" : "127.0.0.2", service, hints, found);
}

/* On any port if it is 0. */
static int listen_at(const char *address, in_port_t *port)
{
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = *port};
    socklen_t size = sizeof place;
    int listener = socket(AF_INET, SOCK_STREAM, 0);

    inet_aton(address, &place.sin_addr);
    CHECK_NUMBER(bind(listener, (struct sockaddr *)&place, sizeof place), 0);
    CHECK_NUMBER(listen(listener, 4), 0);
    getsockname(listener, (struct sockaddr *)&place, &size);
    *port = place.sin_port;
    return listener;
}

typedef struct host {
    int listener;
    int answers;
    char request[4096];
} host;

/* Takes one request; from then on nobody is there. */
static void *serve(void *context)
{
    host *host = context;
    int connection = accept(host->listener, NULL, NULL);

    close(host->listener);
    if (read(connection, host->request, sizeof host->request - 1) > 0 && host->answers)
        host->answers = write(connection, answer, sizeof answer - 1) > 0;
    close(connection);
    return NULL;
}

static void a_stop_whose_host_goes_away(void)
{
    static const char *const addresses[] = {"127.0.0.1", "127.0.0.2"};
    const call *stop = &calls[STOP_LIVE_RECORD];
    crec_client_options options = CREC_CLIENT_OPTIONS_INIT;
    host hosts[] = {{.answers = 0}, {.answers = 1}};
    pthread_t threads[COUNT(hosts)];
    crec_client *client;
    crec_outcome *outcome = NULL;
    char endpoint[128], name[128] = "";
    in_port_t port = 0;
    size_t i;

    for (i = 0; i < COUNT(hosts); i++) {
        hosts[i].listener = listen_at(addresses[i], &port);
        pthread_create(&threads[i], NULL, serve, &hosts[i]);
    }
    snprintf(endpoint, sizeof endpoint, "http://" COM ":%d", ntohs(port));
    options.cloud = CREC_CLOUD_TENCENT;
    options.credentials = &good_credentials;
    options.endpoint = endpoint;
    options.allow_http = options.failover = 1;
    options.connect_timeout_ms = options.timeout_ms = 600000;
    client = new_client(&options);
    CHECK_NUMBER(stop->make(client, &stop->good, &outcome), CREC_STATUS_OK);
    sscanf(crec_outcome_host(outcome), "%127[^:]", name);
    CHECK_TEXT(name, COM_CN);
    CHECK_NUMBER(crec_outcome_attempts(outcome), 3); /* read, refused, done */
    CHECK_NUMBER(crec_outcome_may_have_been_applied(outcome), 1);
    crec_outcome_free(outcome);
    crec_client_free(client);
    for (i = 0; i < COUNT(hosts); i++) {
        pthread_join(threads[i], NULL);
        CHECK(strstr(hosts[i].request, "StopLiveRecord") != NULL);
    }
}

int main(void)
{
    static const test tests[] = {
        TEST(a_stop_whose_host_goes_away),
    };

    return run_tests(tests, COUNT(tests));
}
