#include "person/title.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "person/letter.h"

static struct person_token *
add_token(struct person_title *t, enum person_word_kind kind,
    enum person_gap *gap, size_t from, size_t to)
{
	struct person_token	*token;

	if (t->n == PERSON_WORDS_MAX)
		return NULL;
	token = &t->v[t->n++];
	memset(token, 0, sizeof(*token));
	token->kind = kind;
	token->gap = *gap;
	token->from = from;
	token->to = to;
	*gap = GAP_NONE;
	return token;
}

/* What a word of letters is. */
static enum person_word_kind
kind_of(struct person_token *token)
{
	enum person_word_kind	 kind = person_word_kind(token->low);
	size_t		 len;
	uint32_t	 first = person_letter_at(token->text, &len);

	if (kind != PERSON_WORD_NAME && !(token->text[len] == '\0' &&
	    person_letter_is_upper(first) && kind == PERSON_WORD_OTHER))
		return kind;
	if (person_word_son(token->low) ||
	    (!person_letter_is_upper(first) &&
	    person_word_particle(token->low)))
		return PERSON_WORD_PARTICLE;
	if (token->text[len] == '\0')
		return person_letter_is_upper(first) ? PERSON_WORD_INITIAL :
		    PERSON_WORD_OTHER;
	return person_letter_begins(first) ? PERSON_WORD_NAME :
	    PERSON_WORD_LOW;
}

/* Behind a word that goes with the name before it, and its dot: "Smith Jr., John". Else from. */
static size_t
past_suffix(const struct person_title *t, size_t from, size_t to)
{
	char	 part[PERSON_WORD_SIZE], low[PERSON_WORD_SIZE];

	if (t->n == 0 || to - from >= sizeof(part))
		return from;
	memcpy(part, t->text + from, to - from);
	part[to - from] = '\0';
	person_letter_fold(part, low, sizeof(low));
	return person_word_suffix(low) ? to + (t->text[to] == '.') : from;
}

static void
add_word(struct person_title *t, enum person_gap *gap, size_t from, size_t to)
{
	struct person_token	*token;
	size_t		 len;

	if (to - from >= PERSON_WORD_SIZE) {
		*gap = GAP_HARD;
		return;
	}
	if ((token = add_token(t, PERSON_WORD_NAME, gap, from, to)) == NULL)
		return;
	memcpy(token->text, t->text + from, to - from);
	person_letter_fold(token->text, token->low, sizeof(token->low));
	token->cyrillic = person_letter_cyrillic(person_letter_at(token->text,
	    &len));
	token->kind = kind_of(token);
	token->known = person_word_first_name(token->low);
}

/* "Анна-QA" is two words, "Салтыков-Щедрин" one. */
static void
add_hyphened(struct person_title *t, enum person_gap *gap, size_t from,
    size_t to)
{
	char	 part[PERSON_WORD_SIZE], low[PERSON_WORD_SIZE];
	bool	 split = false;
	size_t	 at, end;

	for (at = from; at < to; at = end + 1) {
		for (end = at; end < to && t->text[end] != '-'; end++)
			;
		if (end - at >= sizeof(part))
			break;
		memcpy(part, t->text + at, end - at);
		part[end - at] = '\0';
		person_letter_fold(part, low, sizeof(low));
		split |= end - at > 1 &&
		    person_word_kind(low) != PERSON_WORD_NAME;
	}
	if (!split) {
		add_word(t, gap, from, to);
		return;
	}
	for (at = from; at < to; at = end + 1) {
		for (end = at; end < to && t->text[end] != '-'; end++)
			;
		if (end > at)
			add_word(t, gap, at, end);
	}
}

static bool
joins(uint32_t c)
{
	return c == '-' || person_letter_apostrophe(c);
}

/* The word of letters at from: its end. "O'Neil", "Анна-Мария". */
static size_t
word_end(const struct person_title *t, size_t from)
{
	size_t		 at = from, len, next;
	uint32_t	 c;

	for (;;) {
		c = person_letter_at(t->text + at, &len);
		if (person_letter_is(c)) {
			at += len;
			continue;
		}
		if (at == from || !joins(c) ||
		    !person_letter_is(person_letter_at(t->text + at + len,
		    &next)))
			return at;
		at += len;
	}
}

/* Spaces end it. */
static size_t
chunk_end(const struct person_title *t, size_t from)
{
	while (from < t->len && strchr(" \t\r\n", t->text[from]) == NULL)
		from++;
	return from;
}

/* "c++", "node.js", ".net": trades that are not all letters. */
static size_t
odd_trade(const struct person_title *t, size_t from)
{
	char	 part[PERSON_WORD_SIZE], low[PERSON_WORD_SIZE];
	size_t	 len;

	len = strcspn(t->text + from, " \t\r\n,;:|()[]\"");
	while (len > 0 && len < sizeof(part)) {
		memcpy(part, t->text + from, len);
		part[len] = '\0';
		person_letter_fold(part, low, sizeof(low));
		if (person_word_kind(low) == PERSON_WORD_TRADE &&
		    strpbrk(part, "+#./0123456789") != NULL)
			return from + len;
		len--;
		if (strchr("./", part[len]) == NULL)
			break;
	}
	return from;
}

