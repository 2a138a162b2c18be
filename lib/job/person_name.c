#include "job/person_name.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define TITLE_CHARS	300
#define TOKENS_MAX	48
#define WORD_SIZE	96	/* a longer word is no name */

enum token_kind { TOKEN_NAME, TOKEN_LOW, TOKEN_INITIAL, TOKEN_PARTICLE,
	TOKEN_TRADE, TOKEN_OTHER };
enum token_gap { GAP_NONE, GAP_COMMA, GAP_HARD };

struct token {
	enum token_kind	 kind;
	enum token_gap	 gap;		/* what stands before it */
	bool		 known;		/* a first name of the list */
	bool		 cyrillic;
	size_t		 from, to;	/* bytes of the title */
	char		 text[WORD_SIZE], low[WORD_SIZE];
};

struct title {
	const char	*text;
	size_t		 len;
	struct token	 v[TOKENS_MAX];
	size_t		 n;
	char		 mail[WORD_SIZE];	/* before the @ of an address */
};

/* Neighbours that may be one name: tokens from..to-1. */
struct run {
	size_t	 from, to;
};

/* --- characters --- */

/* The character at s and its length. */
static uint32_t
char_at(const char *s, size_t *len)
{
	const char	*at = s;
	uint32_t	 c = utf8_next(&at);

	*len = (size_t)(at - s);
	return c;
}

static bool
is_cyrillic(uint32_t c)
{
	return c >= 0x400 && c <= 0x52f;
}

static bool
is_letter(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= 0xc0 && c <= 0x24f && c != 0xd7 && c != 0xf7) ||
	    is_cyrillic(c) || (c >= 0x1e00 && c <= 0x1eff);
}

static uint32_t
lower(uint32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) ||
	    (c >= 0x410 && c <= 0x42f))
		return c + 0x20;
	if (c >= 0x400 && c <= 0x40f)
		return c + 0x50;
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e))
		return c + (c & 1);	/* pairs that begin odd */
	if ((c >= 0x100 && c <= 0x177) || (c >= 0x460 && c <= 0x481) ||
	    (c >= 0x48a && c <= 0x4bf) || (c >= 0x4d0 && c <= 0x52f) ||
	    (c >= 0x1e00 && c <= 0x1eff))
		return c | 1;
	return c;
}

static uint32_t
upper(uint32_t c)
{
	if ((c >= 'a' && c <= 'z') || (c >= 0xe0 && c <= 0xfe && c != 0xf7) ||
	    (c >= 0x430 && c <= 0x44f))
		return c - 0x20;
	if (c >= 0x450 && c <= 0x45f)
		return c - 0x50;
	return c;
}

static bool
is_upper(uint32_t c)
{
	return lower(c) != c;
}

/* Lower case, ё as е: how the lists are written. */
static void
fold(const char *s, char *out, size_t size)
{
	size_t	 at = 0, len;

	for (; *s != '\0' && at + 4 < size; s += len) {
		uint32_t	 c = lower(char_at(s, &len));

		at += utf8_put(c == 0x451 ? 0x435 : c, out + at);
	}
	out[at] = '\0';
}

/* --- words we know --- */

static const char *const first_names[] = {
#define N(name) name,
#include "job/first_names.def"
#undef N
};

static const struct title_word { const char *text; bool trade; } words[] = {
#define R(word) { word, true },
#define O(word) { word, false },
#include "job/title_words.def"
#undef R
#undef O
};

/* Beginnings of trades in all their cases: разработчика, менеджером. */
static const char *const trades[] = { "разработчи", "менеджер", "инженер",
	"программист", "тестировщи", "дизайнер", "аналитик", "бухгалтер",
	"специалист", "рекрутер", "маркетолог", "администратор", "архитектор",
	"руководител", "директор", "продав", "консультант", "девелопер" };

static const char *const particles[] = { "van", "von", "der", "den", "de",
	"da", "di", "del", "la", "le", "bin", "ibn", "al", "el", "dos", "du",
	"фон", "ван", "де", "дер", "аль", "эль", "ибн" };

