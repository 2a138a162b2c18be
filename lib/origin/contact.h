/* contact: e-mails and phones of those who were sent to Huntflow, read after each change of what
 * was sent. */
#ifndef ORIGIN_CONTACT_H
#define ORIGIN_CONTACT_H

#include <stdint.h>

#include "contact/read.h"

struct contact_store;
struct db;
struct db_rows;
struct err;

extern const struct contact_reading origin_contacts;

/* What was sent of a person who is erased goes; that it was sent is kept. */
extern const struct contact_store	origin_store;

#endif
