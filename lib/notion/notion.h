/* notion: Notion as a service that companies have accounts at: the row of its facts
 * (service/provider.h), and the names of what an account holds. */
#ifndef NOTION_NOTION_H
#define NOTION_NOTION_H

#define NOTION_PROVIDER		"notion"
#define NOTION_ITEM		"notion"	/* the kind of its pages as rows of origin */
#define NOTION_TOKEN		"token"		/* the credential: the integration's key */
#define NOTION_DATA_SOURCE	"data_source_id"	/* the setting: whose rows are read */
#define NOTION_VERSION_FACT	"version"	/* the fact: the API's version that it takes */

extern const struct provider notion_provider;

#endif
