#include "huntflow/cache.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "huntflow/link.h"
#include "io/db.h"
#include "io/field.h"
#include "io/secret.h"

#define FILL_WAIT_S	35	/* one call, at its slowest */
#define HASH_CHARS	32

struct huntflow_cache
huntflow_cache_of(const struct huntflow_link *link)
{
	return (struct huntflow_cache){
		.db = link->db,
		.owner = { link->company_id, link->user_id,
		    link->connection_id },
		.ttl_s = HUNTFLOW_CACHE_S,
	};
}

/* --- keys --- */

static struct api_cache_key
item_key(const char *noun, const char *folder, int64_t account, int64_t id)
{
	struct api_cache_key	 key;

	snprintf(key.name, sizeof(key.name), "%s_%lld_%lld", noun,
	    (long long)account, (long long)id);
	snprintf(key.path, sizeof(key.path), "/accounts/%lld/%s/%lld",
	    (long long)account, folder, (long long)id);
	return key;
}

struct api_cache_key
huntflow_cache_vacancy(int64_t account, int64_t id)
{
	return item_key("vacancy", "vacancies", account, id);
}

struct api_cache_key
huntflow_cache_candidate(int64_t account, int64_t id)
{
	return item_key("candidate", "applicants", account, id);
}

/* A name that is too long keeps its beginning and a hash of the whole. */
struct api_cache_key
huntflow_cache_answer(const char *path, const char *query)
{
	own_str char		*whole = mem_fmt("%s%s%s", path,
				    *query != '\0' ? "?" : "", query);
	struct api_cache_key	 key;
	char			 hash[SECRET_HASH_SIZE];

	snprintf(key.path, sizeof(key.path), "%s", path);
	if (strlen(whole) <= API_CACHE_KEY) {
		snprintf(key.name, sizeof(key.name), "%s", whole);
		return key;
	}
	secret_hash(whole, hash);
	snprintf(key.name, sizeof(key.name), "%.*s#%.*s",
	    (int)utf8_cut(whole, API_CACHE_KEY - HASH_CHARS - 1), whole,
	    HASH_CHARS, hash);
	return key;
}

int
huntflow_cache_find(const struct huntflow_cache *cache, const char *noun,
    int64_t id, int64_t *account, json_t **out, struct err *err)
{
	own_str char	*prefix = mem_fmt("%s_", noun);
	own_str char	*suffix = mem_fmt("_%lld", (long long)id);
	own_str char	*name = NULL, *data = NULL;
	int		 found = api_cache_find(cache->db, &cache->owner,
			    prefix, suffix, &name, &data, err);

	if (found != 1)
		return found;
	*account = strtoll(name + strlen(prefix), NULL, 10);
	*out = json_loads(data, 0, NULL);
	return *out != NULL;
}

/* --- get, set, clear --- */

/* The figures are not worth an answer. */
static void
note_miss(const struct huntflow_cache *cache)
{
	struct err	 err = { 0 };

	if (api_cache_note(cache->db, &cache->owner, false, &err) == -1)
		log_err(LOG_WARN, "cache: count", &err);
}

static int
look(const struct huntflow_cache *cache, const struct api_cache_key *key,
    json_t **out, struct err *err)
{
	own_str char	*text = NULL;
	json_error_t	 why;
	int		 rc;

	if ((rc = api_cache_get(cache->db, &cache->owner, key, &text,
	    err)) != 1)
		return rc;
	*out = json_loads(text, JSON_DECODE_ANY, &why);
	return *out != NULL;
}

int
huntflow_cache_get(const struct huntflow_cache *cache,
    const struct api_cache_key *key, json_t **out, struct err *err)
{
	int	 rc = look(cache, key, out, err);

	if (rc == 0)
		note_miss(cache);
	return rc;
}

int
huntflow_cache_set(const struct huntflow_cache *cache,
    const struct api_cache_key *key, const json_t *doc, struct err *err)
{
	own_str char	*text = json_dumps(doc, JSON_COMPACT |
			    JSON_ENCODE_ANY);

	if (text == NULL)
		return err_set(err, ERR_INTERNAL, "cache: no document");
	return api_cache_put(cache->db, &cache->owner, key, text, cache->ttl_s,
	    err);
}

int
huntflow_cache_clear(const struct huntflow_cache *cache,
    const struct api_cache_key *key, struct err *err)
{
	return api_cache_drop(cache->db, &cache->owner, key, err);
}

int
huntflow_cache_forget(const struct huntflow_cache *cache,
    const struct api_cache_key *key, struct err *err)
{
	return api_cache_forget_path(cache->db, cache->owner.company_id,
	    key->path, err);
}

