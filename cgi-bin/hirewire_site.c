/* hirewire_site: what doctor --remote says of the house as others see it: the address that people
 * use, its live events, the bots at Telegram. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "hirewire.h"
#include "io/db.h"
#include "telegram/bot.h"
#include "telegram/setup.h"

/* Our own address may be a private one, and plain http: the guard against those of data is told. */
static void
allow_own(const struct conf *conf, const char *site)
{
	const char	*host = strstr(site, "://");
	own_str char	*name = host == NULL ? NULL : mem_ndup(host + 3,
			    strcspn(host + 3, "/:"));
	own_str char	*list = name == NULL ? NULL : mem_fmt("%s,%s",
			    conf_get(conf, "ALLOW_HOSTS", ""), name);

	if (list != NULL)
		setenv("ALLOW_HOSTS", list, 1);
}

/* Nobody is signed in here: to live events the house says so. A proxy that knows none swallows
 * Upgrade, to which the house says 426, or says something else itself. */
int
doctor_site(const struct conf *conf)
{
	static const struct {
		const char	*path;
		bool		 socket;
		int		 status;
		const char	*mend;
	} all[] = {
		{ "/health/", false, 200, "WEB_BASE_URL is where a browser finds the "
		    "house: is the proxy in front right, and does its name "
		    "lead here?" },
		{ "/ws/tasks/", true, 401, "the proxy in front passes /ws/ on as "
		    "well: Upgrade and Connection, see README" },
	};
	own_str char	*site = conf_site(conf);
	int		 bad = 0;

	allow_own(conf, site);
	for (size_t i = 0; i < nitems(all); i++) {
		own_str char	*url = mem_fmt("%s%s", site, all[i].path);
		own_str char	*text = NULL;
		struct err	 err = { 0 };
		int		 status = 0;

		if (remote_status(conf, "site", url, all[i].socket, &status,
		    &err) == -1)
			text = mem_fmt("%s: %s: %s", url, err.text,
			    all[i].mend);
		else
			text = mem_fmt("%s answers %d%s%s", url, status,
			    status == all[i].status ? "" : ": ",
			    status == all[i].status ? "" : all[i].mend);
		bad += doctor_line(status == all[i].status, "site", text);
	}
	return bad;
}

static int
check_bot(struct db *db, const struct conf *conf, struct telegram_bot *bot)
{
	struct telegram_health	health;
	own_str char		*text = NULL;
	struct err		 err = { 0 };
	bool			 fits;

	if (telegram_setup_name(db, conf, bot, &err) == -1 ||
	    telegram_bot_get(db, bot->id, bot, &err) == -1 ||
	    telegram_setup_health(db, conf, bot, &health, &err) == -1) {
		text = mem_fmt("%s; a new token comes from @BotFather",
		    err.text);
		return doctor_line(false, "bot", text);
	}
	fits = (strcmp(bot->way, "webhook") == 0) ==
	    (health.set && health.ours);
	text = mem_fmt("@%s: updates by %s, %" PRId64 " wait at Telegram%s%s%s",
	    bot->username, bot->way, health.pending,
	    health.last_error[0] != '\0' ? "; it says: " : "",
	    health.last_error, fits ? "" : bot->user_id != 0 ?
	    ": its owner enters the token again in the profile" :
	    ": hirewire bot webhook, or hirewire bot polling");
	return doctor_line(fits, "bot", text);
}

/* People's own, in parts: each is asked at Telegram meanwhile. */
static int
check_own_bots(struct db *db, const struct conf *conf)
{
	struct telegram_bot	bot = { 0 };
	struct err		err = { 0 };
	int			bad = 0;

	for (;;) {
		own_rows struct db_rows	*rows = NULL;

		if (telegram_bot_owned(db, bot.id, &rows, &err) == -1)
			return bad + doctor_line(false, "bot", err.text);
		if (db_rows_count(rows) == 0)
			return bad;
		while (telegram_bot_next(rows, &bot))
			bad += check_bot(db, conf, &bot);
	}
}

int
doctor_bots(struct db *db, const struct conf *conf)
{
	struct telegram_bot	bot;
	struct err		err = { 0 };
	int			bad = 0;

	if (*conf_get(conf, "TELEGRAM_BOT_TOKEN", "") != '\0')
		bad = telegram_bot_system(db, conf, &bot, &err) == -1 ?
		    doctor_line(false, "bot", err.text) :
		    check_bot(db, conf, &bot);
	return bad + check_own_bots(db, conf);
}
