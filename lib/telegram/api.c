#include "telegram/api.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mask.h"
#include "io/fetch.h"
#include "io/fetch_many.h"
#include "io/field.h"
#include "telegram/refusal.h"

#define KEY_LEAST	30	/* characters behind ':' */
#define PATH_PARTS	6	/* of a file's path */

const char telegram_update_kinds[] = "[\"message\",\"edited_message\","
    "\"callback_query\",\"my_chat_member\"]";

struct telegram {
	struct fetch_conf	 fc;
	char			*base, *files;	/* addresses: both hold the token */
	struct fetch		*link;
	json_t			*asked;		/* of getUpdates; NULL: never */
	int64_t			 migrated;
};

int64_t
telegram_token_id(const char *token)
{
	char		*end;
	const long long	 id = strtoll(token, &end, 10);
	size_t		 key;

	if (!isdigit((unsigned char)*token) || *end != ':' || id <= 0 ||
	    strlen(token) > TELEGRAM_TOKEN_MAX)
		return 0;
	for (key = 0; isalnum((unsigned char)end[key + 1]) ||
	    end[key + 1] == '_' || end[key + 1] == '-'; key++)
		continue;
	return end[key + 1] == '\0' && key >= KEY_LEAST ? id : 0;
}

struct telegram *
telegram_open(const struct fetch_conf *conf, const char *token,
    struct err *err)
{
	own_telegram struct telegram	*tg = mem_zero(sizeof(*tg));
	size_t				 len = strlen(conf->base_url);

	while (len > 0 && conf->base_url[len - 1] == '/')
		len--;
	mask_add(token);
	tg->base = mem_fmt("%.*s/bot%s", (int)len, conf->base_url, token);
	tg->files = mem_fmt("%.*s/file/bot%s", (int)len, conf->base_url,
	    token);
	tg->fc = *conf;
	tg->fc.auth = NULL;
	tg->fc.base_url = tg->base;
	if ((tg->link = fetch_open(&tg->fc, err)) == NULL)
		return NULL;
	return give(tg);
}

void
telegram_close(struct telegram *tg)
{
	if (tg == NULL)
		return;
	fetch_close(tg->link);
	json_decref(tg->asked);
	explicit_bzero(tg->base, strlen(tg->base));
	explicit_bzero(tg->files, strlen(tg->files));
	free(tg->base);
	free(tg->files);
	free(tg);
}

void
telegram_close_p(struct telegram **tg)
{
	telegram_close(*tg);
	*tg = NULL;
}

int64_t
telegram_migrated(const struct telegram *tg)
{
	return tg->migrated;
}

/* --- asking --- */

static bool
always(void *arg)
{
	(void)arg;
	return true;
}

static int
shape(struct err *err, const char *method)
{
	return err_code(err, ERR_REMOTE, "telegram.shape", "telegram: %s",
	    method);
}

/* What a failed call means; the whole bot waits when it was asked to wait in a private chat. */
static int
name_failure(struct telegram *tg, const struct telegram_call *call,
    const json_t *doc, struct err *err)
{
	const int64_t	chat = field_num(call->params, "chat_id", 1);
	struct err	why = { 0 };

	err->unsure = err->remote_status < 400 && fetch_sent(tg->link);
	tg->migrated = telegram_refusal_set(doc, err);
	if (err->remote_status == 429 && chat > 0 && fetch_pause(tg->link,
	    (int64_t)err->retry_after_s * 1000, &why) == -1)
		*err = why;
	return -1;
}

static int
ask(struct telegram *tg, const struct telegram_call *call, json_t **result,
    struct err *err)
{
	const struct fetch_req	 rq = { .method = "POST",
		.path = { call->method }, .json = call->params,
		.ready = call->ready != NULL ? call->ready : always,
		.ready_arg = call->ready_arg };
	own_json json_t		*doc = NULL;
	json_t			*got;

	if (fetch_json(tg->link, &rq, &doc, err) == -1)
		return name_failure(tg, call, doc, err);
	if (!json_is_true(json_object_get(doc, "ok")) ||
	    (got = json_object_get(doc, "result")) == NULL) {
		shape(err, call->method);
		err->unsure = true;
		return -1;
	}
	*result = json_incref(got);
	return 0;
}

int
telegram_do(struct telegram *tg, const struct telegram_call *call,
    json_t **result, struct err *err)
{
	return ask(tg, call, result, err);
}

