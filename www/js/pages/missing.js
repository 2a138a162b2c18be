// missing: an address without a page, or one that this person may not open.
import { html, useTitle, Button, Empty } from '../ui/ui.js';
import { t } from '../lib/i18n.js';

export default function MissingPage() {
  useTitle(t('missing.title'));
  return html`<div class="head"><h1>${t('missing.title')}</h1></div>
    <${Empty} icon="search" text=${t('missing.text')}><${Button} main href="/">${t('nav.today')}</${Button}></${Empty}>`;
}
