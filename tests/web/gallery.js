// gallery.js: the components on their pages at /ui/, which only a demo has, in a real browser.
import { visit } from './browser.js';
import { startPages } from './pages.js';

const LOOKS = [
  { size: 'wide', theme: 'light' }, { size: 'wide', theme: 'dark' }, { size: 'phone', theme: 'dark' },
  { size: 'narrow', theme: 'light' },
];

export async function startGallery() {
  const { house, browser } = await startPages({ env: { GALLERY: '1' } });
  return {
    house,
    /* at: what the clock of the page says. */
    open: async (part, { at, ...opts } = {}) => {
      const visitor = await visit(browser, house, opts);
      if (at) await visitor.page.clock.setFixedTime(at);
      await visitor.page.goto(`/ui/${part}`);
      await visitor.page.locator('.states section').first().waitFor();
      return visitor;
    },
  };
}

/* Both themes, wide and narrow, both languages: axe has nothing to say, no sideways scroll, a quiet console. */
export async function isSound(gallery, part, act = async () => {}) {
  for (const look of LOOKS) {
    const visitor = await gallery.open(part, look);
    await act(visitor);
    await visitor.accessible(`${part} ${look.size} ${look.theme}`);
    await visitor.noSideways(`${part} ${look.size}`);
    visitor.quiet();
    await visitor.close();
  }
  const english = await gallery.open(part);
  await english.page.getByRole('button', { name: /Switch to English/ }).click();
  await english.page.locator('[lang=en] h1').waitFor();
  await act(english);
  await english.accessible(`${part} in English`);
  await english.noSideways(`${part} in English`);
  english.quiet();
  await english.close();
}
