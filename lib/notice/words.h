/* words: what a notice says, in the language and zone of whoever reads it. */
#ifndef NOTICE_WORDS_H
#define NOTICE_WORDS_H

#include <stdint.h>

#define NOTICE_TITLE_SIZE	1000
#define NOTICE_TEXT_SIZE	2600

struct notice_said {
	const char	*kind, *about, *text;	/* as stored */
	int64_t		 moment, many;
};
void	notice_title(char out[NOTICE_TITLE_SIZE], const struct notice_said *,
	    const char *lang, const char *zone);
void	notice_text(char out[NOTICE_TEXT_SIZE], const struct notice_said *,
	    const char *lang);

#endif
