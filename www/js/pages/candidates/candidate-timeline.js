// candidate-timeline: all that happened about a person, the newest on top; of one kind or of all.
import { html, useState } from '../../lib/html.js';
import { page } from '../../lib/api.js';
import { t, has, list } from '../../lib/i18n.js';
import { useLoad } from '../../lib/load.js';
import { Empty, Loaded, Skeleton } from '../../ui/states.js';
import { Kinds, Timeline } from '../../ui/timeline.js';
import { API } from './candidates-rules.js';
import { Section } from './candidate-parts.js';
import { platformName } from './words.js';

const KINDS = [
  'all', 'platform', 'huntflow', 'clickup', 'task', 'file', 'message', 'note', 'import', 'join', 'change', 'export',
];
const LOOKS = {
  found: 'acc', contact: 'acc', response: 'acc', import: 'ok', huntflow: 'ok', done: 'ok', stage: 'ok',
  join: 'now', export: 'warn',
};

function changeOf(data) {
  const names = Object.keys(data);
  return data.state && names.length === 1
    ? t(`cand.state.${data.state}`)
    : t('cand.history.change', { what: list(names.map((name) => t(`cand.change.${name}`))) });
}

function joinOf(data) {
  const reasons = (data.reasons || []).map((reason) => t(`cand.reason.${reason}`));
  return t('cand.history.join', { what: reasons.length ? list(reasons) : platformName(data.platform || 'manual') });
}

/* What a line of these is called; of the others the history's words. */
const TITLES = {
  task: ({ action }) => t(has(`work.act.${action}`) ? `work.act.${action}` : 'work.act.other'),
  clickup: ({ action }) => t(`cand.line.clickup.${action}`),
  file: () => t('cand.line.file'),
  message: ({ data }) => t(`cand.line.message.${data.channel}`),
};

const stageOf = ({ from, status }) => t(from ? 'cand.line.stage.moved' : 'cand.line.stage', { from, status });

function titleOf(line) {
  const { kind, action, data } = line;
  if (action === 'stage') return stageOf(data);
  if (TITLES[kind]) return TITLES[kind](line);
  if (action === 'change') return changeOf(data);
  if (action === 'join') return joinOf(data);
  const key = [`cand.history.${action}`, `cand.line.${kind}.${action}`].find(has);
  return key ? t(key, { platform: platformName(data.platform || '') }) : action;
}

const Where = ({ line: { title, href } }) => html`<p class="sm breakall">
  ${href ? html`<a href=${href}>${title || t('cand.line.open')}</a>` : title}
</p>`;

const eventOf = (line) => ({
  id: line.id, at: line.at, title: titleOf(line), look: LOOKS[line.action],
  text: line.action === 'import' ? line.data.notes : undefined,
  facts: [line.user_name || t('cand.by_itself'), line.user_name && line.via && t(`work.via.${line.via}`)]
    .filter(Boolean).join(', '),
  extra: (line.title || line.href) && html`<${Where} line=${line} />`,
});

/* As many pages as were asked for, by the links of the answers. */
async function read(url, kind, pages) {
  const rows = [];
  let query = { page_size: 20, kind };
  for (let n = 0; n < pages && query; n += 1) {
    const got = await page(url, query);
    rows.push(...got.rows);
    query = got.links.next && Object.fromEntries(got.links.next);
  }
  return { rows, more: Boolean(query) };
}

/* Of one kind: those of another would be no answer while they are on their way. */
function Lines({ one, kind }) {
  const [pages, setPages] = useState(1);
  const load = useLoad(
    () => read(`${API}${one.id}/timeline/`, kind === 'all' ? undefined : kind, pages), [one, kind, pages],
  );
  return html`<${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${4} height=${56} />`}>
    ${({ rows, more }) =>
      rows.length === 0
        ? html`<${Empty} icon="clock" text=${t('cand.line.none')} />`
        : html`<${Timeline}
            events=${rows.map(eventOf)} label=${t('cand.history')} more=${more} busy=${load.busy}
            onMore=${() => setPages(pages + 1)}
          />`}
  </${Loaded}>`;
}

export function History({ one }) {
  const [kind, setKind] = useState('all');
  return html`<${Section} id="h-history" title=${t('cand.history')}>
    <${Kinds}
      label=${t('cand.line.kinds')} kinds=${KINDS.map((name) => ({ name, text: t(`cand.line.${name}s`) }))}
      chosen=${kind} onChoose=${setKind}
    />
    <${Lines} key=${kind} one=${one} kind=${kind} />
  </${Section}>`;
}
