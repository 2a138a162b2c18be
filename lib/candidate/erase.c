#include "candidate/erase.h"

#include <stdio.h>

#include "account/user.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "candidate/due.h"
#include "candidate/erased.h"
#include "candidate/erasure.h"
#include "candidate/history.h"
#include "candidate/store.h"
#include "candidate/total.h"
#include "candidate/transfer.h"
#include "contact/entry.h"
#include "contact/store.h"
#include "document/document.h"
#include "io/db.h"
#include "io/field.h"
#include "io/rota.h"
#include "origin/origin.h"
#include "service/api_cache.h"

#define SENT_S	120	/* longer than an answer of Huntflow is waited for */
#define HUNTFLOW	"/accounts"	/* answers of Huntflow that are kept for some minutes */
#define BOARDS	"/boards"	/* answers of job boards that are kept for some minutes */

struct deed {
	const struct candidate_by	*by;
	const struct candidate_judged	*judged;
	const struct candidate_eraser	*erasers;	/* of one who was left */
	int64_t				 asked, id, rev;
	bool				 sent;	/* to Huntflow, at this moment */
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
	    "consent_at = NULL, retain_until = NULL, left_at = NULL, "
	    "version = version + 1, "
	    "updated_at = NOW(3) WHERE id = ?",
	    DB_ARGS(db_int(rev), db_int(id)), NULL, err);
}

static int
erase_one(struct db *db, const struct deed *d, int64_t id, struct err *err)
{
	char	item[CANDIDATE_ITEM_SIZE];

	snprintf(item, sizeof(item), "%lld", (long long)id);
	return document_drop_of(db, id, err) == -1 ||
	    contact_entry_erase(db, CONTACT_CANDIDATE, id, err) == -1 ||
	    origin_erase_item(db, d->by->company_id, CANDIDATE_ITEM, item,
	    err) == -1 || erase_user(db, id, err) == -1 ||
	    erase_rows(db, id, err) == -1 || blank(db, id, d->rev, err) == -1 ?
	    -1 : 0;
}

const char *const candidate_judged_kinds[] = { "inbox", "document",
	"transfer", "notice", NULL };

/* How the person is found elsewhere, for when nothing of it is left here. */
static int
add_erasure(struct db *db, const struct deed *d, const json_t *persons,
    struct err *err)
{
	own_contact_words struct contact_words	 words = { 0 };

	if (candidate_store_words(db, d->id, &words, err) == -1)
		return -1;
	for (size_t i = 0; d->judged != NULL && i < d->judged->n; i++)
		contact_words_judge(&words, d->judged->v[i].kind,
		    d->judged->v[i].id);
	return candidate_erasure_add(db, d->by, &(struct candidate_erasure_new){
	    d->id, &words, persons, d->sent ? SENT_S : 0 }, err);
}

static int
list_persons(struct db *db, int64_t id, json_t *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT g.id FROM " CANDIDATE_GROUP, DB_ARGS(
	    db_int(id), db_int(id)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		json_array_append_new(out, json_integer(db_col_int(rows, 0)));
	return 0;
}

/* Who sends one of them finds nothing of it any more, but what was asked of Huntflow before is
 * logged when that has answered: the log is gone through when it has. */
static int
look_for_senders(struct db *db, struct deed *d, const json_t *persons,
    struct err *err)
{
	const json_t	*one;
	size_t		 i;

	d->sent = false;
	json_array_foreach(persons, i, one) {
		char	item[CANDIDATE_ITEM_SIZE];
		bool	sent = false;

		snprintf(item, sizeof(item), "%lld",
		    (long long)json_integer_value(one));
		if (origin_at_work(db, d->by->company_id, CANDIDATE_ITEM, item,
		    &sent, err) == -1)
			return -1;
		d->sent |= sent;
	}
	return 0;
}

