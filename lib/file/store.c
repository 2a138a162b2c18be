#include "file/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "file/s3.h"
#include "io/db.h"
#include "io/db_parts.h"
#include "io/secret.h"
#include "io/spool.h"
#include "io/web_file.h"

#define CARRY_PART	50	/* files of a company in its turn */
#define TURN_MS		1000	/* and no longer */
#define CARRY_MS	20000
#define SWEEP_PART	2000	/* objects of a kind */
#define SWEEP_MS	10000

struct object {
	char	name[S3_NAME_MAX + 1], digest[SECRET_HASH_SIZE], type[101];
	int64_t	size;
};

/* As a browser is told; "": to be saved only. */
static const char *
file_type(const struct buf *head)
{
	const char	*type = web_file_type(head->data, head->len);

	return type != NULL ? type : "";
}

/* --- one file --- */

int
file_put(struct db *db, const struct file_home *home, int64_t id,
    const char *data, size_t len, struct err *err)
{
	return db_parts_put(db, home->put, id, data, len, err);
}

/* there: false: its bytes are in rows. */
static int
find_object(struct db *db, const struct file_home *home, int64_t id,
    struct object *out, bool *there, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT name, digest, size, type FROM file_object "
	    "WHERE home = ? AND of_id = ? AND stored_at IS NOT NULL",
	    DB_ARGS(db_str(home->name), db_int(id)), &rows, err) == -1)
		return -1;
	*there = db_rows_next(rows);
	if (!*there)
		return 0;
	snprintf(out->name, sizeof(out->name), "%s", db_col_str(rows, 0));
	snprintf(out->digest, sizeof(out->digest), "%s", db_col_str(rows, 1));
	out->size = db_col_int(rows, 2);
	snprintf(out->type, sizeof(out->type), "%s", db_col_str(rows, 3));
	return 0;
}

static int
open_s3(const struct conf *conf, struct s3 *s3, struct err *err)
{
	bool	on;

	if (s3_read_conf(conf, s3, &on, err) == -1)
		return -1;
	return on ? 0 : err_set(err, ERR_INTERNAL,
	    "files lie in S3 and FILES_URL is not set");
}

/* Where the bytes of an object go while they are summed: one of both. */
struct taking {
	struct buf		*buf;
	size_t			 had;
	struct spool		*spool;
	struct secret_sum	*sum;
	struct err		 why;
};

static void
taking_begin(struct taking *t)
{
	char	unused[SECRET_HASH_SIZE];

	if (t->sum != NULL)
		secret_sum_end(t->sum, unused);
	t->sum = secret_sum_open();
	if (t->spool != NULL)
		spool_clear(t->spool);
	else
		t->buf->len = t->had;
}

static bool
take_piece(void *arg, const char *data, size_t len)
{
	struct taking	*t = arg;

	if (data == NULL) {
		taking_begin(t);
		return true;
	}
	secret_sum_add(t->sum, data, len);
	if (t->spool != NULL)
		return spool_add(t->spool, data, len, &t->why) == 0;
	buf_add(t->buf, data, len);
	return true;
}

/* What came of one that is not what was stored is nobody's. */
static int
read_object(struct db *db, const struct conf *conf, const struct object *o,
    struct taking *t, struct err *err)
{
	own_s3 struct s3	s3 = { 0 };
	char			digest[SECRET_HASH_SIZE];
	int			rc;

	if (open_s3(conf, &s3, err) == -1)
		return -1;
	taking_begin(t);
	rc = s3_get(&s3, db, conf, o->name, (size_t)o->size, take_piece, t,
	    err);
	secret_sum_end(t->sum, digest);
	if (rc == -1 && t->why.kind != ERR_NONE)
		*err = t->why;
	if (rc == -1)
		return err_wrap(err, err->kind, "file %s", o->name);
	if (strcmp(digest, o->digest) != 0)
		return err_set(err, ERR_INTERNAL,
		    "file %s: another digest than that of what was stored",
		    o->name);
	return 0;
}

/* Of what is not in rows, if it is anywhere. */
static int
read_stored(struct db *db, const struct conf *conf,
    const struct file_home *home, int64_t id, struct taking *t,
    struct err *err)
{
	struct object	o;
	bool		there;

	if (find_object(db, home, id, &o, &there, err) == -1)
		return -1;
	return there ? read_object(db, conf, &o, t, err) : 0;
}

/* Rows first: whoever carries it writes the object down before they go. */
int
file_read(struct db *db, const struct conf *conf,
    const struct file_home *home, int64_t id, struct buf *out,
    struct err *err)
{
	struct taking	t = { .buf = out, .had = out->len };

	if (db_parts_read(db, home->read, id, out, err) == -1)
		return -1;
	if (out->len > t.had)
		return 0;
	if (read_stored(db, conf, home, id, &t, err) == 0)
		return 0;
	out->len = t.had;
	return -1;
}

struct spooling {
	const struct file_home	*home;
	int64_t			 id;
	struct spool		*out;
};

