#include "io/db_script.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/err.h"
#include "io/db.h"
#include "io/db_int.h"
#include "io/db_schema.h"

#define FILE_MAX	(4 << 20)

void
db_script_close(struct db_script *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->statement[i]);
	free(s->text);
}

int
db_migrate_is(const struct dirent *entry)
{
	const char	*name = entry->d_name;
	size_t		 len = strlen(name);

	return len > 9 && len < 100 && strspn(name, "0123456789") == 4 &&
	    name[4] == '-' && strcmp(name + len - 4, ".sql") == 0;
}

static int
read_file(const char *folder, const char *name, struct buf *out,
    struct err *err)
{
	own_str char	*path = mem_fmt("%s/%s", folder, name);
	FILE		*f = fopen(path, "re");
	char		 piece[8192];
	size_t		 n;

	if (f == NULL)
		return err_set(err, ERR_INTERNAL, "%s: %s", path,
		    strerror(errno));
	while ((n = fread(piece, 1, sizeof(piece), f)) > 0 &&
	    out->len <= FILE_MAX)
		buf_add(out, piece, n);
	fclose(f);
	return out->len == 0 || out->len > FILE_MAX ?
	    err_set(err, ERR_INTERNAL, "%s: empty or over 4 MB", path) : 0;
}

int
db_script_read(const char *folder, const char *name,
    struct db_script *out, struct err *err)
{
	own_buf struct buf	 text = { 0 };
	const char		*at;
	char			*one;

	if (read_file(folder, name, &text, err) == -1)
		return -1;
	out->name = name;
	secret_hash_bytes(text.data, text.len, out->checksum);
	out->text = mem_dup(text.data);
	for (at = out->text; (one = db_statement_next(&at)) != NULL;) {
		if (out->n == DB_SCRIPT_MAX) {
			free(one);
			return err_set(err, ERR_INTERNAL, "%s: over %d "
			    "statements", name, DB_SCRIPT_MAX);
		}
		out->statement[out->n++] = one;
	}
	return 0;
}

void
db_script_head(const struct db_script *s, size_t statements,
    char out[SECRET_HASH_SIZE])
{
	own_buf struct buf	all = { 0 };

	for (size_t i = 0; i < statements; i++) {
		buf_puts(&all, s->statement[i]);
		buf_putc(&all, ';');
	}
	secret_hash_bytes(buf_str(&all), all.len, out);
}

int
db_script_look_up(struct db *db, const char *name,
    struct db_script_record *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT checksum, done_at, statements, "
	    "COALESCE(head, '') FROM schema_migration WHERE name = ?",
	    DB_ARGS(db_str(name)), &rows, err) == -1)
		return -1;
	if (!(out->known = db_rows_next(rows)))
		return 0;
	out->done = !db_col_null(rows, 1);
	out->counted = !db_col_null(rows, 2);
	out->statements = (size_t)db_col_int(rows, 2);
	snprintf(out->checksum, sizeof(out->checksum), "%s",
	    db_col_str(rows, 0));
	snprintf(out->head, sizeof(out->head), "%s", db_col_str(rows, 3));
	return 0;
}

bool
db_script_changes_rows(const char *sql)
{
	static const char *const words[] = { "INSERT", "UPDATE", "DELETE",
		"REPLACE" };

	for (size_t i = 0; i < nitems(words); i++)
		if (strncasecmp(sql, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

int
db_scripts_find(const char *folder, struct db_scripts *out, struct err *err)
{
	out->n = scandir(folder, &out->v, db_migrate_is, alphasort);
	/* versionsort-free: four digits sort as text */
	for (int i = 1; i < out->n; i++)
		if (strncmp(out->v[i - 1]->d_name, out->v[i]->d_name, 4) == 0)
			return err_set(err, ERR_INTERNAL, "%s and %s have the"
			    " same number", out->v[i - 1]->d_name,
			    out->v[i]->d_name);
	return 0;
}

void
db_scripts_close(struct db_scripts *s)
{
	for (int i = 0; i < s->n; i++)
		free(s->v[i]);
	free(s->v);
}
