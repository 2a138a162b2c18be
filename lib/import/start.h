/* start: the importer, for whoever has left it something to do. */
#ifndef IMPORT_START_H
#define IMPORT_START_H

struct conf;

/* Detached. What keeps it from starting is logged: cron does it a little later. */
void	import_start(const struct conf *);

#endif
