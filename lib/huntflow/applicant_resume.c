#include "huntflow/applicant_resume.h"

#include "base/err.h"
#include "huntflow/api_applicant.h"
#include "huntflow/applicant_change.h"
#include "huntflow/applicant_view.h"
#include "huntflow/org.h"
#include "io/field.h"

#define RESUME_MAX	200000	/* characters */

/* The whole résumé as it is sent back: the old one with what was given. */
static json_t *
resume_json(const json_t *old, const json_t *files, const char *text,
    int64_t source)
{
	json_t		*data = json_deep_copy(json_object_get(old, "data")),
			*ids = json_array();
	const json_t	*file;
	size_t		 i;

	if (!json_is_object(data)) {
		json_decref(data);
		data = json_object();
	}
	if (text != NULL)
		json_object_set_new(data, "body", json_string(text));
	json_array_foreach(json_object_get(old, "files"), i, file)
		json_array_append_new(ids, json_integer(field_num(file, "id",
		    0)));
	json_array_extend(ids, (json_t *)(uintptr_t)files);
	if (source == 0)
		source = field_num(old, "account_source", 0);
	return json_pack("{s:o, s:o, s:o}", "account_source", source != 0 ?
	    json_integer(source) : json_null(), "data", data, "files", ids);
}

static int
send_resume(struct huntflow_org *org, int64_t id, int64_t external,
    const json_t *sent, json_t **out, struct err *err)
{
	own_json json_t	*doc = NULL;
	const char	*text;

	if (huntflow_applicant_resume(org->api, org->account, id, external,
	    sent, &doc, err) == -1)
		return applicant_change_failed(org, err);
	applicant_change_done(org, id, "resume", "/externals");
	text = field_str(json_object_get(doc, "data"), "body");
	*out = json_pack("{s:I, s:o, s:o, s:o}", "id", (json_int_t)external,
	    "body", huntflow_org_plain(text), "body_nodes",
	    huntflow_org_nodes(text), "files", applicant_view_files(
	    json_object_get(doc, "files")));
	return 0;
}

int
applicant_resume_set(struct huntflow_org *org, int64_t id, int64_t external,
    const json_t *body, json_t **out, struct err *err)
{
	static const char *const names[] = { "body", "files", "source_id",
		NULL };
	own_json json_t		*old = NULL, *sent = NULL;
	struct huntflow_get	 get;
	const char		*text = NULL;
	const json_t		*entry;
	json_t			*files = NULL;
	int64_t			 source = 0;

	if (applicant_change_object(body, err) == -1 ||
	    field_only(body, names, err) == -1 ||
	    field_text_opt(body, "body", RESUME_MAX, &text, err) == -1 ||
	    field_int_opt(body, "source_id", 1, INT64_MAX, &source,
	    err) == -1 ||
	    applicant_change_ids(body, "files", APPLICANT_FILES_MAX, &files, err) == -1 ||
	    (source != 0 && applicant_change_entry(org, HUNTFLOW_SOURCES, source,
	    "source_id", &entry, err) == -1))
		return -1;
	huntflow_applicant_external(&get, org->account, id, external);
	if (huntflow_org_read(org, &get, 0, &old, err) == -1)
		return -1;
	sent = resume_json(old, files, text, source);
	return send_resume(org, id, external, sent, out, err);
}
