/* contact: e-mails and phones of those who were sent to Huntflow, read after each change of what
 * was sent. */
#ifndef ORIGIN_CONTACT_H
#define ORIGIN_CONTACT_H

#include "contact/read.h"

extern const struct contact_reading origin_contacts;

#endif
