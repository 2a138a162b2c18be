#include "import/proposal.h"

#include <stdio.h>
#include <string.h>

#include "account/caller.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "huntflow/api_upload.h"
#include "huntflow/duplicate.h"
#include "huntflow/link.h"
#include "huntflow/org.h"
#include "import/chosen.h"
#include "import/plan.h"
#include "import/source.h"
#include "io/db.h"
#include "io/field.h"
#include "origin/origin.h"
#include "person/name.h"
#include "person/phone.h"
#include "transfer/contact.h"
#include "transfer/cv.h"
#include "transfer/name.h"
#include "transfer/source.h"

#define SAMPLE		5
#define SEARCH_MS	10000	/* for the duplicates of one page */

/* --- figures --- */

/* Marks those in Huntflow already: both lists run in the order of ids. */
static int
mark_sent(struct db *db, const struct import_plan *plan, struct import_chosen *tasks,
    int64_t *sent, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	size_t			 at = 0;

	*sent = 0;
	if (tasks->n == 0)
		return 0;
	import_chosen_sort(tasks);
	if (db_query(db, "SELECT task_id FROM transfer WHERE company_id = ? "
	    "AND environment = (SELECT environment FROM connection WHERE "
	    "id = ?) AND account_id = ? AND kind = ? AND state = 'done' AND "
	    "overruled = 0 AND "
	    "task_id >= ? AND task_id <= ? ORDER BY task_id",
	    DB_ARGS(db_int(plan->company_id), db_int(plan->huntflow_id),
	    db_int(plan->account_id), db_str(plan->of->transfer->kind),
	    db_str(tasks->v[0].task_id),
	    db_str(tasks->v[tasks->n - 1].task_id)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		const char	*id = db_col_str(rows, 0);

		while (at < tasks->n && strcmp(tasks->v[at].task_id, id) < 0)
			at++;
		if (at < tasks->n && strcmp(tasks->v[at].task_id, id) == 0) {
			tasks->v[at].cv = '\0';
			(*sent)++;
		}
	}
	return 0;
}

static void
add_sample(json_t *sample, const struct import_task *task)
{
	if (json_array_size(sample) < SAMPLE)
		json_array_append_new(sample, json_pack("{s:s, s:s}",
		    "task_id", task->task_id, "name", task->name));
}

int
import_proposal_counts(struct db *db, const struct import_plan *plan,
    json_t **out, struct err *err)
{
	own_import_chosen struct import_chosen	 tasks = { 0 };
	struct person_name	 name;
	json_t			*no_cv = json_array(), *unreadable = json_array();
	own_json json_t		*doc = json_pack("{s:o, s:o}", "no_cv_sample",
				    no_cv, "unreadable_sample", unreadable);
	int64_t			 sent, bare = 0, unknown = 0, nameless = 0;

	if (plan->of->chosen(db, plan, &tasks, err) == -1 ||
	    mark_sent(db, plan, &tasks, &sent, err) == -1)
		return -1;
	for (size_t i = 0; i < tasks.n; i++) {
		const struct import_task	*task = &tasks.v[i];

		if (task->cv == '\0')
			continue;
		unknown += task->cv == 'u';
		if (task->cv == 'n') {
			bare++;
			add_sample(no_cv, task);
		}
		if (person_name_read(task->name, &name) != PERSON_WHOLE) {
			nameless++;
			add_sample(unreadable, task);
		}
	}
	json_object_set_new(doc, "total", json_integer((json_int_t)tasks.n));
	json_object_set_new(doc, "create",
	    json_integer((json_int_t)tasks.n - sent));
	json_object_set_new(doc, "already", json_integer(sent));
	json_object_set_new(doc, "no_cv", json_integer(bare));
	json_object_set_new(doc, "unknown_cv", json_integer(unknown));
	json_object_set_new(doc, "unreadable_name", json_integer(nameless));
	*out = give(doc);
	return 0;
}

/* --- task by task --- */

struct page {
	const struct caller		*who;
	const struct import_plan	*plan;
	struct huntflow_link		*link;
	struct huntflow_org		*org;
	int64_t				 until;
};

static void
page_clear(struct page *p)
{
	huntflow_org_close(p->org);
	huntflow_link_close(p->link);
}

static int
page_open(struct page *p, struct err *err)
{
	if (huntflow_link_open_id(p->who->db, p->who->conf,
	    p->plan->huntflow_id, p->who->user_id, &p->link, err) == -1)
		return -1;
	p->org = huntflow_org_at(p->link, p->plan->account_id, p->who->lang);
	p->org->country = person_phone_country(p->who->zone);
	p->until = clock_mono_ms() + SEARCH_MS;
	return 0;
}

static void
put_name(json_t *doc, const struct transfer_item *item, bool cv)
{
	const struct transfer_name_ask	 ask = { .title = item->name,
		.first = item->first, .last = item->last,
		.middle = item->middle };
	struct person_name		 name = { 0 };
	enum transfer_name_from		 from = TRANSFER_NAME_PART;
	struct err			 nameless = { 0 };

	/* Without any name the transfer fails, or the CV tells it. */
	(void)transfer_name_read(&ask, &name, &from, &nameless);
	json_object_set_new(doc, "first_name", json_string(name.first));
	json_object_set_new(doc, "last_name", json_string(name.last));
	json_object_set_new(doc, "middle_name", json_string(name.middle));
	json_object_set_new(doc, "name_from", json_string(
	    transfer_name_told(from, cv)));
}

static void
put_contacts(json_t *doc, const struct transfer_contact *c)
{
	json_t	*links = json_array();

	json_object_set_new(doc, "email", c->email[0] != '\0' ?
	    json_string(c->email) : json_null());
	json_object_set_new(doc, "phone", c->phone != NULL ?
	    json_string(c->phone) : json_null());
	for (size_t i = 0; i < c->nlinks; i++)
		json_array_append_new(links, json_string(c->links[i].url));
	json_object_set_new(doc, "links", links);
}

/* Who sent the task already, and whether that is not known. */
static int
put_sent(const struct page *p, json_t *doc, const char *task_id,
    struct err *err)
{
	own_origin struct origin	 row = { 0 };
	struct origin			 key = {
		.company_id = p->plan->company_id,
		.account_id = p->plan->account_id,
		.task_id = (char *)(uintptr_t)task_id,
	};

	memcpy(key.environment, p->link->environment, sizeof(key.environment));
	snprintf(key.kind, sizeof(key.kind), "%s",
	    p->plan->of->transfer->kind);
	if (origin_find(p->who->db, &key, &row, err) == -1) {
		if (err->kind != ERR_ABSENT)
			return -1;
		*err = (struct err){ 0 };
	}
	json_object_set_new(doc, "unsure", json_boolean(
	    row.state == ORIGIN_UNSURE || row.state == ORIGIN_INTENT));
	json_object_set_new(doc, "already", row.applicant_id == 0 ?
	    json_null() : json_pack("{s:I, s:s, s:s, s:o}", "applicant_id",
	    (json_int_t)row.applicant_id, "url", row.url, "by", row.by, "at",
	    field_time(row.created_at)));
	return 0;
}

static int
find_same(const struct page *p, const json_t *doc,
    const struct transfer_contact *c, json_t **out, struct err *err)
{
	struct duplicate_ask	 ask = {
		.first_name = field_str(doc, "first_name"),
		.last_name = field_str(doc, "last_name"),
		.email = field_str(doc, "email"),
		.phone = field_str(doc, "phone"),
	};

	if (clock_mono_ms() > p->until)
		return err_code(err, ERR_BUSY, "import.proposal_late", "%s", "");
	for (size_t i = 0; i < c->nlinks && i < DUPLICATE_LINKS; i++)
		ask.links[ask.nlinks++] = c->links[i].url;
	return duplicate_find(p->org, &ask, out, err);
}

/* A search that failed is said; the rest of the list is shown. */
static void
put_duplicates(const struct page *p, json_t *doc,
    const struct transfer_contact *c)
{
	json_t		*found = NULL;
	struct err	 why = { 0 };
	char		 text[400] = "";

	if (json_is_object(json_object_get(doc, "already")))
		found = json_array();
	else if (find_same(p, doc, c, &found, &why) == -1) {
		log_err(LOG_WARN, "proposal: duplicates", &why);
		text_put(text, sizeof(text), p->who->lang, why.code,
		    why.text);
	}
	json_object_set_new(doc, "duplicates", found != NULL ? found :
	    json_null());
	json_object_set_new(doc, "duplicates_error", text[0] != '\0' ?
	    json_string(text) : json_null());
}

/* Which one becomes the résumé, unless its bytes are something else. */
static const char *
file_of(const struct transfer_cvs *files)
{
	for (size_t i = 0; i < files->n; i++)
		if (files->v[i].size <= HUNTFLOW_FILE_MAX)
			return files->v[i].title;
	return NULL;
}

/* One that is gone since it was chosen is left out. */
static int
put_item(const struct page *p, const struct import_task *task, json_t *out,
    struct err *err)
{
	own_transfer_contact struct transfer_contact	 contact = { 0 };
	own_transfer_cvs struct transfer_cvs		 files = { 0 };
	own_transfer_item struct transfer_item		 item = { 0 };
	struct transfer_contact_ask			 ask;
	json_t						*doc;

	if (p->plan->of->item(p->who, p->plan, task->task_id, &item,
	    err) == -1) {
		if (err->kind != ERR_ABSENT)
			return -1;
		*err = (struct err){ 0 };
		return 0;
	}
	ask = transfer_contact_ask_of(&item, p->org->country);
	transfer_contact_read(&ask, &contact);
	transfer_cvs_read(item.files, &files);
	doc = json_pack("{s:s, s:s, s:s?, s:b}", "task_id", task->task_id,
	    "name", item.name, "file", file_of(&files), "files_read",
	    item.files != NULL);
	json_array_append_new(out, doc);
	put_name(doc, &item, files.n > 0);
	put_contacts(doc, &contact);
	if (put_sent(p, doc, task->task_id, err) == -1)
		return -1;
	put_duplicates(p, doc, &contact);
	return 0;
}

int
import_proposal_page(const struct caller *who, const struct import_plan *plan,
    int64_t skip, int64_t size, json_t **out, int64_t *total, struct err *err)
{
	own_import_chosen struct import_chosen	 tasks = { 0 };
	cleanup(page_clear) struct page		 p = { .who = who, .plan = plan };
	own_json json_t				*list = json_array();

	if (plan->of->chosen(who->db, plan, &tasks, err) == -1 ||
	    page_open(&p, err) == -1)
		return -1;
	for (int64_t i = skip; i < skip + size && i < (int64_t)tasks.n; i++)
		if (put_item(&p, &tasks.v[i], list, err) == -1)
			return -1;
	*total = (int64_t)tasks.n;
	*out = give(list);
	return 0;
}
