import assert from 'node:assert/strict';
import { mendixServer, withMendix } from './mendixHarness';

describe('What is wrong with a change of a Mendix user', () => {
  const server = mendixServer();

  for (const [body, words] of [
    [
      { block: true },
      'The body must not have “block”; “blocked” may be meant; the body may have “active”, “blocked” and “password”.',
    ],
    [
      { pasword: 'x' },
      'The body must not have “pasword”; “password” may be meant; the body may have “active”, “blocked” and “password”.',
    ],
    [{ name: 'x' }, 'The body must not have “name”; the body may have “active”, “blocked” and “password”.'],
    [{}, 'The body must have 1 or more of “active”, “blocked” and “password”.'],
    [{ password: '' }, '“password” must be a text that is not empty.'],
    [{ password: 271828 }, '“password” must be a text that is not empty, not a number.'],
    [{ blocked: 'yes' }, '“blocked” must be true or false, not a text.'],
    [[], 'The body must be an object that may have “active”, “blocked” and “password”, not a list.'],
  ] as const) {
    it(`a change of a Mendix user that is ${JSON.stringify(body)} is refused with what may be there`, async () => {
      const { status, json } = await server().patchUser('jane', body);
      assert.deepEqual([status, json.error.code, json.error.message], [400, 'body-invalid', words]);
    });
  }

  for (const [patch, words] of [
    [{ blocked: true }, 'blocked'],
    [{ active: false }, 'inactive'],
    [{ blocked: true, active: false, password: 'another one' }, 'blocked, inactive, another password'],
  ] as const) {
    it(`the journal tells of a change to ${words} what became of the Mendix user, and the other way round`, async () => {
      const back = { ...('blocked' in patch && { blocked: false }), ...('active' in patch && { active: true }) };
      const told = async () => {
        const { entries } = (await server().control.get('/journal?limit=1000')).json;
        const { causes, changes } = entries.at(-1);
        const { message } = causes.find(({ rule }: { rule: string }) => rule === 'control.mendix.user');
        return [message, changes.at(-1).detail];
      };
      await server().patchUser('jane', patch);
      assert.deepEqual(await told(), [`The user jane was changed: ${words}.`, words]);
      await server().patchUser('jane', back);
      const undone = words
        .replace('blocked', 'unblocked')
        .replace('inactive', 'active')
        .replace(', another password', '');
      assert.deepEqual(await told(), [`The user jane was changed: ${undone}.`, undone]);
    });
  }

  it('a Mendix user with a long name is changed, and for one who is not there it is told when there is one', async () => {
    const name = 'ö'.repeat(1000);
    await withMendix({ users: [{ name, password: 'example' }] }, async (other) => {
      assert.equal((await other.patchUser(encodeURIComponent(name), { active: false })).status, 200);
      const { status, json } = await other.patchUser('nobody', { active: false });
      assert.deepEqual([status, json.error.code], [404, 'no-such-user']);
      assert.match(json.error.message, /One whom no option names is there from the first login on\.$/);
    });
  });
});
