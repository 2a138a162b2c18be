#include "transfer/upload.h"

#include <string.h>

#include "base/err.h"
#include "base/text.h"
#include "base/utf8.h"
#include "huntflow/api_upload.h"
#include "io/field.h"
#include "transfer/cv.h"

#define TEXT_MAX	60000	/* bytes of a CV's text that are kept */

json_t *
transfer_upload_new(void)
{
	return json_pack("{s:n, s:[], s:[]}", "cv", "more", "left");
}

static json_t *
entry(const struct transfer_cv *cv, int64_t file_id)
{
	return json_pack("{s:s, s:I, s:s}", "attachment", cv->id, "file",
	    (json_int_t)file_id, "title", cv->title);
}

void
transfer_upload_cv(json_t *record, const struct transfer_cv *cv,
    const struct huntflow_upload *parsed)
{
	json_t	*one = entry(cv, parsed->id);

	if (parsed->photo != 0)
		json_object_set_new(one, "photo", json_integer(parsed->photo));
	if (parsed->fields != NULL)
		json_object_set(one, "fields", parsed->fields);
	if (parsed->text != NULL)
		json_object_set_new(one, "text", json_stringn(parsed->text,
		    utf8_cut(parsed->text, TEXT_MAX)));
	json_object_set_new(record, "cv", one);
}

void
transfer_upload_more(json_t *record, const struct transfer_cv *cv,
    int64_t file_id)
{
	json_array_append_new(json_object_get(record, "more"), entry(cv,
	    file_id));
}

void
transfer_upload_left(json_t *record, const struct transfer_cv *cv,
    const struct err *why)
{
	json_array_append_new(json_object_get(record, "left"), json_pack(
	    "{s:s, s:s, s:s, s:s}", "attachment", cv->id, "title", cv->title,
	    "code", why->code[0] != '\0' ? why->code : err_name(why->kind),
	    "text", why->text));
}

static bool
is_of(const json_t *one, const char *attachment_id)
{
	const char	*id = field_str(one, "attachment");

	return id != NULL && attachment_id != NULL &&
	    strcmp(id, attachment_id) == 0;
}

const json_t *
transfer_upload_of(const json_t *record, const char *attachment_id)
{
	const json_t	*one = json_object_get(record, "cv");
	size_t		 i;

	if (is_of(one, attachment_id))
		return one;
	json_array_foreach(json_object_get(record, "more"), i, one)
		if (is_of(one, attachment_id))
			return one;
	return NULL;
}

bool
transfer_upload_has(const json_t *record, const char *attachment_id)
{
	return transfer_upload_of(record, attachment_id) != NULL;
}

int64_t
transfer_upload_file(const json_t *record)
{
	return field_num(json_object_get(record, "cv"), "file", 0);
}

json_t *
transfer_upload_ids(const json_t *record, bool cv)
{
	json_t		*out = json_array();
	const json_t	*one;
	size_t		 i;

	if (cv && transfer_upload_file(record) != 0)
		json_array_append_new(out, json_integer(
		    transfer_upload_file(record)));
	json_array_foreach(json_object_get(record, "more"), i, one)
		json_array_append_new(out, json_integer(field_num(one, "file",
		    0)));
	return out;
}

json_t *
transfer_upload_words(const json_t *record, const char *lang)
{
	json_t		*out = json_array();
	const json_t	*one;
	const char	*code, *why;
	char		 text[600];
	size_t		 i;

	json_array_foreach(json_object_get(record, "left"), i, one) {
		code = field_str(one, "code");
		why = field_str(one, "text");
		text_put(text, sizeof(text), lang, code != NULL ? code : "",
		    why != NULL ? why : "");
		json_array_append_new(out, json_pack("{s:s?, s:s?, s:s}",
		    "title", field_str(one, "title"), "code", code, "text",
		    text));
	}
	return out;
}
