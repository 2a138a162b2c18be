#include "file/answer.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "file/store.h"
#include "io/spool.h"
#include "io/web.h"
#include "io/web_file.h"

/* An answer that goes out in pieces. */
struct outgoing {
	struct spool	spool;
	int64_t		at;
};

static void
outgoing_close(void *arg)
{
	struct outgoing	*o = arg;

	spool_clear(&o->spool);
	free(o);
}

static int
next_piece(struct db *db, void *arg, struct buf *out, struct err *err)
{
	struct outgoing	*o = arg;

	(void)db;
	if (spool_read(&o->spool, o->at, out, err) == -1)
		return -1;
	o->at += (int64_t)out->len;
	return o->at < o->spool.len;
}

/* What fits into memory is the body. */
static void
put_body(struct web_res *res, struct spool *spool)
{
	struct outgoing	*o;

	if (spool->fd == 0) {
		buf_add(&res->body, spool->head.data, spool->head.len);
		return;
	}
	o = mem_zero(sizeof(*o));
	o->spool = *spool;
	*spool = (struct spool){ 0 };
	web_header_add(res, "Content-Length", "%" PRId64, o->spool.len);
	res->stream = next_piece;
	res->arg = o;
	res->arg_close = outgoing_close;
}

int
file_answer(struct db *db, const struct web_req *req, struct web_res *res,
    const struct file_home *home, int64_t id, const char *title,
    struct err *err)
{
	const bool	 saved = web_query(req, "download") != NULL;
	own_str char	*link = NULL;
	own_spool struct spool	 spool = { 0 };

	if (saved && file_link(db, req->conf, home, id, title, &link,
	    err) == -1)
		return -1;
	if (link != NULL) {
		web_header_add(res, "Location", "%s", link);
		web_header_add(res, "Cache-Control", "private, no-store");
		return 302;
	}
	if (file_spool(db, req->conf, home, id, &spool, err) == -1)
		return -1;
	web_file_answer(res, web_file_type(buf_str(&spool.head),
	    spool.head.len), title, saved);
	put_body(res, &spool);
	return 200;
}
