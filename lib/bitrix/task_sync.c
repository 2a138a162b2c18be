#include "bitrix/task_sync.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/caller.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "bitrix/bitrix.h"
#include "bitrix/comment_sync.h"
#include "bitrix/mirror.h"
#include "bitrix/task_ask.h"
#include "bitrix/told.h"
#include "io/db.h"
#include "io/field.h"
#include "service/provider_sync.h"

#define OVERLAP_MS	INT64_C(300000)	/* clocks differ, and changes come late */
#define WHOLE_MS	INT64_C(86400000)	/* all are read once a day: what was deleted */

/* Who may not see a workgroup any more is told the same as when its tasks were deleted. So many go
 * to the bin at once; for more a person says so, by a sync of all. */
#define GONE_FEW	3
#define GONE_MOST	20
#define GONE_PART	20	/* one of so many */

/* --- what they have --- */

/* One that we made and did not hear of has our mark. */
static int
find_link(struct mirror *m, int64_t external_id, const json_t *task,
    struct bitrix_link *link, struct err *err)
{
	const char	*mark = bitrix_copy_mark(task);

	if (bitrix_link_external(m->r->who->db, m->p.account_id, external_id,
	    link, err) == -1)
		return -1;
	if (link->id != 0 || mark == NULL)
		return 0;
	if (bitrix_link_marked(m->r->who->db, m->p.account_id, mark, link,
	    err) == -1)
		return -1;
	if (link->id == 0 || link->state != BITRIX_NEW)
		return 0;
	link->external_id = external_id;
	link->state = BITRIX_LINKED;
	link->sent = false;
	return bitrix_link_save(m->r->who->db, &m->p, link, err);
}

static int
take_task(struct mirror *m, const json_t *task, struct err *err)
{
	own_bitrix_link struct bitrix_link	link = { 0 };
	own_json json_t	*theirs = bitrix_copy_read(task, &m->words);
	const int64_t	 id = field_num(task, "id", 0);
	const int64_t	 at = bitrix_task_changed(task);

	if (at > m->p.pass_newest)
		m->p.pass_newest = at;
	m->r->run.processed++;
	if (find_link(m, id, task, &link, err) == -1)
		return -1;
	if (link.id == 0)
		return mirror_make_here(m, id, theirs, at, err);
	/* Another task with the mark of one of ours is a copy that somebody made of it. */
	if (link.state != BITRIX_LINKED || link.external_id != id)
		return 0;
	if (json_equal(theirs, link.theirs))
		return bitrix_link_talk(m->r->who->db, &link, field_num(task,
		    "commentsCount", -1), err);
	return mirror_settle(m, &link, theirs, at, err);
}

/* A task that cannot be taken does not hold up the others; a lost service does. */
static int
take_or_tell(struct mirror *m, const json_t *task, struct err *err)
{
	char	record[40];

	if (take_task(m, task, err) == 0)
		return 0;
	if (err->kind != ERR_INPUT && err->kind != ERR_DENIED)
		return -1;
	snprintf(record, sizeof(record), "bitrix24 task %" PRId64,
	    field_num(task, "id", 0));
	provider_run_failed(m->r, record, err);
	*err = (struct err){ 0 };
	return 0;
}

/* --- what was deleted there --- */

static bool
listed(const json_t *list, int64_t id)
{
	json_t	*one;
	size_t	 i;

	json_array_foreach(list, i, one)
		if (field_num(one, "id", 0) == id)
			return true;
	return false;
}

/* It is asked for by itself, whatever workgroup it is in now. */
static int
bin_gone(struct mirror *m, struct bitrix_link *link, struct err *err)
{
	bool	there;

	if (bitrix_task_there(m->api, link->external_id, &there, err) == -1)
		return -1;
	if (there)
		return 0;
	if (m->home->bin(&m->by, link->task_id, err) == -1) {
		if (err->kind != ERR_ABSENT)
			return -1;
		*err = (struct err){ 0 };
	}
	m->r->run.deleted++;
	return mirror_unlink(m, link, err);
}

