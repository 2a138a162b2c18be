#include "bitrix/hook.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "account/caller.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "bitrix/address.h"
#include "bitrix/bitrix.h"
#include "bitrix/employee_sync.h"
#include "bitrix/form.h"
#include "bitrix/project.h"
#include "bitrix/told.h"
#include "io/db.h"
#include "io/secret.h"
#include "service/provider_account.h"
#include "service/provider_sync.h"
#include "webhook/service.h"
#include "webhook/webhook.h"

#define USERS		"users"
#define CALENDAR	"calendar"
#define TASK		"task:"
#define TS_SIZE		11	/* seconds since the epoch: ten digits */
#define RUNNING_S	15	/* another sync of the account is under way */

/* --- the address --- */

struct key_work {
	const struct caller		*who;
	const struct provider_account	*account;
	char				 key[SECRET_TOKEN_SIZE];
};

static int
make_key(struct db *db, void *arg, struct err *err)
{
	const struct key_work	*w = arg;
	struct webhook		 hook = {
		.company_id = w->who->company_id, .user_id = w->who->user_id,
		.connection_id = w->account->con.id };

	snprintf(hook.provider, sizeof(hook.provider), "%s", BITRIX_PROVIDER);
	secret_hash(w->key, hook.key_hash);
	return webhook_begin(db, &hook, err) == -1 ? -1 :
	    connection_secret_set(db, w->who->conf, hook.connection_id,
	    WEBHOOK_KEY, w->key, 0, err);
}

int
bitrix_hook_url(const struct caller *who, const struct provider_account *a,
    char **url, struct err *err)
{
	struct key_work	 w = { .who = who, .account = a };
	own_str char	*key = NULL, *site = conf_site(who->conf);
	struct err	 why = { 0 };

	if (connection_secret(who->db, who->conf, a->con.id, WEBHOOK_KEY,
	    &key, &why) == -1) {
		if (why.kind != ERR_ABSENT) {
			*err = why;
			return -1;
		}
		secret_token(w.key);
		if (db_tx_run(who->db, make_key, &w, err) == -1)
			return -1;
		key = mem_dup(w.key);
	}
	*url = mem_fmt("%s/hooks/" BITRIX_PROVIDER "/%s", site, key);
	return 0;
}

/* --- what comes --- */

static bool
form(const struct webhook_post *post, const char *name, char *out,
    size_t size)
{
	return bitrix_form_get(post->body, post->len, name, out, size);
}

/* The portal's own: "portal.bitrix24.ru", or with its port. */
static bool
is_domain(const char *said, const char *address)
{
	const char	*host = address != NULL ? strstr(address, "://") : NULL;
	char		 bare[256];

	if (host == NULL)
		return false;
	bitrix_address_host(address, bare, sizeof(bare));
	return strcasecmp(said, host + 3) == 0 || strcasecmp(said, bare) == 0;
}

static bool
is_signed(const struct webhook_post *post, const char *secret)
{
	char	token[200], domain[300];

	return form(post, "auth[application_token]", token, sizeof(token)) &&
	    secret_equal(token, secret) &&
	    form(post, "auth[domain]", domain, sizeof(domain)) &&
	    is_domain(domain, post->address);
}

static bool
begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* Whole numbers above 0; FIELDS_BEFORE and FIELDS_AFTER may be the word "undefined" instead. */
static bool
read_id(const struct webhook_post *post, const char *const *names, char id[21])
{
	for (; *names != NULL; names++)
		if (form(post, *names, id, 21) && *id != '\0' &&
		    strspn(id, "0123456789") == strlen(id) && *id != '0')
			return true;
	return false;
}

/* object_id stays "" for what nobody here reads. */
static int
put_object(const struct webhook_post *post, struct webhook_event *ev,
    char id[21], struct err *err)
{
	static const char *const task[] = { "data[FIELDS_AFTER][ID]",
		"data[FIELDS_BEFORE][ID]", NULL };
	static const char *const comment[] = { "data[FIELDS_AFTER][TASK_ID]",
		"data[FIELDS_BEFORE][TASK_ID]", NULL };
	static const char *const other[] = { "data[ID]", "data[id]", NULL };
	const bool	 is_task = begins(ev->name, "ONTASK");
	const bool	 is_words = begins(ev->name, "ONTASKCOMMENT");

	if (!is_task && !begins(ev->name, "ONUSERADD") &&
	    !begins(ev->name, "ONCALENDARENTRY") &&
	    !begins(ev->name, "ONCALENDAREVENT"))
		return 0;
	if (!read_id(post, is_words ? comment : is_task ? task : other, id))
		return is_words ? 0 : err_code(err, ERR_INPUT, "bitrix.event", "%s",
		    ev->name);
	if (is_task)
		snprintf(ev->object_id, sizeof(ev->object_id), TASK "%s", id);
	else
		snprintf(ev->object_id, sizeof(ev->object_id), "%s",
		    begins(ev->name, "ONUSER") ? USERS : CALENDAR);
	return 0;
}

