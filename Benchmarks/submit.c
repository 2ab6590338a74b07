/*
 * Measures the time of crec_client_submit, beside an empty function call in the same run, and the
 * memory of a call under way: with a cloud that never answers, and with a DNS look-up that hangs.
 * One JSON line for each.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <crec.h>
#include <malloc.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CALLS = 1000, ROUNDS = 10, CLOSE_MS = 100 };

static int64_t times[CALLS * ROUNDS];

/* Replaces the system's resolver: every look-up hangs. */
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **found)
{
    (void)node, (void)service, (void)hints, (void)found;
    for (;;)
        pause();
}

static int64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int by_time(const void *one, const void *other)
{
    int64_t left = *(const int64_t *)one, right = *(const int64_t *)other;

    return (left > right) - (left < right);
}

static void print_times(const char *name, size_t bytes)
{
    int count = CALLS * ROUNDS;

    qsort(times, count, sizeof *times, by_time);
    printf("{\"name\": \"%s\", \"p50_us\": %.2f, \"p99_us\": %.2f, \"bytes\": %zu}\n", name,
           times[count / 2] / 1e3, times[count * 99 / 100] / 1e3, bytes);
}

static int listen_silently(char *endpoint, size_t size)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof address;
    int number = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(number, (struct sockaddr *)&address, sizeof address);
    listen(number, 64);
    getsockname(number, (struct sockaddr *)&address, &length);
    snprintf(endpoint, size, "http://127.0.0.1:%d", ntohs(address.sin_port));
    return number;
}

__attribute__((noinline)) static void nothing(void)
{
    __asm__ volatile("");
}

static void measure_nothing(void)
{
    int i;

    for (i = 0; i < CALLS * ROUNDS; i++) {
        int64_t start = now_ns();

        nothing();
        times[i] = now_ns() - start;
    }
    print_times("an empty function", 0);
}

static void forget(void *context, crec_outcome *outcome)
{
    (void)context;
    crec_outcome_free(outcome);
}

/* A new client each time, and with it a new thread. */
static void measure_submit(const char *name, const char *endpoint, const crec_request *request)
{
    crec_credentials credentials = {sizeof credentials, "id", "secret", NULL};
    crec_client_options options = CREC_CLIENT_OPTIONS_INIT;
    crec_submit_options submit_options = CREC_SUBMIT_OPTIONS_INIT;
    size_t used = 0;
    int round, i;

    options.cloud = CREC_CLOUD_TENCENT;
    options.credentials = &credentials;
    options.endpoint = endpoint;
    options.allow_http = 1;
    options.timeout_ms = options.connect_timeout_ms = 600000;
    submit_options.completion = forget;
    for (round = 0; round < ROUNDS; round++) {
        size_t before = mallinfo2().uordblks;
        crec_client *client = NULL;
        int64_t start;

        if (crec_client_new(&options, &client, NULL) != CREC_STATUS_OK)
            exit(1);
        for (i = 0; i < CALLS; i++) {
            start = now_ns();
            crec_client_submit(client, request, &submit_options, NULL, NULL);
            times[round * CALLS + i] = now_ns() - start;
        }
        usleep(100000); /* until the loop has taken them all in */
        used = mallinfo2().uordblks - before;
        crec_client_close(client, CLOSE_MS);
        crec_client_free(client);
    }
    print_times(name, used / CALLS);
}

int main(void)
{
    crec_stop_live_record_params params = CREC_STOP_LIVE_RECORD_PARAMS_INIT;
    crec_request *request = NULL;
    char endpoint[64];
    int silent = listen_silently(endpoint, sizeof endpoint);

    params.stream_name = "test1";
    params.task_id = "123";
    if (crec_request_new_stop_live_record(&params, &request, NULL) != CREC_STATUS_OK)
        return 1;
    measure_nothing();
    measure_submit("submit, cloud never answers", endpoint, request);
    measure_submit("submit, name look-up hangs", "http://hangs.invalid", request);
    crec_request_free(request);
    close(silent);
    _exit(fflush(stdout)); /* the look-up still hangs */
}
