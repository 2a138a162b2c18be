/* address: may a URL from outside lead here? */
#ifndef IO_ADDRESS_H
#define IO_ADDRESS_H

#include <stdbool.h>

struct sockaddr;

/*
 * Is it an address of the public internet? Loopback, private, link-local,
 * shared, multicast, reserved, documentation, mapped and tunnelled ones are
 * not. Source: IANA special-purpose address registries.
 */
bool	address_public(const struct sockaddr *);
/* Can people outside the own network open it, by the look of its host? Nothing is resolved. */
bool	address_url_public(const char *url);

#endif
