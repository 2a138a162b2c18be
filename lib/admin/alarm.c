#include "admin/alarm.h"

#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "admin/queue.h"
#include "backup/record.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/disk.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "io/certificate.h"
#include "io/db.h"
#include "io/db_clock.h"
#include "notice/notice.h"

#define NAME_SIZE	151
#define TEXT_SIZE	600
#define DAY_S		86400
#define ADMIN		5

enum kind { TICK, QUEUE, DISK, BACKUP, CERTIFICATE, SERVICE };
static const struct {
	const char		*name, *href;
	int64_t			 lasts_s;	/* before anybody is told */
	enum notice_kind	 notice;
} kinds[] = {
	[TICK] = { "tick", "/admin/jobs/", 0, NOTICE_HOUSE },
	[QUEUE] = { "queue", "/admin/jobs/", 0, NOTICE_HOUSE },
	[DISK] = { "disk", "/admin/storage/", 0, NOTICE_HOUSE },
	[BACKUP] = { "backup", "/admin/storage/", 0, NOTICE_BACKUP },
	[CERTIFICATE] = { "certificate", "/admin/storage/", 0, NOTICE_HOUSE },
	[SERVICE] = { "service", "/profile/", 3600, NOTICE_HOUSE },
};

/* What is so now. It is over only well below where it begins, so that it does not come and go. */
struct now {
	char	name[NAME_SIZE];
	int64_t	company_id;
	bool	begins;			/* else it only goes on where it has begun */
};
struct all {
	struct now	*v;
	size_t		 n;
	char		 machine[65];
};

static void
all_clear(struct all *all)
{
	free(all->v);
}

/* of: what of its kind, "" where there is one of it; here: of this machine. */
static void
add(struct all *all, enum kind kind, const char *of, bool here, int64_t company,
    bool begins)
{
	struct now	*now;

	all->v = mem_grow(all->v, all->n + 1, sizeof(*all->v));
	now = &all->v[all->n++];
	*now = (struct now){ .company_id = company, .begins = begins };
	snprintf(now->name, sizeof(now->name), "%s%s%.60s%s%s",
	    kinds[kind].name, of[0] == '\0' ? "" : ":", of, here ? "@" : "",
	    here ? all->machine : "");
}

/* --- what is so --- */

static const char *const disk_names[ALARM_DISKS] = { "database", "run",
	"index", "backup" };

int64_t
alarm_disk_part(const struct alarm_disk *disk)
{
	return disk->free_bytes / (disk->size_bytes / 100 + 1);
}

size_t
alarm_disks(struct db *db, const struct conf *conf,
    struct alarm_disk out[ALARM_DISKS])
{
	own_str char		*push = mem_dup(conf_get(conf, "PUSH_SOCKET",
				    "/"));
	own_str char		*data = NULL;
	const char		*paths[ALARM_DISKS];
	struct disk_room	 room;
	struct err		 err = { 0 };
	size_t			 n = 0;

	if (db_folder(db, &data, &err) == -1)
		log_err(LOG_DEBUG, "disks", &err);
	paths[0] = data;
	paths[1] = dirname(push);
	paths[2] = conf_get(conf, "INDEX_PATH", ".run/index");
	paths[3] = conf_get(conf, "BACKUP_DIR", NULL);
	for (size_t i = 0; i < ALARM_DISKS; i++)
		if (paths[i] != NULL && disk_room(paths[i], &room) == 0)
			out[n++] = (struct alarm_disk){ disk_names[i],
			    room.free_bytes, room.total_bytes };
	return n;
}

static void
look_at_disks(struct db *db, const struct conf *conf, struct all *all)
{
	struct alarm_disk	disks[ALARM_DISKS];
	const size_t		n = alarm_disks(db, conf, disks);

	for (size_t i = 0; i < n; i++) {
		const int64_t	part = alarm_disk_part(&disks[i]);

		if (part < ALARM_DISK_PART + 2)
			add(all, DISK, disks[i].name, true, 0,
			    part < ALARM_DISK_PART);
	}
}

