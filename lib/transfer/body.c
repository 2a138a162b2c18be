#include "transfer/body.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "huntflow/cv.h"
#include "io/field.h"
#include "transfer/contact.h"
#include "transfer/text.h"

#define LINE_CHARS	1000

static void
set_text(json_t *body, const char *name, const char *s)
{
	if (s != NULL && s[strspn(s, " \t\r\n")] != '\0')
		json_object_set_new(body, name, json_stringn(s, utf8_head(s,
		    LINE_CHARS)));
}

/* What a field of the task is for is what the recruiters keep: it comes before the CV. */
static void
set_members(json_t *body, const struct transfer_contact *contact)
{
	for (int i = TRANSFER_FIELD_PHONE; i < TRANSFER_FIELD_TELEGRAM; i++)
		set_text(body, transfer_field_words[i], contact->member[i]);
	if (contact->member[TRANSFER_FIELD_TELEGRAM] != NULL)
		json_object_set_new(body, "social", json_pack("[{s:s, s:s}]",
		    "social_type", "TELEGRAM", "value",
		    contact->member[TRANSFER_FIELD_TELEGRAM]));
	if (json_object_get(body, "email") == NULL)
		set_text(body, "email", contact->email);
	if (json_object_get(body, "phone") == NULL)
		set_text(body, "phone", contact->phone);
}

static json_t *
external(const struct transfer_body *b)
{
	own_str char	*text = transfer_text_resume(b->text);
	const int64_t	 file = field_num(b->cv, "file", 0);
	json_t		*one = json_pack("{s:s, s:{s:s}}", "auth_type",
			    "NATIVE", "data", "body", text);

	if (b->source_id != 0)
		json_object_set_new(one, "account_source",
		    json_integer(b->source_id));
	if (file != 0)
		json_object_set_new(one, "files", json_pack("[I]",
		    (json_int_t)file));
	return one;
}

json_t *
transfer_body_json(const struct transfer_body *b)
{
	const int64_t	 photo = field_num(b->cv, "photo", 0);
	json_t		*body = json_object();

	set_text(body, "first_name", b->name->first);
	set_text(body, "last_name", b->name->last);
	set_text(body, "middle_name", b->name->middle);
	set_text(body, "position", b->name->position);
	huntflow_cv_fields(body, json_object_get(b->cv, "fields"));
	if (photo != 0)
		json_object_set_new(body, "photo", json_integer(photo));
	set_members(body, b->contact);
	json_object_set_new(body, "externals", json_pack("[o]", external(b)));
	return body;
}