/* Are these few enough to be believed? */
static int
check_gone(struct mirror *m, const json_t *list, int64_t after, int64_t until,
    bool *few, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int64_t			 all = 0, gone = 0;
	char			 record[40];
	struct err		 why = { 0 };

	if (bitrix_link_between(m->r->who->db, &m->p, after, until, &rows,
	    err) == -1)
		return -1;
	for (;; all++) {
		own_bitrix_link struct bitrix_link	link = { 0 };

		if (!bitrix_link_next(rows, &link))
			break;
		gone += !listed(list, link.external_id);
	}
	*few = m->r->full || gone <= GONE_FEW ||
	    (gone <= GONE_MOST && gone * GONE_PART <= all);
	if (*few)
		return 0;
	snprintf(record, sizeof(record), "bitrix24 workgroup %" PRId64,
	    m->p.group_id);
	err_code(&why, ERR_CONFLICT, "bitrix.many_gone", "%" PRId64, gone);
	provider_run_failed(m->r, record, &why);
	return 0;
}

/* Of a pass over all: those that are linked to an id of this page's and are not on it. */
static int
find_gone(struct mirror *m, const json_t *list, int64_t after, int64_t until,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	bool			 few;
	int			 rc = 0;

	if (check_gone(m, list, after, until, &few, err) == -1)
		return -1;
	if (!few)
		return 0;
	if (bitrix_link_between(m->r->who->db, &m->p, after, until, &rows,
	    err) == -1)
		return -1;
	while (rc == 0) {
		own_bitrix_link struct bitrix_link	link = { 0 };

		if (!bitrix_link_next(rows, &link))
			break;
		if (!listed(list, link.external_id))
			rc = bin_gone(m, &link, err);
	}
	return rc;
}

/* --- a pass --- */

static int
pull_page(struct mirror *m, bool *last, struct err *err)
{
	own_json json_t	*list = NULL;
	const int64_t	 after = m->p.pass_id;
	int64_t		 until = after;
	json_t		*one;
	size_t		 i;

	if (bitrix_task_page(m->api, m->p.group_id, after, m->p.pass_since,
	    &list, err) == -1)
		return -1;
	json_array_foreach(list, i, one) {
		if (field_num(one, "id", 0) > until)
			until = field_num(one, "id", 0);
		if (take_or_tell(m, one, err) == -1)
			return -1;
	}
	*last = json_array_size(list) < BITRIX_PAGE;
	if (until == after && !*last)
		return err_code(err, ERR_REMOTE, "bitrix.shape",
		    "tasks.task.list");
	if (m->p.pass_since == 0 && find_gone(m, list, after, *last ?
	    INT64_MAX : until, err) == -1)
		return -1;
	m->p.pass_id = until;
	return mirror_flush(m, err) == -1 || bitrix_project_place(m->r->who->db,
	    &m->p, err) == -1 || provider_run_step(m->r, err) == -1 ? -1 : 0;
}

/* What changed there since the last pass; once a day, and when a person asks, all of it. */
static int
pull(struct mirror *m, struct err *err)
{
	const int64_t	now = clock_ms();
	bool		last = false;

	if (m->p.pass_id == -1) {
		m->p.pass_id = 0;
		m->p.pass_newest = m->p.since;
		m->p.pass_since = m->r->full || m->p.since == 0 ||
		    now - m->p.whole_at > WHOLE_MS ? 0 :
		    m->p.since - OVERLAP_MS;
	}
	while (!last)
		if (pull_page(m, &last, err) == -1)
			return -1;
	if (m->p.pass_since == 0)
		m->p.whole_at = now;
	m->p.since = m->p.pass_newest;
	m->p.pass_id = -1;
	m->p.pass_since = m->p.pass_newest = 0;
	return bitrix_project_place(m->r->who->db, &m->p, err);
}

/* --- what was to be made there and may have been --- */

/* It is ours by its mark; or it was not made, and is made now as it is by now. A portal that is
 * slow may yet make the one whose answer was lost: it is waited for, else there would be two. */
static int
settle_new(struct mirror *m, struct bitrix_link *link, int64_t found,
    struct err *err)
{
	own_json json_t	*task = NULL, *ours = NULL;

