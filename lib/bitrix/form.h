/* form: members of an urlencoded form whose names have PHP's brackets. Pure. */
#ifndef BITRIX_FORM_H
#define BITRIX_FORM_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The first value of this name ("auth[domain]"), decoded; brackets may come encoded or plain.
 * False: there is none, or it does not fit, or has a NUL.
 */
bool	bitrix_form_get(const char *body, size_t len, const char *name,
	    char *out, size_t size);

#endif
