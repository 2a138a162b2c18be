/* rule: are two records of one person? Pure. */
#ifndef CANDIDATE_RULE_H
#define CANDIDATE_RULE_H

#include <stdbool.h>
#include <stddef.h>

/* Texts are borrowed; "" or NULL: not known. */
struct candidate_facts {
	const char	*first, *last, *middle, *birth_date,
			*company;
	bool		 user;		/* an import made a user of it */
};

enum candidate_verdict {
	CANDIDATE_OTHER,	/* nothing worth a look */
	CANDIDATE_LIKELY,	/* a person judges */
	CANDIDATE_SAME		/* joined without asking */
};
/*
 * kinds: what they have in common, of candidate/contact.h. rare: few have this name. weight: of a
 * likely one, the surest first.
 * An exact one, be it an e-mail, a phone or a profile, joins, unless it contradicts: other birth
 * dates, other first names (a family's phone, an agency's address), names without a common part,
 * other patronymics, or users of both. It judges new likenesses: who was joined before stays so
 * until somebody splits them.
 */
enum candidate_verdict candidate_rule(const struct candidate_facts *,
	    const struct candidate_facts *, const char *kinds, bool rare,
	    int *weight);

#endif
