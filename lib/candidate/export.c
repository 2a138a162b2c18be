#include "candidate/export.h"

#include "base/buf.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "candidate/erase.h"
#include "candidate/file.h"
#include "candidate/mine.h"
#include "candidate/store.h"
#include "candidate/view.h"
#include "contact/store.h"
#include "io/db.h"

static int
put_raw(struct db *db, struct buf *out, int64_t id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT s.id, s.platform, s.external_id, s.raw_data "
	    "FROM " CANDIDATE_GROUP " JOIN candidate_source s ON "
	    "s.candidate_id = g.id ORDER BY s.id", DB_ARGS(db_int(id),
	    db_int(id)), &rows, err) == -1)
		return -1;
	emit_open(out, "answers", '[');
	while (db_rows_next(rows)) {
		emit_open(out, NULL, '{');
		emit_int(out, "id", db_col_int(rows, 0));
		emit_str(out, "platform", db_col_str(rows, 1));
		emit_str(out, "external_id", db_col_str(rows, 2));
		emit_json(out, "raw_data", db_col_str(rows, 3));
		emit_close(out, '}');
	}
	emit_close(out, ']');
	return 0;
}

/* What a room above keeps, of the person and of each that is joined to it. */
static int
put_room(struct db *db, struct buf *out, const struct candidate *c,
    const struct candidate_eraser *room, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT g.id FROM " CANDIDATE_GROUP, DB_ARGS(
	    db_int(c->id), db_int(c->id)), &rows, err) == -1)
		return -1;
	emit_open(out, room->name, '[');
	while (db_rows_next(rows))
		if (room->emit(db, out, c->company_id, db_col_int(rows, 0),
		    err) == -1)
			return -1;
	emit_close(out, ']');
	return 0;
}

static int
put_records(struct db *db, struct buf *out, const struct candidate *c,
    struct err *err)
{
	own_contact_words struct contact_words	words = { 0 };

	if (candidate_store_words(db, c->id, &words, err) == -1)
		return -1;
	emit_open(out, "records", '[');
	for (const struct contact_store *const *s = candidate_stores;
	    *s != NULL; s++)
		if (contact_store_emit_told(db, out, *s, c->company_id,
		    &words, err) == -1)
			return -1;
	emit_close(out, ']');
	return 0;
}

static int
put_of_team(struct db *db, struct buf *out, const struct candidate *c,
    const struct candidate_eraser *erasers, struct err *err)
{
	for (const struct candidate_eraser *e = erasers; e->name != NULL; e++)
		if (put_room(db, out, c, e, err) == -1)
			return -1;
	return put_records(db, out, c, err);
}

int
candidate_export(struct db *db, struct buf *out, const struct candidate *c,
    const struct candidate_eraser *erasers, bool team, struct err *err)
{
	emit_open(out, NULL, '{');
	emit_open(out, "person", '[');
	if (!team)
		candidate_mine_emit(out, c);
	else if (candidate_view_whole(db, out, c, 0, "ru", err) == -1)
		return -1;
	emit_close(out, ']');
	if (put_raw(db, out, c->id, err) == -1 ||
	    candidate_file_emit(db, out, "files", c->id, err) == -1 ||
	    (team && put_of_team(db, out, c, erasers, err) == -1))
		return -1;
	emit_close(out, '}');
	return 0;
}
