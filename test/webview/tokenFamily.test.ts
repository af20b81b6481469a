import assert from 'node:assert/strict';
import type { ControlledSession, FamilyToken } from '../../src/core/systems/tokens/tokenSession';
import { stateAt, tellFlow } from './devicePage';
import { type FlowPage, flowPages } from './flowPage';
import { until } from './framedPage';
import { NOON } from './madeDevice';
import { FAMILY, FORGETFUL, FORKED, REUSED } from './madeFamily';

describe('a token family on the page of the flow simulator', () => {
  const openPage = flowPages();
  let flow: FlowPage;

  async function open(...sessions: ControlledSession[]) {
    flow = await openPage({ viewport: { width: 1200, height: 1200 } });
    await tellFlow(flow, [stateAt(NOON + 60_000, { sessions, users: [] })]);
    await held().getByRole('heading', { name: 'Token Sessions' }).waitFor();
  }

  const held = () => flow.page.getByRole('complementary');
  const card = (id: string) => held().locator('.card', { has: flow.page.locator(`code[title="${id}"]`) });
  /** The lines of a token, without those of what came of it. */
  const token = async (id: string) => {
    const node = held().locator(`[data-key="${id}"]`);
    const lines = await node.locator(':scope > p').allInnerTexts();
    return lines.map((line) => line.replace(/\s+/g, ' ').trim());
  };
  const looks = (id: string) => held().locator(`[data-key="${id}"]`).first().getAttribute('class');

  it('a family says which token replaced which, and what is left of those that are valid', async () => {
    await open(FAMILY);
    assert.deepEqual(await token('r1-of-the-sign-in'), [
      'Refresh token 1 r1-of-th… used',
      'of the sign-in · replaced by 2',
    ]);
    assert.deepEqual(await token('r2-second'), ['Refresh token 2 r2-second used', 'replaces 1 · replaced by 3']);
    assert.deepEqual(await token('r3-third'), ['Refresh token 3 r3-third valid ends in 15:00', 'replaces 2']);
    assert.deepEqual(await token('a1-of-the-sign-in'), ['Access token a1-of-th… expired']);
    assert.deepEqual(await token('a3-third'), ['Access token a3-third valid ends in 5:00']);
    await flow.tell({ kind: 'events', events: [stateAt(NOON + 100_000, { sessions: [FAMILY], users: [] })] });
    await until(async () => (await token('a3-third'))[0]?.endsWith('ends in 4:20') === true, 'the countdown');
  });

  it('a family is a list of generations, with the access tokens of each inside it', async () => {
    await open(FAMILY);
    const chain = card('session-1').locator('ol.chain');
    assert.deepEqual(
      await chain.locator(':scope > li').evaluateAll((all) => all.map((each) => each.getAttribute('data-key'))),
      ['r1-of-the-sign-in', 'r2-second', 'r3-third'],
    );
    assert.equal(await chain.locator('li[data-key="r2-second"] ul li[data-key="a2-second"]').count(), 1);
  });

  it('a family that died of reuse says which token was used again, when, and what died of it, not by colour alone', async () => {
    await open(REUSED);
    assert.deepEqual(await token('r1-stolen-token'), [
      'Refresh token 1 r1-stole… used again',
      'of the sign-in · replaced by 2',
      'used again at 12:00:50',
    ]);
    for (const id of ['a1-first', 'r2-of-the-thief', 'a2-of-the-thief']) {
      const lines = await token(id);
      assert.match(lines[0] ?? '', /revoked/);
      assert.ok(lines.includes('died because refresh token 1 was used again'), id);
      assert.match((await looks(id)) ?? '', /look-revoked/);
    }
    assert.match((await looks('r1-stolen-token')) ?? '', /look-alarm/);
    const icons = (id: string) => held().locator(`[data-key="${id}"] > .link-sign path`).getAttribute('d');
    assert.notEqual(await icons('r1-stolen-token'), await icons('r2-of-the-thief'));
    await card('session-2').getByText('a used token or code came again').waitFor();
  });

  it('a family that ended with its session says why', async () => {
    const family = FAMILY.family.map(
      (each): FamilyToken => ({ ...each, state: each.state === 'live' ? 'revoked' : each.state }),
    );
    await open({
      ...FAMILY,
      family,
      state: 'ended',
      endReason: 'password_changed',
      endedAt: new Date(NOON).toISOString(),
    });
    assert.deepEqual((await token('r3-third')).slice(1), [
      'replaces 2',
      'died with the session: the password was changed',
    ]);
  });

  it('a token with many successors says which, has them below it in the order of issue, and the older ones folded', async () => {
    await open(FORKED);
    assert.deepEqual(await token('r1-of-all-tabs'), [
      'Refresh token 1 r1-of-al… used',
      'of the sign-in · replaced by 2…31',
      'used again at 12:00:30, within the grace time',
    ]);
    assert.match((await looks('r1-of-all-tabs')) ?? '', /look-used/);
    const first = held().locator('[data-key="r1-of-all-tabs"]');
    const keys = await first.locator('.branch > .chain > li').evaluateAll((all) => all.map((each) => each.dataset.key));
    assert.deepEqual(
      keys,
      Array.from({ length: 30 }, (_, tab) => `r${tab + 2}-of-a-tab`),
    );
    const shown = () => held().locator('.link:visible').count();
    assert.equal(await shown(), 7);
    await held().getByText('Older ones: 24').click();
    assert.equal(await shown(), 31);
    assert.equal(await held().locator('li[data-key="r7-of-a-tab"] li[data-key="a7-of-a-tab"]').count(), 1);
  });

  it('a family says what it has forgotten, and hangs access tokens of forgotten refresh tokens below none that is known', async () => {
    await open(FORGETFUL);
    await held().getByText('Older ones are forgotten. Refresh tokens: 50. Access tokens: 40.').waitFor();
    assert.deepEqual(await token('session-4 forgotten'), ['Refresh tokens that are forgotten']);
    const leaves = held().locator(
      '[data-key="session-4 forgotten"] > ul > li, [data-key="session-4 forgotten"] > details li',
    );
    assert.equal(await leaves.count(), 10);
    assert.deepEqual(await token('r51-of-a-line'), [
      'Refresh token 51 r51-of-a… used',
      'replaces one that is forgotten · replaced by 52',
    ]);
    assert.equal(await held().locator('[data-key="r51-of-a-line"] > ul > li').count(), 1);
  });

  it('a long family shows its youngest tokens, and the older ones when they are asked for', async () => {
    const family = Array.from(
      { length: 20 },
      (_, at): FamilyToken => ({
        id: `refresh-${at + 1}`,
        kind: 'refresh',
        number: at + 1,
        issuedAt: new Date(NOON + at * 1000).toISOString(),
        expiresAt: new Date(NOON + 900_000).toISOString(),
        state: at === 19 ? 'live' : 'used',
        ...(at > 0 && { from: `refresh-${at}` }),
        ...(at < 19 && { replacedBy: `refresh-${at + 2}` }),
      }),
    );
    await open({ ...FAMILY, family });
    const shown = () => held().locator('.link:visible').count();
    assert.equal(await shown(), 6);
    await held().getByText('Older ones: 14').click();
    assert.equal(await shown(), 20);
    // It stays open while time passes.
    await flow.tell({
      kind: 'events',
      events: [stateAt(NOON + 61_000, { sessions: [{ ...FAMILY, family }], users: [] })],
    });
    await held().getByText('ends in 13:59').first().waitFor();
    assert.equal(await shown(), 20);
  });
});
