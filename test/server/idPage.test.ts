import assert from 'node:assert/strict';
import fc from 'fast-check';
import { idPageOf } from '../../src/server/kernel/slices/idPage';
import { Control, devServers } from './devServers';

describe('Long lists in pages', () => {
  const start = devServers();

  it('the pages of a list have each item that stays, once, whatever ends between two pages', () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 40 });
    fc.assert(
      fc.property(ids, fc.integer({ min: 1, max: 9 }), fc.func(fc.boolean()), (all, limit, ends) => {
        let left: readonly string[] = all;
        const told: string[] = [];
        for (let page = idPageOf(left, (id) => id, { limit }); page.length > 0; ) {
          assert.ok(page.length <= limit);
          told.push(...page);
          left = left.filter((id) => !ends(id));
          page = idPageOf(left, (id) => id, { limit, after: told.at(-1) as string });
        }
        assert.equal(new Set(told).size, told.length);
        for (const id of left) assert.ok(told.includes(id));
      }),
    );
  });

  it('a list that is asked for as a whole keeps its order', () => {
    assert.deepEqual(
      idPageOf(['b', 'a'], (id) => id, {}),
      ['b', 'a'],
    );
  });

  it('web sessions are told in pages, and a limit of none is refused', async () => {
    const server = await start({ web: {} });
    const control = new Control(server.address());
    const made: string[] = [];
    for (let at = 0; at < 5; at++) made.push((await control.post('/web/sessions', {})).json.id);
    const told: string[] = [];
    for (let after = ''; ; after = `&after=${told.at(-1)}`) {
      const page: readonly { readonly id: string }[] = (await control.get(`/web/sessions?limit=2${after}`)).json;
      if (page.length === 0) break;
      assert.ok(page.length <= 2);
      told.push(...page.map(({ id }) => id));
    }
    assert.equal((await control.get('/web/sessions?limit=0')).status, 400);
    assert.deepEqual(told, made.sort());
  });
});
