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

#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "group.h"
#include "io/db.h"
#include "io/field.h"
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
			if (p->asked.data[p->asked.len - 1] == '}')
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

static void
an_event_is_kept_and_sent(void **state)
{
	static const int	statuses[] = { 503, 201 };	/* again once */
	int64_t			user = clock_ms();
	struct publisher	p;
	own_json json_t		*data = json_pack("{s:i,s:s}", "id", 5, "name",
				    "Анна");
	own_json json_t		*sent = NULL;
	own_str char		*stored = NULL;
	char			 channel[65];
	const char		*body;

	(void)state;
	publisher_open(&p, statuses, 2);
	live_event_add(db, conf, 1, user, "import", data);
	pthread_join(p.thread, NULL);
	live_channel_name(conf, user, channel);
	assert_int_equal(strlen(channel), 64);
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
	int64_t			user = clock_ms() + 1;
	struct publisher	p;
	own_json json_t		*data = json_pack("{s:i}", "id", 5);
	own_str char		*stored = NULL;

	(void)state;
	publisher_open(&p, statuses, 1);
	live_event_progress(conf, user, "import", data);
	pthread_join(p.thread, NULL);
	assert_non_null(strstr(p.asked.data, "\"data\":{\"id\":5}}"));
	assert_null(strstr(p.asked.data, "\"seq\""));
	assert_int_equal(newest(user, &stored), 0);
	publisher_close(&p);
}

static void
an_absent_publisher_harms_nothing(void **state)
{
	int64_t		 user = clock_ms() + 2, began = clock_ms();
	own_json json_t	*data = json_pack("{s:i}", "id", 6);
	own_str char	*stored = NULL;

	(void)state;
	live_event_add(db, conf, 1, user, "sync", data);
	assert_true(newest(user, &stored) > 0);
	assert_string_equal(stored, "{\"id\":6}");
	assert_true(clock_ms() - began < 1000);
}

static void
channels_cannot_be_guessed(void **state)
{
	char	 a[65], b[65], other[65];

	(void)state;
	live_channel_name(conf, 1, a);
	live_channel_name(conf, 2, b);
	assert_string_not_equal(a, b);
	setenv("SECRET_KEY", "another key, as long as the first", 1);
	live_channel_name(conf, 1, other);
	assert_string_not_equal(a, other);
	setenv("SECRET_KEY", "", 1);
	live_channel_name(conf, 1, other);
	assert_string_equal(other, "");
	setenv("SECRET_KEY", "a key for the tests of live events", 1);
}

static int
open_house(void **state)
{
	snprintf(path, sizeof(path), "/tmp/test_live.%d", getpid());
	setenv("SECRET_KEY", "a key for the tests of live events", 1);
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
		cmocka_unit_test(channels_cannot_be_guessed),
	};

	return cmocka_run_group_tests(tests, open_house, group_close);
}
