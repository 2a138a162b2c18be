/* notices: what people are told: listed and read; by which channels, at which hours; the link in a
 * letter that ends such letters. */
#include <string.h>

#include "account/auth.h"
#include "admin/alarm.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/proc.h"
#include "io/db.h"
#include "io/db_clock.h"
#include "io/field.h"
#include "io/mail.h"
#include "io/web.h"
#include "live/event.h"
#include "live/post.h"
#include "notice/bell.h"
#include "notice/choice.h"
#include "notice/hours.h"
#include "notice/kind.h"
#include "notice/send.h"
#include "notice/source.h"
#include "notice/unsubscribe.h"
#include "team/task_source.h"
#include "telegram/link.h"

static web_handler list_notices, read_notice, read_notices, show_settings,
    change_settings, show_letters, end_letters;

static const struct web_route routes[] = {
	{ "GET", "/api/v1/notifications", list_notices, ROLE_CANDIDATE, 0 },
	{ "POST", "/api/v1/notifications/read-all", read_notices,
	    ROLE_CANDIDATE, WEB_BARE },
	{ "GET", "/api/v1/notifications/settings", show_settings,
	    ROLE_CANDIDATE, 0 },
	{ "PATCH", "/api/v1/notifications/settings", change_settings,
	    ROLE_CANDIDATE, 0 },
	{ "POST", "/api/v1/notifications/:id/read", read_notice,
	    ROLE_CANDIDATE, WEB_BARE },
	{ "GET", "/unsubscribe/:token", show_letters, ROLE_NONE,
	    WEB_PUBLIC },
	{ "POST", "/unsubscribe/:token", end_letters, ROLE_NONE,
	    WEB_PUBLIC | WEB_NO_CSRF },
	{ 0 }
};

/* The rounds tell of all that is wrong, but not that they have stopped: this does, and has its
 * letters sent. */
static void
watch_rounds(struct db *db, const struct conf *conf)
{
	static const char *const mail[] = { "mail", NULL };
	struct err		 err = { 0 };
	int64_t			 age_s;

	if (db_clock_age(db, &age_s, &err) == 0 && age_s <= ALARM_TICK_S)
		return;
	if (err.kind != ERR_NONE || alarm_run(db, conf, &err) == -1 ||
	    notice_send_run(db, conf, &err) == -1 ||
	    proc_start(conf, "tick", mail, &err) == -1)
		log_err(LOG_WARN, "no rounds", &err);
	live_post_wake(db, conf);
}

int
main(int argc, char **argv)
{
	struct web_auth	watching = auth;

	watching.watch = watch_rounds;
	return web_main(argc, argv, "notices", routes, &watching);
}

/* --- what a person is told --- */

/* The rooms of the things that notices tell of. */
static const struct notice_source sources[] = {
	{ "task", task_source_facts, NULL },
	{ 0 }
};

static struct bell
own_bell(const struct web_req *req)
{
	return (struct bell){ .company_id = req->who->company_id,
	    .user_id = req->who->user_id };
}

static int
put_unread(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct bell	bell = own_bell(req);
	int64_t			n;

	if (bell_unread(db, sources, &bell, &n, err) == -1)
		return -1;
	web_header_add(res, "X-Unread-Count", "%lld%s", (long long)n,
	    n == BELL_COUNT_MAX ? "+" : "");
	return 0;
}

/* GET /api/v1/notifications?unread=1 -> 200 [{id, kind, title, text, href, task, read_at,
 * created_at}], newest first; X-Unread-Count: "100+" from there on */
static int
list_notices(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "unread", "page", "page_size",
		"after", NULL };
	own_rows struct db_rows	*rows = NULL;
	struct bell		 bell = own_bell(req);
	struct web_page		 page;
	struct bell_line	 line;
	struct cursor		 last = { 0 };
	int64_t			 n = 0, total;
	bool			 more = false;

	if (web_query_only(req, names, err) == -1 ||
	    web_query_flag(req, "unread", &bell.unread, err) == -1 ||
	    web_page_read_by(req, CURSOR_BY_ID, &page, err) == -1)
		return -1;
	bell.before_id = page.from.id;
	bell.limit = page.size + 1;
	bell.skip = web_page_skip(&page);
	if (bell_list(db, sources, &bell, &rows, err) == -1 ||
	    bell_count(db, &bell, &total, err) == -1 ||
	    put_unread(db, req, res, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	for (; bell_next(rows, &line) && !(more = n == page.size); n++) {
		bell_put(&res->body, &line, req->lang, req->who->zone);
		last.id = line.id;
	}
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_ID, &last, more, total);
	return 200;
}

/* The other pages of the person count anew. */
static void
ring(struct db *db, const struct web_req *req)
{
	live_event_add(db, req->conf, req->who->company_id, req->who->user_id,
	    "notification", NULL);
}

/* POST /api/v1/notifications/:id/read -> 200 the notice | 404 */
static int
read_notice(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const struct bell	 bell = own_bell(req);
	struct bell_line	 line;
	int64_t			 id;

	if (web_id(req, 0, &id, err) == -1 ||
	    bell_read(db, req->who->user_id, id, err) == -1 ||
	    bell_get(db, sources, &bell, id, &rows, err) == -1)
		return -1;
	if (!bell_next(rows, &line))
		return err_set(err, ERR_ABSENT, "notice");
	bell_put(&res->body, &line, req->lang, req->who->zone);
	if (put_unread(db, req, res, err) == -1)
		return -1;
	ring(db, req);
	return 200;
}

/* POST /api/v1/notifications/read-all -> 200 {"read"} */
static int
read_notices(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	int64_t	n;

	if (bell_read_all(db, req->who->user_id, &n, err) == -1 ||
	    put_unread(db, req, res, err) == -1)
		return -1;
	res->json = json_pack("{s:I}", "read", (json_int_t)n);
	if (n > 0)
		ring(db, req);
	return 200;
}

