/* The lines of a CV, the section that each is of, and whose export it is. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "document/guess_int.h"
#include "io/unicode.h"

#define LINES_MAX	6000
#define LINE_BYTES_MAX	4000
#define LABEL_BYTES_MAX	80
#define HEADING_BYTES_MAX 120

static const struct { const char *words; enum guess_section section; }
    headings[] = {
	{ "контакты", SECTION_CONTACTS },
	{ "контактная информация", SECTION_CONTACTS },
	{ "контактные данные", SECTION_CONTACTS },
	{ "личные данные", SECTION_CONTACTS },
	{ "личная информация", SECTION_CONTACTS },
	{ "персональная информация", SECTION_CONTACTS },
	{ "персональные данные", SECTION_CONTACTS },
	{ "способы связаться", SECTION_CONTACTS },
	{ "contact", SECTION_CONTACTS }, { "contacts", SECTION_CONTACTS },
	{ "contact information", SECTION_CONTACTS },
	{ "contact details", SECTION_CONTACTS },
	{ "contact me", SECTION_CONTACTS },
	{ "personal information", SECTION_CONTACTS },
	{ "personal details", SECTION_CONTACTS },
	{ "personal data", SECTION_CONTACTS },
	{ "байланыс", SECTION_CONTACTS }, { "байланыштар", SECTION_CONTACTS },
	{ "желаемая должность и зарплата", SECTION_WISH },
	{ "желаемая должность", SECTION_WISH },
	{ "desired position and salary", SECTION_WISH },
	{ "desired position", SECTION_WISH },
	{ "цель", SECTION_WISH }, { "пожелания к работе", SECTION_WISH },
	{ "о себе", SECTION_SUMMARY }, { "обо мне", SECTION_SUMMARY },
	{ "общие сведения", SECTION_SUMMARY },
	{ "дополнительная информация", SECTION_SUMMARY },
	{ "кратко о себе", SECTION_SUMMARY }, { "summary", SECTION_SUMMARY },
	{ "краткая информация", SECTION_SUMMARY },
	{ "профиль", SECTION_SUMMARY }, { "about me", SECTION_SUMMARY },
	{ "about", SECTION_SUMMARY }, { "profile", SECTION_SUMMARY },
	{ "professional summary", SECTION_SUMMARY },
	{ "career summary", SECTION_SUMMARY },
	{ "professional profile", SECTION_SUMMARY },
	{ "objective", SECTION_SUMMARY },
	{ "career objective", SECTION_SUMMARY },
	{ "further information", SECTION_SUMMARY },
	{ "опыт работы", SECTION_WORK }, { "опыт", SECTION_WORK },
	{ "трудовой опыт", SECTION_WORK },
	{ "профессиональный опыт", SECTION_WORK },
	{ "трудовая деятельность", SECTION_WORK },
	{ "места работы", SECTION_WORK }, { "карьера", SECTION_WORK },
	{ "работа", SECTION_WORK }, { "experience", SECTION_WORK },
	{ "work experience", SECTION_WORK },
	{ "professional experience", SECTION_WORK },
	{ "employment history", SECTION_WORK },
	{ "employment", SECTION_WORK }, { "work history", SECTION_WORK },
	{ "career history", SECTION_WORK },
	{ "relevant experience", SECTION_WORK },
	{ "жумыс тажирийбаси", SECTION_WORK },
	{ "иш тажрыйбасы", SECTION_WORK },
	{ "жұмыс тәжірибесі", SECTION_WORK },
	{ "образование", SECTION_STUDY },
	{ "высшее образование", SECTION_STUDY },
	{ "образование и обучение", SECTION_STUDY },
	{ "основное образование", SECTION_STUDY },
	{ "education", SECTION_STUDY }, { "academic background", SECTION_STUDY },
	{ "education and training", SECTION_STUDY },
	{ "білімі", SECTION_STUDY }, { "билими", SECTION_STUDY },
	{ "навыки", SECTION_SKILLS }, { "ключевые навыки", SECTION_SKILLS },
	{ "основные навыки", SECTION_SKILLS },
	{ "профессиональные навыки", SECTION_SKILLS },
	{ "технические навыки", SECTION_SKILLS }, { "стек", SECTION_SKILLS },
	{ "технологии", SECTION_SKILLS }, { "умения", SECTION_SKILLS },
	{ "стек технологий", SECTION_SKILLS },
	{ "компетенции", SECTION_SKILLS }, { "skills", SECTION_SKILLS },
	{ "ключевые компетенции", SECTION_SKILLS },
	{ "top skills", SECTION_SKILLS }, { "key skills", SECTION_SKILLS },
	{ "technical skills", SECTION_SKILLS },
	{ "core skills", SECTION_SKILLS }, { "hard skills", SECTION_SKILLS },
	{ "core competencies", SECTION_SKILLS },
	{ "expertise", SECTION_SKILLS }, { "core stack", SECTION_SKILLS },
	{ "technologies", SECTION_SKILLS }, { "tech stack", SECTION_SKILLS },
	{ "дағдылар", SECTION_SKILLS }, { "көндүмдөр", SECTION_SKILLS },
	{ "языки", SECTION_LANGUAGES }, { "знание языков", SECTION_LANGUAGES },
	{ "иностранные языки", SECTION_LANGUAGES },
	{ "владение языками", SECTION_LANGUAGES },
	{ "languages", SECTION_LANGUAGES },
	{ "language skills", SECTION_LANGUAGES },
	{ "тілдер", SECTION_LANGUAGES }, { "тилдер", SECTION_LANGUAGES },
	{ "учился", SECTION_STUDY }, { "училась", SECTION_STUDY },
	{ "работал в", SECTION_WORK }, { "работала в", SECTION_WORK },
	{ "дополнительные сведения", SECTION_OTHER },
	{ "дополнительно", SECTION_OTHER }, { "курсы", SECTION_OTHER },
	{ "сертификаты", SECTION_OTHER },
	{ "повышение квалификации, курсы", SECTION_OTHER },
	{ "повышение квалификации", SECTION_OTHER },
	{ "курсы и тренинги", SECTION_OTHER }, { "тесты, экзамены", SECTION_OTHER },
	{ "проекты", SECTION_OTHER }, { "портфолио", SECTION_OTHER },
	{ "рекомендации", SECTION_OTHER }, { "хобби", SECTION_OTHER },
	{ "увлечения", SECTION_OTHER }, { "интересы", SECTION_OTHER },
	{ "достижения", SECTION_OTHER }, { "личные качества", SECTION_OTHER },
	{ "опыт вождения", SECTION_OTHER }, { "гражданство", SECTION_OTHER },
	{ "certifications", SECTION_OTHER }, { "courses", SECTION_OTHER },
	{ "certificates", SECTION_OTHER }, { "projects", SECTION_OTHER },
	{ "publications", SECTION_OTHER }, { "references", SECTION_OTHER },
	{ "interests", SECTION_OTHER }, { "hobbies", SECTION_OTHER },
	{ "awards", SECTION_OTHER }, { "honors-awards", SECTION_OTHER },
	{ "volunteering", SECTION_OTHER }, { "volunteer experience", SECTION_OTHER },
	{ "achievements", SECTION_OTHER },
	{ "driving experience", SECTION_OTHER },
	{ "professional development, courses", SECTION_OTHER },
	{ "personal qualities", SECTION_OTHER },
};

/* --- words --- */

