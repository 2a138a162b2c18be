#include "platform/request.h"

#include <stdlib.h>
#include <string.h>

#define PATH_MAX_PARTS	9	/* of fetch_req, whose array ends with NULL */

void
platform_request_clear(struct platform_request *r)
{
	json_decref(r->texts);
	memset(r, 0, sizeof(*r));
}

/* A copy that lives as long as the request. */
static const char *
keep(struct platform_request *r, const char *text, size_t len)
{
	json_t	*copy = json_stringn(text, len);

	if (copy == NULL)
		return NULL;
	if (r->texts == NULL)
		r->texts = json_array();
	json_array_append_new(r->texts, copy);
	return json_string_value(copy);
}

static void
add(struct platform_request *r, struct fetch_param *v, int *n, int most,
    const char *name, const char *value)
{
	if (value == NULL || *n >= most)
		return;
	v[*n] = (struct fetch_param){ name, keep(r, value, strlen(value)) };
	(*n)++;
}

static void
add_segment(struct platform_request *r, const char *text, size_t len)
{
	if (r->npath < PATH_MAX_PARTS && len > 0)
		r->http.path[r->npath++] = keep(r, text, len);
}

void
platform_request_path(struct platform_request *r, const char *segment)
{
	add_segment(r, segment, strlen(segment));
}

void
platform_request_paths(struct platform_request *r, const char *path)
{
	while (*path != '\0') {
		const size_t	len = strcspn(path, "/");

		add_segment(r, path, len);
		path += len + (path[len] == '/');
	}
}

void
platform_request_query(struct platform_request *r, const char *name,
    const char *value)
{
	add(r, r->http.query, &r->nquery, FETCH_QUERY_MAX - 1, name, value);
}

void
platform_request_number(struct platform_request *r, const char *name,
    int64_t n)
{
	own_str char	*text = mem_fmt("%lld", (long long)n);

	if (n >= 0)
		platform_request_query(r, name, text);
}

void
platform_request_form(struct platform_request *r, const char *name,
    const char *value)
{
	add(r, r->http.form, &r->nform, (int)nitems(r->http.form) - 1, name,
	    value);
}

void
platform_request_header(struct platform_request *r, const char *name,
    const char *value)
{
	add(r, r->http.header, &r->nheader, (int)nitems(r->http.header) - 1,
	    name, value);
}

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' :
	    (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* Percent-decoded; NULL: it does not say a text. */
static const char *
decoded(struct platform_request *r, const char *text, size_t len)
{
	own_str char	*out = mem_zero(len + 1);
	size_t		 n = 0;

	for (size_t i = 0; i < len; i++) {
		if (text[i] != '%') {
			out[n++] = text[i];
			continue;
		}
		if (len - i < 3 || hex(text[i + 1]) < 0 ||
		    hex(text[i + 2]) < 0)
			return NULL;
		out[n++] = (char)(hex(text[i + 1]) * 16 + hex(text[i + 2]));
		i += 2;
	}
	return memchr(out, '\0', n) == NULL ? keep(r, out, n) : NULL;
}

static bool
take_path(struct platform_request *r, const char *path, size_t len)
{
	for (size_t at = 0, end; at < len; at = end + 1) {
		end = at + strcspn(path + at, "/?#");
		if (end > len)
			end = len;
		if (end == at)
			continue;
		if (r->npath >= PATH_MAX_PARTS || (r->http.path[r->npath] =
		    decoded(r, path + at, end - at)) == NULL)
			return false;
		r->npath++;
	}
	return r->npath > 0;
}

static bool
take_query(struct platform_request *r, const char *query)
{
	while (*query != '\0' && *query != '#') {
		const size_t	 len = strcspn(query, "&#");
		const char	*is = memchr(query, '=', len);
		const size_t	 name = is != NULL ? (size_t)(is - query) : len;
		struct fetch_param p = { decoded(r, query, name),
		    is != NULL ? decoded(r, is + 1, len - name - 1) : "" };

		if (p.name == NULL || p.value == NULL || *p.name == '\0' ||
		    r->nquery >= FETCH_QUERY_MAX - 1)
			return false;
		r->http.query[r->nquery++] = p;
		query += len + (query[len] == '&');
	}
	return true;
}

bool
platform_request_url(struct platform_request *r, const char *base,
    const char *url)
{
	size_t	 len = strlen(base);

	while (len > 0 && base[len - 1] == '/')
		len--;
	if (strncmp(url, base, len) != 0 || url[len] != '/')
		return false;
	url += len;
	len = strcspn(url, "?#");
	return take_path(r, url, len) && take_query(r, url[len] == '?' ?
	    url + len + 1 : "");
}
