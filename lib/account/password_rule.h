/* password_rule: which passwords may be set. Source: OWASP ASVS 5.0, 6.2; cracklib's dictionary. */
#ifndef ACCOUNT_PASSWORD_RULE_H
#define ACCOUNT_PASSWORD_RULE_H

struct err;
struct user;

#define PASSWORD_MIN	10	/* characters */
#define PASSWORD_MAX	128

/*
 * ERR_INPUT on field: "length"; "account.password_common": in a dictionary, a row of keys, or a
 * word that is in use everywhere, whichever keyboard it was typed on; "account.password_own":
 * it holds the person's name, e-mail or company, or the name of this product.
 */
int	password_rule(const struct user *, const char *field,
	    const char *password, struct err *);

#endif
