#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/web.h"
#include "io/web_int.h"

struct span {
	size_t	 at, len;
};

static const char *const roles[] = { "none", "candidate", "member",
	"recruiter", "manager", "admin" };

/* As they are printed. */
static const struct { int flag; const char *name; } flags[] = {
	{ WEB_PUBLIC, "public" }, { WEB_NO_CSRF, "no-csrf" },
	{ WEB_RAW, "raw" }, { WEB_UPLOAD, "upload" }, { WEB_BARE, "bare" },
	{ WEB_FILE, "file" }, { WEB_LOCAL, "local" },
	{ WEB_INTERNAL, "internal" }, { WEB_ALWAYS, "always" },
	{ WEB_STARTS, "starts" }, { WEB_SECRET, "secret" },
	{ WEB_LONG, "long" }, { WEB_FILES, "files" },
	{ WEB_MORE, "more" }, { WEB_VERSION, "version" },
};

#define PARAMS_MAX	nitems(((struct web_req *)0)->param)

/* Does the path have this shape? params: where the values of its :names are. */
static bool
matches(const char *shape, const char *path, struct span *params, size_t *n)
{
	const char	*start = path;

	for (*n = 0; *shape != '\0';) {
		if (*shape != ':') {
			if (*shape++ != *path++)
				return false;
			continue;
		}
		params[*n].at = (size_t)(path - start);
		params[*n].len = strcspn(path, "/");
		if (params[*n].len == 0)
			return false;
		path += params[(*n)++].len;
		shape += strcspn(shape, "/");
		if (*n == PARAMS_MAX && strchr(shape, ':') != NULL)
			return false;
	}
	return *path == '\0';
}

static void
set_params(struct web_call *c, const struct span *params, size_t n)
{
	memcpy(c->parts, c->path, sizeof(c->parts));
	for (size_t i = 0; i < n; i++) {
		c->parts[params[i].at + params[i].len] = '\0';
		c->req.param[i] = c->parts + params[i].at;
	}
}

static void
allow(struct web_call *c, const char *method)
{
	size_t	 len = strlen(c->allow);

	if (len == 0)
		len = (size_t)snprintf(c->allow, sizeof(c->allow), "OPTIONS");
	if (strstr(c->allow, method) == NULL)
		snprintf(c->allow + len, sizeof(c->allow) - len, ", %s%s",
		    method, strcmp(method, "GET") == 0 ? ", HEAD" : "");
}

/* The fewest parameters that a shape of this path has: "/views/test" is not "/views/:id". */
static size_t
fewest_params(const struct web_route *r, const char *path)
{
	struct span	 params[PARAMS_MAX];
	size_t		 n, fewest = PARAMS_MAX;

	for (; r->method != NULL; r++)
		if (matches(r->path, path, params, &n) && n < fewest)
			fewest = n;
	return fewest;
}

int
web_route_find(struct web_call *c, const struct web_route *routes,
    struct err *err)
{
	struct span	 params[PARAMS_MAX];
	size_t		 n, fewest = fewest_params(routes, c->path);

	for (const struct web_route *r = routes; r->method != NULL; r++) {
		if (!matches(r->path, c->path, params, &n) || n > fewest)
			continue;
		if (strcmp(r->method, c->req.method) == 0) {
			c->route = r;
			set_params(c, params, n);
			return 0;
		}
		allow(c, r->method);
	}
	if (c->allow[0] == '\0')
		return err_set(err, ERR_ABSENT, "no such address");
	if (strcmp(c->req.method, "OPTIONS") == 0)
		return 204;
	return err_set(err, ERR_METHOD, "%s", c->allow);
}

const char *
web_role_name(enum web_role role)
{
	return (size_t)role < nitems(roles) ? roles[role] : roles[ROLE_NONE];
}

static void
put_flags(struct buf *out, int of)
{
	const char	*comma = "";

	for (size_t i = 0; i < nitems(flags); i++) {
		if ((of & flags[i].flag) == 0)
			continue;
		buf_fmt(out, "%s%s", comma, flags[i].name);
		comma = ",";
	}
	if (*comma == '\0')
		buf_putc(out, '-');
}

void
web_route_list(const struct web_route *r, struct buf *out)
{
	for (; r->method != NULL; r++) {
		buf_fmt(out, "%s\t%s\t%s\t", r->method, r->path,
		    web_role_name(r->role));
		put_flags(out, r->flags);
		buf_putc(out, '\n');
	}
}
