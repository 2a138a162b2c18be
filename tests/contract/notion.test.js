// Our Notion client against the description of the real service: a Prism proxy before the simulated one.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { ACCOUNTS, connectNotion, notionEnv, syncNotion } from '../lib/notion.js';
import { Notion } from '../upstreams/notion.js';
import { notionErrors, startPrism } from './prism.js';

describe('Notion as described', () => {
  const sim = new Notion({ people: 3 });
  let house, prism, made;
  before(async () => {
    await sim.start();
    prism = await startPrism('notion.openapi.json', { upstream: sim.origin, errors: false, patch: notionErrors });
    house = await startHouse({ upstreams: true, env: notionEnv(sim, `${prism?.url ?? sim.origin}/v1`) });
    made = await connectNotion(house);
  });
  after(async () => { await house?.stop(); await prism?.stop(); await sim.stop(); });

  const checked = (name, work) => test(name, async (t) => {
    if (!prism) return t.skip('no description or no Prism');
    await work(made);
    return assert.deepEqual(await prism.complaints(), []);
  });

  checked('whose key it is, what is shared', async ({ admin, id }) => {
    sim.addSource();
    await admin.expect(200, 'POST', `${ACCOUNTS}${id}/test-connection/`);
    assert.equal((await admin.expect(200, 'GET', `${ACCOUNTS}${id}/sources/`)).length, 2);
  });

  checked('rows are read, whole and by their edits', async ({ admin, id }) => {
    assert.equal((await syncNotion(house, admin, id)).status, 'success');
    assert.equal((await syncNotion(house, admin, id)).status, 'success');
  });

  checked('a page with its blocks, comments and long relations', async ({ admin, id }) => {
    const { huntflow } = house.up;
    await admin.expect(200, 'PATCH', '/api/v1/profile', {
      huntflow_prod_url: huntflow.url, huntflow_prod_api_key: huntflow.api_key,
      huntflow_prod_refresh_token: huntflow.refresh_token,
    });
    const [page] = sim.pages.values();
    sim.change(page.id, { values: { Вакансия: Array.from({ length: 30 }, () => page.id) } });
    await admin.expect(200, 'GET', `${ACCOUNTS}${id}/rows/${page.id}/transfer-preview?account_id=11`);
  });
});
