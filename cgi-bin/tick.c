/* tick: does what is due, then ends: events of webhooks, their health, queued and automatic
 * syncs, expiry. cron runs it each minute, a program starts it when a person asks for a sync
 * or a webhook brings something. Any number may run. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/login_letter.h"
#include "account/login_try.h"
#include "account/outbox.h"
#include "account/outbox_run.h"
#include "account/replay.h"
#include "admin/alarm.h"
#include "admin/erasers.h"
#include "admin/retention.h"
#include "backup/nightly.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/proc.h"
#include "bitrix/bitrix.h"
#include "bitrix/employee_code.h"
#include "bitrix/making.h"
#include "bitrix/employee_sync.h"
#include "bitrix/event_sync.h"
#include "bitrix/export.h"
#include "bitrix/export_sync.h"
#include "bitrix/hook.h"
#include "bitrix/task_sync.h"
#include "bot/command.h"
#include "bot/inbox.h"
#include "bot/login.h"
#include "bot/talk.h"
#include "candidate/board_hook.h"
#include "candidate/board_sync.h"
#include "candidate/erasure.h"
#include "candidate/known.h"
#include "candidate/saved_search.h"
#include "candidate/saved_search_run.h"
#include "clickup/cache.h"
#include "clickup/contact.h"
#include "clickup/detail.h"
#include "clickup/hook.h"
#include "clickup/listener.h"
#include "clickup/sync.h"
#include "clickup/sync_work.h"
#include "contact/read.h"
#include "document/document.h"
#include "file/store.h"
#include "huntflow/hook.h"
#include "import/job.h"
#include "import/tell.h"
#include "inbox/decide.h"
#include "inbox/fetch.h"
#include "inbox/item.h"
#include "inbox/tell.h"
#include "inbox/work.h"
#include "io/budget.h"
#include "io/confine.h"
#include "io/db.h"
#include "io/db_lock.h"
#include "io/db_meter.h"
#include "io/db_schema.h"
#include "io/meter.h"
#include "io/rota.h"
#include "live/audience.h"
#include "live/channel.h"
#include "live/front.h"
#include "live/post.h"
#include "live/relay.h"
#include "live/spread.h"
#include "notice/hours.h"
#include "notice/letter.h"
#include "notice/remind.h"
#include "notice/send.h"
#include "notice/source.h"
#include "notice/telegram.h"
#include "notice/trouble.h"
#include "origin/contact.h"
#include "origin/origin.h"
#include "notion/notion.h"
#include "notion/sync.h"
#include "platform/integration_sync.h"
#include "platform/integration_token.h"
#include "platform/sign_in.h"
#include "reply/rule.h"
#include "reply/run.h"
#include "service/api_cache.h"
#include "service/call_month.h"
#include "service/call_sum.h"
#include "service/connection.h"
#include "service/provider_sync.h"
#include "service/sync_run.h"
#include "service/watch.h"
#include "team/followed.h"
#include "team/link_wait.h"
#include "team/project_record.h"
#include "team/task.h"
#include "team/task_file.h"
#include "team/task_home.h"
#include "team/task_source.h"
#include "telegram/bot.h"
#include "telegram/carrier.h"
#include "telegram/handle.h"
#include "telegram/poll.h"
#include "telegram/setup.h"
#include "telegram/update.h"
#include "telegram/work.h"
#include "today/recheck.h"
#include "transfer/mark.h"
#include "transfer/mark_work.h"
#include "webhook/delivery.h"
#include "webhook/health.h"
#include "webhook/queue.h"
#include "webhook/service.h"
#include "webhook/webhook.h"

#define PARTS_MAX	50	/* of expired rows in one go */
#define INDEX_MS	40000	/* of a minute, for indexes that are behind */
#define KNOW_MS		20000	/* of a minute, for contacts of changed tasks */
#define SEND_MS		60000	/* letters go out for so long */

typedef int duty(struct db *, const struct conf *, struct err *);

static const struct clickup_listeners task_listeners = { { &reply_listener } };

/* What is read when a portal tells of a task or its calendar. */
static const struct bitrix_listeners bitrix_heard = { BITRIX_TASKS,
	BITRIX_EVENTS };

/* Whose webhooks are handled. */
static const struct webhook_use services[] = {
	{ &clickup_hook_service, &task_listeners, 0 },
	{ &huntflow_hook_service, NULL, 0 },
	{ &board_hook_hh, NULL, 0 },
	{ &bitrix_hook_service, &bitrix_heard, 0 },
	{ NULL, NULL, 0 }
};

static int
queue_syncs(struct db *db, const struct conf *conf, struct err *err)
{
	(void)conf;
	return sync_queue_due(db, err);
}

static int
run_syncs(struct db *db, const struct conf *conf, struct err *err)
{
	return sync_work_run(db, conf, &task_listeners, err);
}

