/* erase_run: what others of the house say of people who were erased goes, a part at a time. Each
 * part may be done twice: whoever is killed loses no more than the last one. See erase.h. */
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "candidate/erase.h"
#include "candidate/erasure.h"
#include "candidate/store.h"
#include "contact/store.h"
#include "io/db.h"
#include "io/field.h"
#include "live/event.h"

#define RUN_MS		50000
#define SLICE_MS	1000	/* of one, then another company has its turn */

struct run {
	const struct candidate_eraser	*erasers;
	struct erasure_work		*work;
	struct contact_words		 words;
};

static int64_t
place_of(const struct run *r, const struct contact_store *s)
{
	return field_num(r->work->places, s->place.kind, 0);
}

/* The next part of this kind of text, and that it is gone through. */
static int
do_texts(struct db *db, struct run *r, const struct contact_store *s,
    struct err *err)
{
	int64_t	after = place_of(r, s);
	bool	more;

	if (contact_store_erase_part(db, s, r->work->by.company_id, &r->words,
	    &after, &more, err) == -1)
		return -1;
	json_object_set_new(r->work->places, s->place.kind,
	    json_integer((json_int_t)after));
	r->work->done += !more;
	return candidate_erasure_save(db, r->work, err);
}

/* What rooms above keep of one of the records. */
static int
do_person(struct db *db, void *arg, struct err *err)
{
	struct run	*r = arg;
	const int64_t	 i = r->work->done - candidate_store_count();
	const int64_t	 id = json_integer_value(json_array_get(
			    r->work->persons, (size_t)i));

	for (const struct candidate_eraser *e = r->erasers; e->name != NULL;
	    e++)
		if (e->erase(db, &r->work->by, id, err) == -1)
			return -1;
	return 0;
}

/* What was written while the parts were gone through. */
static int
do_rest(struct db *db, void *arg, struct err *err)
{
	struct run	*r = arg;
	const int64_t	 company_id = r->work->by.company_id;

	for (const struct contact_store *const *s = candidate_stores;
	    *s != NULL; s++)
		if (contact_store_erase(db, *s, company_id, &r->words,
		    place_of(r, *s) - CONTACT_STORE_PART, err) == -1)
			return -1;
	return candidate_erase_answers(db, company_id, err) == -1 ? -1 :
	    candidate_erasure_end(db, r->work, err);
}

/* over: nothing of it is left to be done. */
static int
do_part(struct db *db, struct run *r, bool *over, struct err *err)
{
	const int64_t	stores = candidate_store_count();
	int64_t		done = r->work->done;

	*over = done == r->work->total;
	if (*over)
		return db_tx_run_committed(db, do_rest, r, err);
	if (done < stores)
		return do_texts(db, r, candidate_stores[done], err);
	if (db_tx_run_committed(db, do_person, r, err) == -1)
		return -1;
	r->work->done++;
	return candidate_erasure_save(db, r->work, err);
}

/* A program that knows other kinds of texts than the one that began goes through all of them. */
static void
begin(struct run *r)
{
	const int64_t	total = candidate_store_count() +
			    (int64_t)json_array_size(r->work->persons);

	contact_words_read(&r->words, r->work->words);
	if (r->work->total == total)
		return;
	r->work->total = total;
	r->work->done = 0;
	json_object_clear(r->work->places);
}

static int
do_one(struct db *db, const struct candidate_eraser *erasers,
    struct erasure_work *work, int64_t until, bool *over, struct err *err)
{
	struct run	r = { .erasers = erasers, .work = work };
	int		rc = 0;

	begin(&r);
	for (*over = false; rc == 0 && !*over && clock_mono_ms() < until;)
		rc = do_part(db, &r, over, err);
	contact_words_clear(&r.words);
	return rc;
}

static void
tell(struct db *db, const struct conf *conf, const struct erasure_work *work)
{
	own_json json_t	*data = json_pack("{s:I}", "candidate_id",
			    (json_int_t)work->candidate_id);

	if (work->by.user_id != 0)
		live_event_add(db, conf, work->by.company_id,
		    work->by.user_id, "erasure", data);
}

int
candidate_erase_run(struct db *db, const struct conf *conf,
    const struct candidate_eraser *erasers, struct err *err)
{
	const int64_t	until = clock_mono_ms() + RUN_MS;
	int		got;

	do {
		const int64_t				slice = clock_mono_ms() +
							    SLICE_MS;
		own_erasure_work struct erasure_work	work = { 0 };
		struct err				why = { 0 };
		bool					over = false;

		if ((got = candidate_erasure_take(db, &work, err)) < 1)
			return got;
		if (do_one(db, erasers, &work, slice < until ? slice : until,
		    &over, &why) == 0) {
			if (over)
				tell(db, conf, &work);
			continue;
		}
		if (why.kind == ERR_DOWN) {
			*err = why;
			return -1;
		}
		log_err(LOG_WARN, "candidate: erasure", &why);
		if (candidate_erasure_fail(db, &work, &why, err) == -1)
			return -1;
		tell(db, conf, &work);
	} while (clock_mono_ms() < until);
	return 0;
}
