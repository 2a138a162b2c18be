#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/db_my.h"

#define HEAD	"BEGIN NOT ATOMIC "

static bool
is_text(const struct db_arg *arg)
{
	return arg->type == DB_STR || arg->type == DB_BLOB;
}

/* What outlives the call. */
static struct db_arg
kept(const struct db_arg *arg)
{
	struct db_arg	 out = *arg;
	char		*s;

	if (!is_text(arg))
		return out;
	s = mem_grow(NULL, arg->len + 1, 1);
	if (arg->len > 0)
		memcpy(s, arg->s, arg->len);
	out.s = s;
	return out;
}

void
db_later_keep(struct db_build *later, struct db_args args)
{
	for (size_t i = 0; i < args.n; i++)
		db_build_add(later, "", (struct db_args){
		    (const struct db_arg[]){ kept(&args.v[i]) }, 1 });
}

int
db_exec_later(struct db *db, const char *sql, struct db_args args,
    struct err *err)
{
	struct db_build	*later = &db->later;

	if (!db->in_tx)
		return db_exec(db, sql, args, NULL, err);
	db_build_add(later, later->sql.len == 0 ? HEAD : "", DB_NONE);
	db_build_add(later, sql, DB_NONE);
	db_build_add(later, "; ", DB_NONE);
	db_later_keep(later, args);
	return 0;
}

void
db_later_clear(struct db_build *later)
{
	for (size_t i = 0; i < later->n; i++)
		if (is_text(&later->args[i]))
			free((void *)(uintptr_t)later->args[i].s);
	db_build_clear(later);
}
