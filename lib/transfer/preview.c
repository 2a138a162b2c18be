#include "transfer/preview.h"

#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "base/text.h"
#include "huntflow/api_upload.h"
#include "huntflow/duplicate.h"
#include "huntflow/link.h"
#include "io/field.h"
#include "transfer/cv.h"
#include "transfer/int.h"
#include "transfer/name.h"

/* One preview, in the making. */
struct preview {
	struct transfer_work	 w;
	const char		*lang;
	struct transfer_cvs	 cvs;
	json_t			*doc, *warnings;
};

static void
preview_clear(struct preview *p)
{
	transfer_work_clear(&p->w);
	transfer_cvs_clear(&p->cvs);
	json_decref(p->doc);
}

static void
warn(struct preview *p, const char *code, const char *arg)
{
	char	 text[400];

	text_put(text, sizeof(text), p->lang, code, arg);
	json_array_append_new(p->warnings, json_pack("{s:s, s:s}", "code",
	    code, "text", text));
}

/* The name as the transfer reads it; only one that must come from the CV is not known yet. */
static void
put_name(struct preview *p)
{
	const struct transfer_name_ask	 ask = transfer_work_name(&p->w);
	const bool			 cv = p->cvs.n > 0;
	struct person_name		 name = { 0 };
	enum transfer_name_from		 from = TRANSFER_NAME_PART;
	struct err			 ignored = { 0 };

	if (transfer_name_read(&ask, &name, &from, &ignored) == -1)
		warn(p, cv ? "transfer.preview_no_title" : "transfer.name_empty", "");
	else if (from == TRANSFER_NAME_PART)
		warn(p, cv ? "transfer.preview_half_name_cv" : "transfer.preview_half_name",
		    p->w.item.name);
	json_object_set_new(p->doc, "first_name", json_string(name.first));
	json_object_set_new(p->doc, "last_name", json_string(name.last));
	json_object_set_new(p->doc, "middle_name", json_string(name.middle));
	json_object_set_new(p->doc, "position", json_string(name.position));
	json_object_set_new(p->doc, "name_from", json_string(
	    transfer_name_told(from, cv)));
}

/* What fields of the task say; a position of theirs comes before the title's. */
static void
put_members(struct preview *p)
{
	const struct transfer_contact	*c = &p->w.contact;

	for (int i = TRANSFER_FIELD_MONEY; i < TRANSFER_FIELDS; i++)
		if (i != TRANSFER_FIELD_POSITION || c->member[i] != NULL)
			json_object_set_new(p->doc, transfer_field_words[i],
			    c->member[i] != NULL ? json_string(c->member[i]) :
			    json_null());
}

/* As the task has them; the CV's own are known only when it was parsed, which stores it. */
static void
put_contacts(struct preview *p)
{
	const struct transfer_contact	*c = &p->w.contact;
	json_t				*links = json_array();

	json_object_set_new(p->doc, "email", c->email[0] != '\0' ?
	    json_string(c->email) : json_null());
	json_object_set_new(p->doc, "phone", c->phone != NULL ?
	    json_string(c->phone) : json_null());
	for (size_t i = 0; i < c->nlinks; i++)
		json_array_append_new(links, json_string(c->links[i].url));
	json_object_set_new(p->doc, "links", links);
}

static json_t *
file_json(const struct transfer_cv *cv)
{
	return json_pack("{s:s, s:I, s:s?}", "title", cv->title, "size",
	    (json_int_t)cv->size, "date", cv->date);
}

/* The résumé is the first one that is not too large; the others go with the comment. */
static void
put_files(struct preview *p)
{
	const struct person_link	*profile =
	    transfer_contact_profile(&p->w.contact);
	json_t				*more = json_array(), *cv = NULL;
	enum filetype			 type = FILETYPE_OTHER;

	for (size_t i = 0; i < p->cvs.n; i++) {
		const struct transfer_cv	*one = &p->cvs.v[i];

		if (one->size > HUNTFLOW_FILE_MAX)
			warn(p, "huntflow.file_too_large", one->title);
		else if (cv == NULL) {
			cv = file_json(one);
			type = one->type;
		} else
			json_array_append_new(more, file_json(one));
	}
	if (p->cvs.n == 0 && profile == NULL)
		warn(p, "transfer.preview_no_cv", "");
	json_object_set_new(p->doc, "source", json_string(cv != NULL ?
	    (type == FILETYPE_PDF ? "pdf" : "file") : profile != NULL ?
	    person_site_word(profile->site) : "title"));
	json_object_set_new(p->doc, "file", cv != NULL ? cv : json_null());
	json_object_set_new(p->doc, "more_files", more);
}