static void
put_hour(struct buf *out, const char *name, int64_t hour)
{
	if (hour == NOTICE_NO_HOUR)
		emit_null(out, name);
	else
		emit_int(out, name, hour);
}

/* Is there a chat of Telegram that hears? */
static int
has_chat(struct db *db, int64_t user_id, bool *linked, struct err *err)
{
	struct telegram_link	link;
	struct err		why = { 0 };

	*linked = telegram_link_best(db, user_id, &link, &why) == 0;
	if (*linked || why.kind == ERR_ABSENT)
		return 0;
	*err = why;
	return -1;
}

/* GET /api/v1/notifications/settings -> 200 {kinds: {assigned: {bell, email, telegram}, ...},
 * channels: {bell, email, telegram}, quiet_from, quiet_to, digest_hour} */
static int
show_settings(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct buf		*out = &res->body;
	struct notice_choice	 choice;
	struct notice_hours	 hours;
	bool			 linked;

	if (notice_choice_get(db, req->who->user_id, &choice, err) == -1 ||
	    notice_hours_get(db, req->who->user_id, &hours, err) == -1 ||
	    has_chat(db, req->who->user_id, &linked, err) == -1)
		return -1;
	emit_open(out, NULL, '{');
	emit_open(out, "kinds", '{');
	for (enum notice_kind k = 0; k < NOTICE_KINDS; k++) {
		emit_open(out, notice_kind_name(k), '{');
		for (enum notice_channel c = 0; c < NOTICE_CHANNELS; c++)
			emit_bool(out, notice_channel_name(c),
			    choice.wanted[k][c]);
		emit_close(out, '}');
	}
	emit_close(out, '}');
	emit_open(out, "channels", '{');
	emit_bool(out, notice_channel_name(NOTICE_BELL), true);
	emit_bool(out, notice_channel_name(NOTICE_EMAIL), mail_on(req->conf));
	emit_bool(out, notice_channel_name(NOTICE_TELEGRAM), linked);
	emit_close(out, '}');
	put_hour(out, "quiet_from", hours.quiet_from);
	put_hour(out, "quiet_to", hours.quiet_to);
	put_hour(out, "digest_hour", hours.digest);
	emit_close(out, '}');
	return 200;
}

/* null: none. */
static int
read_hour(const json_t *body, const char *name, int64_t *out, struct err *err)
{
	if (json_is_null(json_object_get(body, name))) {
		*out = NOTICE_NO_HOUR;
		return 0;
	}
	return field_int_opt(body, name, 0, 23, out, err);
}

struct settings_change {
	const struct web_req	*req;
	const json_t		*kinds;
};

/* What is not named stays, so it is read first, within the same transaction. */
static int
change_work(struct db *db, void *arg, struct err *err)
{
	const struct settings_change	*c = arg;
	const json_t			*body = c->req->body;
	const int64_t			 user_id = c->req->who->user_id;
	struct notice_hours		 hours;

	if (notice_hours_get(db, user_id, &hours, err) == -1 ||
	    read_hour(body, "quiet_from", &hours.quiet_from, err) == -1 ||
	    read_hour(body, "quiet_to", &hours.quiet_to, err) == -1 ||
	    read_hour(body, "digest_hour", &hours.digest, err) == -1)
		return -1;
	if ((hours.quiet_from == NOTICE_NO_HOUR) !=
	    (hours.quiet_to == NOTICE_NO_HOUR))
		return err_field(err, hours.quiet_from == NOTICE_NO_HOUR ?
		    "quiet_from" : "quiet_to", "required", "%s", "");
	return notice_choice_patch(db, user_id, c->kinds, err) == -1 ? -1 :
	    notice_hours_set(db, user_id, c->req->who->zone, &hours, err);
}

/*
 * PATCH /api/v1/notifications/settings {kinds?: {assigned: {email: false}}, quiet_from?, quiet_to?,
 * digest_hour?} -> 200 all of them | 400
 */
static int
change_settings(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "kinds", "quiet_from",
		"quiet_to", "digest_hour", NULL };
	json_t			*kinds = NULL;
	struct settings_change	 c = { .req = req };

	if (field_only(req->body, names, err) == -1 ||
	    field_object_opt(req->body, "kinds", &kinds, err) == -1)
		return -1;
	c.kinds = kinds;
	return db_tx_run(db, change_work, &c, err) == -1 ? -1 :
	    show_settings(db, req, res, err);
}

/* --- the link in a letter that ends such letters --- */

/* GET /unsubscribe/:token -> 200 {kind, wanted} | 303 to the page, for a browser | 404: a look
 * changes nothing (RFC 8058) */
static int
show_letters(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct unsubscribe	u;
	bool			wanted;
	const int		known = unsubscribe_read(req->conf,
				    req->param[0], &u, err);

	if (strcmp(req->method, "GET") == 0 && web_wants_page(req)) {
		web_header_add(res, "Location", "/login/?unsubscribe=%s",
		    known == 0 ? req->param[0] : "-");
		return 303;
	}
	if (known == -1 || unsubscribe_get(db, &u, &wanted, err) == -1)
		return -1;
	res->json = json_pack("{s:s, s:b}", "kind", u.kind, "wanted", wanted);
	return 200;
}

/* POST /unsubscribe/:token -> 200 {kind, wanted} | 404 */
static int
end_letters(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct unsubscribe	u;

	if (unsubscribe_read(req->conf, req->param[0], &u, err) == -1 ||
	    unsubscribe_do(db, &u, err) == -1)
		return -1;
	return show_letters(db, req, res, err);
}
