/* bot: Telegram as people set it up: their chat linked and unlinked, a bot of their own; how the
 * bots fare, for admins. A pool of its own: it waits for Telegram. */
#include <inttypes.h>
#include <string.h>

#include "account/audit.h"
#include "account/auth.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "bot/command.h"
#include "io/db.h"
#include "io/field.h"
#include "io/qr.h"
#include "io/web.h"
#include "telegram/bot.h"
#include "telegram/link.h"
#include "telegram/setup.h"
#include "telegram/update.h"

static web_handler make_link, show_telegram, drop_link, add_own, change_own,
    drop_own, list_bots;

static const struct web_route routes[] = {
	{ "POST", "/api/v1/profile/telegram/link", make_link, ROLE_MEMBER,
	    WEB_BARE | WEB_SECRET },
	{ "GET", "/api/v1/profile/telegram", show_telegram, ROLE_MEMBER, 0 },
	{ "DELETE", "/api/v1/profile/telegram", drop_link, ROLE_MEMBER, 0 },
	{ "GET", "/api/v1/tasks/personal-bot", show_telegram, ROLE_MEMBER, 0 },
	{ "POST", "/api/v1/tasks/personal-bot", add_own, ROLE_MEMBER,
	    WEB_SECRET },
	{ "PATCH", "/api/v1/tasks/personal-bot", change_own, ROLE_MEMBER, 0 },
	{ "DELETE", "/api/v1/tasks/personal-bot", drop_own, ROLE_MEMBER, 0 },
	{ "GET", "/api/v1/admin/bots", list_bots, ROLE_ADMIN, 0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "bot", routes, &auth);
}

/* --- the chat --- */

/* The bot of the configuration, its name known. */
static int
system_bot(struct db *db, const struct web_req *req, struct telegram_bot *bot,
    struct err *err)
{
	if (telegram_bot_system(db, req->conf, bot, err) == -1) {
		if (err->kind == ERR_ABSENT)
			err->kind = ERR_CONFLICT;
		return -1;
	}
	if (strcmp(bot->state, "revoked") == 0)
		return err_code(err, ERR_CONFLICT, "telegram.token",
		    "bot %" PRId64, bot->telegram_id);
	if (bot->username[0] != '\0')
		return 0;
	return telegram_setup_name(db, req->conf, bot, err) == -1 ? -1 :
	    telegram_bot_get(db, bot->id, bot, err);
}

/* POST /api/v1/profile/telegram/link/ -> 201 {url, token, expires_at, qr} | 409 */
static int
make_link(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct buf		*out = &res->body;
	struct telegram_bot	 bot;
	char			 token[SECRET_TOKEN_SIZE];
	own_str char		*url = NULL;
	int64_t			 now;

	if (auth_session_only(req, err) == -1 ||
	    system_bot(db, req, &bot, err) == -1 ||
	    db_now(db, &now, err) == -1 ||
	    telegram_link_token(db, req->who->user_id, token, err) == -1)
		return -1;
	url = mem_fmt("https://t.me/%s?start=%s", bot.username, token);
	emit_open(out, NULL, '{');
	emit_str(out, "url", url);
	emit_str(out, "token", token);
	emit_time(out, "expires_at", now + TELEGRAM_LINK_MINUTES * 60000);
	if (qr_emit(out, "qr", url, err) == -1)
		return -1;
	emit_close(out, '}');
	audit_request(db, req, "telegram.link", NULL, NULL);
	return 201;
}

static void
put_chat(struct buf *out, const struct telegram_link *link)
{
	emit_open(out, NULL, '{');
	emit_str(out, "bot", link->bot);
	emit_bool(out, "own", link->own);
	emit_str(out, "username", link->username);
	emit_bool(out, "blocked", link->blocked);
	emit_time(out, "linked_at", link->created_at);
	emit_close(out, '}');
}

