/* A stand-in for a newer library, for LD_PRELOAD: adds a status, and a cloud with an operation. */
#define _GNU_SOURCE
#include <crec.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NEW_STATUS = CREC_STATUS_SHORTAGE + 1, NEW_CLOUD = CREC_CLOUD_TENCENT + 1 };

static const char operation[] =
    ",{\"cloud\":4,\"action\":\"ListThings\",\"version\":\"2030-01-01\",\"method\":\"GET\","
    "\"effect\":\"query\",\"region\":\"\",\"rate\":null,\"summary\":\"lists things\","
    "\"source\":\"example.com\",\"conditions\":[],\"fields\":[]}]";

/* Sets a pointer to the library's own function of a name. */
#define OWN(pointer, name) *(void **)&(pointer) = dlsym(RTLD_NEXT, name)

const char *crec_status_name(crec_status status)
{
    const char *(*own)(crec_status);

    OWN(own, "crec_status_name");
    return status == NEW_STATUS ? "novel" : own(status);
}

const char *crec_cloud_name(crec_cloud cloud)
{
    const char *(*own)(crec_cloud);

    OWN(own, "crec_cloud_name");
    return cloud == NEW_CLOUD ? "fourth" : own(cloud);
}

const char *crec_cloud_title(crec_cloud cloud)
{
    const char *(*own)(crec_cloud);

    OWN(own, "crec_cloud_title");
    return cloud == NEW_CLOUD ? "Fourth Cloud" : own(cloud);
}

crec_cloud crec_cloud_named(const char *name)
{
    crec_cloud (*own)(const char *);

    OWN(own, "crec_cloud_named");
    return name && strcmp(name, "fourth") == 0 ? NEW_CLOUD : own(name);
}

const char *crec_operations(void)
{
    static char *all;
    const char *(*own)(void);
    size_t length;

    OWN(own, "crec_operations");
    length = strlen(own()) - 1; /* without the bracket at its end */
    if (!all && (all = malloc(length + sizeof operation)) != NULL) {
        memcpy(all, own(), length);
        memcpy(all + length, operation, sizeof operation);
    }
    return all;
}
