#include <jansson.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/fetch.h"
#include "io/fetch_int.h"
#include "io/field.h"
#include "io/json_escape.h"
#include "io/json_large.h"

#define VALUES_MAX	500000		/* JSON costs about 80 bytes each */

/* A document of nothing but brackets and commas would cost a hundredfold. */
static bool
too_many_values(const struct buf *body)
{
	size_t	n = 0;

	for (size_t i = 0; i < body->len; i++)
		n += body->data[i] == ',' || body->data[i] == '[' ||
		    body->data[i] == '{';
	return n > VALUES_MAX;
}

int
fetch_json_read(const struct fetch *link, struct fetch_res *res, bool scanned,
    json_t **out, struct err *err)
{
	struct err	 why = { 0 };

	if (res->body.len == 0) {
		*out = json_null();
		return 0;
	}
	if (strcasestr(res->content_type, "json") == NULL)
		return err_code(err, ERR_REMOTE, "io.remote_shape",
		    "%s: answered with \"%.60s\", not JSON", link->provider,
		    res->content_type);
	if (scanned) {
		if ((*out = give(res->scanned)) == NULL)
			return err_code(err, ERR_REMOTE, "io.remote_shape",
			    "%s: broken JSON", link->provider);
		return 0;
	}
	if (too_many_values(&res->body))
		return err_code(err, ERR_REMOTE, "io.remote_too_large",
		    "%s: too many values", link->provider);
	if (field_parse(res->body.data, res->body.len, out, &why) == -1 &&
	    (json_large_null(res->body.data) +
	    json_escape_mend(res->body.data) == 0 ||
	    field_parse(res->body.data, res->body.len, out, &why) == -1))
		return err_code(err, ERR_REMOTE, "io.remote_shape",
		    "%s: broken JSON: %.200s", link->provider, why.text);
	return 0;
}

int
fetch_json(struct fetch *link, const struct fetch_req *req, json_t **out,
    struct err *err)
{
	bool	 safe = req->method == NULL || strcmp(req->method, "GET") == 0;

	*out = NULL;
	for (int try = 1;; try++) {
		own_res struct fetch_res	res = { 0 };
		struct err			ignored = { 0 };

		if (fetch_do(link, req, &res, err) == -1) {
			if (res.status >= 400 && res.body.len > 0)
				fetch_json_read(link, &res, false, out, &ignored);
			return -1;
		}
		if (fetch_json_read(link, &res, req->keep != NULL, out, err) == 0)
			return 0;
		if (!safe || try == 2)	/* cut short once, perhaps */
			return -1;
		*err = (struct err){ 0 };
	}
}
