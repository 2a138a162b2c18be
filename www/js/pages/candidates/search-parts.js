// search-parts: what each board answered, a score with its reasons, the weights, people side by side.
import { html } from '../../lib/html.js';
import { errorWords } from '../../lib/errors.js';
import { t, has, num, ago } from '../../lib/i18n.js';
import { Icon, Button } from '../../ui/button.js';
import { Badge, Progress } from '../../ui/marks.js';
import { Dialog } from '../../ui/dialog.js';
import { Switch } from '../../ui/fields.js';
import { SourceDeeds } from './candidate-board.js';
import { hrefOf } from './candidates-rules.js';
import { Known, Texts, nameOf, periodText, platformName, salaryText, yearsText } from './words.js';
import { quotaOf } from '../../lib/platform-rules.js';
import { phoneText } from '../../lib/phone-rules.js';
import { WEIGHT_MAX, missingOf } from './search-rules.js';

const LOOKS = { ok: 'ok', partial: 'warn', error: 'bad' };
const ICONS = { ok: 'check', partial: 'triangle-alert', error: 'triangle-alert' };

function Quota({ account }) {
  const quota = quotaOf(account);
  if (!quota) return null;
  const text = t('search.quota', { n: quota.left, limit: num(quota.limit) });
  return html`<span class="searchquota xs faint">
    ${text} <${Progress} thin value=${quota.left} max=${quota.limit} label=${text} />
  </span>`;
}

const foundText = ({ found, total }) => (total !== null && total > found
  ? t('search.found_of', { n: found, total: num(total) }) : t('search.found', { n: found }));

/* Why it failed, and what to do about it, beside its name. */
const whyOf = ({ error }) => (error.problem ? errorWords(error.problem).detail : error.detail);

function Part({ one, part, again }) {
  const busy = !part || part.busy;
  return html`<li>
    <div class="row wrap">
      <b class="mid">${one.name}</b>
      <span class="xs faint">${platformName(one.platform)}</span>
      ${busy
        ? html`<${Badge} kind="info" live>${t('search.asking')}</${Badge}>`
        : html`<${Badge} kind=${LOOKS[part.status]} icon=${ICONS[part.status]}>
            ${part.status === 'error' ? t('search.failed') : foundText(part)}
          </${Badge}>`}
      <${Quota} account=${one.account} />
      ${part?.error && !busy && html`<${Button} small class="push" icon="rotate-ccw" onClick=${() => again(one.id)}>
        ${t('retry')}<span class="sr"> ${one.name}</span>
      </${Button}>`}
    </div>
    ${part?.error && !busy && html`<p class="sm bad-t">${whyOf(part)}</p>`}
    ${!busy && part.notes.map(({ code, detail }) => html`<p key=${code + detail} class="sm warn-t">${detail}</p>`)}
  </li>`;
}

/* mute: boards that have no search, and say so. */
export const Parts = ({ asked, parts, mute, language, again }) => html`<ul
  class="searchparts" aria-label=${t('search.parts')}
>
  ${asked.map((one) => html`<${Part} key=${one.id} one=${one} part=${parts[one.id]} again=${again} />`)}
  ${mute.map(({ platform, title, no_search: why }) => html`<li key=${platform}>
    <div class="row wrap"><b class="mid">${title}</b><${Badge} kind="line">${t('search.mute')}</${Badge}></div>
    <p class="sm dim">${why[language]}</p>
  </li>`)}
</ul>`;

/* --- the score --- */

const SIGNS = { yes: 'check', no: 'x', unknown: 'circle-help' };

const Reason = ({ reason: { wish, value, met } }) => html`<li class=${`met-${met}`}>
  <${Icon} name=${SIGNS[met]} /><span class="sr">${t(`search.met.${met}`)}: </span>${value || t(`search.wish.${wish}`)}
</li>`;

export const Reasons = ({ reasons }) => html`<ul class="reasons xs">
  ${reasons.map((reason) => html`<${Reason} key=${reason.wish + reason.value} reason=${reason} />`)}
</ul>`;

export const Score = ({ row }) => html`
  ${row.score === null
    ? html`<span class="xs faint">${t('search.no_score')}</span>`
    : html`<b class="mid nb scorenum">${num(row.score)}<span class="sr"> ${t('search.of_100')}</span></b>`}
  <${Reasons} reasons=${row.reasons} />
`;

/* What the team's decisions taught, and whether it holds. */
function Learned({ ranking, onSwitch, onForget }) {
  const { enabled, used, liked, hidden } = ranking;
  const known = liked + hidden;
  const state = !enabled ? t('search.learned.off')
    : used ? t('search.learned.used', { n: known }) : t('search.learned.missing', { n: missingOf(ranking) });
  return html`<div class="learned">
    <${Switch}
      field=${{ name: 'learned', value: enabled, onInput: (event) => onSwitch(event.currentTarget.value) }}
      label=${t('search.learned')} hint=${state}
    />
    ${known > 0 && html`<${Button} small quiet icon="trash-2" onClick=${onForget}>
      ${t('search.learned.forget')}
    </${Button}>`}
  </div>`;
}

