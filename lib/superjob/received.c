#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "platform/depth.h"
#include "platform/request.h"
#include "platform/wish.h"
#include "superjob/api.h"

/* Who answered the employer's vacancies, or the one that is asked for. */
struct received {
	struct platform_ask	 ask;
	struct depth		 depth;
	int64_t			 left;
	bool			 over;
};

static void *
received_open(const struct platform_ask *ask)
{
	struct received	*r = mem_zero(sizeof(*r));

	r->ask = *ask;
	r->left = ask->wish != NULL ? ask->wish->limit : SUPERJOB_PAGE_MAX;
	depth_open(&r->depth, SUPERJOB_DEPTH_MAX, SUPERJOB_PAGE_MAX, r->left,
	    ask->cursor);
	return r;
}

static int
received_next(void *state, struct platform_request *req, struct err *err)
{
	const struct received	*r = state;

	(void)err;
	if (r->over || r->left <= 0)
		return 0;
	platform_request_paths(req, "resumes/received");
	if (r->ask.id != NULL)
		platform_request_path(req, r->ask.id);
	platform_request_number(req, "page", r->depth.page);
	platform_request_number(req, "count", r->depth.per_page);
	return 1;
}

/* The resume with what was sent with it. */
static json_t *
said_of(const json_t *one)
{
	const json_t	*resume = json_object_get(one, "resume");
	json_t		*said = superjob_resume_said(resume);
	json_t		*raw;

	if (!json_is_object(said))
		return said;
	raw = json_copy(json_object_get(said, "raw_data"));
	json_object_set_new(raw, "response", json_pack("{s:O?, s:O?, s:O?,"
	    " s:O?}", "id", json_object_get(one, "id"), "date_sent",
	    json_object_get(one, "date_sent"), "vacancy", json_object_get(
	    one, "id_vacancy"), "message", json_object_get(one, "message")));
	json_object_set_new(said, "raw_data", raw);
	return said;
}

static int
received_take(void *state, const json_t *doc, struct platform_got *got,
    struct err *err)
{
	struct received	*r = state;
	const json_t	*items = json_object_get(doc, "objects"), *one;
	size_t		 i;

	if (!json_is_array(items))
		return err_code(err, ERR_REMOTE, "platform.shape",
		    "SuperJob: responses without objects");
	json_array_foreach(items, i, one) {
		own_json json_t	*said = said_of(one);

		platform_got_add(got, SUPERJOB_NAME, said);
	}
	if (got->total < 0)
		got->total = field_num(doc, "total", -1);
	r->left -= (int64_t)json_array_size(items);
	r->over = !depth_next(&r->depth, json_array_size(items) > 0 &&
	    field_flag(doc, "more"), got);
	mem_put(&got->cursor, r->over ? NULL : depth_cursor(&r->depth));
	return 0;
}

const struct platform_talk	superjob_received_talk = {
	.open = received_open,
	.next = received_next,
	.take = received_take,
	.close = free,
};
