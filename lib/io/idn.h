/* idn: names of hosts in letters of any language, as the network knows them. Source: RFC 5891
 * (IDNA 2008) by libidn2. */
#ifndef IO_IDN_H
#define IO_IDN_H

/* "почта.рф" -> "xn--...", to be freed by mem_free_str; NULL: it is no such name. */
char	*idn_host(const char *);
/* The same for what follows the last @ of an e-mail address. */
char	*idn_email(const char *);

#endif
