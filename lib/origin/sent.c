#include "origin/sent.h"

#include <string.h>

#include "base/buf.h"
#include "io/db.h"
#include "io/db_build.h"

const char *const origin_sent_transfers[] = { "done", "none", NULL };

void
origin_sent_read(const struct db_rows *rows, int first,
    struct origin_sent *out)
{
	*out = (struct origin_sent){
		.account_id = db_col_int(rows, first),
		.applicant_id = db_col_int(rows, first + 1),
		.created_at = db_col_time(rows, first + 2),
		.state = db_col_str(rows, first + 3),
		.url = db_col_str(rows, first + 4),
		.error_code = db_col_str(rows, first + 5),
		.second_id = db_col_int(rows, first + 6),
	};
}

void
origin_sent_read_by(const struct db_rows *rows, int first,
    struct origin_sent *out)
{
	origin_sent_read(rows, first, out);
	out->by = db_col_str(rows, first + ORIGIN_SENT_NCOLS);
}

void
origin_sent_emit(struct buf *b, const char *name,
    const struct origin_sent *sent)
{
	if (sent->state == NULL) {
		emit_null(b, name);
		return;
	}
	emit_open(b, name, '{');
	emit_int(b, "account_id", sent->account_id);
	emit_id(b, "applicant_id", sent->applicant_id);
	emit_id(b, "second_id", sent->second_id);
	emit_str(b, "state", sent->state);
	emit_text(b, "url", sent->url);
	emit_text(b, "error_code", sent->error_code);
	emit_time(b, "created_at", sent->created_at);
	if (sent->by != NULL)
		emit_text(b, "by", sent->by);
	emit_close(b, '}');
}

void
origin_sent_where(struct db_build *b, const struct origin_sent_ask *ask)
{
	if (ask->transfer != NULL)
		db_build_add(b, strcmp(ask->transfer, "done") == 0 ?
		    "AND x.state = 'done' " :
		    "AND NOT x.state <=> 'done' ", DB_NONE);
}
