#include "person/name.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "io/unicode.h"
#include "person/letter.h"
#include "person/title.h"
#include "person/word.h"

#define TITLE_CHARS	300
#define PARTS_MAX	4

struct part {
	char	 text[PERSON_NAME_SIZE];
	char	 low[PERSON_WORD_SIZE];
	bool	 known, initial, cyrillic, father, particle;
};

/* "O'CONNOR"; but in "MAR'YANA" and in the Uzbek "OʻKTAM", "O'KTAMOV" a small letter goes on. */
static bool
starts_after(uint32_t sign, uint32_t before, size_t letters,
    const char *rest)
{
	static const uint32_t	 heads[] = { 'o', 'd', 'l', 0x43e, 0x434 };
	char			 low[PERSON_WORD_SIZE];

	person_letter_fold(rest, low, sizeof(low));
	if (letters != 1 || sign == 0x2bb || sign == 0x2018 ||
	    person_word_surely_surname(low))
		return false;
	for (size_t i = 0; i < nitems(heads); i++)
		if (person_letter_lower(before) == heads[i])
			return true;
	return false;
}

/* "ИВАНОВ" and "иванов" as "Иванов"; "МакДональд" stays. */
static void
put_proper(char *out, size_t size, const char *text)
{
	bool		 all_upper, start = true;
	bool		 mixed = person_letter_mixed(text, &all_upper);
	size_t		 at = 0, len, letters = 0;
	uint32_t	 before = 0;

	for (; *text != '\0' && at + 4 < size; text += len) {
		uint32_t	 c = person_letter_at(text, &len);

		if (!mixed || all_upper)
			c = start ? person_letter_title(
			    person_letter_lower(c)) : person_letter_lower(c);
		start = c == '-' || c == ' ' || (person_letter_apostrophe(c) &&
		    starts_after(c, before, letters, text + len));
		letters = c == '-' || c == ' ' ? 0 : letters + 1;
		before = c;
		at += utf8_put(c, out + at);
	}
	out[at] = '\0';
}

/* sep goes between what is there already and text. */
static void
append(char *out, size_t size, const char *sep, const char *text)
{
	const size_t	 at = strlen(out), gap = at > 0 ? strlen(sep) : 0,
			 len = strlen(text);

	if (at + gap + len >= size)
		return;
	memcpy(out + at, sep, gap);
	memmove(out + at + gap, text, len + 1);
}

/* Particles go with the word after them, "оглы" with the one before. */
static size_t
read_parts(const struct person_title *t, const struct person_run *run, struct
    part *parts)
{
	char	 before[PERSON_WORD_SIZE] = "";
	bool	 all_upper;
	size_t	 n = 0;

	for (size_t i = run->from; i < run->to; i++) {
		const struct person_token	*token = &t->v[i];
		struct part		*part = &parts[n];

		if (token->kind == PERSON_WORD_PARTICLE) {
			if (person_word_son(token->low) && n > 0) {
				append(parts[n - 1].text, PERSON_NAME_SIZE,
				    " ", person_letter_mixed(token->text,
				    &all_upper) && all_upper ? token->low :
				    token->text);
				parts[n - 1].father = true;
			} else
				append(before, sizeof(before), " ",
				    token->text);
			continue;
		}
		if (n == PARTS_MAX)
			break;
		memset(part, 0, sizeof(*part));
		snprintf(part->text, sizeof(part->text), "%s%s", before,
		    before[0] != '\0' ? " " : "");
		part->particle = before[0] != '\0';
		before[0] = '\0';
		put_proper(part->text + strlen(part->text),
		    sizeof(part->text) - strlen(part->text), token->text);
		memcpy(part->low, token->low, sizeof(part->low));
		part->known = token->known;
		part->cyrillic = token->cyrillic;
		part->initial = token->kind == PERSON_WORD_INITIAL;
		if (part->initial)
			append(part->text, sizeof(part->text), "", ".");
		n++;
	}
	return n;
}

static void
put(struct person_name *out, const struct part *first, const struct part *last,
    const struct part *middle)
{
	if (first != NULL)
		memcpy(out->first, first->text, PERSON_NAME_SIZE);
	if (last != NULL)
		memcpy(out->last, last->text, PERSON_NAME_SIZE);
	if (middle != NULL)
		memcpy(out->middle, middle->text, PERSON_NAME_SIZE);
}

/* "Иванов И. И.", "J. Smith": the word that is written out is the surname. */
static bool
put_initials(struct person_name *out, const struct part *p, size_t n)
{
	const struct part	*whole = NULL, *initial[PARTS_MAX] = { NULL };
	size_t			 wholes = 0, initials = 0;

	for (size_t i = 0; i < n; i++) {
		if (p[i].initial)
			initial[initials++] = &p[i];
		else if (++wholes == 1)
			whole = &p[i];
	}
	if (initials == 0 || wholes != 1)
		return false;
	if (whole->known && whole == &p[0] && initials == 1)
		put(out, whole, initial[0], NULL);	/* "Анна К." */
	else
		put(out, initial[0], whole, initial[1]);
	return true;
}

