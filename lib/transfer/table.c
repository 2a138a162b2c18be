#include "transfer/table.h"

#include <string.h>

#include "account/caller.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "io/db.h"
#include "io/field.h"
#include "io/secret.h"
#include "person/phone.h"
#include "table/line.h"
#include "table/read.h"
#include "transfer/column.h"
#include "transfer/contact.h"
#include "transfer/mapping.h"
#include "transfer/source.h"

#define GUESSED_BY	50	/* rows */
#define PAGE		"/tables/%lld/rows/%lld/"

void
transfer_table_clear(struct transfer_table *t)
{
	db_rows_close(t->rows);
	json_decref(t->columns);
	json_decref(t->mapping);
	*t = (struct transfer_table){ 0 };
}

int
transfer_table_open(struct db *db, int64_t company_id, int64_t id,
    struct transfer_table *out, struct err *err)
{
	own_transfer_table struct transfer_table	t = { 0 };

	if (table_sheet_get(db, company_id, id, &t.rows, &t.sheet, err) == -1)
		return -1;
	t.columns = json_loads(t.sheet.columns, 0, NULL);
	t.mapping = json_loads(t.sheet.mapping, 0, NULL);
	*out = give(t);
	return 0;
}

/* --- one is taken --- */

/* Where each column goes, by its name and what it holds: JSON, the caller's. */
static char *
guess(const struct table_text *read)
{
	struct table_text	 text = *read;
	own_json json_t		*columns = table_sheet_columns(
				    json_object_get(text.head, "columns"));
	own_json json_t		*rows = json_array();
	json_t			*row;

	while (json_array_size(rows) < GUESSED_BY &&
	    (row = table_text_next(&text)) != NULL) {
		json_array_remove(row, 0);	/* its number */
		json_array_append_new(rows, row);
	}
	transfer_column_guess(columns, rows);
	return json_dumps(columns, JSON_COMPACT);
}

/* The field that is wrong, and the row that shows it. */
static int
refuse(const struct table_text *text, struct err *err)
{
	return err_field(err, strcmp(text->problem, "table.sheet") == 0 ?
	    "sheet" : "file", text->problem, "%lld", (long long)text->where);
}

/* Of what is read: a sheet, and a text in another encoding than it looks, are tables by
 * themselves. */
static void
digest_of(const struct transfer_table_file *file, const json_t *head,
    char out[SECRET_HASH_SIZE])
{
	const char	*sheet = field_str(head, "sheet"),
			*encoding = field_str(head, "encoding"),
			*looks = field_str(head, "looks");
	own_str char	*key = NULL;

	secret_hash_bytes(file->data, file->len, out);
	key = mem_fmt("%s %s%s", out, sheet != NULL ? sheet : "",
	    encoding != NULL && looks != NULL && strcmp(encoding, looks) != 0 ?
	    encoding : "");
	secret_hash(key, out);
}

int
transfer_table_take(const struct caller *who,
    const struct transfer_table_file *file, int64_t *id, bool *created,
    struct err *err)
{
	own_table_text struct table_text	text = { 0 };
	char					 digest[SECRET_HASH_SIZE];
	own_str char				*columns = NULL;

	if (table_read(who->conf, file->data, file->len, &file->ask, &text,
	    err) == -1)
		return -1;
	if (text.problem != NULL)
		return refuse(&text, err);
	digest_of(file, text.head, digest);
	columns = guess(&text);
	return table_sheet_add(who->db, &(struct table_sheet_new){
	    .company_id = who->company_id, .user_id = who->user_id,
	    .name = file->name, .columns = columns, .digest = digest,
	    .text = &text }, id, created, err);
}

/* --- a row --- */

/* "people.xlsx, Sheet1, 17" */
static json_t *
lines_of(const struct table_sheet *sheet, int64_t number)
{
	own_str char	*from = mem_fmt("%s%s%s, строка %lld", sheet->name,
			    *sheet->sheet != '\0' ? ", лист " : "",
			    sheet->sheet, (long long)number);

	return json_pack("[{s:s, s:s}]", "name", "Таблица", "text", from);
}

void
transfer_table_item(const struct transfer_table *t, const struct conf *conf,
    const struct table_line *line, struct transfer_item *out)
{
	own_json json_t	*cells = json_loads(line->cells, 0, NULL);
	own_str char	*site = conf_site(conf);

	transfer_column_item(t->columns, t->mapping, cells, out);
	out->url = mem_fmt("%s" PAGE, site, (long long)t->sheet.id,
	    (long long)line->id);
	out->text = mem_dup("");
	out->lines = lines_of(&t->sheet, line->number);
	out->files = json_array();
}

/* --- it is shown --- */

static json_t *
columns_json(const struct transfer_table *t)
{
	json_t		*list = json_deep_copy(t->columns), *column;
	size_t		 i;

	json_array_foreach(list, i, column) {
		const bool	chosen = field_str(t->mapping, field_str(
				    column, "id")) != NULL;

		json_object_set_new(column, "to", json_string(
		    transfer_column_to(column, t->mapping)));
		json_object_set_new(column, "chosen", json_boolean(chosen));
		json_object_set_new(column, "filled", json_integer(0));
	}
	return list;
}

static void
count_filled(json_t *columns, const json_t *cells)
{
	json_t		*column;
	size_t		 i;

	json_array_foreach(columns, i, column) {
		const char	*cell = json_string_value(json_array_get(
				    cells, i));

		if (cell != NULL && *cell != '\0')
			json_object_set_new(column, "filled", json_integer(
			    field_num(column, "filled", 0) + 1));
	}
}

/* What would be sent of it; its own lines are said once, above. */
static json_t *
line_json(const struct caller *who, const struct transfer_table *t,
    const struct table_line *line, json_t *columns)
{
	own_transfer_item struct transfer_item	 item = { 0 };
	json_t					*cells = json_loads(
	    line->cells, 0, NULL), *out;
	struct transfer_contact_ask		 ask;

	transfer_table_item(t, who->conf, line, &item);
	ask = transfer_contact_ask_of(&item, person_phone_country(who->zone));
	out = transfer_mapping_item("", &ask);
	json_object_del(out, "task_id");
	json_object_set_new(out, "id", json_integer(line->id));
	json_object_set_new(out, "number", json_integer(line->number));
	json_object_set_new(out, "cells", cells);
	count_filled(columns, cells);
	return out;
}

int
transfer_table_write(const struct caller *who, const struct transfer_table *t,
    struct buf *out, struct err *err)
{
	static const struct origin_sent_ask	 all = { 0 };
	own_rows struct db_rows			*rows = NULL;
	own_json json_t				*columns = columns_json(t),
						*sample = json_array();
	own_str char				*columns_text = NULL,
						*sample_text = NULL;
	struct table_line			 line;

	if (table_line_list(who->db, who->company_id, t->sheet.id, &all, 0, 0,
	    TRANSFER_TABLE_SAMPLE, &rows, err) == -1)
		return -1;
	while (table_line_next(rows, &line))
		json_array_append_new(sample, line_json(who, t, &line,
		    columns));
	columns_text = json_dumps(columns, JSON_COMPACT);
	sample_text = json_dumps(sample, JSON_COMPACT);
	table_sheet_emit(out, &t->sheet);
	emit_json(out, "columns", columns_text);
	emit_json(out, "sample", sample_text);
	emit_close(out, '}');
	return 0;
}
