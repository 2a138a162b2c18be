#include "reply/run.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "account/user.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/proc.h"
#include "base/text.h"
#include "clickup/api.h"
#include "clickup/api_comment.h"
#include "clickup/link.h"
#include "clickup/listener.h"
#include "clickup/set.h"
#include "io/db.h"
#include "io/rota.h"
#include "io/field.h"
#include "io/slot.h"
#include "io/secret.h"
#include "reply/match.h"
#include "reply/rule.h"

#define PART		100	/* tasks looked at in one go */
#define RUN_MS		50000
#define GRACE_S		45	/* a lost POST may still arrive; above its time limit */
#define ATTEMPTS_MAX	5
#define BACKOFF_MS	30000
#define KEY_MS		600000	/* until a refused key is tried again */
#define LOOK_LOCK	"replies-look"
#define SLICE_MS	2000	/* of one person, then the next has their turn */
#define WORKERS		4	/* processes at a time */

/* --- looking --- */

/* The rules and the list of whoever's tasks are being looked at. */
struct matcher {
	int64_t			 user_id;	/* 0: none yet */
	struct reply	 rule[REPLY_MAX];
	struct reply_rule	*open[REPLY_MAX];
	size_t			 n;
	char			*list_id, *list_name;
};

static void
matcher_clear(struct matcher *e)
{
	for (size_t i = 0; i < e->n; i++) {
		reply_clear(&e->rule[i]);
		reply_close(e->open[i]);
	}
	mem_free_str(&e->list_id);
	mem_free_str(&e->list_name);
	*e = (struct matcher){ 0 };
}
#define own_matcher cleanup(matcher_clear)

static void
name_list(struct db *db, struct matcher *e, int64_t company_id, int64_t user_id)
{
	own_clickup_set struct clickup_set	set = { 0 };
	struct err				ignored = { 0 };

	if (clickup_set_get(db, company_id, user_id, &set, &ignored) == -1)
		return;
	e->list_id = mem_dup(set.list_id);
	e->list_name = mem_dup(set.list_name);
}

static int
look_for(struct db *db, struct matcher *e, const struct reply_task *task,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct err		 odd = { 0 };

	if (e->user_id == task->user_id)
		return 0;
	matcher_clear(e);
	if (reply_list(db, task->user_id, true, &rows, err) == -1)
		return -1;
	while (e->n < REPLY_MAX && reply_next(rows, &e->rule[e->n]))
		if ((e->open[e->n] = reply_open(&e->rule[e->n],
		    &odd)) != NULL)
			e->n++;
	name_list(db, e, task->company_id, task->user_id);
	e->user_id = task->user_id;
	return 0;
}

static int
queue_answer(struct db *db, const struct matcher *e, size_t i,
    const struct reply_task *task, struct err *err)
{
	const bool	 known = e->list_id != NULL && e->list_name != NULL &&
			    strcmp(e->list_id, task->list_id) == 0;
	own_str char	*text = reply_text(e->open[i], task, known ?
			    e->list_name : task->list_id);
	char		 token[SECRET_TOKEN_SIZE];
	own_str char	*marker = NULL;

	secret_token(token);
	marker = mem_fmt("hw-%.12s", token);
	return reply_await(db, e->rule[i].id, task, text, marker, err);
}

static int
look_at(struct db *db, struct matcher *e, const struct reply_task *task,
    struct err *err)
{
	int	rc;

	if (look_for(db, e, task, err) == -1)
		return -1;
	for (size_t i = 0; i < e->n; i++) {
		if (task->date_updated < e->rule[i].enabled_at)
			continue;
		if ((rc = reply_match(e->open[i], task)) == -1)
			log_line(LOG_WARN, "auto reply %lld: its expression "
			    "takes too long on %s",
			    (long long)e->rule[i].id, task->task_id);
		if (rc == 1 && queue_answer(db, e, i, task, err) == -1)
			return -1;
	}
	return reply_looked(db, task, err);
}

/* Some of one company's. */
static int
look(struct db *db, int64_t company_id, void *arg, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_matcher struct matcher	 rules = { 0 };
	struct reply_task	 task;
	int			 n;

	(void)arg;
	if (reply_waiting(db, company_id, PART, &rows, err) == -1)
		return -1;
	for (n = 0; reply_task_next(rows, &task); n++)
		if (look_at(db, &rules, &task, err) == -1)
			return -1;
	return n > 0;
}

/* --- answering --- */

struct sender {
	struct db		*db;
	const struct conf	*conf;
	struct clickup		*api;
	int64_t			 user_id;	/* whose; 0: closed */
};

static void
sender_close(struct sender *s)
{
	clickup_close(s->api);
	s->api = NULL;
	s->user_id = 0;
}
#define own_sender cleanup(sender_close)

static int64_t
grace_ms(const struct sender *s)
{
	return conf_int(s->conf, "REPLY_GRACE_S", GRACE_S) * 1000;
}

