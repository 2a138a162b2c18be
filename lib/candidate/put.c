#include "candidate/put.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "candidate/contact.h"
#include "candidate/erased.h"
#include "candidate/history.h"
#include "candidate/join.h"
#include "candidate/pair.h"
#include "candidate/rule.h"
#include "candidate/source.h"
#include "candidate/step.h"
#include "candidate/total.h"
#include "io/db.h"
#include "io/field.h"

#define SAME_MAX	20	/* persons that one source joins at once */

/* Somebody who is, or may be, the same person. */
struct same {
	int64_t	 id;
	bool	 user;
	char	 kinds[8];
	int	 weight;
};

/* One write. */
struct work {
	const struct candidate_said	*said;
	const json_t			*found;
	struct candidate_by		 by;
	struct contacts	 contacts;
	struct candidate_facts		 facts;
	int64_t				 rev;
	struct candidate_ids		 ids;
	struct same			 same[SAME_MAX], likely[SAME_MAX];
	size_t				 nsame, nlikely;
};

static const char *
text_of(const json_t *found, const char *name)
{
	return json_string_value(json_object_get(found, name));
}

/* --- whom it is like --- */

static void
keep_one(struct same *list, size_t *n, const struct candidate *c,
    const char *kinds, int weight)
{
	struct same	*one;

	if (*n == SAME_MAX)
		return;
	one = &list[(*n)++];
	*one = (struct same){ .id = c->id, .user = c->user_id != 0,
		.weight = weight };
	strncpy(one->kinds, kinds, sizeof(one->kinds) - 1);
}

/* By the rule: those who are the same, those who may be. */
static void
sort_shared(struct work *w, struct db_rows *rows, bool rare)
{
	struct candidate	c;
	int			weight;

	while (rows != NULL && candidate_next(rows, &c)) {
		const char			*kinds = db_col_str(rows,
						    CANDIDATE_SHARED_COL);
		const struct candidate_facts	 facts = candidate_facts_of(
						    &c);

		switch (candidate_rule(&w->facts, &facts, kinds, rare,
		    &weight)) {
		case CANDIDATE_SAME:
			keep_one(w->same, &w->nsame, &c, kinds, weight);
			break;
		case CANDIDATE_LIKELY:
			keep_one(w->likely, &w->nlikely, &c, kinds, weight);
			break;
		case CANDIDATE_OTHER:
			break;
		}
	}
}

/* What find_same found likely, and those who share the name. */
static int
suggest(struct db *db, struct work *w, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const int64_t		 id = w->ids.candidate_id;

	if (candidate_source_shared(db, w->by.company_id, &w->contacts, true,
	    id, &rows, err) == -1)
		return -1;
	sort_shared(w, rows, rows != NULL && db_rows_count(rows) <=
	    CANDIDATE_RARE);
	for (size_t i = 0; i < w->nlikely; i++)
		if (w->likely[i].id != id && candidate_pair_suggest(db,
		    w->by.company_id, id, w->likely[i].id, w->likely[i].kinds,
		    w->likely[i].weight, err) == -1)
			return -1;
	return 0;
}

/* Those it is one person with, the one with a user first, then the oldest. */
static int
find_same(struct db *db, struct work *w, int64_t but_id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	w->nsame = w->nlikely = 0;
	if (candidate_source_shared(db, w->by.company_id, &w->contacts, false,
	    but_id, &rows, err) == -1)
		return -1;
	sort_shared(w, rows, false);
	for (size_t i = 1; i < w->nsame; i++) {
		struct same	*first = &w->same[0], one = w->same[i];

		if (one.user == first->user ? one.id < first->id : one.user) {
			w->same[i] = *first;
			*first = one;
		}
	}
	return 0;
}

/* Are they one person by what they say themselves, and did nobody say that they are two? */
static int
may_join(struct db *db, const struct work *w, int64_t id,
    const struct same *same, bool *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL, *others = NULL;
	struct candidate	 c, other;
	struct candidate_facts	 facts, others_facts;
	bool			 apart;
	int			 weight;

	if (candidate_pair_apart(db, id, same->id, &apart, err) == -1 ||
	    candidate_get(db, w->by.company_id, id, &rows, &c, err) == -1 ||
	    candidate_get(db, w->by.company_id, same->id, &others, &other,
	    err) == -1)
		return -1;
	facts = candidate_facts_of(&c);
	others_facts = candidate_facts_of(&other);
	*out = !apart && candidate_rule(&facts, &others_facts, same->kinds,
	    false, &weight) == CANDIDATE_SAME;
	return 0;
}

