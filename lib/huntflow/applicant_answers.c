#include "huntflow/applicant_answers.h"

#include <string.h>

#include "base/err.h"
#include "huntflow/api_applicant.h"
#include "huntflow/applicant_change.h"
#include "huntflow/org.h"
#include "io/field.h"

static int
check_answers(struct huntflow_org *org, const json_t *body, struct err *err)
{
	own_json json_t		*schema = NULL;
	struct huntflow_get	 get;
	const char		*name;
	json_t			*value;
	int			 rc = 0;

	huntflow_applicant_schema(&get, org->account);
	if (huntflow_org_read(org, &get, HUNTFLOW_KEEP_S, &schema,
	    err) == -1)
		return -1;
	json_object_foreach((json_t *)(uintptr_t)body, name, value)
		if (!json_is_object(json_object_get(schema, name)))
			rc = err_field(err, name, "unknown", "%s", "");
	return rc;
}

/* Has the applicant a questionary yet? */
static int
has_answers(struct huntflow_org *org, int64_t id, bool *out, struct err *err)
{
	own_json json_t		*doc = NULL;
	struct huntflow_get	 get;

	huntflow_applicant_questionary(&get, org->account, id);
	*out = true;
	if (huntflow_org_read(org, &get, 0, &doc, err) == 0)
		return 0;
	if (err->kind != ERR_ABSENT)
		return -1;
	memset(err, 0, sizeof(*err));
	*out = false;
	return 0;
}

int
applicant_answers_set(struct huntflow_org *org, int64_t id,
    const json_t *body, json_t **out, struct err *err)
{
	own_json json_t	*doc = NULL;
	bool		 has;

	if (applicant_change_object(body, err) == -1 ||
	    check_answers(org, body, err) == -1 ||
	    has_answers(org, id, &has, err) == -1)
		return -1;
	if (huntflow_applicant_answer(org->api, org->account, id, body, !has,
	    &doc, err) == -1)
		return applicant_change_failed(org, err);
	applicant_change_done(org, id, "questionary", "/questionary");
	*out = json_pack("{s:O}", "values", doc);
	return 0;
}
