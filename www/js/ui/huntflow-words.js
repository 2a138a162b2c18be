// huntflow-words: what the Huntflow pages share: crumbs, photo, tags, stages, applicants as rows.
import { html, useState, useEffect, cls } from '../lib/html.js';
import { Icon } from './button.js';
import { Badge, Time } from './marks.js';
import { Avatar } from './avatar.js';
import { Table } from './table.js';
import { t } from '../lib/i18n.js';
import { keepAccount } from '../lib/account.js';
import { me } from '../lib/session.js';
import { may } from '../lib/session-rules.js';
import { nameOf, colorOf, applicantHref, vacancyHref } from '../lib/huntflow-rules.js';
import { phoneText } from '../lib/phone-rules.js';

/* The organisation of an address is the one the commands go to next time. */
export const useAccount = (account) => useEffect(() => keepAccount(account), [account]);

/* links: [href, text] pairs, the way here. */
export const Crumbs = ({ links }) => html`<nav class="crumbs" aria-label=${t('crumbs')}>
  ${links.map(([href, text], i) => html`
    ${i > 0 && html`<span aria-hidden="true">/</span>`}
    <a key=${href} href=${href} data-tip="">${text}</a>
  `)}
</nav>`;

/* Where a page of the administration goes back to: whoever may not open that one, to the service's own page. */
export const aboveOf = (href, text) => (may(me.value, 'manager') ? ['/admin/', t('nav.admin')] : [href, text]);

/* A long address goes to the next line where a part of it ends. */
export const Path = ({ text }) =>
  (text.match(/[^/?&]*[/?&]*/g) || []).map((part, i) => html`${i > 0 && html`<wbr />`}${part}`);

export const personName = (person) => nameOf(person) || person.name || t('applicant.unnamed');

/* The photo; initials when there is none or it does not come. */
export function Photo({ person, large }) {
  const [failed, setFailed] = useState(false);
  const { photo_url: src } = person;
  useEffect(() => setFailed(false), [src]);
  if (!src || failed) return html`<${Avatar} name=${personName(person)} id=${person.id} large=${large} />`;
  return html`<img
    class=${cls('ava photo', large && 'lg')} src=${src} alt="" loading="lazy" width=${large ? 52 : 26}
    height=${large ? 52 : 26} onError=${() => setFailed(true)}
  />`;
}

export const Tag = ({ tag, children }) => html`<span class="badge tag" style=${{ '--dot': colorOf(tag.color) }}>
  ${tag.name}
  ${children}
</span>`;
export const Tags = ({ tags }) => (tags || []).map((tag) => html`<${Tag} key=${tag.id} tag=${tag} />`);

const STAGE = { hired: 'ok', trash: 'bad' };
export const Stage = ({ stage }) =>
  stage
    ? html`<span class=${cls('st', STAGE[stage.type] || 'acc')}>${stage.name}</span>`
    : html`<span class="faint">${t('applicant.no_stage')}</span>`;

const STATE = { OPEN: 'ok', HOLD: 'warn', CLOSED: '' };
const STATE_ICON = { OPEN: 'check', HOLD: 'clock', CLOSED: 'ban' };
export const VacancyState = ({ state }) => html`<${Badge} kind=${STATE[state]} icon=${STATE_ICON[state]}>
  ${t(`vacancy.state.${state}`)}
</${Badge}>`;

export const Linked = ({ task }) =>
  task
    ? html`<${Badge}
        kind="acc" icon="check" href=${`/clickup/task/${encodeURIComponent(task.task_id)}/`}
        title=${t('applicant.task.open', { name: task.name })}
      >
        ClickUp
      </${Badge}>`
    : null;

const Person = ({ one, account }) => html`<div class="person">
  <${Photo} person=${one} />
  <div>
    <a class="name" href=${applicantHref(account, one.id)}>${personName(one)}</a>
    <span class="two">${[one.position, one.company].filter(Boolean).join(', ') || t('applicant.no_position')}</span>
  </div>
</div>`;

const Place = ({ one, account }) => {
  if (!one.vacancy) return html`<span class="faint">${t('applicant.no_vacancy')}</span>`;
  return html`
    <a class="lnk plain" href=${vacancyHref(account, one.vacancy.id)}>${one.vacancy.position}</a>
    <span class="two"><${Stage} stage=${one.status} /></span>
  `;
};

const Contacts = ({ one }) => html`
  ${one.phone && html`<span class="nb">${phoneText(one.phone)}</span>`}
  ${one.email && html`<span class="two">${one.email}</span>`}
  ${!one.phone && !one.email && html`<span class="faint">${t('none')}</span>`}
`;

/* Applicants; of one vacancy: the stage alone is said. */
export function ApplicantTable({ rows, account, vacancy, busy, label }) {
  const columns = [
    ['name', 'applicant', (one) => html`<${Person} one=${one} account=${account} />`],
    vacancy
      ? ['st', 'stage', (one) => html`<${Stage} stage=${one.status} />`]
      : ['st', 'vacancy', (one) => html`<${Place} one=${one} account=${account} />`],
    ['tel', 'contacts', (one) => html`<${Contacts} one=${one} />`],
    [
      'tags',
      'tags',
      (one) => html`<div class="row wrap tags"><${Tags} tags=${one.tags} /><${Linked} task=${one.task} /></div>`,
    ],
    ['date', 'changed_at', (one) => html`<${Time} at=${one.updated || one.created} class="nb dim" />`],
  ].map(([name, head, cell]) => ({ name, head: t(`col.${head}`), look: `c-${name}`, cell }));
  return html`<${Table}
    label=${label} look=${cls('people-t', vacancy && 'short')} rows=${rows} columns=${columns} busy=${busy}
  />`;
}

/* Numbers of a page in one line: [{ key, text, value, look }] */
export const Figures = ({ items }) => html`<dl class="figs">
  ${items.map(({ key, text, value, look, sub }) => html`<div key=${key}>
    <dt>${text}</dt>
    <dd class=${look}>${value}${sub && html` <small class="faint">${sub}</small>`}</dd>
  </div>`)}
</dl>`;

/* Where the page has nothing more: a word and a way out. */
export const Gone = ({ icon = 'search', title, text, href, back }) => html`
  <div class="head"><h1>${title}</h1></div>
  <div class="empty">
    <span class="mark"><${Icon} name=${icon} /></span>
    <p>${text}</p>
    <a class="btn main-act" href=${href}>${back}</a>
  </div>
`;
