#include "index/follow.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/disk.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/proc.h"
#include "index/store.h"
#include "io/db.h"

#define PATIENCE_MS	1000	/* of one who asks, or who has written */
#define AT_ONCE		2000	/* documents that one who asks puts himself */
#define RETRY_S		2
#define TURN_MS		1	/* between two looks at one who follows */
#define LOOK_MS		2000	/* a collection that falls behind meanwhile waits no longer */

static bool
reaches(const struct index_position *at, int64_t rev)
{
	return at->rev > 0 && at->rev >= rev && at->id == INDEX_FOLLOW_END;
}

/* --- a part of the rows --- */

static void
part_clear(struct index_part *p)
{
	for (size_t i = 0; i < p->ndocs; i++)
		index_doc_clear(&p->docs[i]);
	free(p->docs);
	free(p->gone);
}

struct index_doc *
index_part_doc(struct index_part *p)
{
	if (p->ndocs == p->docs_room) {
		p->docs_room = p->docs_room * 2 + 64;
		p->docs = mem_grow(p->docs, p->docs_room, sizeof(*p->docs));
	}
	memset(&p->docs[p->ndocs], 0, sizeof(*p->docs));
	return &p->docs[p->ndocs++];
}

void
index_part_undo(struct index_part *p)
{
	index_doc_clear(&p->docs[--p->ndocs]);
}

void
index_part_gone(struct index_part *p, int64_t id)
{
	if (p->ngone == p->gone_room) {
		p->gone_room = p->gone_room * 2 + 64;
		p->gone = mem_grow(p->gone, p->gone_room, sizeof(*p->gone));
	}
	p->gone[p->ngone++] = id;
}

static int
read_part(const struct index_source *source, struct db *db, int64_t owner,
    struct index_part *p, struct err *err)
{
	own_tx struct db_tx	tx = { 0 };

	return db_begin(db, &tx, err) == -1 ||
	    source->read(db, owner, p, err) == -1 ? -1 : db_commit(&tx, err);
}

/* Nothing, when another went on from there meanwhile. */
static int
put_part(struct index_store *store, const struct index_source *source,
    int64_t collection, const struct index_part *p, struct err *err)
{
	own_index_write struct index_write	*w = NULL;
	struct index_position			 now;

	if (index_write_begin(store, source->shape, collection, &w,
	    err) == -1)
		return -1;
	index_write_position(w, &now);
	if (now.rev != p->seen.rev || now.id != p->seen.id)
		return 0;
	if (p->anew && index_write_clear(w, err) == -1)
		return -1;
	for (size_t i = 0; i < p->ndocs; i++)
		if (index_write_put(w, &p->docs[i], err) == -1)
			return -1;
	for (size_t i = 0; i < p->ngone; i++)
		if (index_write_drop(w, p->gone[i], err) == -1)
			return -1;
	if (p->note_len > 0 &&
	    index_write_note(w, p->note, p->note_len, err) == -1)
		return -1;
	return index_write_commit(w, &p->to, err);
}

/* --- who asks --- */

/* One for the process, kept to its end: LMDB must not open a file twice. */
static struct index_store	*opened;

static int
open_store(const struct conf *conf, struct index_store **out, struct err *err)
{
	if (opened == NULL && index_store_open(conf, &opened, err) == -1)
		return -1;
	*out = opened;
	return 0;
}

/* A collection of the index as it is now, and the part to go on with. */
struct view {
	const struct index_source	*source;
	struct index_store		*store;
	struct index_read		*read;
	struct index_part		 part;
};

static void
view_clear(struct view *v)
{
	index_read_close(&v->read);
	part_clear(&v->part);
}
#define own_view cleanup(view_clear)

static int
view_open(const struct index_source *source, const struct conf *conf,
    int64_t collection, struct view *v, struct err *err)
{
	*v = (struct view){ .source = source };
	if (open_store(conf, &v->store, err) == -1 ||
	    index_read_begin(v->store, source->shape, collection, &v->read,
	    err) == -1)
		return -1;
	index_read_position(v->read, &v->part.seen);
	return 0;
}

/* One part further; the read is over then. */
static int
view_go_on(struct view *v, struct db *db, const struct index_home *home,
    struct err *err)
{
	struct index_part	*p = &v->part;

	if (index_read_note(v->read, p->note, &p->note_len, err) == -1)
		return -1;
	index_read_close(&v->read);
	p->from = p->to = p->seen;
	return read_part(v->source, db, home->owner, p, err) == -1 ? -1 :
	    put_part(v->store, v->source, home->collection, p, err);
}

/* Another process goes on with it. */
static int
put_off(const struct conf *conf, int64_t there, int64_t count, struct err *err)
{
	struct err	late = { 0 };

	if (count <= there)
		count = there + 1;
	if (disk_free_mb(conf_get(conf, "INDEX_PATH", ".run/index")) == 0)
		return err_code(err, ERR_DOWN, "index.full", "no room");
	/* Where it may not be started, cron does it. */
	(void)proc_start(conf, "tick",
	    (const char *const[]){ "index", NULL }, &late);
	err->retry_after_s = RETRY_S;
	return err_code(err, ERR_DOWN, "index.indexing", "%lld",
	    (long long)(there * 100 / count));
}

