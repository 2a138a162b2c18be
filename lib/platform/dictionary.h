/* dictionary: lists of a job board that rarely change (regions), as far as they are used. They are
 * the same for everybody. Table platform_dictionary. */
#ifndef PLATFORM_DICTIONARY_H
#define PLATFORM_DICTIONARY_H

#include <jansson.h>
#include <stdbool.h>

struct db;
struct err;

/* Of a board at an address. */
struct dictionary_key {
	const char	*platform, *base_url, *name;
};
/* data NULL: there is none yet. fresh: it was checked within a day. */
struct dictionary {
	json_t	*data;
	char	 etag[128];
	bool	 fresh;
};
int	dictionary_get(struct db *, const struct dictionary_key *,
	    struct dictionary *out, struct err *);
int	dictionary_put(struct db *, const struct dictionary_key *,
	    const json_t *data, const char *etag, struct err *);
/* The board said that it is as it was. */
int	dictionary_touch(struct db *, const struct dictionary_key *,
	    struct err *);

#endif
