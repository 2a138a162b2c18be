#include "bitrix/project_form.h"

#include <stddef.h>

#include "base/err.h"
#include "bitrix/project.h"
#include "bitrix/task_copy.h"
#include "io/field.h"

static json_t *
all_fields(void)
{
	json_t	*out = json_array();

	for (size_t i = 0; bitrix_copy_fields[i] != NULL; i++)
		json_array_append_new(out, json_string(
		    bitrix_copy_fields[i]));
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
	json_t	*statuses = NULL, *fields = NULL;

	if (field_object_opt(body, "statuses", &statuses, err) == -1 ||
	    field_array_opt(body, "fields", 20, &fields, err) == -1)
		return -1;
	if (statuses != NULL && bitrix_words_check(statuses, err) == -1)
		return err_within(err, 0, "statuses");
	if (fields != NULL && field_different(fields, "fields",
	    bitrix_copy_fields, err) == -1)
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