char *
guess_line_fold(const char *text)
{
	char		*low = mem_dup(text), *to = low;
	const char	*s = text;

	while (*s != '\0') {
		const char	*at = s;
		uint32_t	 c = unicode_to_lower(utf8_next(&s));
		char		 bytes[4];

		c = c == 0x451 ? 0x435 : c;	/* ё */
		if (utf8_put(c, bytes) == (size_t)(s - at))
			memcpy(to, bytes, (size_t)(s - at));
		to += s - at;
	}
	return low;
}

static bool
is_letter_at(const char *s)
{
	const char	*at = s;

	return *s != '\0' && (unicode_letter(utf8_next(&at)) ||
	    isdigit((unsigned char)*s));
}

static bool
is_letter_before(const char *start, const char *s)
{
	if (s == start)
		return false;
	do
		s--;
	while (s > start && ((unsigned char)*s & 0xc0) == 0x80);
	return is_letter_at(s);
}

bool
guess_line_has(const char *low, const char *word)
{
	const size_t	 len = strlen(word);
	const bool	 stem = len > 0 && word[len - 1] == '*';
	own_str char	*plain = mem_ndup(word, len - stem);

	for (const char *at = low; (at = strstr(at, plain)) != NULL; at++)
		if (!is_letter_before(low, at) && (stem || !is_letter_at(at +
		    len)))
			return true;
	return false;
}