	if (found != 0) {
		link->external_id = found;
		link->state = BITRIX_LINKED;
		link->sent = false;
		return bitrix_link_save(m->r->who->db, &m->p, link, err);
	}
	if (link->sent)
		return 0;
	if (m->home->get(&m->by, link->task_id, &task, err) == -1) {
		if (err->kind != ERR_ABSENT)
			return -1;
		*err = (struct err){ 0 };
		return mirror_unlink(m, link, err);
	}
	if (json_is_true(json_object_get(task, "deleted")))
		return mirror_unlink(m, link, err);
	ours = bitrix_copy_ours(task);
	return mirror_make_there(m, link, ours, err);
}

static int
settle_news(struct mirror *m, struct err *err)
{
	int64_t	after = 0;

	for (;;) {
		own_rows struct db_rows	*rows = NULL;
		struct bitrix_link	 link[BITRIX_COMMANDS_MAX] = { 0 };
		const char		*mark[BITRIX_COMMANDS_MAX];
		int64_t			 found[BITRIX_COMMANDS_MAX];
		size_t			 n = 0;
		int			 rc;

		if (bitrix_link_new(m->r->who->db, &m->p, after,
		    BITRIX_COMMANDS_MAX, &rows, err) == -1)
			return -1;
		while (n < nitems(link) && bitrix_link_next(rows, &link[n])) {
			mark[n] = link[n].mark;
			after = link[n++].id;
		}
		if (n == 0)
			return mirror_flush(m, err);
		rc = bitrix_task_marked(m->api, mark, n, found, err);
		for (size_t i = 0; i < n; i++) {
			if (rc == 0)
				rc = settle_new(m, &link[i], found[i], err);
			bitrix_link_clear(&link[i]);
		}
		if (rc == -1)
			return -1;
	}
}

/* --- what we have --- */

static int
give_task(struct mirror *m, const json_t *task, struct err *err)
{
	own_bitrix_link struct bitrix_link	link = { 0 };
	own_json json_t	*ours = bitrix_copy_ours(task), *theirs = NULL;
	const bool	 gone = json_is_true(json_object_get(task, "deleted"));
	const int64_t	 id = field_num(task, "id", 0);

	if (bitrix_link_task(m->r->who->db, m->p.account_id, id, &link,
	    err) == -1)
		return -1;
	if (link.id == 0) {
		if (gone || strcmp(json_string_value(json_object_get(ours,
		    "status")), "cancelled") == 0)
			return 0;
		link.task_id = id;
		return mirror_make_there(m, &link, ours, err);
	}
	if (link.state != BITRIX_LINKED)
		return 0;
	if (gone)
		return mirror_unlink(m, &link, err);
	if (json_equal(ours, link.ours))
		return bitrix_link_talk(m->r->who->db, &link, field_num(task,
		    "comments", 0), err);
	theirs = json_incref(link.theirs);
	return mirror_settle(m, &link, theirs, link.changed_at, err);
}

static int
push(struct mirror *m, struct err *err)
{
	int64_t	after = 0, now;
	size_t	n;

	if (db_now(m->r->who->db, &now, err) == -1)
		return -1;
	do {
		own_json json_t	*tasks = NULL;
		json_t		*one;
		size_t		 i;

		if (m->home->written(&m->by, m->p.project_id,
		    m->p.ours_since, after, BITRIX_COMMANDS_MAX, &tasks,
		    err) == -1)
			return -1;
		json_array_foreach(tasks, i, one) {
			after = field_num(one, "id", 0);
			if (give_task(m, one, err) == -1)
				return -1;
		}
		n = json_array_size(tasks);
		if (mirror_flush(m, err) == -1)
			return -1;
	} while (n == BITRIX_COMMANDS_MAX);
	m->p.ours_since = now - OVERLAP_MS;
	return bitrix_project_place(m->r->who->db, &m->p, err);
}

/* --- what a webhook told of --- */

/* One that is said to be deleted, and is there no more. Any other that is not shown waits for a
 * pass over all, which judges how many may be gone. */
