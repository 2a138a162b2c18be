#include "transfer/mark_work.h"

#include <jansson.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "clickup/api.h"
#include "clickup/api_comment.h"
#include "clickup/api_status.h"
#include "clickup/api_task.h"
#include "clickup/link.h"
#include "io/field.h"
#include "transfer/mark.h"
#include "transfer/pause.h"

#define RUN_MS	60000

/* --- a comment --- */

static int
is_said(struct clickup *api, const struct transfer_mark *m, bool *said,
    struct err *err)
{
	own_json json_t	*list = NULL;
	const json_t	*one;
	const char	*text;
	size_t		 i;

	*said = false;
	if (clickup_comments_fetch(api, m->task_id, 0, &list, err) == -1)
		return -1;
	json_array_foreach(list, i, one)
		if ((text = field_str(one, "text")) != NULL &&
		    strstr(text, m->url) != NULL)
			*said = true;
	return 0;
}

/* One that may have been said is looked for before it is said again. */
static int
make_comment(struct clickup *api, const struct transfer_mark *m, bool *maybe,
    struct err *err)
{
	own_str char	*text = mem_fmt("Кандидат в Huntflow: %s", m->url);
	bool		 said = false;

	*maybe = m->maybe;
	if (m->maybe && is_said(api, m, &said, err) == -1)
		return -1;
	return said ? 0 : clickup_comment_add(api, m->task_id, text, false,
	    maybe, err);
}

/* --- a status --- */

/* A task that was moved on since is left where people want it. */
static int
make_status(struct db *db, struct clickup *api, const struct transfer_mark *m,
    bool *maybe, struct err *err)
{
	own_clickup_task struct clickup_task	 task = { 0 };

	*maybe = m->maybe;
	if (clickup_task_fetch(api, m->task_id, &task, err) == -1)
		return -1;
	if (strcasecmp(task.status, m->status) == 0 || (m->maybe &&
	    m->was != NULL && strcmp(task.status, m->was) != 0))
		return 0;
	if (m->was == NULL && transfer_mark_before(db, m->id, task.status,
	    err) == -1)
		return -1;
	return clickup_status_set(api, m->task_id, m->status, maybe, err);
}

/* --- one mark --- */

static int
settle(struct db *db, const struct conf *conf, const struct transfer_mark *m,
    int rc, bool maybe, const struct err *why, struct err *err)
{
	if (rc == 0)
		return transfer_mark_done(db, m->id, err);
	log_err(LOG_WARN, "transfer: mark in ClickUp", why);
	return transfer_mark_failed(db, m->id, maybe, transfer_pause_passes(
	    why) ? transfer_pause_look(conf, m->tries) : -1, why, err);
}

/* api NULL: the person's client is opened. */
static int
do_mark(struct db *db, const struct conf *conf, struct clickup *api,
    int64_t id, struct err *err)
{
	own_transfer_mark struct transfer_mark	 m = { 0 };
	own_clickup struct clickup		*own = NULL;
	struct err				 why = { 0 };
	bool					 maybe;
	int					 rc;

	if ((rc = transfer_mark_claim(db, id, &m, err)) != 1)
		return rc;
	maybe = m.maybe;
	if (api == NULL && clickup_link_open(db, conf, m.company_id, m.user_id,
	    &own, &why) == -1)
		return settle(db, conf, &m, -1, maybe, &why, err);
	if (api == NULL)
		api = own;
	rc = strcmp(m.kind, "status") == 0 ? make_status(db, api, &m, &maybe,
	    &why) : make_comment(api, &m, &maybe, &why);
	return settle(db, conf, &m, rc, maybe, &why, err);
}

void
transfer_mark_work_now(struct db *db, const struct conf *conf,
    struct clickup *api, int64_t transfer_id)
{
	struct err	 err = { 0 };
	int64_t		 id;

	if (transfer_mark_of(db, transfer_id, &id, &err) == -1) {
		if (err.kind != ERR_ABSENT)
			log_err(LOG_WARN, "transfer: mark", &err);
		return;
	}
	if (do_mark(db, conf, api, id, &err) == -1)
		log_err(LOG_WARN, "transfer: mark", &err);
}

int
transfer_mark_work_run(struct db *db, const struct conf *conf,
    struct err *err)
{
	const int64_t	 until = clock_mono_ms() + RUN_MS;
	int64_t		 id;

	while (clock_mono_ms() < until) {
		if (transfer_mark_due(db, &id, err) == -1) {
			if (err->kind != ERR_ABSENT)
				return -1;
			*err = (struct err){ 0 };
			return 0;
		}
		if (do_mark(db, conf, NULL, id, err) == -1)
			return -1;
	}
	return 0;
}
