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
#include "live/audience.h"
#include "live/channel.h"
#include "live/event.h"
#include "live/post.h"
#include "live/spread.h"
#include "step.h"

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

/* --- events for many --- */

static struct err	err;

/* A thing is seen by those whose names are its number. */
static const struct live_audience things = { "thing", "SELECT 7 AS thing_id, "
    "u.company_id, u.id AS user_id FROM user u WHERE u.name = '7'" };
static const struct live_audience *const audiences[] = { &things, NULL };

/* The data of the newest event that a page of theirs would catch up, or "". */
static void
caught_up(int64_t user_id, int64_t after, char out[64])
{
	own_rows struct db_rows	*rows = NULL;
	struct live_event	 event;

	out[0] = '\0';
	OK(live_event_list(db, user_id, after, 10, &rows, &err));
	while (live_event_next(rows, &event))
		snprintf(out, 64, "%s", event.data);
}

static int64_t
last_seq(int64_t user_id)
{
	int64_t	seq;

	OK(live_event_last(db, user_id, &seq, &err));
	return seq;
}

static void
an_event_for_many_reaches_those_who_may_see_it(void **state)
{
	static const int	statuses[] = { 201 };
	char			a[PUBLISH_NAME_SIZE], b[PUBLISH_NAME_SIZE],
				c[PUBLISH_NAME_SIZE], d[PUBLISH_NAME_SIZE],
				got[64];
	const struct web_who	in = listener(a), also = listener(b),
				told = listener(c), out = listener(d);
	own_json json_t		*data = json_pack("{s:i}", "id", 7);
	struct publisher	p;

	(void)state;
	OK(db_exec(db, "UPDATE user SET name = '7' WHERE id IN (?, ?)",
	    DB_ARGS(db_int(in.user_id), db_int(also.user_id)), NULL, &err));
	OK(live_post_add(db, &(struct live_post){ .company_id = in.company_id,
	    .audience = "thing", .audience_id = 7, .type = "task",
	    .users = (const int64_t[]){ told.user_id, in.user_id }, .n = 2,
	    .data = data }, &err));
	assert_int_equal(last_seq(in.user_id), 0);
	publisher_open(&p, statuses, 1);
	OK(live_spread_run(db, conf, audiences, false, &err));
	pthread_join(p.thread, NULL);
	assert_non_null(strstr(p.asked.data, a));
	assert_non_null(strstr(p.asked.data, b));
	assert_non_null(strstr(p.asked.data, c));
	assert_null(strstr(p.asked.data, d));
	publisher_close(&p);
	for (size_t i = 0; i < 3; i++) {
		caught_up((const int64_t[]){ in.user_id, also.user_id,
		    told.user_id }[i], 0, got);
		assert_string_equal(got, "{\"id\":7}");
	}
	assert_int_equal(last_seq(in.user_id), last_seq(told.user_id));
	caught_up(in.user_id, last_seq(in.user_id), got);
	assert_string_equal(got, "");
	caught_up(out.user_id, 0, got);
	assert_string_equal(got, "");
	assert_int_equal(last_seq(out.user_id), 0);
}

static void
nobody_of_another_company_hears_it(void **state)
{
	char			a[PUBLISH_NAME_SIZE];
	const struct web_who	who = listener(a);
	int64_t			company;

	(void)state;
	OK(user_company(db, "live elsewhere", &company, &err));
	OK(live_post_add(db, &(struct live_post){ .company_id = company,
	    .type = "task", .users = &who.user_id, .n = 1 }, &err));
	OK(live_spread_run(db, conf, audiences, false, &err));
	assert_int_equal(last_seq(who.user_id), 0);
}

static int64_t
count(const char *sql, int64_t id)
{
	int64_t	n;

	OK(db_number(db, sql, DB_ARGS(db_int(id)), &n, &err));
	return n;
}