/* Letters, digits and "_", in capitals. */
static bool
read_name(const struct webhook_post *post, char *out, size_t size)
{
	if (!form(post, "event", out, size))
		return false;
	for (char *c = out; *c != '\0'; c++) {
		if (!isalnum((unsigned char)*c) && *c != '_') {
			*out = '\0';
			return false;
		}
		*c = (char)toupper((unsigned char)*c);
	}
	return *out != '\0';
}

static int
read_event(const struct webhook_post *post, struct webhook_event *out,
    struct err *err)
{
	char	id[21] = "", ts[TS_SIZE] = "";

	if (!read_name(post, out->name, sizeof(out->name)))
		return err_code(err, ERR_INPUT, "bitrix.event", "%s",
		    "no name");
	if (put_object(post, out, id, err) == -1)
		return -1;
	if (form(post, "ts", ts, sizeof(ts)) &&
	    strspn(ts, "0123456789") == strlen(ts))
		out->sent_at = strtoll(ts, NULL, 10) * 1000;
	out->identity = mem_fmt("%s %s %s", out->name, id, ts);
	return 0;
}

/* --- what is done about it --- */

struct client {
	struct caller			 who;
	int64_t				 account_id;
	const struct bitrix_listeners	*heard;	/* may be NULL */
};

static int
open_client(const struct caller *who, int64_t connection_id, const void *arg,
    void **client, struct err *err)
{
	struct client	*c = mem_zero(sizeof(*c));

	(void)err;
	c->who = *who;
	c->account_id = connection_id;
	c->heard = arg;
	*client = c;
	return 0;
}

/* A sync that is under way may have passed what happened: this one comes after it. */
static int
queue_part(const struct client *c, const char *part,
    struct webhook_outcome *out, struct err *err)
{
	int64_t	id;

	if (provider_sync_queue(c->who.db, c->who.company_id, c->account_id,
	    part, "webhook", &id, err) == 0) {
		out->result = "synced";
		return 0;
	}
	if (strcmp(err->code, "service.sync_running") != 0)
		return -1;
	*err = (struct err){ 0 };
	out->result = "waits";
	out->wait_s = RUNNING_S;
	return 0;
}

/* The last of a flurry is waited for. */
static int
gather(const struct client *c, const char *part,
    const struct webhook_group *g, struct webhook_outcome *out,
    struct err *err)
{
	int64_t	now, age_ms;

	if (db_now(c->who.db, &now, err) == -1)
		return -1;
	age_ms = now - g->newest_at;
	if (age_ms >= 0 && age_ms < BITRIX_GATHER_S * 1000) {
		out->result = "gathered";
		out->wait_s = (BITRIX_GATHER_S * 1000 - age_ms + 999) / 1000;
		return 0;
	}
	return queue_part(c, part, out, err);
}

/* It is noted first: one read takes all that are noted, and the events that wait find them read. */
static int
handle_task(const struct client *c, const struct webhook_group *g,
    struct webhook_outcome *out, struct err *err)
{
	const struct bitrix_told	told = {
		.id = strtoll(g->object_id + strlen(TASK), NULL, 10),
		.gone = strcmp(g->last, "ONTASKDELETE") == 0 };
	own_rows struct db_rows		*rows = NULL;
	bool				 read;

	if (bitrix_project_list(c->who.db, c->who.company_id, c->account_id,
	    true, &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;	/* nothing mirrors the account's tasks */
	if (bitrix_told_add(c->who.db, c->account_id, &told, g->newest_at,
	    &read, err) == -1)
		return -1;
	if (!read)
		return gather(c, c->heard->task_part, g, out, err);
	out->result = "synced";
	return 0;
}

static int
handle(void *client, const struct webhook_group *g,
    struct webhook_outcome *out, struct err *err)
{
	const struct client	*c = client;

	*out = (struct webhook_outcome){ .result = "ignored" };
	if (strcmp(g->object_id, USERS) == 0)
		return queue_part(c, BITRIX_EMPLOYEES, out, err);
	if (c->heard == NULL)
		return 0;
	if (strcmp(g->object_id, CALENDAR) == 0)
		return c->heard->calendar_part == NULL ? 0 :
		    gather(c, c->heard->calendar_part, g, out, err);
	return begins(g->object_id, TASK) && c->heard->task_part != NULL ?
	    handle_task(c, g, out, err) : 0;
}

const struct webhook_service	bitrix_hook_service = {
	.provider = BITRIX_PROVIDER,
	.label = "Bitrix24",
	.unset = "bitrix.unset",
	.secret = BITRIX_HOOK_TOKEN,
	.by_address = true,
	.open = open_client,
	.close = free,
	.is_on = provider_account_on,
	.is_signed = is_signed,
	.read = read_event,
	.handle = handle,
};
