#include "bitrix/project_form.h"

#include <stddef.h>

#include "base/err.h"
#include "bitrix/comment_sync.h"
#include "bitrix/project.h"
#include "bitrix/task_copy.h"
#include "io/field.h"

#define FIELDS_MAX	8	/* those of a task, its comments, NULL */

/* What may be kept alike: ended by NULL. */
static void
put_names(const char *names[FIELDS_MAX])
{
	size_t	n = 0;

	for (; bitrix_copy_fields[n] != NULL; n++)
		names[n] = bitrix_copy_fields[n];
	names[n] = BITRIX_COMMENTS;
	names[n + 1] = NULL;
}

static json_t *
all_fields(void)
{
	const char	*names[FIELDS_MAX];
	json_t		*out = json_array();

	put_names(names);
	for (size_t i = 0; names[i] != NULL; i++)
		json_array_append_new(out, json_string(names[i]));
	return out;
}

static void
put(json_t **to, json_t *value)
{
	json_decref(*to);
	*to = value;
}

static int
read_words(const json_t *body, struct bitrix_project *p, struct err *err)
{
	json_t		*statuses = NULL, *fields = NULL;
	const char	*names[FIELDS_MAX];

	put_names(names);
	if (field_object_opt(body, "statuses", &statuses, err) == -1 ||
	    field_array_opt(body, "fields", 20, &fields, err) == -1)
		return -1;
	if (statuses != NULL && bitrix_words_check(statuses, err) == -1)
		return err_within(err, 0, "statuses");
	if (fields != NULL && field_different(fields, "fields", names,
	    err) == -1)
		return -1;
	if (statuses != NULL)
		put(&p->statuses, json_incref(statuses));
	if (fields != NULL)
		put(&p->fields, json_incref(fields));
	return 0;
}

int
bitrix_project_form_new(const json_t *body, struct bitrix_project *p,
    struct err *err)
{
	static const char *const names[] = { "account_id", "project_id",
		"group_id", "statuses", "fields", NULL };

	if (field_only(body, names, err) == -1 ||
	    field_int(body, "account_id", 1, INT64_MAX, &p->account_id,
	    err) == -1 ||
	    field_int(body, "project_id", 1, INT64_MAX, &p->project_id,
	    err) == -1 ||
	    field_int_opt(body, "group_id", 0, INT64_MAX, &p->group_id,
	    err) == -1)
		return -1;
	p->statuses = bitrix_words_usual();
	p->fields = all_fields();
	p->is_active = true;
	return read_words(body, p, err);
}

int
bitrix_project_form_change(const json_t *body, struct bitrix_project *p,
    struct err *err)
{
	static const char *const names[] = { "statuses", "fields", NULL };

	return field_only(body, names, err) == -1 ? -1 :
	    read_words(body, p, err);
}
