import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { MendixOptions, MendixSwitches } from '../../../src/server/systems/mendix/mendixOptions';
import { MendixTokens } from '../../../src/server/systems/mendix/mendixTokens';
import { XasCall } from '../../../src/server/systems/mendix/xasCall';
import { runAll, ScenarioBench, SHIPPED, told } from '../../scenario/scenarioServers';

interface Change {
  readonly flow: string;
  /** How the server is changed. */
  readonly what: string;
  readonly mendix?: Partial<MendixOptions>;
  readonly switches?: MendixSwitches;
  readonly server?: { readonly https: boolean };
  /** Breaks the code of the server where no option changes it. @returns what mends it */
  readonly breaks?: () => () => void;
  /** What the run says is not as expected, and why. */
  readonly says: RegExp;
}

/** Replaces a method of a class. @returns what puts it back */
function replaced<T, K extends keyof T>(prototype: T, name: K, other: T[K]): () => void {
  const own = prototype[name];
  prototype[name] = other;
  return () => {
    prototype[name] = own;
  };
}

/** For each flow, changes of the server in the thing that the flow is about. */
const CHANGES: readonly Change[] = [
  {
    flow: 'mendix-session',
    what: 'has no tokens',
    mendix: { runtimeVersion: '10.8.0' },
    says: /Cookie useAuthToken.*not set, expected set by the answer.*mendix\.wish\.old/,
  },
  {
    flow: 'mendix-session',
    what: 'replaces a token that is used',
    switches: { rotateToken: true },
    says: /Cookie authtoken.*set by the answer, expected not set.*mendix\.token\.rotated/,
  },
  {
    flow: 'mendix-session-token-off',
    what: 'has no tokens',
    mendix: { runtimeVersion: '10.8.0' },
    says: /expected mendix\.wish\.false.*mendix\.wish\.old/,
  },
  {
    flow: 'mendix-session-token-default',
    what: 'counts a client as an offline app',
    mendix: { profile: 'offline' },
    says: /expected mendix\.wish\.default-off.*mendix\.wish\.default-on/,
  },
  {
    flow: 'mendix-session-token-expired',
    what: 'has tokens without an end',
    mendix: { settings: { 'com.mendix.webui.HybridAppLoginTimeOut': -1 } },
    says: /token ada never ends by itself/,
  },
  {
    flow: 'mendix-session-token-logged-out',
    what: 'leaves the token at a logout',
    switches: { logoutEndsToken: false },
    says: /expected mendix\.token\.dropped\.logout.*mendix\.token\.kept\.logout/,
  },
  {
    flow: 'mendix-session-not-swept',
    what: 'revives a session before the sweep',
    switches: { gap: 'revive' },
    says: /expected mendix\.session\.expired.*mendix\.session\.gap → mendix\.session\.gap-revived/,
  },
  {
    flow: 'mendix-session-csrf-wrong',
    what: 'answers 403 to a wrong CSRF token',
    switches: { csrfStatus: 403 },
    says: /Status 403, expected 401.*mendix\.csrf\.wrong/,
  },
  {
    flow: 'mendix-session-csrf-wrong',
    what: 'looks at no CSRF token',
    breaks: () => replaced(XasCall.prototype, 'hasCsrfToken', () => true),
    says: /Status 200, expected 401.*mendix\.data/,
  },
  {
    flow: 'mendix-session-token-logged-out',
    what: 'forgets to end the token in its store',
    breaks: () => replaced(MendixTokens.prototype, 'end', async () => undefined),
    says: /Mendix user ada: tokens: 1, expected 0/,
  },
  {
    flow: 'mendix-session-offline',
    what: 'has no tokens',
    mendix: { runtimeVersion: '10.8.0' },
    says: /expected mendix\.wish\.default-on/,
  },
  {
    flow: 'mendix-session-offline-opt-out',
    what: 'does not know login2',
    switches: { login2: false },
    says: /Expected mendix\.login\.good.*mendix\.login2\.off/,
  },
  {
    flow: 'mendix-session-native-upgrade',
    what: 'gives the device token under another name',
    switches: { deviceTokenName: 'mobileToken' },
    says: /variable "deviceToken" cannot be taken\. .*mendix\.token\.device/,
  },
  {
    flow: 'mendix-session-two-tabs',
    what: 'replaces a token that is used',
    switches: { rotateToken: true },
    says: /expected mendix\.session\.revived.*mendix\.token\.refused\.used/,
  },
  {
    flow: 'mendix-session-user-blocked',
    what: 'takes the token of a blocked user',
    switches: { blockedTokenRevives: true },
    says: /Expected mendix\.token\.refused\.blocked-user.*mendix\.session\.revived/,
  },
  {
    flow: 'mendix-session-data-call',
    what: 'makes no session for a data call',
    switches: { dataCallRevives: false },
    says: /expected mendix\.session\.revived.*mendix\.data\.no-session/,
  },
  {
    flow: 'mendix-session-data-call',
    what: 'answers 403 to a session that is over',
    switches: { expiredStatus: 403 },
    says: /Status 403, expected 401.*mendix\.data\.reload/,
  },
  {
    flow: 'mendix-session-browser-closed',
    what: 'gives the session cookie an end',
    switches: { sessionCookieLife: 'timeout' },
    says: /expected mendix\.session\.none.*mendix\.session\.live/,
  },
  {
    flow: 'mendix-session-offline-logout',
    what: 'leaves the token at a logout',
    switches: { logoutEndsToken: false },
    says: /expected mendix\.token\.dropped\.logout.*mendix\.token\.kept\.logout/,
  },
  {
    flow: 'mendix-session-https',
    what: 'speaks HTTP',
    server: { https: false },
    says: /Cookie __Host-XASSESSIONID.*not set, expected set by the answer/,
  },
  {
    flow: 'mendix-session-offline-old',
    what: 'has tokens',
    mendix: { runtimeVersion: '10.9.0' },
    says: /expected mendix\.wish\.old.*mendix\.wish\.true/,
  },
  {
    flow: 'mendix-session-anonymous',
    what: 'lets no anonymous users in',
    mendix: { anonymous: false },
    says: /Status 401, expected 200.*mendix\.session-data\.refused/,
  },
];