static int
work(struct db *db, void *arg, struct err *err)
{
	struct deed	*d = arg;
	own_json json_t	*persons = json_array();
	const json_t	*one;
	const int64_t	 company_id = d->by->company_id;
	size_t		 i;

	if (candidate_total_lock(db, company_id, &d->rev, err) == -1 ||
	    candidate_root(db, company_id, d->asked, &d->id, err) == -1 ||
	    candidate_erased_add(db, company_id, d->id, err) == -1 ||
	    list_persons(db, d->id, persons, err) == -1 ||
	    look_for_senders(db, d, persons, err) == -1 ||
	    add_erasure(db, d, persons, err) == -1)
		return -1;
	json_array_foreach(persons, i, one)
		if (erase_one(db, d, json_integer_value(one), err) == -1)
			return -1;
	return candidate_erase_answers(db, company_id, err) == -1 ||
	    candidate_total_add(db, company_id, -1, err) == -1 ? -1 : 0;
}

/* A search that found the person again, or somebody who did something with it, has come between. */
static int
check_left(struct db *db, const struct deed *d, struct err *err)
{
	int64_t	n;

	if (db_number(db, "SELECT COUNT(*) FROM candidate WHERE id = ? AND "
	    "left_at IS NOT NULL AND imported_at IS NULL",
	    DB_ARGS(db_int(d->asked)), &n, err) == -1)
		return -1;
	return n == 1 ? 0 : err_set(err, ERR_ABSENT, "candidate %lld",
	    (long long)d->asked);
}

static int
erase_left_one(struct db *db, const struct deed *d, int64_t id,
    struct err *err)
{
	for (const struct candidate_eraser *e = d->erasers; e->name != NULL;
	    e++)
		if (e->erase(db, d->by, id, err) == -1)
			return -1;
	return erase_one(db, d, id, err);
}

static int
work_left(struct db *db, void *arg, struct err *err)
{
	struct deed	*d = arg;
	own_json json_t	*persons = json_array();
	const json_t	*one;
	size_t		 i;

	if (candidate_total_lock(db, d->by->company_id, &d->rev, err) == -1 ||
	    check_left(db, d, err) == -1 || candidate_root(db,
	    d->by->company_id, d->asked, &d->id, err) == -1 ||
	    list_persons(db, d->id, persons, err) == -1)
		return -1;
	json_array_foreach(persons, i, one)
		if (erase_left_one(db, d, json_integer_value(one), err) == -1)
			return -1;
	return candidate_total_add(db, d->by->company_id, -1, err);
}

int
candidate_erase_left(struct db *db, const struct candidate_by *by,
    const struct candidate_eraser *erasers, int64_t id, struct err *err)
{
	struct deed	d = { .by = by, .erasers = erasers, .asked = id };

	return db_tx_run_committed(db, work_left, &d, err);
}

int
candidate_erase_answers(struct db *db, int64_t company_id, struct err *err)
{
	return api_cache_forget_path(db, company_id, HUNTFLOW, err) == -1 ||
	    api_cache_forget_path(db, company_id, BOARDS, err) == -1 ? -1 : 0;
}

int
candidate_erase(struct db *db, const struct candidate_by *by,
    const struct candidate_judged *judged, int64_t *id, struct err *err)
{
	struct deed	d = { .by = by, .judged = judged, .asked = *id };

	if (db_tx_run_committed(db, work, &d, err) == -1)
		return -1;
	*id = d.id;
	return 0;
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

static int
erase_one_due(struct db *db, const struct candidate_by *by,
    const struct candidate_eraser *erasers, int64_t id, struct err *err)
{
	(void)erasers;		/* candidate_erase_run asks them */
	return candidate_erase(db, by, NULL, &id, err);
}

static const struct rota	retained = { "kept candidates", ROTA(
	ROTA_COMPANIES_IF("candidate WHERE retain_until < CURRENT_DATE"),
	"(SELECT c.retain_until + INTERVAL 1 DAY FROM candidate c "
	"FORCE INDEX (retained_of) WHERE c.company_id = o.id AND "
	"c.joined_to IS NULL AND c.retain_until IS NOT NULL "
	"ORDER BY c.retain_until LIMIT 1)") };

int
candidate_erase_due(struct db *db, int64_t *erased, struct err *err)
{
	return candidate_due_run(db, &(struct candidate_due){
	    .rota = &retained,
	    .where = "c.retain_until < CURRENT_DATE AND c.joined_to IS NULL",
	    .erase = erase_one_due }, erased, err);
}
