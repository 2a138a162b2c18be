/* live: events are kept and sent; a publisher that is away harms nothing. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "account/session.h"
#include "account/user.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "group.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "live/channel.h"
#include "live/event.h"

static char		 path[64];

/* A publisher that answers each of its connections with the next status. */
struct publisher {
	int		 fd, n;
	const int	*statuses;
	struct buf	 asked;
	pthread_t	 thread;
};

static void *
run(void *arg)
{
	struct publisher	*p = arg;

	for (int i = 0; i < p->n; i++) {
		char	 data[8192], answer[64];
		ssize_t	 got;
		int	 fd = accept(p->fd, NULL, NULL);

		while ((got = recv(fd, data, sizeof(data), 0)) > 0) {
			buf_add(&p->asked, data, (size_t)got);
			if (p->asked.data[p->asked.len - 1] == '}' ||
			    strncmp(data, "DELETE", 6) == 0)
				break;
		}
		snprintf(answer, sizeof(answer), "HTTP/1.1 %d X\r\n"
		    "Content-Length: 0\r\n\r\n", p->statuses[i]);
		send(fd, answer, strlen(answer), MSG_NOSIGNAL);
		close(fd);
	}
	return NULL;
}

static void
publisher_open(struct publisher *p, const int *statuses, int n)
{
	struct sockaddr_un	 to = { .sun_family = AF_UNIX };

	*p = (struct publisher){ .statuses = statuses, .n = n,
	    .fd = socket(AF_UNIX, SOCK_STREAM, 0) };
	snprintf(to.sun_path, sizeof(to.sun_path), "%s", path);
	unlink(path);
	assert_int_equal(bind(p->fd, (struct sockaddr *)&to, sizeof(to)), 0);
	assert_int_equal(listen(p->fd, 4), 0);
	pthread_create(&p->thread, NULL, run, p);
}

static void
publisher_close(struct publisher *p)
{
	close(p->fd);
	unlink(path);
	buf_clear(&p->asked);
}

/* The newest stored event's number and text. */
static int64_t
newest(int64_t user_id, char **data)
{
	own_rows struct db_rows	*rows = NULL;
	struct err		 err = { 0 };

	assert_int_equal(db_query(db, "SELECT id, data FROM event_log"
	    " WHERE user_id = ? ORDER BY id DESC LIMIT 1",
	    DB_ARGS(db_int(user_id)), &rows, &err), 0);
	if (!db_rows_next(rows))
		return 0;
	*data = db_col_dup(rows, 1);
	return db_col_int(rows, 0);
}

/* A user with a session whose channel is open: who, and the channel. */
static struct web_who
listener(char channel[PUBLISH_NAME_SIZE])
{
	struct session_new	 from = { 0, "127.0.0.1", "unit", false };
	struct session_key	 key = { 0 };
	struct web_who		 who = { 0 };
	struct err		 err = { 0 };
	char			 token[SECRET_TOKEN_SIZE], email[80];

	secret_token(token);
	snprintf(email, sizeof(email), "%s@live.test", token);
	assert_int_equal(user_company(db, "live", &who.company_id, &err), 0);
	assert_int_equal(user_add(db, who.company_id, email, "",
	    ROLE_RECRUITER, "en", &who.user_id, &err), 0);
	from.user_id = who.user_id;
	assert_int_equal(session_start(db, &from, &key, &err), 0);
	who.session_id = key.id;
	assert_int_equal(live_channel_open(db, &who, channel, &err), 0);
	return who;
}

