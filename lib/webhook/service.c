#include "webhook/service.h"

#include <stdlib.h>
#include <string.h>

#include "io/secret.h"

void
webhook_event_clear(struct webhook_event *ev)
{
	mem_free_str(&ev->identity);
	mem_free_str(&ev->items);
	*ev = (struct webhook_event){ .ping = false };
}

void
webhook_entries_clear(struct webhook_entries *all)
{
	for (size_t i = 0; i < all->n; i++) {
		mem_free_str(&all->v[i].url);
		mem_free_str(&all->v[i].secret);
	}
	free(all->v);
	*all = (struct webhook_entries){ .n = 0 };
}

struct webhook_entry *
webhook_entries_add(struct webhook_entries *all)
{
	all->v = mem_grow(all->v, all->n + 1, sizeof(*all->v));
	all->v[all->n] = (struct webhook_entry){ .stopped = false };
	return &all->v[all->n++];
}

const struct webhook_use *
webhook_use_of(const struct webhook_use *uses, const char *provider)
{
	for (; uses->service != NULL; uses++)
		if (strcmp(uses->service->provider, provider) == 0)
			return uses;
	return NULL;
}

int
webhook_service_on(const struct webhook_service *service, struct db *db,
    int64_t connection_id, bool *on, struct err *err)
{
	*on = true;
	return service->is_on == NULL ? 0 :
	    service->is_on(db, connection_id, on, err);
}

bool
webhook_signed_hmac(const struct webhook_post *post, const char *secret)
{
	char	want[SECRET_HASH_SIZE];

	if (post->signature == NULL)
		return false;
	secret_hmac_sha256(secret, post->body, post->len, want);
	return secret_equal(want, post->signature);
}
