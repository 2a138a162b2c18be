/* mask_int: what the files of mask share. */
#ifndef BASE_MASK_INT_H
#define BASE_MASK_INT_H

#include <stdbool.h>
#include <stddef.h>

#define MASK_DIGITS	"0123456789"
#define MASK_UPPER	"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define MASK_ALNUM	MASK_UPPER "abcdefghijklmnopqrstuvwxyz" MASK_DIGITS
#define MASK_BASE64	MASK_ALNUM "+/=_-"

/* How many bytes from s on, before end, are of these. */
size_t	mask_span(const char *s, const char *end, const char *of);
/* Asterisks in place of len bytes at s, not beyond end. */
void	mask_out(char *s, size_t len, const char *end);

/* The passes of mask_known and mask_text beside that by value. */
void	mask_shapes(char *text, size_t len);
void	mask_names(char *text, size_t len);

#endif
