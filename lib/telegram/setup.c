#include "telegram/setup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "io/secret.h"
#include "telegram/api.h"
#include "telegram/bot.h"
#include "telegram/client.h"

#define RENEW_MAX	20	/* lists of commands in one go */

static const struct telegram_client	nobody = { 0, 0 };

/* What a call gave (rc) is noted with the bot. */
static int
note(struct db *db, const struct telegram_bot *bot, int rc,
    const char *username, struct err *err)
{
	struct err	why = { 0 };

	if (rc == 0)
		return telegram_bot_good(db, bot->id, username, err);
	if (telegram_bot_bad(db, bot->id, err, NULL, &why) == -1)
		*err = why;
	return -1;
}

int
telegram_setup_name(struct db *db, const struct conf *conf,
    const struct telegram_bot *bot, struct err *err)
{
	own_telegram struct telegram		*tg = NULL;
	own_telegram_me struct telegram_me	 me = { 0 };

	int					 rc;

	if ((tg = telegram_client_open(db, conf, bot->id, &nobody,
	    err)) == NULL)
		return -1;
	rc = telegram_me(tg, &me, err);
	return note(db, bot, rc, me.username, err);
}

/* Nothing of what was entered is repeated: it may hold a token all the same. */
int
telegram_setup_system(struct db *db, const struct conf *conf, struct err *err)
{
	struct telegram_bot	bot;
	struct err		why = { 0 };

	if (telegram_bot_system(db, conf, &bot, &why) == -1) {
		if (why.kind == ERR_ABSENT)
			return 0;
		*err = why;
		return -1;
	}
	if (bot.username[0] == '\0' && telegram_setup_name(db, conf, &bot,
	    &why) == -1)
		log_err(LOG_WARN, "telegram", &why);
	return 0;
}

int
telegram_setup_check(struct db *db, const struct conf *conf,
    const char *token, struct telegram_found *out, struct err *err)
{
	own_telegram struct telegram		*tg = NULL;
	own_telegram_me struct telegram_me	 me = { 0 };

	if (telegram_token_id(token) == 0)
		return err_field(err, "token", "telegram.token_form", "%s",
		    "");
	if ((tg = telegram_client_token(db, conf, token, &nobody,
	    err)) == NULL)
		return -1;
	if (telegram_me(tg, &me, err) == -1)
		return err->kind != ERR_REMOTE_AUTH ? -1 :
		    (memset(err, 0, sizeof(*err)), err_field(err, "token",
		    "telegram.token", "%s", ""));
	out->id = me.id;
	snprintf(out->username, sizeof(out->username), "%s", me.username);
	return 0;
}

/* --- commands --- */

static json_t *
list_of(const struct telegram_command *commands, bool own, bool ru)
{
	json_t	*list = json_array();

	for (; commands->name != NULL; commands++)
		if (!own || !commands->managers)
			json_array_append_new(list, json_pack("{s:s, s:s}",
			    "command", commands->name, "description",
			    ru ? commands->ru : commands->en));
	return list;
}

/* Of both lists: another one is set at Telegram anew. */
static void
hash_lists(const struct telegram_command *commands, bool own,
    char out[SECRET_HASH_SIZE])
{
	own_json json_t	*both = json_pack("[o, o]", list_of(commands, own,
			    true), list_of(commands, own, false));
	own_str char	*text = json_dumps(both, JSON_COMPACT);

	secret_hash(text, out);
}

/* lang NULL: for all other languages, in English. */
static int
set_commands(struct telegram *tg, const struct telegram_command *commands,
    bool own, const char *lang, struct err *err)
{
	own_json json_t	*list = list_of(commands, own, lang != NULL);

	return telegram_commands_set(tg, list, lang, err);
}

int
telegram_setup_commands(struct db *db, const struct conf *conf,
    const struct telegram_bot *bot, const struct telegram_command *commands,
    struct err *err)
{
	own_telegram struct telegram	*tg = NULL;
	const bool			 own = bot->user_id != 0;
	char				 hash[SECRET_HASH_SIZE];

	hash_lists(commands, own, hash);
	if ((tg = telegram_client_open(db, conf, bot->id, &nobody,
	    err)) == NULL || set_commands(tg, commands, own, "ru",
	    err) == -1 || set_commands(tg, commands, own, NULL, err) == -1)
		return -1;
	return telegram_bot_listed(db, bot->id, hash, err);
}