static int
take_gone(struct mirror *m, const struct bitrix_told *told, struct err *err)
{
	own_bitrix_link struct bitrix_link	link = { 0 };

	if (!told->gone)
		return 0;
	if (bitrix_link_external(m->r->who->db, m->p.account_id, told->id,
	    &link, err) == -1)
		return -1;
	return link.id == 0 || link.mapping_id != m->p.id ||
	    link.state != BITRIX_LINKED ? 0 : bin_gone(m, &link, err);
}

static int
take_told(struct mirror *m, const struct bitrix_told *told, size_t n,
    struct err *err)
{
	own_json json_t	*ids = json_array(), *list = NULL;
	json_t		*one;
	size_t		 i;

	for (i = 0; i < n; i++)
		json_array_append_new(ids, json_integer(told[i].id));
	if (bitrix_task_some(m->api, m->p.group_id, ids, &list, err) == -1)
		return -1;
	json_array_foreach(list, i, one)
		if (take_or_tell(m, one, err) == -1)
			return -1;
	for (i = 0; i < n; i++)
		if (!listed(list, told[i].id) &&
		    take_gone(m, &told[i], err) == -1)
			return -1;
	return mirror_flush(m, err) == -1 ||
	    bitrix_comment_sync(m, err) == -1 ? -1 : 0;
}

/* --- all projects of an account --- */

/* What is done with one project: of told, or a pass. */
typedef int mirror_work(struct mirror *, const struct bitrix_told *, size_t n,
    struct err *);

static int
pass(struct mirror *m, const struct bitrix_told *told, size_t n,
    struct err *err)
{
	(void)told, (void)n;
	return settle_news(m, err) == -1 || pull(m, err) == -1 ||
	    push(m, err) == -1 || bitrix_comment_sync(m, err) == -1 ? -1 : 0;
}

static int
mirror_one(struct provider_run *r, struct bitrix_project *p,
    mirror_work *work, const struct bitrix_told *told, size_t n,
    struct err *err)
{
	cleanup(mirror_close) struct mirror	m = {
		.r = r, .api = r->api,
		.home = r->arg, .by = { .db = r->who->db,
		.conf = r->who->conf, .company_id = p->company_id,
		.user_id = p->user_id, .source = BITRIX_PROVIDER },
		.p = give(*p) };

	if (bitrix_link_people(r->who->db, m.p.account_id, &m.people,
	    err) == -1)
		return -1;
	m.words = (struct bitrix_words){ m.p.statuses, m.people };
	return work(&m, told, n, err);
}

static int
mirror_all(struct provider_run *r, mirror_work *work,
    const struct bitrix_told *told, size_t n, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (bitrix_project_list(r->who->db, r->who->company_id,
	    r->account.con.id, true, &rows, err) == -1)
		return -1;
	for (;;) {
		own_bitrix_project struct bitrix_project	p = { 0 };

		if (!bitrix_project_next(rows, &p))
			return 0;
		if (mirror_one(r, &p, work, told, n, err) == -1)
			return -1;
	}
}

/* Those that events named, 50 in a call; what is told of meanwhile is read by the next sync. */
static int
sync_told(struct provider_run *r, struct err *err)
{
	struct bitrix_told	told[BITRIX_PAGE];
	int64_t			after = 0, now;
	size_t			n;

	do {
		if (db_now(r->who->db, &now, err) == -1 ||
		    bitrix_told_list(r->who->db, r->account.con.id, after,
		    told, nitems(told), &n, err) == -1)
			return -1;
		if (n == 0)
			return 0;
		after = told[n - 1].id;
		if (mirror_all(r, take_told, told, n, err) == -1 ||
		    bitrix_told_read(r->who->db, r->account.con.id, after,
		    now, err) == -1)
			return -1;
	} while (n == nitems(told));
	return 0;
}

int
bitrix_task_sync(struct provider_run *r, struct err *err)
{
	if (sync_told(r, err) == -1)
		return -1;
	return strcmp(r->run.reason, "webhook") == 0 ? 0 :
	    mirror_all(r, pass, NULL, 0, err);
}
