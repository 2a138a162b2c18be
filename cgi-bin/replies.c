/* replies: rules that answer tasks by keyword: kept, tried on past tasks, switched on, their log.
 * The answers are sent by tick. */
#include <stdio.h>
#include <string.h>

#include "account/audit.h"
#include "account/auth.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "clickup/set.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "reply/match.h"
#include "reply/rule.h"

#define TRY_TASKS	200
#define TRY_MAX		1000

static web_handler list_rules, add_rule, show_rule, change_rule, drop_rule,
    try_rule, list_log;

static const struct web_route routes[] = {
	{ "GET",  "/clickup/api/auto-replies", list_rules, ROLE_RECRUITER, 0 },
	{ "POST", "/clickup/api/auto-replies", add_rule, ROLE_RECRUITER, 0 },
	{ "POST", "/clickup/api/auto-replies/test", try_rule, ROLE_RECRUITER,
	    0 },
	{ "GET",  "/clickup/api/auto-replies/:id", show_rule, ROLE_RECRUITER,
	    0 },
	{ "PATCH", "/clickup/api/auto-replies/:id", change_rule,
	    ROLE_RECRUITER, 0 },
	{ "DELETE", "/clickup/api/auto-replies/:id", drop_rule,
	    ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/api/auto-replies/:id/log", list_log,
	    ROLE_RECRUITER, 0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "replies", routes, &auth);
}

static int
own_rule(struct db *db, const struct web_req *req, struct reply *out,
    struct err *err)
{
	int64_t	id;

	if (web_id(req, 0, &id, err) == -1)
		return -1;
	return reply_get(db, req->who->user_id, id, out, err);
}

static int
answer(struct db *db, const struct web_req *req, struct web_res *res,
    int64_t id, int status, struct err *err)
{
	own_reply struct reply	rule = { 0 };

	if (reply_get(db, req->who->user_id, id, &rule, err) == -1)
		return -1;
	reply_emit(&res->body, &rule);
	return status;
}

