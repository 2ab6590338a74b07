/* A fork while another thread, which signs, holds a lock: the child signs, too. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#include "children.h"

/* Milliseconds that a thread holds a lock, much less than a fork waits. */
enum { HELD_MS = 50, CHILD_S = 30 };

/* Locks that the thread has yet to take until it holds one; 0 for none. */
static __thread int locks_left;
static atomic_int is_held, has_signed;
static crec_client *client;

/* In place of libc's, for the library too. */
int pthread_mutex_lock(pthread_mutex_t *mutex)
{
    static const struct timespec held = {0, HELD_MS * 1000000};
    static int (*lock)(pthread_mutex_t *);
    int result;

    if (!lock)
        *(void **)&lock = dlsym(RTLD_NEXT, "pthread_mutex_lock");
    result = lock(mutex);
    if (locks_left > 0 && --locks_left == 0) {
        is_held = 1;
        nanosleep(&held, NULL);
    }
    return result;
}

static void sign(void)
{
    crec_request *request = NULL;
    crec_signed_request *made = NULL;

    calls[STOP_LIVE_RECORD].request(&calls[STOP_LIVE_RECORD].good, &request, NULL);
    CHECK_NUMBER(crec_client_sign(client, request, NULL, &made, NULL), CREC_STATUS_OK);
    crec_signed_request_free(made);
    crec_request_free(request);
}

static void *sign_slowly(void *lock)
{
    locks_left = *(int *)lock;
    sign();
    locks_left = 0;
    has_signed = 1;
    return NULL;
}

/* False if signing takes fewer locks. */
static int forks_at_lock(int lock)
{
    pthread_t thread;

    is_held = has_signed = 0;
    pthread_create(&thread, NULL, sign_slowly, &lock);
    while (!is_held && !has_signed)
        usleep(1000);
    if (is_held) {
        pid_t child = fork_child();

        if (child == 0) {
            alarm(CHILD_S);
            sign();
            end_child();
        }
        check_child(child);
    }
    pthread_join(thread, NULL);
    return is_held;
}

static void a_fork_at_each_lock(void)
{
    int lock = 1;

    client = offline_client(CREC_CLOUD_TENCENT);
    sign();
    while (forks_at_lock(lock))
        ROW("lock %d", ++lock);
    CHECK(lock > 1);
    crec_client_free(client);
}

int main(void)
{
    static const test tests[] = {
        TEST(a_fork_at_each_lock),
    };

    return run_tests(tests, COUNT(tests));
}