/* params are taken over. */
static int
ask_for(struct telegram *tg, const char *method, json_t *params,
    json_t **result, struct err *err)
{
	own_json json_t			*own = params;
	const struct telegram_call	 call = { .method = method,
					    .params = own };

	return ask(tg, &call, result, err);
}

static int
tell(struct telegram *tg, const char *method, json_t *params, struct err *err)
{
	own_json json_t	*result = NULL;

	return ask_for(tg, method, params, &result, err);
}

/* --- the bot --- */

void
telegram_me_clear(struct telegram_me *me)
{
	mem_free_str(&me->username);
	mem_free_str(&me->name);
}

int
telegram_me_parse(const json_t *doc, struct telegram_me *out, struct err *err)
{
	if (field_num(doc, "id", 0) <= 0 ||
	    !json_is_true(json_object_get(doc, "is_bot")) ||
	    field_str(doc, "username") == NULL)
		return shape(err, "getMe");
	out->id = field_num(doc, "id", 0);
	out->username = field_dup(doc, "username", 64);
	out->name = field_dup(doc, "first_name", 200);
	return 0;
}

int
telegram_me(struct telegram *tg, struct telegram_me *out, struct err *err)
{
	own_json json_t	*doc = NULL;

	if (ask_for(tg, "getMe", NULL, &doc, err) == -1)
		return -1;
	return telegram_me_parse(doc, out, err);
}

/* --- messages --- */

json_t *
telegram_send_params(const struct telegram_text *t)
{
	return json_pack("{s:I, s:s, s:s, s:o, s:O*}", "chat_id",
	    (json_int_t)t->chat_id, "text", t->html, "parse_mode", "HTML",
	    "link_preview_options", json_pack("{s:b}", "is_disabled", 1),
	    "reply_markup", t->keyboard);
}

json_t *
telegram_edit_params(const struct telegram_text *t)
{
	json_t	*params = telegram_send_params(t);

	json_object_set_new(params, "message_id",
	    json_integer(t->message_id));
	return params;
}

json_t *
telegram_answer_params(const char *callback_id, const char *text)
{
	return json_pack("{s:s, s:s*}", "callback_query_id", callback_id,
	    "text", text);
}

int
telegram_send(struct telegram *tg, const struct telegram_text *t,
    int64_t *message_id, struct err *err)
{
	own_json json_t	*doc = NULL;

	if (ask_for(tg, "sendMessage", telegram_send_params(t), &doc,
	    err) == -1)
		return -1;
	if (message_id != NULL)
		*message_id = field_num(doc, "message_id", 0);
	return 0;
}

int
telegram_edit(struct telegram *tg, const struct telegram_text *t,
    struct err *err)
{
	return telegram_refusal_done(tell(tg, "editMessageText",
	    telegram_edit_params(t), err), err);
}

int
telegram_answer(struct telegram *tg, const char *callback_id,
    const char *text, struct err *err)
{
	return telegram_refusal_done(tell(tg, "answerCallbackQuery",
	    telegram_answer_params(callback_id, text), err), err);
}

/* --- webhook --- */

int
telegram_webhook_set(struct telegram *tg, const char *url, const char *secret,
    struct err *err)
{
	mask_add(secret);
	return tell(tg, "setWebhook", json_pack("{s:s, s:s, s:o}", "url", url,
	    "secret_token", secret, "allowed_updates",
	    json_loads(telegram_update_kinds, 0, NULL)), err);
}

int
telegram_webhook_delete(struct telegram *tg, struct err *err)
{
	return tell(tg, "deleteWebhook", NULL, err);
}

void
telegram_webhook_clear(struct telegram_webhook *hook)
{
	mem_free_str(&hook->url);
	mem_free_str(&hook->last_error);
}

int
telegram_webhook_parse(const json_t *doc, struct telegram_webhook *out,
    struct err *err)
{
	if (field_str(doc, "url") == NULL)
		return shape(err, "getWebhookInfo");
	out->url = field_dup(doc, "url", 2000);
	out->pending = field_num(doc, "pending_update_count", 0);
	out->last_error_at = 1000 * field_num(doc, "last_error_date", 0);
	if (field_str(doc, "last_error_message") != NULL)
		out->last_error = field_dup(doc, "last_error_message", 300);
	return 0;
}

int
telegram_webhook_get(struct telegram *tg, struct telegram_webhook *out,
    struct err *err)
{
	own_json json_t	*doc = NULL;

