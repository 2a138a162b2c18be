#include "backup/blank.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

#define INSERT	"INSERT INTO `"
#define CREATE	"CREATE TABLE `"
#define LAST	"-- Dump completed"
#define PLACE	"-- CHANGE MASTER TO MASTER_LOG_FILE='"

static int
give_on(struct blank *b, const char *data, size_t len, struct err *err)
{
	b->bytes += (int64_t)len;
	return len == 0 ? 0 : flow_give(&b->to, data, len, err);
}

static bool
begins(const struct blank *b, const char *word)
{
	const size_t	len = strlen(word);

	return b->head_len >= len && memcmp(b->head, word, len) == 0;
}

/* Could the line still begin with this word? */
static bool
may_begin(const struct blank *b, const char *word)
{
	const size_t	len = strlen(word);

	return memcmp(b->head, word, b->head_len < len ? b->head_len :
	    len) == 0;
}

/* The sealed column of the table that the line fills; NULL: it has none. */
static const struct blank_column *
column_of(const struct blank *b)
{
	const char	*name = b->head + strlen(INSERT);
	const char	*end = memchr(name, '`', b->head_len - strlen(INSERT));

	for (size_t i = 0; end != NULL && i < b->n; i++)
		if (strlen(b->columns[i].table) == (size_t)(end - name) &&
		    memcmp(b->columns[i].table, name, (size_t)(end - name)) == 0)
			return &b->columns[i];
	return NULL;
}

/* Is enough of the line there to know what it is? */
static bool
is_known(const struct blank *b)
{
	const size_t	len = strlen(INSERT);

	if (b->head_len == sizeof(b->head) ||
	    b->head[b->head_len - 1] == '\n')
		return true;
	if (may_begin(b, PLACE) && !may_begin(b, LAST))
		return false;
	if (begins(b, INSERT))
		return memchr(b->head + len, '`', b->head_len - len) != NULL;
	return !may_begin(b, INSERT) && (begins(b, CREATE) || begins(b, LAST) ||
	    (!may_begin(b, CREATE) && !may_begin(b, LAST)));
}

/* -- CHANGE MASTER TO MASTER_LOG_FILE='name', MASTER_LOG_POS=number; */
static void
read_place(struct blank *b)
{
	const char	*name = b->head + strlen(PLACE);
	const char	*end = b->head + b->head_len;
	const char	*quote = memchr(name, '\'', (size_t)(end - name));
	const char	*at = quote == NULL ? NULL : memchr(quote, '=',
			    (size_t)(end - quote));

	if (at == NULL || end[-1] != '\n')
		return;
	snprintf(b->log_file, sizeof(b->log_file), "%.*s",
	    (int)(quote - name), name);
	b->log_at = strtoll(at + 1, NULL, 10);
}

static int
begin_line(struct blank *b, struct err *err)
{
	b->column = begins(b, INSERT) ? column_of(b) : NULL;
	b->tables += begins(b, CREATE);
	b->complete = b->complete || begins(b, LAST);
	if (begins(b, PLACE))
		read_place(b);
	b->state = b->column != NULL ? BLANK_ROWS : b->head[b->head_len - 1] ==
	    '\n' ? BLANK_BEGIN : BLANK_LINE;
	b->quoted = b->escaped = b->dropped = false;
	b->depth = 0;
	return give_on(b, b->head, b->head_len, err);
}

/* Bytes of the line's beginning; how many were used. */
static size_t
take_head(struct blank *b, const char *data, size_t len)
{
	size_t	i = 0;

	while (i < len) {
		b->head[b->head_len++] = data[i++];
		if (is_known(b))
			break;
	}
	return i;
}

/* Where in the rows a byte stands; the value it belongs to is known then. */
static void
step(struct blank *b, char c)
{
	if (b->quoted) {
		if (!b->escaped && c == '\'')
			b->quoted = false;
		b->escaped = !b->escaped && c == '\\';
	} else if (c == '\'')
		b->quoted = true;
	else if (c == '(' && b->depth++ == 0)
		b->at = 0;
	else if (c == ')')
		b->depth--;
	else if (c == ',' && b->depth == 1)
		b->at++;
	else if (c == ';' && b->depth == 0)
		b->state = BLANK_LINE;
}

/* A byte that ends a value, or stands between rows. */
static bool
is_between(const struct blank *b, char c)
{
	return !b->quoted && (b->depth == 0 || (b->depth == 1 &&
	    (c == ',' || c == ')')));
}

static int
take_rows(struct blank *b, const char *data, size_t len, size_t *used,
    struct err *err)
{
	own_buf struct buf	out = { 0 };
	size_t			i = 0;

	while (i < len && b->state == BLANK_ROWS) {
		const char	c = data[i++];
		const bool	between = is_between(b, c),
				sealed = b->depth > 0 && !between &&
				    b->at == b->column->at;

		if (sealed && !b->dropped)
			buf_puts(&out, "''");
		b->dropped = sealed;
		if (!sealed)
			buf_putc(&out, c);
		step(b, c);
	}
	*used = i;
	return give_on(b, out.data, out.len, err);
}

static int
take_line(struct blank *b, const char *data, size_t len, size_t *used,
    struct err *err)
{
	const char	*end = memchr(data, '\n', len);

	*used = end == NULL ? len : (size_t)(end - data) + 1;
	if (end != NULL) {
		b->state = BLANK_BEGIN;
		b->head_len = 0;
	}
	return give_on(b, data, *used, err);
}

static int
take_begin(struct blank *b, const char *data, size_t len, size_t *used,
    struct err *err)
{
	*used = take_head(b, data, len);
	if (!is_known(b))
		return 0;
	if (begin_line(b, err) == -1)
		return -1;
	if (b->state == BLANK_BEGIN)
		b->head_len = 0;
	return 0;
}

int
blank_add(struct blank *b, const void *bytes, size_t len, struct err *err)
{
	const char	*data = bytes;

	while (len > 0) {
		size_t	used = 0;
		int	rc = b->state == BLANK_BEGIN ?
			    take_begin(b, data, len, &used, err) :
			    b->state == BLANK_LINE ?
			    take_line(b, data, len, &used, err) :
			    take_rows(b, data, len, &used, err);

		if (rc == -1)
			return -1;
		data += used;
		len -= used;
	}
	return 0;
}

int
blank_end(struct blank *b, struct err *err)
{
	return b->state != BLANK_BEGIN || b->head_len == 0 ? 0 :
	    begin_line(b, err);
}
