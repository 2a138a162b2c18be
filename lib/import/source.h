/* source: the table of all sources whose items go to Huntflow. */
#ifndef IMPORT_SOURCE_H
#define IMPORT_SOURCE_H

struct err;
struct transfer_source;

/* ERR_INTERNAL: there is none of this kind; a later release wrote it. */
int	import_source_of(const char *kind, const struct transfer_source **out,
	    struct err *);

#endif
