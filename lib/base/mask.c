#include "base/mask.h"

#include <ctype.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mask_int.h"
#include "base/mem.h"

#define KEPT		16
#define SECRETS		(KEPT + 48)
#define FORMS		4	/* as it is, and base64 at three offsets */
#define SURE		16	/* bytes of a beginning that no other text has by chance */
#define NONE		(-1)

/* One form of a secret: its bytes, or base64 of it without the characters that its
 * neighbours have a part in. */
struct form {
	char	*text;
	size_t	 len;
	bool	 base64;
	int	 next;		/* the next form that begins with the same byte, or NONE */
};

struct secret {
	char		*text;
	uint64_t	 used;
	struct form	 form[FORMS];
};

/* What this process works with; first: the forms by their first byte, numbered through. A sync
 * reads in a thread of its own. */
static struct {
	struct secret	 secret[SECRETS];
	int		 first[256];
	uint64_t	 uses;
} known;
static pthread_mutex_t	lock = PTHREAD_MUTEX_INITIALIZER;

static void
take_lock(void)
{
	pthread_mutex_lock(&lock);
}

static void
give_lock(void)
{
	pthread_mutex_unlock(&lock);
}

/* A child that is forked while another thread masks would wait for ever. */
static void __attribute__((constructor))
outlive_fork(void)
{
	pthread_atfork(take_lock, give_lock, give_lock);
}

size_t
mask_span(const char *s, const char *end, const char *of)
{
	const char	*at = s;

	while (at < end && *at != '\0' && strchr(of, *at) != NULL)
		at++;
	return (size_t)(at - s);
}

void
mask_out(char *s, size_t len, const char *end)
{
	if (len > (size_t)(end - s))
		len = (size_t)(end - s);
	memset(s, '*', len);
}

/* --- a text as it may be written --- */

static int
hex_at(const char *s, size_t digits, unsigned *out)
{
	*out = 0;
	for (size_t i = 0; i < digits; i++) {
		if (!isxdigit((unsigned char)s[i]))
			return -1;
		*out = *out * 16 + (unsigned)(isdigit((unsigned char)s[i]) ?
		    s[i] - '0' : tolower((unsigned char)s[i]) - 'a' + 10);
	}
	return 0;
}

/* "%2F", and "%252F", which was encoded twice. */
static size_t
percent(const char *s, const char *end, unsigned char *c)
{
	unsigned	 n;
	size_t		 used = 1;

	while (end - s >= (ptrdiff_t)used + 2 && hex_at(s + used, 2, &n) == 0) {
		*c = (unsigned char)n;
		used += 2;
		if (n != '%')
			break;
	}
	return used;
}

/* "\/", "\u002f", with any number of backslashes: JSON within JSON. */
static size_t
backslash(const char *s, const char *end, unsigned char *c)
{
	size_t		 run = mask_span(s, end, "\\");
	const char	*at = s + run;
	unsigned	 n;

	if (end - at >= 5 && *at == 'u' && hex_at(at + 1, 4, &n) == 0 &&
	    n < 0x80) {
		*c = (unsigned char)n;
		return run + 5;
	}
	if (at < end && (*at == '/' || *at == '"')) {
		*c = (unsigned char)*at;
		return run + 1;
	}
	return run > 1 ? 2 : 1;
}

/* "&#x2F;", "&#47;", "&amp;". */
static size_t
entity(const char *s, const char *end, unsigned char *c)
{
	char		 text[9];
	size_t		 len = mask_span(s + 1, end, "#" MASK_ALNUM);
	bool		 hex;
	unsigned long	 n;

	if (len < 2 || len >= sizeof(text) || s + 1 + len >= end ||
	    s[1 + len] != ';')
		return 1;
	memcpy(text, s + 1, len);
	text[len] = '\0';
	if (strcmp(text, "amp") == 0)
		return len + 2;
	if (text[0] != '#')
		return 1;
	hex = text[1] == 'x' || text[1] == 'X';
	n = strtoul(text + (hex ? 2 : 1), NULL, hex ? 16 : 10);
	if (n == 0 || n >= 0x80)
		return 1;
	*c = (unsigned char)n;
	return len + 2;
}

/* The character that is written at s; how many bytes that takes. */
static size_t
read_char(const char *s, const char *end, unsigned char *c)
{
	*c = (unsigned char)*s;
	switch (*s) {
	case '%':	return percent(s, end, c);
	case '\\':	return backslash(s, end, c);
	case '&':	return entity(s, end, c);
	default:	return 1;
	}
}

static unsigned char
plain_base64(unsigned char c)
{
	return c == '-' ? '+' : c == '_' ? '/' : c;
}

/* How much of a form is written at s: its bytes, and how many bytes of the text those take. */
static size_t
agree(const struct form *form, const char *s, const char *end, size_t *took)
{
	size_t		 n = 0, step;
	unsigned char	 c;

	for (*took = 0; n < form->len && s + *took < end; n++, *took += step) {
		step = read_char(s + *took, end, &c);
		if (form->base64)
			c = plain_base64(c);
		if (c != (unsigned char)form->text[n])
			break;
	}
	return n;
}

/* Is so much of it the secret, or a beginning of it that is no chance? */
static bool
is_known(const struct form *form, size_t n)
{
	return n == form->len || n >= SURE ||
	    (n >= MASK_LEAST && n * 3 >= form->len * 2);
}

