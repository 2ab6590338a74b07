/*
 * A cloud that answers every request at once, or after a delay, with the same success: one thread,
 * HTTP/1.1 with keep-alive, over TLS if it is given a certificate and a key.
 *
 *     server DELAY_MS [CERTIFICATE KEY [BODY]]     prints its port; ends with its standard input
 *
 * On the end it prints how many connections it had, and how many TLS sessions were resumed.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 4096, REQUEST = 8192 };

static const char head[] =
    "HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Sat, 29 Nov 2025 07:06:40 GMT\r\n"
    "Content-Type: application/json\r\nContent-Length: %zu\r\nConnection: keep-alive\r\n\r\n%s";
static const char success[] =
    "{\"Response\":{\"RequestId\":\"3c140219-cfe9-470e-b241-907877d6fb03-1234\"}}";
static char answer[2048];
static int answer_size;

typedef struct peer {
    int socket;
    SSL *tls;
    size_t size;
    int64_t due; /* of its answer; 0: none is owed */
    char text[REQUEST];
} peer;

static peer *peers[MOST];
static int delay_ms, events;
static long connections, resumed, requests;

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void drop(peer *peer)
{
    peers[peer->socket] = NULL;
    close(peer->socket);
    SSL_free(peer->tls);
    free(peer);
}

static void answer_now(peer *peer)
{
    peer->due = 0;
    requests++;
    if (peer->tls)
        SSL_write(peer->tls, answer, answer_size);
    else if (send(peer->socket, answer, answer_size, MSG_NOSIGNAL) < 0)
        return;
}

/* The whole request, its body too, in what has come; 0 if more is to come. */
static size_t whole(peer *peer)
{
    char *end, *length;

    peer->text[peer->size] = 0;
    if (!(end = strstr(peer->text, "\r\n\r\n")))
        return 0;
    length = strcasestr(peer->text, "\r\ncontent-length:");
    size_t size = end + 4 - peer->text + (length && length < end ? atoi(length + 17) : 0);
    return size <= peer->size ? size : 0;
}

static int receive(peer *peer)
{
    for (;;) {
        size_t room = REQUEST - 1 - peer->size;

        ERR_clear_error(); /* another connection's may be left, and SSL_get_error looks there */
        int count = peer->tls ? SSL_read(peer->tls, peer->text + peer->size, room)
                              : (int)recv(peer->socket, peer->text + peer->size, room, 0);

        if (count <= 0) {
            if (peer->tls)
                return SSL_get_error(peer->tls, count) == SSL_ERROR_WANT_READ;
            return count < 0 && errno == EAGAIN;
        }
        peer->size += count;
        for (size_t size; (size = whole(peer));) {
            memmove(peer->text, peer->text + size, peer->size - size);
            peer->size -= size;
            if (delay_ms)
                peer->due = now_ms() + delay_ms;
            else
                answer_now(peer);
        }
    }
}

static void take(int listener, SSL_CTX *context)
{
    int on = 1, socket;

    while ((socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0 && socket < MOST) {
        peer *new = calloc(1, sizeof *new);
        struct epoll_event event = {.events = EPOLLIN, .data.fd = socket};

        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        new->socket = socket;
        if (context) {
            new->tls = SSL_new(context);
            SSL_set_fd(new->tls, socket);
            SSL_set_accept_state(new->tls);
        }
        peers[socket] = new;
        connections++;
        epoll_ctl(events, EPOLL_CTL_ADD, socket, &event);
    }
}

static void handle(peer *peer)
{
    if (peer->tls && !SSL_is_init_finished(peer->tls)) {
        int done;

        ERR_clear_error();
        done = SSL_do_handshake(peer->tls);

        if (done != 1) {
            if (SSL_get_error(peer->tls, done) != SSL_ERROR_WANT_READ)
                drop(peer);
            return;
        }
        resumed += SSL_session_reused(peer->tls);
    }
    if (!receive(peer))
        drop(peer);
}

int main(int argc, char **argv)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), last = 0;
    SSL_CTX *context = NULL;
    struct epoll_event event = {.events = EPOLLIN}, found[256];
    const char *body = argc > 4 ? argv[4] : success;

    answer_size = snprintf(answer, sizeof answer, head, strlen(body), body);
    delay_ms = argc > 1 ? atoi(argv[1]) : 0;
    if (argc > 3 && *argv[2]) {
        context = SSL_CTX_new(TLS_server_method());
        SSL_CTX_use_certificate_chain_file(context, argv[2]);
        SSL_CTX_use_PrivateKey_file(context, argv[3], SSL_FILETYPE_PEM);
        SSL_CTX_set_session_id_context(context, (const unsigned char *)"b", 1);
    }
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (void *)&address, length) || listen(listener, 1024))
        return 1;
    getsockname(listener, (void *)&address, &length);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    events = epoll_create1(0);
    event.data.fd = listener;
    epoll_ctl(events, EPOLL_CTL_ADD, listener, &event);
    event.data.fd = 0;
    epoll_ctl(events, EPOLL_CTL_ADD, 0, &event);
    for (;;) {
        int count = epoll_wait(events, found, 256, delay_ms ? 1 : -1);

        for (int i = 0; i < count; i++) {
            int socket = found[i].data.fd;

            last = socket > last ? socket : last;
            if (!socket) {
                printf("{\"requests\": %ld, \"connections\": %ld, \"resumed\": %ld}\n", requests,
                       connections, resumed);
                return 0;
            }
            if (socket == listener)
                take(listener, context);
            else if (peers[socket])
                handle(peers[socket]);
        }
        for (int socket = 0; delay_ms && socket < MOST; socket++)
            if (peers[socket] && peers[socket]->due && peers[socket]->due <= now_ms())
                answer_now(peers[socket]);
    }
}
