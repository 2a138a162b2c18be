/* web: what is read out of a request, route by route, byte by byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "io/web.h"
#include "io/web_int.h"

static const struct { const char *in; bool escaped; const char *out; }
paths[] = {
	{ "/",			true,	"/" },
	{ "/a/b/",		true,	"/a/b" },
	{ "/%D1%91%20x",	true,	"/ё x" },
	{ "/100%",		false,	"/100%" },
	{ "",			true,	NULL },
	{ "a",			true,	NULL },
	{ "/%",			true,	NULL },
	{ "/%4",		true,	NULL },
	{ "/%zz",		true,	NULL },
	{ "/%00",		true,	NULL },
	{ "/a%0d%0ab",		true,	NULL },
	{ "/a\r\nb",		false,	NULL },
	{ "/%ff",		true,	NULL },
	{ "/%c0%af",		true,	NULL },
	{ "/\x7f",		false,	NULL },
};

static void
paths_are_decoded_strictly(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(paths); i++) {
		char		 path[WEB_PATH_MAX + 1];
		struct err	 err = { 0 };
		int		 rc;

		snprintf(path, sizeof(path), "%s", paths[i].in);
		rc = web_path_parse(path, paths[i].escaped, &err);
		if ((rc == 0) != (paths[i].out != NULL))
			fail_msg("%s: %d", paths[i].in, rc);
		if (rc == 0)
			assert_string_equal(path, paths[i].out);
	}
}

static const struct { const char *in, *json, *code; } pairs[] = {
	{ "",			"{}",				NULL },
	{ "a=1&b=2",		"{\"a\":\"1\",\"b\":\"2\"}",	NULL },
	{ "a=1&a=2&a=3",	"{\"a\":[\"1\",\"2\",\"3\"]}",	NULL },
	{ "&&a&b=&",		"{\"a\":\"\",\"b\":\"\"}",	NULL },
	{ "a=x+y%2B=z",		"{\"a\":\"x y+=z\"}",		NULL },
	{ "%D1%91=%D0%95",	"{\"ё\":\"Е\"}",		NULL },
	{ "a=%",		NULL,				"io.query" },
	{ "a=%1",		NULL,				"io.query" },
	{ "%g1=1",		NULL,				"io.query" },
	{ "=1",			NULL,				"io.query" },
	{ "a=%00",		NULL,				"io.query" },
	{ "a=%0a",		NULL,				"io.query" },
	{ "%0d=1",		NULL,				"io.query" },
	{ "a=%ff",		NULL,				"input" },
	{ "%ff=1",		NULL,				"io.query" },
	{ "a=1&b=2&c=3&d=4&e=5&f=6&g=7", NULL,			"io.query" },
};

static void
queries_become_objects(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(pairs); i++) {
		own_json json_t	*into = json_object();
		own_str char	*text = mem_dup(pairs[i].in), *json = NULL;
		struct err	 err = { 0 };
		int		 rc = web_pairs_parse(text, strlen(text), 6,
		    false, into, &err);

		if (pairs[i].json == NULL) {
			assert_int_equal(rc, -1);
			assert_string_equal(err.code, pairs[i].code);
			continue;
		}
		assert_int_equal(rc, 0);
		json = json_dumps(into, JSON_COMPACT);
		assert_string_equal(json, pairs[i].json);
	}
}

static const struct { const char *type, *body, *fields, *files; }
multiparts[] = {
	{ "multipart/form-data; boundary=B",
	  "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nё\r\n"
	  "--B\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n--B--\r\n",
	  "{\"a\":[\"ё\",\"\"]}", "" },
	{ "multipart/form-data; charset=x; boundary=\"b c\"",
	  "pre\r\n--b c \r\ncontent-disposition:form-data; name=\"f\";"
	  " filename=\"C:\\\\dir\\\\a \\\"q\\\"; name=x.pdf\"\r\n"
	  "Content-Type: application/pdf\r\nX: y\r\n\r\n%PDF\r\n-\r\n"
	  "--b c--epilogue",
	  "{}", "f|a \"q\"; name=x.pdf|application/pdf|%PDF\r\n-;" },
	{ "multipart/form-data; boundary=B",
	  "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\""
	  "\r\n\r\n\r\n--B--", "{}", "f||application/octet-stream|;" },
	{ "multipart/form-data; boundary=B",
	  "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a"
	  "\u202etxt\u2066.\xc2\x85" "pdf\"\r\n\r\n\r\n--B--", "{}",
	  "f|atxt.pdf|application/octet-stream|;" },
	/* Резюме.pdf as Russian Windows writes it; a field's name is held to UTF-8. */
	{ "multipart/form-data; boundary=B",
	  "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\""
	  "\xd0\xe5\xe7\xfe\xec\xe5.pdf\"\r\n\r\n\r\n--B--", "{}",
	  "f|Резюме.pdf|application/octet-stream|;" },
	{ "multipart/form-data; boundary=B",
	  "--B\r\nContent-Disposition: form-data; name=\"\xd0\"; "
	  "filename=\"a\"\r\n\r\n\r\n--B--", NULL, NULL },
	{ "multipart/form-data; boundary=B", "", NULL, NULL },
	{ "multipart/form-data; boundary=B", "--B", NULL, NULL },
	{ "multipart/form-data; boundary=B", "--B\r\n", NULL, NULL },
	{ "multipart/form-data; boundary=B", "--B\r\n\r\nx\r\n--B--", NULL,
	  NULL },
	{ "multipart/form-data; boundary=B",
	  "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx", NULL,
	  NULL },
	{ "multipart/form-data; boundary=B",
	  "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--B",
	  NULL, NULL },
	{ "multipart/form-data; boundary=B",
	  "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xff"
	  "\r\n--B--", NULL, NULL },
	{ "multipart/form-data; boundary=B",
	  "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\""
	  "\r\nContent-Type: text/html\nX: y\r\n\r\nx\r\n--B--", NULL, NULL },
	{ "multipart/form-data; boundary=B",
	  "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\rb\""
	  "\r\n\r\nx\r\n--B--", NULL, NULL },
	{ "multipart/form-data; boundary=B",
	  "--B\r\nContent-Disposition: form-data; name=\"a\"\r\nX: \x7f"
	  "\r\n\r\nx\r\n--B--", NULL, NULL },
	{ "multipart/form-data", "--B--", NULL, NULL },
	{ "multipart/form-data; boundary=", "--", NULL, NULL },
	{ "multipart/form-data; boundary=\"\\", "--", NULL, NULL },
	{ "multipart/form-data; boundary=1234567890123456789012345678901234567"
	  "8901234567890123456789012345678901", "--", NULL, NULL },
};