const flows = fs.readdirSync(SHIPPED).flatMap((name) => /^(mendix-.*)\.scenario\.json$/.exec(name)?.[1] ?? []);
const read = (flow: string) => JSON.parse(fs.readFileSync(path.join(SHIPPED, `${flow}.scenario.json`), 'utf8'));

describe('The Mendix flows', () => {
  let bench: ScenarioBench;

  beforeEach(() => {
    bench = new ScenarioBench();
  });
  afterEach(() => bench.close());

  for (const { flow, what, mendix = {}, switches = {}, server = {}, breaks, says } of CHANGES) {
    it(`the flow ${flow} fails, and says why, at a server that ${what}`, async () => {
      const source = read(flow);
      source.server = { ...source.server, ...server, mendix: { ...source.server.mendix, ...mendix, switches } };
      const mend = breaks?.();
      try {
        const { verdict, results } = await runAll(bench.runner(bench.write(`${flow}.scenario.json`, source)));
        assert.equal(verdict, 'failed');
        assert.match(told(results).join('\n'), says);
      } finally {
        mend?.();
      }
    });
  }

  it('every Mendix flow has a change of the server that it does not pass', () => {
    assert.ok(flows.length > 12);
    assert.deepEqual([...new Set(CHANGES.map(({ flow }) => flow))].sort(), flows.sort());
  });

  it('every twin of the Mendix flow says in its name in what it differs, and each differs', () => {
    const base = read('mendix-session').name;
    const twins = flows.filter((flow) => flow !== 'mendix-session').map((flow) => read(flow));
    for (const { name } of twins) assert.match(name, new RegExp(`^${base}: \\S`));
    const texts = [read('mendix-session'), ...twins].map(({ server, actors, steps }) =>
      JSON.stringify([server, actors, steps]),
    );
    assert.equal(new Set(texts).size, flows.length);
  });
});
