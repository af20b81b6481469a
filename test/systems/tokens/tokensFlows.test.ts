import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Json } from '../../../src/core/json/json';
import type { ScenarioSource, StepSource } from '../../../src/core/scenario/scenarioSource';
import type { DeviceOptionSources } from '../../../src/core/scenario/systemDevice';
import { TRANSITION_TABLE } from '../../../src/core/systems/tokens/device/transitionTable';
import { END_REASONS } from '../../../src/core/systems/tokens/endReason';
import type { TokensOptions } from '../../../src/server/systems/tokens/tokensOptions';
import { runAll, ScenarioBench, SHIPPED, told } from '../../scenario/scenarioServers';

interface Twin {
  readonly flow: string;
  /** What is different, which the flow does not pass. */
  readonly what: string;
  readonly tokens?: TokensOptions;
  /** Options of devices, by actor. */
  readonly devices?: Readonly<Record<string, DeviceOptionSources>>;
  /** Changes the steps, where what the flow is about is no option. */
  readonly edit?: (source: ScenarioSource) => ScenarioSource;
  /** What the run says is not as expected, and why. */
  readonly says: RegExp;
}

/** Leaves out the steps with some title. */
function without(title: RegExp): (source: ScenarioSource) => ScenarioSource {
  return (source) => ({ ...source, steps: source.steps.filter((step) => !title.test(step.title ?? '')) });
}

/** Puts a step before the one with some title. */
function before(title: RegExp, added: StepSource): (source: ScenarioSource) => ScenarioSource {
  return (source) => ({
    ...source,
    steps: source.steps.flatMap((step) => (title.test(step.title ?? '') ? [added, step] : step)),
  });
}