static int
open_api(struct sender *s, const struct reply_line *line,
    struct err *err)
{
	if (s->user_id == line->user_id)
		return 0;
	sender_close(s);
	if (clickup_link_open(s->db, s->conf, line->company_id, line->user_id,
	    &s->api, err) == -1)
		return -1;
	s->user_id = line->user_id;
	return 0;
}

/* Does one of the task's comments bear our mark? */
static int
was_sent(struct sender *s, const struct reply_line *line, bool *yes,
    struct err *err)
{
	own_json json_t	*list = NULL;
	const json_t	*one;
	const char	*text;
	size_t		 i;

	*yes = false;
	if (clickup_comments_fetch(s->api, line->task_id, 0, &list, err) == -1)
		return -1;
	json_array_foreach(list, i, one)
		if ((text = field_str(one, "text")) != NULL &&
		    strstr(text, line->marker) != NULL)
			*yes = true;
	return 0;
}

/* After a failure: once more later, or never. */
static int
settle(struct sender *s, const struct reply_line *line, bool maybe,
    const struct err *why, struct err *err)
{
	const bool	key = why->kind == ERR_REMOTE_AUTH ||
			    strcmp(why->code, "clickup.unset") == 0;
	const bool	waits = key || why->kind == ERR_BUSY;
	const bool	never = why->kind == ERR_DENIED ||
			    why->kind == ERR_ABSENT ||
			    (!waits && line->attempts >= ATTEMPTS_MAX);
	const char	*state = maybe || strcmp(line->state, "intent") == 0 ?
			    "intent" : "ready";
	int64_t		ms = key ? KEY_MS : why->retry_after_s > 0 ?
			    why->retry_after_s * 1000LL : BACKOFF_MS;

	log_err(LOG_INFO, "auto reply", why);
	sender_close(s);
	if (maybe)
		ms = grace_ms(s);
	if (never && !maybe)
		return reply_end(s->db, line, "failed", why->code,
		    why->text, err);
	return reply_later(s->db, line, state, ms, !waits, why->code,
	    why->text, err);
}

/* A line for people below it: what wrote it, with a link to the rules. By the end of the link it is
 * known again. */
static int
sign(struct sender *s, const struct reply_line *line, char **out,
    struct err *err)
{
	own_user struct user	 user = { 0 };
	own_str char		*site = conf_site(s->conf);
	own_str char		*link = mem_fmt("%s/clickup/auto-replies/#%s",
				    site, line->marker);
	char			 end[600];

	if (user_get(s->db, line->user_id, &user, err) == -1)
		return -1;
	text_put(end, sizeof(end), user.locale, "reply.sign", link);
	*out = mem_fmt("%s\n\n%s", line->text, end);
	return 0;
}

static int
post(struct sender *s, struct reply_line *line, struct err *err)
{
	own_str char	*text = NULL;
	struct err	 why = { 0 };
	bool		 maybe = false;

	if (sign(s, line, &text, err) == -1)
		return -1;

	if (reply_intend(s->db, line, &why) == -1) {
		/* Over its number of the hour: those that are due wait by now. */
		if (strcmp(why.code, "reply.hourly") == 0) {
			log_err(LOG_INFO, "auto reply", &why);
			return 0;
		}
		*err = why;
		return -1;
	}
	if (clickup_comment_add(s->api, line->task_id, text, line->notify_all,
	    &maybe, &why) == 0)
		return reply_sent(s->db, line, err);
	if (!maybe) {
		/* Certainly not done: the next try need not look for it. */
		if (reply_later(s->db, line, "ready", 0, true, why.code,
		    why.text, err) == -1)
			return -1;
		mem_free_str(&line->state);
		line->state = mem_dup("ready");
	}
	return settle(s, line, maybe, &why, err);
}

/* One whose POST may have been carried out: looked for before it is sent again. */
static int
find(struct sender *s, struct reply_line *line, struct err *err)
{
	int64_t		 wait, now;
	struct err	 why = { 0 };
	bool		 yes;

	if (db_now(s->db, &now, err) == -1)
		return -1;
	wait = line->intent_at + grace_ms(s) - now;
	/* Whether a task that is gone was answered will never be known. */
	if (was_sent(s, line, &yes, &why) == -1)
		return settle(s, line, why.kind != ERR_ABSENT &&
		    why.kind != ERR_DENIED, &why, err);
	if (yes)
		return reply_sent(s->db, line, err);
	if (wait > 0)
		return reply_later(s->db, line, "intent", wait, true,
		    "", "", err);
	if (!line->enabled || line->attempts >= ATTEMPTS_MAX)
		return reply_end(s->db, line, line->enabled ? "failed" :
		    "cancelled", line->enabled ? "clickup.down" : "", "", err);
	return post(s, line, err);
}

