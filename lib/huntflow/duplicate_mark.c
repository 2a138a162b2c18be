#include "huntflow/duplicate_mark.h"

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "huntflow/distinct.h"
#include "huntflow/link.h"
#include "huntflow/org.h"
#include "io/db.h"
#include "io/field.h"

static struct distinct
pair_of(const struct huntflow_org *org, int64_t id, int64_t other)
{
	return (struct distinct){ .company_id = org->company_id,
	    .account_id = org->account, .applicant_id = id,
	    .environment = org->link->environment, .other_id = other,
	    .user_id = org->user_id };
}

int
duplicate_mark_set(struct huntflow_org *org, int64_t id, int64_t other,
    bool different, struct err *err)
{
	const struct distinct	 pair = pair_of(org, id, other);
	own_json json_t		*one = NULL, *two = NULL;

	if (id == other)
		return err_field(err, "other", "huntflow.double_self", "%s", "");
	if (huntflow_org_applicant(org, id, false, &one, err) == -1 ||
	    huntflow_org_applicant(org, other, false, &two, err) == -1)
		return -1;
	if ((different ? distinct_add : distinct_drop)(org->db, &pair,
	    err) == -1)
		return -1;
	huntflow_org_tell(org, "applicant", id, "doubles");
	huntflow_org_tell(org, "applicant", other, "doubles");
	return 0;
}

void
duplicate_mark_read(struct huntflow_org *org, int64_t id,
    struct duplicate_marks *out)
{
	const struct distinct	 pair = pair_of(org, id, 0);
	own_rows struct db_rows	*rows = NULL;
	struct err		 why = { 0 };

	out->n = 0;
	if (distinct_list(org->db, &pair, &rows, &why) == -1) {
		log_err(LOG_WARN, "duplicate: marks", &why);
		return;
	}
	while (out->n < DUPLICATE_MARKS && distinct_next(rows,
	    &out->ids[out->n]))
		out->n++;
}

bool
duplicate_mark_has(const struct duplicate_marks *marks, int64_t other)
{
	for (int i = 0; i < marks->n; i++)
		if (marks->ids[i] == other)
			return true;
	return false;
}