static void
multipart_bodies_are_taken_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(multiparts); i++) {
		own_json json_t		*fields = json_object();
		own_json json_t		*keep = json_array();
		own_buf struct buf	 seen = { 0 };
		own_str char		*json = NULL;
		struct web_file		 files[WEB_FILES_MAX];
		struct err		 err = { 0 };
		size_t			 n;
		int			 rc;

		rc = web_multipart_parse(multiparts[i].body,
		    strlen(multiparts[i].body), multiparts[i].type, fields,
		    keep, files, &n, &err);
		if ((rc == 0) != (multiparts[i].fields != NULL))
			fail_msg("case %zu: %d %s", i, rc, err.text);
		if (rc == -1)
			continue;
		json = json_dumps(fields, JSON_COMPACT);
		assert_string_equal(json, multiparts[i].fields);
		for (size_t f = 0; f < n; f++)
			buf_fmt(&seen, "%s|%s|%s|%.*s;", files[f].name,
			    files[f].filename, files[f].type,
			    (int)files[f].len, files[f].data);
		assert_string_equal(buf_str(&seen), multiparts[i].files);
	}
}

static void
a_long_name_of_a_file_is_an_error_of_its_own(void **state)
{
	static const struct { size_t letters; const char *code; } names[] = {
		{ 255, "" }, { 256, "io.file_name" }, { 1500, "io.file_name" },
	};

	(void)state;
	for (size_t i = 0; i < nitems(names); i++) {
		own_json json_t		*fields = json_object();
		own_json json_t		*keep = json_array();
		own_buf struct buf	 body = { 0 };
		struct web_file		 files[WEB_FILES_MAX];
		struct err		 err = { 0 };
		size_t			 n;

		buf_puts(&body, "--B\r\nContent-Disposition: form-data; "
		    "name=\"f\"; filename=\"");
		for (size_t k = 0; k < names[i].letters; k++)
			buf_puts(&body, "я");
		buf_puts(&body, "\"\r\n\r\nx\r\n--B--");
		web_multipart_parse(body.data, body.len,
		    "multipart/form-data; boundary=B", fields, keep, files,
		    &n, &err);
		assert_string_equal(err.code, names[i].code);
	}
}

static const struct web_route routes[] = {
	{ "GET",   "/",			NULL, ROLE_NONE, 0 },
	{ "GET",   "/t",		NULL, ROLE_NONE, 0 },
	{ "POST",  "/t",		NULL, ROLE_NONE, 0 },
	{ "GET",   "/t/:id",		NULL, ROLE_NONE, 0 },
	{ "POST",  "/t/:id/move",	NULL, ROLE_NONE, 0 },
	{ "PATCH", "/a/:a/b/:b",	NULL, ROLE_NONE, 0 },
	{ "PATCH", "/t/:id",		NULL, ROLE_NONE, 0 },
	{ "POST",  "/t/test",		NULL, ROLE_NONE, 0 },
	{ 0 }
};

