/* integrations: what other services send us by themselves: webhooks. Senders are known by their
 * signatures, not by sessions. */
#include "account/auth.h"
#include "base/err.h"
#include "base/log.h"
#include "base/proc.h"
#include "clickup/event.h"
#include "huntflow/event.h"
#include "io/web.h"

static web_handler take_clickup, take_huntflow;

static const struct web_route routes[] = {
	{ "POST", "/hooks/clickup/:key", take_clickup, ROLE_NONE,
	    WEB_PUBLIC | WEB_NO_CSRF | WEB_RAW },
	{ "POST", "/hooks/huntflow/:key", take_huntflow, ROLE_NONE,
	    WEB_PUBLIC | WEB_NO_CSRF | WEB_RAW },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "integrations", routes, &gate);
}

/* Handled at once; when that cannot be started, cron's next tick does it. */
static void
wake_tick(const struct web_req *req, const char *duty)
{
	const char *const	 args[] = { duty, NULL };
	struct err		 err = { 0 };

	if (proc_start(req->conf, "tick", args, &err) == -1)
		log_err(LOG_WARN, "webhook: tick", &err);
}

/* POST /hooks/clickup/:key, signed by X-Signature -> 200 {} | 401 | 404 */
static int
take_clickup(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	bool	wake;

	if (clickup_event_receive(db, req->conf, req->param[0],
	    web_header(req, "X-Signature"), req->raw_len > 0 ? req->raw : "",
	    req->raw_len, &wake, err) == -1)
		return -1;
	if (wake)
		wake_tick(req, "events");
	res->json = json_object();
	return 200;
}

/* POST /hooks/huntflow/:key, signed by X-Huntflow-Signature -> 200 {} | 401 | 404; Huntflow takes
 * 200, 201 and 204 alone for success. */
static int
take_huntflow(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct huntflow_delivery	 delivery = {
		.key = req->param[0],
		.signature = web_header(req, "X-Huntflow-Signature"),
		.event = web_header(req, "X-Huntflow-Event"),
		.body = req->raw_len > 0 ? req->raw : "",
		.len = req->raw_len,
	};
	bool				 wake;

	if (huntflow_event_receive(db, req->conf, &delivery, &wake, err) == -1)
		return -1;
	if (wake)
		wake_tick(req, "huntflow-events");
	res->json = json_object();
	return 200;
}