static void
an_event_is_kept_and_sent(void **state)
{
	static const int	statuses[] = { 503, 201 };	/* again once */
	char			channel[PUBLISH_NAME_SIZE];
	int64_t			user = listener(channel).user_id;
	struct publisher	p;
	own_json json_t		*data = json_pack("{s:i,s:s}", "id", 5, "name",
				    "Анна");
	own_json json_t		*sent = NULL;
	own_str char		*stored = NULL;
	const char		*body;

	(void)state;
	publisher_open(&p, statuses, 2);
	live_event_add(db, conf, 1, user, "import", data);
	pthread_join(p.thread, NULL);
	assert_non_null(strstr(p.asked.data, channel));
	assert_non_null(body = strstr(p.asked.data, "\r\n\r\n"));
	sent = json_loads(body + 4, JSON_DISABLE_EOF_CHECK, NULL);
	assert_int_equal(json_integer_value(json_object_get(sent, "seq")),
	    newest(user, &stored));
	assert_string_equal(json_string_value(json_object_get(sent, "type")),
	    "import");
	assert_true(json_equal(json_object_get(sent, "data"), data));
	assert_non_null(strstr(stored, "Анна"));
	publisher_close(&p);
}

static void
progress_is_sent_and_not_kept(void **state)
{
	static const int	statuses[] = { 202 };
	char			channel[PUBLISH_NAME_SIZE];
	int64_t			user = listener(channel).user_id;
	struct publisher	p;
	own_json json_t		*data = json_pack("{s:i}", "id", 5);
	own_str char		*stored = NULL;

	(void)state;
	publisher_open(&p, statuses, 1);
	live_event_progress(db, conf, user, "import", data);
	pthread_join(p.thread, NULL);
	assert_non_null(strstr(p.asked.data, "\"data\":{\"id\":5}}"));
	assert_null(strstr(p.asked.data, "\"seq\""));
	assert_int_equal(newest(user, &stored), 0);
	publisher_close(&p);
}

static void
an_absent_publisher_harms_nothing(void **state)
{
	char		 channel[PUBLISH_NAME_SIZE];
	int64_t		 user = listener(channel).user_id;
	own_json json_t	*data = json_pack("{s:i}", "id", 6);
	own_str char	*stored = NULL;

	(void)state;
	live_event_add(db, conf, 1, user, "sync", data);
	assert_true(newest(user, &stored) > 0);
	assert_string_equal(stored, "{\"id\":6}");
}

static void
a_channel_belongs_to_one_session(void **state)
{
	static const int	statuses[] = { 200, 201 };
	char			 one[PUBLISH_NAME_SIZE], key[PUBLISH_NAME_SIZE];
	char			 again[PUBLISH_NAME_SIZE];
	struct web_who		 who = listener(one);
	struct publisher	 p;
	struct err		 err = { 0 };

	(void)state;
	assert_int_equal(strlen(one), PUBLISH_NAME_SIZE - 1);
	assert_int_equal(live_channel_open(db, &who, again, &err), 0);
	assert_string_equal(one, again);
	/* There is no such API key: its channel is closed, and nothing is sent to it. */
	who.token_id = who.session_id;
	who.session_id = 0;
	assert_int_equal(live_channel_open(db, &who, key, &err), 0);
	assert_string_not_equal(one, key);
	publisher_open(&p, statuses, 2);
	live_event_progress(db, conf, who.user_id, "sync", NULL);
	live_channel_close(db, conf, who.user_id);
	pthread_join(p.thread, NULL);
	assert_non_null(strstr(p.asked.data, one));
	assert_null(strstr(strstr(p.asked.data, one) + 1, one));
	assert_non_null(strstr(p.asked.data, "DELETE /publish?channel="));
	assert_non_null(strstr(strstr(p.asked.data, "DELETE"), key));
	publisher_close(&p);
	assert_int_equal(live_channel_open(db, &who, again, &err), 0);
	assert_string_not_equal(key, again);
}

static int
open_house(void **state)
{
	snprintf(path, sizeof(path), "/tmp/test_live.%d", getpid());
	setenv("PUSH_SOCKET", path, 1);
	return group_open(state);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(an_event_is_kept_and_sent),
		cmocka_unit_test(progress_is_sent_and_not_kept),
		cmocka_unit_test(an_absent_publisher_harms_nothing),
		cmocka_unit_test(a_channel_belongs_to_one_session),
	};

	return cmocka_run_group_tests(tests, open_house, group_close);
}