/* In a transaction, as one moment has them: they may be on their way to S3. */
static int
spool_rows(struct db *db, void *arg, struct err *err)
{
	const struct spooling	*s = arg;

	spool_clear(s->out);
	for (;;) {
		own_buf struct buf	piece = { 0 };

		if (db_parts_at(db, s->home->part, s->id,
		    (size_t)s->out->len, &piece, err) == -1)
			return -1;
		if (piece.len == 0)
			return 0;
		if (spool_add(s->out, piece.data, piece.len, err) == -1)
			return -1;
	}
}

int
file_spool(struct db *db, const struct conf *conf,
    const struct file_home *home, int64_t id, struct spool *out,
    struct err *err)
{
	struct spooling	s = { home, id, out };
	struct taking	t = { .spool = out };

	if (db_tx_run(db, spool_rows, &s, err) == -1)
		return -1;
	return out->len > 0 ? 0 : read_stored(db, conf, home, id, &t, err);
}

int
file_link(struct db *db, const struct conf *conf,
    const struct file_home *home, int64_t id, const char *title, char **out,
    struct err *err)
{
	own_s3 struct s3	s3 = { 0 };
	own_buf struct buf	url = { 0 };
	own_str char		*named = NULL;
	struct object		o;
	bool			there;

	*out = NULL;
	if (conf_int(conf, "FILES_REDIRECT", 0) != 1)
		return 0;
	if (find_object(db, home, id, &o, &there, err) == -1)
		return -1;
	if (!there)
		return 0;
	if (open_s3(conf, &s3, err) == -1)
		return -1;
	named = web_file_disposition(title, false);
	s3_link(&s3, "GET", o.name, &(struct s3_answer){
	    .disposition = named, .type = o.type[0] != '\0' ? o.type :
	    "application/octet-stream" }, clock_ms(), S3_LINK_S, &url);
	*out = mem_dup(buf_str(&url));
	return 0;
}

/* --- to S3 --- */

/* A file on its way; piece: the part of its bytes that begins at at. */
struct carrying {
	struct db		*db;
	const struct file_home	*home;
	int64_t			 id;
	struct object		 object;
	struct buf		 piece;
	size_t			 at;
	struct err		 why;
};

static void
carrying_clear(struct carrying *c)
{
	buf_clear(&c->piece);
}
#define own_carrying cleanup(carrying_clear)

static int
read_piece(struct carrying *c, size_t at, struct err *err)
{
	c->piece.len = 0;
	c->at = at;
	return db_parts_at(c->db, c->home->part, c->id, at, &c->piece, err);
}

/* What is written is as it was when it was added: a part is read again where it is asked for. */
static size_t
give_piece(void *arg, size_t at, char *out, size_t room)
{
	struct carrying	*c = arg;
	size_t		 n;

	if ((at < c->at || at >= c->at + c->piece.len) &&
	    read_piece(c, at, &c->why) == -1)
		return S3_GIVE_UP;
	if (c->piece.len == 0)		/* gone meanwhile, and nobody's any more */
		return S3_GIVE_UP;
	n = c->at + c->piece.len - at;
	if (n > room)
		n = room;
	memcpy(out, c->piece.data + (at - c->at), n);
	return n;
}

/* Its size, sum and kind; size 0: it has no rows. */
static int
measure(struct carrying *c, struct err *err)
{
	struct object		*o = &c->object;
	struct secret_sum	*sum = secret_sum_open();
	int			 rc;

	for (; (rc = read_piece(c, (size_t)o->size, err)) == 0 &&
	    c->piece.len > 0; o->size += (int64_t)c->piece.len) {
		if (o->size == 0)
			snprintf(o->type, sizeof(o->type), "%s",
			    file_type(&c->piece));
		secret_sum_add(sum, c->piece.data, c->piece.len);
	}
	secret_sum_end(sum, o->digest);
	snprintf(o->name, sizeof(o->name), "%s/%lld-%s", c->home->name,
	    (long long)c->id, o->digest);
	return rc;
}

static int
note_stored(struct db *db, void *arg, struct err *err)
{
	struct carrying			*c = arg;
	const struct file_home		*home = c->home;

	return db_exec(db, "UPDATE file_object SET stored_at = NOW(3) "
	    "WHERE home = ? AND of_id = ? AND name = ?", DB_ARGS(
	    db_str(home->name), db_int(c->id), db_str(c->object.name)),
	    NULL, err) == -1 || db_exec(db, home->drop, DB_ARGS(
	    db_int(c->id)), NULL, err) == -1 || db_exec(db, home->stored,
	    DB_ARGS(db_int(c->id)), NULL, err) == -1 ? -1 : 0;
}

/* It is known before it is sent, so that one whose sender died is found. */
static int
send_one(struct carrying *c, const struct conf *conf, const struct s3 *s3,
    struct err *err)
{
	const struct object	*o = &c->object;