int
telegram_setup_renew(struct db *db, const struct conf *conf,
    const struct telegram_command *commands, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct telegram_bot	 bot;
	struct err		 why = { 0 };
	char			 system[SECRET_HASH_SIZE];
	char			 own[SECRET_HASH_SIZE];

	hash_lists(commands, false, system);
	hash_lists(commands, true, own);
	if (telegram_bot_unlisted(db, system, own, RENEW_MAX, &rows,
	    err) == -1)
		return -1;
	while (telegram_bot_next(rows, &bot))
		if (note(db, &bot, telegram_setup_commands(db, conf, &bot,
		    commands, &why), NULL, &why) == -1) {
			log_err(LOG_WARN, "telegram: commands", &why);
			memset(&why, 0, sizeof(why));
		}
	return 0;
}

/* --- webhook and polling --- */

bool
telegram_setup_reachable(const struct conf *conf)
{
	static const char *const ports[] = { "443", "80", "88", "8443" };
	const char	*url = conf_get(conf, "WEB_BASE_URL", "");
	const char	*host = url + strlen("https://"), *port;
	size_t		 len;

	if (strncmp(url, "https://", strlen("https://")) != 0)
		return false;
	len = strcspn(host, "/");
	if ((port = memrchr(host, ':', len)) == NULL ||
	    memchr(port, ']', len - (size_t)(port - host)) != NULL)
		return true;
	len -= (size_t)(++port - host);
	for (size_t i = 0; i < nitems(ports); i++)
		if (strlen(ports[i]) == len &&
		    memcmp(ports[i], port, len) == 0)
			return true;
	return false;
}

/* Whoever polls stops before Telegram sends; where it will not send, polling goes on. */
int
telegram_setup_webhook(struct db *db, const struct conf *conf,
    const struct telegram_bot *bot, struct err *err)
{
	own_telegram_bot_keys struct telegram_bot_keys	 keys = { 0 };
	own_telegram struct telegram			*tg = NULL;
	own_str char					*site = NULL;
	own_str char					*url = NULL;
	struct err					 why = { 0 };

	if (!telegram_setup_reachable(conf))
		return err_code(err, ERR_CONFLICT, "telegram.address",
		    "WEB_BASE_URL is not https at port 443, 80, 88 or 8443");
	if (telegram_bot_keys(db, conf, bot->id, &keys, err) == -1 ||
	    (tg = telegram_client_open(db, conf, bot->id, &nobody,
	    err)) == NULL || telegram_bot_way(db, bot->id, "webhook",
	    err) == -1)
		return -1;
	site = conf_site(conf);
	url = mem_fmt("%s/hooks/telegram/%s", site, keys.key);
	if (note(db, bot, telegram_webhook_set(tg, url, keys.secret, err),
	    NULL, err) == 0)
		return 0;
	if (telegram_bot_way(db, bot->id, bot->way, &why) == -1)
		*err = why;
	return -1;
}

int
telegram_setup_polling(struct db *db, const struct conf *conf,
    const struct telegram_bot *bot, struct err *err)
{
	own_telegram struct telegram	*tg = NULL;

	if ((tg = telegram_client_open(db, conf, bot->id, &nobody,
	    err)) == NULL ||
	    note(db, bot, telegram_webhook_delete(tg, err), NULL, err) == -1)
		return -1;
	return telegram_bot_way(db, bot->id, "polling", err);
}

int
telegram_setup_health(struct db *db, const struct conf *conf,
    const struct telegram_bot *bot, struct telegram_health *out,
    struct err *err)
{
	own_telegram struct telegram			*tg = NULL;
	own_telegram_webhook struct telegram_webhook	 hook = { 0 };
	char						 hash[SECRET_HASH_SIZE];
	const char					*key;

	memset(out, 0, sizeof(*out));
	if ((tg = telegram_client_open(db, conf, bot->id, &nobody,
	    err)) == NULL ||
	    note(db, bot, telegram_webhook_get(tg, &hook, err), NULL,
	    err) == -1)
		return -1;
	key = strrchr(hook.url, '/');
	secret_hash(key != NULL ? key + 1 : "", hash);
	out->set = hook.url[0] != '\0';
	out->ours = strcmp(hash, bot->key_hash) == 0;
	out->pending = hook.pending;
	out->last_error_at = hook.last_error_at;
	if (hook.last_error != NULL)
		snprintf(out->last_error, sizeof(out->last_error), "%s",
		    hook.last_error);
	return 0;
}
