#include "candidate/find.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "candidate/doc.h"
#include "candidate/follow.h"
#include "index/ask.h"
#include "index/find.h"
#include "index/page.h"
#include "index/read.h"
#include "index/set.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/web.h"

int
candidate_find_open(struct db *db, const struct web_req *req,
    struct index_read **out, struct err *err)
{
	struct index_home	home;

	*out = NULL;
	if (candidate_follow_home(db, req, &home, err) == -1)
		return -1;
	return home.collection == 0 ? 0 : index_follow_read(&candidate_follow,
	    db, req->conf, &home, out, err);
}

int
candidate_find_open_of(struct db *db, const struct conf *conf,
    int64_t company_id, struct index_read **out, struct err *err)
{
	struct index_home	home;

	*out = NULL;
	if (candidate_follow.home(db, company_id, &home, err) == -1)
		return -1;
	return home.collection == 0 ? 0 : index_follow_read(&candidate_follow,
	    db, conf, &home, out, err);
}

/* --- filters --- */

static void
ask_any(struct index_ask *ask, char kind, bool folded,
    const struct candidate_texts *any)
{
	if (any->n > 0)
		index_ask_any(ask, kind, folded, any->v, any->n);
}

static void
ask_words(struct index_ask *ask, char kind, const struct candidate_words *w)
{
	if (w->asked)
		index_ask_words(ask, kind, w->wants, w->n);
}

static int
narrow_terms(struct index_read *read, const struct candidate_filter *f,
    struct index_set **out, struct err *err)
{
	static const char *const	user[] = { "user" };
	own_index_ask struct index_ask	ask = { 0 };

	ask_any(&ask, CANDIDATE_TERM_PLATFORM, false, &f->platform);
	ask_any(&ask, CANDIDATE_TERM_STATE, false, &f->state);
	ask_any(&ask, CANDIDATE_TERM_TAG, true, &f->tag);
	ask_any(&ask, CANDIDATE_TERM_CURRENCY, false, &f->currency);
	ask_any(&ask, CANDIDATE_TERM_KNOWN, false, &f->known);
	for (size_t i = 0; i < f->skill.n; i++)
		index_ask_any(&ask, CANDIDATE_TERM_SKILL, true,
		    &f->skill.v[i], 1);
	for (size_t i = 0; i < f->has.n; i++)
		index_ask_any(&ask, CANDIDATE_TERM_HAS, false, &f->has.v[i],
		    1);
	if (f->imported_asked && f->imported)
		index_ask_any(&ask, CANDIDATE_TERM_HAS, false, user, 1);
	ask_words(&ask, CANDIDATE_TERM_WORD, &f->words);
	ask_words(&ask, CANDIDATE_TERM_PLACE, &f->place);
	return index_ask_narrow(&ask, read, out, err);
}

/* What is not known is in no span. */
static int
narrow_by(struct index_read *read, size_t order, const struct candidate_span *s,
    struct index_set **set, struct err *err)
{
	const struct index_key	from = index_key_number(s->has_min ? s->min :
				    0);
	const struct index_key	to = index_key_number((s->has_max ? s->max :
				    CANDIDATE_UNKNOWN - 1));

	if (!s->has_min && !s->has_max)
		return 0;
	return index_read_narrow_range(read, order, &from, &to, set, err);
}

/* Sums that may meet: the smaller one is not over max, the larger not under min. */
static int
narrow_salary(struct index_read *read, const struct candidate_span *s,
    struct index_set **set, struct err *err)
{
	const struct candidate_span	most = { .max = s->max,
		.has_max = s->has_max };
	const struct candidate_span	least = { .min = s->min,
		.has_min = s->has_min };

	return narrow_by(read, CANDIDATE_BY_SALARY, &most, set, err) == -1 ||
	    narrow_by(read, CANDIDATE_BY_SALARY_DOWN, &least, set,
	    err) == -1 ? -1 : 0;
}

int
candidate_find_set(struct index_read *read, const struct candidate_filter *f,
    struct index_set **out, struct err *err)
{
	static const char *const	 user[] = { "user" }, *const known[] = {
		"huntflow", "clickup" };
	own_index_set struct index_set	*set = NULL;

	if (narrow_terms(read, f, &set, err) == -1 ||
	    narrow_by(read, CANDIDATE_BY_EXPERIENCE, &f->experience, &set,
	    err) == -1 ||
	    narrow_by(read, CANDIDATE_BY_UPDATED, &f->updated, &set,
	    err) == -1 ||
	    narrow_by(read, CANDIDATE_BY_CREATED, &f->created, &set,
	    err) == -1 || narrow_salary(read, &f->salary, &set, err) == -1)
		return -1;
	if (f->imported_asked && !f->imported && index_read_narrow_without(read,
	    CANDIDATE_TERM_HAS, user, nitems(user), &set, err) == -1)
		return -1;
	if (f->unknown && index_read_narrow_without(read,
	    CANDIDATE_TERM_KNOWN, known, nitems(known), &set, err) == -1)
		return -1;
	*out = give(set);
	return 0;
}

