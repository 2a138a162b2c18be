#include "bitrix/event_form.h"

#include "base/err.h"
#include "io/field.h"

#define LAST_S	253402300799LL	/* 9999-12-31T23:59:59Z */

/* When it begins or ends: seconds, or a text whose day is plain: by it the event is found again. */
static int
read_when(const json_t *fields, const char *name, const char *ts,
    int64_t *out, struct err *err)
{
	const char	*text = field_str(fields, name);
	const int64_t	 at_s = field_num(fields, ts, 0);

	if (json_object_get(fields, ts) != NULL) {
		*out = at_s * 1000;
		return at_s > 0 && at_s <= LAST_S ? 0 : err_field(err, ts,
		    "range", "1..%lld", LAST_S);
	}
	return text == NULL || *text == '\0' ?
	    err_field(err, name, "required", "%s", "") :
	    field_moment(text, name, "UTC", false, out, err);
}

int
bitrix_event_check(const json_t *fields, const char **name, struct err *err)
{
	static const char *const types[] = { "user", "group",
		"company_calendar", NULL };
	const char	*type = NULL;
	int64_t		 from = 0, to = 0;

	if (field_word_opt(fields, "type", types, &type, err) == -1 ||
	    field_line(fields, "name", 1, 250, name, err) == -1)
		return -1;
	if (type == NULL)
		return err_field(err, "type", "required", "%s", "");
	if (json_object_get(fields, "ownerId") == NULL)
		return err_field(err, "ownerId", "required", "%s", "");
	if (field_num(fields, "ownerId", -1) < 0)
		return err_field(err, "ownerId", "type", "integer");
	if (read_when(fields, "from", "from_ts", &from, err) == -1 ||
	    read_when(fields, "to", "to_ts", &to, err) == -1)
		return -1;
	return to >= from ? 0 : err_field(err, "to", "order", "from..to");
}