static const struct {
	const char	*method, *path;
	int		 route;		/* -1: none */
	const char	*first, *second, *allow;
} finds[] = {
	{ "GET",     "/",	   0,  NULL, NULL, "" },
	{ "GET",     "/t",	   1,  NULL, NULL, "" },
	{ "POST",    "/t",	   2,  NULL, NULL, "" },
	{ "GET",     "/t/ab c",	   3,  "ab c", NULL, "" },
	{ "POST",    "/t/1/move",  4,  "1", NULL, "" },
	{ "PATCH",   "/a/1/b/2",   5,  "1", "2", "" },
	{ "GET",     "/t/1/move",  -1, NULL, NULL, "OPTIONS, POST" },
	{ "DELETE",  "/t",	   -1, NULL, NULL,
	  "OPTIONS, GET, HEAD, POST" },
	{ "OPTIONS", "/t/1",	   -1, NULL, NULL,
	  "OPTIONS, GET, HEAD, PATCH" },
	{ "POST",    "/t/test",	   7,  NULL, NULL, "" },
	{ "GET",     "/t/test",	   -1, NULL, NULL, "OPTIONS, POST" },
	{ "PATCH",   "/t/test",	   -1, NULL, NULL, "OPTIONS, POST" },
	{ "GET",     "/t/",	   -1, NULL, NULL, "" },
	{ "GET",     "/t/1/",	   -1, NULL, NULL, "" },
	{ "GET",     "/tt",	   -1, NULL, NULL, "" },
	{ "PATCH",   "/a//b/2",	   -1, NULL, NULL, "" },
	{ "OPTIONS", "/none",	   -1, NULL, NULL, "" },
};

static void
routes_are_found(void **state)
{
	struct web_call	*c = mem_zero(sizeof(*c));

	(void)state;
	for (size_t i = 0; i < nitems(finds); i++) {
		struct err	 err = { 0 };
		int		 rc;

		memset(c, 0, sizeof(*c));
		snprintf(c->path, sizeof(c->path), "%s", finds[i].path);
		c->req.method = finds[i].method;
		rc = web_route_find(c, routes, &err);
		if (finds[i].route >= 0) {
			assert_int_equal(rc, 0);
			assert_ptr_equal(c->route, &routes[finds[i].route]);
			if (finds[i].first != NULL)
				assert_string_equal(c->req.param[0],
				    finds[i].first);
			if (finds[i].second != NULL)
				assert_string_equal(c->req.param[1],
				    finds[i].second);
			continue;
		}
		assert_string_equal(c->allow, finds[i].allow);
		if (rc == -1)
			assert_int_equal(err.kind, finds[i].allow[0] == '\0' ?
			    ERR_ABSENT : ERR_METHOD);
		else
			assert_int_equal(rc, 204);
	}
	free(c);
}

static const char *const request_env[] = {
    "HTTP_COOKIE=a=1; hw_session=tok;b=2;  c=\"q\"",
    "HTTP_X_SIGNATURE=s1", "CONTENT_TYPE=text/x", NULL };

static void
headers_and_cookies_are_found(void **state)
{
	const struct web_req	 req = {
	    .env = (void *)(uintptr_t)request_env };
	char			 out[8];

	(void)state;
	assert_string_equal(web_header(&req, "x-signature"), "s1");
	assert_string_equal(web_header(&req, "Content-Type"), "text/x");
	assert_null(web_header(&req, "X-Sign"));
	assert_string_equal(web_cookie(&req, "hw_session", out, sizeof(out)),
	    "tok");
	assert_string_equal(web_cookie(&req, "a", out, sizeof(out)), "1");
	assert_string_equal(web_cookie(&req, "b", out, sizeof(out)), "2");
	assert_null(web_cookie(&req, "session", out, sizeof(out)));
	assert_null(web_cookie(&req, "hw_session", out, 3));
}

static void
ids_are_positive_numbers(void **state)
{
	static const char *const bad[] = { "0", "-1", "", "1x", "x", " 1",
	    "9223372036854775807", "99999999999999999999", "1.0" };
	struct web_req	 req = { .param = { "9223372036854775806" } };
	struct err	 err = { 0 };
	int64_t		 id;

	(void)state;
	assert_int_equal(web_id(&req, 0, &id, &err), 0);
	assert_true(id == INT64_MAX - 1);
	for (size_t i = 0; i < nitems(bad); i++) {
		req.param[0] = bad[i];
		assert_int_equal(web_id(&req, 0, &id, &err), -1);
		assert_int_equal(err.kind, ERR_ABSENT);
	}
	assert_int_equal(web_id(&req, 3, &id, &err), -1);
}

