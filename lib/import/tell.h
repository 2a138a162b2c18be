/* tell: who started an import is told when it is over, once. */
#ifndef IMPORT_TELL_H
#define IMPORT_TELL_H

struct conf;
struct db;
struct err;

/* All that ended within a day and was not told of. */
int	import_tell_run(struct db *, const struct conf *, struct err *);

#endif
