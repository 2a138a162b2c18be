#include "document/guess_piece.h"

#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "document/guess_int.h"
#include "person/word.h"

#define PIECE_MAX	200	/* bytes */

/* Stems of words for what people are. */
static const char *const roles[] = { "разработчик*", "программист*", "инженер*",
	"менеджер*", "бухгалтер*", "аналитик*", "директор*", "руководител*",
	"специалист*", "консультант*", "дизайнер*", "тестировщик*",
	"администратор*", "секретар*", "водител*", "продавец*", "кассир*",
	"повар*", "официант*", "врач*", "медсестр*", "медицинская сестра",
	"учител*", "преподавател*", "юрист*", "экономист*", "маркетолог*",
	"рекрутер*", "начальник*", "заместител*", "ассистент*", "помощник*",
	"стажер*", "оператор*", "мастер*", "техник*", "электрик*",
	"сварщик*", "логист*", "кладовщик*", "архитектор*", "редактор*",
	"копирайтер*", "переводчик*", "журналист*", "психолог*", "технолог",
	"механик*", "слесар*", "прораб*", "диспетчер*", "агент*",
	"представител*", "координатор*", "супервайзер*", "аудитор*",
	"фрилансер*", "тимлид*", "верстальщик*", "воспитател*", "кондитер*",
	"фармацевт*", "провизор*", "электромонтер*", "монтажник*", "охранник*",
	"грузчик*", "упаковщик*", "бариста", "бармен*", "визажист*", "основатель",
	"developer*", "engineer*", "manager*", "accountant*", "analyst*",
	"director*", "lead", "specialist*", "consultant*", "designer*",
	"tester*", "administrator*", "assistant*", "secretary", "driver*",
	"recruiter*", "head of", "officer*", "ceo", "cto", "cfo", "coo", "intern",
	"trainee*", "architect*", "programmer*", "scientist*", "teacher*",
	"lawyer*", "economist*", "nurse*", "technician*", "operator*",
	"supervisor*", "coordinator*", "representative*", "executive*",
	"founder*", "owner*", "freelancer*", "editor*", "writer*",
	"copywriter*", "translator*", "researcher*", "professor*", "lecturer*",
	"chef", "cashier*", "waiter*", "vp", "scrum master", "qa", "devops",
	"hr-*", "tech lead", "team lead", "teamlead", "sre", "dba", NULL };

static const char *const companies[] = { "ооо", "оао", "зао", "пао", "ао", "ип",
	"чп", "чуп", "одо", "осоо", "оcoo", "тоо", "жшс", "гуп", "муп", "фгуп",
	"нии", "нпо", "тд", "гк", "компания", "компании", "корпораци*",
	"холдинг*", "группа компаний", "банк", "завод", "фабрика",
	"министерство", "больница", "поликлиника", "клиника", "агентство",
	"магазин", "ресторан", "отель", "гостиница", "типография", "студия",
	"llc", "inc", "ltd", "gmbh", "corp", "corporation", "company", "group",
	"bank", "plc", "llp", "s.a", "studio", "agency", "holding", "labs",
	"technologies", "solutions", "systems", "software", "consulting",
	"university hospital", "самозанят*", NULL };

bool
guess_work_trade(const char *low)
{
	own_str char	*text = mem_dup(low);
	char		*word, *rest = text;

	if (guess_line_any(low, roles))
		return true;
	while ((word = strsep(&rest, " ,/|()\t")) != NULL)
		if (*word != '\0' && person_word_kind(word) ==
		    PERSON_WORD_TRADE)
			return true;
	return false;
}

bool
guess_work_company(const char *low)
{
	return strstr(low, "«") != NULL || strchr(low, '"') != NULL ||
	    guess_line_any(low, companies);
}

static bool
is_role(const char *low)
{
	return guess_line_any(low, roles);
}

void
guess_piece_clear(struct guess_piece *p)
{
	mem_free_str(&p->position);
	mem_free_str(&p->company);
	mem_free_str(&p->place);
	while (p->n > 0)
		mem_free_str(&p->other[--p->n]);
}

bool
guess_piece_full(const struct guess_piece *p)
{
	return p->position != NULL && p->company != NULL;
}

static void
keep(char **into, const char *text)
{
	if (*into == NULL)
		*into = mem_dup(text);
}

