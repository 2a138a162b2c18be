#include "io/db_plan.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_int.h"
#include "io/db_script.h"

struct plan {
	struct db	*db, *beside;
	db_plan_fn	*fn;
	void		*arg;
	struct buf	 texts;	/* of all steps that wait */
	bool		 tries;
	struct err	 why;	/* nothing is tried */
};

static int
run(struct db *db, char *sql, struct err *err)
{
	own_str char	*text = sql;

	return db_plain(db, text, NULL, err);
}

/* --- the copies --- */

static int
name_of(struct db *db, char out[65], struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT DATABASE()", DB_NONE, &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	snprintf(out, 65, "%s", db_col_str(rows, 0));
	return 0;
}

static bool
is_of_word(char c)
{
	return c == '_' || isalnum((unsigned char)c);
}

/* Does a step that waits name the table? */
static bool
is_named(struct plan *p, const char *table)
{
	const char	*texts = buf_str(&p->texts);
	const size_t	 len = strlen(table);

	for (const char *at = texts; (at = strstr(at, table)) != NULL;
	    at += len)
		if ((at == texts || !is_of_word(at[-1])) && !is_of_word(at[len]))
			return true;
	return false;
}

/* Keys to other tables stay behind: the copies may come in any order. */
static int
copy_tables(struct plan *p, const char *name, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(p->db, "SELECT TABLE_NAME FROM information_schema.TABLES "
	    "WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE'",
	    DB_ARGS(db_str(name)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		const char	*table = db_col_str(rows, 0);

		if (is_named(p, table) && run(p->beside,
		    mem_fmt("CREATE TABLE `%s` LIKE `%s`.`%s`", table, name,
		    table), err) == -1)
			return -1;
	}
	return 0;
}

static int
drop_copies(struct plan *p, const char *name, struct err *err)
{
	return run(p->beside, mem_fmt("DROP DATABASE IF EXISTS `%s"
	    DB_PLAN_COPIES "`", name), err);
}

static int
make_copies(struct plan *p, const char *name, struct err *err)
{
	return drop_copies(p, name, err) == -1 ||
	    run(p->beside, mem_fmt("CREATE DATABASE `%s" DB_PLAN_COPIES "`",
	    name), err) == -1 ||
	    run(p->beside, mem_fmt("USE `%s" DB_PLAN_COPIES "`", name),
	    err) == -1 ? -1 : copy_tables(p, name, err);
}

/* --- one statement --- */

/* Words before the name of a table, and those between. */
static bool
is_any(const char *word, size_t len, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strlen(*words) == len && strncasecmp(word, *words, len) == 0)
			return true;
	return false;
}

/* The table whose rows a statement goes over: of INSERT ... SELECT where they come from. */
static void
find_table(const char *sql, char out[65])
{
	static const char *const before[] = { "TABLE", "UPDATE", "INTO",
		"FROM", "ON", NULL };
	static const char *const between[] = { "IF", "NOT", "EXISTS", "IGNORE",
		NULL };
	const bool	insert = strncasecmp(sql, "INSERT", 6) == 0;
	bool		next = false;
	size_t		n;

	out[0] = '\0';
	for (const char *at = sql; *at != '\0'; at += n) {
		at += strspn(at, " \t\n`(,");
		n = strcspn(at, " \t\n`(,");
		if (next && !is_any(at, n, between)) {
			snprintf(out, 65, "%.*s", (int)n, at);
			if (!insert || strncasecmp(at - 5, "FROM ", 5) == 0)
				return;
		}
		next = is_any(at, n, before) || (next && is_any(at, n, between));
	}
}

static int
count_rows(struct db *db, struct db_plan *one, struct err *err)
{
	return db_number(db, "SELECT TABLE_ROWS FROM information_schema.TABLES "
	    "WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?",
	    DB_ARGS(db_str(one->table)), &one->rows, err);
}