/* --- the secrets of this process --- */

static const char base64[] = MASK_UPPER "abcdefghijklmnopqrstuvwxyz"
    MASK_DIGITS "+/";

/* The whole characters of the base64 of a secret that has so many bytes before it. */
static struct form
base64_form(const char *secret, size_t offset)
{
	const size_t	 len = strlen(secret);
	const size_t	 from = (offset * 8 + 5) / 6, to = (offset + len) * 8 / 6;
	struct form	 form = { .len = to - from, .base64 = true };

	form.text = mem_zero(form.len + 1);
	for (size_t i = from; i < to; i++) {
		const size_t	 bit = i * 6, at = bit / 8 - offset;
		const unsigned	 two = (unsigned char)secret[at] << 8 |
				    (unsigned char)secret[at + 1];

		form.text[i - from] = base64[two >> (10 - bit % 8) & 63];
	}
	return form;
}

static void
forget(struct secret *s)
{
	for (size_t i = 0; i < FORMS; i++)
		if (s->form[i].text != NULL) {
			explicit_bzero(s->form[i].text, s->form[i].len);
			free(s->form[i].text);
		}
	memset(s, 0, sizeof(*s));
}

static struct form *
form_of(int number)
{
	return &known.secret[number / FORMS].form[number % FORMS];
}

static void
index_forms(void)
{
	for (size_t i = 0; i < nitems(known.first); i++)
		known.first[i] = NONE;
	for (int n = 0; n < SECRETS * FORMS; n++) {
		struct form	*form = form_of(n);
		int		*first;

		if (form->len == 0)
			continue;
		first = &known.first[(unsigned char)form->text[0]];
		form->next = *first;
		*first = n;
	}
}

static const char *
without_scheme(const char *secret)
{
	static const char *const schemes[] = { "Bearer ", "Basic " };

	for (size_t i = 0; i < nitems(schemes); i++)
		if (strncasecmp(secret, schemes[i], strlen(schemes[i])) == 0)
			return secret + strlen(schemes[i]);
	return secret;
}

/* Into one of the slots [from, to): the one it is in, or else the one unused for longest. */
static void
add(const char *secret, size_t from, size_t to)
{
	struct secret	*slot = &known.secret[from];

	secret = secret == NULL ? "" : without_scheme(secret);
	if (strlen(secret) < MASK_LEAST)
		return;
	for (size_t i = from; i < to; i++) {
		struct secret	*s = &known.secret[i];

		if (s->text != NULL && strcmp(s->text, secret) == 0) {
			s->used = ++known.uses;
			return;
		}
		if (s->used < slot->used)
			slot = s;
	}
	forget(slot);
	slot->used = ++known.uses;
	slot->form[0] = (struct form){ mem_dup(secret), strlen(secret), false,
	    NONE };
	slot->text = slot->form[0].text;
	for (size_t i = 1; i < FORMS; i++)
		slot->form[i] = base64_form(secret, i - 1);
	index_forms();
}

void
mask_add(const char *secret)
{
	take_lock();
	add(secret, KEPT, SECRETS);
	give_lock();
}

void
mask_keep(const char *secret)
{
	take_lock();
	add(secret, 0, KEPT);
	give_lock();
}

/* --- masking --- */

/* Base64 has a part of the value in the characters around it too. */
static size_t
out_base64(char *text, char *s, size_t took, const char *end)
{
	if (s > text && mask_span(s - 1, s, MASK_BASE64) == 1)
		s[-1] = '*';
	return took + mask_span(s + took, end, MASK_BASE64);
}

static size_t
form_at(char *text, char *s, const char *end, unsigned char first)
{
	for (int n = known.first[first]; n != NONE; n = form_of(n)->next) {
		const struct form	*form = form_of(n);
		size_t			 took;

		if (is_known(form, agree(form, s, end, &took)))
			return form->base64 ?
			    out_base64(text, s, took, end) : took;
	}
	return 0;
}

static size_t
secret_at(char *text, char *s, const char *end)
{
	unsigned char	 c, plain;
	size_t		 took;

	read_char(s, end, &c);
	plain = plain_base64(c);
	took = form_at(text, s, end, c);
	return took > 0 || plain == c ? took : form_at(text, s, end, plain);
}

static void
mask_values(char *text, size_t len)
{
	const char	*end = text + len;

	if (known.uses == 0)
		return;
	for (char *s = text; s < end;) {
		size_t	 took = secret_at(text, s, end);

		mask_out(s, took, end);
		s += took > 0 ? took : 1;
	}
}

void
mask_known(char *text, size_t len)
{
	take_lock();
	mask_values(text, len);
	give_lock();
	mask_shapes(text, len);
}

void
mask_text(char *text, size_t len)
{
	mask_known(text, len);
	mask_names(text, len);
}

void
mask_value(char *text, size_t len, const char *secret)
{
	struct form	 form = { .base64 = false };
	const char	*end = text + len;
	size_t		 took;

	if (secret == NULL)
		return;
	secret = without_scheme(secret);
	form.len = strlen(secret);
	form.text = (char *)(uintptr_t)secret;
	if (form.len < MASK_LEAST)
		return;
	for (char *s = text; s < end; s++)
		if ((*s == *secret || *s == '%' || *s == '\\' || *s == '&') &&
		    agree(&form, s, end, &took) == form.len)
			mask_out(s, took, end);
}