static void
query_parameters_are_checked(void **state)
{
	static const char *const names[] = { "n", "m", "r", "e", NULL };
	own_json json_t		*query = json_pack("{s:s,s:s,s:[s,s],s:s,s:s}",
	    "n", "-7", "m", "7x", "r", "1", "2", "e", "", "lang", "en");
	const struct web_req	 req = { .query = query };
	struct err		 err = { 0 };
	int64_t			 n;

	(void)state;
	assert_int_equal(web_query_int(&req, "n", 1, -9, 9, &n, &err), 0);
	assert_int_equal(n, -7);
	assert_int_equal(web_query_int(&req, "absent", 4, 0, 9, &n, &err), 0);
	assert_int_equal(n, 4);
	assert_int_equal(web_query_int(&req, "n", 1, 0, 9, &n, &err), -1);
	assert_string_equal(err.field[0].code, "range");
	assert_int_equal(web_query_int(&req, "m", 1, 0, 9, &n, &err), -1);
	assert_int_equal(web_query_int(&req, "r", 1, 0, 9, &n, &err), -1);
	assert_int_equal(web_query_int(&req, "e", 1, 0, 9, &n, &err), -1);
	assert_int_equal(err.nfields, 4);
	assert_string_equal(web_query(&req, "r"), "1");
	assert_int_equal(web_query_only(&req, names, &err), 0);
	assert_int_equal(web_query_only(&req, names + 1, &err), -1);
}

static void
pages_link_to_their_neighbours(void **state)
{
	own_json json_t		*query = json_pack("{s:[s,s],s:s,s:s,s:s}",
	    "status", "в работе", "a&b", "page", "3", "page_size", "50",
	    "q", "");
	struct web_req		 req = { .path = "/t/ё", .query = query };
	struct web_res		 res = { 0 };
	struct web_page		 page;
	struct err		 err = { 0 };

	(void)state;
	assert_int_equal(web_page_read(&req, &page, &err), 0);
	assert_int_equal(page.page, 3);
	assert_int_equal(page.size, 50);
	web_page_write(&res, &req, &page, "1:2=/", 10001);
	assert_string_equal(buf_str(&res.headers), "Link: </t/%D1%91?"
	    "status=%D0%B2%20%D1%80%D0%B0%D0%B1%D0%BE%D1%82%D0%B5&"
	    "status=a%26b&page_size=50&q=&after=1%3A2%3D%2F>; rel=\"next\", "
	    "</t/%D1%91?status=%D0%B2%20%D1%80%D0%B0%D0%B1%D0%BE%D1%82%D0%B5&"
	    "status=a%26b&page_size=50&q=&page=2>; rel=\"prev\"\r\n"
	    "X-Total-Count: 10000+\r\n");
	buf_clear(&res.headers);
	json_object_clear(query);
	json_object_set_new(query, "after", json_string("x"));
	assert_int_equal(web_page_read(&req, &page, &err), 0);
	web_page_write(&res, &req, &page, NULL, 10000);
	assert_string_equal(buf_str(&res.headers), "X-Total-Count: 10000\r\n");
	buf_clear(&res.headers);
	json_object_set_new(query, "page_size", json_string("101"));
	assert_int_equal(web_page_read(&req, &page, &err), -1);
}

static void
a_header_cannot_hold_another(void **state)
{
	struct web_res	 res = { 0 };

	(void)state;
	web_header_add(&res, "Location", "/a%s", "\r\nSet-Cookie: x=1");
	assert_int_equal(res.headers.len, 0);
	web_header_add(&res, "Location", "/%d", 7);
	assert_string_equal(buf_str(&res.headers), "Location: /7\r\n");
	buf_clear(&res.headers);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(paths_are_decoded_strictly),
		cmocka_unit_test(queries_become_objects),
		cmocka_unit_test(multipart_bodies_are_taken_apart),
		cmocka_unit_test(a_long_name_of_a_file_is_an_error_of_its_own),
		cmocka_unit_test(routes_are_found),
		cmocka_unit_test(headers_and_cookies_are_found),
		cmocka_unit_test(ids_are_positive_numbers),
		cmocka_unit_test(query_parameters_are_checked),
		cmocka_unit_test(pages_link_to_their_neighbours),
		cmocka_unit_test(a_header_cannot_hold_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
