#include <sqlite3.h>

/* A macro with a cast in it does not reach Swift: SQLite copies what is bound with it. */
static inline int crec_bind_text(sqlite3_stmt *statement, int index, const char *text, int size)
{
    return sqlite3_bind_text(statement, index, text, size, SQLITE_TRANSIENT);
}
