/* check: what an account may do at its portal: whose webhook it is, which scopes it has, which are
 * missing and what does not work without them. Source: b24restdocs, "scope", "profile". */
#ifndef BITRIX_CHECK_H
#define BITRIX_CHECK_H

#include <jansson.h>
#include <stdint.h>

struct caller;
struct err;

/*
 * {user: {id, name, admin}, scopes: [text], missing: [{scope, code}], contacts: boolean}; the
 * caller's. It is kept as the account's facts.
 */
int	bitrix_check(const struct caller *, int64_t account_id,
	    json_t **facts, struct err *);
/* Pure: of the answers to scope and profile. */
json_t	*bitrix_check_facts(const json_t *scopes, const json_t *profile);

#endif
