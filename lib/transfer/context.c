#include "transfer/context.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/user.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/words.h"
#include "huntflow/link.h"
#include "io/db.h"
#include "person/phone.h"
#include "service/lease.h"
#include "transfer/source.h"

#define LEASE_S	180	/* longer than any one step */
#define TAG_LOCK_S	60

int
transfer_context_open(struct db *db, const struct conf *conf,
    const struct transfer_source *source,
    const struct origin_listener *listeners,
    const struct transfer_place *place, struct transfer_context **out,
    struct err *err)
{
	own_transfer_context struct transfer_context *ctx = mem_zero(sizeof(*ctx));
	own_user struct user	 user = { 0 };

	ctx->db = db;
	ctx->conf = conf;
	ctx->source = source;
	ctx->listeners = listeners;
	ctx->company_id = place->company_id;
	ctx->user_id = place->user_id;
	ctx->account_id = place->account_id;
	ctx->lease_s = LEASE_S;
	lease_name(ctx->lease);
	if (user_get(db, place->user_id, &user, err) == -1)
		return -1;
	ctx->country = person_phone_country(user.time_zone);
	if (source->open != NULL && source->open(ctx, err) == -1)
		return -1;
	if ((place->huntflow_id != 0 ? huntflow_link_open_id(db, conf,
	    place->huntflow_id, place->user_id, &ctx->huntflow, err) :
	    huntflow_link_open(db, conf, place->user_id, NULL, &ctx->huntflow,
	    err)) == -1)
		return -1;
	*out = give(ctx);
	return 0;
}

void
transfer_context_close(struct transfer_context *ctx)
{
	if (ctx == NULL)
		return;
	if (ctx->source->close != NULL)
		ctx->source->close(ctx);
	huntflow_link_close(ctx->huntflow);
	huntflow_items_clear(&ctx->tags);
	huntflow_items_clear(&ctx->sources);
	huntflow_items_clear(&ctx->stages);
	mem_free_str(&ctx->nick);
	free(ctx);
}

void
transfer_context_close_p(struct transfer_context **ctx)
{
	transfer_context_close(*ctx);
	*ctx = NULL;
}

/* --- what is known of the organisation --- */

static int
load(struct transfer_context *ctx, bool *has, struct huntflow_items *items,
    enum huntflow_dictionary kind, struct err *err)
{
	struct huntflow_items	 got = { 0 };

	if (*has)
		return 0;
	if (huntflow_dictionary_fetch(ctx->huntflow->api, ctx->account_id,
	    kind, &got, err) == -1)
		return -1;
	huntflow_items_clear(items);
	*items = got;
	*has = true;
	return 0;
}

int
transfer_context_source(struct transfer_context *ctx, const char *site,
    int64_t *id, struct err *err)
{
	*id = 0;
	if (load(ctx, &ctx->has_sources, &ctx->sources, HUNTFLOW_SOURCES,
	    err) == -1)
		return -1;
	for (size_t i = 0; i < ctx->sources.n && *id == 0; i++)
		if (strcasestr(ctx->sources.v[i].name, site) != NULL)
			*id = ctx->sources.v[i].id;
	return 0;
}

int
transfer_context_nick(struct transfer_context *ctx, struct err *err)
{
	own_huntflow_items struct huntflow_items	accounts = { 0 };

	if (ctx->nick != NULL)
		return 0;
	if (huntflow_dictionary_accounts(ctx->huntflow->api, &accounts,
	    err) == -1)
		return -1;
	for (size_t i = 0; i < accounts.n; i++)
		if (accounts.v[i].id == ctx->account_id)
			ctx->nick = mem_dup(accounts.v[i].nick);
	if (ctx->nick == NULL)
		ctx->nick = mem_dup("");
	return 0;
}

int
transfer_context_stage(struct transfer_context *ctx, int64_t *stage,
    struct err *err)
{
	const struct huntflow_item *first = NULL, *item;

	if (load(ctx, &ctx->has_stages, &ctx->stages, HUNTFLOW_STAGES,
	    err) == -1)
		return -1;
	for (size_t i = 0; i < ctx->stages.n; i++) {
		item = &ctx->stages.v[i];
		if (item->type != NULL && strcmp(item->type, "user") == 0 &&
		    (first == NULL || item->order < first->order))
			first = item;
	}
	if (first == NULL)
		return err_code(err, ERR_REMOTE, "huntflow.shape",
		    "the organisation has no stages");
	*stage = first->id;
	return 0;
}

int
transfer_context_stage_of(struct transfer_context *ctx, int64_t id,
    const struct huntflow_item **out, struct err *err)
{
	*out = NULL;
	if (load(ctx, &ctx->has_stages, &ctx->stages, HUNTFLOW_STAGES,
	    err) == -1)
		return -1;
	for (size_t i = 0; i < ctx->stages.n; i++)
		if (ctx->stages.v[i].id == id)
			*out = &ctx->stages.v[i];
	return 0;
}

struct origin
transfer_context_key(const struct transfer_context *ctx, const char *task_id)
{
	struct origin	 key = {
		.company_id = ctx->company_id, .user_id = ctx->user_id,
		.connection_id = ctx->huntflow->connection_id,
		.account_id = ctx->account_id,
		.task_id = (char *)(uintptr_t)task_id,
	};

	memcpy(key.environment, ctx->huntflow->environment,
	    sizeof(key.environment));
	snprintf(key.kind, sizeof(key.kind), "%s", ctx->source->kind);
	return key;
}

/* --- tags --- */

/* Names are one when their words are, in any case and order of marks. */
static bool
same_words(const char *a, const char *b)
{
	own_buf struct buf	 x = { 0 }, y = { 0 };

	words_index((const char *const[]){ a }, 1, &x);
	words_index((const char *const[]){ b }, 1, &y);
	if (x.len == 0 || y.len == 0)
		return strcmp(a, b) == 0;
	return strcmp(buf_str(&x), buf_str(&y)) == 0;
}

static int64_t
find_tag(const struct transfer_context *ctx, const char *name)
{
	for (size_t i = 0; i < ctx->tags.n; i++)
		if (same_words(ctx->tags.v[i].name, name))
			return ctx->tags.v[i].id;
	return 0;
}

int
transfer_context_tag(struct transfer_context *ctx, const char *name, int64_t *id,
    struct err *err)
{
	if (load(ctx, &ctx->has_tags, &ctx->tags, HUNTFLOW_TAGS,
	    err) == -1)
		return -1;
	*id = find_tag(ctx, name);
	return 0;
}

/* One process makes a tag: the others find it when their turn comes. */
int
transfer_context_make_tag(struct transfer_context *ctx, const char *name,
    int64_t *id, struct err *err)
{
	char	 lock[64];
	int	 rc = 0;

	snprintf(lock, sizeof(lock), "huntflow-tag-%lld-%lld",
	    (long long)ctx->huntflow->connection_id,
	    (long long)ctx->account_id);
	if (db_lock(ctx->db, lock, TAG_LOCK_S, err) == -1)
		return -1;
	ctx->has_tags = false;
	if ((rc = transfer_context_tag(ctx, name, id, err)) == 0 && *id == 0)
		rc = huntflow_dictionary_add_tag(ctx->huntflow->api,
		    ctx->account_id, name, id, err);
	db_unlock(ctx->db, lock);
	ctx->has_tags = false;	/* the new one is in the next list */
	return rc;
}
