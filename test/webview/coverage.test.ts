import assert from 'node:assert/strict';
import type { RunEvent } from '../../src/core/scenario/runEvents';
import { TRANSITION_TABLE } from '../../src/core/systems/tokens/device/transitionTable';
import { tellFlow } from './devicePage';
import { type FlowPage, flowPages } from './flowPage';
import { until } from './framedPage';
import { MadeDevice, SIGNED_IN } from './madeDevice';

describe('the transition table on the page of the flow simulator', () => {
  const openPage = flowPages();
  let flow: FlowPage;
  let phone: MadeDevice;

  async function open(...events: RunEvent[]) {
    flow = await openPage({ viewport: { width: 1200, height: 1200 } });
    await tellFlow(flow, events);
    await devices().waitFor();
  }

  beforeEach(() => {
    phone = new MadeDevice('phone');
  });

  const devices = () => flow.page.getByRole('region', { name: 'Devices' });
  const coverage = () => devices().locator('.coverage');
  const summary = (text: string | RegExp) => devices().locator('summary', { hasText: text });

  it('the coverage counts the rows that the run has taken, in all and by state', async () => {
    await open(phone.shown());
    await coverage().getByText(`taken: 0 of ${TRANSITION_TABLE.length}`, { exact: true }).waitFor();
    await flow.tell({
      kind: 'events',
      events: [
        phone.act({ launch: true }),
        phone.act({ login: { username: 'a', password: 'b' } }, SIGNED_IN),
        phone.act({ touch: true }),
        phone.act({ touch: true }),
      ],
    });
    await coverage().getByText(`taken: 4 of ${TRANSITION_TABLE.length}`, { exact: true }).waitFor();
    for (const from of ['Loading', 'Active', 'Locked', 'Expired']) {
      const all = TRANSITION_TABLE.filter((row) => row.from === from).length;
      await coverage()
        .locator('summary', { hasText: `From ${from}` })
        .getByText(`taken: ${from === 'Locked' ? 0 : 1} of ${all}`)
        .waitFor();
    }
  });

  it('the coverage opens to the rows of a state, which say in words whether they were taken', async () => {
    await open(phone.shown(), phone.act({ launch: true }));
    await summary('From Loading').click();
    const row = (id: string) => coverage().locator(`[data-row="${id}"]`);
    assert.match(await row('loading.none').innerText(), /^taken:/);
    assert.match(
      await row('loading.none').innerText(),
      /the tokens are looked at – if there are none that can be used/,
    );
    assert.match(await row('loading.none').innerText(), /→ Expired · loading\.none/);
    assert.match(await row('loading.valid').innerText(), /^open:/);
    // It stays open while the run goes on.
    await flow.tell({ kind: 'events', events: [phone.act({ login: { username: 'a', password: 'b' } }, SIGNED_IN)] });
    await coverage().getByText(`taken: 3 of ${TRANSITION_TABLE.length}`, { exact: true }).waitFor();
    assert.equal(await row('loading.none').isVisible(), true);
  });

  it('a phone says what can happen next, what leads to it, and first what ends the present state', async () => {
    await open(
      phone.shown(),
      phone.act({ launch: true }),
      phone.act({ login: { username: 'a', password: 'b' } }, SIGNED_IN),
    );
    const next = devices().locator('.next-rows');
    const groups = async () =>
      (await next.locator('summary').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
    assert.match((await groups()).join(' | '), /^to Locked 1 \| to Expired \d+ \| stays Active \d+$/);
    await next.getByText('the inactivity timer is over').waitFor();
    await next.getByText('the lock screen is shown').waitFor();
    await summary('to Expired').click();
    await next.getByText('the user logs out').waitFor();
    await flow.tell({ kind: 'events', events: [phone.act({ logout: true }, { status: 200, body: '' })] });
    await until(async () => /^to Active 1/.test((await groups()).join(' | ')), 'what is next after a sign-out');
  });
});
