#include "huntflow/applicant_edit.h"

#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "huntflow/api_applicant.h"
#include "huntflow/applicant_change.h"
#include "huntflow/applicant_view.h"
#include "huntflow/org.h"
#include "io/field.h"
#include "person/birthday.h"
#include "person/email.h"

static const struct { const char *name; size_t max; bool required; } texts[] = {
	{ "first_name", 255, true }, { "last_name", 255, true },
	{ "middle_name", 255, false }, { "phone", 255, false },
	{ "email", 255, false }, { "position", 1000, false },
	{ "company", 1000, false }, { "money", 255, false },
	{ "skype", 255, false }, { "birthday", 10, false },
};

static int
take_text(const json_t *body, size_t i, json_t *change, struct err *err)
{
	const char	*name = texts[i].name, *text = NULL;
	char		 email[PERSON_EMAIL_SIZE];

	if (json_object_get(body, name) == NULL)
		return 0;
	if (field_text_opt(body, name, texts[i].max, &text, err) == -1)
		return -1;
	if (text != NULL && *text == '\0')
		text = NULL;
	if (text == NULL && texts[i].required)
		return err_field(err, name, "required", "%s", "");
	if (text != NULL && strcmp(name, "email") == 0) {
		if (!person_email_read(text, false, email))
			return err_field(err, name, "format",
			    "anna@example.com");
		text = email;
	}
	if (text != NULL && strcmp(name, "birthday") == 0 &&
	    !person_birthday_ok(text, clock_ms()))
		return err_field(err, name, "format", "1990-05-31");
	json_object_set_new(change, name, text != NULL ? json_string(text) :
	    json_null());
	return 0;
}

/* The service knows one account of one kind. */
static int
take_telegram(const json_t *body, json_t *change, struct err *err)
{
	const char	*name = NULL;

	if (json_object_get(body, "telegram") == NULL)
		return 0;
	if (field_text_opt(body, "telegram", 255, &name, err) == -1)
		return -1;
	json_object_set_new(change, "social", name == NULL || *name == '\0' ?
	    json_array() : json_pack("[{s:s, s:s}]", "social_type", "TELEGRAM",
	    "value", name));
	return 0;
}

static int
take_person(const json_t *body, json_t *change, struct err *err)
{
	static const char *const names[] = { "first_name", "last_name",
		"middle_name", "phone", "email", "position", "company",
		"money", "skype", "birthday", "telegram", "photo", NULL };
	int64_t	 photo = 0;
	int	 rc = field_only(body, names, err);

	for (size_t i = 0; i < nitems(texts); i++)
		if (take_text(body, i, change, err) == -1)
			rc = -1;
	if (take_telegram(body, change, err) == -1 ||
	    field_int_opt(body, "photo", 1, INT64_MAX, &photo, err) == -1)
		return -1;
	if (photo != 0)
		json_object_set_new(change, "photo", json_integer(photo));
	return rc;
}

int
applicant_edit_person(struct huntflow_org *org, int64_t id,
    const json_t *body, json_t **out, struct err *err)
{
	own_json json_t	*change = json_object(), *doc = NULL;

	if (applicant_change_object(body, err) == -1 ||
	    take_person(body, change, err) == -1)
		return -1;
	if (huntflow_applicant_update(org->api, org->account, id, change,
	    &doc, err) == -1)
		return applicant_change_failed(org, err);
	applicant_change_done(org, id, "edit", "");
	if (huntflow_get_check(doc, id, err) == -1)
		return -1;
	*out = applicant_view_item(org, doc, 0);
	return 0;
}
