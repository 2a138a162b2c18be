#include "transfer/preview.h"

#include <string.h>

#include "base/err.h"
#include "base/text.h"
#include "huntflow/duplicate.h"
#include "huntflow/link.h"
#include "io/field.h"
#include "transfer/int.h"

static void
warn(json_t *list, const char *lang, const char *code, const char *arg)
{
	char	 text[400];

	text_put(text, sizeof(text), lang, code, arg);
	json_array_append_new(list, json_pack("{s:s, s:s}", "code", code,
	    "text", text));
}

static void
preview_name(struct transfer_work *w, const char *lang, bool has_file,
    json_t *doc, json_t *warnings)
{
	const struct applicant_parts	 parts = { .task = &w->task };
	struct person_name		 name = { 0 };
	enum applicant_name		 from = APPLICANT_PART;
	struct err			 ignored = { 0 };

	if (applicant_name(&parts, &name, &from, &ignored) == -1)
		warn(warnings, lang, has_file ? "transfer.preview_no_title" :
		    "transfer.name_empty", "");
	else if (from == APPLICANT_PART)
		warn(warnings, lang, has_file ? "transfer.preview_half_name_cv" :
		    "transfer.preview_half_name", w->task.name);
	json_object_set_new(doc, "first_name", json_string(name.first));
	json_object_set_new(doc, "last_name", json_string(name.last));
	json_object_set_new(doc, "middle_name", json_string(name.middle));
	json_object_set_new(doc, "position", json_string(name.position));
	json_object_set_new(doc, "name_from", json_string(
	    from == APPLICANT_PART && has_file ? "cv" : "title"));
	/* Known only when the CV is parsed, which stores it in Huntflow. */
	json_object_set_new(doc, "phone", json_null());
	json_object_set_new(doc, "email", json_null());
}

static void
preview_file(struct transfer_work *w, const char *lang, bool *has_file,
    json_t *doc, json_t *warnings)
{
	own_applicant_file struct applicant_file file = { 0 };

	*has_file = applicant_file_find(w->task.attachments, &file);
	if (*has_file && file.size > HUNTFLOW_FILE_MAX)
		warn(warnings, lang, "huntflow.file_too_large", file.title);
	if (!*has_file && w->links.linkedin == NULL && w->links.rabota == NULL)
		warn(warnings, lang, "transfer.preview_no_cv", "");
	json_object_set_new(doc, "file", *has_file ?
	    json_pack("{s:s, s:I, s:s?}", "title", file.title, "size",
	    (json_int_t)file.size, "date", file.date) : json_null());
	json_object_set_new(doc, "source", json_string(*has_file ? "pdf" :
	    w->links.linkedin != NULL ? "linkedin" :
	    w->links.rabota != NULL ? "rabota" : "title"));
}

static int
preview_tags(struct transfer_work *w, json_t *doc, struct err *err)
{
	json_t	*tags = json_array();

	json_object_set_new(doc, "tags", tags);
	for (size_t i = 0; i < w->task.nassignees; i++) {
		const char	*name = w->task.assignee_names[i];
		int64_t		 id;

		if (transfer_context_tag(w->ctx, name, &id, err) == -1)
			return -1;
		json_array_append_new(tags, json_pack("{s:s, s:b}", "name",
		    name, "exists", id != 0));
	}
	return 0;
}

/* E-mail and phone are those that the task itself tells. */
static int
preview_duplicates(struct transfer_work *w, const char *lang, json_t *doc,
    struct err *err)
{
	own_str char		*email = NULL, *phone = NULL;
	struct duplicate_ask	 ask = {
		.first_name = field_str(doc, "first_name"),
		.last_name = field_str(doc, "last_name"),
	};
	json_t			*found = NULL;

	applicant_contacts(&w->task, &email, &phone);
	ask.email = email;
	ask.phone = phone;
	transfer_same_links(w, &ask);
	if (json_is_object(json_object_get(doc, "already")))
		found = json_array();	/* it is found, of course */
	else if (transfer_same_find(w, &ask, lang, &found, err) == -1)
		return -1;
	json_object_set_new(doc, "duplicates", found);
	return 0;
}

static int
preview_already(struct transfer_work *w, const char *lang, json_t *doc,
    json_t *warnings, struct err *err)
{
	own_origin struct origin	 row = { 0 };
	const int64_t			 account = w->ctx->account_id;

	if (origin_find(w->ctx->db, w->ctx->huntflow->connection_id,
	    account, w->task.task_id, &row, err) == -1) {
		if (err->kind != ERR_ABSENT)
			return -1;
		memset(err, 0, sizeof(*err));
	}
	if (row.applicant_id == 0) {
		json_object_set_new(doc, "already", json_null());
		return 0;
	}
	warn(warnings, lang, "transfer.preview_already", "");
	json_object_set_new(doc, "already", json_pack("{s:I, s:s, s:I}",
	    "applicant_id", (json_int_t)row.applicant_id, "url", row.url,
	    "account_id", (json_int_t)account));
	return 0;
}

int
transfer_preview(struct transfer_context *ctx, const char *task_id,
    const char *lang, json_t **out, struct err *err)
{
	const struct transfer_ask	 ask = { .task_id = task_id };
	own_transfer_work struct transfer_work		 w = { .ctx = ctx,
	    .ask = &ask,
					    .steps = json_array() };
	own_json json_t			*doc = json_object();
	own_str char			*text = NULL;
	json_t				*warnings = json_array(),
					*links = json_array();
	bool				 has_file;

	json_object_set_new(doc, "warnings", warnings);
	json_object_set_new(doc, "links", links);
	if (transfer_work_fetch(&w, err) == -1)
		return -1;
	preview_file(&w, lang, &has_file, doc, warnings);
	preview_name(&w, lang, has_file, doc, warnings);
	if (w.links.linkedin != NULL)
		json_array_append_new(links, json_string(w.links.linkedin));
	if (w.links.rabota != NULL)
		json_array_append_new(links, json_string(w.links.rabota));
	text = applicant_comment(&w.task, w.comments, NULL);
	json_object_set_new(doc, "comment", json_string(text));
	if (preview_tags(&w, doc, err) == -1 ||
	    preview_already(&w, lang, doc, warnings, err) == -1 ||
	    preview_duplicates(&w, lang, doc, err) == -1)
		return -1;
	*out = give(doc);
	return 0;
}
