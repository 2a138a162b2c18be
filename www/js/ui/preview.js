// preview: what a Markdown text will look like, made by the server as everywhere else.
import { html } from '../lib/html.js';
import { useLoad } from '../lib/load.js';
import { post } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { Rich } from './rich.js';
import { Loaded } from './states.js';

const MARKDOWN = '/api/v1/markdown';

export function Preview({ text }) {
  const load = useLoad(async () => (text.trim() ? post(MARKDOWN, { text }) : { nodes: [] }), [text]);
  return html`<div class="prose preview" role="region" aria-label=${t('work.text.preview')}>
    <${Loaded} load=${load}>
      ${({ nodes }) =>
        nodes.length ? html`<${Rich} nodes=${nodes} />` : html`<p class="faint">${t('work.text.empty')}</p>`}
    </${Loaded}>
  </div>`;
}
