#include "service/provider_account_form.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "service/provider.h"
#include "service/provider_account.h"

#define NAME_CHARS	100
#define KEY_CHARS	2000
#define METADATA_BYTES	4000
#define INTERVAL_MAX	(24 * 60)
#define PATH_SIZE	80

static const char *const	names[] = { "name", "status", "credentials",
	"settings", "metadata", NULL };
static const char *const	common[] = { "auto_sync", "sync_interval",
	NULL };

static bool
among(const char *const *words, const char *word)
{
	while (words != NULL && *words != NULL && strcmp(*words, word) != 0)
		words++;
	return words != NULL && *words != NULL;
}

/* --- credentials --- */

static int
read_plain(const char *path, const char *value, char **out, struct err *err)
{
	for (const char *c = value; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~')
			return err_field(err, path, "service.key_format",
			    "blank");
	*out = mem_dup(value);
	return 0;
}

/* Absent: stays. null or "": removed. */
static int
read_key(const struct conf *conf, const json_t *sent,
    const struct provider_key *key, char **out, struct err *err)
{
	char		 path[PATH_SIZE];
	const char	*value = NULL;
	const int	 from = err->nfields;

	if (json_object_get(sent, key->name) == NULL)
		return 0;
	if (field_text_opt(sent, key->name, KEY_CHARS, &value, err) == -1)
		return err_within(err, from, "%s", "credentials");
	if (value == NULL || *value == '\0') {
		*out = mem_dup("");
		return 0;
	}
	snprintf(path, sizeof(path), "credentials.%s", key->name);
	return key->read != NULL ? key->read(conf, path, value, out, err) :
	    read_plain(path, value, out, err);
}

static int
read_keys(const struct conf *conf, const json_t *body,
    const struct provider *provider, char **out, struct err *err)
{
	const int	 from = err->nfields;
	const char	*known[PROVIDER_KEYS_MAX + 1] = { NULL };
	json_t		*sent = NULL;
	int		 rc, n = 0;

	if (field_object_opt(body, "credentials", &sent, err) == -1)
		return -1;
	if (sent == NULL)
		return 0;
	for (int i = 0; provider->keys[i].name != NULL; i++)
		if (!provider->keys[i].inner)
			known[n++] = provider->keys[i].name;
	if ((rc = field_only(sent, known, err)) == -1)
		err_within(err, from, "%s", "credentials");
	for (int i = 0; provider->keys[i].name != NULL; i++)
		rc |= read_key(conf, sent, &provider->keys[i], &out[i], err);
	return rc;
}

/* --- settings --- */

static int
check_names(const struct provider *provider, const json_t *sent,
    struct err *err)
{
	json_t		*value;
	const char	*name;
	int		 rc = 0;

	json_object_foreach((json_t *)(uintptr_t)sent, name, value)
		if (!among(common, name) && !among(provider->settings, name))
			rc = err_field(err, name, "unknown", "%s", "");
	return rc;
}

/* Those of the provider that were sent, over those that were; null: removed. */
static json_t *
merge_own(const json_t *before, const json_t *sent)
{
	json_t		*all = before != NULL ? json_copy(
			    (json_t *)(uintptr_t)before) : json_object();
	json_t		*value;
	const char	*name;

	json_object_foreach((json_t *)(uintptr_t)sent, name, value) {
		if (among(common, name))
			continue;
		if (json_is_null(value))
			json_object_del(all, name);
		else
			json_object_set(all, name, value);
	}
	return all;
}

static int
read_settings(const struct conf *conf, const json_t *body,
    const struct provider *provider, const struct provider_account *before,
    struct provider_change *to, struct err *err)
{
	const int	 from = err->nfields;
	json_t		*sent = NULL;
	int		 rc;

	if (field_object_opt(body, "settings", &sent, err) == -1)
		return -1;
	rc = check_names(provider, sent, err);
	rc |= field_bool_opt(sent, "auto_sync", &to->auto_sync, err);
	rc |= field_int_opt(sent, "sync_interval", 1, INTERVAL_MAX,
	    &to->sync_interval, err);
	to->settings = merge_own(before != NULL ? before->con.settings : NULL,
	    sent);
	if (provider->check_settings != NULL)
		rc |= provider->check_settings(conf, to->settings, err);
	return rc == 0 ? 0 : err_within(err, from, "%s", "settings");
}

/* --- all of it --- */

static int
read_metadata(const json_t *body, const json_t *before, json_t **out,
    struct err *err)
{
	own_str char	*text = NULL;
	json_t		*sent = NULL;

	if (field_object_opt(body, "metadata", &sent, err) == -1)
		return -1;
	*out = sent != NULL ? json_incref(sent) : before != NULL ?
	    json_incref((json_t *)(uintptr_t)before) : json_object();
	text = json_dumps(*out, JSON_COMPACT);
	return strlen(text) <= METADATA_BYTES ? 0 : err_field(err, "metadata",
	    "length", "%d", METADATA_BYTES);
}

static int
read_status(const json_t *body, bool *is_active, struct err *err)
{
	static const char *const	words[] = { "active", "inactive", NULL };
	const char			*word = NULL;

	if (field_word_opt(body, "status", words, &word, err) == -1)
		return -1;
	if (word != NULL)
		*is_active = strcmp(word, "active") == 0;
	return 0;
}

static int
settle(const struct conf *conf, const struct provider *provider,
    const struct provider_account *before, struct provider_change *to,
    struct err *err)
{
	const char	*key[PROVIDER_KEYS_MAX] = { NULL };
	bool		 is_set[PROVIDER_KEYS_MAX] = { false };

	for (int i = 0; i < PROVIDER_KEYS_MAX; i++) {
		key[i] = to->key[i];
		is_set[i] = key[i] != NULL ? *key[i] != '\0' :
		    before != NULL && before->key[i].set;
	}
	return provider->settle(conf, &(struct provider_draft){
	    .settings = to->settings, .key = key, .is_set = is_set },
	    &to->address, err);
}

int
provider_account_form_read(const struct conf *conf, const json_t *body,
    const struct provider *provider, const struct provider_account *before,
    struct provider_change *out, struct err *err)
{
	own_provider_change struct provider_change to = {
	    .is_active = true, .auto_sync = true,
	    .sync_interval = provider->interval_min };
	int	rc = field_only(body, names, err);

	if (before != NULL) {
		to.name = before->con.name;
		to.is_active = before->is_active;
		to.auto_sync = before->con.auto_sync;
		to.sync_interval = before->con.sync_interval;
	}
	if (before == NULL || json_object_get(body, "name") != NULL)
		rc |= field_line(body, "name", 1, NAME_CHARS, &to.name, err);
	rc |= read_status(body, &to.is_active, err);
	rc |= read_metadata(body, before != NULL ? before->metadata : NULL,
	    &to.metadata, err);
	rc |= read_settings(conf, body, provider, before, &to, err);
	rc |= read_keys(conf, body, provider, to.key, err);
	if (rc == 0)
		rc = settle(conf, provider, before, &to, err);
	if (rc == 0)
		*out = give(to);
	return rc;
}
