#include "webhook/post.h"

#include <inttypes.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/secret.h"
#include "service/connection.h"
#include "service/watch.h"
#include "webhook/delivery.h"
#include "webhook/service.h"
#include "webhook/webhook.h"

static int
check_signature(struct db *db, const struct conf *conf,
    const struct webhook_service *service, const struct webhook_post *post,
    int64_t connection_id, struct err *err)
{
	own_str char	*secret = NULL;
	struct err	 why = { 0 };

	if (connection_secret(db, conf, connection_id, WEBHOOK_SECRET, &secret,
	    &why) == -1 && why.kind != ERR_ABSENT) {
		*err = why;
		return -1;
	}
	if (secret != NULL && service->is_signed(post, secret))
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
    const struct webhook_post *post, int64_t webhook_id,
    const struct webhook_event *ev, const char *failed, struct err *err)
{
	char	delivery[SECRET_HASH_SIZE];

	hash_delivery(webhook_id, ev, post, delivery);
	return delivery_add(db, &(struct delivery_new){
		.provider = service->provider, .delivery = delivery,
		.webhook_id = webhook_id, .event = ev->name,
		.object_id = ev->object_id,
		.items = ev->items != NULL ? ev->items : "[]",
		.sent_at = ev->sent_at, .body = post->body, .len = post->len,
		.failed = failed,
		.again = ev->identity == NULL && ev->object_id[0] != '\0',
	    }, err);
}

int
webhook_post_take(struct db *db, const struct conf *conf,
    const struct webhook_service *service, const struct webhook_post *post,
    bool *wake, struct err *err)
{
	own_webhook_event struct webhook_event	ev = { .ping = false };
	char		hash[SECRET_HASH_SIZE];
	int64_t		webhook_id, connection_id;
	struct err	odd = { 0 };

	*wake = false;
	secret_hash(post->key, hash);
	if (webhook_by_key(db, service->provider, hash, &webhook_id,
	    &connection_id, err) == -1 || check_signature(db, conf, service,
	    post, connection_id, err) == -1)
		return -1;
	if (service->read(post, &ev, &odd) == -1)
		log_err(LOG_WARN, "webhook: kept, not understood", &odd);
	if (ev.ping)
		return 0;
	if (store(db, service, post, webhook_id, &ev, odd.kind != ERR_NONE ?
	    odd.code : NULL, err) == -1)
		return -1;
	return watch_wake(db, WATCH_EVENTS, wake, err);
}