/* Changed by the gentlest way that the server takes. */
static enum db_plan_how
try_change(struct db *db, const char *sql, struct err *err)
{
	static const struct {
		const char	*set, *more;
		enum db_plan_how how;
	} ways[] = {
		{ "SET SESSION alter_algorithm = 'INSTANT'", "",
		    DB_PLAN_AT_ONCE },
		{ "SET SESSION alter_algorithm = 'INPLACE'", ", LOCK=NONE",
		    DB_PLAN_BESIDE },
		{ "SET SESSION alter_algorithm = 'DEFAULT'", "",
		    DB_PLAN_LOCKED },
	};

	for (size_t i = 0; i < nitems(ways); i++) {
		*err = (struct err){ 0 };
		if (db_plain(db, ways[i].set, NULL, err) == 0 &&
		    run(db, mem_fmt("%s%s", sql, ways[i].more), err) == 0)
			return ways[i].how;
	}
	return DB_PLAN_UNTRIED;
}

static enum db_plan_how
try_one(struct db *db, const char *sql, struct err *err)
{
	if (strncasecmp(sql, "ALTER TABLE", 11) == 0)
		return try_change(db, sql, err);
	if (db_plain(db, sql, NULL, err) == -1)
		return DB_PLAN_UNTRIED;
	return db_script_changes_rows(sql) ? DB_PLAN_ROWS : DB_PLAN_OTHER;
}

static int
plan_one(struct plan *p, struct db_plan *one, struct err *err)
{
	struct err	why = p->why;

	find_table(one->sql, one->table);
	if (count_rows(p->db, one, err) == -1)
		return -1;
	one->how = p->tries ? try_one(p->beside, one->sql, &why) :
	    DB_PLAN_UNTRIED;
	one->why = why.text;
	p->fn(p->arg, one);
	return 0;
}

/* --- steps --- */

typedef int	step_fn(struct plan *, const char *folder, const char *name,
		    bool contract, struct err *);

static int
read_step(struct plan *p, const char *folder, const char *name, bool contract,
    struct err *err)
{
	own_db_script struct db_script	s = { 0 };
	struct db_script_record		r = { 0 };

	(void)contract;
	if (db_script_read(folder, name, &s, err) == -1 ||
	    db_script_look_up(p->db, name, &r, err) == -1)
		return -1;
	if (!r.done)
		buf_puts(&p->texts, s.text);
	return 0;
}

static int
plan_step(struct plan *p, const char *folder, const char *name, bool contract,
    struct err *err)
{
	own_db_script struct db_script	s = { 0 };
	struct db_script_record		r = { 0 };

	if (db_script_read(folder, name, &s, err) == -1 ||
	    db_script_look_up(p->db, name, &r, err) == -1)
		return -1;
	if (r.done)
		return 0;
	for (size_t i = r.statements; i < s.n; i++)
		if (plan_one(p, &(struct db_plan){ .step = name,
		    .sql = s.statement[i], .number = i + 1, .of = s.n,
		    .contract = contract }, err) == -1)
			return -1;
	return 0;
}

static int
each_file(struct plan *p, const char *folder, bool contract, step_fn *step,
    struct err *err)
{
	own_db_scripts struct db_scripts	files = { 0 };

	if (db_scripts_find(folder, &files, err) == -1)
		return -1;
	for (int i = 0; i < files.n; i++)
		if (step(p, folder, files.v[i]->d_name, contract, err) == -1)
			return -1;
	return 0;
}

static int
each_step(struct plan *p, const char *folder, step_fn *step, struct err *err)
{
	own_str char	*later = mem_fmt("%s/" DB_CONTRACT, folder);

	return each_file(p, folder, false, step, err) == -1 ? -1 :
	    each_file(p, later, true, step, err);
}

int
db_plan(struct db *db, struct db *beside, const char *folder, db_plan_fn *fn,
    void *arg, struct err *err)
{
	struct plan	 p = { .db = db, .beside = beside, .fn = fn,
			    .arg = arg };
	struct err	 lost = { 0 };
	char		 name[65];
	int		 rc;

	if (name_of(db, name, err) == -1)
		return -1;
	db_no_limit(beside);
	if ((rc = each_step(&p, folder, read_step, err)) == 0) {
		p.tries = make_copies(&p, name, &p.why) == 0;
		rc = each_step(&p, folder, plan_step, err);
		drop_copies(&p, name, &lost);
	}
	buf_clear(&p.texts);
	return rc;
}