/* Written after a father's name. */
static const char *const sons[] = { "оглы", "кызы", "угли", "ogly", "kyzy" };

static int
compare_name(const void *key, const void *name)
{
	return strcmp(key, *(const char *const *)name);
}

static int
compare_word(const void *key, const void *word)
{
	return strcmp(key, ((const struct title_word *)word)->text);
}

static bool
is_first_name(const char *low)
{
	return bsearch(low, first_names, nitems(first_names),
	    sizeof(first_names[0]), compare_name) != NULL;
}

static bool
is_among(const char *low, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(low, list[i]) == 0)
			return true;
	return false;
}

/* TOKEN_TRADE or TOKEN_OTHER for a word that is no name, else TOKEN_NAME. */
static enum token_kind
kind_of_word(const char *low)
{
	const struct title_word	*word = bsearch(low, words, nitems(words),
				    sizeof(words[0]), compare_word);

	if (word != NULL)
		return word->trade ? TOKEN_TRADE : TOKEN_OTHER;
	for (size_t i = 0; i < nitems(trades); i++)
		if (strncmp(low, trades[i], strlen(trades[i])) == 0)
			return TOKEN_TRADE;
	return TOKEN_NAME;
}

static bool
ends_with(const char *s, const char *tail)
{
	size_t	 n = strlen(s), m = strlen(tail);

	return n > m && strcmp(s + n - m, tail) == 0;
}

static bool
is_mans(const char *low)
{
	static const char *const tails[] = { "ович", "евич", "ьич", "йович",
		"авич", "ovich", "evich", "yich", "овiч", "евіч", "авіч" };

	for (size_t i = 0; i < nitems(tails); i++)
		if (ends_with(low, tails[i]))
			return true;
	return strcmp(low, "лукич") == 0 || strcmp(low, "фомич") == 0 ||
	    strcmp(low, "кузьмич") == 0 || strcmp(low, "никитич") == 0 ||
	    strcmp(low, "саввич") == 0;
}

static bool
is_womans(const char *low)
{
	static const char *const tails[] = { "овна", "евна", "ична", "івна",
		"ївна", "аўна", "еўна", "ovna", "evna", "ichna" };

	for (size_t i = 0; i < nitems(tails); i++)
		if (ends_with(low, tails[i]))
			return true;
	return false;
}

static bool
is_patronymic(const char *low)
{
	return is_mans(low) || is_womans(low);
}

static bool
is_surname(const char *low)
{
	static const char *const tails[] = { "ов", "ова", "ев", "ева", "ин",
		"ина", "ский", "ская", "цкий", "цкая", "ко", "юк", "ук", "чук",
		"ич", "ян", "дзе", "швили", "ых", "ий", "ov", "ova", "ev",
		"eva", "in", "ina", "sky", "ski", "ska", "skaya", "enko",
		"chuk", "ich", "yan", "son", "ез" };

	for (size_t i = 0; i < nitems(tails); i++)
		if (ends_with(low, tails[i]))
			return true;
	return false;
}

/* Names of men that end like those of women. */
static bool
is_woman(const char *low)
{
	static const char *const men[] = { "илья", "никита", "кузьма", "фома",
		"лука", "данила", "саша", "женя", "миша", "ваня", "дима",
		"леша", "коля", "паша", "петя", "вася", "рома", "сережа" };

	return (ends_with(low, "а") || ends_with(low, "я")) &&
	    !is_among(low, men, nitems(men));
}

/* --- words of the title --- */

