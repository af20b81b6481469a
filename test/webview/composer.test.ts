import assert from 'node:assert/strict';
import { ANSWER, type ComposerFrame, composerFrames, DRAFT, RUNNING } from './composerFrame';
import { until } from './framedPage';
import { THEMES, type ThemeName } from './themes';

const LOGIN = {
  method: 'POST',
  path: '/mobileapp/$authenticate',
  headers: 'Content-Type: application/json',
  body: '{\n  "email": "bob@example.com"\n}',
  sender: '',
};

describe('the page of the request composer', () => {
  const open = composerFrames();
  const field = (frame: ComposerFrame, name: string) => frame.page.getByLabel(name, { exact: true });

  it('the composer asks for the example of a route that is chosen, and shows it', async () => {
    const frame = await open();
    await field(frame, 'Route').selectOption('POST /mobileapp/$authenticate');
    assert.deepEqual(await frame.untilAsked('route'), {
      kind: 'route',
      route: 'POST /mobileapp/$authenticate',
      sender: '',
    });
    await frame.tell({ kind: 'draft', draft: LOGIN });
    await frame.page.locator('#path').and(frame.page.locator('[value="/mobileapp/$authenticate"]')).waitFor();
    assert.equal(await field(frame, 'Method').inputValue(), 'POST');
    assert.equal(await field(frame, 'Body').inputValue(), LOGIN.body);
  });

  it('another request has no answer beside it, and little room for a body that it does not take', async () => {
    const frame = await open();
    const { id, title, status } = ANSWER;
    await frame.tell({ kind: 'answer', answer: ANSWER, history: [{ id, title, status }] });
    await frame.page.locator('.answer-line').waitFor();
    await frame.tell({ kind: 'draft', draft: LOGIN });
    await frame.page.locator('.answer-line').waitFor({ state: 'detached' });
    await field(frame, 'Body').and(frame.page.getByText('bob@example.com')).waitFor();
    const height = async () => (await field(frame, 'Body').boundingBox())?.height ?? 0;
    const high = await height();
    await field(frame, 'Method').selectOption('DELETE');
    assert.ok((await height()) < high / 2, `${await height()} of ${high}`);
  });

  it('the composer has what is written checked, and says what is wrong with it', async () => {
    const frame = await open();
    await field(frame, 'Body').fill('{');
    const { draft } = await frame.untilAsked('check');
    assert.deepEqual(draft, { ...DRAFT, body: '{' });
    await frame.tell({ kind: 'problem', text: 'The body is not JSON.', isHint: false });
    await frame.page.getByText('The body is not JSON.').waitFor();
    assert.equal(await field(frame, 'Body').getAttribute('aria-invalid'), 'true');
    assert.equal(await field(frame, 'Body').inputValue(), '{');
  });

  it('the composer is used with the keyboard alone, and sends what is written with Ctrl+Enter', async () => {
    const frame = await open();
    await field(frame, 'Path and query').focus();
    await frame.page.keyboard.press('Control+a');
    await frame.page.keyboard.type('/rest/$info');
    await frame.page.keyboard.press('Tab');
    await frame.page.keyboard.type('bob');
    await frame.page.keyboard.press('Control+Enter');
    assert.deepEqual((await frame.untilAsked('send')).draft, { ...DRAFT, path: '/rest/$info', sender: 'mobile:a' });
    await frame.page.getByRole('button', { name: 'Sending…' }).waitFor();
    await frame.tell({
      kind: 'answer',
      answer: ANSWER,
      history: [ANSWER].map(({ id, title, status }) => ({ id, title, status })),
    });
    await frame.page.getByRole('button', { name: 'Send', exact: true }).waitFor();
    assert.match(String(await frame.page.getByRole('status').textContent()), /401 Unauthorized/);
    assert.equal(await field(frame, 'In the session of').inputValue(), 'mobile:a');
  });

  it('an answer that comes below the draft in a narrow window is brought into view', async () => {
    const frame = await open({ viewport: { width: 500, height: 480 } });
    await answered(frame);
    await until(async () => {
      const box = await frame.page.locator('.answer-line').boundingBox();
      return box !== null && box.y >= 0 && box.y < 440;
    }, 'the answer to be in view');
    await frame.screenshot('composer-answered-500');
  });

  it('an answer of before a reload is there to be read, with the route that its server has once it runs', async () => {
    const frame = await open({ state: { ...RUNNING, isRunning: false, locked: 'No server.', routes: [] } });
    const { id, title, status } = ANSWER;
    const route = 'POST /mobileapp/$authenticate';
    await frame.tell({ kind: 'draft', draft: { ...LOGIN, sender: 'gone' } });
    await frame.tell({ kind: 'answer', answer: { ...ANSWER, isKept: true }, history: [{ id, title, status }] });
    await frame.page.getByText('The session is pending.').waitFor();
    assert.equal(await frame.page.getByRole('button', { name: 'Copy as curl' }).count(), 0);
    assert.equal(await field(frame, 'In the session of').inputValue(), 'gone');
    await field(frame, 'Route').selectOption('');
    await frame.tell({ kind: 'state', state: RUNNING });
    await field(frame, 'Route').selectOption(route);
    assert.equal((await frame.untilAsked('route')).sender, 'gone');
  });

  it('an answer is shown with its causes, and its body as text', async () => {
    const frame = await open();
    await answered(frame);
    await frame.page.getByText('The session is pending.').waitFor();
    assert.equal(await frame.page.locator('.causes .deciding code').textContent(), 'mobile.session.pending');
    assert.match(String(await frame.page.locator('pre').textContent()), /"why": "<b>&amp;"/);
    assert.equal(await frame.page.locator('pre b').count(), 0);
    await frame.page.getByRole('button', { name: 'Copy as curl' }).click();
    assert.equal((await frame.untilAsked('curl')).id, 1);
    await frame.page.getByRole('button', { name: 'Save as Scenario Step…' }).click();
    assert.equal((await frame.untilAsked('save')).id, 1);
    await frame.page.getByRole('button', { name: /^401/ }).click();
    assert.equal((await frame.untilAsked('show')).id, 1);
  });

  it('the composer says that no server runs, and starts one', async () => {
    const locked = 'The dev session server is not running.';
    const frame = await open({ state: { ...RUNNING, isRunning: false, locked, canStart: true, routes: [] } });
    await frame.page.getByText(locked).waitFor();
    assert.equal(
      await frame.page.getByRole('button', { name: 'Send', exact: true }).getAttribute('aria-disabled'),
      'true',
    );
    await field(frame, 'Path and query').fill('/kept');
    await frame.page.keyboard.press('Control+Enter');
    await frame.page.getByRole('button', { name: 'Start Dev Server' }).click();
    await frame.untilAsked('start');
    assert.ok(!frame.asked.some(({ kind }) => kind === 'send'));
    await frame.tell({ kind: 'state', state: RUNNING });
    await frame.page.getByText(locked).waitFor({ state: 'detached' });
    assert.equal(await field(frame, 'Path and query').inputValue(), '/kept');
  });

  for (const theme of Object.keys(THEMES) as ThemeName[]) {
    for (const [name, width, height] of [
      ['wide', 1280, 760],
      ['narrow', 600, 700],
    ] as const) {
      it(`the composer has room in a ${name} window, drawn in ${theme}`, async () => {
        const frame = await open({ theme, viewport: { width, height } });
        await frame.tell({ kind: 'draft', draft: LOGIN });
        await answered(frame);
        await frame.page.getByText('The session is pending.').waitFor();
        await frame.screenshot(`composer-${name}-${theme}`);
        const over = await frame.page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
        assert.ok(over <= 0, `${over} pixels do not fit.`);
      });
    }
  }

  async function answered(frame: ComposerFrame): Promise<void> {
    const { id, title, status } = ANSWER;
    await frame.tell({ kind: 'answer', answer: ANSWER, history: [{ id, title, status }] });
    await frame.page.locator('.answer-line').waitFor();
  }
});
