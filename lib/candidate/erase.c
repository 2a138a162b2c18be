#include "candidate/erase.h"

#include <stdio.h>

#include "account/user.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "candidate/erased.h"
#include "candidate/history.h"
#include "candidate/store.h"
#include "candidate/total.h"
#include "candidate/transfer.h"
#include "contact/entry.h"
#include "contact/store.h"
#include "document/document.h"
#include "io/db.h"
#include "io/field.h"
#include "origin/origin.h"
#include "service/api_cache.h"

#define PART	50	/* persons of one go of candidate_erase_due */
#define GROUP	200	/* persons that are joined to one, of one go */
#define HUNTFLOW	"/accounts"	/* answers of Huntflow that are kept for some minutes */
#define BOARDS	"/boards"	/* answers of job boards that are kept for some minutes */

struct deed {
	const struct candidate_by	*by;
	const struct candidate_eraser	*erasers;
	const struct candidate_judged	*judged;
	int64_t				 id, rev;
	/* Of each store: up to which id it is gone through already. */
	int64_t				 after[CANDIDATE_STORES];
};

/* The account that an import made. */
static int
erase_user(struct db *db, int64_t id, struct err *err)
{
	int64_t	user_id;

	if (db_number(db, "SELECT user_id FROM candidate_import WHERE "
	    "candidate_id = ?", DB_ARGS(db_int(id)), &user_id, err) == -1)
		return -1;
	return user_id == 0 ? 0 : user_erase_candidate(db, user_id, err);
}

static int
erase_rows(struct db *db, int64_t id, struct err *err)
{
	const struct db_arg	own[] = { db_int(id) };
	const struct db_arg	both[] = { db_int(id), db_int(id) };
	const struct db_args	one = { own, 1 }, two = { both, 2 };

	return db_exec(db, "DELETE FROM candidate_source WHERE "
	    "candidate_id = ?", one, NULL, err) == -1 ||
	    db_exec(db, "DELETE FROM candidate_note WHERE candidate_id = ?",
	    one, NULL, err) == -1 ||
	    db_exec(db, "DELETE FROM candidate_history WHERE "
	    "candidate_id = ?", one, NULL, err) == -1 ||
	    db_exec(db, "DELETE FROM candidate_import WHERE candidate_id = ?",
	    one, NULL, err) == -1 ||
	    db_exec(db, "DELETE FROM candidate_pair WHERE low_id = ? OR "
	    "high_id = ?", two, NULL, err) == -1 ||
	    db_exec(db, "DELETE FROM candidate_join WHERE candidate_id = ? OR "
	    "other_id = ?", two, NULL, err) == -1 ? -1 : 0;
}

static int
blank(struct db *db, int64_t id, int64_t rev, struct err *err)
{
	return db_exec(db, "UPDATE candidate SET rev = ?, joined_to = NULL, "
	    "erased_at = NOW(3), first_name = '', last_name = '', "
	    "middle_name = '', birth_date = NULL, email = '', phone = '', "
	    "location = '', current_position = '', current_company = '', "
	    "experience_years = NULL, salary_min = NULL, salary_max = NULL, "
	    "currency = '', photo_url = '', skills = '[]', contacts = '{}', "
	    "profile = '{}', sources = '[]', own = '{}', found_text = '', "
	    "tags = '[]', state = 'new', notes = 0, user_id = NULL, "
	    "known = '', imported_at = NULL, consent = 'unknown', "
	    "consent_at = NULL, retain_until = NULL, version = version + 1, "
	    "updated_at = NOW(3) WHERE id = ?",
	    DB_ARGS(db_int(rev), db_int(id)), NULL, err);
}

static int
erase_one(struct db *db, const struct deed *d, int64_t id, struct err *err)
{
	char	item[CANDIDATE_ITEM_SIZE];

	for (const struct candidate_eraser *e = d->erasers; e->name != NULL;
	    e++)
		if (e->erase(db, d->by, id, err) == -1)
			return -1;
	snprintf(item, sizeof(item), "%lld", (long long)id);
	return document_drop_of(db, id, err) == -1 ||
	    contact_entry_erase(db, CONTACT_CANDIDATE, id, err) == -1 ||
	    origin_erase_item(db, d->by->company_id, CANDIDATE_ITEM, item,
	    err) == -1 || erase_user(db, id, err) == -1 ||
	    erase_rows(db, id, err) == -1 || blank(db, id, d->rev, err) == -1 ?
	    -1 : 0;
}

/* --- texts of others that tell of the person --- */

const char *const candidate_judged_kinds[] = { "inbox", "document",
	"transfer", "notice", NULL };

/* Before all else: a log may be long, and a request that ended here is simply made again. */
static int
erase_logs(struct db *db, struct deed *d, struct err *err)
{
	own_contact_words struct contact_words	 words = { 0 };
	const int64_t				 company_id = d->by->company_id;
	int64_t					 id;

	if (candidate_root(db, company_id, d->id, &id, err) == -1 ||
	    candidate_store_words(db, id, &words, err) == -1)
		return -1;
	for (size_t i = 0; candidate_stores[i] != NULL; i++)
		if (candidate_stores[i]->grows && contact_store_erase_parts(
		    db, candidate_stores[i], company_id, &words, &d->after[i],
		    err) == -1)
			return -1;
	return 0;
}

