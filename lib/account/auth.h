/* auth: who asks, and repeated POSTs: what io/web asks of the stores. Every program
 * hands it to web_main. */
#ifndef ACCOUNT_AUTH_H
#define ACCOUNT_AUTH_H

#include "io/web.h"

extern const struct web_gate gate;

#endif
