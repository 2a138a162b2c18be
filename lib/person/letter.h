/* letter: Latin and Cyrillic letters as they stand in names. */
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
uint32_t person_letter_upper(uint32_t);
bool	 person_letter_is_upper(uint32_t);
/* Lower case, ё as е: how the lists of known words are written. */
void	 person_letter_fold(const char *s, char *out, size_t size);
/* Does it hold a capital? all_upper: two letters or more, and nothing but capitals. */
bool	 person_letter_mixed(const char *, bool *all_upper);

#endif
