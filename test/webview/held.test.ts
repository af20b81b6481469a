import assert from 'node:assert/strict';
import { FLOW_PROTOCOL } from '../../src/core/flows/flowMessages';
import { flowStrings } from '../../src/core/flows/flowWords';
import type { ShownState } from '../../src/core/scenario/runEvents';
import { SYSTEM_PARTS } from '../../src/core/systems';
import { OUTLINE } from '../core/scenario/events';
import { type FlowPage, flowPages } from './flowPage';

const AT = (minutes: number) => new Date(Date.UTC(2026, 0, 1, 12, minutes)).toISOString();

const WEB: NonNullable<ShownState['systems']['web']> = {
  cookieName: '4DSID_App',
  sessions: [
    {
      id: '0123456789ABCDEF0123456789ABCDEF',
      userName: 'Ada Quill',
      privileges: ['sell', 'view'],
      isGuest: false,
      storage: { cart: ['a'] },
      idleTimeout: 60,
      createdAt: AT(0),
      lastRequestAt: AT(0),
      expirationDate: AT(60),
      ipAddress: '127.0.0.1',
      type: 'web',
      otps: [{ otp: 'FEED', expiresAt: AT(5) }],
    },
  ],
};

const MOBILE: NonNullable<ShownState['systems']['mobile']> = {
  folder: '/MobileApps',
  sessions: [
    {
      id: 'S1',
      file: 'T.com.example/S1',
      applicationId: 'com.example',
      applicationName: 'Field Service',
      teamId: 'T',
      email: '',
      deviceId: 'D',
      deviceDescription: 'Phone',
      deviceOs: 'iOS',
      deviceVersion: '26',
      status: 'pending',
      agreement: 'inMemory',
      loadedAt: AT(0),
    },
  ],
  evicted: [{ id: 'S2', file: 'T.com.example/S2', at: AT(0), code: 3, why: 'It has no token.' }],
};

const MENDIX: NonNullable<ShownState['systems']['mendix']> = {
  runtimeVersion: '10.9.0',
  sessionCookie: 'XASSESSIONID',
  nextSweepAt: AT(5),
  sweepEveryMs: 300_000,
  sessions: [
    {
      id: '0123456789abcdef',
      user: 'ada',
      anonymous: false,
      profile: 'offline',
      createdAt: AT(0),
      lastActiveAt: AT(0),
      idleUntil: AT(10),
      state: 'live',
      tokens: [{ id: 'fedcba9876543210', kind: 'cookie', createdAt: AT(0), expiresAt: AT(60) }],
    },
    {
      id: 'fedcba9876543210',
      user: 'Anonymous_1',
      anonymous: true,
      profile: 'online',
      createdAt: AT(-20),
      lastActiveAt: AT(-20),
      idleUntil: AT(-10),
      state: 'expired, not yet swept',
      tokens: [],
    },
  ],
  users: [
    {
      name: 'ada',
      anonymous: false,
      active: true,
      blocked: true,
      failedLogins: 3,
      tokens: [{ id: 'aaaabbbbccccdddd', kind: 'device', createdAt: AT(0) }],
    },
    { name: 'Anonymous_1', anonymous: true, active: true, blocked: false, failedLogins: 0, tokens: [] },
  ],
};

/** A system that the page does not know. */
const ORCHARD = { season: 'autumn', empty: '', trees: [{ name: 'Boskoop', apples: 12, owner: { id: 7 } }, 'stump'] };

