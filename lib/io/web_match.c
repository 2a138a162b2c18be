#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "io/field.h"
#include "io/web.h"
#include "io/web_int.h"

#define DIGITS_MAX	18

/* "7", or W/"7" as a proxy that compresses makes of it; *len: of what is between the marks. */
static const char *
tag_read(const char *s, size_t *len)
{
	if (strncmp(s, "W/", 2) == 0)
		s += 2;
	if (*s++ != '"')
		return NULL;
	*len = strcspn(s, "\"");
	return s[*len] == '"' && s[*len + 1] == '\0' ? s : NULL;
}

int
web_match_read(struct web_call *c, struct err *err)
{
	const char	*tag = web_header(&c->req, "If-Match");
	const json_t	*said;
	int64_t		 version;
	size_t		 len;

	if ((c->route->flags & WEB_VERSION) == 0 || tag == NULL ||
	    strcmp(tag, "*") == 0)
		return 0;
	if ((tag = tag_read(tag, &len)) == NULL)
		return err_field(err, "If-Match", "format", "\"7\"");
	c->matched = true;
	if (len == 0 || len > DIGITS_MAX || strspn(tag, "0123456789") != len)
		return err_code(err, ERR_CONFLICT, "io.version", "%s", "");
	version = strtoll(tag, NULL, 10);
	said = json_object_get(c->req.body, "version");
	if (said != NULL && json_integer_value(said) != version)
		return err_field(err, "version", "choice", "%lld",
		    (long long)version);
	if (c->req.body == NULL)
		c->req.body = json_object();
	json_object_set_new(c->req.body, "version", json_integer(version));
	return 0;
}

bool
web_match_failed(const struct web_call *c, const struct err *err)
{
	const char	*name = strrchr(err->code, '.');

	return c->matched && err->kind == ERR_CONFLICT && name != NULL &&
	    strstr(name, "version") != NULL;
}

void
web_version_add(struct web_res *res, int64_t version)
{
	web_header_add(res, "ETag", "\"%lld\"", (long long)version);
}
