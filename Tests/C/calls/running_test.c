/* Tests of running_tasks, whose source is included, with clouds that have no query. */
#include "../../../bindings/c/running.c"

#include "client.h"

static void a_cloud_that_nothing_is_known_of(void)
{
    static const crec_cloud clouds[] = {0, -1, 4, 1000000};
    static const char *const asked[] = {"[]", "[{}]", "[{\"TaskId\":\"t\"}]"};
    crec_client *client = offline_client(CREC_CLOUD_TENCENT);
    size_t i, j;

    for (i = 0; i < COUNT(clouds); i++)
        for (j = 0; j < COUNT(asked); j++) {
            json_t *ids = json_loads(asked[j], 0, NULL);
            crec_outcome *outcome;
            json_t *tasks = running_tasks(client, clouds[i], ids, &outcome);

            ROW("cloud %d, %s", (int)clouds[i], asked[j]);
            CHECK(tasks == NULL);
            CHECK_NUMBER(crec_outcome_status(outcome), CREC_STATUS_INVALID_ARGUMENT);
            CHECK_TEXT(crec_outcome_fault_field(outcome, 0), "cloud");
            crec_outcome_free(outcome);
            json_decref(ids);
        }
    crec_client_free(client);
}

/* Also a future cloud that has operations, but no query among them. */
static void each_cloud_has_its_question(void)
{
    static const char *const actions[] = {"GetWebCastTask", "DescribeRtcCloudRecordingFiles",
                                          "DescribeRecordTask"};
    json_t *operations = json_loads(crec_operations(), 0, NULL);
    json_t *others = json_loads("[{\"cloud\":4,\"action\":\"A\",\"effect\":\"stop\"},{}]", 0, NULL);
    size_t i;

    for (i = 0; i < COUNT(actions); i++)
        CHECK_TEXT(find_action(operations, (crec_cloud)i + 1), actions[i]);
    CHECK(find_action(others, 4) == NULL);
    json_decref(operations);
    json_decref(others);
}

int main(void)
{
    static const test tests[] = {
        TEST(a_cloud_that_nothing_is_known_of),
        TEST(each_cloud_has_its_question),
    };

    return run_tests(tests, COUNT(tests));
}
