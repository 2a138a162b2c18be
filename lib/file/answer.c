#include "file/answer.h"

#include <stdbool.h>

#include "base/buf.h"
#include "base/mem.h"
#include "file/store.h"
#include "io/web.h"
#include "io/web_file.h"

int
file_answer(struct db *db, const struct web_req *req, struct web_res *res,
    const struct file_home *home, int64_t id, const char *title,
    struct err *err)
{
	const bool	 saved = web_query(req, "download") != NULL;
	own_str char	*link = NULL;

	if (saved && file_link(db, req->conf, home, id, title, &link,
	    err) == -1)
		return -1;
	if (link != NULL) {
		web_header_add(res, "Location", "%s", link);
		web_header_add(res, "Cache-Control", "private, no-store");
		return 302;
	}
	if (file_read(db, req->conf, home, id, &res->body, err) == -1)
		return -1;
	web_file_answer(res, web_file_type(buf_str(&res->body),
	    res->body.len), title, saved);
	return 200;
}
