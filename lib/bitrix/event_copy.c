#include "bitrix/event_copy.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "bitrix/task_copy.h"
#include "io/field.h"

#define DAY_MS		INT64_C(86400000)
#define NAME_MAX_CHARS	500
#define PLACE_MAX	300
#define ZONE_MAX	64
#define AT_MAX_S	INT64_C(253402214400)	/* 9999-12-31 */

void
bitrix_event_clear(struct bitrix_event *e)
{
	free(e->name);
	free(e->description);
	free(e->place);
	free(e->zone);
	free(e->mark);
	memset(e, 0, sizeof(*e));
}

/* "Y", "1", true. */
static bool
yes(const json_t *event, const char *name)
{
	const char	*text = field_str(event, name);

	return text != NULL && (strcmp(text, "Y") == 0 ||
	    strcmp(text, "1") == 0 || strcmp(text, "true") == 0);
}

static char *
line(const json_t *event, const char *name, size_t max)
{
	const char	*text = field_str(event, name);
	char		*out = mem_ndup(text != NULL ? text : "",
			    text == NULL ? 0 : utf8_head(text, max));

	utf8_line(out);
	return out;
}

/* A rule is an object, a text, or empty in one of PHP's ways. */
static bool
repeats(const json_t *event)
{
	json_t	*rule = json_object_get(event, "RRULE");

	return json_object_size(rule) > 0 ||
	    (json_is_string(rule) && *json_string_value(rule) != '\0');
}

/* Of seconds in UTC and the clock's offset there, its day. */
static int64_t
midnight(int64_t at_s, int64_t offset_s)
{
	const int64_t	local = (at_s + offset_s) * 1000;

	return local - ((local % DAY_MS) + DAY_MS) % DAY_MS;
}

bool
bitrix_event_read(const json_t *event, struct bitrix_event *out)
{
	const char	*text = field_str(event, "DESCRIPTION");
	int64_t		 from = field_num(event, "DATE_FROM_TS_UTC", -1);
	int64_t		 to = field_num(event, "DATE_TO_TS_UTC", from);
	own_str char	*bare = NULL;

	memset(out, 0, sizeof(*out));
	if ((out->id = field_num(event, "ID", 0)) <= 0 ||
	    from <= 0 || from > AT_MAX_S || to > AT_MAX_S ||
	    yes(event, "DELETED"))
		return false;
	out->whole_day = yes(event, "DT_SKIP_TIME");
	out->repeated = repeats(event);
	out->hidden = yes(event, "PRIVATE_EVENT");
	if (to < from)
		to = from;
	out->from = out->whole_day ? midnight(from, field_num(event,
	    "TZ_OFFSET_FROM", 0)) : from * 1000;
	out->to = out->whole_day ? midnight(to, field_num(event,
	    "TZ_OFFSET_TO", 0)) + DAY_MS : to * 1000;
	out->name = line(event, "NAME", NAME_MAX_CHARS);
	out->place = line(event, "LOCATION", PLACE_MAX);
	out->zone = line(event, "TZ_FROM", ZONE_MAX);
	bare = bitrix_event_unmarked(text != NULL ? text : "", &out->mark);
	out->description = mem_ndup(bare, utf8_head(bare,
	    BITRIX_EVENT_TEXT_MAX));
	return true;
}

char *
bitrix_event_marked(const char *description, const char *mark)
{
	return *description == '\0' ? mem_dup(mark) :
	    mem_fmt("%s\n\n%s", description, mark);
}

char *
bitrix_event_unmarked(const char *description, char **mark)
{
	const char	*last = NULL, *end;
	size_t		 len;

	for (const char *at = description;
	    (at = strstr(at, BITRIX_MARK)) != NULL; at++)
		last = at;
	*mark = NULL;
	if (last == NULL || (last > description && last[-1] != '\n'))
		return mem_dup(description);
	len = bitrix_mark_len(last);
	end = last + len;
	if (len == 0 || end[strspn(end, " \r\n")] != '\0')
		return mem_dup(description);
	*mark = mem_ndup(last, len);
	while (last > description && strchr(" \r\n", last[-1]) != NULL)
		last--;
	return mem_ndup(description, (size_t)(last - description));
}