	if (db_exec(c->db, "INSERT INTO file_object (home, of_id, name, digest, "
	    "size, type) VALUES (?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
	    "name = VALUES(name), digest = VALUES(digest), "
	    "size = VALUES(size), type = VALUES(type)", DB_ARGS(
	    db_str(c->home->name), db_int(c->id), db_str(o->name),
	    db_str(o->digest), db_int(o->size), db_str(o->type)), NULL,
	    err) == -1)
		return -1;
	if (s3_put(s3, c->db, conf, o->name, give_piece, c, (size_t)o->size,
	    err) == 0)
		return 0;
	if (c->why.kind != ERR_NONE)
		*err = c->why;
	return err_wrap(err, err->kind, "file %s", o->name);
}

/* One without rows was carried by a program that did not say so, or is gone. */
static int
carry_one(struct db *db, const struct conf *conf, const struct s3 *s3,
    const struct file_home *home, int64_t id, struct err *err)
{
	own_carrying struct carrying	c = { .db = db, .home = home,
		.id = id };

	return measure(&c, err) == -1 || (c.object.size > 0 &&
	    send_one(&c, conf, s3, err) == -1) ||
	    db_tx_run(db, note_stored, &c, err) == -1 ? -1 : 0;
}

/* A round. */
struct round {
	const struct conf	*conf;
	const struct s3		*s3;
	const struct file_home	*home;
};

static int
carry_turn(struct db *db, int64_t company_id, void *arg, struct err *err)
{
	const int64_t		 end = clock_mono_ms() + TURN_MS;
	const struct round	*r = arg;
	const struct file_home	*home = r->home;
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, home->waiting, DB_ARGS(db_int(company_id),
	    db_int(CARRY_PART)), &rows, err) == -1)
		return -1;
	if (db_rows_count(rows) == 0)
		return 0;
	while (db_rows_next(rows) && clock_mono_ms() < end)
		if (carry_one(db, r->conf, r->s3, home,
		    db_col_int(rows, 0), err) == -1)
			return -1;
	return 1;
}

/* A turn of each kind, for as long as any waits. */
static int
carry_all(struct db *db, struct round *r,
    const struct file_home *const *homes, struct err *err)
{
	const int64_t	end = clock_mono_ms() + CARRY_MS;
	bool		more = true;

	while (more && clock_mono_ms() < end) {
		more = false;
		for (size_t i = 0; homes[i] != NULL; i++) {
			int	rc;

			r->home = homes[i];
			if ((rc = rota_take(db, &homes[i]->rota, carry_turn,
			    r, err)) == -1)
				return -1;
			more |= rc == 1;
		}
	}
	return 0;
}

/* --- what is gone --- */

static int
drop_object(struct db *db, const struct conf *conf, const struct s3 *s3,
    int64_t id, const char *name, struct err *err)
{
	return s3_drop(s3, db, conf, name, err) == -1 || db_exec(db,
	    "DELETE FROM file_object WHERE id = ?", DB_ARGS(db_int(id)), NULL,
	    err) == -1 ? -1 : 0;
}

/* A part of the objects of a kind, for so long: from where the last round ended, or from the
 * beginning. */
static int
sweep_home(struct db *db, const struct conf *conf, const struct s3 *s3,
    const struct file_home *home, struct err *err)
{
	const int64_t		 end = clock_mono_ms() + SWEEP_MS;
	own_rows struct db_rows	*rows = NULL;
	int64_t			 last = 0;
	size_t			 seen = 0;

	if (db_number(db, "SELECT last_id FROM file_sweep WHERE home = ?",
	    DB_ARGS(db_str(home->name)), &last, err) == -1 ||
	    db_query(db, home->gone, DB_ARGS(db_int(last),
	    db_int(SWEEP_PART)), &rows, err) == -1)
		return -1;
	if (last == 0 && db_rows_count(rows) == 0)
		return 0;
	for (; clock_mono_ms() < end && db_rows_next(rows); seen++) {
		last = db_col_int(rows, 0);
		if (db_col_int(rows, 2) != 0 && drop_object(db, conf, s3,
		    last, db_col_str(rows, 1), err) == -1)
			return -1;
	}
	if (seen == db_rows_count(rows) && seen < SWEEP_PART)
		last = 0;
	return db_exec(db, "INSERT INTO file_sweep (home, last_id) "
	    "VALUES (?, ?) ON DUPLICATE KEY UPDATE last_id = VALUES(last_id)",
	    DB_ARGS(db_str(home->name), db_int(last)), NULL, err);
}

int
file_carry(struct db *db, const struct conf *conf,
    const struct file_home *const *homes, struct err *err)
{
	own_s3 struct s3	s3 = { 0 };
	struct round		r = { .conf = conf, .s3 = &s3 };
	bool			on;

	if (s3_read_conf(conf, &s3, &on, err) == -1)
		return -1;
	if (!on)
		return 0;
	if (carry_all(db, &r, homes, err) == -1)
		return -1;
	for (; *homes != NULL; homes++)
		if (sweep_home(db, conf, &s3, *homes, err) == -1)
			return -1;
	return 0;
}
