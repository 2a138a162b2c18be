#include "job/transfer_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/clickup.h"
#include "api/clickup_comment.h"
#include "api/clickup_file.h"
#include "api/clickup_task.h"
#include "api/huntflow_applicant.h"
#include "api/huntflow_candidate.h"
#include "api/huntflow_dictionary.h"
#include "api/huntflow_upload.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/text.h"
#include "base/words.h"
#include "io/db.h"
#include "io/fetch.h"
#include "io/field.h"
#include "job/applicant.h"
#include "job/clickup_link.h"
#include "job/duplicate.h"
#include "job/huntflow_desk.h"
#include "job/huntflow_link.h"

#define DESK_LEASE_S	180	/* longer than any one step */
#define GRACE_S		30	/* a lost POST may still arrive so long */
#define LOOK_PAGES	10	/* of the newest applicants */
#define LOOK_READS	40	/* résumés that are opened on the search */
#define TAG_LOCK_S	60

const char *const transfer_duplicates[] = { "create", "ask", "attach", "skip",
	NULL };

/* --- the desk --- */

int
transfer_desk_open(struct db *db, const struct conf *conf, int64_t company_id,
    int64_t user_id, int64_t huntflow_id, int64_t account_id,
    struct transfer_desk **out, struct err *err)
{
	own_transfer_desk struct transfer_desk *desk = mem_zero(sizeof(*desk));

	desk->db = db;
	desk->conf = conf;
	desk->company_id = company_id;
	desk->user_id = user_id;
	desk->account_id = account_id;
	desk->lease_s = DESK_LEASE_S;
	transfer_lease_name(desk->lease);
	if (clickup_link_open(db, conf, company_id, user_id, &desk->clickup,
	    err) == -1)
		return -1;
	if ((huntflow_id != 0 ? huntflow_link_open_id(db, conf, huntflow_id,
	    user_id, &desk->huntflow, err) : huntflow_link_open(db, conf,
	    user_id, NULL, &desk->huntflow, err)) == -1)
		return -1;
	*out = give(desk);
	return 0;
}

void
transfer_desk_close(struct transfer_desk *desk)
{
	if (desk == NULL)
		return;
	clickup_close(desk->clickup);
	huntflow_link_close(desk->huntflow);
	huntflow_items_clear(&desk->tags);
	huntflow_items_clear(&desk->sources);
	huntflow_items_clear(&desk->stages);
	mem_free_str(&desk->nick);
	free(desk);
}

void
transfer_desk_close_p(struct transfer_desk **desk)
{
	transfer_desk_close(*desk);
	*desk = NULL;
}

void
transfer_done_clear(struct transfer_done *done)
{
	mem_free_str(&done->url);
	json_decref(done->doubles);
	json_decref(done->steps);
	json_decref(done->duplicates);
	*done = (struct transfer_done){ 0 };
}

/* --- one run --- */

struct work {
	struct transfer_desk		*desk;
	const struct transfer_ask	*ask;
	struct huntflow			*api;
	struct transfer			 row;
	bool				 created;	/* by us, now */
	bool				 skipped;
	json_t				*duplicates;
	struct clickup_task		 task;
	json_t				*comments;
	struct huntflow_upload		 upload;
	struct applicant_links		 links;
	json_t				*steps;
};

static void
work_clear(struct work *w)
{
	transfer_clear(&w->row);
	clickup_task_clear(&w->task);
	json_decref(w->comments);
	huntflow_upload_clear(&w->upload);
	applicant_links_clear(&w->links);
	json_decref(w->steps);
	json_decref(w->duplicates);
}
#define own_work cleanup(work_clear)

static void
begin_step(struct work *w, const char *step)
{
	if (w->desk->step != NULL)
		w->desk->step(w->desk->arg, step, w->row.id);
	json_array_append_new(w->steps, json_string(step));
}

static int
save(struct work *w, struct err *err)
{
	return transfer_save(w->desk->db, &w->row, w->desk->lease,
	    w->desk->lease_s, err);
}

static int
fetch(struct work *w, struct err *err)
{
	begin_step(w, "fetch");
	if (clickup_task_fetch(w->desk->clickup, w->ask->task_id, &w->task,
	    err) == -1 ||
	    clickup_comments_fetch(w->desk->clickup, w->ask->task_id, 0,
	    &w->comments, err) == -1)
		return -1;
	applicant_links_read(&w->task, &w->links);
	return 0;
}

