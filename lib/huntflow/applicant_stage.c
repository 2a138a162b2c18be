#include "huntflow/applicant_stage.h"

#include <string.h>

#include "base/err.h"
#include "huntflow/api_applicant.h"
#include "huntflow/applicant_change.h"
#include "huntflow/applicant_view.h"
#include "huntflow/org.h"
#include "io/field.h"

int
applicant_stage_reason(const json_t *body, struct applicant_move *m, struct err *err)
{
	m->has_reason = json_object_get(body, "rejection_reason_id") != NULL;
	return field_int_opt(body, "rejection_reason_id", 1, INT64_MAX,
	    &m->reason, err);
}

static int
read_move(const json_t *body, struct applicant_move *m, struct err *err)
{
	static const char *const names[] = { "vacancy_id", "status_id",
		"comment", "rejection_reason_id", "files", NULL };

	if (applicant_change_object(body, err) == -1 ||
	    field_only(body, names, err) == -1 ||
	    field_int(body, "vacancy_id", 1, INT64_MAX, &m->vacancy,
	    err) == -1 || field_int(body, "status_id", 1, INT64_MAX,
	    &m->status, err) == -1 || field_text_opt(body, "comment",
	    APPLICANT_COMMENT_MAX, &m->comment, err) == -1 ||
	    applicant_stage_reason(body, m, err) == -1)
		return -1;
	return applicant_change_ids(body, "files", APPLICANT_FILES_MAX, &m->files, err);
}

int
applicant_stage_check(struct huntflow_org *org, const struct applicant_move *m, struct err *err)
{
	const json_t	*stage, *reason;
	const char	*type;

	if (applicant_change_entry(org, HUNTFLOW_STAGES, m->status, "status_id", &stage,
	    err) == -1)
		return -1;
	type = field_str(stage, "type");
	if (type != NULL && strcmp(type, "trash") == 0 && !m->has_reason)
		return err_field(err, "rejection_reason_id", "required", "%s",
		    "");
	if (m->reason == 0)
		return 0;
	return applicant_change_entry(org, HUNTFLOW_REASONS, m->reason,
	    "rejection_reason_id", &reason, err);
}

static json_t *
move_json(const struct applicant_move *m)
{
	json_t	*out = json_pack("{s:I, s:I}", "vacancy",
		    (json_int_t)m->vacancy, "status", (json_int_t)m->status);

	if (m->comment != NULL && *m->comment != '\0')
		json_object_set_new(out, "comment", json_string(m->comment));
	if (m->has_reason)
		json_object_set_new(out, "rejection_reason", m->reason != 0 ?
		    json_integer(m->reason) : json_null());
	if (json_array_size(m->files) > 0)
		json_object_set(out, "files", m->files);
	return out;
}

int
applicant_stage_now(struct huntflow_org *org, int64_t id, int64_t vacancy,
    int64_t *out, struct err *err)
{
	own_json json_t	*doc = NULL;

	if (huntflow_org_applicant(org, id, true, &doc, err) == -1)
		return -1;
	/* Without a vacancy the newest link would be meant. */
	*out = field_num(applicant_view_link(doc, vacancy), "status", 0);
	return 0;
}

/* After a lost answer: is the applicant where we wanted it? */
static bool
arrived(struct huntflow_org *org, int64_t id, const struct applicant_move *m)
{
	struct err	 why = { 0 };
	int64_t		 now;

	return applicant_stage_now(org, id, m->vacancy, &now, &why) == 0 &&
	    now == m->status;
}

int
applicant_stage_move(struct huntflow_org *org, int64_t id, const struct applicant_move *m,
    bool is_there, struct err *err)
{
	own_json json_t	*body = move_json(m), *doc = NULL;

	if (huntflow_applicant_status(org->api, org->account, id, body,
	    is_there, &doc, err) == -1) {
		if (!huntflow_org_unsure(org, err))
			return huntflow_org_refused(err);
		if (!arrived(org, id, m))
			return huntflow_org_lost(err);
		memset(err, 0, sizeof(*err));
	}
	applicant_change_done(org, id, "status", "/vacancy");
	return 0;
}

json_t *
applicant_stage_json(struct huntflow_org *org, const struct applicant_move *m, bool is_changed)
{
	const json_t	*vacancy = huntflow_org_entry(org,
			    HUNTFLOW_VACANCIES, m->vacancy);

	return json_pack("{s:{s:I, s:o}, s:o, s:b}", "vacancy", "id",
	    (json_int_t)m->vacancy, "position", huntflow_org_text(vacancy,
	    "name"), "status", huntflow_org_named(org, HUNTFLOW_STAGES,
	    m->status), "changed", is_changed);
}

int
applicant_stage_set(struct huntflow_org *org, int64_t id,
    const json_t *body, json_t **out, struct err *err)
{
	struct applicant_move	 m = { 0 };
	int64_t		 now;

	if (read_move(body, &m, err) == -1 ||
	    applicant_stage_check(org, &m, err) == -1 ||
	    applicant_stage_now(org, id, m.vacancy, &now, err) == -1)
		return -1;
	/* Asked for twice: once is enough. */
	if (now == m.status && m.comment == NULL) {
		*out = applicant_stage_json(org, &m, false);
		return 0;
	}
	if (applicant_stage_move(org, id, &m, now != 0, err) == -1)
		return -1;
	*out = applicant_stage_json(org, &m, true);
	return 0;
}
