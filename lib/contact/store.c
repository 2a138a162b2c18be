#include "contact/store.h"

#include "base/buf.h"
#include "io/db.h"
#include "io/db_build.h"

#define NAMED	50	/* of one kind that are shown */
#define TOLD	500

static void
put_where(struct db_build *b, const struct contact_store *s,
    int64_t company_id)
{
	db_build_add(b, " WHERE ", DB_NONE);
	db_build_add(b, s->where, DB_ARGS(db_int(company_id)));
}

static void
put_select(struct db_build *b, const struct contact_store *s,
    const char *text, int64_t company_id)
{
	db_build_add(b, "SELECT ", DB_NONE);
	db_build_add(b, s->place.id, DB_NONE);
	db_build_add(b, ", ", DB_NONE);
	db_build_add(b, text, DB_NONE);
	db_build_add(b, ", ", DB_NONE);
	db_build_add(b, s->at, DB_NONE);
	db_build_add(b, " FROM ", DB_NONE);
	db_build_add(b, s->tables, DB_NONE);
	put_where(b, s, company_id);
}

/* --- erased --- */

static bool
put_theirs(struct db_build *b, const struct contact_store *s,
    const struct contact_words *words)
{
	return s->by_name ? contact_words_where(b, words, s->place.text) :
	    contact_words_where_sure(b, words, &s->place);
}

/* Ids: after < id <= upto. */
struct range {
	int64_t	after, upto;
};

static void
put_range(struct db_build *b, const struct contact_store *s,
    const struct range *range)
{
	db_build_add(b, " AND ", DB_NONE);
	db_build_add(b, s->place.id, DB_NONE);
	db_build_add(b, " > ? AND ", DB_ARGS(db_int(range->after)));
	db_build_add(b, s->place.id, DB_NONE);
	db_build_add(b, " <= ?", DB_ARGS(db_int(range->upto)));
}

static int
erase_each(struct db *db, const struct contact_store *s, int64_t company_id,
    const struct contact_words *words, const struct range *range,
    struct err *err)
{
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;

	put_select(&b, s, s->title, company_id);
	put_range(&b, s, range);
	if (!put_theirs(&b, s, words))
		return 0;
	if (db_build_query(db, &b, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		if (s->erase(db, db_col_int(rows, 0), err) == -1)
			return -1;
	return 0;
}

static int
erase_range(struct db *db, const struct contact_store *s, int64_t company_id,
    const struct contact_words *words, const struct range *range,
    struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	if (s->erase != NULL)
		return erase_each(db, s, company_id, words, range, err);
	db_build_add(&b, s->blank == NULL ? "DELETE FROM " : "UPDATE ",
	    DB_NONE);
	db_build_add(&b, s->tables, DB_NONE);
	if (s->blank != NULL) {
		db_build_add(&b, " ", DB_NONE);
		db_build_add(&b, s->blank, DB_NONE);
	}
	put_where(&b, s, company_id);
	put_range(&b, s, range);
	return put_theirs(&b, s, words) ? db_build_exec(db, &b, err) : 0;
}

int
contact_store_erase(struct db *db, const struct contact_store *s,
    int64_t company_id, const struct contact_words *words, int64_t after,
    struct err *err)
{
	return erase_range(db, s, company_id, words, &(struct range){ after,
	    INT64_MAX }, err);
}

/* The last id of the next part; 0: there is none. */
static int
find_part(struct db *db, const struct contact_store *s, int64_t company_id,
    struct range *range, struct err *err)
{
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;

	db_build_add(&b, "SELECT MAX(p.id) FROM (SELECT ", DB_NONE);
	db_build_add(&b, s->place.id, DB_NONE);
	db_build_add(&b, " AS id FROM ", DB_NONE);
	db_build_add(&b, s->tables, DB_NONE);
	put_where(&b, s, company_id);
	range->upto = INT64_MAX;
	put_range(&b, s, range);
	db_build_add(&b, " ORDER BY ", DB_NONE);
	db_build_add(&b, s->place.id, DB_NONE);
	db_build_add(&b, " LIMIT ?) p", DB_ARGS(db_int(CONTACT_STORE_PART)));
	if (db_build_query(db, &b, &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	range->upto = db_col_int(rows, 0);
	return 0;
}

int
contact_store_erase_part(struct db *db, const struct contact_store *s,
    int64_t company_id, const struct contact_words *words, int64_t *after,
    bool *more, struct err *err)
{
	struct range	range = { .after = *after };

	if (find_part(db, s, company_id, &range, err) == -1)
		return -1;
	*more = range.upto != 0;
	if (!*more)
		return 0;
	if (erase_range(db, s, company_id, words, &range, err) == -1)
		return -1;
	*after = range.upto;
	return 0;
}

/* --- told --- */

/* b: the statement but for its order. */
static int
emit(struct db *db, struct buf *out, const struct contact_store *s,
    struct db_build *b, int64_t limit, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	db_build_add(b, " ORDER BY ", DB_NONE);
	db_build_add(b, s->place.id, DB_NONE);
	db_build_add(b, " DESC LIMIT ?", DB_ARGS(db_int(limit)));
	if (db_build_query(db, b, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		emit_open(out, NULL, '{');
		emit_str(out, "kind", s->place.kind);
		emit_int(out, "id", db_col_int(rows, 0));
		emit_str(out, "text", db_col_str(rows, 1));
		emit_time(out, "at", db_col_time(rows, 2));
		emit_close(out, '}');
	}
	return 0;
}

int
contact_store_emit_named(struct db *db, struct buf *out,
    const struct contact_store *s, int64_t company_id,
    const struct contact_words *words, struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	put_select(&b, s, s->title, company_id);
	return contact_words_where_named(&b, words, &s->place) ? emit(db, out,
	    s, &b, NAMED, err) : 0;
}

int
contact_store_emit_told(struct db *db, struct buf *out,
    const struct contact_store *s, int64_t company_id,
    const struct contact_words *words, struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	put_select(&b, s, s->told != NULL ? s->told : s->place.text,
	    company_id);
	return contact_words_where_sure(&b, words, &s->place) ? emit(db, out,
	    s, &b, TOLD, err) : 0;
}
