// missing: an address without a page, or one that this person may not open.
import { html } from '../lib/html.js';
import { useTitle } from '../lib/title.js';
import { Button } from '../ui/button.js';
import { Empty } from '../ui/states.js';
import { t } from '../lib/i18n.js';

export default function MissingPage() {
  useTitle(t('missing.title'));
  return html`
    <div class="head"><h1>${t('missing.title')}</h1></div>
    <${Empty} icon="search" text=${t('missing.text')}><${Button} main href="/">${t('nav.today')}</${Button}></${Empty}>
  `;
}
