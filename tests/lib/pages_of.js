// pages_of.js: a list to its end, by the links of its pages. Each page: its rows.
import assert from 'node:assert/strict';

export const nextOf = ({ headers }) => /<([^>]+)>; rel="next"/.exec(headers.link ?? '')?.[1];

export async function pagesOf(who, url) {
  const pages = [];
  for (let next = url; next;) {
    const page = await who.get(next);
    assert.equal(page.status, 200, page.text);
    pages.push(page.json);
    next = nextOf(page);
  }
  return pages;
}
