#include "transfer/form.h"

#include <string.h>

#include "base/err.h"
#include "io/field.h"
#include "transfer/run.h"

static int
read_options(const json_t *body, struct transfer_ask *ask, struct err *err)
{
	json_t		*options = NULL;
	const json_t	*option;
	const char	*word;
	size_t		 i;

	if (field_array_opt(body, "options", 2, &options, err) == -1)
		return -1;
	json_array_foreach(options, i, option) {
		word = json_string_value(option);
		if (word != NULL && strcmp(word, "name_only") == 0)
			ask->name_only = true;
		else if (word != NULL && strcmp(word, "no_parse") == 0)
			ask->no_parse = true;
		else
			return err_field(err, "options", "choice",
			    "name_only, no_parse");
	}
	return 0;
}

static int
read_duplicate(const json_t *body, struct transfer_ask *ask, struct err *err)
{
	const char	*word = NULL;

	if (field_word_opt(body, "duplicate", transfer_duplicates, &word,
	    err) == -1 || field_int_opt(body, "applicant_id", 1, INT64_MAX,
	    &ask->applicant_id, err) == -1)
		return -1;
	transfer_duplicate_read(word, &ask->duplicate);
	if (ask->applicant_id != 0 && ask->duplicate != TRANSFER_ATTACH)
		return err_field(err, "duplicate", "choice", "attach");
	return 0;
}

int
transfer_form_read(const json_t *body, struct transfer_ask *ask,
    int64_t *account, struct err *err)
{
	static const char *const	names[] = { "account_id",
		"vacancy_id", "status_id", "options", "first_name",
		"last_name", "middle_name", "duplicate", "applicant_id",
		"resend", NULL };

	if (body == NULL)
		return err_field(err, "account_id", "required", "%s", "");
	if (field_only(body, names, err) == -1 ||
	    field_int(body, "account_id", 1, INT64_MAX, account, err) == -1 ||
	    field_int_opt(body, "vacancy_id", 1, INT64_MAX, &ask->vacancy_id,
	    err) == -1 ||
	    field_int_opt(body, "status_id", 1, INT64_MAX, &ask->status_id,
	    err) == -1 ||
	    field_bool_opt(body, "resend", &ask->resend, err) == -1 ||
	    field_text_opt(body, "first_name", 255, &ask->first, err) == -1 ||
	    field_text_opt(body, "last_name", 255, &ask->last, err) == -1 ||
	    field_text_opt(body, "middle_name", 255, &ask->middle, err) == -1)
		return -1;
	if (ask->status_id != 0 && ask->vacancy_id == 0)
		return err_field(err, "vacancy_id", "required", "%s", "");
	return read_duplicate(body, ask, err) == -1 ? -1 :
	    read_options(body, ask, err);
}

json_t *
transfer_form_keep(const struct transfer_ask *ask, int64_t import_id)
{
	json_t	*out = json_pack("{s:I, s:I, s:b, s:b, s:s?, s:s?, s:s?, s:s, "
		    "s:I}",
		    "vacancy_id", (json_int_t)ask->vacancy_id,
		    "status_id", (json_int_t)ask->status_id,
		    "name_only", ask->name_only, "no_parse", ask->no_parse,
		    "first_name", ask->first, "last_name", ask->last,
		    "middle_name", ask->middle, "duplicate",
		    transfer_duplicates[ask->duplicate], "applicant_id",
		    (json_int_t)ask->applicant_id);

	if (import_id != 0)
		json_object_set_new(out, "import_id", json_integer(import_id));
	return out;
}

void
transfer_form_kept(const json_t *kept, struct transfer_ask *ask)
{
	ask->vacancy_id = field_num(kept, "vacancy_id", 0);
	ask->status_id = field_num(kept, "status_id", 0);
	ask->name_only = field_flag(kept, "name_only");
	ask->no_parse = field_flag(kept, "no_parse");
	ask->first = field_str(kept, "first_name");
	ask->last = field_str(kept, "last_name");
	ask->middle = field_str(kept, "middle_name");
	ask->applicant_id = field_num(kept, "applicant_id", 0);
	transfer_duplicate_read(field_str(kept, "duplicate"), &ask->duplicate);
}