/* --- the CV --- */

static int
download(struct work *w, const struct applicant_file *file,
    struct fetch_res *out, struct err *err)
{
	if (file->size > HUNTFLOW_FILE_MAX)
		return err_code(err, ERR_TOO_LARGE, "file_too_large",
		    "%s: %lld bytes", file->title, (long long)file->size);
	if (clickup_file_fetch(w->desk->clickup, w->ask->task_id, file->id,
	    file->url, HUNTFLOW_FILE_MAX, out, err) == -1) {
		if (strstr(err->code, "too_large") != NULL)
			return err_code(err, ERR_TOO_LARGE, "file_too_large",
			    "%s: above 15 MB", file->title);
		if ((err->kind == ERR_ABSENT || err->kind == ERR_DENIED) &&
		    strcmp(err->code, "private_address") != 0)
			return err_code(err, ERR_ABSENT, "file_absent",
			    "%s: it can not be read", file->title);
		return -1;
	}
	if (memmem(out->body.data, out->body.len < 1024 ? out->body.len : 1024,
	    "%PDF-", 5) == NULL)
		return err_code(err, ERR_REMOTE, "file_broken",
		    "%s: not a PDF", file->title);
	return 0;
}

/* A refusal of the file itself; outages and keys keep their own codes. */
static int
name_refusal(struct err *err)
{
	own_str char	*why = mem_dup(err->text);

	if (err->kind == ERR_INPUT || (err->kind == ERR_REMOTE &&
	    err->remote_status >= 405 && err->remote_status < 500))
		return err_code(err, ERR_REMOTE, "upload_refused", "%s",
		    why);
	return -1;
}

/* The parser chokes on some files: then the file alone is stored. */
static bool
parser_failed(const struct err *err)
{
	return err->kind == ERR_TIMEOUT || (err->kind == ERR_REMOTE &&
	    (err->remote_status == 0 || err->remote_status >= 500 ||
	    strcmp(err->code, "huntflow_shape") == 0));
}

static int
upload(struct work *w, struct err *err)
{
	own_applicant_file struct applicant_file file = { 0 };
	own_res struct fetch_res		 res = { 0 };
	bool					 parse = !w->ask->no_parse;

	if (w->ask->name_only ||
	    !applicant_file_find(w->task.attachments, &file))
		return 0;
	begin_step(w, "file");
	if (download(w, &file, &res, err) == -1)
		return -1;
	for (;; parse = false) {
		memset(err, 0, sizeof(*err));
		if (huntflow_upload(w->api, w->desk->account_id, file.title,
		    "application/pdf", res.body.data, res.body.len, parse,
		    &w->upload, err) == 0)
			break;
		if (!parse || !parser_failed(err))
			return name_refusal(err);
		log_err(LOG_WARN, "transfer: sent again without parsing", err);
	}
	w->row.file_id = w->upload.id;
	w->row.steps |= TRANSFER_FILE;
	return 0;
}

/* --- looking for an applicant whose answer was lost --- */