/* One that died after the event had its number, and one that has it still. */
static void
what_was_left_half_done_is_sent_again_under_its_number(void **state)
{
	static const int	statuses[] = { 201 };
	char			a[PUBLISH_NAME_SIZE], number[32];
	const struct web_who	who = listener(a);
	struct publisher	p;
	int64_t			seq, post;

	(void)state;
	OK(live_event_store(db, who.company_id, 0, "task", "{}", &seq, &err));
	OK(db_exec(db, "INSERT INTO live_reader (user_id, event_id) "
	    "VALUES (?, ?)", DB_ARGS(db_int(who.user_id), db_int(seq)), NULL,
	    &err));
	OK(db_exec(db, "INSERT INTO live_post (company_id, people, type, "
	    "data, seq, lease, lease_until) VALUES (?, '[]', 'task', '{}', ?, "
	    "'another', NOW(3) + INTERVAL 1 HOUR)",
	    DB_ARGS(db_int(who.company_id), db_int(seq)), NULL, &err));
	post = db_last_id(db);
	OK(live_spread_run(db, conf, audiences, false, &err));
	assert_int_equal(count("SELECT COUNT(*) FROM live_post WHERE id = ?",
	    post), 1);
	OK(db_exec(db, "UPDATE live_post SET lease_until = NOW(3) - "
	    "INTERVAL 1 SECOND WHERE id = ?", DB_ARGS(db_int(post)), NULL,
	    &err));
	publisher_open(&p, statuses, 1);
	OK(live_spread_run(db, conf, audiences, false, &err));
	pthread_join(p.thread, NULL);
	snprintf(number, sizeof(number), "\"seq\":%lld,", (long long)seq);
	assert_non_null(strstr(p.asked.data, number));
	publisher_close(&p);
	assert_int_equal(count("SELECT COUNT(*) FROM live_post WHERE id = ?",
	    post), 0);
	assert_int_equal(count("SELECT COUNT(*) FROM event_log WHERE id > ?",
	    seq), 0);
}

/* Many at once, each with readers of its own, one of which nobody can store. */
static void
one_that_fails_holds_up_no_other(void **state)
{
	char			a[PUBLISH_NAME_SIZE];
	const struct web_who	who = listener(a);
	own_json json_t		*data = json_pack("{s:i}", "id", 8);

	(void)state;
	OK(db_exec(db, "INSERT INTO live_post (company_id, audience, people, "
	    "type, data) VALUES (?, '', '[]', 'task', '{\"refused\": 1}')",
	    DB_ARGS(db_int(who.company_id)), NULL, &err));
	OK(db_exec(db, "CREATE TRIGGER refuse BEFORE INSERT ON event_log FOR "
	    "EACH ROW BEGIN IF NEW.data LIKE '%refused%' THEN "
	    "SIGNAL SQLSTATE '45000'; END IF; END", DB_NONE, NULL, &err));
	for (int i = 0; i < 5; i++)
		OK(live_post_add(db, &(struct live_post){
		    .company_id = who.company_id, .type = "task",
		    .users = &who.user_id, .n = 1, .data = data }, &err));
	OK(live_spread_run(db, conf, audiences, false, &err));
	OK(db_exec(db, "DROP TRIGGER refuse", DB_NONE, NULL, &err));
	assert_int_equal(count("SELECT COUNT(*) FROM live_reader WHERE "
	    "user_id = ?", who.user_id), 5);
	assert_int_equal(count("SELECT COUNT(*) FROM live_post WHERE "
	    "lease_until > NOW(3) + INTERVAL ? SECOND", 1), 1);
	OK(db_exec(db, "DELETE FROM live_post", DB_NONE, NULL, &err));
}

static int64_t
promised(void)
{
	int64_t	n;

	OK(db_number(db, "SELECT COUNT(*) FROM inbound_watch WHERE "
	    "provider = 'live' AND until_at > NOW(3)", DB_NONE, &n, &err));
	return n;
}

/* It sends what is stored for a while after it was seen: nobody else is woken until then. */
static void
whoever_saw_one_watch_does_not_look_again_at_once(void **state)
{
	own_db struct db	*other = step_db();

	(void)state;
	OK(db_exec(db, "UPDATE inbound_watch SET holder = 'x', until_at = "
	    "NOW(3) + INTERVAL 1 HOUR WHERE provider = 'live'", DB_NONE, NULL,
	    &err));
	live_post_wake(db, conf);
	OK(db_exec(db, "UPDATE inbound_watch SET until_at = '2000-01-01' "
	    "WHERE provider = 'live'", DB_NONE, NULL, &err));
	live_post_wake(db, conf);
	assert_int_equal(promised(), 0);
	live_post_wake(other, conf);
	assert_int_equal(promised(), 1);
	OK(db_exec(db, "UPDATE inbound_watch SET until_at = '2000-01-01' "
	    "WHERE provider = 'live'", DB_NONE, NULL, &err));
	live_post_wake(other, conf);	/* it saw nobody watch, it woke one */
	assert_int_equal(promised(), 1);
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
		cmocka_unit_test(an_event_for_many_reaches_those_who_may_see_it),
		cmocka_unit_test(nobody_of_another_company_hears_it),
		cmocka_unit_test(what_was_left_half_done_is_sent_again_under_its_number),
		cmocka_unit_test(one_that_fails_holds_up_no_other),
		cmocka_unit_test(whoever_saw_one_watch_does_not_look_again_at_once),
	};

	return cmocka_run_group_tests(tests, open_house, group_close);
}
