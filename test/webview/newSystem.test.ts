import assert from 'node:assert/strict';
import { FLOW_PROTOCOL } from '../../src/core/flows/flowMessages';
import type { ShownState } from '../../src/core/scenario/runEvents';
import { OUTLINE } from '../core/scenario/events';
import { addProbe, bundle } from '../rooms/probeSystem';
import { Overlay } from '../support/overlay';
import { flowPages } from './flowPage';

describe('the page of the flow simulator, built with a system that only tests have', () => {
  const openPage = flowPages();
  let overlay: Overlay;

  before(() => {
    overlay = new Overlay({ withTests: true });
    addProbe(overlay);
    bundle(overlay);
    const compiled = overlay.compile(['src/core']);
    assert.equal(compiled.status, 0, compiled.output);
  });
  after(() => overlay.dispose());

  it('the page shows what a new system holds, and jumps to its deadline with a text of the system', async () => {
    const { SYSTEM_PARTS } = require(overlay.path('out/src/core/systems.js'));
    const { flowStrings } = require(overlay.path('out/src/core/flows/flowWords.js'));
    const flow = await openPage({ built: overlay.root });
    await flow.untilAsked('ready');
    const items = [{ id: 'a', name: 'the apple', until: '2026-01-01T13:00:00.000Z' }];
    const state: ShownState = {
      version: 2,
      url: 'http://127.0.0.1:1',
      externalPlatformUrl: 'http://localhost:2',
      clock: { now: '2026-01-01T12:00:00.000Z', offsetMs: 0, paused: true },
      systems: { probe: { items } } as object,
      outbox: [],
      faults: [],
    };
    await flow.tell({
      kind: 'flow',
      version: FLOW_PROTOCOL,
      strings: flowStrings(SYSTEM_PARTS),
      language: 'en',
      outline: OUTLINE,
      events: [{ kind: 'stateChanged', state }],
      status: { phase: 'paused', next: 0, canStepBack: false, holdsNext: false, onDevServer: false },
      split: {},
      secrets: [],
    });
    const card = flow.page.getByRole('complementary').locator('section', { hasText: 'probe: items' }).locator('.card');
    assert.equal((await card.innerText()).replace(/\s+/g, ' '), 'id a name the apple until 2026-01-01T13:00:00.000Z');
    await flow.page.getByRole('button', { name: 'Jump to Next Deadline' }).click();
    await flow.untilAsked('moveClock');
    assert.deepEqual(flow.askedFor('moveClock'), [
      { kind: 'moveClock', until: '2026-01-01T13:00:00.001Z', title: 'Clock: it is time for the apple' },
    ]);
  });
});