static void
take(struct guess_piece *p, const char *from, size_t len)
{
	own_str char	*text = NULL, *low = NULL;

	while (len > 0 && strchr(" \t,;:()[]|", *from) != NULL)
		from++, len--;
	while (len > 0 && strchr(" \t,;:([|", from[len - 1]) != NULL)
		len--;
	while (len > 1 && from[len - 1] == ')' && memchr(from, '(', len) == NULL)
		len--;
	if (len < 2 || len > PIECE_MAX)
		return;
	text = mem_ndup(from, len);
	low = guess_line_fold(text);
	if (guess_date_only_months(low))
		return;
	if (guess_reach_town(low))
		keep(&p->place, text);
	else if (is_role(low) && p->position == NULL)
		p->position = give(text);
	else if (guess_work_company(low) && p->company == NULL)
		p->company = give(text);
	else if (p->n < GUESS_PIECES_MAX)
		p->other[p->n++] = give(text);
}

/* Bytes of a sign that parts a line at s; 0: none. */
static size_t
parts_at(const char *line, const char *s)
{
	static const char *const	signs[] = { " | ", "|", "\t", " — ",
		" – ", " - ", " · ", " • ", " at ", " @ ", ": ", "; ", " / ",
		" в компании " };

	for (size_t i = 0; i < nitems(signs); i++)
		if (s > line && strncmp(s, signs[i], strlen(signs[i])) == 0)
			return strlen(signs[i]);
	return 0;
}

/* Commas part a line that holds both a position and a company. */
static bool
has_both(const char *text, size_t len)
{
	own_str char	*part = mem_ndup(text, len);
	own_str char	*low = guess_line_fold(part);
	own_str char	*first = mem_ndup(low, strcspn(low, ","));
	const char	*rest = low + strlen(first);

	if (*rest == '\0')
		return false;
	rest += strspn(rest, ", ");
	return is_role(first) != is_role(rest) || guess_reach_town(rest) ||
	    guess_work_company(first) != guess_work_company(rest);
}

static void
take_part(struct guess_piece *p, const char *from, size_t len)
{
	const char	*comma = memchr(from, ',', len);

	if (comma != NULL && has_both(from, len)) {
		take(p, from, (size_t)(comma - from));
		take(p, comma + 1, len - (size_t)(comma - from) - 1);
	} else {
		take(p, from, len);
	}
}

void
guess_piece_line(struct guess_piece *p, const char *text)
{
	const char	*from = text;

	for (const char *s = text; *s != '\0';) {
		const size_t	sign = parts_at(text, s);

		if (sign == 0) {
			s++;
			continue;
		}
		take_part(p, from, (size_t)(s - from));
		s += sign;
		from = s;
	}
	take_part(p, from, strlen(from));
}

/* The site of a company, with its town or without. */
static bool
is_site(const char *low)
{
	return strstr(low, "www.") != NULL || strstr(low, "http") != NULL ||
	    strstr(low, ".ru") != NULL || strstr(low, ".com") != NULL ||
	    strstr(low, ".by") != NULL || strstr(low, ".kg") != NULL ||
	    strstr(low, ".kz") != NULL;
}

bool
guess_piece_next(struct guess_piece *p, const char *text, bool hh, bool listed)
{
	own_str char	*low = guess_line_fold(text);

	if (!hh) {
		const size_t	had = p->n;

		guess_piece_line(p, text);
		return p->n == had || p->n <= 2;
	}
	if (p->company == NULL) {
		p->company = mem_dup(text);
		return true;
	}
	if (guess_reach_town(low) || is_site(low)) {
		if (p->place == NULL && guess_reach_town(low))
			p->place = mem_ndup(text, strcspn(text, ","));
		return true;
	}
	if (p->position == NULL && (is_role(low) || (!listed &&
	    guess_work_trade(low))) && guess_line_words(text) <= 10) {
		p->position = mem_dup(text);
		return true;
	}
	if (p->position == NULL && !listed && p->n < GUESS_PIECES_MAX)
		p->other[p->n++] = mem_dup(text);
	return false;
}

/* The first of the others, taken out. */
static void
shift(struct guess_piece *p, char **into)
{
	if (*into != NULL || p->n == 0)
		return;
	*into = p->other[0];
	p->n--;
	memmove(p->other, p->other + 1, p->n * sizeof(p->other[0]));
}

void
guess_piece_settle(struct guess_piece *p, bool company_first)
{
	if (p->position == NULL && p->company == NULL && !company_first &&
	    p->n > 0) {
		own_str char	*low = guess_line_fold(p->other[0]);

		company_first = !is_role(low);
	}
	if (company_first)
		shift(p, &p->company);
	shift(p, &p->position);
	shift(p, &p->company);
}
