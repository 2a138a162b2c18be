#include "service/provider.h"

#include <string.h>

#define ROOT	"/api/v1/"

static const struct provider *
find(const struct provider *const *all, const char *name, size_t len)
{
	while (*all != NULL && (strlen((*all)->name) != len ||
	    strncmp((*all)->name, name, len) != 0))
		all++;
	return *all;
}

const struct provider *
provider_by_name(const struct provider *const *all, const char *name)
{
	return find(all, name, strlen(name));
}

const struct provider *
provider_of_path(const struct provider *const *all, const char *path)
{
	if (strncmp(path, ROOT, strlen(ROOT)) != 0)
		return NULL;
	path += strlen(ROOT);
	return find(all, path, strcspn(path, "/"));
}

int
provider_key_at(const struct provider *provider, const char *name)
{
	for (int i = 0; provider->keys[i].name != NULL; i++)
		if (strcmp(provider->keys[i].name, name) == 0)
			return i;
	return -1;
}