/* wishes: those that are given; ranking: null, where it did not come. */
export const Weights = ({ wishes, weights, ranking, onChange, onUsual, onSwitch, onForget }) => html`<div
  class="weights"
>
  <p class="sm dim">${t('search.weights.what')}</p>
  ${wishes.map((wish) => html`<label key=${wish}>
    <span>
      ${t(`search.wish.${wish}`)}
      ${ranking?.enabled && ranking.liked + ranking.hidden > 0 && html`<small class="xs faint block">
        ${t('search.learned.n', { n: num(ranking.weights[wish]) })}
      </small>`}
    </span>
    <input
      type="range" min="0" max=${WEIGHT_MAX} value=${weights[wish]} aria-label=${t(`search.wish.${wish}`)}
      onInput=${(event) => onChange({ ...weights, [wish]: Number(event.currentTarget.value) })}
    />
    <output class="nb">${num(weights[wish])}</output>
  </label>`)}
  <${Button} small quiet icon="rotate-ccw" onClick=${onUsual}>${t('search.weights.usual')}</${Button}>
  ${ranking && html`<${Learned} ranking=${ranking} onSwitch=${onSwitch} onForget=${onForget} />`}
</div>`;

/* --- pieces of a row --- */

const Badges = ({ row }) => html`<span class="row wrap marks">
  ${row.sources.map(({ platform, external_candidate_id: id, profile_url: url, is_new: fresh }) => html`<${Badge}
    key=${id} kind=${fresh ? 'acc' : 'line'} href=${url} icon=${url && 'external-link'}
    target=${url ? '_blank' : undefined} rel=${url ? 'noopener noreferrer' : undefined}
  >
    ${platformName(platform)}
  </${Badge}>`)}
</span>`;

/* onOpen({ what, source }): what may be done at each is a button; without it there are none. */
export const Sources = ({ row, onOpen }) => html`
  <${Badges} row=${row} />
  ${onOpen && html`<span class="row wrap marks">
    ${row.sources.map(({ external_candidate_id: id, platform, deeds }) => html`<${SourceDeeds}
      key=${id} source=${{ id, platform, deeds }} name=${nameOf(row)} onOpen=${onOpen}
    />`)}
  </span>`}
`;

/* Contacts, as far as they are open. */
export const Reach = ({ row: { phone, email } }) => (phone || email) && html`<span class="row wrap marks sm">
  ${phone && html`<a class="nb" href=${`tel:${phone.replace(/[^\d+]/g, '')}`}>${phoneText(phone)}</a>`}
  ${email && html`<a class="breakall" href=${`mailto:${email}`}>${email}</a>`}
</span>`;

const isMarked = ({ known, is_imported: imported, state }) =>
  imported || state !== 'new' || Object.values(known).some(Boolean);

/* What is known of the person before anything is pressed. */
export const Marks = ({ row }) => html`
  <${Known} one=${row} />
  ${row.state !== 'new' && html`<${Badge} kind=${row.state === 'keep' ? 'ok' : 'line'}>
    ${t(`cand.state.${row.state}`)}
  </${Badge}>`}
`;

/* --- side by side --- */

const Job = ({ job }) => html`<li>
  ${[job.position, job.company].filter(Boolean).join(', ')}
  <span class="xs dim block">${periodText(job)}</span>
</li>`;

/* Of a row; what nothing is known of is null. */
const LINES = {
  score: (row) => html`<${Score} row=${row} />`,
  known: (row) => (isMarked(row)
    ? html`<span class="row wrap marks"><${Marks} row=${row} /></span>` : t('cand.known.none')),
  position: (row) => row.current_position,
  company: (row) => row.current_company,
  location: (row) => row.location,
  experience: (row) => yearsText(row),
  salary: (row) => salaryText(row),
  skills: (row) => row.skills.length > 0 && html`<${Texts} texts=${row.skills} most=${20} />`,
  jobs: (row) => row.experience.length > 0 && html`<ul class="comparejobs sm">
    ${row.experience.slice(0, 5).map((job, i) => html`<${Job} key=${i} job=${job} />`)}
  </ul>`,
  education: (row) => row.education.map(({ institution, year }) => [institution, year].filter(Boolean).join(', '))
    .join('; '),
  languages: (row) =>
    row.languages.map(({ language, level }) => [language, level].filter(Boolean).join(' ')).join(', '),
  summary: (row) => row.summary && html`<span class="sm comparetext">${row.summary}</span>`,
  updated: (row) => row.updated_at && ago(row.updated_at),
  sources: (row) => html`<${Sources} row=${row} />`,
};

export const CompareDialog = ({ rows, onImport, onClose }) => html`<${Dialog}
  wide title=${t('search.compare.title', { n: rows.length })} class="comparebox" onClose=${onClose}
>
  <div class="comparescroll" tabindex="0" role="region" aria-label=${t('search.compare')}>
    <table class="tbl plain searchcompare">
      <thead>
        <tr>
          <td></td>
          ${rows.map((row) => html`<th key=${row.id} scope="col">
            <a href=${hrefOf(row)}>${nameOf(row)}</a>
            ${!row.is_imported && html`<${Button} small icon="download" onClick=${() => onImport(row)}>
              ${t('cand.import')}<span class="sr"> ${nameOf(row)}</span>
            </${Button}>`}
          </th>`)}
        </tr>
      </thead>
      <tbody>
        ${Object.entries(LINES).map(([name, cell]) => html`<tr key=${name}>
          <th scope="row">${t(has(`search.line.${name}`) ? `search.line.${name}` : `cand.column.${name}`)}</th>
          ${rows.map((row) => html`<td key=${row.id}>
            ${cell(row) || html`<span class="faint">${t('none')}</span>`}
          </td>`)}
        </tr>`)}
      </tbody>
    </table>
  </div>
</${Dialog}>`;
