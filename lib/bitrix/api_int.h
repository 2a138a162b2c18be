/* api_int: what the files of api share. */
#ifndef BITRIX_API_INT_H
#define BITRIX_API_INT_H

#include <stdbool.h>
#include <stdint.h>

struct bitrix;
struct db;
struct err;

const char *bitrix_portal(const struct bitrix *);	/* host */
struct db *bitrix_db(const struct bitrix *);
int64_t	 bitrix_patience_ms(const struct bitrix *);	/* how long one call may wait */
/*
 * Is a method that was refused worth another try, the try-th being over? It waits for it, as all
 * callers of the portal do. left_ms: how long it may.
 */
bool	 bitrix_waits(struct bitrix *, const char *method, int try,
	    int64_t left_ms, struct err *);

#endif
