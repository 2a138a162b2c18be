/* A fifth board, of one file and one row: the machine of all boards searches it as any other. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "account/caller.h"
#include "account/user.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "example.h"
#include "hh/hh.h"
#include "io/db.h"
#include "io/field.h"
#include "io/secret.h"
#include "io/web.h"
#include "platform/integration.h"
#include "platform/search.h"
#include "step.h"
#include "superjob/superjob.h"

#define KEY	"example-key-1234"

/* The row. */
static const struct platform *const boards[] = {
	&hh_platform, &superjob_platform, &example_platform, NULL
};

static struct conf	*conf;
static struct db	*db;
static struct caller	 who;
static pid_t		 server;

/* Two pages; without the key a refusal. */
static const char *
answer_to(const char *asked, const char **status)
{
	*status = "200 OK";
	if (strcasestr(asked, "X-Key: " KEY) == NULL) {
		*status = "401 Unauthorized";
		return "{\"why\":\"no such key\"}";
	}
	return strstr(asked, "after=2") != NULL ?
	    "{\"people\":[{\"id\":3,\"name\":\"C\"}],\"total\":3}" :
	    "{\"people\":[{\"id\":1,\"name\":\"A\",\"mail\":\"a@b.org\"},"
	    "{\"id\":2,\"name\":\"B\"}],\"total\":3,\"next\":\"2\"}";
}

static void
serve(int listener)
{
	for (;;) {
		const int	 fd = accept(listener, NULL, NULL);
		char		 asked[4096] = "", out[2048];
		const char	*status, *body;
		size_t		 len = 0;
		ssize_t		 got;

		while (strstr(asked, "\r\n\r\n") == NULL && (got = recv(fd,
		    asked + len, sizeof(asked) - 1 - len, 0)) > 0)
			len += (size_t)got;
		body = answer_to(asked, &status);
		snprintf(out, sizeof(out), "HTTP/1.1 %s\r\nContent-Type: "
		    "application/json\r\nContent-Length: %zu\r\nConnection: "
		    "close\r\n\r\n%s", status, strlen(body), body);
		send(fd, out, strlen(out), MSG_NOSIGNAL);
		close(fd);
	}
}

static void
start_server(void)
{
	struct sockaddr_in	 at = { .sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t		 size = sizeof(at);
	const int		 fd = socket(AF_INET, SOCK_STREAM, 0);
	char			 url[60];

	assert_int_equal(bind(fd, (struct sockaddr *)&at, size), 0);
	assert_int_equal(listen(fd, 8), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &size), 0);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d", ntohs(at.sin_port));
	setenv("EXAMPLE_API_URL", url, 1);
	setenv("ALLOW_HOSTS", "127.0.0.1", 1);
	if ((server = fork()) == 0)
		serve(fd);
	close(fd);
}

static int
set_up(void **state)
{
	char		 token[SECRET_TOKEN_SIZE], email[80];
	struct err	 err = { 0 };

	(void)state;
	setenv("SECRET_KEY", "unit test key, long enough", 1);
	start_server();
	assert_non_null(conf = conf_open(&err));
	assert_non_null(db = db_open(conf, &err));
	secret_token(token);
	snprintf(email, sizeof(email), "%s@unit.test", token);
	OK(db_exec(db, "INSERT INTO company (name) VALUES (?)",
	    DB_ARGS(db_str(token)), NULL, &err));
	who = (struct caller){ .db = db, .conf = conf,
	    .company_id = db_last_id(db), .lang = "ru" };
	OK(user_add(db, who.company_id, email, "", ROLE_RECRUITER, "en",
	    &who.user_id, &err));
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	kill(server, SIGKILL);
	waitpid(server, NULL, 0);
	db_close(db);
	conf_close(conf);
	return 0;
}

static void
connect_board(const char *name, const char *key)
{
	own_integration_change struct integration_change to = {
	    .name = name, .description = "", .is_active = true,
	    .sync_interval_hours = 24, .search = json_object(),
	    .key = { key } };
	int64_t		 id;
	struct err	 err = { 0 };

	OK(integration_create(db, conf, who.company_id, who.user_id,
	    "example", &to, &id, &err));
}

static void
is_searched_as_any_other(void **state)
{
	own_json json_t		*body = json_pack("{s:s, s:[s], s:i}",
				    "platform", "example", "keywords", "c",
				    "experience_min", 3);
	own_search struct search *s = NULL;
	own_json json_t		*rows = NULL;
	own_str char		*cursor = NULL;
	struct search_part	*part;
	const json_t		*notes;
	struct err		 err = { 0 };

	(void)state;
	connect_board("Main", KEY);
	OK(search_open(&who, boards, body, &s, &err));
	assert_non_null(part = search_next(s));
	assert_int_equal(part->done->rc, 0);
	assert_int_equal(part->done->calls, 2);
	assert_int_equal(json_array_size(part->done->got.found), 3);
	assert_string_equal(field_str(json_array_get(part->done->got.found,
	    0), "email"), "a@b.org");
	assert_null(search_next(s));
	cursor = search_cursor(s);
	assert_null(cursor);
	assert_int_equal(search_total(s), 3);
	rows = search_platforms(s, "ru");
	notes = field_at(json_array_get(field_at(json_array_get(rows, 0),
	    "integrations", NULL), 0), "notes", NULL);
	assert_string_equal(field_str(json_array_get(notes, 0), "wish"),
	    "experience");
}

static void
says_its_refusals(void **state)
{
	own_json json_t		*body = json_pack("{s:s}", "platform",
				    "example");
	own_search struct search *s = NULL;
	struct search_part	*part;
	int			 refused = 0;
	struct err		 err = { 0 };

	(void)state;
	connect_board("Other", "another-key-5678");
	OK(search_open(&who, boards, body, &s, &err));
	while ((part = search_next(s)) != NULL)
		if (part->done->rc == -1) {
			assert_string_equal(part->done->err.code,
			    "platform.key");
			refused++;
		}
	assert_int_equal(refused, 1);
	OK(search_judge(s, &err));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(is_searched_as_any_other),
		cmocka_unit_test(says_its_refusals),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
