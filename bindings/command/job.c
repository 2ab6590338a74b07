/* Reads a line of crec sign: each member by a table that says where its value goes. */
#include "job.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

typedef struct member {
    const char *name;
    size_t offset; /* of a const char * in job */
} member;

static const member text_members[] = {
    {"provider", offsetof(job, provider)},
    {"ak", offsetof(job, credentials.access_key_id)},
    {"sk", offsetof(job, credentials.access_key_secret)},
    {"token", offsetof(job, credentials.security_token)},
    {"action", offsetof(job, request.action)},
    {"version", offsetof(job, request.version)},
    {"region", offsetof(job, client.region)},
    {"service", offsetof(job, client.service)},
    {"host", offsetof(job, client.endpoint)},
    {"method", offsetof(job, request.method)},
    {"content_type", offsetof(job, request.content_type)},
    {"nonce", offsetof(job, sign.nonce)},
    {0},
};

/* A C string would end at a NUL and sign something else. */
static const char *text_problem(const json_t *value)
{
    if (!json_is_string(value))
        return "is not a string";
    if (strlen(json_string_value(value)) != json_string_length(value))
        return "holds a NUL";
    return NULL;
}

static int report(FILE *errors, const char *object, const char *name, const char *problem)
{
    return problem ? fprintf(errors, "%s%s: %s\n", object, name, problem) : 0;
}

/* Makes every value a string: the JSON text of a number or a boolean. */
static int read_query(job *job, json_t *query, FILE *errors)
{
    int count = report(errors, "", "query", json_is_object(query) ? NULL : "is not an object");
    void *entry;

    for (entry = json_object_iter(query); entry; entry = json_object_iter_next(query, entry)) {
        const char *name = json_object_iter_key(entry);
        json_t *value = json_object_iter_value(entry);

        if (json_is_number(value) || json_is_boolean(value)) {
            char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));

            json_object_iter_set_new(query, entry, json_string(text));
            free(text);
        } else {
            count += report(errors, "query.", name, text_problem(value));
        }
    }
    job->query = query;
    return count;
}

static const char *read_member(job *job, const char *name, json_t *value)
{
    const member *member;
    const char *problem;

    if (json_is_null(value))
        return "is null";
    if (strcmp(name, "timestamp") == 0) {
        job->sign.timestamp = json_integer_value(value);
        return json_is_integer(value) ? NULL : "is not an integer";
    }
    if (strcmp(name, "body") == 0) {
        job->body = value;
        return json_is_string(value) ? NULL : "is not a string";
    }
    for (member = text_members; member->name; member++) {
        if (strcmp(member->name, name) != 0)
            continue;
        problem = text_problem(value);
        if (!problem && json_string_length(value) > 0)
            *(const char **)((char *)job + member->offset) = json_string_value(value);
        return problem;
    }
    return "is no member";
}

static int read_provider(job *job, FILE *errors)
{
    job->client.cloud = job->request.cloud = crec_cloud_named(job->provider);
    if (job->client.cloud)
        return 0;
    fputs("provider: is none of ", errors);
    print_cloud_names(errors);
    fputc('\n', errors);
    return 1;
}

int read_job(job *job, json_t *line, FILE *errors)
{
    const char *name;
    json_t *value;
    int count = 0;

    json_object_foreach(line, name, value)
        count += strcmp(name, "query") == 0
                     ? read_query(job, value, errors)
                     : report(errors, "", name, read_member(job, name, value));
    return count + read_provider(job, errors);
}