/* Job boards whose automatic sync is due; then all that wait. */
static int
sync_boards(struct db *db, const struct conf *conf, struct err *err)
{
	return integration_sync_due(db, err) == -1 ? -1 : board_sync_run(db,
	    conf, err);
}

/* What is read of Bitrix24, in this order. */
static const struct provider_part bitrix_parts[] = {
	{ BITRIX_EMPLOYEES, BITRIX_EMPLOYEES_MIN, bitrix_employee_sync, NULL },
	{ BITRIX_TASKS, 0, bitrix_task_sync, "bitrix.scope" },
	{ BITRIX_EVENTS, 0, bitrix_event_sync, "bitrix.scope" },
	{ BITRIX_EXPORT, 0, bitrix_export_sync, NULL },
	{ NULL, 0, NULL, NULL }
};
static const struct provider_sync bitrix_sync = {
	.provider = &bitrix_provider, .parts = bitrix_parts,
	.arg = &team_task_home,
};

static const struct provider_part notion_parts[] = {
	{ NOTION_ROWS, 0, notion_sync, NULL },
	{ NULL, 0, NULL, NULL }
};
static const struct provider_sync notion_syncs = {
	.provider = &notion_provider, .parts = notion_parts,
};

static const struct provider_sync *const account_syncs[] = { &bitrix_sync,
	&notion_syncs, NULL };

/* Accounts at providers whose automatic sync is due; then all that wait. */
static int
sync_accounts(struct db *db, const struct conf *conf, struct err *err)
{
	return provider_sync_due(db, err) == -1 ? -1 : provider_sync_run(db,
	    conf, account_syncs, err);
}

/* First of all: what waits for a time that a clock set back has moved away. */
static int
check_clock(struct db *db, const struct conf *conf, struct err *err)
{
	static const struct db_deadline *const lists[] = { budget_deadlines,
		login_try_deadlines, replay_deadlines, connection_deadlines,
		sync_run_deadlines, api_cache_deadlines, delivery_deadlines,
		webhook_deadlines, origin_deadlines, reply_deadlines,
		import_deadlines, outbox_deadlines, transfer_mark_deadlines,
		watch_deadlines, live_post_deadlines, live_front_deadlines,
		notice_hours_deadlines, telegram_bot_deadlines,
		telegram_update_deadlines, inbox_deadlines, sign_in_deadlines,
		integration_token_deadlines, saved_search_deadlines, employee_code_deadlines,
		bitrix_making_deadlines, erasure_deadlines, db_lock_deadlines,
		rota_deadlines };

	(void)conf;
	return db_clock_check(db, lists, nitems(lists), NULL, err);
}

/* Sockets of sessions and API keys that expired, or were revoked while nginx was away. */
static int
close_sockets(struct db *db, const struct conf *conf, struct err *err)
{
	(void)err;
	live_channel_close(db, conf, 0);
	return 0;
}

/* Who sees the things that events tell of. */
static const struct live_audience *const audiences[] = { &task_audience,
	&project_audience, NULL };

/* Whose deadlines people are reminded of. */
static const struct notice_source sources[] = {
	{ "task", task_source_facts, task_source_agenda },
	{ 0 }
};

/* Any number of processes: each takes what no other has. */
static int
remind(struct db *db, const struct conf *conf, struct err *err)
{
	int64_t	said;

	if (remind_run(db, sources, &said, err) == -1)
		return -1;
	if (said > 0)
		live_post_wake(db, conf);
	return 0;
}

/* Who writes each kind of letter. */
static const struct outbox_writer writers[] = {
	{ LOGIN_LETTER_ASKED, OUTBOX_EMAIL, LOGIN_LETTER_TRIES, login_letter_write,
	    login_letter_sent, NULL },
	{ LOGIN_LETTER_LINK, OUTBOX_EMAIL, LOGIN_LETTER_TRIES, login_letter_write,
	    login_letter_sent, NULL },
	{ LOGIN_LETTER_INVITE, OUTBOX_EMAIL, LOGIN_LETTER_TRIES, login_letter_write,
	    login_letter_sent, NULL },
	{ NOTICE_LETTER, OUTBOX_EMAIL, NOTICE_LETTER_TRIES, notice_letter_write, NULL,
	    sources },
	{ NOTICE_DIGEST, OUTBOX_EMAIL, NOTICE_LETTER_TRIES, notice_letter_digest, NULL,
	    sources },
	{ NOTICE_LETTER, OUTBOX_TELEGRAM, NOTICE_LETTER_TRIES,
	    notice_telegram_write, NULL, sources },
	{ TELEGRAM_ANSWER, OUTBOX_TELEGRAM, TELEGRAM_TRIES,
	    telegram_carrier_answer, NULL, NULL },
	{ BOT_LOGIN, OUTBOX_TELEGRAM, BOT_LOGIN_TRIES, bot_login_write, NULL,
	    NULL },
	{ INBOX_ANSWER, OUTBOX_TELEGRAM, INBOX_ANSWER_TRIES, bot_inbox_write,
	    NULL, NULL },
	{ 0 }
};