/** For each flow, what it is about, taken away. */
const TWINS: readonly Twin[] = [
  {
    flow: 'tokens-first-start',
    what: 'a server that has another password for the user',
    tokens: { users: [{ name: 'ada', password: 'another' }] },
    says: /[Ss]tate.*: "?Expired"?, expected "?Active"?.*tokens\.credentials/,
  },
  {
    flow: 'tokens-cold-start-valid',
    what: 'an app that locks at each start',
    devices: { Phone: { lockOnStart: true } },
    says: /[Ss]tate.*: "?Locked"?, expected "?Active"?/,
  },
  {
    flow: 'tokens-cold-start-locked',
    what: 'an app that does not lock at each start',
    devices: { Watch: { lockOnStart: false } },
    says: /[Ss]tate.*: "?Active"?, expected "?Locked"?/,
  },
  {
    flow: 'tokens-cold-start-refresh',
    what: 'a server whose sessions are idle for ten minutes at most',
    tokens: { refreshIdleSeconds: 600 },
    says: /[Ss]tate.*: "?Expired"?, expected "?Active"?.*tokens\.over\.idle_timeout/,
  },
  {
    flow: 'tokens-cold-start-over',
    what: 'a server where a password change ends nothing',
    tokens: { passwordChange: 'none' },
    says: /[Ss]tate.*: "?Active"?, expected "?Expired"?/,
  },
  {
    flow: 'tokens-cold-start-offline',
    what: 'an app that shows content without a network',
    devices: { Phone: { offline: 'active' } },
    says: /[Ss]tate.*: "?Active"?, expected "?Loading"?/,
  },
  {
    flow: 'tokens-cold-start-offline-content',
    what: 'an app that waits for the network',
    devices: { Phone: { offline: 'retry' } },
    says: /[Ss]tate.*: "?Loading"?, expected "?Active"?/,
  },
  {
    flow: 'tokens-cold-start-slow',
    what: 'an app that shows content without a network',
    devices: { Phone: { offline: 'active' } },
    says: /[Ss]tate.*: "?Active"?, expected "?Loading"?/,
  },
  {
    flow: 'tokens-inactivity',
    what: 'an app that locks after ten minutes',
    devices: { Phone: { inactivity: '10 min' } },
    says: /Another minute passes.*[Ss]tate.*: "?Active"?, expected "?Locked"?/,
  },
  {
    flow: 'tokens-background',
    what: 'an app with a shorter background limit',
    devices: { Phone: { background: '30s' } },
    says: /[Ss]tate.*: "?Locked"?, expected "?Active"?/,
  },
  {
    flow: 'tokens-background-over',
    what: 'an app without a background limit',
    devices: { Phone: { background: 'off' } },
    says: /[Ss]tate.*: "?Active"?, expected "?Locked"?/,
  },
  {
    flow: 'tokens-two-refusals',
    what: 'a server whose access tokens live for two hours',
    tokens: { accessTokenSeconds: 7200 },
    says: /Row .*active\.retried/,
  },
  {
    flow: 'tokens-refresh-shared',
    what: 'an app whose calls do not wait for a refresh',
    devices: { Phone: { sharedRefresh: false } },
    says: /[Ss]tate.*: "?Expired"?, expected "?Active"?.*tokens\.reused/,
  },
  {
    flow: 'tokens-refresh-twice',
    what: 'a server with grace',
    tokens: { graceSeconds: 10 },
    says: /[Ss]tate.*: "?Active"?, expected "?Expired"?.*tokens\.grace\.same/,
  },
  {
    flow: 'tokens-refused-again',
    what: 'an app that shows an error and does not give up',
    devices: { Tablet: { loopGuard: 'error' } },
    says: /[Ss]tate.*: "?Active"?, expected "?Expired"?/,
  },
  {
    flow: 'tokens-forbidden',
    what: 'a server that answers 401 in place of 403',
    edit: (source) => JSON.parse(JSON.stringify(source).replace('"status":403,"scope"', '"status":401,"scope"')),
    says: /[Rr]eason.*: "?unauthorizedAfterRefresh"?, expected "?forbidden"?/,
  },
  {
    flow: 'tokens-foreign-host',
    what: 'a call that goes to the API itself',
    edit: (source) => JSON.parse(JSON.stringify(source).replaceAll('{{platform.url}}', '')),
    says: /Row .*active\.foreign/,
  },
  {
    flow: 'tokens-network-failure',
    what: 'a server whose sessions are over when the network is back',
    tokens: { refreshIdleSeconds: 3600 },
    says: /[Ss]tate.*: "?Expired"?, expected "?Active"?.*tokens\.over\.idle_timeout/,
  },
  {
    flow: 'tokens-password-all',
    what: 'a server where a password change ends nothing',
    tokens: { passwordChange: 'none' },
    says: /[Ss]tate.*: "?Active"?, expected "?Expired"?/,
  },
  {
    flow: 'tokens-password-others',
    what: 'a server where a password change ends all sessions',
    tokens: { passwordChange: 'all' },
    says: /[Ss]tate.*: "?Expired"?, expected "?Active"?.*tokens\.over\.password_changed/,
  },
  {
    flow: 'tokens-password-none',
    what: 'a server where a password change ends all sessions',
    tokens: { passwordChange: 'all' },
    says: /tokens\.password\.kept/,
  },
  {
    flow: 'tokens-terminated-by-user',
    what: 'a user who leaves the session of the phone alone',
    edit: without(/^End the session of the phone/),
    says: /[Ss]tate.*: "?Active"?, expected "?Expired"?/,
  },
  {
    flow: 'tokens-terminated-by-admin',
    what: 'a server where the tablet has ended the session of the phone before',
    tokens: { maxSessions: 1 },
    says: /The administrator ends the session of the phone: .* is over already/,
  },
  {
    flow: 'tokens-user-disabled',
    what: 'a user who is not disabled',
    edit: without(/^The administrator disables/),
    says: /[Ss]tate.*: "?Active"?, expected "?Expired"?/,
  },
  {
    flow: 'tokens-limit-one',
    what: 'a server without a limit',
    tokens: { maxSessions: 0 },
    says: /expected tokens\.evicted/,
  },
  {
    flow: 'tokens-limit-three',
    what: 'a server for consumer apps, without a limit',
    tokens: { preset: 'consumer' },
    says: /expected tokens\.evicted/,
  },
  {
    flow: 'tokens-limit-all',
    what: 'a server that ends the oldest session alone',
    tokens: { atLimit: 'evictOldest' },
    says: /[Ss]tate.*: "?Active"?, expected "?Expired"?/,
  },
  {
    flow: 'tokens-limit-deny',
    what: 'a server that ends the oldest session',
    tokens: { atLimit: 'evictOldest' },
    says: /[Ss]tate.*: "?Active"?, expected "?Expired"?.*tokens\.evicted/,
  },
  {
    flow: 'tokens-idle-end',
    what: 'a server whose sessions may be idle for an hour',
    tokens: { refreshIdleSeconds: 3600 },
    says: /[Ss]tate.*: "?Active"?, expected "?Expired"?/,
  },
  {
    flow: 'tokens-absolute-end',
    what: 'a server whose sessions live for a day',
    tokens: { refreshAbsoluteSeconds: 86_400 },
    says: /[Ss]tate.*: "?Active"?, expected "?Expired"?/,
  },
  {
    flow: 'tokens-sign-out',
    what: 'an app that only forgets its tokens',
    devices: { Phone: { revokeOnLogout: false } },
    says: /expected tokens\.revoked/,
  },
  {
    flow: 'tokens-sign-out-local',
    what: 'an app that revokes its refresh token',
    devices: { Phone: { revokeOnLogout: true } },
    says: /[Ss]tate.*: "?ended"?, expected "?active"?/,
  },
  {
    flow: 'tokens-sign-in-failed',
    what: 'a server that takes the password',
    tokens: { users: [{ name: 'ada', password: 'mistyped' }] },
    says: /[Ss]tate.*: "?Active"?, expected "?Expired"?.*tokens\.signed-in/,
  },
  {
    flow: 'tokens-late-answer',
    what: 'a user who does not sign out before the answer arrives',
    edit: without(/^Sign out/),
    says: /[Ss]tate.*: "?Active"?, expected "?Expired"?/,
  },
  {
    flow: 'tokens-wrong-pin',
    what: 'an app that gives three tries',
    devices: { Phone: { pinTries: 3 } },
    says: /PinTriesLeft .*: 2, expected 4|[Ss]tate.*: "?Expired"?, expected "?Locked"?/,
  },
  {
    flow: 'tokens-unlock-refresh',
    what: 'an app that works without a network',
    devices: { Phone: { offline: 'active' } },
    says: /[Ss]tate.*: "?Active"?, expected "?Locked"?/,
  },
  {
    flow: 'tokens-clock-back',
    what: 'an app that does not go by the wall clock',
    devices: { Phone: { clock: 'larger' } },
    says: /[Ss]tate.*: "?Locked"?, expected "?Active"?/,
  },
  {
    flow: 'tokens-clock-forward',
    what: 'an app that does not go by the wall clock',
    devices: { Phone: { clock: 'elapsed' } },
    says: /[Ss]tate.*: "?Active"?, expected "?Locked"?/,
  },
  {
    flow: 'tokens-deep-sleep',
    what: 'an app whose clock counts sleep',
    devices: { Phone: { clock: 'elapsed' } },
    says: /[Ss]tate.*: "?Locked"?, expected "?Active"?/,
  },
  {
    flow: 'tokens-reboot',
    what: 'an app that takes the larger of two clocks',
    devices: { Phone: { clock: 'larger' } },
    says: /[Ss]tate.*: "?Locked"?, expected "?Active"?/,
  },
  {
    flow: 'tokens-installed-anew',
    what: 'a device whose tokens go with the app',
    devices: { Tablet: { tokensSurvive: false } },
    says: /[Ss]tate.*: "?Expired"?, expected "?Active"?/,
  },
  {
    flow: 'tokens-lost-answer',
    what: 'a server with grace',
    tokens: { graceSeconds: 10 },
    says: /[Ss]tate.*: "?Active"?, expected "?Expired"?.*tokens\.grace\.same/,
  },
  {
    flow: 'tokens-lost-answer-same',
    what: 'a server without grace',
    tokens: { graceSeconds: 0 },
    says: /[Ss]tate.*: "?Expired"?, expected "?Active"?.*tokens\.reused/,
  },
  {
    flow: 'tokens-lost-answer-new',
    what: 'a server that gives the same successor',
    tokens: { graceStyle: 'same' },
    says: /expected tokens\.grace\.new.*tokens\.grace\.same/,
  },
  {
    flow: 'tokens-lost-answer-reject',
    what: 'a server that gives the same successor',
    tokens: { graceStyle: 'same' },
    says: /[Ss]tate.*: "?Active"?, expected "?Expired"?.*tokens\.grace\.same/,
  },
  {
    flow: 'tokens-lost-answer-too-late',
    what: 'a server with more grace',
    tokens: { graceSeconds: 60 },
    says: /[Ss]tate.*: "?Active"?, expected "?Expired"?.*tokens\.grace\.same/,
  },
  {
    flow: 'tokens-two-tabs',
    what: 'a server with grace',
    tokens: { graceSeconds: 10 },
    says: /[Ss]tate.*: "?active"?, expected "?ended"?/,
  },
  {
    flow: 'tokens-two-tabs-same',
    what: 'a server without grace',
    tokens: { graceSeconds: 0 },
    says: /Status "?400"?, expected "?200"?.*tokens\.reused/,
  },
  {
    flow: 'tokens-two-tabs-new',
    what: 'a server that gives the same successor',
    tokens: { graceStyle: 'same' },
    says: /expected tokens\.refreshed.*tokens\.grace\.same/,
  },
  {
    flow: 'tokens-two-tabs-reject',
    what: 'a server that gives the same successor',
    tokens: { graceStyle: 'same' },
    says: /Status "?200"?, expected "?400"?.*tokens\.grace\.same/,
  },
  {
    flow: 'tokens-stolen-thief-first',
    what: 'a server that only refuses the used token',
    tokens: { reuse: 'token' },
    says: /expected tokens\.reused.*tokens\.used/,
  },
  {
    flow: 'tokens-stolen-owner-first',
    what: 'a server that only refuses the used token',
    tokens: { reuse: 'token' },
    says: /expected tokens\.reused.*tokens\.used/,
  },
  {
    flow: 'tokens-stolen-token-only',
    what: 'a server that ends the family',
    tokens: { reuse: 'family' },
    says: /expected tokens\.used.*tokens\.reused/,
  },
  {
    flow: 'tokens-stolen-in-grace',
    what: 'a server without grace',
    tokens: { graceSeconds: 0 },
    says: /Status "?400"?, expected "?200"?.*tokens\.reused/,
  },
  {
    flow: 'tokens-rotation-keep',
    what: 'a server that rotates',
    tokens: { rotation: 'rotate' },
    says: /expected tokens\.kept.*tokens\.refreshed/,
  },
  {
    flow: 'tokens-invalid-grant-401',
    what: 'a server that answers 400',
    tokens: { invalidGrantStatus: 400 },
    says: /Status "?400"?, expected "?401"?/,
  },
  {
    flow: 'tokens-invalid-grant-401',
    what: 'a 401 that is no invalid_grant',
    edit: before(/^A call is refused/, {
      title: 'The token server refuses every client',
      fault: { add: { kind: 'status', status: 401, scope: { route: 'POST /oauth/token' } } },
    }),
    says: /[Ss]tate.*: "?Active"?, expected "?Expired"?/,
  },
  {
    flow: 'tokens-code-once',
    what: 'a code that nobody tries again',
    edit: without(/^The code once more/),
    says: /What came of the code is over.*Status 200, expected 401/,
  },
  {
    flow: 'tokens-jwt-after-the-end',
    what: 'an administrator who does nothing',
    edit: without(/^The administrator ends/),
    says: /Status 200, expected 401/,
  },
];

