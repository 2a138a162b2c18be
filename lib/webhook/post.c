#include "webhook/post.h"

#include <inttypes.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mask.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/secret.h"
#include "service/connection.h"
#include "service/watch.h"
#include "webhook/delivery.h"
#include "webhook/service.h"
#include "webhook/webhook.h"

/* Where the connection is, for a service that wants to know; the caller's. */
static int
read_address(struct db *db, const struct webhook_service *service,
    int64_t connection_id, char **out, struct err *err)
{
	own_connection struct connection	con = { 0 };

	if (!service->by_address)
		return 0;
	if (connection_get(db, connection_id, &con, err) == -1)
		return -1;
	*out = mem_dup(con.base_url);
	return 0;
}

/* secret: what it was checked by; the caller's. */
static int
check_signature(struct db *db, const struct conf *conf,
    const struct webhook_service *service, const struct webhook_post *post,
    int64_t connection_id, char **secret, struct err *err)
{
	own_str char		*address = NULL;
	struct webhook_post	 whole = *post;
	struct err		 why = { 0 };

	if (connection_secret(db, conf, connection_id,
	    service->secret != NULL ? service->secret : WEBHOOK_SECRET,
	    secret, &why) == -1 && why.kind != ERR_ABSENT) {
		*err = why;
		return -1;
	}
	if (read_address(db, service, connection_id, &address, err) == -1)
		return -1;
	whole.address = address;
	if (*secret != NULL && service->is_signed(&whole, *secret))
		return 0;
	return err_code(err, ERR_AUTH, "webhook.signature",
	    "webhook: the signature is missing or wrong");
}

/* By what this delivery differs from others of the webhook. */
static void
hash_delivery(int64_t webhook_id, const struct webhook_event *ev,
    const struct webhook_post *post, char out[SECRET_HASH_SIZE])
{
	own_buf struct buf	all = { 0 };

	buf_fmt(&all, "%" PRId64 "\n", webhook_id);
	if (ev->identity != NULL)
		buf_puts(&all, ev->identity);
	else
		buf_add(&all, post->body, post->len);
	secret_hash_bytes(all.data, all.len, out);
}

static int
store(struct db *db, const struct webhook_service *service,
    const struct webhook_post *post, int64_t webhook_id, const char *secret,
    const struct webhook_event *ev, const char *failed, struct err *err)
{
	own_buf struct buf	body = { 0 };
	char			delivery[SECRET_HASH_SIZE];

	hash_delivery(webhook_id, ev, post, delivery);
	buf_add(&body, post->body, post->len);	/* as it came, less a secret within */
	mask_value(body.data, body.len, secret);
	return delivery_add(db, &(struct delivery_new){
		.provider = service->provider, .delivery = delivery,
		.webhook_id = webhook_id, .event = ev->name,
		.object_id = ev->object_id,
		.items = ev->items != NULL ? ev->items : "[]",
		.sent_at = ev->sent_at, .body = buf_str(&body), .len = body.len,
		.failed = failed,
		.again = ev->identity == NULL && ev->object_id[0] != '\0',
	    }, err);
}

/* One that nobody wants to hear of is as one that is not known. */
static int
find(struct db *db, const struct webhook_service *service, const char *key,
    int64_t *webhook_id, int64_t *connection_id, struct err *err)
{
	char	hash[SECRET_HASH_SIZE];
	bool	on;

	secret_hash(key, hash);
	if (webhook_by_key(db, service->provider, hash, webhook_id,
	    connection_id, err) == -1 ||
	    webhook_service_on(service, db, *connection_id, &on, err) == -1)
		return -1;
	return on ? 0 : err_set(err, ERR_ABSENT, "webhook of a connection "
	    "that is switched off");
}

int
webhook_post_take(struct db *db, const struct conf *conf,
    const struct webhook_service *service, const struct webhook_post *post,
    bool *wake, struct err *err)
{
	own_webhook_event struct webhook_event	ev = { .ping = false };
	own_str char	*secret = NULL;
	int64_t		webhook_id, connection_id;
	struct err	odd = { 0 };

	*wake = false;
	if (find(db, service, post->key, &webhook_id, &connection_id,
	    err) == -1 || check_signature(db, conf, service, post,
	    connection_id, &secret, err) == -1)
		return -1;
	if (service->read(post, &ev, &odd) == -1)
		log_err(LOG_WARN, "webhook: kept, not understood", &odd);
	if (ev.ping)
		return 0;
	if (store(db, service, post, webhook_id, secret, &ev, odd.kind != ERR_NONE ?
	    odd.code : NULL, err) == -1)
		return -1;
	return watch_wake(db, WATCH_EVENTS, wake, err);
}
