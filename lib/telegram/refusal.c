#include "telegram/refusal.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"

#define WAIT_MAX_S	3600

/* words: in Telegram's description, in lower case; NULL: any. The first one that fits. */
static const struct {
	int		 status;
	enum err_kind	 kind;
	const char	*words;
	const char	*code;
} means[] = {
	{ 401, ERR_REMOTE_AUTH, NULL, "telegram.token" },
	{ 404, ERR_REMOTE_AUTH, NULL, "telegram.token" },
	{ 403, ERR_DENIED, NULL, "telegram.blocked" },
	{ 409, ERR_CONFLICT, "webhook is active", "telegram.webhook" },
	{ 409, ERR_CONFLICT, NULL, "telegram.poller" },
	{ 413, ERR_TOO_LARGE, NULL, "telegram.file" },
	{ 400, ERR_TOO_LARGE, "file is too big", "telegram.file" },
	{ 400, ERR_ABSENT, "chat not found", "telegram.chat" },
	{ 400, ERR_DENIED, "user is deactivated", "telegram.blocked" },
	{ 400, ERR_INPUT, "message is not modified", "telegram.done" },
	{ 400, ERR_INPUT, "query is too old", "telegram.done" },
	{ 400, ERR_ABSENT, "message to edit not found", "telegram.message" },
	{ 400, ERR_ABSENT, "message can't be edited", "telegram.message" },
	{ 400, ERR_INPUT, NULL, "telegram.input" },
	{ 429, ERR_BUSY, NULL, "telegram.busy" },
};

static void
put(struct err *err, enum err_kind kind, const char *code)
{
	err->kind = kind;
	snprintf(err->code, sizeof(err->code), "%s", code);
}

/* No status: no answer, or one that could not be read. */
static void
put_unanswered(struct err *err)
{
	if (err->kind == ERR_BUSY)
		put(err, ERR_BUSY, "telegram.busy");
	else if (strcmp(err->code, "io.remote_shape") == 0)
		put(err, ERR_REMOTE, "telegram.shape");
	else if (err->kind == ERR_REMOTE || err->kind == ERR_TIMEOUT)
		put(err, err->kind, "telegram.down");
}

static void
put_refusal(int status, const char *said, struct err *err)
{
	for (size_t i = 0; i < nitems(means); i++) {
		if (means[i].status != status || (means[i].words != NULL &&
		    strcasestr(said, means[i].words) == NULL))
			continue;
		err_code(err, means[i].kind, means[i].code,
		    "telegram: status %d: %.300s", status, said);
		err->remote_status = status;
		return;
	}
	put(err, ERR_REMOTE, "telegram.down");
}

int64_t
telegram_refusal_set(const json_t *doc, struct err *err)
{
	const json_t	*more = json_object_get(doc, "parameters");
	const int64_t	 migrated = field_num(more, "migrate_to_chat_id", 0);
	int64_t		 wait = field_num(more, "retry_after", 0);
	const char	*said = field_str(doc, "description");
	const int	 status = err->remote_status;

	if (status < 400) {
		put_unanswered(err);
		return 0;
	}
	if (wait <= 0)
		wait = err->retry_after_s;
	put_refusal(status, said != NULL ? said : "", err);
	if (err->kind == ERR_BUSY)
		err->retry_after_s = wait <= 0 ? 1 : wait > WAIT_MAX_S ?
		    WAIT_MAX_S : (int)wait;
	if (status == 400 && migrated != 0)
		put(err, ERR_CONFLICT, "telegram.migrated");
	return migrated;
}

int
telegram_refusal_done(int rc, struct err *err)
{
	if (rc == 0 || strcmp(err->code, "telegram.done") != 0)
		return rc;
	*err = (struct err){ 0 };
	return 0;
}