static bool
same_text(const char *a, const char *b)
{
	return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

/* Does one of the applicant's résumés hold the marker? reads: what is left to open. */
static int
bears_marker(struct work *w, const struct huntflow_applicant *one, int *reads,
    bool *yes, struct err *err)
{
	*yes = false;
	for (size_t i = 0; i < one->nexternals && *reads > 0 && !*yes; i++) {
		own_str char	*text = NULL;

		(*reads)--;
		if (huntflow_applicant_resume(w->api, w->desk->account_id,
		    one->id,
		    one->externals[i], &text, err) == -1)
			return -1;
		*yes = strstr(text, w->row.marker) != NULL;
	}
	return 0;
}

static int
look_by_search(struct work *w, int *reads, int64_t *found, struct err *err)
{
	own_huntflow_applicants struct huntflow_applicants	list = { 0 };
	bool							yes = false;

	if (huntflow_applicant_search(w->api, w->desk->account_id,
	    w->row.marker, 1, &list, err) == -1)
		return -1;
	for (size_t i = 0; i < list.n && !yes && *reads > 0; i++) {
		own_huntflow_applicant struct huntflow_applicant one = { 0 };

		if (huntflow_applicant_get(w->api, w->desk->account_id,
		    list.v[i].id, &one, err) == -1 ||
		    bears_marker(w, &one, reads, &yes, err) == -1)
			return -1;
		if (yes)
			*found = one.id;
	}
	return 0;
}

/* The search may lag behind: the newest ones of that name are opened. */
static int
look_among_new(struct work *w, int *reads, int64_t *found, struct err *err)
{
	const char	*first = field_str(w->row.fields, "first_name");
	const char	*last = field_str(w->row.fields, "last_name");
	bool		 yes = false;

	for (int page = 1; page <= LOOK_PAGES && *reads > 0; page++) {
		own_huntflow_applicants struct huntflow_applicants list = { 0 };

		if (huntflow_applicant_list(w->api, w->desk->account_id, page,
		    &list, err) == -1)
			return -1;
		for (size_t i = 0; i < list.n; i++) {
			if (!same_text(list.v[i].first_name, first) ||
			    !same_text(list.v[i].last_name, last))
				continue;
			if (bears_marker(w, &list.v[i], reads, &yes,
			    err) == -1)
				return -1;
			if (yes) {
				*found = list.v[i].id;
				return 0;
			}
		}
		if (list.n == 0)
			break;
	}
	return 0;
}

static int64_t
grace_ms(const struct work *w)
{
	return conf_int(w->desk->conf, "IMPORT_ADOPT_GRACE_S", GRACE_S) * 1000;
}

/*
 * The POST may have been carried out: an applicant with our marker is taken as ours;
 * only when there is none, after the time that a lost request may still need, may
 * another be made.
 */
static int
adopt(struct work *w, struct err *err)
{
	const int64_t	 wait = w->row.intent_at + grace_ms(w) - clock_ms();
	int64_t		 found = 0;
	int		 reads = LOOK_READS;

	if (look_by_search(w, &reads, &found, err) == -1 ||
	    (found == 0 && look_among_new(w, &reads, &found, err) == -1))
		return -1;
	if (found == 0 && wait > 0) {
		err->retry_after_s = (int)((wait + 999) / 1000);
		return err_code(err, ERR_BUSY, "transfer_wait",
		    "an answer was lost; looking again in %d s",
		    err->retry_after_s);
	}
	if (found == 0) {
		w->row.state = TRANSFER_NEW;
		return 0;
	}
	w->row.applicant_id = found;
	w->row.state = TRANSFER_CREATED;
	return save(w, err);
}

/* --- the applicant --- */

static int
load(struct transfer_desk *desk, bool *has, struct huntflow_items *items,
    enum huntflow_dictionary kind, struct err *err)
{
	struct huntflow_items	 got = { 0 };

	if (*has)
		return 0;
	if (huntflow_dictionary_fetch(desk->huntflow->api, desk->account_id,
	    kind, &got, err) == -1)
		return -1;
	huntflow_items_clear(items);
	*items = got;
	*has = true;
	return 0;
}

/* The source of applicants that bears the site's name; 0: there is none. */
static int
find_source(struct work *w, int64_t *id, struct err *err)
{
	const char	*site = w->links.linkedin != NULL ? "linkedin" :
			    w->links.rabota != NULL ? "rabota" : NULL;

	*id = 0;
	if (site == NULL || w->row.file_id != 0)
		return 0;
	if (load(w->desk, &w->desk->has_sources, &w->desk->sources,
	    HUNTFLOW_SOURCES, err) == -1)
		return -1;
	for (size_t i = 0; i < w->desk->sources.n && *id == 0; i++)
		if (strcasestr(w->desk->sources.v[i].name, site) != NULL)
			*id = w->desk->sources.v[i].id;
	return 0;
}

static int
make_body(struct work *w, json_t **body, struct err *err)
{
	struct applicant_parts	 parts = {
		.task = &w->task, .upload = &w->upload,
		.file_id = w->row.file_id, .links = &w->links,
		.first = w->ask->first, .last = w->ask->last,
		.middle = w->ask->middle, .marker = w->row.marker,
	};

	if (find_source(w, &parts.source_id, err) == -1)
		return -1;
	return applicant_body(&parts, body, err);
}

/* The organisation's short name stands in the address of its pages. */
static int
find_nick(struct transfer_desk *desk, struct err *err)
{
	own_huntflow_items struct huntflow_items	accounts = { 0 };

	if (desk->nick != NULL)
		return 0;
	if (huntflow_dictionary_accounts(desk->huntflow->api, &accounts,
	    err) == -1)
		return -1;
	for (size_t i = 0; i < accounts.n; i++)
		if (accounts.v[i].id == desk->account_id)
			desk->nick = mem_dup(accounts.v[i].nick);
	if (desk->nick == NULL)
		desk->nick = mem_dup("");
	return 0;
}

static void
keep_doubles(struct work *w, const struct huntflow_applicant *one)
{
	w->row.doubles = json_array();
	for (size_t i = 0; i < one->ndoubles; i++)
		json_array_append_new(w->row.doubles,
		    json_integer(one->doubles[i]));
}

/* What is kept of the document: enough to know the applicant again. */
static json_t *
names_of(const json_t *body)
{
	return json_pack("{s:O, s:O}",
	    "first_name", json_object_get(body, "first_name"),
	    "last_name", json_object_get(body, "last_name"));
}

static int
post(struct work *w, const json_t *body, struct err *err)
{
	own_huntflow_applicant struct huntflow_applicant one = { 0 };
	struct err					 ignored = { 0 };

	if (huntflow_applicant_create(w->api, w->desk->account_id, body, &one,
	    err) == 0) {
		w->row.applicant_id = one.id;
		w->row.state = TRANSFER_CREATED;
		w->created = true;
		keep_doubles(w, &one);
		return 0;
	}
	if (huntflow_sent(w->api)) {
		err->retry_after_s = (int)(grace_ms(w) / 1000);
		return err_code(err, ERR_BUSY, "huntflow_lost", "%s",
		    "the answer to the new applicant was lost");
	}
	w->row.state = TRANSFER_NEW;	/* certainly not carried out */
	if (save(w, &ignored) == -1)
		log_err(LOG_WARN, "transfer: intent not cleared", &ignored);
	return -1;
}

/* --- those who are there already --- */

static int
find_duplicates(struct work *w, const struct duplicate_ask *ask,
    const char *lang, json_t **out, struct err *err)
{
	own_huntflow_desk struct huntflow_desk	*desk = huntflow_desk_at(
	    w->desk->huntflow, w->desk->account_id, lang);

	return duplicate_find(desk, ask, out, err);
}

static void
add_links(const struct work *w, struct duplicate_ask *ask)
{
	if (w->links.linkedin != NULL)
		ask->links[ask->nlinks++] = w->links.linkedin;
	if (w->links.rabota != NULL)
		ask->links[ask->nlinks++] = w->links.rabota;
}

/* Those who share more than a name with the applicant that would be made; out: how many. */
static int
look_for_same(struct work *w, const json_t *body, size_t *out,
    struct err *err)
{
	struct duplicate_ask	 ask = {
		.email = field_str(body, "email"),
		.phone = field_str(body, "phone"),
	};
	own_json json_t		*all = NULL;
	json_t			*one;
	size_t			 i;

	add_links(w, &ask);
	if (find_duplicates(w, &ask, "en", &all, err) == -1)
		return -1;
	json_decref(w->duplicates);
	w->duplicates = json_array();
	json_array_foreach(all, i, one)
		if (duplicate_sure(one))
			json_array_append(w->duplicates, one);
	*out = json_array_size(w->duplicates);
	return 0;
}

/* The task goes to an applicant who is there; its file goes with the comment. */
static int
take_existing(struct work *w, int64_t id, struct err *err)
{
	own_huntflow_applicant struct huntflow_applicant one = { 0 };

	if (huntflow_applicant_get(w->api, w->desk->account_id, id, &one,
	    err) == -1) {
		if (err->kind != ERR_ABSENT || w->ask->applicant_id == 0)
			return -1;
		memset(err, 0, sizeof(*err));
		return err_field(err, "applicant_id", "huntflow_gone", "%s",
		    "");
	}
	json_decref(w->row.fields);
	w->row.fields = json_pack("{s:b}", "attached", 1);
	w->row.applicant_id = id;
	w->row.state = TRANSFER_CREATED;
	return 0;
}

static int64_t
first_found(const struct work *w)
{
	return field_num(json_array_get(w->duplicates, 0), "id", 0);
}

/* settled: no applicant is to be made. */
static int
mind_duplicates(struct work *w, const json_t *body, bool *settled,
    struct err *err)
{
	size_t	 n = 0;

	*settled = false;
	if (w->ask->duplicate == TRANSFER_CREATE)
		return 0;
	if (look_for_same(w, body, &n, err) == -1)
		return -1;
	if (n == 0)
		return 0;
	*settled = true;
	if (w->ask->duplicate == TRANSFER_SKIP) {
		w->skipped = true;
		w->row.applicant_id = first_found(w);
		return 0;
	}
	if (w->ask->duplicate == TRANSFER_ATTACH && n == 1)
		return take_existing(w, first_found(w), err);
	return err_code(err, ERR_CONFLICT, "duplicate_found", "%s",
	    field_str(json_array_get(w->duplicates, 0), "name"));
}

static int
create(struct work *w, struct err *err)
{
	own_json json_t	*body = NULL;
	bool		 settled;

	if (find_nick(w->desk, err) == -1 || upload(w, err) == -1)
		return -1;
	if (w->ask->duplicate == TRANSFER_ATTACH && w->ask->applicant_id != 0)
		return take_existing(w, w->ask->applicant_id, err);
	begin_step(w, "create");
	if (make_body(w, &body, err) == -1 ||
	    mind_duplicates(w, body, &settled, err) == -1)
		return -1;
	if (settled)
		return 0;
	json_decref(w->row.fields);
	w->row.fields = names_of(body);
	w->row.import_id = w->desk->import_id;
	if (transfer_intend(w->desk->db, &w->row, w->desk->lease,
	    w->desk->lease_s, err) == -1 || post(w, body, err) == -1)
		return -1;
	return 0;
}

/* --- tags --- */

/* Names are one when their words are, in any case and order of marks. */
static bool
same_words(const char *a, const char *b)
{
	own_buf struct buf	 x = { 0 }, y = { 0 };

	words_index("", (const char *const[]){ a }, 1, &x);
	words_index("", (const char *const[]){ b }, 1, &y);
	if (x.len == 0 || y.len == 0)
		return strcmp(a, b) == 0;
	return strcmp(buf_str(&x), buf_str(&y)) == 0;
}

static int64_t
find_tag(const struct transfer_desk *desk, const char *name)
{
	for (size_t i = 0; i < desk->tags.n; i++)
		if (same_words(desk->tags.v[i].name, name))
			return desk->tags.v[i].id;
	return 0;
}

/* One process makes a tag: the others find it when their turn comes. */
static int
make_tag(struct transfer_desk *desk, const char *name, int64_t *id,
    struct err *err)
{
	char	 lock[64];
	int	 rc = 0;

	snprintf(lock, sizeof(lock), "huntflow-tag-%lld-%lld",
	    (long long)desk->huntflow->connection_id,
	    (long long)desk->account_id);
	if (db_lock(desk->db, lock, TAG_LOCK_S, err) == -1)
		return -1;
	desk->has_tags = false;
	if ((rc = load(desk, &desk->has_tags, &desk->tags, HUNTFLOW_TAGS,
	    err)) == 0 && (*id = find_tag(desk, name)) == 0)
		rc = huntflow_dictionary_add_tag(desk->huntflow->api,
		    desk->account_id,
		    name, id, err);
	db_unlock(desk->db, lock);
	desk->has_tags = false;	/* the new one is in the next list */
	return rc;
}

static void
add_tag_id(struct huntflow_tag_ids *ids, int64_t id)
{
	for (size_t i = 0; i < ids->n; i++)
		if (ids->v[i] == id)
			return;
	if (ids->n < HUNTFLOW_TAGS_MAX)
		ids->v[ids->n++] = id;
}

static int
tag(struct work *w, struct err *err)
{
	struct transfer_desk	*desk = w->desk;
	struct huntflow_tag_ids	 ids = { .n = 0 };
	int64_t			 id;

	if (w->task.nassignees == 0 || (w->row.steps & TRANSFER_TAGGED) != 0)
		return 0;
	begin_step(w, "tag");
	/* The whole list is replaced: what an older applicant has must stay. */
	if (!w->created && huntflow_applicant_tags(w->api, desk->account_id,
	    w->row.applicant_id, &ids, err) == -1)
		return -1;
	for (size_t i = 0; i < w->task.nassignees; i++) {
		const char	*name = w->task.assignee_names[i];

		if (load(desk, &desk->has_tags, &desk->tags, HUNTFLOW_TAGS,
		    err) == -1)
			return -1;
		if ((id = find_tag(desk, name)) == 0 &&
		    make_tag(desk, name, &id, err) == -1)
			return -1;
		add_tag_id(&ids, id);
	}
	if (huntflow_applicant_tag(w->api, desk->account_id,
	    w->row.applicant_id,
	    &ids, err) == -1)
		return -1;
	w->row.steps |= TRANSFER_TAGGED;
	return 0;
}

/* --- vacancy and stage --- */

static int
find_stage(struct work *w, int64_t *stage, struct err *err)
{
	struct transfer_desk	*desk = w->desk;
	const struct huntflow_item *first = NULL, *item;

	if ((*stage = w->ask->status_id) != 0)
		return 0;
	if (load(desk, &desk->has_stages, &desk->stages, HUNTFLOW_STAGES,
	    err) == -1)
		return -1;
	for (size_t i = 0; i < desk->stages.n; i++) {
		item = &desk->stages.v[i];
		if (same_text(item->type, "user") &&
		    (first == NULL || item->order < first->order))
			first = item;
	}
	if (first == NULL)
		return err_code(err, ERR_REMOTE, "huntflow_shape",
		    "the organisation has no stages");
	*stage = first->id;
	return 0;
}

/* On that vacancy already? 1: at this stage, 2: at another, 0: no. */
static int
place_of(const struct huntflow_applicant *one, int64_t vacancy, int64_t stage)
{
	for (size_t i = 0; i < one->nlinks; i++)
		if (one->links[i].vacancy == vacancy)
			return one->links[i].status == stage ? 1 : 2;
	return 0;
}

static int
attach(struct work *w, struct err *err)
{
	own_huntflow_applicant struct huntflow_applicant one = { 0 };
	const int64_t	 vacancy = w->ask->vacancy_id;
	int64_t		 stage;
	int		 place = 0;

	if (vacancy == 0 || (w->row.steps & TRANSFER_ATTACHED) != 0)
		return 0;
	begin_step(w, "attach");
	if (find_stage(w, &stage, err) == -1)
		return -1;
	if (!w->created) {
		if (huntflow_applicant_get(w->api, w->desk->account_id,
		    w->row.applicant_id, &one, err) == -1)
			return -1;
		place = place_of(&one, vacancy, stage);
	}
	if (place != 1 && huntflow_applicant_attach(w->api, w->desk->account_id,
	    w->row.applicant_id, vacancy, stage, place == 2, err) == -1)
		return -1;
	w->row.vacancy_id = vacancy;
	w->row.status_id = stage;
	w->row.steps |= TRANSFER_ATTACHED;
	return 0;
}

/* --- the comment --- */

static int
send_comment(struct work *w, const char *text, struct err *err)
{
	own_json json_t	*body = json_pack("{s:s}", "comment", text),
			*doc = NULL;

	if (w->row.vacancy_id != 0)
		json_object_set_new(body, "vacancy",
		    json_integer(w->row.vacancy_id));
	/* An applicant of our making has the file as its résumé. */
	if (w->row.file_id != 0 && field_flag(w->row.fields, "attached"))
		json_object_set_new(body, "files", json_pack("[I]",
		    (json_int_t)w->row.file_id));
	return huntflow_candidate_comment(w->api, w->desk->account_id,
	    w->row.applicant_id, body, &doc, err);
}

static int
comment(struct work *w, struct err *err)
{
	own_str char	*text = NULL;
	bool		 there = false;

	if ((w->row.steps & TRANSFER_COMMENTED) != 0)
		return 0;
	begin_step(w, "comment");
	/* Whoever was here before may have been heard. */
	if (!w->created && huntflow_applicant_said(w->api, w->desk->account_id,
	    w->row.applicant_id, w->row.marker, &there, err) == -1)
		return -1;
	text = applicant_comment(&w->task, w->comments, w->row.marker);
	if (!there && send_comment(w, text, err) == -1)
		return -1;
	w->row.steps |= TRANSFER_COMMENTED;
	return 0;
}

/* --- the whole --- */

static int
finish(struct work *w, struct err *err)
{
	w->row.state = TRANSFER_DONE;
	if (w->row.url == NULL || w->row.url[0] == '\0') {
		if (find_nick(w->desk, err) == -1)
			return -1;
		mem_free_str(&w->row.url);
		w->row.url = huntflow_link_page(w->desk->huntflow->base_url,
		    w->desk->nick, w->row.applicant_id);
	}
	if (save(w, err) == -1)
		return -1;
	huntflow_link_ok(w->desk->huntflow);
	return 0;
}

/* The id is in the table before anything else is done with the applicant. */
static int
make_applicant(struct work *w, struct err *err)
{
	if (w->row.state == TRANSFER_INTENT && adopt(w, err) == -1)
		return -1;
	if (w->row.state == TRANSFER_CREATED)
		return 0;
	if (create(w, err) == -1)
		return -1;
	if (w->skipped)
		return 0;
	mem_free_str(&w->row.url);
	w->row.url = huntflow_link_page(w->desk->huntflow->base_url,
	    w->desk->nick, w->row.applicant_id);
	return save(w, err);
}

static int
run_steps(struct work *w, struct err *err)
{
	if (w->row.state == TRANSFER_DONE)
		return 0;
	if (fetch(w, err) == -1 || make_applicant(w, err) == -1)
		return -1;
	if (w->skipped)
		return 0;
	if (tag(w, err) == -1 || attach(w, err) == -1 ||
	    comment(w, err) == -1)
		return -1;
	return finish(w, err);
}

static int
take(struct work *w, struct err *err)
{
	const struct transfer_desk	*desk = w->desk;
	const struct transfer		 in = {
		.company_id = desk->company_id, .user_id = desk->user_id,
		.connection_id = desk->huntflow->connection_id,
		.account_id = desk->account_id,
		.task_id = (char *)(uintptr_t)w->ask->task_id,
		.task_name = (char *)(uintptr_t)w->ask->task_name,
	};

	return transfer_take(desk->db, &in, desk->lease, desk->lease_s,
	    &w->row, err);
}

int
transfer_run(struct transfer_desk *desk, const struct transfer_ask *ask,
    struct transfer_done *out, struct err *err)
{
	own_work struct work	 w = {
		.desk = desk, .ask = ask, .api = desk->huntflow->api,
		.steps = json_array(),
	};
	struct err		 ignored = { 0 };
	int			 rc;

	if (take(&w, err) == -1)
		return -1;
	rc = run_steps(&w, err);
	if (transfer_release(desk->db, w.row.id, desk->lease,
	    rc == 0 ? "" : err->code, &ignored) == -1)
		log_err(LOG_WARN, "transfer: release", &ignored);
	if (desk->step != NULL)
		desk->step(desk->arg, "", 0);
	out->duplicates = give(w.duplicates);
	if (rc == -1)
		return -1;
	out->skipped = w.skipped;
	out->applicant_id = w.row.applicant_id;
	out->created = w.created;
	out->url = give(w.row.url);
	out->doubles = w.row.doubles != NULL ? give(w.row.doubles) :
	    json_array();
	out->steps = give(w.steps);
	return 0;
}

/* --- the preview --- */

static void
warn(json_t *list, const char *lang, const char *code, const char *arg)
{
	char	 text[400];

	text_put(text, sizeof(text), lang, code, arg);
	json_array_append_new(list, json_pack("{s:s, s:s}", "code", code,
	    "text", text));
}

static void
preview_name(struct work *w, const char *lang, bool has_file, json_t *doc,
    json_t *warnings)
{
	const struct applicant_parts	 parts = { .task = &w->task };
	struct person_name		 name = { 0 };
	enum applicant_name		 from = APPLICANT_PART;
	struct err			 ignored = { 0 };

	if (applicant_name(&parts, &name, &from, &ignored) == -1)
		warn(warnings, lang, has_file ? "preview_no_title" :
		    "name_empty", "");
	else if (from == APPLICANT_PART)
		warn(warnings, lang, has_file ? "preview_half_name_cv" :
		    "preview_half_name", w->task.name);
	json_object_set_new(doc, "first_name", json_string(name.first));
	json_object_set_new(doc, "last_name", json_string(name.last));
	json_object_set_new(doc, "middle_name", json_string(name.middle));
	json_object_set_new(doc, "position", json_string(name.position));
	json_object_set_new(doc, "name_from", json_string(
	    from == APPLICANT_PART && has_file ? "cv" : "title"));
	/* Known only when the CV is parsed, which stores it in Huntflow. */
	json_object_set_new(doc, "phone", json_null());
	json_object_set_new(doc, "email", json_null());
}

static void
preview_file(struct work *w, const char *lang, bool *has_file, json_t *doc,
    json_t *warnings)
{
	own_applicant_file struct applicant_file file = { 0 };

	*has_file = applicant_file_find(w->task.attachments, &file);
	if (*has_file && file.size > HUNTFLOW_FILE_MAX)
		warn(warnings, lang, "file_too_large", file.title);
	if (!*has_file && w->links.linkedin == NULL && w->links.rabota == NULL)
		warn(warnings, lang, "preview_no_cv", "");
	json_object_set_new(doc, "file", *has_file ?
	    json_pack("{s:s, s:I, s:s?}", "title", file.title, "size",
	    (json_int_t)file.size, "date", file.date) : json_null());
	json_object_set_new(doc, "source", json_string(*has_file ? "pdf" :
	    w->links.linkedin != NULL ? "linkedin" :
	    w->links.rabota != NULL ? "rabota" : "title"));
}

static int
preview_tags(struct work *w, json_t *doc, struct err *err)
{
	json_t	*tags = json_array();

	json_object_set_new(doc, "tags", tags);
	if (w->task.nassignees == 0)
		return 0;
	if (load(w->desk, &w->desk->has_tags, &w->desk->tags, HUNTFLOW_TAGS,
	    err) == -1)
		return -1;
	for (size_t i = 0; i < w->task.nassignees; i++)
		json_array_append_new(tags, json_pack("{s:s, s:b}", "name",
		    w->task.assignee_names[i], "exists", find_tag(w->desk,
		    w->task.assignee_names[i]) != 0));
	return 0;
}

/* E-mail and phone are those that the task itself tells. */
static int
preview_duplicates(struct work *w, const char *lang, json_t *doc,
    struct err *err)
{
	own_str char		*email = NULL, *phone = NULL;
	struct duplicate_ask	 ask = {
		.first_name = field_str(doc, "first_name"),
		.last_name = field_str(doc, "last_name"),
	};
	json_t			*found = NULL;

	applicant_contacts(&w->task, &email, &phone);
	ask.email = email;
	ask.phone = phone;
	add_links(w, &ask);
	if (json_is_object(json_object_get(doc, "already")))
		found = json_array();	/* it is found, of course */
	else if (find_duplicates(w, &ask, lang, &found, err) == -1)
		return -1;
	json_object_set_new(doc, "duplicates", found);
	return 0;
}

static int
preview_already(struct work *w, const char *lang, json_t *doc,
    json_t *warnings, struct err *err)
{
	own_transfer struct transfer	 row = { 0 };
	const int64_t			 account = w->desk->account_id;

	if (transfer_find(w->desk->db, w->desk->huntflow->connection_id,
	    account, w->task.task_id, &row, err) == -1) {
		if (err->kind != ERR_ABSENT)
			return -1;
		memset(err, 0, sizeof(*err));
	}
	if (row.applicant_id == 0) {
		json_object_set_new(doc, "already", json_null());
		return 0;
	}
	warn(warnings, lang, "preview_already", "");
	json_object_set_new(doc, "already", json_pack("{s:I, s:s, s:I}",
	    "applicant_id", (json_int_t)row.applicant_id, "url", row.url,
	    "account_id", (json_int_t)account));
	return 0;
}

int
transfer_preview(struct transfer_desk *desk, const char *task_id,
    const char *lang, json_t **out, struct err *err)
{
	const struct transfer_ask	 ask = { .task_id = task_id };
	own_work struct work		 w = { .desk = desk, .ask = &ask,
					    .steps = json_array() };
	own_json json_t			*doc = json_object();
	own_str char			*text = NULL;
	json_t				*warnings = json_array(),
					*links = json_array();
	bool				 has_file;

	json_object_set_new(doc, "warnings", warnings);
	json_object_set_new(doc, "links", links);
	if (fetch(&w, err) == -1)
		return -1;
	preview_file(&w, lang, &has_file, doc, warnings);
	preview_name(&w, lang, has_file, doc, warnings);
	if (w.links.linkedin != NULL)
		json_array_append_new(links, json_string(w.links.linkedin));
	if (w.links.rabota != NULL)
		json_array_append_new(links, json_string(w.links.rabota));
	text = applicant_comment(&w.task, w.comments, NULL);
	json_object_set_new(doc, "comment", json_string(text));
	if (preview_tags(&w, doc, err) == -1 ||
	    preview_already(&w, lang, doc, warnings, err) == -1 ||
	    preview_duplicates(&w, lang, doc, err) == -1)
		return -1;
	*out = give(doc);
	return 0;
}
