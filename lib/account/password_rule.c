#include "account/password_rule.h"

#include <stddef.h>	/* which crack.h leaves to its reader */
#include <crack.h>
#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "account/user.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "person/letter.h"

#define FOLDED_SIZE	(PASSWORD_MAX * 4 + 1)
#define PART_MIN	4	/* characters of a name that count */
#define WORD_MIN	6	/* letters: cracklib takes nothing shorter */
#define ENDS_MAX	6	/* digits and signs around a word that hide nothing */

/* The same keys, in both layouts. */
static const char *const cyrillic[] = { "й", "ц", "у", "к", "е", "н", "г",
	"ш", "щ", "з", "х", "ъ", "ф", "ы", "в", "а", "п", "р", "о", "л", "д",
	"ж", "э", "я", "ч", "с", "м", "и", "т", "ь", "б", "ю" };
static const char latin[] = "qwertyuiop[]asdfghjkl;'zxcvbnm,.";

/* Words that cracklib, which reads Latin letters, does not know. */
static const char *const common[] = { "пароль", "парол", "привет", "йцукен",
	"любовь", "люблю", "наташа", "солнце", "солнышко", "работа",
	"компания", "админ", "администратор", "москва", "минск", "россия",
	"беларусь", "казахстан", "алматы", "ташкент", "бишкек", "кандидат",
	"рекрутер", "вакансия", "секрет", "спартак", "зайка", "котик", "лето",
	"весна", "осень", "зима", "qwerty", "summer", "winter", "spring",
	"autumn", "password", "parol", "privet", "company", "recruiter",
	"candidate" };

/* What the same keys give in the other layout: to Latin, or to Cyrillic letters. */
static void
typed(const char *text, bool to_latin, struct buf *out)
{
	while (*text != '\0') {
		const char	*next = text;
		size_t		 i, n;

		utf8_next(&next);
		n = (size_t)(next - text);
		for (i = 0; i < nitems(cyrillic); i++)
			if (to_latin ? strlen(cyrillic[i]) == n &&
			    memcmp(cyrillic[i], text, n) == 0 :
			    latin[i] == *text)
				break;
		if (i == nitems(cyrillic))
			buf_add(out, text, n);
		else if (to_latin)
			buf_putc(out, latin[i]);
		else
			buf_puts(out, cyrillic[i]);
		text = next;
	}
}

/* Without digits and signs: what stays of "Пароль2026!" is the word. */
static void
letters(const char *text, struct buf *out)
{
	for (; *text != '\0'; text++)
		if (isalpha((unsigned char)*text) || (*text & 0x80) != 0)
			buf_putc(out, *text);
}

static bool
is_common(const char *text)
{
	own_buf struct buf	 word = { 0 };

	letters(text, &word);
	for (size_t i = 0; i < nitems(common); i++)
		if (strcmp(buf_str(&word), common[i]) == 0)
			return true;
	return false;
}

/* cracklib ends the process when its dictionary is missing. */
static bool
in_dictionary(const char *text)
{
	const char	*path = GetDefaultCracklibDict();
	own_str char	*file = mem_fmt("%s.pwd", path);

	if (access(file, R_OK) == -1) {
		log_line(LOG_WARN, "password: no dictionary at %s", file);
		return false;
	}
	return FascistCheck(text, path) != NULL;
}

/* A word of the dictionary with a year or the like around it: "2026-Dragon!". */
static bool
is_dressed_word(const char *text)
{
	own_str char	*word = NULL;
	size_t		 len = strlen(text), from = 0, to = len;

	while (to > 0 && !isalpha((unsigned char)text[to - 1]))
		to--;
	while (from < to && !isalpha((unsigned char)text[from]))
		from++;
	if (to - from < WORD_MIN || to - from == len ||
	    len - (to - from) > ENDS_MAX)
		return false;
	word = mem_ndup(text + from, to - from);
	return in_dictionary(word);
}

/* Does it hold a word of the text that is long enough to count? */
static bool
holds_part(const char *password, const char *text)
{
	own_str char	*copy = mem_dup(text);
	char		*save = NULL;

	for (char *part = strtok_r(copy, " .,@+_-\t", &save); part != NULL;
	    part = strtok_r(NULL, " .,@+_-\t", &save))
		if (utf8_count(part) >= PART_MIN &&
		    strstr(password, part) != NULL)
			return true;
	return false;
}

static bool
holds(const char *password, const char *text)
{
	char	 folded[1024];

	person_letter_fold(text, folded, sizeof(folded));
	return holds_part(password, folded);
}

int
password_rule(const struct user *user, const char *field,
    const char *password, struct err *err)
{
	own_buf struct buf	 keys = { 0 }, other = { 0 };
	char			 folded[FOLDED_SIZE];
	size_t			 n = utf8_count(password);

	if (n < PASSWORD_MIN || n > PASSWORD_MAX)
		return err_field(err, field, "length", "%d..%d", PASSWORD_MIN,
		    PASSWORD_MAX);
	person_letter_fold(password, folded, sizeof(folded));
	typed(folded, true, &keys);
	typed(folded, false, &other);
	if (is_common(folded) || is_common(buf_str(&other)) ||
	    is_common(buf_str(&keys)) || in_dictionary(buf_str(&keys)) ||
	    is_dressed_word(buf_str(&keys)))
		return err_field(err, field, "account.password_common", "%s",
		    "");
	if (holds(folded, user->name) || holds(folded, user->email) ||
	    (user->company != NULL && holds(folded, user->company)) ||
	    holds(folded, "hirewire huntflow clickup"))
		return err_field(err, field, "account.password_own", "%s",
		    "");
	return 0;
}
