// tasks-views: the saved views of the team's tasks, the columns of the list, the list as a file.
import { html, useState } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { COLUMNS, isChanged, shownColumns, viewBody, viewHref } from '../../lib/team-rules.js';
import { later } from '../../ui/later.js';
import { ColumnChip, useSavedViews } from '../../ui/saved-views.js';
import { ViewBar } from '../../ui/views.js';

const ExportDialog = later(() => import('../../ui/export.js'), 'ExportDialog');

const SAVED = { base: '/api/v1/task-views', key: 'work-columns', name: 'title', shown: shownColumns };

/* page: 'list' | 'board'; filters: of its address. */
export const useTeamViews = (page, { filters, stamp }) =>
  useSavedViews(SAVED, { id: filters.view, stamp, bodyOf: (view) => viewBody(page, filters, view) });

/* of: the view that the tasks shown are of; fileOf(separator): the address of the list as a file. */
export function TeamViews({ page, filters, views, tabs, home, of, fileOf, children }) {
  const [asked, setAsked] = useState(false);
  return html`
    <${ViewBar}
      tabs=${tabs} views=${views} hrefOf=${(view) => viewHref(page, view)} home=${home} of=${of}
      changed=${isChanged(page, filters, views.view)} onExport=${() => setAsked(true)}
      more=${[{ icon: 'trash-2', text: t('bin.open'), href: '/tasks/bin/' }]}
    >
      ${children}
    </${ViewBar}>
    ${asked && html`<${ExportDialog}
      title=${t('work.export')} text=${t('work.export.what')} href=${fileOf} onClose=${() => setAsked(false)}
    />`}
  `;
}

export const TeamColumns = ({ views }) => html`<${ColumnChip}
  items=${COLUMNS.map((value) => ({ value, label: t(`work.column.${value}`) }))} columns=${views.columns}
  onChange=${views.setColumns}
/>`;