/* --- asking --- */

static int
dropped(const struct huntflow_cache *cache, const struct api_cache_key *key,
    int64_t *times, struct err *err)
{
	return api_cache_dropped(cache->db, cache->owner.company_id, key->path,
	    times, err);
}

/* Whoever wrote counts first and deletes then: either the count has changed here, or what is stored
 * now is there to be deleted. */
static int
keep(const struct huntflow_cache *cache, const struct api_cache_key *key,
    int64_t before, const json_t *doc, struct err *err)
{
	int64_t	 now;

	if (dropped(cache, key, &now, err) == -1)
		return -1;
	if (now != before)
		return 0;
	if (huntflow_cache_set(cache, key, doc, err) == -1 ||
	    dropped(cache, key, &now, err) == -1)
		return -1;
	return now == before ? 0 : huntflow_cache_clear(cache, key, err);
}

int
huntflow_cache_renew(const struct huntflow_cache *cache,
    const struct api_cache_key *key, huntflow_cache_fill *fill, void *arg,
    json_t **out, struct err *err)
{
	struct err	 lost = { 0 };
	int64_t		 before;

	if (dropped(cache, key, &before, err) == -1 ||
	    fill(arg, out, err) == -1)
		return -1;
	if (keep(cache, key, before, *out, &lost) == -1)
		log_err(LOG_WARN, "cache: not kept", &lost);
	return 0;
}

/* --- one call for all --- */

struct filler {
	const struct huntflow_cache	*cache;
	const struct api_cache_key	*key;
	huntflow_cache_fill		*fill;
	void				*arg;
};

static int
fill_and_keep(const struct filler *f, json_t **out, struct err *err)
{
	note_miss(f->cache);
	return huntflow_cache_renew(f->cache, f->key, f->fill, f->arg, out,
	    err);
}

/* Who waited for the lock finds what its holder has kept. */
static int
look_or_fill(const struct filler *f, json_t **out, bool *hit, struct err *err)
{
	int	 rc = look(f->cache, f->key, out, err);

	if (rc == -1)
		return -1;
	*hit = rc == 1;
	return *hit ? 0 : fill_and_keep(f, out, err);
}

static void
lock_name(const struct filler *f, char *out, size_t size)
{
	own_str char	*whole = mem_fmt("%lld %s", (long long)
			    f->cache->owner.connection_id, f->key->name);
	char		 hash[SECRET_HASH_SIZE];

	secret_hash(whole, hash);
	snprintf(out, size, "cache-%.*s", HASH_CHARS, hash);
}

int
huntflow_cache_read(const struct huntflow_cache *cache,
    const struct api_cache_key *key, huntflow_cache_fill *fill, void *arg,
    json_t **out, bool *hit, struct err *err)
{
	const struct filler	 f = { cache, key, fill, arg };
	char			 lock[48];
	bool			 found = false;
	int			 rc = look(cache, key, out, err);

	if (rc == -1)
		return -1;
	if (hit == NULL)
		hit = &found;
	if ((*hit = rc == 1))
		return 0;
	lock_name(&f, lock, sizeof(lock));
	if (db_lock(cache->db, lock, FILL_WAIT_S, err) == -1) {
		if (err->kind != ERR_BUSY)
			return -1;
		memset(err, 0, sizeof(*err));
		return fill_and_keep(&f, out, err);
	}
	rc = look_or_fill(&f, out, hit, err);
	db_unlock(cache->db, lock);
	return rc;
}

/* --- writes --- */

/* The length of "/accounts/123/applicants" in a longer path. */
static size_t
collection(const char *path)
{
	size_t	 len = 0;

	for (int i = 0; i < 3 && path[len] == '/'; i++)
		len += 1 + strcspn(path + len + 1, "/");
	return len;
}

int
huntflow_cache_wrote(const struct huntflow_cache *cache, const char *path,
    struct err *err)
{
	own_str char	*all = mem_ndup(path, collection(path));
	own_str char	*vacancies = NULL;
	char		*noun = strrchr(all, '/');

	if (api_cache_drop_path(cache->db, cache->owner.company_id, all,
	    err) == -1)
		return -1;
	if (noun == NULL || strcmp(noun, "/applicants") != 0 ||
	    strstr(path + strlen(all), "/vacancy") == NULL)
		return 0;
	vacancies = mem_fmt("%.*s/vacancies", (int)(noun - all), all);
	return api_cache_drop_path(cache->db, cache->owner.company_id,
	    vacancies, err);
}