static struct token *
add_token(struct title *t, enum token_kind kind, enum token_gap *gap,
    size_t from, size_t to)
{
	struct token	*token;

	if (t->n == TOKENS_MAX)
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

static bool
mixed_case(const char *text, bool *all_upper)
{
	size_t	 len, letters = 0, uppers = 0;

	for (; *text != '\0'; text += len) {
		uint32_t	 c = char_at(text, &len);

		letters += is_letter(c);
		uppers += is_upper(c);
	}
	*all_upper = letters > 1 && uppers == letters;
	return uppers > 0;
}

/* What a word of letters is. */
static enum token_kind
kind_of(struct token *token)
{
	enum token_kind	 kind = kind_of_word(token->low);
	size_t		 len;
	uint32_t	 first = char_at(token->text, &len);

	if (kind != TOKEN_NAME && !(token->text[len] == '\0' &&
	    is_upper(first) && kind == TOKEN_OTHER))
		return kind;
	if (is_among(token->low, sons, nitems(sons)) ||
	    (!is_upper(first) &&
	    is_among(token->low, particles, nitems(particles))))
		return TOKEN_PARTICLE;
	if (token->text[len] == '\0')
		return is_upper(first) ? TOKEN_INITIAL : TOKEN_OTHER;
	return is_upper(first) ? TOKEN_NAME : TOKEN_LOW;
}

static void
add_word(struct title *t, enum token_gap *gap, size_t from, size_t to)
{
	struct token	*token;
	size_t		 len;

	if (to - from >= WORD_SIZE) {
		*gap = GAP_HARD;
		return;
	}
	if ((token = add_token(t, TOKEN_NAME, gap, from, to)) == NULL)
		return;
	memcpy(token->text, t->text + from, to - from);
	fold(token->text, token->low, sizeof(token->low));
	token->cyrillic = is_cyrillic(char_at(token->text, &len));
	token->kind = kind_of(token);
	token->known = is_first_name(token->low);
}

/* "Анна-QA" is two words, "Салтыков-Щедрин" one. */
static void
add_hyphened(struct title *t, enum token_gap *gap, size_t from, size_t to)
{
	char	 part[WORD_SIZE], low[WORD_SIZE];
	bool	 split = false;
	size_t	 at, end;

	for (at = from; at < to; at = end + 1) {
		for (end = at; end < to && t->text[end] != '-'; end++)
			;
		if (end - at >= sizeof(part))
			break;
		memcpy(part, t->text + at, end - at);
		part[end - at] = '\0';
		fold(part, low, sizeof(low));
		split |= end - at > 1 && kind_of_word(low) != TOKEN_NAME;
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
	return c == '-' || c == '\'' || c == 0x2019 || c == 0x2bc || c == '`';
}

/* The word of letters at from: its end. "O'Neil", "Анна-Мария". */
static size_t
word_end(const struct title *t, size_t from)
{
	size_t		 at = from, len, next;
	uint32_t	 c;

	for (;;) {
		c = char_at(t->text + at, &len);
		if (is_letter(c)) {
			at += len;
			continue;
		}
		if (at == from || !joins(c) ||
		    !is_letter(char_at(t->text + at + len, &next)))
			return at;
		at += len;
	}
}

/* Spaces end it. */
static size_t
chunk_end(const struct title *t, size_t from)
{
	while (from < t->len && strchr(" \t\r\n", t->text[from]) == NULL)
		from++;
	return from;
}

/* "c++", "node.js", ".net": trades that are not all letters. */
static size_t
odd_trade(const struct title *t, size_t from)
{
	char	 part[WORD_SIZE], low[WORD_SIZE];
	size_t	 len;

	len = strcspn(t->text + from, " \t\r\n,;:|()[]\"");
	while (len > 0 && len < sizeof(part)) {
		memcpy(part, t->text + from, len);
		part[len] = '\0';
		fold(part, low, sizeof(low));
		if (kind_of_word(low) == TOKEN_TRADE &&
		    strpbrk(part, "+#./0123456789") != NULL)
			return from + len;
		len--;
		if (strchr("./", part[len]) == NULL)
			break;
	}
	return from;
}

static bool
is_address(const struct title *t, size_t from, size_t to)
{
	const char	*s = t->text + from;
	const size_t	 n = to - from;

	return memmem(s, n, "://", 3) != NULL || memchr(s, '@', n) != NULL ||
	    memmem(s, n, ".com/", 5) != NULL ||
	    (n > 4 && strncasecmp(s, "www.", 4) == 0);
}

static void
keep_mail(struct title *t, size_t from, size_t to)
{
	const char	*s = t->text + from;
	const char	*at = memchr(s, '@', to - from);
	size_t		 n;

	while (s < t->text + to && !is_letter((unsigned char)*s))
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
read_thing(struct title *t, size_t at, bool fresh, enum token_gap *gap)
{
	size_t		 len, end;
	uint32_t	 c = char_at(t->text + at, &len);

	if (fresh && is_address(t, at, end = chunk_end(t, at))) {
		keep_mail(t, at, end);
		*gap = GAP_HARD;
		return end;
	}
	if (fresh && (end = odd_trade(t, at)) > at) {
		add_token(t, TOKEN_TRADE, gap, at, end);
		return end;
	}
	if (is_letter(c)) {
		end = word_end(t, at);
		add_hyphened(t, gap, at, end);
		if (t->text[end] != '.')
			return end;
		if (t->n > 0 && t->v[t->n - 1].kind != TOKEN_INITIAL)
			*gap = GAP_HARD;
		return end + 1;
	}
	if (c >= '0' && c <= '9') {
		end = at;
		while (end < t->len && strchr("0123456789.+-%$",
		    t->text[end]) != NULL)
			end++;
		add_token(t, TOKEN_OTHER, gap, at, end);
		return end > at ? end : at + 1;
	}
	if (c == ',')
		*gap = *gap == GAP_HARD ? GAP_HARD : GAP_COMMA;
	else if (strchr(" \t_.'`", (int)c) == NULL || c > 0x7f)
		*gap = c == 0xa0 || c == 0x301 ? *gap : GAP_HARD;
	return at + len;
}

static void
read_title(struct title *t)
{
	enum token_gap	 gap = GAP_NONE;
	bool		 fresh = true;
	size_t		 at = 0, next;

	while (at < t->len) {
		next = read_thing(t, at, fresh, &gap);
		fresh = strchr(" \t\r\n_,;:|/\\()[]{}<>\"-", t->text[next - 1])
		    != NULL || (unsigned char)t->text[next - 1] > 0x7f;
		at = next;
	}
}

/* --- runs --- */

static bool
may_name(const struct token *token, bool low)
{
	return token->kind == TOKEN_NAME || token->kind == TOKEN_INITIAL ||
	    token->kind == TOKEN_PARTICLE || (low && token->kind == TOKEN_LOW);
}

/* "ЖКХ", "SMM": capitals among ordinary words are no name. */
static void
drop_shouts(struct title *t)
{
	bool	 all_upper, calm = false;
	size_t	 i;

	for (i = 0; i < t->n; i++)
		if (t->v[i].text[0] != '\0' &&
		    (!mixed_case(t->v[i].text, &all_upper) || !all_upper) &&
		    t->v[i].kind != TOKEN_INITIAL)
			calm = true;
	for (i = 0; calm && i < t->n; i++)
		if (t->v[i].kind == TOKEN_NAME && !t->v[i].known &&
		    mixed_case(t->v[i].text, &all_upper) && all_upper &&
		    strlen(t->v[i].text) <= (t->v[i].cyrillic ? 6 : 3))
			t->v[i].kind = TOKEN_OTHER;
}

static size_t
count_words(const struct title *t, const struct run *run)
{
	size_t	 n = 0;

	for (size_t i = run->from; i < run->to; i++)
		n += t->v[i].kind != TOKEN_PARTICLE;
	return n;
}

static int
score(const struct title *t, const struct run *run, int place, bool low)
{
	static const int	 by_words[] = { 0, 4, 24, 26, 14, 3 };
	size_t			 n = count_words(t, run), names = 0;
	int			 points = by_words[n < 5 ? n : 5];
	bool			 known = false, father = false;

	for (size_t i = run->from; i < run->to; i++) {
		known |= t->v[i].known;
		father |= n > 1 && is_patronymic(t->v[i].low);
		names += t->v[i].kind == TOKEN_NAME || t->v[i].kind == TOKEN_LOW;
		if (is_surname(t->v[i].low))
			points += 3;
	}
	if (names == 0 || (low && !known))
		return 0;
	return points + (known ? 20 : 0) + (father ? 15 : 0) - 3 * place;
}

/* "Smith, John": a comma between two single words, the second a first name. */
static void
join_comma(const struct title *t, struct run *run)
{
	const struct token	*next = &t->v[run->to];

	if (run->to - run->from == 1 && run->to < t->n &&
	    next->gap == GAP_COMMA && next->kind == TOKEN_NAME &&
	    next->known && !t->v[run->from].known &&
	    (run->to + 1 == t->n || t->v[run->to + 1].gap != GAP_NONE ||
	    is_patronymic(t->v[run->to + 1].low) ||
	    !may_name(&t->v[run->to + 1], false)))
		run->to++;
}

static bool
best_run(const struct title *t, bool low, struct run *best)
{
	int	 most = 0, points, place = 0;
	size_t	 at = 0;

	while (at < t->n) {
		struct run	 run = { at, at };

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

/* --- parts --- */

#define PARTS_MAX	4

struct part {
	char	 text[PERSON_NAME_SIZE];
	char	 low[WORD_SIZE];
	bool	 known, initial, cyrillic, father;
};

/* "ИВАНОВ" and "иванов" as "Иванов"; "МакДональд" stays. */
static void
put_proper(char *out, size_t size, const char *text)
{
	bool	 all_upper, mixed = mixed_case(text, &all_upper), start = true;
	size_t	 at = 0, len;

	for (; *text != '\0' && at + 4 < size; text += len) {
		uint32_t	 c = char_at(text, &len);

		if (!mixed || all_upper)
			c = start ? upper(lower(c)) : lower(c);
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
read_parts(const struct title *t, const struct run *run, struct part *parts)
{
	char	 before[WORD_SIZE] = "";
	size_t	 n = 0;

	for (size_t i = run->from; i < run->to; i++) {
		const struct token	*token = &t->v[i];
		struct part		*part = &parts[n];

		if (token->kind == TOKEN_PARTICLE) {
			if (is_among(token->low, sons, nitems(sons)) && n > 0) {
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
		part->initial = token->kind == TOKEN_INITIAL;
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
	if (is_womans(part->low))
		return true;
	return is_mans(part->low) && !(first->known && is_woman(first->low));
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
	else if (surname_first && !(is_surname(p[1].low) &&
	    !is_surname(p[0].low)))
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
	char	 word[WORD_SIZE];
	char	*second;

	snprintf(word, sizeof(word), "%s", mail);
	if ((second = strpbrk(word, "._-")) == NULL)
		return PERSON_NONE;
	*second++ = '\0';
	if (strlen(word) < 2 || strlen(second) < 2 ||
	    strspn(second, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != strlen(second) ||
	    !(is_first_name(word) || is_first_name(second)))
		return PERSON_NONE;
	put_proper(is_first_name(word) ? out->first : out->last,
	    PERSON_NAME_SIZE, word);
	put_proper(is_first_name(word) ? out->last : out->first,
	    PERSON_NAME_SIZE, second);
	return PERSON_WHOLE;
}

/* The first stretch with a trade in it, between marks and the name. */
static void
put_position(struct person_name *out, const struct title *t,
    const struct run *run)
{
	size_t	 at = 0, end, len;

	while (at < t->n) {
		bool	 trade = false;

		for (end = at; end < t->n && (end == at ||
		    (t->v[end].gap == GAP_NONE && end != run->from &&
		    end != run->to)); end++)
			trade |= t->v[end].kind == TOKEN_TRADE;
		if (trade && !(run->from <= at && at < run->to)) {
			while (t->v[at].kind == TOKEN_OTHER)
				at++;
			while (t->v[end - 1].kind == TOKEN_OTHER)
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
	struct title		 t = { .text = text };
	struct part		 parts[PARTS_MAX] = { 0 };
	struct run		 run = { 0, 0 };
	enum person_name_kind	 kind = PERSON_NONE;
	size_t			 len;

	memset(out, 0, sizeof(*out));
	for (size_t chars = 0; text[t.len] != '\0' && chars < TITLE_CHARS;
	    chars++) {
		char_at(text + t.len, &len);
		t.len += len;
	}
	read_title(&t);
	drop_shouts(&t);
	if (!best_run(&t, false, &run) || run.to - run.from < 2) {
		struct run	 low;

		if (best_run(&t, true, &low))
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