static int
look_at_queues(struct db *db, struct all *all, struct err *err)
{
	struct queue_state	q[QUEUES];

	if (queue_states(db, q, err) == -1)
		return -1;
	for (size_t i = 0; i < QUEUES; i++)
		if (q[i].age_s > ALARM_QUEUE_S / 3)
			add(all, QUEUE, q[i].name, false, 0,
			    q[i].age_s > ALARM_QUEUE_S);
	return 0;
}

/* A file that cannot be read is nginx's and doctor's matter. */
static void
look_at_certificate(const struct conf *conf, struct all *all)
{
	const char	*path = conf_get(conf, "TLS_CERT", "");
	struct err	 err = { 0 };
	int64_t		 end;

	if (*path == '\0')
		return;
	if (certificate_end(path, &end, &err) == -1)
		log_err(LOG_WARN, "certificate", &err);
	else if (end - clock_now() < (int64_t)CERTIFICATE_OLD_DAYS * DAY_S)
		add(all, CERTIFICATE, "", true, 0, true);
}

/* Keys of people and companies; a bot is its owner's. */
static int
look_at_services(struct db *db, struct all *all, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT provider, company_id FROM connection "
	    "WHERE status = 'refused' GROUP BY provider, company_id LIMIT 1000",
	    DB_NONE, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		add(all, SERVICE, db_col_str(rows, 0), false,
		    db_col_int(rows, 1), true);
	return 0;
}

static int
look(struct db *db, const struct conf *conf, struct all *all, struct err *err)
{
	int64_t	tick_s, backup_s;

	if (db_clock_age(db, &tick_s, err) == -1 ||
	    record_age(db, &backup_s, err) == -1)
		return -1;
	if (tick_s > ALARM_TICK_S / 5)
		add(all, TICK, "", false, 0, tick_s > ALARM_TICK_S);
	if (backup_s >= RECORD_OLD_S)
		add(all, BACKUP, "", false, 0, true);
	look_at_certificate(conf, all);
	look_at_disks(db, conf, all);
	return look_at_queues(db, all, err) == -1 ? -1 :
	    look_at_services(db, all, err);
}

/* --- telling --- */

static enum kind
kind_of(const char *name)
{
	const size_t	len = strcspn(name, ":@");
	enum kind	k = TICK;

	while (k < SERVICE && (strlen(kinds[k].name) != len ||
	    strncmp(kinds[k].name, name, len) != 0))
		k++;
	return k;
}

/* "queue:syncs" in words: that of its message, else as it is. */
static void
put_of(const char *name, const char *lang, char *out, size_t size)
{
	const size_t	 kind = strcspn(name, ":@");
	const char	*at = name[kind] == ':' ? name + kind + 1 : "";
	const char	*text;
	char		 code[120];

	snprintf(code, sizeof(code), "admin.alarm_%.*s.%.*s", (int)kind, name,
	    (int)strcspn(at, "@"), at);
	text = text_get(lang, code);
	snprintf(out, size, "%.*s", text != NULL ? (int)strlen(text) :
	    (int)strcspn(at, "@"), text != NULL ? text : at);
}

struct telling {
	const char	*name;
	int64_t		 company_id;
	bool		 over;
};

static int
tell_one(struct db *db, const struct telling *t, int64_t company_id,
    int64_t user_id, const char *lang, struct err *err)
{
	const enum kind	kind = kind_of(t->name);
	const bool	own = !t->over && kind == BACKUP; /* has words of its own */
	char		of[200], code[80], about[TEXT_SIZE], text[TEXT_SIZE] = "";

	put_of(t->name, lang, of, sizeof(of));
	snprintf(code, sizeof(code), "admin.alarm_%s%s", kinds[kind].name,
	    t->over ? ".over" : "");
	text_put(about, sizeof(about), lang, code, of);
	snprintf(code, sizeof(code), "admin.alarm_%s.text", kinds[kind].name);
	if (!t->over && !own)
		text_put(text, sizeof(text), lang, code, of);
	return notice_add(db, &(struct notice_new){ .company_id = company_id,
	    .kind = t->over ? NOTICE_HOUSE : kinds[kind].notice,
	    .about = own ? "Hirewire" : about, .text = text,
	    .href = kinds[kind].href, .subject = "alarm" }, &user_id, 1, err);
}