bool
guess_line_any(const char *low, const char *const *words)
{
	for (; *words != NULL; words++)
		if (guess_line_has(low, *words))
			return true;
	return false;
}

size_t
guess_line_words(const char *text)
{
	size_t	n = 0;

	for (const char *s = text; *s != '\0'; s++)
		n += *s != ' ' && *s != '\t' && (s == text || s[-1] == ' ' ||
		    s[-1] == '\t');
	return n;
}

size_t
guess_line_part(const char *text)
{
	static const char *const	signs[] = { "•", "·", "—", "–", " - " };
	size_t				len = strcspn(text, ",;|(\t");

	for (size_t i = 0; i < nitems(signs); i++) {
		const char	*at = strstr(text, signs[i]);

		if (at != NULL && (size_t)(at - text) < len)
			len = (size_t)(at - text);
	}
	return len;
}

static size_t
bullet_len(const char *s)
{
	static const char *const	bullets[] = { "•", "●", "▪", "■", "◦",
		"○", "–", "—", "-", "*", "·", "✓", "►", "➢", "‣", "∙", "+" };

	for (size_t i = 0; i < nitems(bullets); i++)
		if (strncmp(s, bullets[i], strlen(bullets[i])) == 0)
			return strlen(bullets[i]);
	return 0;
}

bool
guess_line_bullet(const char *text)
{
	const size_t	len = bullet_len(text);

	/* "+7 912 ..." is none, nor is "-5". */
	return len > 0 && !isdigit((unsigned char)text[len]);
}

const char *
guess_line_content(const char *text)
{
	while (guess_line_bullet(text) || *text == ' ' || *text == '\t')
		text += guess_line_bullet(text) ? bullet_len(text) : 1;
	return text;
}

const char *
guess_line_value(const struct guess_line *l, const char *const *labels)
{
	const char	*low = guess_line_content(l->low);

	for (; *labels != NULL; labels++) {
		const size_t	 len = strlen(*labels);
		const char	*s = low + len;

		if (strncmp(low, *labels, len) != 0)
			continue;
		s += strspn(s, " \t");
		if (*s == ':' || (s > low + len && s[-1] == '\t') ||
		    (bullet_len(s) > 0 && s > low + len)) {
			s += *s == ':' ? 1 : bullet_len(s);
			s += strspn(s, " \t");
			return l->text + (s - l->low);
		}
	}
	return NULL;
}

/* --- sections --- */

/* What may follow a heading on its line: a colon and text, or how long all of it took. */
static bool
may_follow(const char *rest)
{
	rest += strspn(rest, " \t");
	if (*rest == '\0' || *rest == ':')
		return true;
	return bullet_len(rest) > 0 && (rest[bullet_len(rest)] == '\0' ||
	    guess_date_months(rest) > 0);
}

static void
find_section(struct guess_line *l)
{
	const char	*low = guess_line_content(l->low);
	size_t		 best = 0;

	if (strlen(low) > HEADING_BYTES_MAX && strchr(low, ':') == NULL)
		return;
	while (isdigit((unsigned char)*low) || *low == '.' || *low == ' ')
		low++;
	for (size_t i = 0; i < nitems(headings); i++) {
		const size_t	len = strlen(headings[i].words);

		if (len > best && strncmp(low, headings[i].words, len) == 0 &&
		    may_follow(low + len)) {
			best = len;
			l->section = headings[i].section;
			l->heading = true;
			l->value = (size_t)(low + len - l->low);
		}
	}
	if (!l->heading)
		return;
	if (l->text[l->value + strspn(l->text + l->value, " \t")] == ':')
		l->value += strspn(l->text + l->value, " \t:");
	else
		l->value = strlen(l->text);
}

/* A heading of a part within another: what "work" and "about" mean in the middle of a text is not
 * known; one with a text behind its colon counts for its line alone. */