	if (ask_for(tg, "getWebhookInfo", NULL, &doc, err) == -1)
		return -1;
	return telegram_webhook_parse(doc, out, err);
}

/* --- updates --- */

int
telegram_updates_begin(struct telegram *tg, struct fetch_many *many,
    const struct telegram_ask *want, void *arg, struct err *err)
{
	const int	ms = (want->wait_s + TELEGRAM_POLL_MORE_S) * 1000;

	json_decref(tg->asked);
	tg->asked = json_pack("{s:I, s:i, s:i, s:o}", "offset",
	    (json_int_t)want->offset, "limit", want->limit, "timeout",
	    want->wait_s,
	    "allowed_updates", json_loads(telegram_update_kinds, 0, NULL));
	return fetch_many_add(many, tg->link, &(struct fetch_req){
	    .method = "POST", .path = { "getUpdates" }, .json = tg->asked,
	    .patience = 2, .timeout_ms = ms, .keep_broken = true }, arg, err);
}

int
telegram_updates_end(struct telegram *tg, struct fetch_done *done,
    json_t **updates, struct err *err)
{
	const struct telegram_call	 call = { .method = "getUpdates",
					    .params = tg->asked };
	json_t				*result;

	if (done->rc == -1) {
		*err = done->err;
		return name_failure(tg, &call, done->doc, err);
	}
	result = json_object_get(done->doc, "result");
	if (!json_is_true(json_object_get(done->doc, "ok")) ||
	    !json_is_array(result))
		return shape(err, "getUpdates");
	*updates = json_incref(result);
	return 0;
}

int
telegram_commands_set(struct telegram *tg, const json_t *commands,
    const char *lang, struct err *err)
{
	return tell(tg, "setMyCommands", json_pack("{s:O, s:s*}", "commands",
	    commands, "language_code", lang), err);
}

/* --- files --- */

/* What a refused download means: the token was taken a moment ago, so it is not to blame. */
static int
name_download(struct err *err)
{
	const int	status = err->remote_status;

	if (strcmp(err->code, "io.remote_too_large") == 0)
		return err_code(err, ERR_TOO_LARGE, "telegram.file", "%s",
		    "20");
	if (status == 401 || status == 403 || status == 404)
		return err_code(err, ERR_ABSENT, "telegram.file_gone", "%s",
		    "");
	telegram_refusal_set(NULL, err);
	return -1;
}

/* The address of a file: its path has some parts, none of which leads elsewhere. */
static int
download(struct telegram *tg, char *path, struct fetch_res *res,
    struct err *err)
{
	struct fetch_conf	 fc = tg->fc;
	own_fetch struct fetch	*link = NULL;
	struct fetch_req	 rq = { .max_bytes = TELEGRAM_FILE_MAX };
	char			*at = NULL;
	size_t			 n = 0;

	for (char *part = strtok_r(path, "/", &at); part != NULL;
	    part = strtok_r(NULL, "/", &at)) {
		if (n == PATH_PARTS || strcmp(part, ".") == 0 ||
		    strcmp(part, "..") == 0)
			return shape(err, "getFile");
		rq.path[n++] = part;
	}
	fc.base_url = tg->files;
	fc.limit = 0;
	if ((link = fetch_open(&fc, err)) == NULL)
		return -1;
	return fetch_do(link, &rq, res, err) == 0 ? 0 : name_download(err);
}

int
telegram_file(struct telegram *tg, const char *file_id, struct buf *out,
    struct err *err)
{
	own_json json_t			*doc = NULL;
	own_res struct fetch_res	 res = { 0 };
	own_str char			*path = NULL;

	if (ask_for(tg, "getFile", json_pack("{s:s}", "file_id", file_id),
	    &doc, err) == -1)
		return -1;
	if (field_num(doc, "file_size", 0) > (int64_t)TELEGRAM_FILE_MAX)
		return err_code(err, ERR_TOO_LARGE, "telegram.file", "%s",
		    "20");
	if (field_str(doc, "file_path") == NULL)
		return shape(err, "getFile");
	path = field_dup(doc, "file_path", 1000);
	if (path[0] == '/')
		return err_code(err, ERR_CONFLICT, "telegram.local_path",
		    "%s", "");
	if (download(tg, path, &res, err) == -1)
		return -1;
	buf_clear(out);
	*out = give(res.body);
	return 0;
}
