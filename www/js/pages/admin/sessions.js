// sessions: where the company's people are signed in, and their API keys; each may be ended.
import { html } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { errorWords } from '../../lib/errors.js';
import { agentOf } from '../../lib/agent-rules.js';
import { t, ago, when } from '../../lib/i18n.js';
import { page, del } from '../../lib/api.js';
import { Avatar } from '../../ui/avatar.js';
import { Icon, Button } from '../../ui/button.js';
import { ask } from '../../ui/dialog.js';
import { Badge } from '../../ui/marks.js';
import { Part } from '../../ui/part.js';
import { Loaded, Skeleton } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';
import { Head } from './head.js';

const nameOf = ({ user }) => user.name || user.email;

/* A list that grows by its next page. */
function useGrowing(url) {
  const load = useLoad(() => page(url, { page_size: 50 }), []);
  const more = async () => {
    try {
      const { rows, links } = await page(url, load.data.links.next);
      load.set((data) => ({ rows: [...data.rows, ...rows], links }));
    } catch (error) {
      toast(errorWords(error).detail);
    }
  };
  return { load, more: load.data?.links.next && more };
}

async function end({ url, one, words, load }) {
  if (!await ask({ ...words, danger: true })) return;
  try {
    await del(`${url}${one.id}/`);
    load.set((data) => ({ ...data, rows: data.rows.filter(({ id }) => id !== one.id) }));
  } catch (error) {
    toast(errorWords(error).detail);
    load.reload();
  }
}

const Line = ({ one, icon, text, children }) => html`<li>
  ${icon ? html`<${Icon} name=${icon} />` : html`<${Avatar} name=${nameOf(one)} id=${one.user.id} />`}
  <div class="grow"><b class="mid">${nameOf(one)}</b><span class="xs faint">${text}</span></div>
  ${children}
</li>`;

const More = ({ more }) => more && html`<${Button} small onClick=${more}>${t('admin.more')}</${Button}>`;

const aboutSession = (one) => [
  agentOf(one.agent) || t('sessions.unknown'), one.address, t('sessions.seen', { ago: ago(one.seen_at) }),
].join(' · ');

function Sessions() {
  const url = '/api/v1/admin/sessions/';
  const { load, more } = useGrowing(url);
  const stop = (one) => end({
    url, one, load,
    words: {
      title: t('admin.session.end', { name: nameOf(one) }), text: t('admin.session.end.what'),
      deed: t('sessions.end'),
    },
  });
  return html`<${Part} id="sessions" title=${t('sessions.title')}>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${4} />`}>
      ${({ rows }) => html`
        <ul class="rows tall people">
          ${rows.map((one) => html`<${Line}
            key=${one.id} one=${one}
            text=${aboutSession(one)}
          >
            ${one.current
              ? html`<${Badge} kind="acc">${t('sessions.this')}</${Badge}>`
              : html`<div class="acts">
                  <${Button} small quiet danger onClick=${() => stop(one)}>${t('sessions.end')}</${Button}>
                </div>`}
          </${Line}>`)}
        </ul>
        <${More} more=${more} />
      `}
    </${Loaded}>
  </${Part}>`;
}

const aboutKey = (one) => [
  `${one.name} …${one.tail}`, t(`tokens.scope.${one.may_write ? 'write' : 'read'}`),
  one.used_at ? t('tokens.used', { ago: ago(one.used_at) }) : t('tokens.unused'),
  one.expires_at && t('tokens.until', { at: when(one.expires_at) }),
].filter(Boolean).join(' · ');

function Keys() {
  const url = '/api/v1/admin/tokens/';
  const { load, more } = useGrowing(url);
  const revoke = (one) => end({
    url, one, load,
    words: {
      title: t('tokens.revoke.title', { name: one.name }), text: t('tokens.revoke.text'), deed: t('tokens.revoke'),
    },
  });
  return html`<${Part} id="keys" title=${t('admin.keys')}>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${2} />`}>
      ${({ rows }) => html`
        ${rows.length === 0 && html`<p class="sm dim">${t('admin.keys.none')}</p>`}
        <ul class="rows tall people">
          ${rows.map((one) => html`<${Line} key=${one.id} one=${one} icon="key-round" text=${aboutKey(one)}>
            <div class="acts">
              <${Button} small quiet danger onClick=${() => revoke(one)}>${t('tokens.revoke')}</${Button}>
            </div>
          </${Line}>`)}
        </ul>
        <${More} more=${more} />
      `}
    </${Loaded}>
  </${Part}>`;
}

export default function SessionsPage() {
  useTitle(t('admin.sessions.title'));
  return html`
    <${Head} name="sessions" />
    <div class="stack below"><${Sessions} /><${Keys} /></div>
  `;
}
