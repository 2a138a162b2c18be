/* contact: e-mails and phones of those who were sent to Huntflow, read after each change of what
 * was sent. */
#ifndef ORIGIN_CONTACT_H
#define ORIGIN_CONTACT_H

#include <stdint.h>

#include "contact/read.h"

struct contact_words;
struct db;
struct db_rows;
struct err;

extern const struct contact_reading origin_contacts;

/* What was sent of a person who is erased goes; that it was sent is kept. */
int	origin_erase(struct db *, int64_t company_id,
	    const struct contact_words *, struct err *);
/* Those that bear the name alone, perhaps a namesake's: rows of id, what it is called, when. */
int	origin_named(struct db *, int64_t company_id,
	    const struct contact_words *, struct db_rows **, struct err *);

#endif
