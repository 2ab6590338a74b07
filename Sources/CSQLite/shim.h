#include <sqlite3.h>
#include <unistd.h>

/* A macro with a cast in it does not reach Swift: SQLite copies what is bound with it. */
static inline int crec_bind_text(sqlite3_stmt *statement, int index, const char *text, int size)
{
    return sqlite3_bind_text(statement, index, text, size, SQLITE_TRANSIENT);
}

/* Functions with "..." do not reach Swift. */
static inline void crec_keep_log(sqlite3 *connection)
{
    sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

/*
 * Counts the connections to files, and returns their number: -1 in a child that was forked while
 * there were any. SQLite would take the parent's locks for the child's there.
 */
static inline int crec_count_connections(int change)
{
    static int count, owner;

    if (__atomic_load_n(&owner, __ATOMIC_RELAXED) != getpid()) {
        if (__atomic_load_n(&count, __ATOMIC_RELAXED) > 0)
            return -1;
        __atomic_store_n(&owner, getpid(), __ATOMIC_RELAXED);
    }
    return __atomic_add_fetch(&count, change, __ATOMIC_RELAXED);
}
