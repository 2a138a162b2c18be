#include "admin/erasers.h"

#include <stddef.h>

#include "candidate/leave.h"
#include "import/erase.h"
#include "team/task_erase.h"

const struct candidate_eraser admin_erasers[] = {
	{ "tasks", task_erase, task_erase_emit },
	{ "imports", import_erase, import_erase_emit },
	{ NULL, NULL, NULL }
};

int
admin_erase_run(struct db *db, const struct conf *conf, struct err *err)
{
	return candidate_erase_run(db, conf, admin_erasers, err);
}

int
admin_erase_due(struct db *db, int64_t days, int64_t *removed,
    struct err *err)
{
	int64_t	left;

	(void)days;
	if (candidate_erase_due(db, removed, err) == -1 ||
	    candidate_leave_due(db, admin_erasers, &left, err) == -1)
		return -1;
	*removed += left;
	return 0;
}
