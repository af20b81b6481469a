import assert from 'node:assert/strict';
import type { RunEvent } from '../../src/core/scenario/runEvents';
import { aStep } from '../core/scenario/events';
import { STILL, stateAt, tellFlow } from './devicePage';
import { type FlowPage, type FlowPageOptions, flowPages } from './flowPage';
import { until } from './framedPage';
import { EXPIRED, MadeDevice, NOON, revoked, SIGNED_IN } from './madeDevice';

const ADA = { login: { username: 'ada', password: 'example' } } as const;
/** Ways in which the page is looked at. */
const WAYS = {
  'at 1500×900': { width: 1500, height: 900 },
  'at 1200×800': { width: 1200, height: 800 },
  'at 150 %': { width: 853, height: 600 },
  'in a column of 320': { width: 320, height: 900 },
} as const;

describe('the phone on the page of the flow simulator', () => {
  const openPage = flowPages();
  let flow: FlowPage;
  let phone: MadeDevice;

  beforeEach(() => {
    phone = new MadeDevice('phone');
  });

  async function open(events: readonly RunEvent[], options: FlowPageOptions = {}, status = STILL) {
    flow = await openPage(options);
    await tellFlow(flow, events, { status });
    await flow.page.getByRole('region', { name: 'Devices' }).waitFor();
  }

  const signedIn = () => [phone.shown(), phone.act({ launch: true }), phone.act(ADA, SIGNED_IN)];
  const devices = () => flow.page.getByRole('region', { name: 'Devices' });
  const picture = () => devices().getByRole('img');
  const acts = () => devices().getByRole('toolbar');
  const act = (name: string) => acts().getByRole('button', { name, exact: true });
  const timers = () => devices().getByRole('list', { name: 'Timers of the app' }).getByRole('listitem').allInnerTexts();
  const happens = (...events: RunEvent[]) => flow.tell({ kind: 'events', events });
  const focused = () => flow.page.evaluate<string>('document.activeElement.textContent.trim()');
  const spoken = (text: string | RegExp) =>
    flow.page.getByRole('log').getByText(text).first().waitFor({ state: 'attached' });

  it('a phone is drawn and said in each of its states, with what the screen shows and why', async () => {
    await open([phone.shown()]);
    const pictures: [RunEvent | undefined, string, string][] = [
      [undefined, 'home', 'Not started, not running. The home screen is there, or another app.'],
      [
        phone.act({ launch: true }),
        'signIn',
        'Expired, in front. The app asks the person to sign in. Nobody is signed in.',
      ],
      [phone.act(ADA, SIGNED_IN), 'content', 'Active, in front. The app shows its content. Signed in as ada.'],
      [phone.act({ background: true }), 'cover', 'Active, in the background. The content is covered.'],
      [phone.act({ foreground: true }), 'content', 'Active, in front. The app shows its content. Signed in as ada.'],
      [phone.act({ sleep: true }), 'off', 'Active, asleep. The screen is off.'],
      [phone.act({ wake: true }), 'content', 'Active, in front. The app shows its content. Signed in as ada.'],
      [
        phone.pass(300_000),
        'lock',
        'Locked, in front. The app is locked. It asks for the fingerprint or the PIN. No touch for too long. PIN tries left: 5.',
      ],
      [
        phone.act({ unlock: 'pin' }, revoked('password_changed')),
        'signIn',
        'Expired, in front. The app asks the person to sign in. The password was changed. Sign in with the new one.',
      ],
    ];
    for (const [event, screen, text] of pictures) {
      if (event) await happens(event);
      await flow.page.getByRole('img', { name: text, exact: true }).waitFor();
      assert.equal(await picture().getAttribute('data-screen'), screen);
      if (event) await spoken(`Device phone: ${text}`);
    }
  });

  it('a phone that waits for the network says that it loads, and never that the session is over', async () => {
    await open([...signedIn(), phone.pass(290_000), phone.act({ touch: true }), phone.pass(20_000)]);
    await happens(phone.act({ kill: true }), phone.act({ launch: true }));
    await flow.page
      .getByRole('img', { name: /^Loading, in front\. The app starts, and shows nothing private\./ })
      .waitFor();
  });

  it('the timers of the app run by the clock of the server, and nothing beside them moves', async () => {
    const events = signedIn();
    const [state] = [stateAt(NOON)];
    assert.ok(state?.kind === 'stateChanged');
    const runs: RunEvent = { ...state, state: { ...state.state, clock: { ...state.state.clock, paused: false } } };
    await open([...events, runs]);
    assert.match(
      (await timers()).join(' '),
      /^Inactivity\nrunning · (?:5:00|4:5\d) of 5:00 In the background\non hold · 1:00 of 1:00$/,
    );
    const box = () => Promise.all([act('Touch').boundingBox(), act('Set Clock…').boundingBox()]);
    const before = await box();
    await until(async () => /4:5[0-8] of/.test((await timers()).join(' ')), 'the time to pass');
    assert.deepEqual(await box(), before);
  });

  it('the timers of the app say when they are paused, over and stopped, and what their limit is then', async () => {
    await open([...signedIn(), phone.act({ background: true })]);
    assert.deepEqual(await timers(), [
      'Inactivity\non hold · 5:00 of 5:00',
      'In the background\nrunning · 1:00 of 1:00',
    ]);
    await happens(stateAt(NOON + 30_000));
    await until(async () => (await timers())[1] === 'In the background\nrunning · 0:30 of 1:00', 'half of it');
    await happens(stateAt(NOON + 61_000));
    await until(async () => (await timers())[1] === 'In the background\nover', 'the end');
    await happens(phone.pass(61_000), phone.act({ foreground: true }));
    const stopped = ['Inactivity\nstopped · limit 5:00', 'In the background\nstopped · limit 1:00'];
    await until(async () => (await timers()).join() === stopped.join(), 'the lock');
  });

  it('the timers of an app without limits say so, whether it is locked or not', async () => {
    const free = new MadeDevice('Phone', { preset: 'consumer', lockOnStart: true });
    await open([free.shown(), free.act({ launch: true })]);
    assert.deepEqual(await timers(), ['Inactivity\nno limit', 'In the background\nno limit']);
  });

  it('the clocks of the device are its own: a jump and a sleep change them, and the server goes on', async () => {
    await open([
      ...signedIn(),
      phone.act({ jumpClock: '-1h' }),
      phone.act({ sleep: true }),
      phone.pass(60_000),
      stateAt(NOON + 60_000),
    ]);
    await devices().getByText('Clocks of the device').click();
    const clocks = async () => (await devices().locator('details[open] dd').allInnerTexts()).slice(0, 4);
    assert.deepEqual(await clocks(), ['2026-01-01 11:01:00', '1:00', '0:00', '1']);
    await happens(stateAt(NOON + 90_000));
    await until(async () => (await clocks())[0] === '2026-01-01 11:01:30', 'the wall clock');
    assert.deepEqual(await clocks(), ['2026-01-01 11:01:30', '1:30', '0:00', '1']);
  });

  it('a button that is possible asks for its act, once, with its name as the title', async () => {
    await open(signedIn());
    for (const [name, act_, title] of [
      ['Touch', { touch: true }, 'Touch'],
      ['To Background', { background: true }, 'To Background'],
      ['Kill App', { kill: true }, 'Kill App'],
      ['Sign Out', { logout: true }, 'Sign Out'],
      ['Refresh', { refresh: true }, 'Refresh'],
      ['Sleep', { sleep: true }, 'Sleep'],
      ['Reboot', { reboot: true }, 'Reboot'],
    ] as const) {
      await act(name).click();
      await until(() => flow.askedFor('device').at(-1)?.title === title, name);
      assert.deepEqual(flow.askedFor('device').at(-1), { kind: 'device', actor: 'phone', act: act_, title });
    }
    assert.equal(flow.askedFor('device').length, 7);
  });

  it('a button that is impossible has the focus and says why, and does nothing', async () => {
    await open(signedIn());
    for (const [name, why] of [
      ['Fingerprint', 'The app is not locked.'],
      ['Start App', 'The app runs already.'],
      ['To Front', 'The app is in front already.'],
      ['Sign In…', 'Somebody is signed in. Sign out before.'],
      ['Wake', 'The device is awake already.'],
    ] as const) {
      await act(name).focus();
      assert.equal(await focused(), name);
      assert.equal(await act(name).getAttribute('aria-disabled'), 'true');
      assert.equal(await act(name).getAttribute('aria-description'), why);
      await devices().locator('.act-hint', { hasText: why }).waitFor();
      await flow.page.keyboard.press('Enter');
      await spoken(`${name.replace('…', '')}: ${why}`);
    }
    assert.deepEqual(flow.askedFor('device'), []);
  });

  it('the buttons are one stop of the Tab key, and the arrow keys go through all of them', async () => {
    await open(signedIn());
    const count = await acts().getByRole('button').count();
    assert.equal(await acts().locator('button[tabindex="0"]').count(), 1);
    await act('Touch').focus();
    const seen = new Set<string>();
    for (let at = 0; at < count; at++) {
      seen.add(await focused());
      await flow.page.keyboard.press(at % 2 === 0 ? 'ArrowRight' : 'ArrowDown');
    }
    assert.equal(seen.size, count);
    assert.equal(await focused(), 'Touch');
    await flow.page.keyboard.press('End');
    assert.equal(await focused(), 'Set Clock…');
    await flow.page.keyboard.press('ArrowLeft');
    assert.equal(await focused(), 'Reboot');
    await flow.page.keyboard.press('Home');
    assert.equal(await focused(), 'Touch');
    await flow.page.keyboard.press('Tab');
    assert.equal(await focused(), 'Clocks of the device');
  });

  it('the focus stays on a button of the phone while the phone changes', async () => {
    await open(signedIn());
    await act('Touch').focus();
    await happens(phone.pass(300_000));
    await flow.page.getByRole('img', { name: /^Locked/ }).waitFor();
    assert.equal(await focused(), 'Touch');
  });

  it('a press of a button of the phone leaves the focus there, and shows the step in the diagram', async () => {
    await open(signedIn());
    await act('Touch').focus();
    await flow.page.keyboard.press('Enter');
    await flow.untilAsked('device');
    await happens(
      { kind: 'stepStarted', step: { ...aStep(-1), kind: 'device', title: 'Touch', from: 'phone', to: 'phone' } },
      phone.act({ touch: true }),
    );
    await flow.page.locator('.row-current[data-key="h1"]').waitFor();
    assert.equal(await focused(), 'Touch');
    assert.equal(await flow.page.locator('.details:visible').count(), 0);
  });

  it('a form asks for user name and password, says what is missing, and keeps the password out of the title', async () => {
    await open([phone.shown(), phone.act({ launch: true })]);
    await act('Sign In…').click();
    const form = flow.page.getByRole('dialog', { name: 'Sign In' });
    await form.waitFor();
    assert.equal(await flow.page.evaluate('document.activeElement.type'), 'text');
    await form.getByRole('button', { name: 'Do It' }).click();
    await form.getByRole('alert').filter({ hasText: 'User name: This must not be empty.' }).waitFor();
    assert.equal(await form.getByLabel('Password').getAttribute('type'), 'password');
    await form.getByLabel('User name').fill('ada');
    await form.getByLabel('Password').fill('example');
    await flow.page.keyboard.press('Enter');
    await flow.untilAsked('device');
    assert.deepEqual(flow.askedFor('device'), [{ kind: 'device', actor: 'phone', act: ADA, title: 'Sign In' }]);
    await form.waitFor({ state: 'hidden' });
  });

  it('the form of the clock says what is no duration, and is empty of another form before it', async () => {
    await open(signedIn());
    await act('Call API…').click();
    await flow.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await act('Set Clock…').click();
    const form = flow.page.getByRole('dialog', { name: 'Set Clock' });
    const field = form.getByRole('textbox');
    assert.equal(await field.inputValue(), '5 min');
    await field.fill('soon');
    await flow.page.keyboard.press('Enter');
    await form.getByRole('alert').filter({ hasText: 'This is no duration' }).waitFor();
    await field.fill('-2 h');
    await flow.page.keyboard.press('Enter');
    await flow.untilAsked('device');
    assert.deepEqual(flow.askedFor('device').at(-1)?.act, { jumpClock: '-2 h' });
  });

  it('each form of an act has the focus in its first field when it opens, whichever was open before', async () => {
    await open([...signedIn(), phone.act({ call: { url: '/api/me', late: 'first' } }, { status: 200, body: '{}' })]);
    const names = ['Call API…', 'Set Clock…', 'Let Answer Arrive…'];
    for (const name of [...names, ...names.toReversed()]) {
      await act(name).focus();
      await flow.page.keyboard.press('Enter');
      const form = flow.page.getByRole('dialog', { name: name.replace('…', ''), exact: true });
      await form.waitFor();
      const first = form
        .getByRole(name === 'Set Clock…' ? 'textbox' : 'combobox')
        .or(form.getByRole('textbox'))
        .first();
      const value = await first.inputValue();
      await flow.page.keyboard.press('End');
      await flow.page.keyboard.type('Q');
      assert.equal(await first.inputValue(), `${value}Q`, name);
      await first.fill(value);
      await flow.page.keyboard.press('Escape');
      await form.waitFor({ state: 'hidden' });
      assert.equal(await focused(), name);
    }
  });

  it('the form of a late answer has the name of the answer that is under way', async () => {
    await open([...signedIn(), phone.act({ call: { url: '/api/me', late: 'first' } }, { status: 200, body: '{}' })]);
    await devices().getByText('Answers that are held back').waitFor();
    await act('Let Answer Arrive…').click();
    await flow.page.getByRole('dialog').getByRole('button', { name: 'Do It' }).click();
    await flow.untilAsked('device');
    assert.deepEqual(flow.askedFor('device')[0]?.act, { deliver: 'first' });
  });

  it('no act is possible while the flow runs, and each button says so', async () => {
    await open(signedIn(), {}, { ...STILL, phase: 'running' });
    await act('Touch').focus();
    await flow.page.keyboard.press('Enter');
    await spoken(/^Touch: Between two steps/);
    for (const button of await acts().getByRole('button').all())
      assert.match((await button.getAttribute('aria-description')) ?? '', /^Between two steps/);
    assert.deepEqual(flow.askedFor('device'), []);
  });

  it('an act that the device has refused is said with its reason', async () => {
    await open(signedIn());
    await happens(phone.act({ unlock: 'pin' }));
    await spoken('phone was refused: The app is not locked.');
  });

  it('of several devices the one that acts is shown, until one is chosen, and all states are seen', async () => {
    const tablet = new MadeDevice('tablet');
    await open([...signedIn(), tablet.shown()]);
    const tab = (name: string) => devices().getByRole('button', { name: new RegExp(`^${name}`) });
    await devices().getByRole('region', { name: 'phone' }).waitFor();
    assert.match(await tab('phone').innerText(), /Active/);
    assert.match(await tab('tablet').innerText(), /Not started/);
    await happens({ kind: 'stepStarted', step: { ...aStep(0), from: 'tablet' } }, tablet.act({ launch: true }));
    await devices().getByRole('region', { name: 'tablet' }).waitFor();
    await tab('phone').click();
    await happens({ kind: 'stepStarted', step: { ...aStep(1), from: 'tablet' } }, tablet.act(ADA, SIGNED_IN));
    await until(async () => /Active/.test(await tab('tablet').innerText()), 'the other state');
    assert.equal(await tab('phone').getAttribute('aria-pressed'), 'true');
    await act('Touch').click();
    await flow.untilAsked('device');
    assert.equal(flow.askedFor('device')[0]?.actor, 'phone');
  });

  it('a flow without a device has no phone', async () => {
    flow = await openPage();
    await tellFlow(flow, []);
    await flow.page.getByRole('complementary').waitFor();
    assert.equal(await devices().count(), 0);
  });

  for (const [name, viewport] of Object.entries(WAYS)) {
    it(`${name} the phone and all its buttons are inside the column`, async () => {
      await open([...signedIn(), phone.act({ call: '/api/me' }, EXPIRED, revoked('signed_in_elsewhere'))], {
        viewport,
      });
      const heading = devices().getByRole('button', { name: 'Devices' });
      if ((await heading.getAttribute('aria-expanded')) === 'false') await heading.click();
      await picture().scrollIntoViewIfNeeded();
      const frame = await devices().boundingBox();
      assert.ok(frame);
      for (const each of [picture(), ...(await acts().getByRole('button').all())]) {
        const box = await each.boundingBox();
        assert.ok(box && box.x >= frame.x - 1 && box.x + box.width <= frame.x + frame.width + 1, String(each));
      }
      const [wide, inner] = await flow.page.evaluate<[number, number]>(
        '(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth])(document.querySelector(".phones"))',
      );
      assert.equal(wide, inner);
      // What the screen says is whole.
      const overflow = await flow.page.evaluate<number>(
        '(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)(document.querySelector(".phone-screen"))',
      );
      assert.ok(overflow <= 0, `${overflow} px are cut`);
    });
  }
});
