/* guess_int: what the parts of guess share. */
#ifndef DOCUMENT_GUESS_INT_H
#define DOCUMENT_GUESS_INT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum guess_section {
	SECTION_HEAD,	/* before the first heading */
	SECTION_CONTACTS,
	SECTION_WISH,
	SECTION_SUMMARY,
	SECTION_WORK,
	SECTION_STUDY,
	SECTION_SKILLS,
	SECTION_LANGUAGES,
	SECTION_OTHER
};

enum guess_shape { SHAPE_FREE, SHAPE_HH, SHAPE_SUPERJOB, SHAPE_LINKEDIN };

/* A line without the blanks around it. low: the same in small letters, byte for byte. */
struct guess_line {
	char			*text, *low;
	size_t			 number;	/* in the text, from 1 */
	size_t			 value;		/* behind "label:", or the text's length */
	enum guess_section	 section;
	bool			 heading;	/* of a section; what follows a colon is its text */
	bool			 gap;		/* an empty line is before it */
};

/* The lines that say something. */
struct guess {
	struct guess_line	*v;
	size_t			 n;
	enum guess_shape	 shape;
	int			 year, month;	/* now */
	size_t			 name;		/* the line of the name; n: it is not known */
	json_t			*out, *confidence, *places;
};

/* guess_line.c */
void	 guess_line_read(struct guess *, const char *text);
void	 guess_line_clear(struct guess *);
/* In small letters, ё as е; as long as before. The caller's. */
char	*guess_line_fold(const char *);
/* Does the word (or what begins with it, where it ends in '*') stand in the folded text? */
bool	 guess_line_has(const char *low, const char *word);
/* The same of any of a NULL-ended list. */
bool	 guess_line_any(const char *low, const char *const *words);
/* The value of "label: value", the labels folded; NULL: another line. */
const char *guess_line_value(const struct guess_line *,
	    const char *const *labels);
bool	 guess_line_bullet(const char *text);
/* Behind bullets, blanks and numbers of a list. */
const char *guess_line_content(const char *text);
size_t	 guess_line_words(const char *text);
/* Bytes before the first of the signs that part what people write in one line: , ; | ( • · tab. */
size_t	 guess_line_part(const char *text);

/* guess.c: the first one of a member counts. line: NULL: of no line alone. */
void	 guess_put(struct guess *, const char *name, json_t *value,
	    double confidence, const struct guess_line *);
bool	 guess_knows(const struct guess *, const char *name);

/* guess_date.c */
struct guess_month {
	int	year, month, day;	/* month, day 0: not said */
};
struct guess_period {
	struct guess_month	 from, to;	/* year 0: not said */
	bool			 present;	/* it lasts */
	bool			 open;	/* it ends with a dash: its end is on the next line */
	size_t			 at, end;	/* bytes of the line */
};
/* A date at *low, which goes behind it. */
bool	 guess_date_read(const char **low, struct guess_month *out);
/* The first day, with its month and year, in a folded line. */
bool	 guess_date_find(const char *low, struct guess_month *out);
bool	 guess_date_period(const struct guess *, const char *low,
	    struct guess_period *out);
/* "2 года 3 месяца": 27; 0: none is said. */
int	 guess_date_months(const char *low);
/* Is there but a duration in the line? */
bool	 guess_date_only_months(const char *low);
json_t	*guess_date_json(const struct guess_month *);

/* guess_money.c */
void	 guess_money(struct guess *);
/* guess_who.c */
void	 guess_who_name(struct guess *);
void	 guess_who_birthday(struct guess *);
/* guess_reach.c: contacts, links, the town */
void	 guess_reach(struct guess *);
/* Does the folded line begin with a town that we know, or name it as its only thing? */
bool	 guess_reach_town(const char *low);
/* guess_work.c */
void	 guess_work(struct guess *);
/* Does the folded text name a trade, a company, a school? */
bool	 guess_work_trade(const char *low);
bool	 guess_work_company(const char *low);
/* guess_study.c */
void	 guess_study(struct guess *);
bool	 guess_study_school(const char *low);
/* guess_skill.c */
void	 guess_skill(struct guess *);

#endif
