/* api_int: what the files of api share. */
#ifndef BITRIX_API_INT_H
#define BITRIX_API_INT_H

struct bitrix;
struct db;

const char *bitrix_portal(const struct bitrix *);	/* host */
struct db *bitrix_db(const struct bitrix *);

#endif