/* chats: all there are; telegram_linked: one of them hears. */
static int
put_chats(struct db *db, int64_t user_id, struct buf *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct telegram_link	 link;
	bool			 linked = false;

	if (telegram_link_list(db, user_id, &rows, err) == -1)
		return -1;
	emit_open(out, "chats", '[');
	while (telegram_link_next(rows, &link)) {
		put_chat(out, &link);
		linked = linked || !link.blocked;
	}
	emit_close(out, ']');
	emit_bool(out, "telegram_linked", linked);
	return 0;
}

/* personal_bot_...: NULL: there is none. */
static void
put_own(struct buf *out, const struct telegram_bot *bot)
{
	emit_str(out, "personal_bot_username", bot != NULL ? bot->username :
	    NULL);
	emit_bool(out, "is_bot_active", bot != NULL &&
	    telegram_bot_active(bot));
	emit_str(out, "personal_bot_state", bot != NULL ? bot->state : NULL);
}

/* bot_username: of the configuration's; null: there is none. */
static int
put_system(struct db *db, const struct web_req *req, struct buf *out,
    struct err *err)
{
	struct telegram_bot	bot = { .username = "" };
	struct err		why = { 0 };

	if (telegram_bot_system(db, req->conf, &bot, &why) == -1 &&
	    why.kind != ERR_ABSENT) {
		*err = why;
		return -1;
	}
	emit_str(out, "bot_username", bot.username[0] != '\0' ? bot.username :
	    NULL);
	emit_bool(out, "bot_configured", why.kind == ERR_NONE);
	return 0;
}

/* GET /api/v1/profile/telegram/, /api/v1/tasks/personal-bot/ -> 200 {personal_bot_username,
 * is_bot_active, telegram_linked, personal_bot_state, bot_username, bot_configured, chats} */
static int
show_telegram(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct buf		*out = &res->body;
	struct telegram_bot	 own;
	struct err		 why = { 0 };
	bool			 has;

	has = telegram_bot_own(db, req->who->user_id, &own, &why) == 0;
	if (!has && why.kind != ERR_ABSENT) {
		*err = why;
		return -1;
	}
	emit_open(out, NULL, '{');
	put_own(out, has ? &own : NULL);
	if (put_system(db, req, out, err) == -1 ||
	    put_chats(db, req->who->user_id, out, err) == -1)
		return -1;
	emit_close(out, '}');
	return 200;
}

/* DELETE /api/v1/profile/telegram/ -> 204 | 404 */
static int
drop_link(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	(void)res;
	if (telegram_link_drop(db, req->who->user_id, err) == -1)
		return -1;
	audit_request(db, req, "telegram.unlink", NULL, NULL);
	return 204;
}

/* --- a bot of one's own --- */

/* Its commands; and as the updates of the configuration's bot come, so do its. */
static int
set_way(struct db *db, const struct web_req *req, struct err *err)
{
	struct telegram_bot	own, other;
	struct err		ignored = { 0 };

	if (telegram_bot_own(db, req->who->user_id, &own, err) == -1 ||
	    telegram_setup_commands(db, req->conf, &own, command_list,
	    err) == -1)
		return -1;
	if (telegram_bot_system(db, req->conf, &other, &ignored) == -1 ||
	    strcmp(other.way, "webhook") != 0)
		return telegram_setup_polling(db, req->conf, &own, err);
	return telegram_setup_webhook(db, req->conf, &own, err);
}

/* POST /api/v1/tasks/personal-bot/ {token} -> 201 as GET | 400 | 409 */
static int
add_own(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "token", NULL };
	struct telegram_found	 found;
	const char		*token;

	if (auth_session_only(req, err) == -1 ||
	    field_only(req->body, names, err) == -1 ||
	    field_line(req->body, "token", 1, 300, &token, err) == -1 ||
	    telegram_setup_check(db, req->conf, token, &found, err) == -1 ||
	    telegram_bot_add(db, req->conf, &(struct telegram_bot_new){
	    .company_id = req->who->company_id, .user_id = req->who->user_id,
	    .telegram_id = found.id, .username = found.username,
	    .token = token }, err) == -1 || set_way(db, req, err) == -1)
		return -1;
	audit_request(db, req, "telegram.bot_add", found.username, NULL);
	return show_telegram(db, req, res, err) == -1 ? -1 : 201;
}

