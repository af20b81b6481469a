import assert from 'node:assert/strict';
import path from 'node:path';
import { diskFiles } from '../../src/disk/userFile';
import { FlowSession } from '../../src/scenario/flowSession';
import { ScenarioBench, SHIPPED, startDevServer } from '../scenario/scenarioServers';
import { type FlowPage, flowPages } from './flowPage';
import { until } from './framedPage';

const SCENARIO = {
  name: 'A phone signs in',
  server: { tokens: { preset: 'fintech', users: [{ name: 'ada', password: 'example' }] } },
  actors: { phone: { role: 'app', device: { preset: 'fintech', lockOnStart: false } }, Server: { role: 'server' } },
  steps: [
    { title: 'Time stands still', clock: { pause: true } },
    { title: 'The app starts', from: 'phone', device: { launch: true }, expect: { device: { state: 'Expired' } } },
    {
      title: 'Ada signs in',
      from: 'phone',
      device: { login: { username: 'ada', password: 'example' } },
      expect: { device: { state: 'Active', user: 'ada' } },
    },
    { title: 'Six minutes go by', clock: { advance: '6 min' }, expect: { device: { of: 'phone', state: 'Locked' } } },
    { title: 'Ada opens it', from: 'phone', device: { unlock: 'pin' }, expect: { device: { state: 'Active' } } },
  ],
};

describe('a flow with a device in the flow simulator', () => {
  const bench = new ScenarioBench();
  const openPage = flowPages();
  let session: FlowSession | undefined;
  let flow: FlowPage;

  beforeEach(() => begin(bench.write('phone.scenario.json', SCENARIO)));

  async function begin(file: string): Promise<void> {
    await session?.dispose();
    session = new FlowSession(bench.read(file), { server: { start: startDevServer }, files: diskFiles, paceMs: 0 });
    flow = await openPage({ viewport: { width: 1500, height: 900 } });
    await flow.untilAsked('ready');
    await flow.connect(session);
  }
  afterEach(() => session?.dispose());
  after(() => bench.close());

  const devices = () => flow.page.getByRole('region', { name: 'Devices' });
  const press = (name: string) => devices().getByRole('toolbar').getByRole('button', { name, exact: true }).click();
  const untilShown = (text: RegExp) => flow.page.getByRole('img', { name: text }).waitFor();
  const line = (name: RegExp) => flow.page.getByRole('list', { name: /^Messages/ }).getByRole('button', { name });
  const generations = () => flow.page.getByRole('complementary').locator('.link').count();

  it('a flow is played with its phone, and goes on by the buttons of the phone', async () => {
    await flow.page.getByRole('button', { name: 'Play', exact: true }).click();
    await flow.page.getByRole('status').filter({ hasText: 'At the end · 5 of 5 steps' }).waitFor();
    await untilShown(/^Active, in front\. .* Signed in as ada\.$/);
    await line(/^Step 3\. Device phone: Ada signs in\. phone to Server: .* Answer 200/).waitFor();
    await until(async () => (await generations()) === 2, 'the refresh of the unlock');
    await press('To Background');
    await untilShown(/^Active, in the background\./);
    await line(/^by hand\. Device phone: To Background\. passed\.$/).waitFor();
    await press('To Front');
    await untilShown(/^Active, in front\./);
    await press('Call API…');
    await flow.page.getByRole('dialog').getByRole('button', { name: 'Do It' }).click();
    await line(/^by hand\. Device phone: Call API\. phone to Server: .* Answer 200/).waitFor();
    await press('Sign Out');
    await untilShown(/You are signed out\.$/);
    await flow.page.getByRole('complementary').getByText('died with the session: signed out').first().waitFor();
    await flow.screenshot('flow-device');
  });

  it('a phone becomes what it was when the flow steps back', async () => {
    for (const _ of SCENARIO.steps) await session?.ask({ kind: 'step' });
    await untilShown(/^Active/);
    const taken = () => devices().locator('.coverage-all').innerText();
    const before = await taken();
    await flow.page.getByRole('button', { name: 'Step Back' }).click();
    await untilShown(/^Locked/);
    await until(async () => (await taken()) !== before, 'the coverage');
    await flow.page.getByRole('button', { name: 'Step', exact: true }).click();
    await untilShown(/^Active/);
    assert.equal(await taken(), before);
  });

  it('the clock jumps to the next end of a token, and the phone lives through it', async () => {
    await session?.ask({ kind: 'play' });
    await flow.page.getByRole('button', { name: 'Jump to Next Deadline' }).click();
    await line(/^by hand\. Clock: the (?:access token|idle end of the token session) .*$/).waitFor();
  });

  async function playShipped(name: string): Promise<void> {
    await begin(path.join(SHIPPED, `${name}.scenario.json`));
    await flow.page.getByRole('button', { name: 'Play', exact: true }).click();
    await flow.page.getByRole('status').filter({ hasText: 'At the end' }).waitFor();
  }

  it('a shipped flow about a stolen token shows which token came again, and what died of it', async () => {
    await playShipped('tokens-stolen-thief-first');
    const held = flow.page.getByRole('complementary');
    await held
      .getByText(/^died because refresh token 1 was used again$/)
      .first()
      .waitFor();
    assert.equal(await held.locator('.look-alarm').count(), 1);
  });

  it('a shipped flow about wrong PINs has taken the rows of the table that it is about', async () => {
    await playShipped('tokens-wrong-pin');
    await untilShown(/^Active/);
    await devices().locator('.coverage summary', { hasText: 'From Locked' }).click();
    for (const id of ['locked.wrongPin', 'locked.pinFailed'])
      assert.match(await devices().locator(`[data-row="${id}"]`).innerText(), /^taken:/);
    await flow.screenshot('flow-device-shipped');
  });
});
