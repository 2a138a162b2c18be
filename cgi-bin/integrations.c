/* integrations: what other services send us by themselves: webhooks. Senders are known by their
 * signatures, or know a secret address; not by sessions. */
#include "account/auth.h"
#include "base/err.h"
#include "base/log.h"
#include "base/proc.h"
#include "bitrix/hook.h"
#include "candidate/board_hook.h"
#include "clickup/hook.h"
#include "huntflow/hook.h"
#include "io/web.h"
#include "telegram/hook.h"
#include "webhook/post.h"
#include "webhook/service.h"

static web_handler take_clickup, take_huntflow, take_hh, take_bitrix,
    take_telegram;

static const struct web_route routes[] = {
	{ "POST", "/hooks/clickup/:key", take_clickup, ROLE_NONE,
	    WEB_PUBLIC | WEB_NO_CSRF | WEB_RAW | WEB_STARTS },
	{ "POST", "/hooks/huntflow/:key", take_huntflow, ROLE_NONE,
	    WEB_PUBLIC | WEB_NO_CSRF | WEB_RAW | WEB_STARTS },
	{ "POST", "/hooks/hh_ru/:key", take_hh, ROLE_NONE,
	    WEB_PUBLIC | WEB_NO_CSRF | WEB_RAW | WEB_STARTS },
	{ "POST", "/hooks/bitrix24/:key", take_bitrix, ROLE_NONE,
	    WEB_PUBLIC | WEB_NO_CSRF | WEB_RAW | WEB_STARTS },
	{ "POST", "/hooks/telegram/:key", take_telegram, ROLE_NONE,
	    WEB_PUBLIC | WEB_NO_CSRF | WEB_RAW | WEB_UPLOAD | WEB_STARTS },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "integrations", routes, &auth);
}

/* Handled at once; when that cannot be started, cron's next tick does it. */
static void
wake_tick(const struct web_req *req)
{
	static const char *const args[] = { "events", NULL };
	struct err		 err = { 0 };

	if (proc_start(req->conf, "tick", args, &err) == -1)
		log_err(LOG_WARN, "webhook: tick", &err);
}

static const char *
header_of(const struct web_req *req, const char *name)
{
	return name != NULL ? web_header(req, name) : NULL;
}

static int
take(struct db *db, const struct web_req *req, struct web_res *res,
    const struct webhook_service *service, struct err *err)
{
	const struct webhook_post	 post = {
		.key = req->param[0],
		.signature = header_of(req, service->signature),
		.event = header_of(req, service->event),
		.body = req->raw_len > 0 ? req->raw : "",
		.len = req->raw_len,
	};
	bool				 wake;

	if (webhook_post_take(db, req->conf, service, &post, &wake, err) == -1)
		return -1;
	if (wake)
		wake_tick(req);
	res->json = json_object();
	return 200;
}

/* POST /hooks/clickup/:key, signed by X-Signature -> 200 {} | 401 | 404 */
static int
take_clickup(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return take(db, req, res, &clickup_hook_service, err);
}

/* POST /hooks/huntflow/:key, signed by X-Huntflow-Signature -> 200 {} | 401 | 404; Huntflow takes
 * 200, 201 and 204 alone for success. */
static int
take_huntflow(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return take(db, req, res, &huntflow_hook_service, err);
}

/* POST /hooks/hh_ru/:key -> 200 {} | 404; HH.ru signs nothing, and waits for 2 s */
static int
take_hh(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return take(db, req, res, &board_hook_hh, err);
}

/* POST /hooks/bitrix24/:key, a form with the account's application token -> 200 {} | 401 | 404 */
static int
take_bitrix(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return take(db, req, res, &bitrix_hook_service, err);
}

/* POST /hooks/telegram/:key, with X-Telegram-Bot-Api-Secret-Token -> 200 {} | 401 | 404 */
static int
take_telegram(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct telegram_post	post = {
		.key = req->param[0],
		.secret = web_header(req, TELEGRAM_HOOK_HEADER),
		.body = req->raw_len > 0 ? req->raw : "",
		.len = req->raw_len,
	};

	if (telegram_hook_take(db, req->conf, &post, err) == -1)
		return -1;
	res->json = json_object();
	return 200;
}
