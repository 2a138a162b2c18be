#include "io/db_build.h"

#include <stdlib.h>
#include <string.h>

#define FILL_MAX	1024

void
db_build_clear(struct db_build *b)
{
	buf_clear(&b->sql);
	free(b->args);
	memset(b, 0, sizeof(*b));
}

static void
bind(struct db_build *b, struct db_arg arg)
{
	if (b->n == b->room) {
		b->room = b->room == 0 ? 32 : b->room * 2;
		b->args = mem_grow(b->args, b->room, sizeof(*b->args));
	}
	b->args[b->n++] = arg;
}

void
db_build_add(struct db_build *b, const char *fragment, struct db_args args)
{
	buf_puts(&b->sql, fragment);
	for (size_t i = 0; i < args.n; i++)
		bind(b, args.v[i]);
}

/* Of few lengths, so that few statements are kept prepared: the last value fills it up. */
static size_t
room_of(size_t n)
{
	size_t	room = 1;

	while (room < n && room < FILL_MAX)
		room *= 2;
	return room < n ? n : room;
}

static void
add_mark(struct db_build *b, size_t i, struct db_arg arg)
{
	buf_puts(&b->sql, i == 0 ? "(?" : ", ?");
	bind(b, arg);
}

void
db_build_ids(struct db_build *b, const char *fragment, const int64_t *ids,
    size_t n)
{
	buf_puts(&b->sql, fragment);
	for (size_t i = 0; i < room_of(n); i++)
		add_mark(b, i, db_int(ids[i < n ? i : n - 1]));
	buf_putc(&b->sql, ')');
}

void
db_build_texts(struct db_build *b, const char *fragment,
    const char *const *texts, size_t n)
{
	buf_puts(&b->sql, fragment);
	for (size_t i = 0; i < room_of(n); i++)
		add_mark(b, i, db_str(texts[i < n ? i : n - 1]));
	buf_putc(&b->sql, ')');
}

int
db_build_query(struct db *db, struct db_build *b, struct db_rows **out,
    struct err *err)
{
	return db_query(db, buf_str(&b->sql), (struct db_args){ b->args, b->n },
	    out, err);
}

int
db_build_count(struct db *db, struct db_build *b, int64_t *out,
    struct err *err)
{
	own_str char	*sql = mem_fmt("SELECT COUNT(*) FROM (%s LIMIT 10001) c",
			    buf_str(&b->sql));

	return db_number(db, sql, (struct db_args){ b->args, b->n }, out, err);
}

int
db_build_exec(struct db *db, struct db_build *b, struct err *err)
{
	return db_exec(db, buf_str(&b->sql), (struct db_args){ b->args, b->n },
	    NULL, err);
}
