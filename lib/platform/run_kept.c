#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/log.h"
#include "io/field.h"
#include "io/secret.h"
#include "platform/link.h"
#include "platform/run_int.h"
#include "service/api_cache.h"

static struct api_cache_owner
owner_of(const struct run_part *part)
{
	return (struct api_cache_owner){ part->link->company_id,
	    part->link->user_id, part->link->id };
}

/* By all that is asked, and where. */
static struct api_cache_key
key_of(const struct run_part *part)
{
	const struct fetch_req	*http = &part->req.http;
	own_buf struct buf	 text = { 0 };
	struct api_cache_key	 key;
	char			 hash[SECRET_HASH_SIZE];

	buf_puts(&text, part->link->base_url);
	for (int i = 0; i < part->req.npath; i++)
		buf_fmt(&text, "/%s", http->path[i]);
	for (int i = 0; i < part->req.nquery; i++)
		buf_fmt(&text, "\n%s=%s", http->query[i].name,
		    http->query[i].value);
	secret_hash(buf_str(&text), hash);
	snprintf(key.name, sizeof(key.name), "board_%s_%s",
	    part->link->platform->name, hash);
	snprintf(key.path, sizeof(key.path), "/boards/%s",
	    part->link->platform->name);
	return key;
}

json_t *
run_kept_get(struct platform_run *run, const struct run_part *part)
{
	const struct api_cache_owner	 owner = owner_of(part);
	const struct api_cache_key	 key = key_of(part);
	own_str char			*text = NULL;
	struct err			 err = { 0 };

	if (api_cache_get(run->db, &owner, &key, &text, &err) == -1)
		log_err(LOG_WARN, "platform: kept answer", &err);
	return text != NULL ? json_loads(text, 0, NULL) : NULL;
}

void
run_kept_put(struct platform_run *run, const struct run_part *part,
    const json_t *doc)
{
	const struct api_cache_owner	 owner = owner_of(part);
	const struct api_cache_key	 key = key_of(part);
	own_str char			*text = json_dumps(doc, JSON_COMPACT);
	struct err			 err = { 0 };

	if (text != NULL && api_cache_put(run->db, &owner, &key, text,
	    part->req.kept_s, &err) == -1)
		log_err(LOG_WARN, "platform: kept answer", &err);
}
