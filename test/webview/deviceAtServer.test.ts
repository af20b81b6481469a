import assert from 'node:assert/strict';
import type { FromPage } from '../../src/core/flows/flowMessages';
import type { RunEvent, ShownState } from '../../src/core/scenario/runEvents';
import type { DeviceOptionSources } from '../../src/core/scenario/systemDevice';
import { TRANSITION_TABLE } from '../../src/core/systems/tokens/device/transitionTable';
import type { TokensOptions } from '../../src/server/systems/tokens/tokensOptions';
import { aStep } from '../core/scenario/events';
import { MINUTE_MS, TokensHarness } from '../systems/tokens/tokensHarness';
import { WiredPhone, World } from '../systems/tokens/wiredPhone';
import { tellFlow } from './devicePage';
import { type FlowPage, flowPages } from './flowPage';
import { until } from './framedPage';

/** Devices that do what the page asks for, at a real server. */
class PlayedDevices {
  private readonly phones: ReadonlyMap<string, WiredPhone>;

  private constructor(
    readonly world: World,
    names: readonly string[],
    options: DeviceOptionSources,
  ) {
    this.phones = new Map(names.map((name) => [name, new WiredPhone(world, { ...options, name })]));
  }

  static async start(names: readonly string[], tokens: TokensOptions, options: DeviceOptionSources) {
    return new PlayedDevices(await World.with(await TokensHarness.start(tokens)), names, options);
  }

  /** What the runner tells of all devices and of the server. */
  async events(acted?: string): Promise<RunEvent[]> {
    const { journal: _, ...state } = (await this.world.server.control.get('/state')).json;
    const devices = [...this.phones].map(
      ([actor, phone]): RunEvent => ({
        kind: 'deviceChanged',
        actor,
        device: phone.shown,
        rows: actor === acted ? phone.rows : [],
      }),
    );
    return [...devices, { kind: 'stateChanged', state: state as ShownState }];
  }

  async perform({ actor, act, title }: Extract<FromPage, { kind: 'device' }>): Promise<RunEvent[]> {
    await this.phones.get(actor)?.do(act);
    const step = { ...aStep(-1), kind: 'device' as const, title, from: actor, to: actor };
    return [{ kind: 'stepStarted', step }, ...(await this.events(actor))];
  }

  stop(): Promise<void> {
    return this.world.server.stop();
  }
}

describe('a phone on the page, whose app talks to a real token server', () => {
  const openPage = flowPages();
  let flow: FlowPage;
  let played: PlayedDevices;

  async function open(names: readonly string[], tokens: TokensOptions = {}, options: DeviceOptionSources = {}) {
    played = await PlayedDevices.start(names, tokens, options);
    flow = await openPage({ viewport: { width: 1500, height: 1000 } });
    await tellFlow(flow, await played.events());
    flow.hears((message) => {
      if (message.kind === 'device')
        void played.perform(message).then((events) => flow.tell({ kind: 'events', events }));
    });
  }
  afterEach(() => played.stop());

  const devices = () => flow.page.getByRole('region', { name: 'Devices' });
  const press = (name: string) => devices().getByRole('toolbar').getByRole('button', { name, exact: true }).click();
  const untilShown = (text: RegExp) => flow.page.getByRole('img', { name: text }).waitFor();
  const family = () => flow.page.getByRole('complementary').locator('.link > .link-line').allInnerTexts();
  const look = async () => flow.tell({ kind: 'events', events: await played.events() });

  async function signIn() {
    await press('Start App');
    await untilShown(/^Expired, in front\./);
    await press('Sign In…');
    const form = flow.page.getByRole('dialog', { name: 'Sign In' });
    await form.getByLabel('User name').fill('ada');
    await form.getByLabel('Password').fill('example');
    await form.getByRole('button', { name: 'Do It' }).click();
    await untilShown(/^Active, in front\. .* Signed in as ada\.$/);
  }

  async function call() {
    await press('Call API…');
    await flow.page.getByRole('dialog').getByRole('button', { name: 'Do It' }).click();
  }

  it('a phone signs in, renews its tokens, and learns why its session is over, all by its buttons', async () => {
    await open(['phone'], { preset: 'fintech' });
    await signIn();
    await until(async () => (await family()).length === 1, 'the family');
    await played.world.pass(6 * MINUTE_MS);
    await look();
    await call();
    await until(async () => (await family()).length === 2, 'the second generation');
    assert.match((await family())[0] ?? '', /^Refresh token 1 .*used$/);
    await played.world.server.patchUser('ada', { password: 'another' });
    await press('Refresh');
    await untilShown(/The password was changed\. Sign in with the new one\.$/);
    const held = flow.page.getByRole('complementary');
    await held.getByText('died with the session: the password was changed').first().waitFor();
    await devices().getByText(`taken: 6 of ${TRANSITION_TABLE.length}`, { exact: true }).waitFor();
    await flow.screenshot('flow-device-made');
  });

  it('a phone that lies in the background locks when it comes back, and a PIN opens it', async () => {
    await open(['phone'], {}, { preset: 'fintech', lockOnStart: false });
    await signIn();
    await press('To Background');
    await untilShown(/^Active, in the background\./);
    await played.world.pass(2 * MINUTE_MS);
    await look();
    await press('To Front');
    await untilShown(/^Locked, in front\. .* Too long in the background\. PIN tries left: 5\.$/);
    await press('Wrong PIN');
    await untilShown(/PIN tries left: 4\.$/);
    await press('Right PIN');
    await untilShown(/^Active, in front\./);
  });

  it('a phone is told that somebody signed in on another one where one session may be', async () => {
    await open(['phone', 'tablet'], { preset: 'fintech' });
    await signIn();
    await devices()
      .getByRole('button', { name: /^tablet/ })
      .click();
    await signIn();
    await devices()
      .getByRole('button', { name: /^phone/ })
      .click();
    await untilShown(/^Active/);
    await call();
    await untilShown(/^Expired, .* Somebody signed in on another device\.$/);
    await devices()
      .getByRole('button', { name: /^tablet\s*Active/ })
      .waitFor();
  });
});
