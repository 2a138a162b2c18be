/* hirewire migrate: the tables are brought up to date; what that would do; what a former release
 * still needed is dropped. */
#include "hirewire.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_plan.h"

#define SQL_SHOWN	60

static const char *const words[] = {
	[DB_PLAN_UNTRIED] = "not tried",
	[DB_PLAN_OTHER] = "at once",
	[DB_PLAN_AT_ONCE] = "at once",
	[DB_PLAN_BESIDE] = "beside reads and writes",
	[DB_PLAN_LOCKED] = "writes to it wait",
	[DB_PLAN_ROWS] = "changes rows: hirewire backup FILE first",
};

/* One line of it, cut. */
static void
print_sql(const char *sql)
{
	char	line[SQL_SHOWN + 1];
	size_t	n = 0;

	for (; *sql != '\0' && n < SQL_SHOWN; sql++) {
		const bool	blank = strchr(" \t\n", *sql) != NULL;

		if (!blank || (n > 0 && line[n - 1] != ' '))
			line[n++] = blank ? ' ' : *sql;
	}
	line[n] = '\0';
	printf("  %-*s", SQL_SHOWN, line);
}

struct shown {
	const char	*step;	/* the last one */
	size_t		 n;
};

static void
print_plan(void *arg, const struct db_plan *one)
{
	struct shown	*shown = arg;

	if (shown->step == NULL || one->number == 1) {
		printf("%s%s\n", one->step, one->contract ?
		    "  (hirewire migrate --contract)" : "");
		shown->step = one->step;
	}
	shown->n++;
	print_sql(one->sql);
	if (one->rows > 0)
		printf("  %s, about %" PRId64 " rows:", one->table, one->rows);
	printf("  %s%s%s\n", words[one->how],
	    one->how == DB_PLAN_UNTRIED ? ": " : "",
	    one->how == DB_PLAN_UNTRIED ? one->why : "");
}

static int
plan(struct shell *sh, const char *folder, struct err *err)
{
	own_db struct db	*beside = db_open(sh->conf, err);
	struct shown		 shown = { 0 };

	if (beside == NULL || db_plan(sh->db, beside, folder, print_plan,
	    &shown, err) == -1)
		return -1;
	if (shown.n == 0)
		puts("nothing to do");
	return 0;
}

int
migrate_command(struct shell *sh, struct err *err)
{
	own_str char	*folder = sql_folder(sh->conf);
	const char	*how = sh->argc > 1 ? sh->argv[1] : "";
	int		 applied = 0;

	if (sh->argc > 2 || (*how != '\0' && strcmp(how, "--plan") != 0 &&
	    strcmp(how, "--contract") != 0)) {
		fprintf(stderr, "usage: hirewire migrate [--plan|--contract]\n");
		return 2;
	}
	if (strcmp(how, "--plan") == 0)
		return plan(sh, folder, err);
	if ((*how == '\0' ? db_migrate(sh->db, folder, &applied, err) :
	    db_migrate_contract(sh->db, folder, &applied, err)) == -1)
		return -1;
	printf("%d applied from %s\n", applied, folder);
	return 0;
}