static bool
is_address(const struct person_title *t, size_t from, size_t to)
{
	const char	*s = t->text + from;
	const size_t	 n = to - from;

	return memmem(s, n, "://", 3) != NULL || memchr(s, '@', n) != NULL ||
	    memmem(s, n, ".com/", 5) != NULL ||
	    (n > 4 && strncasecmp(s, "www.", 4) == 0);
}

static void
keep_mail(struct person_title *t, size_t from, size_t to)
{
	const char	*s = t->text + from;
	const char	*at = memchr(s, '@', to - from);
	size_t		 n;

	while (s < t->text + to && !person_letter_is((unsigned char)*s))
		s++;
	if (at == NULL || at <= s || t->mail[0] != '\0')
		return;
	n = (size_t)(at - s);
	if (n < sizeof(t->mail)) {
		memcpy(t->mail, s, n);
		t->mail[n] = '\0';
	}
}

/* One thing at at: a word, an address, a mark. Returns where the next begins. */
static size_t
read_thing(struct person_title *t, size_t at, bool fresh, enum person_gap *gap)
{
	size_t		 len, end;
	uint32_t	 c = person_letter_at(t->text + at, &len);

	if (fresh && is_address(t, at, end = chunk_end(t, at))) {
		keep_mail(t, at, end);
		*gap = GAP_HARD;
		return end;
	}
	if (fresh && (end = odd_trade(t, at)) > at) {
		add_token(t, PERSON_WORD_TRADE, gap, at, end);
		return end;
	}
	if (person_letter_is(c)) {
		end = word_end(t, at);
		if (past_suffix(t, at, end) > at)
			return past_suffix(t, at, end);
		add_hyphened(t, gap, at, end);
		if (t->text[end] != '.')
			return end;
		if (t->n > 0 && t->v[t->n - 1].kind != PERSON_WORD_INITIAL)
			*gap = GAP_HARD;
		return end + 1;
	}
	if (c >= '0' && c <= '9') {
		end = at;
		while (end < t->len && strchr("0123456789.+-%$",
		    t->text[end]) != NULL)
			end++;
		add_token(t, PERSON_WORD_OTHER, gap, at, end);
		return end > at ? end : at + 1;
	}
	if (c == ',')
		*gap = *gap == GAP_NONE ? GAP_COMMA : GAP_HARD;
	else if (person_letter_hyphen(c))
		*gap = *gap == GAP_NONE ? GAP_HYPHEN : GAP_HARD;
	else if (strchr(" \t_.'`", (int)c) == NULL || c > 0x7f)
		*gap = c == 0xa0 || c == 0x301 ? *gap : GAP_HARD;
	return at + len;
}

static void
drop_token(struct person_title *t, size_t i)
{
	t->n--;
	memmove(&t->v[i], &t->v[i + 1], (t->n - i) * sizeof(t->v[0]));
}

static bool
is_surname(const struct person_token *token)
{
	return token->kind == PERSON_WORD_NAME && !token->known &&
	    person_word_surname(token->low);
}

/* "Салтыков - Щедрин" */
static void
join_hyphens(struct person_title *t)
{
	for (size_t i = 1; i < t->n; i++) {
		struct person_token	*one = &t->v[i - 1], *two = &t->v[i];
		const size_t		 len = strlen(one->text), more =
					    strlen(two->text) + 1;

		if (two->gap != GAP_HYPHEN || !is_surname(one) ||
		    !is_surname(two) || len + 1 + more > PERSON_WORD_SIZE)
			continue;
		one->text[len] = '-';
		memcpy(one->text + len + 1, two->text, more);
		person_letter_fold(one->text, one->low, sizeof(one->low));
		one->to = two->to;
		drop_token(t, i--);
	}
}

/* The separator between these bytes, when it is a comma or blanks alone. */
static enum person_gap
gap_between(const struct person_title *t, size_t from, size_t to)
{
	const size_t	 blanks = strspn(t->text + from, " \t");
	const size_t	 comma = t->text[from + blanks] == ',';

	if (from + blanks + comma + strspn(t->text + from + blanks + comma,
	    " \t") != to)
		return GAP_HARD;
	return comma ? GAP_COMMA : GAP_NONE;
}

/* "Кузнецова (Петрова) Анна", "Ковалёва (QA) Анна": a name without the word in brackets, which
 * goes behind it when it is no name. */
