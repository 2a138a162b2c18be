#include "bitrix/event_ask.h"

#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "bitrix/api.h"
#include "bitrix/event.h"
#include "bitrix/event_copy.h"
#include "io/field.h"

#define DAY_MS	INT64_C(86400000)

static json_t *
day(int64_t at)
{
	char	iso[CLOCK_ISO_SIZE];

	clock_iso(at, iso);
	return json_sprintf("%.10s", iso);
}

json_t *
bitrix_event_window(const struct bitrix_calendar *c, int64_t from,
    int64_t to)
{
	return json_pack("{s:s, s:I, s:o, s:o}",
	    "type", bitrix_calendar_type(c),
	    "ownerId", (json_int_t)c->owner_id,
	    "from", day(from), "to", day(to));
}

/* When it begins, ms, as near as a day. */
static int64_t
begins(const json_t *fields)
{
	const char	*text = field_str(fields, "from");
	const int64_t	 ts = field_num(fields, "from_ts", 0);
	int64_t		 at;

	if (ts > 0)
		return ts * 1000;
	return text == NULL || clock_parse(text, &at) == -1 ? 0 : at;
}

/* *id 0: there is none. */
static int
find(struct bitrix *api, const json_t *fields, const char *mark, int64_t *id,
    struct err *err)
{
	const int64_t	 at = begins(fields);
	own_json json_t	*params = json_pack("{s:O?, s:O?, s:o, s:o}",
			    "type", json_object_get(fields, "type"),
			    "ownerId", json_object_get(fields, "ownerId"),
			    "from", day(at - DAY_MS), "to", day(at + DAY_MS));
	own_json json_t	*list = NULL;
	json_t		*one;
	size_t		 i;

	*id = 0;
	if (bitrix_do(api, "calendar.event.get", params, &list, err) == -1)
		return -1;
	json_array_foreach(list, i, one) {
		own_bitrix_event struct bitrix_event	e = { 0 };

		if (bitrix_event_read(one, &e) && e.mark != NULL &&
		    strcmp(e.mark, mark) == 0)
			*id = e.id;
	}
	return 0;
}

static int
add(struct bitrix *api, const json_t *fields, const char *mark, int64_t *id,
    struct err *err)
{
	const char	*text = field_str(fields, "description");
	own_str char	*marked = bitrix_event_marked(text != NULL ? text : "",
			    mark);
	own_json json_t	*params = json_object(), *result = NULL;

	json_object_update(params, (json_t *)(uintptr_t)fields);
	json_object_set_new(params, "description", json_string(marked));
	if (bitrix_do(api, "calendar.event.add", params, &result, err) == -1)
		return -1;
	*id = json_is_integer(result) ? json_integer_value(result) : 0;
	return *id > 0 ? 0 : err_code(err, ERR_REMOTE, "bitrix.shape",
	    "calendar.event.add");
}

int
bitrix_event_get(struct bitrix *api, int64_t id, struct bitrix_event *out,
    struct err *err)
{
	own_json json_t	*params = json_pack("{s:I}", "id", (json_int_t)id),
			*result = NULL;

	if (bitrix_do(api, "calendar.event.getbyid", params, &result,
	    err) == -1)
		return -1;
	return bitrix_event_read(result, out) ? 0 : err_code(err, ERR_REMOTE,
	    "bitrix.shape", "calendar.event.getbyid");
}

int
bitrix_event_create(struct bitrix *api, const json_t *fields,
    const char *mark, bool first, int64_t *id, struct err *err)
{
	struct err	lost = { 0 };

	*id = 0;
	if (first && (find(api, fields, mark, id, err) == -1 || *id != 0))
		return *id != 0 ? 0 : -1;
	if (add(api, fields, mark, id, err) == 0)
		return 0;
	if (!err->unsure || find(api, fields, mark, id, &lost) == -1 ||
	    *id == 0)
		return -1;
	*err = (struct err){ 0 };
	return 0;
}