static int
erase_texts(struct db *db, const struct deed *d, struct err *err)
{
	own_contact_words struct contact_words	 words = { 0 };
	const int64_t				 company_id = d->by->company_id;

	if (candidate_store_words(db, d->id, &words, err) == -1)
		return -1;
	for (size_t i = 0; d->judged != NULL && i < d->judged->n; i++)
		contact_words_judge(&words, d->judged->v[i].kind,
		    d->judged->v[i].id);
	for (size_t i = 0; candidate_stores[i] != NULL; i++)
		if (contact_store_erase(db, candidate_stores[i], company_id,
		    &words, d->after[i], err) == -1)
			return -1;
	return api_cache_forget_path(db, company_id, HUNTFLOW, err);
}

static int
work(struct db *db, void *arg, struct err *err)
{
	struct deed		*d = arg;
	own_rows struct db_rows	*rows = NULL;
	int64_t			 company_id = d->by->company_id;

	if (candidate_total_lock(db, company_id, &d->rev, err) == -1 ||
	    candidate_root(db, company_id, d->id, &d->id, err) == -1 ||
	    candidate_erased_add(db, company_id, d->id, err) == -1 ||
	    erase_texts(db, d, err) == -1 ||
	    db_query(db, "SELECT g.id FROM " CANDIDATE_GROUP " LIMIT ?",
	    DB_ARGS(db_int(d->id), db_int(d->id), db_int(GROUP)), &rows,
	    err) == -1)
		return -1;
	while (db_rows_next(rows))
		if (erase_one(db, d, db_col_int(rows, 0), err) == -1)
			return -1;
	return api_cache_forget_path(db, company_id, BOARDS, err) == -1 ||
	    candidate_total_add(db, company_id, -1, err) == -1 ? -1 : 0;
}

int
candidate_erase(struct db *db, const struct candidate_by *by,
    const struct candidate_eraser *erasers,
    const struct candidate_judged *judged, int64_t id, struct err *err)
{
	struct deed	d = { .by = by, .erasers = erasers, .judged = judged,
		.id = id };

	return erase_logs(db, &d, err) == -1 ? -1 :
	    db_tx_run_committed(db, work, &d, err);
}

/* --- judged --- */

static int
read_one(const json_t *one, struct candidate_judged *out, struct err *err)
{
	static const char *const	 names[] = { "kind", "id", NULL };
	const char			*kind = NULL;
	int64_t				 id;

	if (field_only(one, names, err) == -1 || field_word_opt(one, "kind",
	    candidate_judged_kinds, &kind, err) == -1 ||
	    field_int(one, "id", 1, INT64_MAX, &id, err) == -1)
		return -1;
	if (kind == NULL)
		return err_field(err, "kind", "required", "%s", "");
	out->v[out->n].kind = kind;
	out->v[out->n++].id = id;
	return 0;
}

int
candidate_judged_read(const json_t *body, struct candidate_judged *out,
    struct err *err)
{
	static const char *const	 names[] = { "also", NULL };
	json_t				*also = NULL, *one;
	size_t				 i;

	out->n = 0;
	if (body == NULL)
		return 0;
	if (field_only(body, names, err) == -1 || field_array_opt(body, "also",
	    CANDIDATE_JUDGED, &also, err) == -1)
		return -1;
	json_array_foreach(also, i, one)
		if (read_one(one, out, err) == -1)
			return err_within(err, 0, "also[%zu]", i);
	return 0;
}

int
candidate_erase_namesakes(struct db *db, struct buf *out, int64_t company_id,
    int64_t id, struct err *err)
{
	own_contact_words struct contact_words	words = { 0 };

	if (candidate_root(db, company_id, id, &id, err) == -1 ||
	    candidate_store_words(db, id, &words, err) == -1)
		return -1;
	emit_open(out, NULL, '[');
	for (const struct contact_store *const *s = candidate_stores;
	    *s != NULL; s++)
		if ((*s)->judged && contact_store_emit_named(db, out, *s,
		    company_id, &words, err) == -1)
			return -1;
	emit_close(out, ']');
	return 0;
}

/* --- by their time --- */

int
candidate_erase_due(struct db *db, const struct candidate_eraser *erasers,
    int64_t *erased, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	*erased = 0;
	if (db_query(db, "SELECT id, company_id FROM candidate WHERE "
	    "retain_until < CURRENT_DATE AND joined_to IS NULL LIMIT ?",
	    DB_ARGS(db_int(PART)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		const struct candidate_by	by = { db_col_int(rows, 1), 0,
			"service" };

		if (candidate_erase(db, &by, erasers, NULL,
		    db_col_int(rows, 0), err) == 0) {
			++*erased;
			continue;
		}
		if (err->kind == ERR_DOWN)
			return -1;
		if (err->kind != ERR_ABSENT)	/* nobody else was quicker */
			log_err(LOG_WARN, "candidate: erasure", err);
		*err = (struct err){ 0 };
	}
	return 0;
}
