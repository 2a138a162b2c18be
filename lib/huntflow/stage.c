#include "huntflow/stage.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "huntflow/person.h"
#include "io/db.h"
#include "io/field.h"

#define COLS		7
#define NAME_CHARS	255

static struct db_arg
name_arg(const json_t *of, const char *name)
{
	const char	*text = field_str(of, name);

	return text == NULL ? db_str("") : db_strn(text, utf8_head(text,
	    NAME_CHARS));
}

/* Comments and letters bear the stage of their moment, too. */
static bool
is_move(const char *type)
{
	static const char *const	types[] = { "STATUS", "ADD",
		"VACANCY-ADD" };

	for (size_t i = 0; type != NULL && i < nitems(types); i++)
		if (strcmp(type, types[i]) == 0)
			return true;
	return false;
}

/* False: it is no move to a stage. */
static bool
read_entry(const json_t *entry, int64_t person_id, struct db_arg v[COLS])
{
	const json_t	*status = json_object_get(entry, "status");
	const json_t	*vacancy = json_object_get(entry, "vacancy");
	const char	*created = field_str(entry, "created");
	int64_t		 at;

	if (!is_move(field_str(entry, "type")) ||
	    field_str(status, "name") == NULL || created == NULL ||
	    clock_parse(created, &at) == -1 || field_num(entry, "id", 0) <= 0)
		return false;
	v[0] = db_int(person_id);
	v[1] = db_int(field_num(entry, "id", 0));
	v[2] = db_int(field_num(vacancy, "id", 0));
	v[3] = name_arg(vacancy, "position");
	v[4] = name_arg(status, "name");
	v[5] = name_arg(json_object_get(entry, "author"), "name");
	v[6] = db_time(at);
	return true;
}

static int
by_id(const void *a, const void *b)
{
	const json_t *const	*x = a, *const *y = b;
	const int64_t		 one = field_num(*x, "id", 0);
	const int64_t		 other = field_num(*y, "id", 0);

	return (one > other) - (one < other);
}

/* Their times are whole seconds: within one the order is that of their ids, which our ids
 * follow. */
static size_t
read_moves(const json_t *log, int64_t person_id, struct db_arg *v)
{
	const size_t	  all = json_array_size(log);
	const json_t	**entry = mem_grow(NULL, all + 1, sizeof(*entry));
	size_t		  n = 0;

	for (size_t i = 0; i < all; i++)
		entry[i] = json_array_get(log, i);
	qsort(entry, all, sizeof(*entry), by_id);
	for (size_t i = 0; i < all; i++)
		n += read_entry(entry[i], person_id, v + n * COLS);
	free(entry);
	return n;
}

/* What is there already stays as it was told first: names of vacancies and stages change. */
int
huntflow_stage_seen(struct db *db, const struct huntflow_place *place,
    int64_t applicant_id, const json_t *log, struct err *err)
{
	struct db_arg	*v;
	int64_t		 person_id;
	size_t		 n;
	int		 rc;

	if (huntflow_person_id(db, place, applicant_id, &person_id, err) == -1)
		return -1;
	if (person_id == 0)
		return 0;
	v = mem_zero((json_array_size(log) + 1) * COLS * sizeof(*v));
	n = read_moves(log, person_id, v);
	rc = n == 0 ? 0 : db_exec_rows(db, "INSERT IGNORE INTO huntflow_stage "
	    "(person_id, log_id, vacancy_id, vacancy, status, author, at) "
	    "VALUES ", "", v, COLS, n, NULL, err);
	free(v);
	return rc;
}