/* Things whose texts changed are read for contacts. */
static const struct contact_reading *const readings[] = { &clickup_contacts,
	&origin_contacts };

/* What the team knows of candidates follows what others of the house say of the same people. */
static int
know_people(struct db *db, const struct conf *conf, struct err *err)
{
	const int64_t	until = clock_mono_ms() + KNOW_MS;
	size_t		n;

	(void)conf;
	for (size_t i = 0; i < nitems(readings); i++)
		do {
			if (contact_read_due(db, readings[i], &n, err) == -1)
				return -1;
		} while (n > 0 && clock_mono_ms() < until);
	do {
		if (candidate_known_follow(db, &n, err) == -1)
			return -1;
	} while (n > 0 && clock_mono_ms() < until);
	return 0;
}

static int
send_mail(struct db *db, const struct conf *conf, struct err *err)
{
	return outbox_run(db, conf, &outbox_mail, writers,
	    clock_mono_ms() + SEND_MS, NULL, err);
}

/* What people say to the bots, and what goes out by Telegram. */
static const struct telegram_use bots = { bot_talk, NULL };

/* Somebody asks for the updates of bots without a webhook. */
static int
start_polling(struct db *db, const struct conf *conf, struct err *err)
{
	static const char *const args[] = { NULL };
	bool			 wanted;

	if (telegram_setup_system(db, conf, err) == -1 ||
	    telegram_setup_renew(db, conf, command_list, err) == -1 ||
	    telegram_poll_wanted(db, &wanted, err) == -1)
		return -1;
	return wanted ? proc_start(conf, "poll", args, err) : 0;
}

static int
talk(struct db *db, const struct conf *conf, struct err *err)
{
	return telegram_work_run(db, conf, &bots, writers, false, err);
}

/* Asked for by whoever stored an update: goes on for as long as more come. */
static int
watch_talk(struct db *db, const struct conf *conf, struct err *err)
{
	return telegram_work_run(db, conf, &bots, writers, true, err);
}

/* Files that the bots were sent. */
static int
fetch_files(struct db *db, const struct conf *conf, struct err *err)
{
	return inbox_work_run(db, conf, false, err);
}

/* To S3, where files lie there; and objects whose file is gone. */
static int
carry_files(struct db *db, const struct conf *conf, struct err *err)
{
	return file_carry(db, conf, (const struct file_home *const []){
	    &document_files, &task_files, NULL }, err);
}

/* Asked for by whoever stored one: goes on for as long as more come. */
static int
watch_files(struct db *db, const struct conf *conf, struct err *err)
{
	return inbox_work_run(db, conf, true, err);
}

static int
spread_events(struct db *db, const struct conf *conf, struct err *err)
{
	return live_spread_run(db, conf, audiences, false, err);
}

/* Asked for by whoever wrote one: goes on for as long as more come. */
static int
watch_live(struct db *db, const struct conf *conf, struct err *err)
{
	return live_spread_run(db, conf, audiences, true, err);
}

static int
handle_events(struct db *db, const struct conf *conf, struct err *err)
{
	return webhook_queue_run(db, conf, services, false, err);
}

/* Asked for by a delivery: goes on for as long as more come. */
static int
watch_events(struct db *db, const struct conf *conf, struct err *err)
{
	return webhook_queue_run(db, conf, services, true, err);
}

static int
check_hooks(struct db *db, const struct conf *conf, struct err *err)
{
	return webhook_health_check(db, conf, services, err);
}

/* The call log: hours that are over, months to come, and months that are over. */
static int
cut_calls(struct db *db, const struct conf *conf, struct err *err)
{
	int	 changed;

	if (call_sum_fold(db, err) == -1)
		return -1;
	return call_month_keep(db, clock_ms(), conf_int(conf,
	    "CALL_LOG_DAYS", 90), &changed, err);
}

static int
expire_cache(struct db *db, const struct conf *conf, struct err *err)
{
	int64_t	 n = 1;

	(void)conf;
	for (int i = 0; n > 0 && i < PARTS_MAX; i++)
		if (api_cache_expire(db, &n, err) == -1)
			return -1;
	return 0;
}

/* What a lost file or new rules left to do: a part a minute, while all else goes on. */
static int
follow_lists(struct db *db, const struct conf *conf, struct err *err)
{
	return index_follow_all(followed, db, conf, INDEX_MS, err);
}

/* Asked for by one who waits for a list. */
static int
finish_lists(struct db *db, const struct conf *conf, struct err *err)
{
	return index_follow_all(followed, db, conf, 0, err);
}

