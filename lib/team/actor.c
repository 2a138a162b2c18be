#include "team/actor.h"

#include <string.h>

#include "base/err.h"
#include "io/db.h"
#include "io/web.h"
#include "live/post.h"

#define TRIES	4	/* of two that chose one position by chance */

struct actor
actor_of(const struct web_req *req)
{
	return (struct actor){
		.who = right_who_of(req),
		.via = req->who->token_id != 0 ? "api" : "page",
		.address = req->remote_addr != NULL ? req->remote_addr : "",
		.zone = req->who->zone,
		.conf = req->conf,
	};
}

int
actor_run(struct db *db, const struct actor *actor,
    int (*work)(struct db *, void *, struct err *), void *arg, struct err *err)
{
	for (int attempt = 1;; attempt++) {
		if (db_tx_run_committed(db, work, arg, err) == 0) {
			live_post_wake(db, actor->conf);
			return 0;
		}
		if (attempt == TRIES || err->kind != ERR_CONFLICT ||
		    strcmp(err->code, "io.duplicate") != 0)
			return -1;
		*err = (struct err){ 0 };
	}
}
