#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "io/field.h"
#include "io/web.h"
#include "io/web_int.h"

#define FORM_PAIRS_MAX	1000

/* Is the media type of a Content-Type this one? */
static bool
is_type(const char *type, const char *want)
{
	size_t	 len = strlen(want);

	return strncasecmp(type, want, len) == 0 &&
	    strchr("; \t", type[len]) != NULL;
}

static int
parse_json(struct web_call *c, struct err *err)
{
	if (field_parse(c->req.raw, c->req.raw_len, &c->req.body, err) == -1)
		return -1;
	if (!json_is_object(c->req.body))
		return err_code(err, ERR_INPUT, "io.json", "1:1");
	/* JSON must not pass for a form, whose numbers may be texts. */
	return json_object_get(c->req.body, FIELD_FORM) == NULL ? 0 :
	    err_field(err, FIELD_FORM, "unknown", "%s", "");
}

static int
parse_form(struct web_call *c, struct err *err)
{
	struct buf	 copy = { 0 };	/* decoded in place; raw stays as sent */
	int		 rc;

	c->req.body = json_object();
	buf_add(&copy, c->req.raw, c->req.raw_len);
	rc = web_pairs_parse(copy.data, copy.len, FORM_PAIRS_MAX, true,
	    c->req.body, err);
	buf_clear(&copy);
	field_form(c->req.body);
	return rc;
}

static int
parse_multipart(struct web_call *c, const char *type, struct err *err)
{
	c->req.body = json_object();
	c->keep = json_array();
	c->req.files = c->files;
	if (web_multipart_parse(c->req.raw, c->req.raw_len, type, c->req.body,
	    c->keep, c->files, &c->req.nfiles, err) == -1)
		return -1;
	field_form(c->req.body);
	return 0;
}

static int
parse(struct web_call *c, struct err *err)
{
	const char	*type = web_header(&c->req, "Content-Type");

	if (type != NULL && is_type(type, "application/json"))
		return parse_json(c, err);
	if (type != NULL && is_type(type, "application/x-www-form-urlencoded"))
		return parse_form(c, err);
	if (type != NULL && is_type(type, "multipart/form-data"))
		return parse_multipart(c, type, err);
	return err_code(err, ERR_INPUT, "io.content_type",
	    "want application/json or a form");
}

int
web_body_parse(struct web_call *c, struct err *err)
{
	static const char *const none[] = { NULL };
	bool	 bare = (c->route->flags & WEB_BARE) != 0 ||
	    strcmp(c->req.method, "DELETE") == 0;

	if (c->req.raw_len == 0 || (c->route->flags & WEB_RAW) != 0)
		return 0;
	if (parse(c, err) == -1)
		return -1;
	return bare ? field_only(c->req.body, none, err) : 0;
}
