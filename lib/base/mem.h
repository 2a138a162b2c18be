/* mem: allocation that cannot fail (the process ends), owners, small macros. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stdarg.h>
#include <stddef.h>

#define nitems(a)	(sizeof(a) / sizeof((a)[0]))
#define cleanup(f)	__attribute__((cleanup(f)))

/* Is this built with the address sanitiser, which needs memory and system calls of its own? */
#if defined(__SANITIZE_ADDRESS__)
#define MEM_SANITISED	1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MEM_SANITISED	1
#endif
#endif
#ifndef MEM_SANITISED
#define MEM_SANITISED	0
#endif

/* Hand a local's value on and leave the local empty. */
#define give(v) __extension__ ({					\
	__typeof__(v) given_ = (v);					\
	memset(&(v), 0, sizeof(v));					\
	given_;								\
})

void	*mem_zero(size_t size);				/* zeroed */
void	*mem_grow(void *, size_t n, size_t size);	/* realloc, overflow checked */
char	*mem_dup(const char *);				/* NULL gives NULL */
char	*mem_ndup(const char *, size_t len);
char	*mem_fmt(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
char	*mem_vfmt(const char *fmt, va_list) __attribute__((format(printf, 1, 0)));

/* own_str char *s: freed at the end of its block. */
void	 mem_free_str(char **);
void	 mem_put(char **, char *by);	/* the old one is freed */
#define own_str	cleanup(mem_free_str)

#endif
