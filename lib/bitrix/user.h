/* user: a user of a portal as user.get says them. Pure. Source: b24restdocs, "user.get". */
#ifndef BITRIX_USER_H
#define BITRIX_USER_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "io/secret.h"

struct err;

/* Texts are never NULL; departments: array of whole numbers. */
struct bitrix_user {
	int64_t	 id;
	char	*email, *full_name, *first_name, *last_name, *position, *phone, *avatar;
	bool	 active;
	json_t	*departments;
	char	 hash[SECRET_HASH_SIZE];	/* of all that */
};
void	bitrix_user_clear(struct bitrix_user *);
#define own_bitrix_user	cleanup(bitrix_user_clear)
/* What the scope leaves out is "". origin: of the portal, for the address of a picture. -1: it is
 * nobody: without an id. */
int	bitrix_user_parse(const json_t *, const char *origin,
	    struct bitrix_user *out, struct err *);

/* A department as department.get says it; parent_id, head_id 0: none. */
struct bitrix_department {
	int64_t	 id, parent_id, head_id, sort;
	char	*name;
};
void	bitrix_department_clear(struct bitrix_department *);
int	bitrix_department_parse(const json_t *, struct bitrix_department *out,
	    struct err *);

#endif