/* "Рашид оглы", "Серікұлы": named after the father, with or without a surname. */
static bool
is_turkic(const struct part *part)
{
	return part->father || person_word_turkic(part->low);
}

/* A father's name that goes with this first name, and is no surname. */
static bool
is_father(const struct part *part, const struct part *first)
{
	if (is_turkic(part) || person_word_womans(part->low))
		return true;
	return person_word_mans(part->low) && !(first->known &&
	    person_word_woman(first->low));
}

/* "de la Cruz Juan": who begins so begins with the surname. */
static bool
is_lead(const struct part *one, const struct part *last)
{
	return one->particle && !one->known && !last->particle;
}

static void
put_two(struct person_name *out, const struct part *p)
{
	const bool	 surname_first = (p[0].cyrillic && p[1].cyrillic) ||
			    is_lead(&p[0], &p[1]);

	if (is_turkic(&p[0]) != is_turkic(&p[1]))
		put(out, is_turkic(&p[0]) ? &p[1] : &p[0],
		    is_turkic(&p[0]) ? &p[0] : &p[1], NULL);
	else if (p[0].known && is_father(&p[1], &p[0]))
		put(out, &p[0], NULL, &p[1]);	/* "Анна Сергеевна" */
	else if (p[0].known != p[1].known)
		put(out, p[0].known ? &p[0] : &p[1],
		    p[0].known ? &p[1] : &p[0], NULL);
	else if (surname_first && !(person_word_surname(p[1].low) &&
	    !person_word_surname(p[0].low)))
		put(out, &p[1], &p[0], NULL);
	else if (!surname_first && person_word_surely_surname(p[0].low) &&
	    !person_word_surely_surname(p[1].low))
		put(out, &p[1], &p[0], NULL);	/* "O'Connor Sinead" */
	else
		put(out, &p[0], &p[1], NULL);
}

static void
put_three(struct person_name *out, const struct part *p)
{
	const bool	 second = is_father(&p[1], &p[0]),
			 third = is_father(&p[2], &p[1]);

	if (is_lead(&p[0], &p[2]))
		put(out, &p[1], &p[0], &p[2]);
	else if (second && (!third || (p[0].known && !p[1].known)))
		put(out, &p[0], &p[2], &p[1]);
	else if (third)
		put(out, &p[1], &p[0], &p[2]);
	else if (p[0].cyrillic && p[1].known && !p[0].known)
		put(out, &p[1], &p[0], &p[2]);
	else
		put(out, &p[0], &p[2], &p[1]);
}

/* Four words: two first names or two surnames, by what the second one is. */
static void
put_four(struct person_name *out, struct part *p)
{
	if (is_father(&p[2], &p[1])) {
		put(out, &p[1], &p[0], &p[2]);
		return;
	}
	append(p[2].text, PERSON_NAME_SIZE, " ", p[3].text);
	put(out, &p[0], &p[2], &p[1]);
}

static enum person_name_kind
put_parts(struct person_name *out, struct part *p, size_t n)
{
	if (n == 1) {
		put(out, p[0].known ? &p[0] : NULL, p[0].known ? NULL : &p[0],
		    NULL);
		return PERSON_SINGLE;
	}
	if (!put_initials(out, p, n)) {
		if (n == 2)
			put_two(out, p);
		else if (n == 3)
			put_three(out, p);
		else
			put_four(out, p);
	}
	return out->first[0] != '\0' && out->last[0] != '\0' ? PERSON_WHOLE :
	    PERSON_SINGLE;
}

