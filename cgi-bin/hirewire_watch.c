/* hirewire_watch: what doctor says of the running house: rounds, queues, disks, pools, certificate,
 * services; the same that /metrics and the bell tell, each with the command that mends it. */
#include <libgen.h>
#include <stdbool.h>
#include <stdlib.h>

#include "admin/alarm.h"
#include "admin/queue.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "hirewire.h"
#include "io/backlog.h"
#include "io/certificate.h"
#include "io/db.h"
#include "io/db_clock.h"

#define POOLS_MAX	256
#define BACKLOG_LONG	100
#define DAY_S		86400

static int
check_rounds(struct db *db, const struct conf *conf)
{
	own_str char	*text = NULL;
	struct err	 err = { 0 };
	int64_t		 age_s;

	if (conf_int(conf, "TICK_EVERY", 5) == 0)
		return doctor_line(true, "rounds", "TICK_EVERY=0: none here");
	if (db_clock_age(db, &age_s, &err) == -1)
		return doctor_line(false, "rounds", err.text);
	if (age_s == -1)
		return doctor_line(false, "rounds", "there was none yet: "
		    "systemctl enable --now hirewire-rounds");
	text = mem_fmt("the last one came %lld s ago%s", (long long)age_s,
	    age_s > ALARM_TICK_S ? ": systemctl restart hirewire-rounds; why, "
	    "says journalctl -u hirewire-rounds" : "");
	return doctor_line(age_s <= ALARM_TICK_S, "rounds", text);
}

static int
check_queues(struct db *db)
{
	own_buf struct buf	late = { 0 };
	struct queue_state	q[QUEUES];
	struct err		err = { 0 };
	int64_t			all = 0;
	bool			stand;

	if (queue_states(db, q, &err) == -1)
		return doctor_line(false, "queues", err.text);
	for (size_t i = 0; i < QUEUES; i++) {
		all += q[i].depth;
		if (q[i].age_s > ALARM_QUEUE_S)
			buf_fmt(&late, "%s%s: %lld wait, the first for %lld "
			    "min", late.len > 0 ? "; " : "", q[i].name,
			    (long long)q[i].depth,
			    (long long)(q[i].age_s / 60));
	}
	stand = late.len > 0;
	if (stand)
		buf_puts(&late, ": the page Admin, Jobs, tells why; "
		    "systemctl restart hirewire-rounds");
	else
		buf_fmt(&late, "%lld wait, none of them for long",
		    (long long)all);
	return doctor_line(!stand, "queues", buf_str(&late));
}

static int
check_disks(struct db *db, const struct conf *conf)
{
	struct alarm_disk	disks[ALARM_DISKS];
	const size_t		n = alarm_disks(db, conf, disks);
	int			bad = 0;

	for (size_t i = 0; i < n; i++) {
		const int64_t	 part = alarm_disk_part(&disks[i]);
		own_str char	*text = mem_fmt("%s: %lld %% are free%s",
				    disks[i].name, (long long)part,
				    part < ALARM_DISK_PART ? "; what takes it: "
				    "the page Administration, Storage and versions, and du "
				    "-xh / | sort -h | tail" : "");

		bad += doctor_line(part >= ALARM_DISK_PART, "disks", text);
	}
	return bad;
}

static int
check_backlog(const struct conf *conf)
{
	own_str char	*push = mem_dup(conf_get(conf, "PUSH_SOCKET", "/"));
	own_buf struct buf full = { 0 };
	struct backlog	*pools = mem_zero(POOLS_MAX * sizeof(*pools));
	struct err	 err = { 0 };
	size_t		 n = 0;

	if (backlog_list(dirname(push), pools, POOLS_MAX, &n, &err) == -1)
		n = 0;		/* this kernel does not tell */
	for (size_t i = 0; i < n; i++)
		if (pools[i].waiting > BACKLOG_LONG)
			buf_fmt(&full, "%s: %lld requests wait; more workers: "
			    "POOL_... in hirewire.conf, then systemctl reload "
			    "hirewire-pool@%s. ", pools[i].name,
			    (long long)pools[i].waiting, pools[i].name);
	free(pools);
	return doctor_line(full.len == 0, "pools", full.len > 0 ?
	    buf_str(&full) : "no request waits for long");
}

static int
check_certificate(const struct conf *conf)
{
	const char	*path = conf_get(conf, "TLS_CERT", "");
	own_str char	*text = NULL;
	struct err	 err = { 0 };
	int64_t		 end, days;

	if (*path == '\0')
		return 0;
	if (certificate_end(path, &end, &err) == -1)
		return doctor_line(false, "TLS_CERT", err.text);
	days = (end - clock_now()) / DAY_S;
	text = mem_fmt("%s: %lld days are left%s", path, (long long)days,
	    days < CERTIFICATE_OLD_DAYS ? ": systemctl start hirewire-acme, or "
	    "put new files in their places" : "");
	return doctor_line(days >= CERTIFICATE_OLD_DAYS, "TLS_CERT", text);
}

static int
check_services(struct db *db)
{
	own_buf struct buf	names = { 0 };
	struct err		err = { 0 };

	if (alarm_refused(db, &names, &err) == -1)
		return doctor_line(false, "services", err.text);
	if (names.len == 0)
		return doctor_line(true, "services", "none refuses a key for "
		    "an hour");
	buf_puts(&names, ": refuse a key for more than an hour; whose it is "
	    "puts a new one into the profile");
	return doctor_line(false, "services", buf_str(&names));
}

int
doctor_watch(struct db *db, const struct conf *conf)
{
	return check_rounds(db, conf) + check_queues(db) +
	    check_disks(db, conf) + check_backlog(conf) +
	    check_certificate(conf) + check_services(db);
}
