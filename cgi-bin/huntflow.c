/* huntflow: vacancies and applicants of Huntflow, and the proxy to its API. A pool of its own:
 * it waits for the remote service. nginx mounts it at /huntflow (but test-connection) and
 * /api/v1/huntflow/request. */
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "io/web.h"
#include "job/gate.h"
#include "job/huntflow_proxy.h"

static web_handler send_request;

static const struct web_route routes[] = {
	{ "POST", "/api/v1/huntflow/request", send_request, ROLE_RECRUITER,
	    0 },
	{ 0 }
};

int
main(void)
{
	return web_main("huntflow", routes, &gate);
}

/* --- the proxy --- */

/* Ours for what Huntflow refused: its own, unless it would be taken for one about us. */
static int
status_for(int remote)
{
	return remote == 401 ? 424 : remote == 504 ? 504 :
	    remote >= 500 || remote < 400 ? 502 : remote;
}

/* RFC 9457 with members of its own: what Huntflow answered. */
static int
refused(const struct web_req *req, struct huntflow_proxy_done *done,
    struct web_res *res, const struct err *err)
{
	const int	 status = status_for(done->status);
	char		 code[64], title[16], detail[1024];

	snprintf(code, sizeof(code), "proxy.%s", err->code);
	snprintf(title, sizeof(title), "status.%d", status);
	text_put(detail, sizeof(detail), req->lang,
	    text_get(req->lang, code) != NULL ? code : err->code, err->text);
	if (err->retry_after_s > 0)
		web_header_add(res, "Retry-After", "%d", err->retry_after_s);
	res->type = "application/problem+json";
	res->json = json_pack("{s:s, s:s?, s:i, s:s, s:s, s:[], s:s, s:i, s:O?}",
	    "type", "about:blank", "title", text_get(req->lang, title),
	    "status", status, "detail", detail, "code", err->code, "errors",
	    "request_id", req->request_id, "status_code", done->status,
	    "data", done->data);
	return status;
}

/* POST /api/v1/huntflow/request {endpoint, method, data, params, use_cache, cache_timeout}
 * -> 200 {status_code, data} | Huntflow's refusal as a problem with both */
static int
send_request(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_huntflow_proxy struct huntflow_proxy		ask = { 0 };
	own_huntflow_proxy_done struct huntflow_proxy_done	done = { 0 };

	if (huntflow_proxy_read(req->body, &ask, err) == -1)
		return -1;
	if (huntflow_proxy_run(db, req->conf, req->who->user_id, &ask, &done,
	    err) == -1)
		return done.status >= 300 ? refused(req, &done, res, err) : -1;
	if (ask.use_cache)
		web_header_add(res, "X-Cache", done.hit ? "hit" : "miss");
	res->json = json_pack("{s:i, s:O?}", "status_code", done.status,
	    "data", done.data);
	return 200;
}