/* "anna.kovaleva@": the name in the address, when there is no other. */
static enum person_name_kind
put_mail(struct person_name *out, const char *mail)
{
	char	 word[PERSON_WORD_SIZE];
	char	*second;

	snprintf(word, sizeof(word), "%s", mail);
	if ((second = strpbrk(word, "._-")) == NULL)
		return PERSON_NONE;
	*second++ = '\0';
	if (strlen(word) < 2 || strlen(second) < 2 ||
	    strspn(second, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != strlen(second) ||
	    !(person_word_first_name(word) || person_word_first_name(second)))
		return PERSON_NONE;
	put_proper(person_word_first_name(word) ? out->first : out->last,
	    PERSON_NAME_SIZE, word);
	put_proper(person_word_first_name(word) ? out->last : out->first,
	    PERSON_NAME_SIZE, second);
	return PERSON_WHOLE;
}

/* The first stretch with a trade in it, between marks and the name. */
static void
put_position(struct person_name *out, const struct person_title *t,
    const struct person_run *run)
{
	size_t	 at = 0, end, len;

	while (at < t->n) {
		bool	 trade = false;

		for (end = at; end < t->n && (end == at ||
		    (t->v[end].gap == GAP_NONE && end != run->from &&
		    end != run->to)); end++)
			trade |= t->v[end].kind == PERSON_WORD_TRADE;
		if (trade && !(run->from <= at && at < run->to)) {
			while (t->v[at].kind == PERSON_WORD_OTHER)
				at++;
			while (t->v[end - 1].kind == PERSON_WORD_OTHER)
				end--;
			len = t->v[end - 1].to - t->v[at].from;
			if (len < PERSON_NAME_SIZE)
				memcpy(out->position, t->text + t->v[at].from,
				    len);
			return;
		}
		at = end;
	}
}

/* Marks of direction and of where a word may break or not. */
static bool
is_unseen(uint32_t c)
{
	return c == 0xad || (c >= 0x200c && c <= 0x200f) || (c >= 0x202a &&
	    c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) || c == 0xfeff;
}

/* The beginning of a title, its letters composed, its hyphens within words '-'. */
static char *
normal_title(const char *text)
{
	const size_t	 len = utf8_head(text, TITLE_CHARS);
	char		*out = unicode_composed(text, len), *to;
	const char	*s;
	uint32_t	 c, before = ' ';

	if (out == NULL)
		out = mem_ndup(text, len);
	for (s = to = out; *s != '\0'; before = c) {
		c = utf8_next(&s);
		if (is_unseen(c)) {
			c = before;
			continue;
		}
		if (c == 0x200b)	/* a blank without width */
			c = ' ';
		if (person_letter_hyphen(c) && (c == 0x2010 || c == 0x2011 ||
		    (person_letter_is(before) && *s != ' ')))
			c = '-';
		to += c == UTF8_BAD ? utf8_put('?', to) : utf8_put(c, to);
	}
	*to = '\0';
	return out;
}

enum person_name_kind
person_name_read(const char *title, struct person_name *out)
{
	own_str char		*text = normal_title(title);
	struct person_title	 t = { .text = text, .len = strlen(text) };
	struct part		 parts[PARTS_MAX] = { 0 };
	struct person_run	 run = { 0, 0 };
	enum person_name_kind	 kind = PERSON_NONE;

	memset(out, 0, sizeof(*out));
	person_title_read(&t);
	person_title_drop_shouts(&t);
	if (!person_title_best(&t, false, &run) || run.to - run.from < 2) {
		struct person_run	 low;

		if (person_title_best(&t, true, &low))
			run = low;
	}
	if (run.to > run.from)
		kind = put_parts(out, parts, read_parts(&t, &run, parts));
	if (kind != PERSON_WHOLE && t.mail[0] != '\0') {
		struct person_name	 mail = { 0 };

		if (put_mail(&mail, t.mail) == PERSON_WHOLE) {
			*out = mail;
			kind = PERSON_WHOLE;
		}
	}
	put_position(out, &t, &run);
	return kind;
}

/* Words with one blank between, of at most size - 1 bytes. */
static void
squeeze(const char *text, char *out, size_t size)
{
	size_t	 at = 0;

	while (*text != '\0') {
		const char	*s = text;
		const uint32_t	 c = utf8_next(&s);
		const size_t	 len = (size_t)(s - text);

		if (c <= ' ' || c == 0xa0 || c == UTF8_BAD) {
			if (at > 0 && at + 1 < size && out[at - 1] != ' ')
				out[at++] = ' ';
		} else if (at + len < size) {
			memcpy(out + at, text, len);
			at += len;
		} else
			break;
		text = s;
	}
	while (at > 0 && out[at - 1] == ' ')
		at--;
	out[at] = '\0';
}

static bool
is_no_name(const char *part)
{
	char	 low[PERSON_NAME_SIZE];
	char	*word, *more = low;
	size_t	 len, letters = 0, others = 0;

	person_letter_fold(part, low, sizeof(low));
	for (const char *s = part; *s != '\0'; s += len) {
		letters += person_letter_is(person_letter_at(s, &len));
		others += strchr("@0123456789:/\\<>|", *s) != NULL;
	}
	if (letters == 0 || others > 0)
		return true;
	while ((word = strsep(&more, " ")) != NULL)
		if (person_word_heading(word) || person_word_kind(word) ==
		    PERSON_WORD_TRADE)
			return true;
	return false;
}

bool
person_name_part(const char *given, char out[PERSON_NAME_SIZE])
{
	own_str char	*composed = unicode_composed(given, strlen(given));
	char		 part[PERSON_NAME_SIZE];

	squeeze(composed != NULL ? composed : given, part, sizeof(part));
	if (is_no_name(part))
		return false;
	put_proper(out, PERSON_NAME_SIZE, part);
	return true;
}