/* Others that the source shows to be the same person join it. */
static int
join_others(struct db *db, struct work *w, size_t from, struct err *err)
{
	int64_t	id = w->ids.candidate_id;
	bool	may, swap;

	for (size_t i = from; i < w->nsame; i++) {
		const struct same	*same = &w->same[i];

		if (may_join(db, w, id, same, &may, err) == -1)
			return -1;
		if (!may)
			continue;
		swap = same->user;
		if (candidate_join_now(db, &w->by, w->rev, swap ? same->id :
		    id, swap ? id : same->id, same->kinds, err) == -1)
			return -1;
		id = swap ? same->id : id;
	}
	w->ids.candidate_id = id;
	return 0;
}

/* --- one source --- */

static int
store_new(struct db *db, struct work *w, struct err *err)
{
	if (find_same(db, w, 0, err) == -1)
		return -1;
	w->ids.created = true;
	w->ids.joined = w->nsame > 0;
	if (w->ids.joined)
		w->ids.candidate_id = w->same[0].id;
	else if (candidate_add(db, w->by.company_id, w->rev,
	    &w->ids.candidate_id, err) == -1 ||
	    candidate_total_add(db, w->by.company_id, 1, err) == -1)
		return -1;
	if (candidate_source_add(db, w->said, w->ids.candidate_id,
	    &w->ids.source_id, err) == -1 ||
	    candidate_source_contacts(db, w->by.company_id, w->ids.source_id,
	    w->ids.candidate_id, &w->contacts, err) == -1 ||
	    candidate_step_found(db, w->said, !w->ids.joined, err) == -1)
		return -1;
	return w->ids.joined ? candidate_join_source(db, &w->by,
	    w->ids.candidate_id, w->ids.source_id, w->said->platform,
	    w->same[0].kinds, err) :
	    candidate_history_add(db, &w->by, w->ids.candidate_id, "found",
	    json_pack("{s:I, s:s}", "source", (json_int_t)w->ids.source_id,
	    "platform", w->said->platform), err);
}

static int
store_again(struct db *db, struct work *w, const struct candidate_source *was,
    struct err *err)
{
	int64_t	user_id;

	w->ids.updated = true;
	w->ids.source_id = was->id;
	if (candidate_root(db, w->by.company_id, was->candidate_id,
	    &w->ids.candidate_id, err) == -1 ||
	    db_number(db, "SELECT user_id FROM candidate WHERE id = ?",
	    DB_ARGS(db_int(w->ids.candidate_id)), &user_id, err) == -1)
		return -1;
	w->facts.user = user_id != 0;
	return candidate_source_save(db, w->said, was->id, err) == -1 ||
	    candidate_source_contacts(db, w->by.company_id, was->id,
	    was->candidate_id, &w->contacts, err) == -1 ||
	    find_same(db, w, w->ids.candidate_id, err) == -1 ||
	    candidate_history_add(db, &w->by, w->ids.candidate_id, "update",
	    json_pack("{s:I, s:s}", "source", (json_int_t)was->id, "platform",
	    w->said->platform), err) == -1 ? -1 : 0;
}

/* What is there says the same, or is newer. */
static bool
is_kept(const struct candidate_said *said, const struct candidate_source *was)
{
	return memcmp(was->hash, said->hash, sizeof(was->hash)) == 0 ||
	    (said->updated_at != 0 && was->updated_at > said->updated_at);
}

static int
keep(struct db *db, struct work *w, const struct candidate_source *was,
    struct err *err)
{
	w->ids.source_id = was->id;
	return candidate_root(db, w->by.company_id, was->candidate_id,
	    &w->ids.candidate_id, err) == -1 ||
	    candidate_source_seen(db, &was->id, 1, err) == -1 ? -1 : 0;
}

static int
store(struct db *db, struct work *w, struct err *err)
{
	struct candidate_source	was;
	bool			there, erased;

	if (candidate_total_lock(db, w->by.company_id, &w->rev, err) == -1 ||
	    candidate_source_find(db, w->said, &was, &there, err) == -1)
		return -1;
	if (there && is_kept(w->said, &was))
		return keep(db, w, &was, err);
	if (!there && candidate_erased_is(db, w->said, &erased, err) == -1)
		return -1;
	if (!there && erased)
		return 0;
	if ((there ? store_again(db, w, &was, err) :
	    store_new(db, w, err)) == -1)
		return -1;
	return join_others(db, w, there ? 0 : 1, err) == -1 ||
	    suggest(db, w, err) == -1 ||
	    candidate_refresh(db, w->ids.candidate_id, w->rev, err) == -1 ?
	    -1 : 0;
}

