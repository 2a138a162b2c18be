/* letter: letters as they are in names, of every script. */
#ifndef PERSON_LETTER_H
#define PERSON_LETTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The character at s and its length in bytes. */
uint32_t person_letter_at(const char *s, size_t *len);
bool	 person_letter_cyrillic(uint32_t);
bool	 person_letter_is(uint32_t);
uint32_t person_letter_lower(uint32_t);
/* As the first letter of a name: a capital, where the script has such. */
uint32_t person_letter_title(uint32_t);
bool	 person_letter_is_upper(uint32_t);
/* May a name begin so? Small letters may not, those of scripts without capitals may. */
bool	 person_letter_begins(uint32_t);
/* Signs within names, in all their forms: "Gʻulomov", "O’Neil"; "Анна‑Мария". */
bool	 person_letter_apostrophe(uint32_t);
bool	 person_letter_hyphen(uint32_t);
/* How the lists of known words are written: lower case, ё as е, the signs as ' and -. */
void	 person_letter_fold(const char *s, char *out, size_t size);
/* Does it hold a capital? all_upper: two letters or more, and nothing but capitals. */
bool	 person_letter_mixed(const char *, bool *all_upper);

#endif