static int
put_tags(struct preview *p, struct err *err)
{
	json_t		*tags = json_array();
	const json_t	*tag;
	size_t		 i;

	json_object_set_new(p->doc, "tags", tags);
	json_array_foreach(p->w.item.tags, i, tag) {
		const char	*name = json_string_value(tag);
		int64_t		 id;

		if (transfer_context_tag(p->w.ctx, name, &id, err) == -1)
			return -1;
		json_array_append_new(tags, json_pack("{s:s, s:b}", "name",
		    name, "exists", id != 0));
	}
	return 0;
}

/* --- what is there --- */

static json_t *
unsure_json(const struct origin *row)
{
	return json_pack("{s:o, s:I, s:o, s:O?}", "since",
	    field_time(row->intent_at), "looks", (json_int_t)row->looks,
	    "look_in_seconds", row->look_in_ms < 0 ? json_null() :
	    json_integer(row->look_in_ms / 1000), "likely", row->likely);
}

static int
put_already(struct preview *p, struct err *err)
{
	own_origin struct origin	 row = { 0 };
	const struct origin		 key = transfer_context_key(p->w.ctx,
	    p->w.ask->task_id);

	if (origin_find(p->w.ctx->db, &key, &row, err) == -1) {
		if (err->kind != ERR_ABSENT)
			return -1;
		*err = (struct err){ 0 };
	}
	json_object_set_new(p->doc, "unsure", row.state == ORIGIN_UNSURE ||
	    row.state == ORIGIN_INTENT ? unsure_json(&row) : json_null());
	if (row.applicant_id == 0) {
		json_object_set_new(p->doc, "already", json_null());
		return 0;
	}
	warn(p, "transfer.preview_already", row.by);
	json_object_set_new(p->doc, "already", json_pack(
	    "{s:I, s:s, s:I, s:s, s:o, s:o}", "applicant_id",
	    (json_int_t)row.applicant_id, "url", row.url, "account_id",
	    (json_int_t)p->w.ctx->account_id, "by", row.by, "at",
	    field_time(row.created_at), "second_id", row.second_id != 0 ?
	    json_integer(row.second_id) : json_null()));
	return 0;
}

/* The search is one part of many: that it failed is said, and the others are shown. */
static void
put_duplicates(struct preview *p)
{
	struct duplicate_ask	 ask = {
		.first_name = field_str(p->doc, "first_name"),
		.last_name = field_str(p->doc, "last_name"),
		.email = field_str(p->doc, "email"),
		.phone = field_str(p->doc, "phone"),
	};
	json_t			*found = NULL;
	struct err		 why = { 0 };

	transfer_same_links(&p->w, &ask);
	if (json_is_object(json_object_get(p->doc, "already")))
		found = json_array();	/* it is found, of course */
	else if (transfer_same_find(&p->w, &ask, p->lang, &found, &why) == -1) {
		log_err(LOG_WARN, "preview: duplicates", &why);
		warn(p, "transfer.preview_search", why.text);
	}
	json_object_set_new(p->doc, "duplicates", found != NULL ? found :
	    json_null());
}

int
transfer_preview(struct transfer_context *ctx, const char *task_id,
    const char *lang, json_t **out, struct err *err)
{
	const struct transfer_ask	 ask = { .task_id = task_id };
	cleanup(preview_clear) struct preview p = { .lang = lang,
		.w = { .ctx = ctx, .ask = &ask, .api = ctx->huntflow->api,
		    .steps = json_array() } };
	struct transfer_text		 text;
	own_str char			*comment = NULL;

	p.doc = json_object();
	p.warnings = json_array();
	json_object_set_new(p.doc, "warnings", p.warnings);
	if (transfer_work_fetch(&p.w, err) == -1)
		return -1;
	transfer_cvs_read(p.w.item.files, &p.cvs);
	put_files(&p);
	put_name(&p);
	put_contacts(&p);
	put_members(&p);
	text = transfer_work_text(&p.w);
	text.marker = NULL;
	comment = transfer_text_comment(&text);
	json_object_set_new(p.doc, "comment", json_string(comment));
	if (put_tags(&p, err) == -1 || put_already(&p, err) == -1)
		return -1;
	put_duplicates(&p);
	*out = json_incref(p.doc);
	return 0;
}
