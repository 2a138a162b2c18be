#include "clickup/api_status.h"

#include <jansson.h>

#include "base/err.h"
#include "base/mem.h"
#include "clickup/api.h"
#include "io/fetch.h"
#include "io/field.h"

int
clickup_status_set(struct clickup *c, const char *task_id, const char *status,
    bool *maybe, struct err *err)
{
	own_json json_t		*doc = NULL;
	own_json json_t		*body = json_pack("{s:s}", "status", status);
	const struct fetch_req	 rq = { .method = "PUT",
		.path = { "task", task_id }, .json = body,
		.timeout_ms = 20000 };

	*maybe = false;
	if (clickup_ask(c, &rq, "clickup.absent", &doc, err) == 0)
		return 0;
	*maybe = clickup_sent(c, err);
	return err->remote_status != 400 ? -1 : err_code(err, ERR_INPUT,
	    "clickup.status", "%s", status);
}
