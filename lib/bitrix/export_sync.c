#include "bitrix/export_sync.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "account/caller.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "bitrix/api.h"
#include "bitrix/event.h"
#include "bitrix/event_ask.h"
#include "bitrix/export.h"
#include "io/db.h"
#include "io/field.h"
#include "service/provider_sync.h"

#define DAY_MS	INT64_C(86400000)

/* One page: its rows, and behind what the next one begins; 0: it was the last. */
struct page {
	struct provider_run	*r;
	int			 part;
	int64_t			 n, next_id;
	json_t			*rows;
	struct provider_run	 now;
};

/* The largest id of a page that may not be the last. */
static int64_t
behind(const json_t *rows, const char *id)
{
	int64_t	 last = 0;
	json_t	*one;
	size_t	 i;

	if (json_array_size(rows) < BITRIX_PAGE)
		return 0;
	json_array_foreach(rows, i, one)
		if (field_num(one, id, 0) > last)
			last = field_num(one, id, 0);
	return last;
}

static int
ask_users(struct page *p, struct bitrix *api, int64_t after, struct err *err)
{
	own_json json_t	*params = json_pack("{s:{s:I}, s:s, s:s, s:i, s:b}",
			    "FILTER", ">ID", (json_int_t)after, "sort", "ID",
			    "order", "ASC", "start", -1, "ADMIN_MODE", 1);

	if (bitrix_do(api, "user.get", params, &p->rows, err) == -1)
		return -1;
	p->next_id = behind(p->rows, "ID");
	return 0;
}

static int
ask_departments(struct page *p, struct bitrix *api, int64_t after,
    struct err *err)
{
	own_json json_t	*params = json_pack("{s:s, s:s, s:I, s:I}", "sort",
			    "ID", "order", "ASC", "START", (json_int_t)after,
			    "start", (json_int_t)after);
	own_json json_t	*doc = NULL;

	if (bitrix_ask(api, "department.get", params, &doc, err) == -1)
		return -1;
	p->rows = json_incref(json_object_get(doc, "result"));
	p->next_id = field_num(doc, "next", 0);
	return 0;
}

static int
ask_tasks(struct page *p, struct bitrix *api, int64_t after, struct err *err)
{
	own_json json_t	*params = json_pack("{s:{s:s}, s:{s:I}, "
			    "s:[s, s, s, s, s, s, s, s, s, s, s, s, s], s:i}",
			    "order", "ID", "asc", "filter", ">ID",
			    (json_int_t)after, "select", "ID", "TITLE",
			    "DESCRIPTION", "STATUS", "RESPONSIBLE_ID",
			    "CREATED_BY", "GROUP_ID", "DEADLINE",
			    "CREATED_DATE", "CHANGED_DATE", "CLOSED_DATE",
			    "PRIORITY", "TAGS", "start", -1);
	own_json json_t	*result = NULL;

	if (bitrix_do(api, "tasks.task.list", params, &result, err) == -1)
		return -1;
	p->rows = json_incref(json_object_get(result, "tasks"));
	p->next_id = behind(p->rows, "id");
	return 0;
}

/* A calendar a page; after: how many were read. */
static int
ask_events(struct page *p, struct bitrix *api, int64_t after, struct err *err)
{
	struct bitrix_calendar	*all = NULL;
	const int64_t		 now = clock_ms();
	size_t			 n = 0;
	int			 rc = bitrix_calendar_list(p->r->who->db,
				    p->r->who->company_id,
				    p->r->account.con.id, &all, &n, err);

	if (rc == 0 && (size_t)after >= n) {	/* somebody was unlinked meanwhile */
		p->rows = json_array();
		p->next_id = 0;
	} else if (rc == 0) {
		own_json json_t	*params = bitrix_event_window(&all[after],
				    now - 31 * DAY_MS, now + 366 * DAY_MS);

		rc = bitrix_do(api, "calendar.event.get", params, &p->rows,
		    err);
		p->next_id = (size_t)after + 1 < n ? after + 1 : 0;
	}
	free(all);
	return rc;
}

typedef int asker(struct page *, struct bitrix *, int64_t, struct err *);

static asker *const	askers[BITRIX_EXPORT_PARTS] = {
	[BITRIX_EXPORT_USERS] = ask_users,
	[BITRIX_EXPORT_DEPARTMENTS] = ask_departments,
	[BITRIX_EXPORT_TASKS] = ask_tasks,
	[BITRIX_EXPORT_EVENTS] = ask_events,
};

static int
store(struct db *db, void *arg, struct err *err)
{
	struct page	*p = arg;
	own_str char	*text = json_dumps(p->rows, JSON_COMPACT);

	p->now = *p->r;
	p->now.run.processed += (int64_t)json_array_size(p->rows);
	return bitrix_export_put(db, p->r->run.id, p->part, p->n, p->next_id,
	    text, err) == -1 ? -1 : provider_run_step(&p->now, err);
}

static int
read_page(struct provider_run *r, int part, int64_t n, int64_t *next_id,
    struct err *err)
{
	struct page	p = { .r = r, .part = part, .n = n };
	const int64_t	after = *next_id == -1 ? 0 : *next_id;
	int		rc = askers[part](&p, r->api, after, err);

	/* A list that does not go on would be read, and stored, for ever. */
	if (rc == 0 && (!json_is_array(p.rows) ||
	    (p.next_id != 0 && p.next_id <= after)))
		rc = err_code(err, ERR_REMOTE, "bitrix.shape", "export");
	if (rc == 0)
		rc = db_tx_run(r->who->db, store, &p, err);
	if (rc == 0) {
		r->run = p.now.run;
		*next_id = p.next_id;
	}
	json_decref(p.rows);
	return rc;
}

/* A part for which a scope is missing is an empty file; the log says why. */
static int
read_part(struct provider_run *r, int part, struct err *err)
{
	int64_t	n, next_id;

	if (bitrix_export_place(r->who->db, r->run.id, part, &n, &next_id,
	    err) == -1)
		return -1;
	while (next_id != 0)
		if (read_page(r, part, n++, &next_id, err) == -1) {
			if (strcmp(err->code, "bitrix.scope") != 0)
				return -1;
			provider_run_failed(r, err->text, err);
			*err = (struct err){ 0 };
			return 0;
		}
	return 0;
}

int
bitrix_export_sync(struct provider_run *r, struct err *err)
{
	if (strcmp(r->run.stream, SYNC_ACCOUNT BITRIX_EXPORT) != 0)
		return 0;
	if (bitrix_export_drop(r->who->db, r->account.con.id, r->run.id,
	    err) == -1)
		return -1;
	for (int part = 0; part < BITRIX_EXPORT_PARTS; part++)
		if (read_part(r, part, err) == -1)
			return -1;
	return 0;
}
