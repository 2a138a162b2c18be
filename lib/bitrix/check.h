/* check: what an account may do at its portal: whose webhook it is, which scopes it has, which are
 * missing and what does not work without them. Source: b24restdocs, "scope", "profile". */
#ifndef BITRIX_CHECK_H
#define BITRIX_CHECK_H

#include <jansson.h>

struct err;

/*
 * provider_api.check, api a struct bitrix: {user: {id, name, admin}, scopes: [text],
 * missing: [{scope, code}], contacts: boolean}.
 */
int	bitrix_check(void *api, json_t **facts, struct err *);
/* Pure: of the answers to scope and profile. */
json_t	*bitrix_check_facts(const json_t *scopes, const json_t *profile);

#endif