/* --- orders --- */

static const struct index_order orders[] = {
	{ "-updated_at", CANDIDATE_BY_UPDATED, true, false },
	{ "updated_at", CANDIDATE_BY_UPDATED, false, false },
	{ "-created_at", CANDIDATE_BY_CREATED, true, false },
	{ "created_at", CANDIDATE_BY_CREATED, false, false },
	{ "name", CANDIDATE_BY_NAME, false, true },
	{ "-name", CANDIDATE_BY_NAME, true, true },
	{ "-experience_years", CANDIDATE_BY_EXPERIENCE_DOWN, true, false },
	{ "experience_years", CANDIDATE_BY_EXPERIENCE, false, false },
	{ "salary", CANDIDATE_BY_SALARY, false, false },
	{ "-salary", CANDIDATE_BY_SALARY_DOWN, true, false },
};
const char *const candidate_orders[] = { "-updated_at", "updated_at",
	"-created_at", "created_at", "name", "-name", "-experience_years",
	"experience_years", "salary", "-salary", NULL };

/* --- rows --- */

/* In the order of the hits; three statements, by the room. */
static int
read_rows(struct db *db, int64_t company_id, const struct index_hit *hits,
    size_t n, struct db_rows **out, struct err *err)
{
	static const size_t		 rooms[] = { 20, 100,
		CANDIDATE_FIND_PAGE };
	own_db_build struct db_build	 b = { 0 };
	int64_t				 ids[CANDIDATE_FIND_PAGE] = { 0 };
	size_t				 room = 0;

	if (n == 0)
		return 0;
	while (room + 1 < nitems(rooms) && rooms[room] < n)
		room++;
	for (size_t i = 0; i < n; i++)
		ids[i] = hits[i].id;
	db_build_add(&b, "SELECT " CANDIDATE_BRIEF " FROM candidate c WHERE "
	    "c.company_id = ? AND c.joined_to IS NULL AND c.erased_at IS NULL",
	    DB_ARGS(db_int(company_id)));
	db_build_ids(&b, " AND c.id IN ", ids, rooms[room]);
	if (db_build_query(db, &b, out, err) == -1)
		return -1;
	db_rows_order(*out, 0, ids, n);
	return 0;
}

static int
find(struct index_read *read, const struct candidate_filter *f,
    const struct index_page *page, struct index_hit *hits, size_t *n,
    struct candidate_found *found, struct err *err)
{
	own_index_set struct index_set	*within = NULL;

	if (candidate_find_set(read, f, &within, err) == -1)
		return -1;
	found->total = within != NULL ? index_set_count(within) :
	    index_read_count(read);
	return index_page_find(read, within, page, hits, n, found->next, err);
}

int
candidate_find(struct db *db, int64_t company_id, struct index_read *read,
    const struct candidate_filter *f, const struct candidate_slice *slice,
    struct db_rows **out, struct candidate_found *found, struct err *err)
{
	const struct index_page	 page = { .order = index_page_order(orders,
		nitems(orders), slice->order), .after = slice->after,
		.skip = slice->skip, .size = slice->size };
	struct index_hit	*hits = mem_zero((slice->size + 1) *
				    sizeof(*hits));
	size_t			 n = 0;
	int			 rc;

	*found = (struct candidate_found){ 0 };
	rc = read == NULL ? 0 : find(read, f, &page, hits, &n, found, err);
	if (rc == 0)
		rc = read_rows(db, company_id, hits, n, out, err);
	free(hits);
	return rc;
}

int
candidate_find_count(struct index_read *read, const struct candidate_filter *f,
    int64_t *out, struct err *err)
{
	own_index_set struct index_set	*within = NULL;

	*out = 0;
	if (read == NULL)
		return 0;
	if (candidate_find_set(read, f, &within, err) == -1)
		return -1;
	*out = within != NULL ? index_set_count(within) :
	    index_read_count(read);
	return 0;
}

static int
ascending(const void *a, const void *b)
{
	const int64_t	x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

int
candidate_find_ids(struct index_read *read, const struct candidate_filter *f,
    size_t most, const char *field, int64_t **ids, size_t *n,
    struct err *err)
{
	own_index_set struct index_set	*within = NULL;

	*ids = NULL;
	*n = 0;
	if (read == NULL)
		return 0;
	if (candidate_find_set(read, f, &within, err) == -1 ||
	    (within == NULL && index_read_all(read, &within, err) == -1))
		return -1;
	if (index_set_count(within) > (int64_t)most)
		return err_field(err, field, "length", "%zu", most);
	if (index_find_ids(read, within, ids, n, err) == -1)
		return -1;
	if (*n > 0)
		qsort(*ids, *n, sizeof(**ids), ascending);
	return 0;
}
