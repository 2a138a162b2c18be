#include "import/choice.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "clickup/api.h"
#include "io/db.h"
#include "io/field.h"
#include "transfer/run.h"

#define NAME_CHARS	255

static int
check_one(const json_t *one, struct err *err)
{
	static const char *const	names[] = { "task_id", "duplicate",
		"applicant_id", "first_name", "last_name", "middle_name",
		NULL };
	static const char *const	words[] = { "skip", "attach", "create",
		NULL };
	const char			*task_id, *word = NULL, *text;
	int64_t				 applicant_id = 0;

	if (!json_is_object(one))
		return err_field(err, "task_id", "required", "%s", "");
	if (field_only(one, names, err) == -1 ||
	    field_text(one, "task_id", 1, CLICKUP_ID_SIZE, &task_id,
	    err) == -1 ||
	    field_word_opt(one, "duplicate", words, &word, err) == -1 ||
	    field_int_opt(one, "applicant_id", 1, INT64_MAX, &applicant_id,
	    err) == -1)
		return -1;
	for (size_t i = 3; names[i] != NULL; i++)
		if (field_text_opt(one, names[i], NAME_CHARS, &text,
		    err) == -1)
			return -1;
	if (!clickup_id_ok(task_id))
		return err_field(err, "task_id", "format", "86abc1def");
	if (applicant_id != 0 && (word == NULL || strcmp(word, "attach") != 0))
		return err_field(err, "duplicate", "choice", "attach");
	return 0;
}

int
import_choice_check(const json_t *choices, struct err *err)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(choices, i, one)
		if (check_one(one, err) == -1)
			return err_within(err, 0, "choices[%zu]", i);
	return 0;
}

int
import_choice_keep(struct db *db, int64_t job_id, const json_t *choices,
    struct err *err)
{
	own_str char	*text = NULL;

	if (json_array_size(choices) == 0)
		return 0;
	text = json_dumps(choices, JSON_COMPACT);
	return db_exec(db, "UPDATE import_item i JOIN JSON_TABLE(?, '$[*]' "
	    "COLUMNS (id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin "
	    "PATH '$.task_id', choice JSON PATH '$')) c ON c.id = i.task_id "
	    "SET i.choice = c.choice WHERE i.job_id = ?", DB_ARGS(db_str(text),
	    db_int(job_id)), NULL, err);
}

void
import_choice_apply(const json_t *kept, struct transfer_ask *ask)
{
	transfer_duplicate_read(field_str(kept, "duplicate"),
	    &ask->duplicate);
	ask->applicant_id = field_num(kept, "applicant_id", 0);
	ask->first = field_str(kept, "first_name");
	ask->last = field_str(kept, "last_name");
	ask->middle = field_str(kept, "middle_name");
}
