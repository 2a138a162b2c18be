#include "admin/order.h"

#include "base/err.h"
#include "io/cursor.h"
#include "io/db_build.h"
#include "io/web.h"

#define AT_MAX	INT64_C(253402300799999)	/* the end of the year 9999 */

int64_t
order_id(int64_t key)
{
	return key / ORDER_TABLES;
}

int
order_table(int64_t key)
{
	return (int)(key % ORDER_TABLES);
}

/* The first half lets the index begin at the right place. */
void
order_behind(struct db_build *q, const struct order *o, int table,
    const char *at, const char *id)
{
	const struct cursor	*from = o->from;
	const int64_t		 last = order_id(from->id);
	const bool		 before = table < order_table(from->id);
	const bool		 after = table > order_table(from->id);

	if (from->id == 0)
		return;
	buf_puts(&q->sql, " AND ");
	buf_puts(&q->sql, at);
	db_build_add(q, o->rising ? " >= ? AND (" : " <= ? AND (",
	    DB_ARGS(db_time(from->number)));
	buf_puts(&q->sql, at);
	db_build_add(q, o->rising ? " > ? OR " : " < ? OR ",
	    DB_ARGS(db_time(from->number)));
	buf_puts(&q->sql, id);
	db_build_add(q, o->rising ? " > ?)" : " < ?)",
	    DB_ARGS(db_int(o->rising ? last - after : last + before)));
}

int
order_page(const struct web_req *req, struct web_page *out, struct err *err)
{
	if (web_page_read_on(req, CURSOR_BY_NUMBER, out, err) == -1)
		return -1;
	return out->from.id == 0 || (out->from.number > 0 &&
	    out->from.number <= AT_MAX) ? 0 :
	    err_field(err, "after", "cursor", "%s", "");
}
