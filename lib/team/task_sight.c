#include "team/task_sight.h"

#include "io/web.h"
#include "team/task_follow.h"

void
task_sight_close(struct task_sight *s)
{
	index_read_close(&s->read);
}

int
task_sight_open(struct db *db, const struct conf *conf,
    const struct right_who *who, struct task_sight *out, struct err *err)
{
	struct index_home	home;

	out->who = *who;
	return task_follow.home(db, who->company_id, &home, err) == -1 ? -1 :
	    index_follow_read(&task_follow, db, conf, &home, &out->read, err);
}

int
task_sight_of(struct db *db, const struct web_req *req, struct task_sight *out,
    struct err *err)
{
	struct index_home	home;

	out->who = right_who_of(req);
	return task_follow_home(db, req, &home, err) == -1 ? -1 :
	    index_follow_read(&task_follow, db, req->conf, &home, &out->read,
	    err);
}