/* What concerns all is told to those who keep the house. */
static int
tell_admins(struct db *db, const struct telling *t, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT id, company_id, locale FROM user "
	    "WHERE active AND role = ? AND company_id = IF(? = 0, "
	    "(SELECT MIN(id) FROM company), ?)", DB_ARGS(db_int(ADMIN),
	    db_int(t->company_id), db_int(t->company_id)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		if (tell_one(db, t, db_col_int(rows, 1), db_col_int(rows, 0),
		    db_col_str(rows, 2), err) == -1)
			return -1;
	return 0;
}

/* Of two processes one changes the row, and tells. */
static int
begin(struct db *db, void *arg, struct err *err)
{
	const struct telling	*t = arg;
	int64_t			 n;

	if (db_exec(db, "UPDATE alarm SET told_at = NOW(3) WHERE name = ? "
	    "AND company_id = ? AND told_at IS NULL "
	    "AND since <= NOW(3) - INTERVAL ? SECOND", DB_ARGS(db_str(t->name),
	    db_int(t->company_id), db_int(kinds[kind_of(t->name)].lasts_s)),
	    &n, err) == -1)
		return -1;
	return n == 0 ? 0 : tell_admins(db, t, err);
}

static int
end(struct db *db, void *arg, struct err *err)
{
	const struct telling	*t = arg;
	int64_t			 told, n;

	if (db_number(db, "SELECT COUNT(*) FROM alarm WHERE name = ? "
	    "AND company_id = ? AND told_at IS NOT NULL FOR UPDATE",
	    DB_ARGS(db_str(t->name), db_int(t->company_id)), &told,
	    err) == -1 || db_exec(db, "DELETE FROM alarm WHERE name = ? "
	    "AND company_id = ?", DB_ARGS(db_str(t->name),
	    db_int(t->company_id)), &n, err) == -1)
		return -1;
	return told == 0 || n == 0 ? 0 : tell_admins(db, t, err);
}

static int
raise_all(struct db *db, const struct all *all, struct err *err)
{
	for (size_t i = 0; i < all->n; i++) {
		struct telling	t = { all->v[i].name, all->v[i].company_id,
				    false };

		if (all->v[i].begins && (db_exec(db, "INSERT IGNORE INTO alarm "
		    "(name, company_id) VALUES (?, ?)", DB_ARGS(db_str(t.name),
		    db_int(t.company_id)), NULL, err) == -1 ||
		    db_tx_run(db, begin, &t, err) == -1))
			return -1;
	}
	return 0;
}

/* Another machine judges what is its own. */
static bool
is_over(const struct all *all, const char *name, int64_t company_id)
{
	const char	*at = strchr(name, '@');

	if (at != NULL && strcmp(at + 1, all->machine) != 0)
		return false;
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].company_id == company_id &&
		    strcmp(all->v[i].name, name) == 0)
			return false;
	return true;
}

static int
drop_over(struct db *db, const struct all *all, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT name, company_id FROM alarm", DB_NONE, &rows,
	    err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		struct telling	t = { db_col_str(rows, 0), db_col_int(rows, 1),
				    true };

		if (is_over(all, t.name, t.company_id) &&
		    db_tx_run(db, end, &t, err) == -1)
			return -1;
	}
	return 0;
}

int
alarm_run(struct db *db, const struct conf *conf, struct err *err)
{
	cleanup(all_clear) struct all	all = { 0 };

	if (gethostname(all.machine, sizeof(all.machine) - 1) == -1)
		snprintf(all.machine, sizeof(all.machine), "localhost");
	return look(db, conf, &all, err) == -1 ||
	    raise_all(db, &all, err) == -1 ? -1 : drop_over(db, &all, err);
}

int
alarm_refused(struct db *db, struct buf *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT DISTINCT SUBSTRING(name, 9) FROM alarm "
	    "WHERE name LIKE 'service:%' AND told_at IS NOT NULL", DB_NONE,
	    &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		buf_puts(out, out->len > 0 ? ", " : "");
		buf_puts(out, db_col_str(rows, 0));
	}
	return 0;
}
