#include "person/name.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "person/letter.h"
#include "person/title.h"

#define TITLE_CHARS	300
#define PARTS_MAX	4

struct part {
	char	 text[PERSON_NAME_SIZE];
	char	 low[PERSON_WORD_SIZE];
	bool	 known, initial, cyrillic, father;
};

/* "ИВАНОВ" and "иванов" as "Иванов"; "МакДональд" stays. */
static void
put_proper(char *out, size_t size, const char *text)
{
	bool	 all_upper, start = true;
	bool	 mixed = person_letter_mixed(text, &all_upper);
	size_t	 at = 0, len;

	for (; *text != '\0' && at + 4 < size; text += len) {
		uint32_t	 c = person_letter_at(text, &len);

		if (!mixed || all_upper)
			c = start ? person_letter_upper(
			    person_letter_lower(c)) : person_letter_lower(c);
		start = c == '-';
		at += utf8_put(c, out + at);
	}
	out[at] = '\0';
}

/* sep stands between what is there already and text. */
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
	size_t	 n = 0;

	for (size_t i = run->from; i < run->to; i++) {
		const struct person_token	*token = &t->v[i];
		struct part		*part = &parts[n];

		if (token->kind == PERSON_WORD_PARTICLE) {
			if (person_word_son(token->low) && n > 0) {
				append(parts[n - 1].text, PERSON_NAME_SIZE,
				    " ", token->text);
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

/* A father's name that goes with this first name, and is no surname. */
static bool
is_father(const struct part *part, const struct part *first)
{
	if (part->father)
		return true;
	if (person_word_womans(part->low))
		return true;
	return person_word_mans(part->low) && !(first->known &&
	    person_word_woman(first->low));
}

static void
put_two(struct person_name *out, const struct part *p)
{
	const bool	 surname_first = p[0].cyrillic && p[1].cyrillic;

	if (p[0].known && is_father(&p[1], &p[0]))
		put(out, &p[0], NULL, &p[1]);	/* "Анна Сергеевна" */
	else if (p[0].known != p[1].known)
		put(out, p[0].known ? &p[0] : &p[1],
		    p[0].known ? &p[1] : &p[0], NULL);
	else if (surname_first && !(person_word_surname(p[1].low) &&
	    !person_word_surname(p[0].low)))
		put(out, &p[1], &p[0], NULL);
	else
		put(out, &p[0], &p[1], NULL);
}

static void
put_three(struct person_name *out, const struct part *p)
{
	const bool	 second = is_father(&p[1], &p[0]),
			 third = is_father(&p[2], &p[1]);

	if (second && (!third || (p[0].known && !p[1].known)))
		put(out, &p[0], &p[2], &p[1]);
	else if (third)
		put(out, &p[1], &p[0], &p[2]);
	else if (p[0].cyrillic && p[1].known && !p[0].known)
		put(out, &p[1], &p[0], &p[2]);
	else
		put(out, &p[0], &p[2], &p[1]);
}

/* Four words: two first names or two surnames, as the second one tells. */
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

/* "anna.kovaleva@": what stands in the address when nothing else does. */
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

enum person_name_kind
person_name_read(const char *text, struct person_name *out)
{
	struct person_title	 t = { .text = text };
	struct part		 parts[PARTS_MAX] = { 0 };
	struct person_run	 run = { 0, 0 };
	enum person_name_kind	 kind = PERSON_NONE;

	memset(out, 0, sizeof(*out));
	t.len = utf8_head(text, TITLE_CHARS);
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
