// bitrix: Bitrix24: accounts at portals, their staff, what syncs did.
import { html } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { Skeleton, Loaded } from '../../ui/states.js';
import { Views } from '../../ui/table.js';
import { t } from '../../lib/i18n.js';
import { get } from '../../lib/api.js';
import { here } from '../../lib/router.js';
import { me } from '../../lib/session.js';
import { may } from '../../lib/session-rules.js';
import { Accounts } from './accounts.js';
import { Employees } from './employees.js';
import { Events } from './events.js';
import { Runs } from './runs.js';
import { ACCOUNTS, TABS, tabsOf } from './bitrix-rules.js';

const PARTS = { accounts: Accounts, employees: Employees, events: Events, runs: Runs };

export default function BitrixPage() {
  useTitle(t('nav.bitrix'));
  const { query } = here.value;
  const tab = query.get('tab') in PARTS ? query.get('tab') : TABS[0];
  const load = useLoad(() => get(ACCOUNTS), []);
  const tabs = tabsOf(tab).map((one) => ({ ...one, text: t(`bitrix.tab.${one.key}`) }));
  const Part = PARTS[tab];
  return html`
    <div class="head">
      <div><h1>${t('nav.bitrix')}</h1><p class="sub">${t('bitrix.sub')}</p></div>
    </div>
    <${Views} label=${t('bitrix.tabs')} items=${tabs} />
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${3} height=${110} />`}>
      ${() => html`<${Part}
        accounts=${load.data} load=${load} query=${query} admin=${may(me.value, 'admin')}
        recruiter=${may(me.value, 'recruiter')}
      />`}
    </${Loaded}>
  `;
}