/* Most sources of a sync say what they said before: nobody waits for those. */
static int
put(struct db *db, void *arg, struct err *err)
{
	struct work		*w = arg;
	struct candidate_source	 was;
	bool			 there;

	w->ids = (struct candidate_ids){ 0 };
	if (candidate_source_find(db, w->said, &was, &there, err) == -1)
		return -1;
	return there && is_kept(w->said, &was) ? keep(db, w, &was, err) :
	    store(db, w, err);
}

static int
put_said(struct db *db, const struct candidate_said *said, const json_t *found,
    struct candidate_ids *out, struct err *err)
{
	struct work	w = { .said = said, .found = found,
		.by = { said->company_id, 0, "service" },
		.facts = { .first = text_of(found, "first_name"),
		    .last = text_of(found, "last_name"),
		    .middle = text_of(found, "middle_name"),
		    .birth_date = text_of(found, "birth_date"),
		    .company = text_of(found, "current_company") } };

	candidate_contacts_read(found, &w.contacts);
	if (db_tx_run_committed(db, put, &w, err) == -1)
		return -1;
	*out = w.ids;
	return 0;
}

json_t *
candidate_put_json(const struct candidate_ids *ids)
{
	return json_pack("{s:I, s:I, s:b, s:b}", "candidate_id",
	    (json_int_t)ids->candidate_id, "external_candidate_id",
	    (json_int_t)ids->source_id, "created", ids->created, "joined",
	    ids->joined);
}

int
candidate_put(struct db *db, int64_t company_id, int64_t connection_id,
    const json_t *found, struct candidate_ids *out, struct err *err)
{
	own_said struct candidate_said	said = { 0 };

	candidate_said_read(company_id, connection_id, found, &said);
	return put_said(db, &said, found, out, err);
}

/* --- many --- */

struct many {
	const json_t		*found;
	size_t			 n;
	struct candidate_said	*said;	/* n each */
	struct candidate_source	*was;
	struct candidate_ids	*ids;
	int64_t			*kept;	/* sources that say the same as before */
	size_t			 nkept;
};

static void
many_clear(struct many *m)
{
	for (size_t i = 0; i < m->n; i++)
		candidate_said_clear(&m->said[i]);
	free(m->said);
	free(m->was);
	free(m->kept);
}

static void
many_read(struct many *m, int64_t company_id, int64_t connection_id)
{
	m->n = json_array_size(m->found);
	m->said = mem_zero((m->n + 1) * sizeof(*m->said));
	m->was = mem_zero((m->n + 1) * sizeof(*m->was));
	m->kept = mem_zero((m->n + 1) * sizeof(*m->kept));
	for (size_t i = 0; i < m->n; i++)
		candidate_said_read(company_id, connection_id,
		    json_array_get(m->found, i), &m->said[i]);
}

/* What cannot be stored for what it says is left out. */
static int
put_or_leave(struct db *db, struct many *m, size_t i, struct err *err)
{
	struct err	why = { 0 };

	if (put_said(db, &m->said[i], json_array_get(m->found, i), &m->ids[i],
	    &why) == 0)
		return 0;
	if (why.kind != ERR_INPUT && why.kind != ERR_REMOTE) {
		*err = why;
		return -1;
	}
	log_err(LOG_WARN, "candidate: put", &why);
	return 0;
}

/* Those that change something come first: they take the company's turn before any row. */
static int
put_many(struct db *db, void *arg, struct err *err)
{
	struct many	*m = arg;

	memset(m->ids, 0, m->n * sizeof(*m->ids));
	m->nkept = 0;
	if (candidate_source_known(db, m->said, m->n, m->was, err) == -1)
		return -1;
	for (size_t i = 0; i < m->n; i++) {
		if (m->was[i].id == 0 || !is_kept(&m->said[i], &m->was[i])) {
			if (put_or_leave(db, m, i, err) == -1)
				return -1;
			continue;
		}
		m->ids[i].source_id = m->was[i].id;
		m->ids[i].candidate_id = m->was[i].candidate_id;
		m->kept[m->nkept++] = m->was[i].id;
	}
	return candidate_source_seen(db, m->kept, m->nkept, err);
}

int
candidate_put_many(struct db *db, int64_t company_id, int64_t connection_id,
    const json_t *found, struct candidate_ids *out, struct err *err)
{
	cleanup(many_clear) struct many	m = { .found = found, .ids = out };

	many_read(&m, company_id, connection_id);
	return m.n == 0 ? 0 : db_tx_run_committed(db, put_many, &m, err);
}
