#include "io/db_note.h"

#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/db_my.h"

void
db_note(struct db *db, const char *sql, struct db_args args, const char *code)
{
	db_note_drop(db);
	db_build_add(&db->note.what, sql, DB_NONE);
	db_later_keep(&db->note.what, args);
	db->note.code = code;
}

void
db_note_drop(struct db *db)
{
	db_later_clear(&db->note.what);
}

void
db_note_apart(struct db *db, bool apart)
{
	db->note.apart += apart ? 1 : -1;
}

bool
db_note_waits(const struct db *db)
{
	return db->note.what.sql.len > 0 && db->note.apart == 0;
}

bool
db_note_wants(const struct db *db, const char *sql)
{
	static const char *const changes[] = { "INSERT", "UPDATE", "DELETE",
		"REPLACE" };

	if (db->in_tx || !db_note_waits(db))
		return false;
	for (size_t i = 0; i < nitems(changes); i++)
		if (strncasecmp(sql, changes[i], strlen(changes[i])) == 0)
			return true;
	return false;
}

int
db_note_write(struct db *db, struct err *err)
{
	const int64_t	last_id = db->last_id;
	int64_t		n = 0;
	int		rc;

	db_note_apart(db, true);
	rc = db_exec(db, buf_str(&db->note.what.sql), (struct db_args){
	    db->note.what.args, db->note.what.n }, &n, err);
	db_note_apart(db, false);
	db->last_id = last_id;
	return rc == -1 ? -1 : n > 0 ? 0 : err_code(err, ERR_CONFLICT,
	    db->note.code, "%s", "another goes on with it");
}

struct alone {
	const char	*sql;
	struct db_args	 args;
	int64_t		*changed;
};

static int
work(struct db *db, void *arg, struct err *err)
{
	const struct alone	*a = arg;

	return db_exec(db, a->sql, a->args, a->changed, err);
}

int
db_note_exec(struct db *db, const char *sql, struct db_args args,
    int64_t *changed, struct err *err)
{
	struct alone	a = { sql, args, changed };

	return db_tx_run(db, work, &a, err);
}

static int
nothing(struct db *db, void *arg, struct err *err)
{
	(void)arg;
	(void)err;
	db->tx_wrote = true;	/* so that the note is what is committed */
	return 0;
}

int
db_note_now(struct db *db, struct err *err)
{
	return db->in_tx || !db_note_waits(db) ? 0 :
	    db_tx_run(db, nothing, NULL, err);
}
