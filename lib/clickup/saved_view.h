/* saved_view: the saved views of ClickUp's task list, with how many tasks each shows. */
#ifndef CLICKUP_SAVED_VIEW_H
#define CLICKUP_SAVED_VIEW_H

#include "account/saved_view_serve.h"

/* Each has count and counts by status of the caller's tasks. */
extern const struct saved_view_kind clickup_saved_views;

#endif
