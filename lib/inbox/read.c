#include "inbox/read.h"

#include "base/mem.h"
#include "document/document.h"
#include "inbox/tell.h"
#include "io/db.h"
#include "io/rota.h"

static const struct rota	rota = { "reading", ROTA(
	ROTA_COMPANIES_IF("inbox_item WHERE unread = TRUE"),
	"(SELECT i.created_at FROM inbox_item i FORCE INDEX (unread_of) "
	"WHERE i.company_id = o.id AND i.unread = TRUE LIMIT 1)") };

/* Those that nobody has begun come first: one whose reader died holds up no other. */
static int
find_of(struct db *db, int64_t company_id, void *arg, struct err *err)
{
	struct inbox_unread	*out = arg;
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT i.id, i.company_id, i.document_id "
	    "FROM inbox_item i FORCE INDEX (unread_of) "
	    "JOIN document d ON d.id = i.document_id "
	    "WHERE i.unread = TRUE AND i.company_id = ? AND "
	    "(d.state <> 'reading' OR "
	    "d.begun_at < NOW(3) - INTERVAL ? SECOND) "
	    "ORDER BY d.begun_at, i.id LIMIT 1", DB_ARGS(db_int(company_id),
	    db_int(DOCUMENT_READING_S)), &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	*out = (struct inbox_unread){ db_col_int(rows, 0), db_col_int(rows, 1),
		db_col_int(rows, 2) };
	return 1;
}

int
inbox_read_find(struct db *db, struct inbox_unread *out, struct err *err)
{
	return rota_take(db, &rota, find_of, out, err);
}

/* Once, by one process; not yet while another still reads it. */
static int
work_tell(struct db *db, void *arg, struct err *err)
{
	const struct inbox_unread	*u = arg;
	int64_t				 n = 0;

	if (db_exec(db, "UPDATE inbox_item i JOIN document d "
	    "ON d.id = i.document_id SET i.unread = FALSE WHERE i.id = ? "
	    "AND i.unread AND d.state = 'read'", DB_ARGS(db_int(u->id)), &n,
	    err) == -1)
		return -1;
	return n == 0 ? 0 :
	    inbox_tell(db, u->company_id, u->id, "read", err) == -1 ? -1 :
	    inbox_tell_senders(db, u->id, err);
}

int
inbox_read_do(struct db *db, const struct conf *conf,
    const struct inbox_unread *u, struct err *err)
{
	struct inbox_unread	own = *u;

	return document_understand(db, conf, u->document_id, err) == -1 ||
	    db_tx_run_committed(db, work_tell, &own, err) == -1 ? -1 : 0;
}
