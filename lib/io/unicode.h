/* unicode: characters of all scripts: composed, and in which case. Source: Unicode 15, UAX #15,
 * by utf8proc. */
#ifndef IO_UNICODE_H
#define IO_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The text with every letter and its marks as one character, where there is one (NFC: macOS
 * writes "й" as "и" and a breve). NULL: it is so already, or is not UTF-8. The caller frees.
 */
char	*unicode_composed(const char *text, size_t len);

/*
 * What texts are compared by where case, width and marks over letters make no difference, nor
 * blanks at the end: "ÉTÉ " and "ete", "Ёж" and "еж". й, ў and the like are letters of their own.
 * The caller frees.
 */
char	*unicode_folded(const char *text);

/* A letter of any script; marks and the small signs beside letters (ʻ) are none. */
bool	 unicode_letter(uint32_t);
bool	 unicode_upper(uint32_t);
/* The same in small letters, or as the first of a word that has a capital. */
uint32_t unicode_to_lower(uint32_t);
uint32_t unicode_to_title(uint32_t);
/* The letter without its marks: "e" of "é". */
uint32_t unicode_base(uint32_t);

#endif