static int
read_details(struct db *db, const struct conf *conf, struct err *err)
{
	return clickup_detail_run(db, conf, &task_listeners, err);
}

/* lock: only one process at a time does it, and the others pass by.
 * asked: what is done instead when it was called by its name. */
static const struct { const char *name, *lock; duty *work, *asked; } duties[] = {
	{ "clock", "tick-clock", check_clock, NULL },
	{ "locks", NULL, db_lock_sweep, NULL },
	{ "sockets", "tick-sockets", close_sockets, NULL },
	{ "relay", NULL, live_relay_keep, live_relay_run },
	{ "remind", NULL, remind, NULL },
	{ "live", NULL, spread_events, watch_live },
	{ "events", NULL, handle_events, watch_events },
	{ "hooks", NULL, check_hooks, NULL },
	{ "queue", "tick-queue", queue_syncs, NULL },
	{ "sync", NULL, run_syncs, NULL },
	{ "replies", NULL, reply_run, NULL },
	{ "marks", NULL, transfer_mark_work_run, NULL },
	{ "links", "tick-links", link_wait_run, NULL },
	{ "known", "tick-known", know_people, NULL },
	{ "expire", "tick-expire", retention_run, NULL },
	{ "erase", "tick-erase", admin_erase_run, NULL },
	{ "cache", "tick-cache", expire_cache, NULL },
	{ "calls", "tick-calls", cut_calls, NULL },
	{ "imports", NULL, import_tell_run, NULL },
	{ "troubles", "tick-troubles", notice_trouble_run, NULL },
	{ "alarms", "tick-alarms", alarm_run, NULL },
	{ "notices", NULL, notice_send_run, NULL },
	{ "index", NULL, follow_lists, finish_lists },
	{ "poll", "tick-poll", start_polling, NULL },
	{ "telegram", NULL, talk, watch_talk },
	{ "inbox", NULL, fetch_files, watch_files },
	{ "files", "tick-files", carry_files, NULL },
	{ "mail", "tick-mail", send_mail, NULL },
	{ "details", "tick-details", read_details, NULL },
	{ "boards", NULL, sync_boards, NULL },
	{ "accounts", NULL, sync_accounts, NULL },
	{ "searches", NULL, saved_search_run, NULL },
	{ "recheck", "tick-recheck", today_recheck_run, NULL },
	{ "backup", "tick-backup", nightly_run, nightly_now },
};

static int
do_duty(struct db *db, const struct conf *conf, size_t i, bool by_name)
{
	duty		*work = by_name && duties[i].asked != NULL ?
			    duties[i].asked : duties[i].work;
	struct err	err = { 0 };
	int64_t		began_us;
	int		rc;

	if (duties[i].lock != NULL &&
	    db_lock(db, duties[i].lock, 0, &err) == -1) {
		if (err.kind == ERR_BUSY)
			return 0;
		log_err(LOG_ERROR, duties[i].name, &err);
		return -1;
	}
	began_us = meter_now_us();
	rc = work(db, conf, &err);
	if (rc == -1)
		log_err(LOG_ERROR, duties[i].name, &err);
	db_meter_duty(db, duties[i].name, rc == 0, meter_now_us() - began_us);
	if (duties[i].lock != NULL)
		db_unlock(db, duties[i].lock);
	return rc;
}

static void
close_conf(struct conf **conf)
{
	conf_close(*conf);
}

static bool
is_duty(const char *name)
{
	for (size_t i = 0; i < nitems(duties); i++)
		if (strcmp(name, duties[i].name) == 0)
			return true;
	return false;
}

static int
usage(void)
{
	fprintf(stderr, "usage: tick [");
	for (size_t i = 0; i < nitems(duties); i++)
		fprintf(stderr, "%s%s", i > 0 ? "|" : "", duties[i].name);
	fprintf(stderr, "]\n");
	return 2;
}

/* One duty by its name, or all. */
int
main(int argc, char **argv)
{
	cleanup(close_conf) struct conf	*conf = NULL;
	own_db struct db		*db = NULL;
	struct err			 err = { 0 };
	int				 failed = 0;

	if (argc > 2 || (argc == 2 && !is_duty(argv[1])))
		return usage();
	log_open("tick");
	if ((conf = conf_open(&err)) == NULL ||
	    (db = db_open(conf, &err)) == NULL ||
	    db_schema_check(db, &err) == -1 ||
	    confine(conf, true, &err) == -1) {
		log_err(LOG_ERROR, "start", &err);
		return EXIT_FAILURE;
	}
	conf_set_background(conf);
	for (size_t i = 0; i < nitems(duties); i++)
		if (argc < 2 || strcmp(argv[1], duties[i].name) == 0)
			failed |= do_duty(db, conf, i, argc > 1);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