/* GET /clickup/api/auto-replies -> 200 [rule], oldest first */
static int
list_rules(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows			*rows = NULL;
	own_reply struct reply	 rule = { 0 };

	if (reply_list(db, req->who->user_id, false, &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	while (reply_next(rows, &rule))
		reply_emit(&res->body, &rule);
	emit_close(&res->body, ']');
	return 200;
}

static int
untested(struct err *err)
{
	return err_code(err, ERR_CONFLICT, "reply.untested",
	    "the rule was not tried on past tasks");
}

/* POST /clickup/api/auto-replies {name, keywords | regex, reply, ...} -> 201, off | 400 | 409 */
static int
add_rule(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_reply struct reply	rule = {
		.company_id = req->who->company_id,
		.user_id = req->who->user_id,
		.hourly_limit = REPLY_HOURLY,
	};
	bool					changed, wish;

	if (reply_read(req->body, &rule, &changed, &wish, err) == -1)
		return -1;
	if (wish)
		return untested(err);
	if (reply_add(db, &rule, &rule.id, err) == -1)
		return -1;
	audit_request_id(db, req, "reply.add", rule.id, NULL);
	return answer(db, req, res, rule.id, 201, err);
}

/* GET /clickup/api/auto-replies/:id -> 200 | 404 */
static int
show_rule(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_reply struct reply	rule = { 0 };

	if (own_rule(db, req, &rule, err) == -1)
		return -1;
	reply_emit(&res->body, &rule);
	return 200;
}

struct rule_change {
	const struct web_req	*req;
	int64_t			 id;
	bool			 was, is;	/* enabled */
};

static int
change_work(struct db *db, void *arg, struct err *err)
{
	struct rule_change	*c = arg;
	own_reply struct reply	 rule = { 0 };
	bool			 changed, wish;

	if (reply_lock(db, c->id, err) == -1 ||
	    own_rule(db, c->req, &rule, err) == -1 ||
	    reply_read(c->req->body, &rule, &changed, &wish, err) == -1)
		return -1;
	c->was = rule.enabled;
	if (changed)
		rule.tested_at = 0;
	if (wish && rule.tested_at == 0 && (!c->was ||
	    json_object_get(c->req->body, "enabled") != NULL))
		return untested(err);
	c->is = rule.enabled = wish && rule.tested_at != 0;
	if (c->is && !c->was && db_now(db, &rule.enabled_at, err) == -1)
		return -1;
	return reply_save(db, &rule, err);
}

/*
 * PATCH /clickup/api/auto-replies/:id -> 200 | 400 | 404 | 409. What finds or says something else
 * now is off until it was tried again.
 */
static int
change_rule(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct rule_change	c = { .req = req };

	if (web_id(req, 0, &c.id, err) == -1 ||
	    db_tx_run(db, change_work, &c, err) == -1)
		return -1;
	audit_request_id(db, req, c.is == c.was ? "reply.change" :
	    c.is ? "reply.enable" : "reply.disable", c.id, NULL);
	return answer(db, req, res, c.id, 200, err);
}

/* DELETE /clickup/api/auto-replies/:id -> 204 | 404; its log goes with it */
static int
drop_rule(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_reply struct reply	rule = { 0 };

	(void)res;
	if (own_rule(db, req, &rule, err) == -1 ||
	    reply_drop(db, rule.id, err) == -1)
		return -1;
	audit_request_id(db, req, "reply.drop", rule.id, NULL);
	return 204;
}

/* --- trying --- */

/* {id} of a kept rule, or the members of a draft; limit beside either. */
static int
read_try(struct db *db, const struct web_req *req, struct reply *rule,
    int64_t *limit, struct err *err)
{
	static const char *const names[] = { "id", "limit", NULL };
	own_json json_t	*draft = NULL;
	int64_t		 id = 0;
	bool		 changed, wish;

	if (req->body == NULL)
		return err_field(err, "id", "required", "%s", "");
	if (field_int_opt(req->body, "id", 1, INT64_MAX, &id, err) == -1 ||
	    field_int_opt(req->body, "limit", 1, TRY_MAX, limit, err) == -1)
		return -1;
	if (id != 0)
		return field_only(req->body, names, err) == -1 ? -1 :
		    reply_get(db, req->who->user_id, id, rule, err);
	draft = json_copy(req->body);
	json_object_del(draft, "limit");
	json_object_del(draft, "id");
	if (json_object_get(draft, "name") == NULL)
		json_object_set_new(draft, "name", json_string("draft"));
	return reply_read(draft, rule, &changed, &wish, err);
}

/* POST /clickup/api/auto-replies/test {id | draft, limit?} -> 200 {checked, matched, sample} */
static int
try_rule(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_reply struct reply	rule = { 0 };
	own_clickup_set struct clickup_set	set = { 0 };
	int64_t					limit = TRY_TASKS;

	if (read_try(db, req, &rule, &limit, err) == -1)
		return -1;
	if (clickup_set_get(db, req->who->company_id, req->who->user_id, &set,
	    err) == -1) {
		if (strcmp(err->code, "clickup.unset") == 0)
			err->kind = ERR_CONFLICT;
		return -1;
	}
	if (reply_try(db, &rule, set.connection_id, set.list_name != NULL ?
	    set.list_name : "", (size_t)limit, &res->json, err) == -1 ||
	    (rule.id != 0 && reply_tested(db, &rule, err) == -1))
		return -1;
	return 200;
}

/* --- the log --- */

static void
emit_line(struct buf *b, const struct reply_line *line, const char *lang)
{
	char	text[700] = "";

	if (line->error_code[0] != '\0')
		text_put(text, sizeof(text), lang, line->error_code,
		    line->error_message);
	emit_open(b, NULL, '{');
	emit_int(b, "id", line->id);
	emit_str(b, "task_id", line->task_id);
	emit_str(b, "task_name", line->task_name);
	emit_str(b, "state", strcmp(line->state, "ready") == 0 ? "waiting" :
	    strcmp(line->state, "intent") == 0 ? "sending" : line->state);
	emit_str(b, "text", line->text);
	emit_int(b, "attempts", line->attempts);
	emit_str(b, "error_code", line->error_code[0] != '\0' ?
	    line->error_code : NULL);
	emit_str(b, "error_message", text);
	emit_time(b, "created_at", line->created_at);
	emit_time(b, "sent_at", line->sent_at);
	emit_close(b, '}');
}

/* GET /clickup/api/auto-replies/:id/log?page= -> 200 [line], newest first | 404 */
static int
list_log(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	names[] = { "page", "page_size",
		"after", "lang", NULL };
	own_rows struct db_rows			*rows = NULL;
	own_reply struct reply	 rule = { 0 };
	own_reply_line struct reply_line line = { 0 };
	struct web_page				 page;
	struct cursor				 last = { 0 };
	int64_t					 total, n = 0;

	if (web_query_only(req, names, err) == -1 ||
	    web_page_read_by(req, CURSOR_BY_ID, &page, err) == -1 ||
	    own_rule(db, req, &rule, err) == -1 ||
	    reply_log_count(db, rule.id, &total, err) == -1 ||
	    reply_log(db, rule.id, page.from.id, (size_t)page.size + 1,
	    web_page_skip(&page), &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	while (n < page.size && reply_log_next(rows, &line)) {
		n++;
		emit_line(&res->body, &line, req->lang);
		last.id = line.id;
	}
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_ID, &last,
	    n == page.size && db_rows_next(rows), total);
	return 200;
}
