#include "file/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "file/s3.h"
#include "io/db.h"
#include "io/db_parts.h"
#include "io/secret.h"
#include "io/web_file.h"

#define CARRY_PART	50	/* files of a kind that are looked at in a round */
#define CARRY_MS	20000
#define SWEEP_PART	2000	/* objects of a kind */

struct object {
	char	name[S3_NAME_MAX + 1], digest[SECRET_HASH_SIZE], type[101];
	int64_t	size;
};

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

static int
read_object(struct db *db, const struct conf *conf, const struct object *o,
    struct buf *out, struct err *err)
{
	own_s3 struct s3	s3 = { 0 };
	own_buf struct buf	got = { 0 };
	char			digest[SECRET_HASH_SIZE];

	if (open_s3(conf, &s3, err) == -1)
		return -1;
	if (s3_get(&s3, db, conf, o->name, (size_t)o->size, &got, err) == -1)
		return err_wrap(err, ERR_REMOTE, "file %s", o->name);
	secret_sha256_hex(got.data, got.len, digest);
	if (strcmp(digest, o->digest) != 0)
		return err_set(err, ERR_INTERNAL,
		    "file %s: another digest than that of what was stored",
		    o->name);
	buf_add(out, got.data, got.len);
	return 0;
}

/* Rows first: whoever carries it writes the object down before they go. */
int
file_read(struct db *db, const struct conf *conf,
    const struct file_home *home, int64_t id, struct buf *out,
    struct err *err)
{
	const size_t	had = out->len;
	struct object	o;
	bool		there;

	if (db_parts_read(db, home->read, id, out, err) == -1)
		return -1;
	if (out->len > had)
		return 0;
	if (find_object(db, home, id, &o, &there, err) == -1)
		return -1;
	return there ? read_object(db, conf, &o, out, err) : 0;
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

struct carrying {
	const struct file_home	*home;
	int64_t			 id;
	const struct object	*object;
};

static int
note_stored(struct db *db, void *arg, struct err *err)
{
	struct carrying			*c = arg;
	const struct file_home		*home = c->home;

	return db_exec(db, "UPDATE file_object SET stored_at = NOW(3) "
	    "WHERE home = ? AND of_id = ? AND name = ?", DB_ARGS(
	    db_str(home->name), db_int(c->id), db_str(c->object->name)),
	    NULL, err) == -1 || db_exec(db, home->drop, DB_ARGS(
	    db_int(c->id)), NULL, err) == -1 ? -1 : 0;
}

/* It is known before it is sent, so that one whose sender died is found. */
static int
carry_one(struct db *db, const struct conf *conf, const struct s3 *s3,
    const struct file_home *home, int64_t id, struct err *err)
{
	own_buf struct buf	bytes = { 0 };
	struct object		o = { 0 };
	struct carrying		c = { .home = home, .id = id, .object = &o };
	const char		*type;

	if (db_parts_read(db, home->read, id, &bytes, err) == -1)
		return -1;
	if (bytes.len == 0)
		return 0;
	secret_sha256_hex(bytes.data, bytes.len, o.digest);
	type = web_file_type(bytes.data, bytes.len);
	snprintf(o.name, sizeof(o.name), "%s/%lld-%s", home->name,
	    (long long)id, o.digest);
	if (db_exec(db, "INSERT INTO file_object (home, of_id, name, digest, "
	    "size, type) VALUES (?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
	    "name = VALUES(name), digest = VALUES(digest), "
	    "size = VALUES(size), type = VALUES(type)", DB_ARGS(
	    db_str(home->name), db_int(id), db_str(o.name), db_str(o.digest),
	    db_int((int64_t)bytes.len), db_str(type != NULL ? type : "")),
	    NULL, err) == -1)
		return -1;
	return s3_put(s3, db, conf, o.name, bytes.data, bytes.len,
	    err) == -1 ? err_wrap(err, ERR_REMOTE, "file %s", o.name) :
	    db_tx_run(db, note_stored, &c, err);
}

static int
carry_home(struct db *db, const struct conf *conf, const struct s3 *s3,
    const struct file_home *home, int64_t end, struct err *err)
{
	int64_t	after = 0;
	size_t	n;

	do {
		own_rows struct db_rows	*rows = NULL;

		if (db_query(db, home->waiting, DB_ARGS(db_int(after),
		    db_int(CARRY_PART)), &rows, err) == -1)
			return -1;
		n = db_rows_count(rows);
		while (db_rows_next(rows)) {
			after = db_col_int(rows, 0);
			if (carry_one(db, conf, s3, home, after, err) == -1)
				return -1;
		}
	} while (n == CARRY_PART && clock_mono_ms() < end);
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

/* A part of the objects of a kind: from where the last round ended, or from the beginning. */
static int
sweep_home(struct db *db, const struct conf *conf, const struct s3 *s3,
    const struct file_home *home, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int64_t			 last = 0;

	if (db_number(db, "SELECT last_id FROM file_sweep WHERE home = ?",
	    DB_ARGS(db_str(home->name)), &last, err) == -1 ||
	    db_query(db, home->gone, DB_ARGS(db_int(last),
	    db_int(SWEEP_PART)), &rows, err) == -1)
		return -1;
	if (last == 0 && db_rows_count(rows) == 0)
		return 0;
	last = 0;
	while (db_rows_next(rows)) {
		if (db_rows_count(rows) == SWEEP_PART)
			last = db_col_int(rows, 0);
		if (db_col_int(rows, 2) != 0 && drop_object(db, conf, s3,
		    db_col_int(rows, 0), db_col_str(rows, 1), err) == -1)
			return -1;
	}
	return db_exec(db, "INSERT INTO file_sweep (home, last_id) "
	    "VALUES (?, ?) ON DUPLICATE KEY UPDATE last_id = VALUES(last_id)",
	    DB_ARGS(db_str(home->name), db_int(last)), NULL, err);
}

int
file_carry(struct db *db, const struct conf *conf,
    const struct file_home *const *homes, struct err *err)
{
	const int64_t		end = clock_mono_ms() + CARRY_MS;
	own_s3 struct s3	s3 = { 0 };
	bool			on;

	if (s3_read_conf(conf, &s3, &on, err) == -1)
		return -1;
	for (; on && *homes != NULL; homes++)
		if (carry_home(db, conf, &s3, *homes, end, err) == -1 ||
		    sweep_home(db, conf, &s3, *homes, err) == -1)
			return -1;
	return 0;
}