describe('what a server holds, on the page of the flow simulator', () => {
  const openPage = flowPages();
  let flow: FlowPage;

  /** The text of each section, by its title. The titles are in the order of the page. */
  async function sections(systems: object): Promise<[title: string, text: string][]> {
    flow = await openPage({ viewport: { width: 1200, height: 1300 } });
    await flow.untilAsked('ready');
    const state: ShownState = {
      version: 2,
      url: 'http://127.0.0.1:1',
      externalPlatformUrl: 'http://localhost:2',
      clock: { now: AT(0), offsetMs: 0, paused: true },
      systems,
      outbox: [],
      faults: [],
    };
    await flow.tell({
      kind: 'flow',
      version: FLOW_PROTOCOL,
      strings: flowStrings(SYSTEM_PARTS, ({ template }) => template.toUpperCase()),
      language: 'en',
      outline: OUTLINE,
      events: [{ kind: 'stateChanged', state }],
      status: { phase: 'paused', next: 0, canStepBack: false, holdsNext: false, onDevServer: false },
      split: {},
      secrets: [],
    });
    const held = flow.page.getByRole('complementary');
    await held.getByRole('heading', { name: 'CLOCK' }).waitFor();
    const texts = await held.locator('section').allInnerTexts();
    return texts.map((text): [string, string] => {
      const [title = '', ...rest] = text.split('\n').filter((line) => line.trim() !== '');
      return [title, rest.join(' ').replace(/\s+/g, ' ')];
    });
  }

  it('the page shows the sessions of each system with the texts of that system', async () => {
    const all = await sections({ mobile: MOBILE, web: WEB });
    assert.deepEqual(all.slice(1), [
      [
        'WEB SESSIONS',
        'Ada Quill 01234567… ENDS IN 1:00:00 PRIVILEGES sell, view STORAGE { "cart": [ "a" ] } ONE-TIME PASSCODES FEED ENDS IN 5:00',
      ],
      ['MOBILE SESSIONS', 'GUEST PENDING Phone · Field Service S1'],
      ['THROWN OUT', 'S2 mobi/3 It has no token.'],
    ]);
    const held = flow.page.getByRole('complementary');
    assert.equal(await held.locator('.mark.pending').count(), 1);
    assert.equal(await held.locator(`code[title="${WEB.sessions[0]?.id}"]`).count(), 1);
  });

  it('the page shows the sessions, users and tokens of Mendix, with what is expired and not swept', async () => {
    assert.deepEqual((await sections({ mendix: MENDIX })).slice(1), [
      ['MENDIX RUNTIME', 'VERSION OF THE RUNTIME 10.9.0 NEXT SWEEP ENDS IN 5:00'],
      [
        'MENDIX SESSIONS',
        'ada 01234567… LIVE ENDS IN 10:00 offline AUTHENTICATION TOKENS fedcba98… ENDS IN 1:00:00 ANONYMOUS fedcba98… EXPIRED, NOT YET SWEPT online AUTHENTICATION TOKENS NONE',
      ],
      ['MENDIX USERS', 'ada BLOCKED AUTHENTICATION TOKENS aaaabbbb… ON THE DEVICE NO END'],
    ]);
  });

  for (const [what, systems, titles] of [
    ['web sessions alone', { web: { ...WEB, sessions: [] } }, ['WEB SESSIONS']],
    ['mobile sessions alone', { mobile: { ...MOBILE, sessions: [], evicted: [] } }, ['MOBILE SESSIONS']],
    [
      'web and mobile sessions',
      { mobile: { ...MOBILE, sessions: [], evicted: [] }, web: { ...WEB, sessions: [] } },
      ['WEB SESSIONS'],
    ],
    ['no system', {}, []],
  ] as const) {
    it(`the page of a server that could hold ${what}, and holds nothing, says so in one place`, async () => {
      assert.deepEqual(
        (await sections(systems)).slice(1),
        titles.map((title) => [title, 'NONE']),
      );
    });
  }

  it('the page shows a system that it does not know plainly, after those that it knows', async () => {
    const all = await sections({ orchard: ORCHARD, web: { ...WEB, sessions: [] } });
    assert.deepEqual(all.slice(2), [
      ['orchard', 'season autumn empty NONE'],
      ['orchard: trees', 'name Boskoop apples 12 owner { "id": 7 } stump'],
    ]);
    const held = flow.page.getByRole('complementary');
    assert.equal(await held.locator('section:last-of-type .card').count(), 2);
    await flow.screenshot('flow-held-plain');
  });
});
