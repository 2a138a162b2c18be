#include "huntflow/applicant_change.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/err.h"
#include "base/mem.h"
#include "huntflow/org.h"
#include "io/field.h"

int
applicant_change_object(const json_t *body, struct err *err)
{
	if (!json_is_object(body) || json_object_size(body) == 0)
		return err_code(err, ERR_INPUT, "io.json", "1:1");
	return 0;
}

int
applicant_change_failed(const struct huntflow_org *org, struct err *err)
{
	return huntflow_org_unsure(org, err) ? huntflow_org_lost(err) :
	    huntflow_org_refused(err);
}

void
applicant_change_done(struct huntflow_org *org, int64_t id, const char *action,
    const char *below)
{
	char	 path[80];

	snprintf(path, sizeof(path), "/applicants/%" PRId64 "%s", id, below);
	huntflow_org_changed(org, "applicant", id, action, path);
}

int
applicant_change_ids(const json_t *body, const char *name, size_t max, json_t **out,
    struct err *err)
{
	const json_t	*id;
	size_t		 i;

	if (field_array_opt(body, name, max, out, err) == -1)
		return -1;
	json_array_foreach(*out, i, id)
		if (json_integer_value(id) <= 0) {
			own_str char	*path = mem_fmt("%s[%zu]", name, i);

			return err_field(err, path, "type", "integer");
		}
	return 0;
}

int
applicant_change_entry(struct huntflow_org *org, enum huntflow_dictionary kind,
    int64_t id, const char *field, const json_t **out, struct err *err)
{
	const json_t	*list;

	if (huntflow_org_list(org, kind, &list, err) == -1)
		return -1;
	*out = huntflow_org_entry(org, kind, id);
	if (*out == NULL || field_str(*out, "removed") != NULL)
		return err_field(err, field, "huntflow.gone", "%s", "");
	return 0;
}
