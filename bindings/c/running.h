/*
 * Lists what is running, as far as the clouds tell, by calls of the public interface alone: to be
 * taken along by programs that use jansson too.
 */
#ifndef CREC_RUNNING_H
#define CREC_RUNNING_H

#include <crec.h>
#include <jansson.h>

/*
 * The tasks that run or recover, as a new array of objects: the task's ids, for Tencent also what
 * its list tells, and "State" in words, with NULL as the outcome. NULL: a call failed, and the
 * outcome says how, also for a cloud that cannot be asked; with CREC_STATUS_OK jansson could not
 * read its list.
 *
 * asked is an array of objects. Tencent lists by itself the tasks that CreateRecordTask made: the
 * first object may hold StreamName, DomainName, AppName. Of the others each object holds one task's
 * ids: AppId, RoomId, TaskId of a page that Volcengine records, TaskId of Alibaba. A task that the
 * cloud does not know is left out. Nothing tells of whiteboards and of tasks of CreateLiveRecord.
 */
json_t *running_tasks(crec_client *client, crec_cloud cloud, const json_t *asked,
                      crec_outcome **outcome);

#endif
