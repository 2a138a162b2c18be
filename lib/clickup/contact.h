/* contact: e-mails, phones and profile links of the tasks, read out of their names, texts, fields
 * and comments after each change. */
#ifndef CLICKUP_CONTACT_H
#define CLICKUP_CONTACT_H

#include "contact/read.h"

extern const struct contact_reading clickup_contacts;

#endif
