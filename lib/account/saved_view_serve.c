#include "account/saved_view_serve.h"

#include "account/saved_view.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"

static int
put_view(struct db *db, const struct web_req *req,
    const struct saved_view_kind *kind, const struct saved_view *view,
    struct buf *out, struct err *err)
{
	emit_open(out, NULL, '{');
	saved_view_form_put(view, req->who->user_id, out);
	if (kind->count(db, req, view, out, err) == -1)
		return -1;
	emit_close(out, '}');
	return 0;
}

int
saved_view_serve_list(struct db *db, const struct web_req *req,
    struct web_res *res, const struct saved_view_kind *kind, struct err *err)
{
	own_rows struct db_rows			*rows = NULL;
	own_saved_view struct saved_view	 view = { 0 };

	if (saved_view_list(db, kind->name, req->who->company_id,
	    req->who->user_id, &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	while (saved_view_next(rows, &view))
		if (put_view(db, req, kind, &view, &res->body, err) == -1)
			return -1;
	emit_close(&res->body, ']');
	return 200;
}

static int
answer_view(struct db *db, const struct web_req *req, struct web_res *res,
    const struct saved_view_kind *kind, int64_t id, int status,
    struct err *err)
{
	own_saved_view struct saved_view	view = { 0 };

	if (saved_view_get(db, kind->name, req->who->company_id,
	    req->who->user_id, id, &view, err) == -1 ||
	    put_view(db, req, kind, &view, &res->body, err) == -1)
		return -1;
	return status;
}

int
saved_view_serve_add(struct db *db, const struct web_req *req,
    struct web_res *res, const struct saved_view_kind *kind, struct err *err)
{
	own_saved_view struct saved_view	view = {
		.company_id = req->who->company_id,
		.user_id = req->who->user_id,
		.kind = kind->name,
	};

	if (saved_view_form_read(req->body, &kind->rules, &view, err) == -1 ||
	    saved_view_add(db, &view, &view.id, err) == -1)
		return -1;
	return answer_view(db, req, res, kind, view.id, 201, err);
}

/* The own ones; those that others share may be changed by their managers. */
static int
own_view(struct db *db, const struct web_req *req,
    const struct saved_view_kind *kind, struct saved_view *out,
    struct err *err)
{
	int64_t	id;

	if (web_id(req, 0, &id, err) == -1 ||
	    saved_view_get(db, kind->name, req->who->company_id,
	    req->who->user_id, id, out, err) == -1)
		return -1;
	if (out->user_id != req->who->user_id &&
	    req->who->role < ROLE_MANAGER)
		return err_code(err, ERR_DENIED, "account.view_owner",
		    "the view of another");
	return 0;
}

struct change {
	const struct web_req		*req;
	const struct saved_view_kind	*kind;
	int64_t				 id;
};

static int
change_work(struct db *db, void *arg, struct err *err)
{
	const struct change			*c = arg;
	const struct web_req			*req = c->req;
	own_saved_view struct saved_view	 view = { 0 };

	if (saved_view_lock(db, c->id, err) == -1 ||
	    own_view(db, req, c->kind, &view, err) == -1 ||
	    saved_view_form_read(req->body, &c->kind->rules, &view, err) == -1)
		return -1;
	/* What is no longer shared would be out of the manager's sight. */
	if (view.user_id != req->who->user_id)
		view.shared = true;
	return saved_view_save(db, &view, err);
}

int
saved_view_serve_change(struct db *db, const struct web_req *req,
    struct web_res *res, const struct saved_view_kind *kind, struct err *err)
{
	struct change	c = { .req = req, .kind = kind };

	return web_id(req, 0, &c.id, err) == -1 ||
	    db_tx_run(db, change_work, &c, err) == -1 ? -1 :
	    answer_view(db, req, res, kind, c.id, 200, err);
}

int
saved_view_serve_drop(struct db *db, const struct web_req *req,
    const struct saved_view_kind *kind, struct err *err)
{
	own_saved_view struct saved_view	view = { 0 };

	return own_view(db, req, kind, &view, err) == -1 ||
	    saved_view_drop(db, view.id, err) == -1 ? -1 : 204;
}
