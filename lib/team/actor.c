#include "team/actor.h"

#include "io/web.h"

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