static int
answer(struct sender *s, struct reply_line *line, struct err *err)
{
	struct err	why = { 0 };

	if (open_api(s, line, &why) == -1)
		return settle(s, line, false, &why, err);
	if (strcmp(line->state, "intent") == 0)
		return find(s, line, err);
	if (!line->enabled)
		return reply_end(s->db, line, "cancelled", "", "", err);
	return post(s, line, err);
}

/* --- who does what --- */

/* Is it ours to do? 1, 0: another is at it, or -1. */
static int
take(struct db *db, const char *lock, struct err *err)
{
	if (db_lock(db, lock, 0, err) == 0)
		return 1;
	if (err->kind != ERR_BUSY)
		return -1;
	memset(err, 0, sizeof(*err));
	return 0;
}

static void
user_lock(int64_t user_id, char out[48])
{
	snprintf(out, 48, "replies-of-%" PRId64, user_id);
}

/* One process looks at tasks: at all that are queued. */
static int
look_at_all(struct db *db, int64_t until, struct err *err)
{
	int	rc;

	if ((rc = take(db, LOOK_LOCK, err)) != 1)
		return rc;
	while ((rc = rota_take(db, &reply_rota, look, NULL, err)) == 1 &&
	    clock_mono_ms() < until)
		;
	db_unlock(db, LOOK_LOCK);
	return rc == -1 ? -1 : 0;
}

/* The answers of one person for some seconds, then another has their turn. */
static int
answer_user(struct sender *s, int64_t user_id, int64_t until, struct err *err)
{
	const int64_t	end = clock_mono_ms() + SLICE_MS;
	bool		got = true;

	while (got && clock_mono_ms() < end && clock_mono_ms() < until) {
		own_reply_line struct reply_line	line = { 0 };

		if (reply_due(s->db, user_id, &line, &got, err) == -1)
			return -1;
		if (!got || answer(s, &line, err) == 0)
			continue;
		if (strcmp(err->code, "service.lease_lost") != 0)
			return -1;
		memset(err, 0, sizeof(*err));
	}
	return 0;
}

/* Those of the first whom no other process answers for. */
static int
answer_next(struct db *db, const struct conf *conf, int64_t until,
    struct err *err)
{
	own_sender struct sender	 s = { .db = db, .conf = conf };
	own_rows struct db_rows		*rows = NULL;
	char				 lock[48];
	int				 rc = 0;

	if (reply_users(db, &rows, err) == -1)
		return -1;
	while (rc == 0 && db_rows_next(rows)) {
		const int64_t	user_id = db_col_int(rows, 0);

		user_lock(user_id, lock);
		if ((rc = take(db, lock, err)) != 1)
			continue;
		if (answer_user(&s, user_id, until, err) == -1)
			rc = -1;
		db_unlock(db, lock);
	}
	return rc == 1 && db_rows_count(rows) > 1 ? reply_users_served(db,
	    db_col_int(rows, 1), db_col_int(rows, 0), err) : rc == -1 ? -1 : 0;
}

/* Does anything wait that no process is at? */
static int
is_free(struct db *db, bool *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	char			 lock[48] = LOOK_LOCK;
	int			 rc;

	*out = false;
	if (reply_queued(db, out, err) == -1 ||
	    reply_users(db, &rows, err) == -1)
		return -1;
	rc = *out ? take(db, lock, err) : 0;
	while (rc == 0 && db_rows_next(rows)) {
		user_lock(db_col_int(rows, 0), lock);
		rc = take(db, lock, err);
	}
	if (rc == 1)
		db_unlock(db, lock);
	*out = rc == 1;
	return rc == -1 ? -1 : 0;
}

static int
run(struct db *db, const struct conf *conf, struct err *err)
{
	const int64_t	until = clock_mono_ms() + RUN_MS;
	bool		more = true;

	/* What came while a lock was held was left to its holder: so it looks again. */
	while (more && clock_mono_ms() < until)
		if (look_at_all(db, until, err) == -1 ||
		    answer_next(db, conf, until, err) == -1 ||
		    is_free(db, &more, err) == -1)
			return -1;
	return 0;
}

int
reply_run(struct db *db, const struct conf *conf, struct err *err)
{
	char	slot[SLOT_SIZE];
	int	rc = slot_take(db, "replies", WORKERS, slot, err);

	if (rc != 1)
		return rc;
	rc = run(db, conf, err);
	db_unlock(db, slot);
	return rc;
}

/* If anything waits that no process is at, one of its own does it now. */
static void
start(struct db *db, const struct conf *conf)
{
	static const char *const args[] = { "replies", NULL };
	struct err	err = { 0 };
	bool		yes;

	if (is_free(db, &yes, &err) == -1 ||
	    (yes && proc_start(conf, "tick", args, &err) == -1))
		log_err(LOG_WARN, "auto reply: start", &err);
}

const struct clickup_listener	reply_listener = {
	.changed = reply_changed,
	.passed = start,
};
