#include "candidate/bundle.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "candidate/candidate.h"
#include "candidate/export.h"
#include "document/document.h"
#include "io/db.h"
#include "io/zip_out.h"

#define BYTES_MAX	INT64_C(4000000000)	/* of files: what a ZIP can count */
#define FILES_MAX	10000
#define NAME_BYTES	120

struct candidate_bundle {
	struct zip_out	*zip;
	struct buf	 doc;		/* candidate.json, until it is written */
	int64_t		 candidate_id;
	int64_t		 file_id;	/* the last that was begun */
	bool		 begun;		/* it is not written yet */
	const struct conf *conf;
};

/* --- names --- */

static bool
is_plain(uint32_t c)
{
	return !utf8_control(c) && (c >= 0x80 || strchr("\"\\/:*?<>|",
	    (int)c) == NULL);
}

/* Its beginning, and its ending when that is a short one. */
static void
put_name(struct buf *out, const char *name)
{
	const char	*dot = strrchr(name, '.');
	const size_t	 tail = dot != NULL && strlen(dot) <= 8 ? strlen(dot) :
			    0;
	const char	*end = name + utf8_cut(name, NAME_BYTES - tail);

	if (strlen(name) <= NAME_BYTES)
		end = name + strlen(name);
	while (name < end) {
		const char	*at = name;

		if (is_plain(utf8_next(&name)))
			buf_add(out, at, (size_t)(name - at));
		else
			buf_putc(out, '_');
	}
	if (*end != '\0' && tail > 0)
		put_name(out, dot);
}

/* --- open --- */

static int
check_size(struct db *db, int64_t candidate_id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT COUNT(*), IFNULL(SUM(d.size), 0) FROM "
	    CANDIDATE_GROUP " JOIN document d ON d.candidate_id = g.id",
	    DB_ARGS(db_int(candidate_id), db_int(candidate_id)), &rows,
	    err) == -1 || db_one(rows, err) == -1)
		return -1;
	return db_col_int(rows, 0) <= FILES_MAX &&
	    db_col_int(rows, 1) <= BYTES_MAX ? 0 : err_code(err,
	    ERR_TOO_LARGE, "candidate.bundle_size", "%lld",
	    (long long)db_col_int(rows, 0));
}

static void
bundle_close(struct candidate_bundle **b)
{
	candidate_bundle_close(*b);
}

struct candidate_bundle *
candidate_bundle_open(struct db *db, const struct conf *conf,
    const struct candidate *c, const struct candidate_eraser *erasers,
    bool team, struct err *err)
{
	cleanup(bundle_close) struct candidate_bundle *b = mem_zero(
	    sizeof(*b));

	b->zip = zip_out_open();
	b->candidate_id = c->id;
	b->conf = conf;
	return check_size(db, c->id, err) == -1 || candidate_export(db,
	    &b->doc, c, erasers, team, err) == -1 ? NULL : give(b);
}

void
candidate_bundle_close(void *arg)
{
	struct candidate_bundle	*b = arg;

	if (b == NULL)
		return;
	zip_out_close(b->zip);
	buf_clear(&b->doc);
	free(b);
}

/* --- written --- */

static void
put_doc(struct candidate_bundle *b, struct buf *out)
{
	zip_out_begin(b->zip, out, "candidate.json");
	zip_out_put(b->zip, out, b->doc.data, b->doc.len);
	zip_out_end(b->zip, out);
	buf_clear(&b->doc);
}

/* The next file; there: false: it was the last. */
static int
begin_file(struct db *db, struct candidate_bundle *b, struct buf *out,
    bool *there, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_buf struct buf	 name = { 0 };

	if (db_query(db, "SELECT d.id, d.name FROM " CANDIDATE_GROUP
	    " JOIN document d ON d.candidate_id = g.id AND d.id > ? "
	    "ORDER BY d.id LIMIT 1", DB_ARGS(db_int(b->candidate_id),
	    db_int(b->candidate_id), db_int(b->file_id)), &rows, err) == -1)
		return -1;
	*there = db_rows_next(rows);
	if (!*there)
		return 0;
	b->file_id = db_col_int(rows, 0);
	b->begun = true;
	buf_fmt(&name, "files/%lld-", (long long)b->file_id);
	put_name(&name, db_col_str(rows, 1));
	zip_out_begin(b->zip, out, buf_str(&name));
	return 0;
}

static int
put_file(struct db *db, struct candidate_bundle *b, struct buf *out,
    struct err *err)
{
	own_buf struct buf	bytes = { 0 };

	if (document_bytes(db, b->conf, b->file_id, &bytes, err) == -1)
		return -1;
	zip_out_put(b->zip, out, bytes.data, bytes.len);
	zip_out_end(b->zip, out);
	b->begun = false;
	return 0;
}

int
candidate_bundle_next(struct db *db, void *arg, struct buf *out,
    struct err *err)
{
	struct candidate_bundle	*b = arg;
	bool			 there = true;

	if (b->doc.len > 0) {
		put_doc(b, out);
		return 1;
	}
	if (b->begun)
		return put_file(db, b, out, err) == -1 ? -1 : 1;
	if (begin_file(db, b, out, &there, err) == -1)
		return -1;
	if (there)
		return 1;
	zip_out_finish(b->zip, out);
	return 0;
}
