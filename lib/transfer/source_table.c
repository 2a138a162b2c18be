#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "io/db.h"
#include "table/line.h"
#include "transfer/context.h"
#include "transfer/source.h"
#include "transfer/table.h"

static int
fetch(struct transfer_context *ctx, const char *id, struct transfer_item *out,
    struct err *err)
{
	own_transfer_table struct transfer_table	 t = { 0 };
	own_transfer_item struct transfer_item		 item = { 0 };
	own_rows struct db_rows				*rows = NULL;
	struct table_line				 line;

	if (table_line_get(ctx->db, ctx->company_id, 0, strtoll(id, NULL, 10),
	    &rows, &line, err) == -1 || transfer_table_open(ctx->db,
	    ctx->company_id, line.sheet_id, &t, err) == -1)
		return -1;
	transfer_table_item(&t, ctx->conf, &line, &item);
	*out = give(item);
	return 0;
}

/* A row has no files. */
static int
file(struct transfer_context *ctx, const char *id,
    const struct transfer_cv *cv, size_t max_bytes, struct buf *out,
    struct err *err)
{
	(void)ctx, (void)cv, (void)max_bytes, (void)out;
	return err_set(err, ERR_ABSENT, "row %s: no file", id);
}

const struct transfer_source transfer_source_table = {
	.kind = TABLE_ITEM, .event = "table",
	.words = { "Строка таблицы", "Строка таблицы", "таблицы" },
	.fetch = fetch, .file = file,
};