const flows = fs.readdirSync(SHIPPED).flatMap((name) => /^(tokens-.*)\.scenario\.json$/.exec(name)?.[1] ?? []);
const read = (flow: string): ScenarioSource =>
  JSON.parse(fs.readFileSync(path.join(SHIPPED, `${flow}.scenario.json`), 'utf8'));
/** The rows of the transition table that the steps of a flow expect to be taken. */
const rowsOf = (flow: string): string[] =>
  read(flow).steps.flatMap(({ expect }) => [expect?.device?.rows?.has ?? []].flat());
const root = path.resolve(__dirname, '../../../..');
const page = fs.readFileSync(path.join(root, 'docs/tokens.md'), 'utf8');
/** Rows of a table of the page, by their first cell. */
const cells = (pattern: RegExp) => [...page.matchAll(pattern)].map(([, ...each]) => each.map(String));

describe('The token flows', () => {
  let bench: ScenarioBench;

  beforeEach(() => {
    bench = new ScenarioBench();
  });
  afterEach(() => bench.close());

  for (const { flow, what, tokens = {}, devices = {}, edit = (source: ScenarioSource) => source, says } of TWINS) {
    it(`the flow ${flow} fails, and says why, with ${what}`, async () => {
      const source = read(flow);
      const { server = {}, actors } = source;
      const changed = Object.entries(devices).map(([name, device]) => [
        name,
        { ...actors[name], device: { ...actors[name]?.device, ...device } },
      ]);
      const own = typeof server.tokens === 'object' ? server.tokens : {};
      const twin = edit({
        ...source,
        server: { ...server, tokens: { ...own, ...tokens } as Json },
        actors: { ...actors, ...Object.fromEntries(changed) },
      });
      const { verdict, results } = await runAll(
        bench.runner(bench.write(`${flow}.scenario.json`, twin), { settleMs: 0 }),
      );
      assert.equal(verdict, 'failed');
      assert.match(told(results).join('\n'), says);
    });
  }

  it('every token flow has a twin that it does not pass', () => {
    assert.ok(flows.length > 40);
    assert.deepEqual([...new Set(TWINS.map(({ flow }) => flow))].sort(), flows.sort());
  });

  // That each of them passes is for the test of what ships: a row that a flow expects is taken then.
  it('the token flows together take every row of the transition table', () => {
    const taken = new Set(flows.flatMap(rowsOf));
    const all = TRANSITION_TABLE.map(({ id }) => id);
    assert.ok(all.length > 60);
    assert.deepEqual(
      all.filter((id) => !taken.has(id)),
      [],
    );
    assert.deepEqual([...taken].sort(), all.sort());
  });

  it('the token flows together end sessions for every reason that there is', () => {
    const shown = new Set(flows.flatMap((flow) => read(flow).steps.map(({ expect }) => expect?.device?.reason)));
    const told = new Set(
      flows.flatMap((flow) => read(flow).steps.map(({ expect }) => expect?.tokenSession?.endReason)),
    );
    assert.deepEqual(
      END_REASONS.filter((reason) => !shown.has(reason)),
      [],
    );
    assert.ok(told.has('token_reuse') && told.has('signed_out'));
  });

  it('docs/tokens.md has a flow for every value of every policy, and the flow has that value', () => {
    const { properties } = JSON.parse(fs.readFileSync(path.join(root, 'schemas/server.schema.json'), 'utf8'))
      .definitions.tokens as { properties: Record<string, { enum?: unknown[]; default?: unknown }> };
    const wanted = Object.entries(properties).flatMap(([name, { enum: values = [] }]) =>
      name === 'preset' ? [] : values.map((value) => `${name} ${JSON.stringify(value)}`),
    );
    const said = cells(/^\| `(\w+)` `([^`]+)` \| `(tokens-[\w-]+)` \|/gm);
    assert.ok(wanted.length > 10);
    assert.deepEqual(said.map(([name, value]) => `${name} ${value}`).sort(), wanted.sort());
    for (const [name = '', value = '', flow = ''] of said) {
      const tokens = read(flow).server?.tokens as Record<string, unknown>;
      assert.equal(JSON.stringify(tokens[name] ?? properties[name]?.default), value, `${flow} ${name}`);
    }
  });

  it('docs/tokens.md has every token flow that ships, with what makes it fail', () => {
    const said = cells(/^\| `(tokens-[\w-]+)` \| \S.* \| \S.* \|$/gm).map(([flow]) => flow);
    assert.deepEqual(said.sort(), flows.sort());
  });

  it('docs/tokens.md has every row of the transition table, with flows that take it', () => {
    const said = cells(/^\| `(\w+\.\w+)` \| `\w+\.test\.ts` \| .+ \| (`tokens-.+`) \|$/gm);
    assert.deepEqual(
      said.map(([id]) => id),
      TRANSITION_TABLE.map(({ id }) => id),
    );
    for (const [id = '', named = ''] of said)
      for (const flow of named.match(/tokens-[\w-]+/g) ?? []) assert.ok(rowsOf(flow).includes(id), `${flow} ${id}`);
  });

  it('every token flow says in its name what it is about, and no two have one name', () => {
    const names = flows.map((flow) => read(flow).name);
    assert.equal(new Set(names).size, flows.length);
    for (const flow of flows) assert.ok((read(flow).description ?? '').length > 40, flow);
  });
});
