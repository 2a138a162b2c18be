#include "import/undo_run.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "huntflow/api.h"
#include "huntflow/api_applicant.h"
#include "huntflow/api_dictionary.h"
#include "huntflow/link.h"
#include "huntflow/org.h"
#include "import/job.h"
#include "import/undo.h"
#include "io/field.h"

int
import_undo_read(const json_t *body, int64_t vacancy_id,
    struct import_undo *out, struct err *err)
{
	static const char *const	names[] = { "mode", "vacancy_id",
		"status_id", "rejection_reason_id", NULL };
	static const char *const	modes[] = { "reject", "remove", NULL };
	const char			*mode = NULL;

	if (body == NULL)
		return err_field(err, "mode", "required", "%s", "");
	out->vacancy_id = vacancy_id;
	if (field_only(body, names, err) == -1 ||
	    field_word_opt(body, "mode", modes, &mode, err) == -1 ||
	    field_int_opt(body, "vacancy_id", 1, INT64_MAX, &out->vacancy_id,
	    err) == -1 || field_int_opt(body, "status_id", 1, INT64_MAX,
	    &out->status_id, err) == -1 ||
	    field_int_opt(body, "rejection_reason_id", 1, INT64_MAX,
	    &out->reason_id, err) == -1)
		return -1;
	if (mode == NULL)
		return err_field(err, "mode", "required", "%s", "");
	snprintf(out->mode, sizeof(out->mode), "%s", mode);
	if (strcmp(mode, "reject") != 0)
		return 0;
	if (out->vacancy_id == 0)
		return err_field(err, "vacancy_id", "required", "%s", "");
	return out->status_id != 0 ? 0 :
	    err_field(err, "status_id", "required", "%s", "");
}

static int
check_entry(struct huntflow_org *org, enum huntflow_dictionary kind,
    int64_t id, const char *type, const char *field, struct err *err)
{
	const json_t	*list, *entry;
	const char	*is;

	if (id == 0)
		return 0;
	if (huntflow_org_list(org, kind, &list, err) == -1)
		return -1;
	entry = huntflow_org_entry(org, kind, id);
	if (entry == NULL || field_str(entry, "removed") != NULL)
		return err_field(err, field, "huntflow.gone", "%s", "");
	is = field_str(entry, "type");
	if (type != NULL && (is == NULL || strcmp(is, type) != 0))
		return err_field(err, field, "import.undo_stage", "%lld",
		    (long long)id);
	return 0;
}

int
import_undo_allow(struct db *db, const struct conf *conf,
    const struct import_job *job, const struct import_undo *undo,
    const char *lang, struct err *err)
{
	own_huntflow_link struct huntflow_link	*link = NULL;
	own_huntflow_org struct huntflow_org	*org = NULL;
	own_json json_t				*vacancy = NULL;

	if (strcmp(undo->mode, "reject") != 0)
		return 0;
	if (huntflow_link_open_id(db, conf, job->huntflow_id, job->user_id,
	    &link, err) == -1)
		return -1;
	org = huntflow_org_at(link, job->account_id, lang);
	if (check_entry(org, HUNTFLOW_STAGES, undo->status_id, "trash",
	    "status_id", err) == -1 || check_entry(org, HUNTFLOW_REASONS,
	    undo->reason_id, NULL, "rejection_reason_id", err) == -1)
		return -1;
	if (huntflow_org_vacancy(org, undo->vacancy_id, false, &vacancy,
	    err) == 0)
		return 0;
	if (err->kind != ERR_ABSENT)
		return -1;
	*err = (struct err){ 0 };
	return err_field(err, "vacancy_id", "huntflow.gone", "%s", "");
}

int
import_undo_check(struct huntflow *api, int64_t account,
    const struct import_undo *undo, struct err *err)
{
	own_huntflow_items struct huntflow_items	stages = { 0 };

	if (strcmp(undo->mode, "reject") != 0)
		return 0;
	if (huntflow_dictionary_fetch(api, account, HUNTFLOW_STAGES, &stages,
	    err) == -1)
		return -1;
	for (size_t i = 0; i < stages.n; i++)
		if (stages.v[i].id == undo->status_id &&
		    stages.v[i].type != NULL &&
		    strcmp(stages.v[i].type, "trash") == 0)
			return 0;
	return err_code(err, ERR_CONFLICT, "import.undo_stage", "%lld",
	    (long long)undo->status_id);
}

static bool
is_gone(struct err *err)
{
	if (strcmp(err->code, "huntflow.absent") != 0)
		return false;
	memset(err, 0, sizeof(*err));
	return true;
}

static int
reject(struct huntflow *api, int64_t account,
    const struct huntflow_applicant *one, const struct import_undo *undo,
    struct err *err)
{
	own_json json_t	*body = json_pack("{s:I, s:I}", "vacancy",
			    (json_int_t)undo->vacancy_id, "status",
			    (json_int_t)undo->status_id),
			*doc = NULL;
	bool		 there = false;

	for (size_t i = 0; i < one->nlinks; i++) {
		if (one->links[i].vacancy != undo->vacancy_id)
			continue;
		if (one->links[i].status == undo->status_id)
			return 0;
		there = true;
	}
	if (undo->reason_id != 0)
		json_object_set_new(body, "rejection_reason",
		    json_integer(undo->reason_id));
	return huntflow_applicant_status(api, account, one->id, body, there,
	    &doc, err);
}

int
import_undo_one(struct huntflow *api, int64_t account,
    const struct import_undo_item *item, struct err *err)
{
	own_huntflow_applicant struct huntflow_applicant	one = { 0 };
	int							rc;

	if (huntflow_applicant_fetch(api, account, item->applicant_id, &one,
	    err) == -1)
		return is_gone(err) ? 0 : -1;
	if (one.id != item->applicant_id &&
	    strcmp(item->undo.mode, "remove") == 0)
		return err_code(err, ERR_INPUT, "import.undo_merged", "%lld",
		    (long long)one.id);
	rc = strcmp(item->undo.mode, "remove") == 0 ?
	    huntflow_applicant_remove(api, account, one.id, err) :
	    reject(api, account, &one, &item->undo, err);
	return rc == 0 || is_gone(err) ? 0 : -1;
}