/*
 * 1: the index is no older than home says. Further than that it is by a writer that came between,
 * or because an older database was put back: then the rows' newest rev of now is lower too.
 */
static int
is_there(const struct view *v, struct db *db, const struct index_home *home,
    struct err *err)
{
	const struct index_position	*at = &v->part.seen;
	struct index_home		 now;

	if (!reaches(at, home->rev))
		return 0;
	if (at->rev == home->rev)
		return 1;
	return v->source->home(db, home->owner, &now, err) == -1 ? -1 :
	    at->rev <= now.rev;
}

/* Is it more than one who asks waits for? */
static int
is_much(const struct view *v, const struct conf *conf, struct db *db,
    const struct index_home *home, int64_t until, struct err *err)
{
	const int64_t	there = index_read_count(v->read);
	const bool	late = clock_mono_ms() > until;
	int64_t		count = 0;

	if (v->part.seen.rev > 0 && !late)
		return 0;
	if (v->source->count(db, home->owner, &count, err) == -1)
		return -1;
	return late || count - there > AT_ONCE ?
	    put_off(conf, there, count, err) : 0;
}

/* The turn to follow a collection; store NULL: it is not ours. */
struct turn {
	struct index_store	*store;
	int64_t			 collection;
};

static void
turn_leave(struct turn *turn)
{
	if (turn->store != NULL)
		index_store_leave(turn->store, turn->collection);
}
#define own_turn cleanup(turn_leave)

/* False: ask again, another may have put what is missing. */
static bool
has_turn(struct turn *turn, const struct view *v, int64_t collection)
{
	if (turn->store != NULL)
		return true;
	if (index_store_enter(v->store, collection))
		*turn = (struct turn){ v->store, collection };
	else
		clock_sleep_ms(TURN_MS);
	return false;
}

int
index_follow_read(const struct index_source *source, struct db *db,
    const struct conf *conf, const struct index_home *home,
    struct index_read **out, struct err *err)
{
	const int64_t		until = clock_mono_ms() + PATIENCE_MS;
	own_turn struct turn	turn = { 0 };

	for (;;) {
		own_view struct view	v = { 0 };
		int			there;

		if (view_open(source, conf, home->collection, &v,
		    err) == -1 || (there = is_there(&v, db, home, err)) == -1)
			return -1;
		if (there == 1) {
			*out = give(v.read);
			return 0;
		}
		if (is_much(&v, conf, db, home, until, err) == -1)
			return -1;
		if (has_turn(&turn, &v, home->collection) &&
		    view_go_on(&v, db, home, err) == -1)
			return -1;
	}
}

/* --- who writes --- */

/*
 * Up to a time (clock_mono_ms), so many parts; 1: more may be left. The position is read before the
 * rows' newest rev: one that is further is of a database that was put back, and its index is made
 * anew.
 */
static int
follow_one(const struct index_source *source, struct db *db,
    const struct conf *conf, int64_t owner, int64_t until, int parts,
    struct err *err)
{
	struct index_home	home;

	if (source->home(db, owner, &home, err) == -1)
		return -1;
	for (; home.collection != 0 && clock_mono_ms() < until; parts--) {
		own_view struct view	v = { 0 };

		if (view_open(source, conf, home.collection, &v, err) == -1 ||
		    source->home(db, owner, &home, err) == -1)
			return -1;
		if (reaches(&v.part.seen, home.rev) &&
		    v.part.seen.rev == home.rev)
			return 0;
		if (parts == 0)
			return 1;
		if (view_go_on(&v, db, &home, err) == -1)
			return -1;
	}
	return home.collection != 0;
}

void
index_follow_written(const struct index_source *source, struct db *db,
    const struct conf *conf, int64_t owner)
{
	struct err	err = { 0 };

	if (follow_one(source, db, conf, owner, clock_mono_ms() +
	    PATIENCE_MS, INT_MAX, &err) == -1)
		log_err(LOG_WARN, "index: follow", &err);
}

/* --- tick --- */

struct kept {
	struct index_kept	*v;
	size_t			 n, room;
};

static void
kept_clear(struct kept *k)
{
	free(k->v);
}
#define own_kept cleanup(kept_clear)

static void
keep(struct kept *k, int64_t collection, const struct index_shape *shape)
{
	if (k->n == k->room) {
		k->room = k->room * 2 + 64;
		k->v = mem_grow(k->v, k->room, sizeof(*k->v));
	}
	k->v[k->n++] = (struct index_kept){ collection, shape };
}

