#include "team/mention.h"

#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "io/db.h"
#include "io/unicode.h"
#include "team/right.h"
#include "team/task.h"

/* One whose name may be in the text. */
struct person {
	int64_t	 id;
	char	*name, *email;
};

#define PEOPLE_MAX	200	/* whose names begin somewhere in the text */

/* Does the text go on with this name, in whatever case of letters, and does a word end there? Its
 * length, or 0. */
static size_t
begins(const char *text, const char *name)
{
	const char	*end = text, *behind;
	uint32_t	 next;

	while (*name != '\0')
		if (*end == '\0' || unicode_to_lower(utf8_next(&end)) !=
		    unicode_to_lower(utf8_next(&name)))
			return 0;
	if (*(behind = end) == '\0')
		return (size_t)(end - text);
	next = utf8_next(&behind);
	return unicode_letter(next) || (next >= '0' && next <= '9') ? 0 :
	    (size_t)(end - text);
}

/* Of several names that fit, the longest is meant: "@Анна Петрова" is not "@Анна". */
static int64_t
person_at(const char *text, const struct person *people, size_t n)
{
	size_t	best = 0;
	int64_t	id = 0;

	for (size_t i = 0; i < n; i++) {
		const size_t	name = begins(text, people[i].name);
		const size_t	email = begins(text, people[i].email);

		if (name > best || email > best) {
			best = name > email ? name : email;
			id = people[i].id;
		}
	}
	return id;
}

static bool
has(const json_t *list, int64_t id)
{
	json_t	*one;
	size_t	 i;

	json_array_foreach(list, i, one)
		if (json_integer_value(one) == id)
			return true;
	return false;
}

static void
take(json_t *out, int64_t id)
{
	if (id != 0 && !has(out, id) && json_array_size(out) < MENTION_MAX)
		json_array_append_new(out, json_integer(id));
}

/* Where the text names people; ids that were given and may see the task are in out already. */
static int
read_text(struct db_rows *rows, const char *text, const json_t *ids,
    json_t *out)
{
	struct person	people[PEOPLE_MAX];
	size_t		n = 0;

	while (db_rows_next(rows)) {
		if (has(ids, db_col_int(rows, 0)))
			take(out, db_col_int(rows, 0));
		if (n < PEOPLE_MAX && db_col_int(rows, 3) != 0) {
			people[n].id = db_col_int(rows, 0);
			people[n].name = db_col_dup(rows, 1);
			people[n++].email = db_col_dup(rows, 2);
		}
	}
	for (const char *at = strchr(text, '@'); at != NULL;
	    at = strchr(at + 1, '@'))
		take(out, person_at(at + 1, people, n));
	for (size_t i = 0; i < n; i++) {
		mem_free_str(&people[i].name);
		mem_free_str(&people[i].email);
	}
	return 0;
}

int
mention_find(struct db *db, const struct task *task, const char *text,
    const json_t *ids, json_t **out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	*out = json_array();
	if (strchr(text, '@') == NULL && json_array_size(ids) == 0)
		return 0;
	if (db_query(db, "SELECT u.id, u.name, u.email, "
	    "(u.name <> '' AND LOCATE(CONCAT('@', u.name), ?) > 0) OR "
	    "LOCATE(CONCAT('@', u.email), ?) > 0 FROM task t JOIN user u ON "
	    RIGHT_USER_SEES_TASK " WHERE t.id = ? ORDER BY u.id",
	    DB_ARGS(db_str(text), db_str(text), db_int(task->id)), &rows,
	    err) == -1) {
		json_decref(*out);
		*out = NULL;
		return -1;
	}
	return read_text(rows, text, ids, *out);
}