static void
set_sections(struct guess *g)
{
	enum guess_section	section = SECTION_HEAD;

	for (size_t i = 0; i < g->n; i++) {
		struct guess_line	*l = &g->v[i];
		const bool		 alone = l->heading &&
					    l->text[l->value] != '\0';

		if (l->heading && !alone)
			section = l->section;
		else if (alone && (l->section == SECTION_SKILLS ||
		    l->section == SECTION_LANGUAGES) && section !=
		    SECTION_WORK)
			section = l->section;
		else if (!l->heading)
			l->section = section;
	}
}

/* --- the export that it is --- */

static bool
all_has(const struct guess *g, const char *word)
{
	for (size_t i = 0; i < g->n; i++)
		if (strstr(g->v[i].low, word) != NULL)
			return true;
	return false;
}

/* "Мужчина, 34 года, родился 5 марта 1991": hh.ru begins each CV so. */
static bool
is_hh_line(const char *low)
{
	static const char *const	sexes[] = { "мужчина,", "женщина,",
		"мужчина •", "женщина •", "male,", "female,", NULL };
	static const char *const	born[] = { "родился", "родилась",
		"born", NULL };

	for (size_t i = 0; sexes[i] != NULL; i++)
		if (strncmp(low, sexes[i], strlen(sexes[i])) == 0 &&
		    guess_line_any(low, born))
			return true;
	return false;
}

static enum guess_shape
shape_of(const struct guess *g)
{
	size_t	wish = 0, superjob = 0;

	if (all_has(g, "(linkedin)") && all_has(g, "linkedin.com/in/"))
		return SHAPE_LINKEDIN;
	for (size_t i = 0; i < g->n && i < 12; i++)
		if (is_hh_line(g->v[i].low))
			return SHAPE_HH;
	for (size_t i = 0; i < g->n; i++) {
		wish += strcmp(g->v[i].low, "желаемая должность и зарплата") ==
		    0 || strcmp(g->v[i].low, "desired position and salary") == 0;
		superjob += strncmp(g->v[i].low, "город проживания", 31) == 0 ||
		    strncmp(g->v[i].low, "переезд:", 15) == 0 ||
		    strstr(g->v[i].low, "superjob.ru") != NULL;
	}
	return wish > 0 ? SHAPE_HH : superjob > 0 ? SHAPE_SUPERJOB : SHAPE_FREE;
}

/* --- the whole --- */

/* What a program puts at the foot of each page. */
static bool
is_foot(const char *low)
{
	const char	*at = low;

	if (strncmp(low, "page ", 5) == 0 && strstr(low, " of ") != NULL)
		return guess_line_words(low) == 4;
	if (strncmp(low, "страница ", 17) == 0)
		return guess_line_words(low) <= 4;
	if (strstr(low, "резюме обновлено") != NULL || strstr(low,
	    "resume updated") != NULL)
		return true;
	at += strspn(at, "0123456789");
	return at != low && *at == '\0' && at - low <= 2;
}

static void
add_line(struct guess *g, const char *from, size_t len, size_t number, bool gap)
{
	struct guess_line	*l = &g->v[g->n];

	while (len > 0 && (*from == ' ' || *from == '\t'))
		from++, len--;
	while (len > 0 && (from[len - 1] == ' ' || from[len - 1] == '\t'))
		len--;
	if (len == 0)
		return;
	*l = (struct guess_line){ .number = number, .gap = gap };
	l->text = mem_ndup(from, len);
	l->text[utf8_cut(l->text, LINE_BYTES_MAX)] = '\0';
	l->low = guess_line_fold(l->text);
	if (is_foot(l->low)) {
		mem_free_str(&l->text);
		mem_free_str(&l->low);
		return;
	}
	find_section(l);
	g->n++;
}

void
guess_line_read(struct guess *g, const char *text)
{
	size_t	number = 0;
	bool	gap = false;

	g->v = mem_zero(LINES_MAX * sizeof(*g->v));
	while (*text != '\0' && g->n < LINES_MAX) {
		const size_t	len = strcspn(text, "\n"), n = g->n;

		add_line(g, text, len, ++number, gap);
		gap = g->n == n && (gap || strspn(text, " \t") == len);
		text += len + (text[len] == '\n');
	}
	set_sections(g);
	g->shape = shape_of(g);
}

void
guess_line_clear(struct guess *g)
{
	for (size_t i = 0; i < g->n; i++) {
		mem_free_str(&g->v[i].text);
		mem_free_str(&g->v[i].low);
	}
	mem_free_str((char **)&g->v);
}