/* PATCH /api/v1/tasks/personal-bot/ {is_bot_active} -> 200 as GET | 404 */
static int
change_own(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "is_bot_active", NULL };
	struct telegram_bot	 own;
	bool			 active;

	if (field_only(req->body, names, err) == -1 ||
	    telegram_bot_own(db, req->who->user_id, &own, err) == -1)
		return -1;
	active = telegram_bot_active(&own);
	if (field_bool_opt(req->body, "is_bot_active", &active, err) == -1)
		return -1;
	if (active && strcmp(own.state, "revoked") == 0)
		return err_code(err, ERR_CONFLICT, "telegram.token",
		    "bot %" PRId64, own.telegram_id);
	if (active != telegram_bot_active(&own) && telegram_bot_turn(db,
	    own.id, active ? "active" : "off", err) == -1)
		return -1;
	return show_telegram(db, req, res, err);
}

/* DELETE /api/v1/tasks/personal-bot/ -> 204 | 404 */
static int
drop_own(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	(void)res;
	if (telegram_bot_remove(db, req->who->user_id, err) == -1)
		return -1;
	audit_request(db, req, "telegram.bot_remove", NULL, NULL);
	return 204;
}

/* --- for admins --- */

static int
put_bot(struct db *db, struct buf *out, const struct telegram_bot *bot,
    const char *lang, struct err *err)
{
	const char	*why = text_get(lang, bot->error_code);
	int64_t		 waiting, since, people;

	if (telegram_update_waiting(db, bot->id, &waiting, &since,
	    err) == -1 || telegram_link_count(db, bot->id, &people, err) == -1)
		return -1;
	emit_open(out, NULL, '{');
	emit_int(out, "id", bot->id);
	emit_str(out, "username", bot->username);
	emit_bool(out, "personal", bot->user_id != 0);
	emit_str(out, "state", bot->state);
	emit_str(out, "updates_by", bot->way);
	emit_int(out, "people", people);
	emit_int(out, "waiting", waiting);
	emit_time(out, "waiting_since", since);
	emit_time(out, "last_update_at", bot->last_update_at);
	emit_str(out, "error_code", bot->error_code);
	emit_str(out, "error", why != NULL || bot->error_code[0] == '\0' ?
	    why : bot->error_code);
	emit_time(out, "error_at", bot->error_at);
	emit_close(out, '}');
	return 0;
}

/* GET /api/v1/admin/bots/ -> 200 [{id, username, personal, state, updates_by, people, waiting,
 * waiting_since, last_update_at, error_code, error, error_at}] */
static int
list_bots(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "page", "page_size", "after",
		NULL };
	own_rows struct db_rows	*rows = NULL;
	struct telegram_bot	 bot;
	struct web_page		 page;
	struct cursor		 last = { 0 };
	int64_t			 n = 0;
	bool			 more;

	if (web_query_only(req, names, err) == -1 ||
	    web_page_read_on(req, CURSOR_BY_ID, &page, err) == -1 ||
	    telegram_bot_list(db, req->who->company_id, page.from.id,
	    page.size + 2, &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	/* The one of the configuration stands above the first page. */
	while ((more = telegram_bot_next(rows, &bot)) &&
	    (bot.company_id == 0 || n++ < page.size)) {
		if (put_bot(db, &res->body, &bot, req->lang, err) == -1)
			return -1;
		last.id = bot.company_id == 0 ? last.id : bot.id;
	}
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_ID, &last, more, -1);
	return 200;
}
