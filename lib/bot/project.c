#include "bot/project.h"

#include <jansson.h>
#include <stdbool.h>

#include "account/user.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "bot/person.h"
#include "bot/word.h"
#include "io/field.h"
#include "team/project.h"
#include "team/project_edit.h"

static bool
is_given(const char *text)
{
	return text != NULL && !field_blank(text);
}

static json_t *
body_of(const struct bot_person *p, const struct bot_project_new *new)
{
	own_buf struct buf	 text = { 0 };
	json_t			*body = json_pack("{s:o}", "name",
			    field_one_line(new->name));

	if (is_given(new->description))
		buf_puts(&text, new->description);
	if (is_given(new->source))
		buf_fmt(&text, "%s%s: %s", text.len > 0 ? "\n\n" : "",
		    text_get(p->user->locale, "bot.source"), new->source);
	json_object_set_new(body, "description", json_string(buf_str(&text)));
	if (is_given(new->client))
		json_object_set_new(body, "client",
		    field_one_line(new->client));
	return body;
}

int
bot_project_add(struct db *db, const struct bot_person *p,
    const struct bot_project_new *new, int64_t *id, struct err *err)
{
	own_json json_t	*body = body_of(p, new);

	return project_edit_add(db, &p->actor, body, id, err);
}

int
bot_project_set_status(struct db *db, const struct bot_person *p, int64_t id,
    const char *status, const char **now, struct err *err)
{
	const char	*word = bot_word_project(status);
	own_json json_t	*body = json_pack("{s:s*}", "status", word);

	if (word == NULL)
		return field_choice("status", project_statuses, err);
	if (project_edit_change(db, &p->actor, id, body, err) == -1)
		return -1;
	*now = word;
	return 0;
}
