/* Forked processes: what they inherit is the parent's, which goes on undisturbed. */
#define _POSIX_C_SOURCE 200809L
#include "children.h"
#include "loops.h"

/* Nobody but the parent can steer the emulator. There is no such stream. */
static void use_own_loop(const way *way)
{
    host own;

    begin_host(&own, way);
    submit(&own, add_emulator_client(&own, CREC_CLOUD_TENCENT), STOP_LIVE_RECORD, "1");
    wait_outcomes(&own, 1);
    check_outcome(&own.slots[0], CREC_STATUS_NOT_FOUND, 0);
    CHECK_NUMBER(crec_loop_close(own.loop, 600000), CREC_STATUS_OK);
    end_host(&own);
}

static void check_forked(const submitted *submitted)
{
    CHECK_NUMBER(submitted->status, CREC_STATUS_FORKED);
    CHECK_NUMBER(crec_outcome_status(submitted->outcome), CREC_STATUS_FORKED);
    CHECK_NUMBER(crec_outcome_attempts(submitted->outcome), 0);
    CHECK_NUMBER(crec_outcome_may_have_been_applied(submitted->outcome), 0);
    CHECK(crec_outcome_message(submitted->outcome)[0] != '\0');
    CHECK(submitted->call == NULL);
}

static void check_inherited(host *host, crec_call *call)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    crec_client *client = host->clients[0];
    crec_client *new_one = NULL;
    crec_outcome *outcome = NULL;
    void *context;

    check_forked(try_submit(host, client, STOP_WEBCAST, "Task-1", 0, NULL));
    CHECK_NUMBER(calls[STOP_WEBCAST].make(client, &calls[STOP_WEBCAST].good, NULL),
                 CREC_STATUS_FORKED);
    CHECK_NUMBER(crec_call_cancel(call), CREC_STATUS_FORKED);
    CHECK_NUMBER(crec_client_descriptor(client), -1);
    CHECK_NUMBER(crec_client_take(client, &context, &outcome), 0);
    CHECK_NUMBER(crec_client_close(client, 0), CREC_STATUS_FORKED);
    CHECK_NUMBER(crec_loop_descriptor(host->loop), -1);
    CHECK_NUMBER(crec_loop_due_ms(host->loop), -1);
    CHECK_NUMBER(crec_loop_dispatch(host->loop), CREC_STATUS_FORKED);
    CHECK_NUMBER(crec_loop_close(host->loop, 0), CREC_STATUS_FORKED);
    options.loop = host->loop;
    CHECK_NUMBER(crec_client_new(&options, &new_one, &outcome), CREC_STATUS_FORKED);
    CHECK(new_one == NULL);
    crec_outcome_free(outcome);
}

/* One call is over, one on its way and one waits; with pull, an outcome waits too. */
static void a_child_that_uses_what_it_inherits(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_VOLCENGINE);
    submitted *over, *sent, *waiting;
    crec_client *client;
    long connections;
    pid_t child;

    options.connection_limit = 1;
    client = add_client(host, options);
    over = submit(host, client, STOP_WEBCAST, "Task-1");
    wait_outcomes(host, 1);
    emulator("fault {\"kind\": \"delay\", \"seconds\": 1, \"times\": 1}");
    sent = submit(host, client, START_WB_RECORD, "Task-1");
    wait_requests(host, 2);
    connections = emulator("connections");
    waiting = submit(host, client, STOP_WEBCAST, "Task-2");
    child = fork_child();
    if (child == 0) {
        check_inherited(host, sent->call);
        crec_call_free(over->call);
        crec_call_free(sent->call);
        crec_call_free(waiting->call);
        crec_client_free(client);
        crec_loop_free(host->loop);
        use_own_loop(host->way);
        use_own_client();
        end_child();
    }
    check_child(child);
    wait_outcomes(host, 3);
    check_outcome(over, CREC_STATUS_ALREADY_STOPPED, 0);
    check_outcome(sent, CREC_STATUS_OK, 1);
    check_outcome(waiting, CREC_STATUS_ALREADY_STOPPED, 0);
    CHECK_NUMBER(emulator("requests"), 5);
    CHECK_NUMBER(emulator("connections"), connections + 2); /* the child's */
}

/* The server has used a client before; no process shares a connection with another. */
static void a_prefork_server(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);
    pid_t children[4];
    size_t i;

    submit(host, client, STOP_LIVE_RECORD, "1");
    wait_outcomes(host, 1);
    for (i = 0; i < COUNT(children); i++) {
        children[i] = fork_child();
        if (children[i] == 0) {
            use_own_loop(host->way);
            use_own_loop(host->way);
            end_child();
        }
    }
    for (i = 0; i < COUNT(children); i++)
        check_child(children[i]);
    submit(host, client, STOP_LIVE_RECORD, "1");
    wait_outcomes(host, 2);
    check_outcome(&host->slots[1], CREC_STATUS_NOT_FOUND, 0);
    CHECK_NUMBER(emulator("requests"), 2 * COUNT(children) + 2);
    CHECK_NUMBER(emulator("connections"), 2 * COUNT(children) + 1);
}

/* The child of a child is as far from the first as the child is. */
static void a_grandchild(host *host)
{
    crec_client *client = add_emulator_client(host, CREC_CLOUD_TENCENT);
    pid_t child, grandchild;

    submit(host, client, STOP_LIVE_RECORD, "1");
    wait_outcomes(host, 1);
    child = fork_child();
    if (child == 0) {
        use_own_loop(host->way);
        grandchild = fork_child();
        if (grandchild == 0) {
            check_forked(try_submit(host, client, STOP_LIVE_RECORD, "1", 0, NULL));
            use_own_loop(host->way);
            end_child();
        }
        check_child(grandchild);
        use_own_loop(host->way);
        end_child();
    }
    check_child(child);
    CHECK_NUMBER(emulator("requests"), 4);
}

/* As in a server that reads its configuration, makes a client, and forks its workers. */
static void a_client_that_never_made_a_call(host *host)
{
    crec_client_options options = emulator_options(CREC_CLOUD_TENCENT);
    crec_client *client = new_client(&options);
    crec_signed_request *made = NULL;
    crec_request *request = new_request(STOP_LIVE_RECORD, "1");
    pid_t child;

    (void)host;
    CHECK_NUMBER(crec_client_sign(client, request, NULL, &made, NULL), CREC_STATUS_OK);
    crec_signed_request_free(made);
    child = fork_child();
    if (child == 0) {
        CHECK_NUMBER(crec_client_perform(client, request, NULL), CREC_STATUS_NOT_FOUND);
        CHECK_NUMBER(crec_client_close(client, 0), CREC_STATUS_OK);
        crec_client_free(client);
        end_child();
    }
    check_child(child);
    CHECK_NUMBER(crec_client_perform(client, request, NULL), CREC_STATUS_NOT_FOUND);
    crec_client_free(client);
    crec_request_free(request);
    CHECK_NUMBER(emulator("connections"), 2);
}

int main(void)
{
    static const host_case cases[] = {
        CASE(a_child_that_uses_what_it_inherits, ANY_WAY),
        CASE(a_prefork_server, ANY_WAY),
        CASE(a_grandchild, ANY_WAY),
        CASE(a_client_that_never_made_a_call, THREADED & CALLBACK),
    };

    return run_cases(cases, COUNT(cases));
}
