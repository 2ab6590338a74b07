#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <pwd.h>
#include <semaphore.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static inline int crec_errno(void)
{
    return errno;
}

/* Swift cannot call variadic functions. */
static inline int crec_is_inherited(int descriptor)
{
    int flags = fcntl(descriptor, F_GETFD);

    return flags >= 0 && !(flags & FD_CLOEXEC);
}

static inline void crec_close_on_exec(int descriptor)
{
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

/* -1 where there is no such number. */
static inline int crec_readable_bytes(int descriptor)
{
    int count = -1;

    return ioctl(descriptor, FIONREAD, &count) == 0 ? count : -1;
}

static inline void crec_socket_send_byte(int socket)
{
    char byte = 0;

    send(socket, &byte, 1, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static inline void crec_socket_drop_bytes(int socket)
{
    char bytes[8];

    recv(socket, bytes, sizeof bytes, MSG_DONTWAIT);
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
static const uint32_t crec_epoll_end = EPOLLRDHUP;
static const uint32_t crec_epoll_broken = EPOLLERR | EPOLLHUP;

/* A pipe whose reader does not wait; its writer may. */
static inline int crec_pipe(int *ends)
{
    return pipe2(ends, O_CLOEXEC) || fcntl(ends[0], F_SETFL, O_NONBLOCK) ? -1 : 0;
}

/* Swift takes no global variable that anybody may change. */
static inline char **crec_environment(void)
{
    return environ;
}

/* For Swift the name is that of a struct. */
static inline int crec_lock_file(int file)
{
    return flock(file, LOCK_EX);
}

/* Functions with "..." do not reach Swift. */
static inline int crec_open(const char *path, int flags, int mode)
{
    return open(path, flags, mode);
}