static void
clear_brackets(struct person_title *t)
{
	for (size_t i = 1; i + 1 < t->n; i++) {
		struct person_token	 one = t->v[i];
		enum person_gap		 gap;

		if (t->v[i - 1].kind != PERSON_WORD_NAME ||
		    t->v[i + 1].kind != PERSON_WORD_NAME ||
		    t->text[one.from - 1] != '(' || t->text[one.to] != ')' ||
		    gap_between(t, t->v[i - 1].to, one.from - 1) != GAP_NONE)
			continue;
		gap = gap_between(t, one.to + 1, t->v[i + 1].from);
		if (gap == GAP_HARD)
			continue;
		t->v[i + 1].gap = gap;
		drop_token(t, i);
		one.gap = GAP_HARD;
		if (one.kind == PERSON_WORD_TRADE)
			t->v[t->n++] = one;
	}
}

void
person_title_read(struct person_title *t)
{
	enum person_gap	 gap = GAP_NONE;
	bool		 fresh = true;
	size_t		 at = 0, next;

	while (at < t->len) {
		next = read_thing(t, at, fresh, &gap);
		fresh = strchr(" \t\r\n_,;:|/\\()[]{}<>\"-", t->text[next - 1])
		    != NULL || (unsigned char)t->text[next - 1] > 0x7f;
		at = next;
	}
	join_hyphens(t);
	clear_brackets(t);
}

/* --- runs --- */

static bool
may_name(const struct person_token *token, bool low)
{
	return token->kind == PERSON_WORD_NAME || token->kind ==
	    PERSON_WORD_INITIAL ||
	    token->kind == PERSON_WORD_PARTICLE || (low && token->kind ==
	    PERSON_WORD_LOW);
}

void
person_title_drop_shouts(struct person_title *t)
{
	bool	 all_upper, calm = false;
	size_t	 i;

	for (i = 0; i < t->n; i++)
		if (t->v[i].text[0] != '\0' &&
		    (!person_letter_mixed(t->v[i].text, &all_upper) ||
		    !all_upper) &&
		    t->v[i].kind != PERSON_WORD_INITIAL)
			calm = true;
	for (i = 0; calm && i < t->n; i++)
		if (t->v[i].kind == PERSON_WORD_NAME && !t->v[i].known &&
		    person_letter_mixed(t->v[i].text, &all_upper) && all_upper
		    &&
		    strlen(t->v[i].text) <= (t->v[i].cyrillic ? 6 : 3))
			t->v[i].kind = PERSON_WORD_OTHER;
}

static size_t
count_words(const struct person_title *t, const struct person_run *run)
{
	size_t	 n = 0;

	for (size_t i = run->from; i < run->to; i++)
		n += t->v[i].kind != PERSON_WORD_PARTICLE;
	return n;
}

static int
score(const struct person_title *t, const struct person_run *run, int place,
    bool low)
{
	static const int	 by_words[] = { 0, 4, 24, 26, 14, 3 };
	size_t			 n = count_words(t, run), names = 0;
	int			 points = by_words[n < 5 ? n : 5];
	bool			 known = false, father = false;

	for (size_t i = run->from; i < run->to; i++) {
		known |= t->v[i].known;
		father |= n > 1 && person_word_patronymic(t->v[i].low);
		names += t->v[i].kind == PERSON_WORD_NAME || t->v[i].kind ==
		    PERSON_WORD_LOW;
		if (person_word_surname(t->v[i].low))
			points += 3;
	}
	if (names == 0 || (low && !known))
		return 0;
	return points + (known ? 20 : 0) + (father ? 15 : 0) - 3 * place;
}

/* "Smith, John", "Smith, J.R.": a comma between two single words, the second a first name. */
static void
join_comma(const struct person_title *t, struct person_run *run)
{
	const struct person_token	*next = &t->v[run->to];

	if (run->to - run->from == 1 && run->to < t->n &&
	    next->gap == GAP_COMMA && next->kind == PERSON_WORD_INITIAL)
		do
			run->to++;
		while (run->to < t->n && t->v[run->to].gap == GAP_NONE &&
		    t->v[run->to].kind == PERSON_WORD_INITIAL);
	else if (run->to - run->from == 1 && run->to < t->n &&
	    next->gap == GAP_COMMA && next->kind == PERSON_WORD_NAME &&
	    next->known && !t->v[run->from].known &&
	    (run->to + 1 == t->n || t->v[run->to + 1].gap != GAP_NONE ||
	    person_word_patronymic(t->v[run->to + 1].low) ||
	    !may_name(&t->v[run->to + 1], false)))
		run->to++;
}

bool
person_title_best(const struct person_title *t, bool low, struct person_run
    *best)
{
	int	 most = 0, points, place = 0;
	size_t	 at = 0;

	while (at < t->n) {
		struct person_run	 run = { at, at };

		while (run.to < t->n && may_name(&t->v[run.to], low) &&
		    (run.to == at || t->v[run.to].gap == GAP_NONE))
			run.to++;
		if (run.to == at) {
			at++;
			continue;
		}
		join_comma(t, &run);
		if ((points = score(t, &run, place++, low)) > most) {
			most = points;
			*best = run;
		}
		at = run.to;
	}
	return most > 0;
}
