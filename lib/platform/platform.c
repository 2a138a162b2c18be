#include "platform/platform.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "platform/found.h"

const char *const platform_key_names[] = { "api_key", "api_secret",
	"access_token", "refresh_token", NULL };

const char *
platform_ability(unsigned bit)
{
	switch (bit) {
	case PLATFORM_SEARCH:		return "search";
	case PLATFORM_RESPONSES:	return "responses";
	case PLATFORM_CONTACTS:		return "contacts";
	case PLATFORM_SALARY:		return "salary";
	case PLATFORM_SIGN_IN:		return "sign_in";
	case PLATFORM_WEBHOOK:		return "webhook";
	default:			return "files";
	}
}

char **
platform_key(struct platform_keys *keys, const char *name)
{
	char	**const all[] = { &keys->api_key, &keys->api_secret,
		    &keys->access_token, &keys->refresh_token };

	for (size_t i = 0; i < nitems(all); i++)
		if (strcmp(name, platform_key_names[i]) == 0)
			return all[i];
	return NULL;
}

void
platform_keys_clear(struct platform_keys *keys)
{
	for (size_t i = 0; platform_key_names[i] != NULL; i++) {
		char	**key = platform_key(keys, platform_key_names[i]);

		if (*key != NULL)
			explicit_bzero(*key, strlen(*key));
		mem_free_str(key);
	}
}

void
platform_got_clear(struct platform_got *got)
{
	json_decref(got->found);
	json_decref(got->notes);
	json_decref(got->about);
	mem_free_str(&got->cursor);
	memset(got, 0, sizeof(*got));
}

void
platform_got_add(struct platform_got *got, const char *platform,
    const json_t *said)
{
	json_t		*found = NULL;
	struct err	 why = { 0 };

	if (found_clean(platform, said, &found, &why) == -1) {
		got->unreadable++;
		return;
	}
	if (got->found == NULL)
		got->found = json_array();
	json_array_append_new(got->found, found);
}

void
platform_got_note(struct platform_got *got, const char *code,
    const char *wish)
{
	if (got->notes == NULL)
		got->notes = json_array();
	json_array_append_new(got->notes, json_pack("{s:s, s:s}", "code",
	    code, "wish", wish));
}

const struct platform *
platform_by_name(const struct platform *const *all, const char *name)
{
	while (*all != NULL && strcmp((*all)->name, name) != 0)
		all++;
	return *all;
}

int
platform_choose(const struct platform *const *all, const char *field,
    const char *name, const struct platform **out, struct err *err)
{
	own_buf struct buf	names = { 0 };

	if ((*out = platform_by_name(all, name)) != NULL)
		return 0;
	for (; *all != NULL; all++)
		buf_fmt(&names, "%s%s", names.len > 0 ? ", " : "",
		    (*all)->name);
	return err_field(err, field, "choice", "%s", buf_str(&names));
}

const char *
platform_conf(const struct platform *p, const struct conf *conf,
    const char *name)
{
	char		 key[64];
	const char	*value;

	snprintf(key, sizeof(key), "%s_%s", p->prefix, name);
	value = conf_get(conf, key, NULL);
	return value != NULL && *value != '\0' ? value : NULL;
}

const char *
platform_address(const struct platform *p, const struct conf *conf)
{
	const char	*url = platform_conf(p, conf, "API_URL");

	return url != NULL ? url : p->address;
}

const char *
platform_catalog(const struct platform *p, const struct conf *conf)
{
	const char	*url = platform_conf(p, conf, "CATALOG_URL");

	return url != NULL ? url : p->catalog;
}

const char *
platform_oauth_host(const struct platform *p, const struct conf *conf)
{
	const char	*url = platform_conf(p, conf, "OAUTH_URL");

	return url != NULL ? url : p->oauth->host;
}
