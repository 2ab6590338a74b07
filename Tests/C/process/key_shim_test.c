/* Sources of keys on a system without HOME, and with programs that never end. */
#define _GNU_SOURCE
#include <errno.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "loops.h"

static char home[64];
static int shift_s;

/* In place of libc's, for the library too. */
int getpwuid_r(uid_t user, struct passwd *entry, char *texts, size_t size, struct passwd **found)
{
    CHECK_NUMBER(user, getuid());
    memset(entry, 0, sizeof *entry);
    snprintf(texts, size, "%s", home);
    entry->pw_dir = texts;
    *found = home[0] ? entry : NULL;
    return 0;
}

int clock_gettime(clockid_t clock, struct timespec *time)
{
    int result = (int)syscall(SYS_clock_gettime, clock, time);

    if (clock == CLOCK_MONOTONIC)
        time->tv_sec += __atomic_load_n(&shift_s, __ATOMIC_SEQ_CST);
    return result;
}

static const char *path_of(const char *name)
{
    static char path[128];

    snprintf(path, sizeof path, "%s/%s", home, name);
    return path;
}

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(path_of(name), "w");

    CHECK(file != NULL);
    fputs(text, file);
    fclose(file);
}

static submitted *stop(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_ALIBABA);

    options.credentials = NULL;
    options.source = "cli";
    options.timeout_ms = 3600000;
    return submit(host, add_client(host, options), STOP_RTC_CLOUD_RECORDING, "1");
}

static void the_system_says_where_home_is(host *host)
{
    submitted *call;

    write_file(".aliyun/config.json",
               "{\"current\":\"p\",\"profiles\":[{\"name\":\"p\",\"mode\":\"AK\","
               "\"access_key_id\":\"aliyun-test-key\","
               "\"access_key_secret\":\"aliyun-test-secret\"}]}");
    call = stop(host);
    wait_outcome(host, call);
    check_outcome(call, CREC_STATUS_NOT_FOUND, 0);
}

static void nobody_says_where_home_is(host *host)
{
    char kept[sizeof home];
    submitted *call;

    strcpy(kept, home);
    home[0] = 0;
    call = stop(host);
    wait_outcome(host, call);
    check_outcome(call, CREC_STATUS_AUTHENTICATION, 0);
    CHECK_TEXT(crec_outcome_message(call->outcome),
               "no key was found: cli: ~/.aliyun/config.json is not there");
    strcpy(home, kept);
}

/* Programs that never end: one prints all the time, one leaves its group, one closes its output. */
static const struct {
    const char *tool, *text;
} programs[] = {
    {"sh", "echo $$ >$0.part; mv $0.part $0.process; while sleep 0.01; do echo; done\n"},
    {"python3", "import os, time\n"
                "os.setpgid(0, os.getpgid(os.getppid()))\n"
                "with open(__file__ + '.part', 'w') as file:\n"
                "    file.write(str(os.getpid()))\n"
                "os.rename(__file__ + '.part', __file__ + '.process')\n"
                "while True:\n"
                "    print(flush=True)\n"
                "    time.sleep(0.01)\n"},
    {"sh", "echo $$ >$0.part; mv $0.part $0.process; exec >&-; exec sleep 600\n"},
};

static void write_program(size_t index)
{
    char text[512];

    snprintf(text, sizeof text,
             "{\"current\":\"p\",\"profiles\":[{\"name\":\"p\",\"mode\":\"External\","
             "\"process_command\":\"%s %s/program\"}]}",
             programs[index].tool, home);
    write_file(".aliyun/config.json", text);
    write_file("program", programs[index].text);
    unlink(path_of("program.process"));
}

static int wait_program(host *host)
{
    FILE *file;
    int process = 0;

    while (access(path_of("program.process"), F_OK) != 0)
        turn(host);
    file = fopen(path_of("program.process"), "r");
    CHECK(file != NULL && fscanf(file, "%d", &process) == 1);
    fclose(file);
    return process;
}

static void a_program_is_ended_after_a_minute(host *host)
{
    size_t i;

    for (i = 0; i < COUNT(programs); i++) {
        submitted *call;
        int process;

        ROW("program %d", (int)i);
        write_program(i);
        call = stop(host);
        process = wait_program(host);
        CHECK_NUMBER(outcomes(host), (int)i);
        __atomic_store_n(&shift_s, shift_s + 61, __ATOMIC_SEQ_CST);
        wait_outcome(host, call);
        check_outcome(call, CREC_STATUS_AUTHENTICATION, 0);
        CHECK(strstr(crec_outcome_message(call->outcome), "took too long") != NULL);
        CHECK_NUMBER(crec_outcome_retryable(call->outcome), 1);
        CHECK_NUMBER(kill(process, 0), -1);
        CHECK_NUMBER(errno, ESRCH);
    }
}

int main(void)
{
    static const host_case cases[] = {
        CASE(the_system_says_where_home_is, ANY_WAY),
        CASE(nobody_says_where_home_is, ANY_WAY),
        CASE(a_program_is_ended_after_a_minute, ANY_WAY),
    };
    int failed;

    snprintf(home, sizeof home, "/tmp/crec-home-XXXXXX");
    if (!mkdtemp(home) || mkdir(path_of(".aliyun"), 0700) != 0)
        return 1;
    unsetenv("HOME");
    failed = run_cases(cases, COUNT(cases));
    unlink(path_of("program"));
    unlink(path_of("program.process"));
    unlink(path_of(".aliyun/config.json"));
    rmdir(path_of(".aliyun"));
    rmdir(home);
    return failed;
}
