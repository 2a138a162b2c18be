/* project_view: projects, their members and clients as JSON, straight into the answer. */
#ifndef TEAM_PROJECT_VIEW_H
#define TEAM_PROJECT_VIEW_H

struct buf;
struct client;
struct db;
struct err;
struct project;
struct right_who;

/* As in lists: without the description and the members. */
void	project_view_brief(struct buf *, const struct right_who *,
	    const struct project *);
int	project_view_whole(struct db *, struct buf *,
	    const struct right_who *, const struct project *, struct err *);
/* The members as an array; name NULL: the whole answer. */
int	project_view_members(struct db *, struct buf *, const char *name,
	    const struct project *, struct err *);
void	project_view_client(struct buf *, const struct client *);

#endif
