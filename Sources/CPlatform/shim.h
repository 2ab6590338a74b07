#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static inline int crec_errno(void)
{
    return errno;
}

/* Macros with casts in them do not reach Swift. */
static const int crec_rwlock_prefer_writer = PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP;
static const int crec_epoll_cloexec = EPOLL_CLOEXEC;
static const int crec_eventfd_flags = EFD_CLOEXEC | EFD_NONBLOCK;
static const int crec_timerfd_flags = TFD_CLOEXEC | TFD_NONBLOCK;
static const int crec_socket_stream = SOCK_STREAM;
static const int crec_socket_cloexec = SOCK_CLOEXEC;
static const uint32_t crec_epoll_in = EPOLLIN;
static const uint32_t crec_epoll_out = EPOLLOUT;
static const uint32_t crec_epoll_broken = EPOLLERR | EPOLLHUP;
