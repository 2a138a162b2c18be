#include "bitrix/employee_sync.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "bitrix/api.h"
#include "bitrix/department.h"
#include "bitrix/employee.h"
#include "bitrix/user.h"
#include "io/db.h"
#include "io/field.h"
#include "service/provider_sync.h"

#define DEPARTMENTS_MAX	5000

/* --- departments --- */

struct departments {
	struct provider_run		*r;
	struct bitrix_department	*v;
	size_t				 n, room;
};

static void
departments_close(struct departments *all)
{
	for (size_t i = 0; i < all->n; i++)
		bitrix_department_clear(&all->v[i]);
	free(all->v);
}

static void
take_departments(struct departments *all, const json_t *list)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(list, i, one) {
		struct err	why = { 0 };

		if (all->n == all->room) {
			all->room = all->room == 0 ? 64 : all->room * 2;
			all->v = mem_grow(all->v, all->room, sizeof(*all->v));
		}
		if (bitrix_department_parse(one, &all->v[all->n], &why) == 0)
			all->n++;
		else
			provider_run_failed(all->r, "department", &why);
	}
}

/* The list is paged by number alone: START is how its page names it. */
static int
ask_departments(struct departments *all, struct bitrix *api, struct err *err)
{
	int64_t	 next = 0, before;

	do {
		own_json json_t	*doc = NULL;
		own_json json_t	*params = json_pack("{s:s, s:s, s:I, s:I}",
				    "sort", "ID", "order", "ASC", "START",
				    (json_int_t)next, "start",
				    (json_int_t)next);

		if (bitrix_ask(api, "department.get", params, &doc,
		    err) == -1)
			return -1;
		take_departments(all, json_object_get(doc, "result"));
		before = next;
		next = field_num(doc, "next", 0);
		if (next != 0 && next <= before)
			return err_code(err, ERR_REMOTE, "bitrix.shape",
			    "department.get");
	} while (next > 0 && all->n < DEPARTMENTS_MAX);
	return 0;
}

static int
store_departments(struct db *db, void *arg, struct err *err)
{
	struct departments	*all = arg;
	int64_t			 changed;

	return department_put(db, all->r->who->company_id,
	    all->r->account.con.id, all->v, all->n, &changed, err) == -1 ?
	    -1 : provider_run_step(all->r, err);
}

/* Without the scope employees have ids of departments, and that is no error. */
static int
sync_departments(struct provider_run *r, struct bitrix *api, struct err *err)
{
	cleanup(departments_close) struct departments	all = { .r = r };

	if (ask_departments(&all, api, err) == -1) {
		if (strcmp(err->code, "bitrix.scope") != 0 &&
		    strcmp(err->code, "bitrix.method") != 0)
			return -1;
		*err = (struct err){ 0 };
		json_object_set_new(r->metadata, "departments",
		    json_string("no_scope"));
		return 0;
	}
	return db_tx_run(r->who->db, store_departments, &all, err);
}

/* --- users --- */

struct page {
	struct provider_run	*r;
	struct bitrix_user	 v[BITRIX_PAGE];
	size_t			 n;
	bool			 whole;		/* of a pass over all */
	bool			 last;
	int64_t			 after_id, until_id;
	struct provider_run	 now;		/* counters and place behind it */
};

static void
page_close(struct page *p)
{
	for (size_t i = 0; i < p->n; i++)
		bitrix_user_clear(&p->v[i]);
}

static void
take_user(struct page *p, const json_t *doc)
{
	char		 record[40];
	struct err	 why = { 0 };
	const char	*id = json_is_object(doc) ? field_str(doc, "ID") : NULL;

	p->r->run.processed++;
	if (p->n < BITRIX_PAGE && bitrix_user_parse(doc,
	    p->r->account.con.base_url, &p->v[p->n], &why) == 0) {
		if (p->v[p->n].id > p->until_id)
			p->until_id = p->v[p->n].id;
		p->n++;
		return;
	}
	snprintf(record, sizeof(record), "%s", id != NULL ? id : "?");
	provider_run_failed(p->r, record, &why);
}

/* Those behind an id, in their order, without counting. */
static int
ask_users(struct page *p, struct bitrix *api, struct err *err)
{
	own_json json_t	*params = json_pack("{s:{s:I}, s:s, s:s, s:i, s:b}",
			    "FILTER", ">ID", (json_int_t)p->after_id,
			    "sort", "ID", "order", "ASC", "start", -1,
			    "ADMIN_MODE", 1);
	own_json json_t	*list = NULL;
	json_t		*one;
	size_t		 i;

	if (bitrix_do(api, "user.get", params, &list, err) == -1)
		return -1;
	if (!json_is_array(list))
		return err_code(err, ERR_REMOTE, "bitrix.shape", "user.get");
	p->until_id = p->after_id;
	json_array_foreach(list, i, one)
		take_user(p, one);
	p->last = json_array_size(list) < BITRIX_PAGE;
	if (p->until_id == p->after_id && !p->last)
		return err_code(err, ERR_REMOTE, "bitrix.shape", "user.get");
	return 0;
}

/* The page, the counters and the place are stored at once: whoever goes on repeats nothing. */
static int
store_page(struct db *db, void *arg, struct err *err)
{
	struct page			*p = arg;
	const struct employee_page	 page = {
		.company_id = p->r->who->company_id,
		.account_id = p->r->account.con.id, .after_id = p->after_id,
		.until_id = p->last && p->whole ? INT64_MAX : p->until_id,
		.v = p->v, .n = p->n };
	struct employee_counts		 n;

	p->now = *p->r;
	if (employee_put(db, &page, p->whole, &n, err) == -1)
		return -1;
	p->now.run.created += n.created;
	p->now.run.updated += n.updated;
	p->now.cursor.page = p->until_id;
	return provider_run_step(&p->now, err);
}

static int
take_page(struct provider_run *r, struct bitrix *api, int64_t after_id,
    bool whole, int64_t *until_id, bool *last, struct err *err)
{
	cleanup(page_close) struct page	p = { .r = r, .whole = whole,
					    .after_id = after_id };

	if (ask_users(&p, api, err) == -1)
		return -1;
	/* A portal has somebody: whoever made the webhook. */
	if (whole && after_id == 0 && p.n == 0)
		return err_code(err, ERR_REMOTE, "bitrix.nobody", "%s", "");
	if (db_tx_run(r->who->db, store_page, &p, err) == -1)
		return -1;
	r->run = p.now.run;
	r->cursor = p.now.cursor;
	*until_id = p.until_id;
	*last = p.last;
	return 0;
}

/* A user who was asked for by an event, or who is new, is behind the last known; a whole pass is
 * what finds changes: the service does not say who changed. */
int
bitrix_employee_sync(struct provider_run *r, struct err *err)
{
	const bool	whole = strcmp(r->run.reason, "webhook") != 0;
	int64_t		after_id = r->cursor.page;
	bool		last = false;

	if (!whole && employee_last(r->who->db, r->account.con.id, &after_id,
	    err) == -1)
		return -1;
	if (whole && after_id == 0 && sync_departments(r, r->api, err) == -1)
		return -1;
	while (!last)
		if (take_page(r, r->api, after_id, whole, &after_id, &last,
		    err) == -1)
			return -1;
	return 0;
}