/* Then those whose owners are gone leave the index. */
static int
keep_all(const struct index_source *const *sources, struct db *db,
    const struct conf *conf, struct err *err)
{
	own_kept struct kept	 kept = { 0 };
	struct index_store	*store;

	for (; *sources != NULL; sources++) {
		own_rows struct db_rows	*rows = NULL;

		if ((*sources)->all(db, &rows, err) == -1)
			return -1;
		while (db_rows_next(rows))
			keep(&kept, db_col_int(rows, 1), (*sources)->shape);
	}
	return open_store(conf, &store, err) == -1 ? -1 :
	    index_store_keep(store, kept.v, kept.n, err);
}

/* Whose collections are behind: each gets a part in turn, so that a large one holds up no other. */
struct behind {
	struct {
		const struct index_source	*source;
		int64_t				 owner;
	}	*v;
	size_t	 n, room;
};

static void
behind_clear(struct behind *b)
{
	free(b->v);
}
#define own_behind cleanup(behind_clear)

static int
give_turn(struct behind *b, const struct index_source *source, struct db *db,
    const struct conf *conf, int64_t owner, int64_t until, struct err *err)
{
	const int	more = follow_one(source, db, conf, owner, until, 1,
			    err);

	if (more == -1 && err->kind != ERR_ABSENT)
		return -1;
	if (more == -1)		/* removed meanwhile */
		*err = (struct err){ 0 };
	if (more != 1)
		return 0;
	if (b->n == b->room) {
		b->room = b->room * 2 + 64;
		b->v = mem_grow(b->v, b->room, sizeof(*b->v));
	}
	b->v[b->n].source = source;
	b->v[b->n++].owner = owner;
	return 0;
}

static int
look_at_all(struct behind *b, const struct index_source *const *sources,
    struct db *db, const struct conf *conf, int64_t until, struct err *err)
{
	b->n = 0;
	for (; *sources != NULL; sources++) {
		own_rows struct db_rows	*rows = NULL;

		if ((*sources)->all(db, &rows, err) == -1)
			return -1;
		while (db_rows_next(rows))
			if (give_turn(b, *sources, db, conf,
			    db_col_int(rows, 0), until, err) == -1)
				return -1;
	}
	return 0;
}

/* All that is behind, and now and then what came to be so meanwhile. */
static int
follow_all(const struct index_source *const *sources, struct db *db,
    const struct conf *conf, int64_t until, struct err *err)
{
	own_behind struct behind	b = { 0 };
	int64_t				looked = clock_mono_ms();

	if (look_at_all(&b, sources, db, conf, until, err) == -1)
		return -1;
	while (b.n > 0 && clock_mono_ms() < until) {
		const size_t	n = b.n;

		if (clock_mono_ms() - looked > LOOK_MS) {
			looked = clock_mono_ms();
			if (look_at_all(&b, sources, db, conf, until,
			    err) == -1)
				return -1;
			continue;
		}
		b.n = 0;
		for (size_t i = 0; i < n; i++)
			if (give_turn(&b, b.v[i].source, db, conf,
			    b.v[i].owner, until, err) == -1)
				return -1;
	}
	return keep_all(sources, db, conf, err);
}

/* Named after the machine: each has an index of its own. */
static char *
lock_name(void)
{
	char	host[65] = "";

	(void)gethostname(host, sizeof(host) - 1);
	return mem_fmt("index-%.40s", host);
}

int
index_follow_all(const struct index_source *const *sources, struct db *db,
    const struct conf *conf, int64_t lasts_ms, struct err *err)
{
	own_str char	*lock = lock_name();
	int		 rc;

	if (db_lock(db, lock, 0, err) == -1) {
		if (err->kind != ERR_BUSY)
			return -1;
		*err = (struct err){ 0 };
		return 0;
	}
	rc = follow_all(sources, db, conf, lasts_ms == 0 ? INT64_MAX :
	    clock_mono_ms() + lasts_ms, err);
	db_unlock(db, lock);
	return rc;
}

static int
one_behind(const struct index_source *source, struct db *db,
    const struct conf *conf, const struct index_home *home, int64_t *out,
    struct err *err)
{
	own_view struct view	v = { 0 };
	int64_t			count = 0;

	if (view_open(source, conf, home->collection, &v, err) == -1)
		return -1;
	if (reaches(&v.part.seen, home->rev))
		return 0;
	if (source->count(db, home->owner, &count, err) == -1)
		return -1;
	count -= index_read_count(v.read);
	if (count > *out)
		*out = count;
	return 0;
}

int
index_follow_behind(const struct index_source *const *sources, struct db *db,
    const struct conf *conf, int64_t *out, struct err *err)
{
	*out = 0;
	for (; *sources != NULL; sources++) {
		own_rows struct db_rows	*rows = NULL;

		if ((*sources)->all(db, &rows, err) == -1)
			return -1;
		while (db_rows_next(rows)) {
			const struct index_home	home = { db_col_int(rows, 0),
				db_col_int(rows, 1), db_col_int(rows, 2) };

			if (one_behind(*sources, db, conf, &home, out,
			    err) == -1)
				return -1;
		}
	}
	return 0;
}
