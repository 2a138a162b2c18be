/* link: addresses of people's profiles: which sites and pages count, and which two are one.
 * Source: how the sites write their own links. */
#ifndef PERSON_LINK_H
#define PERSON_LINK_H

#include <stdbool.h>

#define PERSON_LINK_SIZE	300

enum person_site {
	PERSON_SITE_NONE,	/* a page of any other site */
	PERSON_LINKEDIN,
	PERSON_RABOTA,
	PERSON_HH
};
/* "linkedin", "rabota", "hh": the word of the API and of the database; NULL of PERSON_SITE_NONE. */
const char *person_site_word(enum person_site);

struct person_link {
	enum person_site	 site;
	char			 url[PERSON_LINK_SIZE];	/* https, without query */
};
/*
 * The next profile in a text, Markdown or JSON; *at goes behind it. Pages of these sites that
 * are nobody's (vacancies, companies, posts) are passed over.
 */
bool	 person_link_next(const char **at, struct person_link *out);
/* The same for any page of these sites, also one that is nobody's; site PERSON_SITE_NONE then. */
bool	 person_link_next_page(const char **at, struct person_link *out);
/* The first one of a site. */
bool	 person_link_find(const char *text, enum person_site,
	    struct person_link *out);

/*
 * What two addresses of one page have in common: "in/ivan-petrov" of LinkedIn, "resume/12ab" of
 * rabota.by and hh.ru (which show the same ones), host and path of other sites; in small letters,
 * without query and slash at the end. "" for what is no address and for pages of these sites that
 * are nobody's.
 */
void	 person_link_key(const char *url, char out[PERSON_LINK_SIZE]);
/* Does the text hold an address with that key? */
bool	 person_link_in(const char *text, const char *key);

#endif
