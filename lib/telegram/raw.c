#include "telegram/raw.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/field.h"
#include "io/json_split.h"
#include "telegram/update.h"

#define READ_MAX	(1u << 20)	/* bytes of an update; a message has some kB */

/* Its number, or 0. */
static int64_t
number_of(const struct json_part *update)
{
	struct json_part	 id;
	char			 digits[21] = "";
	char			*end;
	long long		 n;

	if (!json_split_member(update, "update_id", &id) || !id.whole ||
	    id.len >= sizeof(digits))
		return 0;
	memcpy(digits, id.text, id.len);
	errno = 0;
	n = strtoll(digits, &end, 10);
	return *end == '\0' && errno == 0 && n > 0 &&
	    n <= TELEGRAM_UPDATE_ID_MAX ? n : 0;
}

static bool
is_read(const struct json_part *update, json_t **out, struct err *why)
{
	if (!update->whole || update->len > READ_MAX)
		return err_code(why, ERR_INPUT, "io.json_size", "%zu bytes",
		    update->len) == 0;
	return field_parse(update->text, update->len, out, why) == 0;
}

static int
add_one(struct db *db, int64_t bot_id, const struct json_part *update,
    int64_t *next, struct err *err)
{
	own_json json_t	*doc = NULL;
	const int64_t	 id = number_of(update);
	struct err	 why = { 0 };

	*next = 0;
	if (is_read(update, &doc, &why))
		return telegram_update_add(db, bot_id, doc, next, err);
	if (id == 0)
		return 0;
	log_line(LOG_WARN, "telegram: update %" PRId64 " cannot be read: %s",
	    id, why.code);
	*next = id + 1;
	return telegram_update_add_unread(db, bot_id,
	    &(struct telegram_unread){ id, why.code, update->text,
	    update->len }, err);
}

int
telegram_raw_add(struct db *db, const struct telegram_raw *raw, int64_t *next,
    struct err *err)
{
	struct json_part	one;

	*next = 0;
	return json_split(raw->text, raw->len, &one) ? add_one(db,
	    raw->bot_id, &one, next, err) : 0;
}

int
telegram_raw_add_all(struct db *db, const struct telegram_raw *raw,
    int64_t *next, struct err *err)
{
	struct json_part	all, list, one;
	int64_t			behind;

	*next = 0;
	if (!json_split(raw->text, raw->len, &all) ||
	    !json_split_member(&all, "result", &list))
		return 0;
	for (size_t at = 0; json_split_next(&list, &at, &one);) {
		if (!one.whole && (!raw->large || *next != 0))
			break;
		if (add_one(db, raw->bot_id, &one, &behind, err) == -1)
			return -1;
		if (behind > *next)
			*next = behind;
	}
	return 0;
}
