import assert from 'node:assert/strict';
import type { SessionEntry } from '../../src/core/index/sessionEntry';
import { entry } from '../core/index/changes';
import { until } from './framedPage';
import { type GridFrameOptions, gridFrames } from './gridFrame';
import { THEMES, type ThemeName } from './themes';

const NAMES = ['ada', 'bob', 'cleo', 'dora', 'emil'] as const;
const DEVICES = ['iPhone 9', 'iPhone 10', 'Pixel 7', 'Galaxy S24', 'iPad Air'];

/** The sessions of so many people, in the order of their addresses. */
function people(count: number): SessionEntry[] {
  return Array.from({ length: count }, (_, at) =>
    entry(`${at}`.padStart(8, 'a'), {
      email: `${NAMES[at % NAMES.length]}${String(at).padStart(6, '0')}@example.com`,
      description: DEVICES[at % DEVICES.length] as string,
      modified: 1_700_000_000_000 + at * 60_000,
      condition: (['accepted', 'pending', 'atFault', 'accepted', 'unreadable'] as const)[at % 5] as 'accepted',
    }),
  );
}

const five = () =>
  NAMES.map((name, at) =>
    entry(name, { email: `${name}@example.com`, description: DEVICES[at] as string, modified: 1_700_000_000_000 + at }),
  );

describe('the grid of sessions', () => {
  const open = gridFrames();

  it('the grid shows the sessions in their order, and says how many there are', async () => {
    const frame = await open(five());
    await frame.untilTexts(
      'who',
      (texts) => texts.join() === NAMES.map((name) => `${name}@example.com`).join(),
      'rows',
    );
    const grid = frame.page.locator('[role=grid]');
    assert.equal(await grid.getAttribute('aria-rowcount'), '6');
    assert.equal(await grid.getAttribute('aria-colcount'), '7');
    assert.equal(await frame.page.locator('[role=status]').textContent(), '5 of 5, 0 selected');
  });

  it('the grid is sorted by a click on a head, the other way round by another, and by Enter', async () => {
    const frame = await open(five());
    const head = frame.page.getByRole('columnheader', { name: 'Device' });
    await head.click();
    await frame.untilTexts('device', (texts) => texts[0] === 'Galaxy S24', 'the order of the devices');
    assert.equal(await head.getAttribute('aria-sort'), 'ascending');
    await head.click();
    await frame.untilTexts('device', (texts) => texts[0] === 'Pixel 7', 'the other order');
    assert.equal(await head.getAttribute('aria-sort'), 'descending');
    await frame.page.keyboard.press('ArrowLeft');
    await frame.page.keyboard.press('Enter');
    await until(async () => frame.grid.sorted?.column === 'status', 'the order of the status');
  });

  it('the grid is sorted by what is only in the files when it was read, and the other way round by another click', async () => {
    const frame = await open(five());
    const head = frame.page.getByRole('columnheader', { name: 'Address' });
    await head.click();
    await until(async () => frame.grid.unread?.names.length === 5, 'the addresses to be asked for');
    const addresses = ['10.0.0.20', '10.0.0.3', '', '9.1.1.1', '10.0.0.3'];
    frame.grid.takeTexts('address', new Map(NAMES.map((name, at) => [name, addresses[at] ?? ''])));
    const isOrder =
      (...names: readonly string[]) =>
      (texts: readonly string[]) =>
        texts.join() === names.map((name) => `${name}@example.com`).join();
    await frame.untilTexts('who', isOrder('dora', 'bob', 'emil', 'ada', 'cleo'), 'the order of the addresses');
    assert.equal(await head.getAttribute('aria-sort'), 'ascending');
    await head.click();
    await frame.untilTexts('who', isOrder('ada', 'bob', 'emil', 'dora', 'cleo'), 'the other order');
    assert.equal(await head.getAttribute('aria-sort'), 'descending');
    await frame.page.getByText('bob@example.com').click();
    await frame.page.getByText('dora@example.com').click({ modifiers: ['Shift'] });
    await frame.untilSelected('bob', 'emil', 'dora');
    frame.put(entry('emil', { email: 'emil@example.com', modified: 1 }));
    assert.deepEqual(frame.grid.unread, { column: 'address', names: ['emil'] });
    await frame.page.getByRole('columnheader', { name: 'Who' }).click();
    await frame.untilTexts('who', (texts) => texts[0] === 'ada@example.com', 'the usual order');
    assert.equal(frame.grid.unread, undefined);
  });

  it('a column is as wide as its edge is dragged, and a double click sets it back', async () => {
    const frame = await open(five());
    const head = frame.page.getByRole('columnheader', { name: 'Device' });
    const widthOf = async () => (await head.boundingBox())?.width ?? 0;
    const before = await widthOf();
    const edge = (await head.locator('.grid-grip').boundingBox()) ?? assert.fail();
    await frame.page.mouse.move(edge.x + 5, edge.y + 10);
    await frame.page.mouse.down();
    await frame.page.mouse.move(edge.x + 85, edge.y + 10, { steps: 4 });
    await until(async () => Math.abs((await widthOf()) - before - 80) < 3, 'the column to follow');
    await frame.page.mouse.up();
    await until(async () => Math.abs((frame.widths.device ?? 0) - before - 80) < 3, 'the width to be kept');
    assert.deepEqual(frame.askedFor('sort'), []);
    const cell = await frame.page.locator('.grid-cell.of-device').first().boundingBox();
    assert.ok(Math.abs((cell?.width ?? 0) - (await widthOf())) < 1);
    await head.locator('.grid-grip').dblclick();
    await until(async () => frame.widths.device === undefined, 'the width to be forgotten');
    await until(async () => Math.abs((await widthOf()) - before) < 2, 'the column to be as it was');
  });

  it('the width of a column is changed with the keyboard alone', async () => {
    const frame = await open(five());
    const head = frame.page.getByRole('columnheader', { name: 'Status' });
    await head.click();
    const before = (await head.boundingBox())?.width ?? 0;
    await frame.page.keyboard.press('Shift+ArrowRight');
    await until(async () => Math.abs((frame.widths.status ?? 0) - before - 16) < 2, 'a wider column');
    await until(async () => Math.abs(((await head.boundingBox())?.width ?? 0) - before - 16) < 2, 'it to be drawn');
    await frame.page.keyboard.press('Shift+ArrowLeft');
    await until(async () => Math.abs((frame.widths.status ?? 0) - before) < 2, 'a narrower column');
    await frame.page.keyboard.press('Shift+Home');
    await until(async () => frame.widths.status === undefined, 'the width to be forgotten');
    assert.equal(await head.getAttribute('tabindex'), '0');
  });

  it('rows are selected by click, with Ctrl and with Shift', async () => {
    const frame = await open(five());
    const row = (name: string) => frame.page.getByText(`${name}@example.com`);
    await row('bob').click();
    await frame.untilSelected('bob');
    await row('dora').click({ modifiers: ['Shift'] });
    await frame.untilSelected('bob', 'cleo', 'dora');
    await row('cleo').click({ modifiers: ['Control'] });
    await frame.untilSelected('bob', 'dora');
    await row('emil').click();
    await frame.untilSelected('emil');
  });

  it('the grid is used with the keyboard alone', async () => {
    const frame = await open(five());
    const { keyboard } = frame.page;
    await frame.page.getByText('ada@example.com').waitFor();
    await frame.page.locator('[role=gridcell][tabindex="0"]').focus();
    await keyboard.press('ArrowDown');
    await frame.untilSelected('bob');
    await keyboard.press('Shift+ArrowDown');
    await frame.untilSelected('bob', 'cleo');
    await keyboard.press('Control+ArrowDown');
    await keyboard.press(' ');
    await frame.untilSelected('bob', 'cleo', 'dora');
    await keyboard.press('End');
    const focused = () => {
      const cell = frame.page.locator('[role=gridcell]:focus');
      return Promise.all([cell.locator('xpath=..').getAttribute('aria-rowindex'), cell.getAttribute('aria-colindex')]);
    };
    assert.deepEqual(await focused(), ['5', '7']);
    await keyboard.press('Control+Home');
    assert.deepEqual(await focused(), ['2', '1']);
    await frame.page.evaluate("addEventListener('keydown', ({ key }) => { window.heardLast = key; })");
    await keyboard.press('Control+a');
    await frame.untilSelected(...NAMES);
    // VS Code would select the text of the page when it hears of the key.
    assert.deepEqual(await frame.page.evaluate('[window.heardLast, String(getSelection())]'), ['Control', '']);
    await keyboard.press('Escape');
    await frame.untilSelected();
    await keyboard.press('Enter');
    await until(() => frame.askedFor('act').length === 1, 'a file to be opened');
    assert.deepEqual(frame.askedFor('act'), [{ kind: 'act', act: 'open', name: 'ada' }]);
    assert.equal(await frame.page.locator('[tabindex="0"][role=gridcell]').count(), 1);
  });

  it('what is selected elsewhere is selected in the grid, and can be seen', async () => {
    const frame = await open(people(2000));
    await frame.page.getByText('ada000000@example.com').waitFor();
    const last = frame.grid.allKeys().at(-1)?.name as string;
    frame.grid.follow([last]);
    await frame.untilSelected(last);
    await frame.page.getByText(frame.grid.window(1999, 2000)[0]?.fields.email as string).waitFor();
    assert.deepEqual(frame.askedFor('select'), []);
  });

  it('an address is changed in its cell, and Escape leaves it as it was', async () => {
    const frame = await open(five());
    const { keyboard } = frame.page;
    await frame.page.getByText('bob@example.com').click();
    await keyboard.press('F2');
    await frame.page.locator('.grid-email').fill('robert@example.com');
    await keyboard.press('Escape');
    await frame.page.locator('.grid-email').waitFor({ state: 'detached' });
    await frame.page.getByText('bob@example.com').dblclick();
    await frame.page.locator('.grid-email').fill('bert@example.com');
    await keyboard.press('Enter');
    await until(() => frame.askedFor('email').length === 1, 'the new address');
    assert.deepEqual(frame.askedFor('email'), [{ kind: 'email', name: 'bob', email: 'bert@example.com' }]);
    frame.put(entry('bob', { email: 'bert@example.com' }));
    await frame.page.getByText('bert@example.com').waitFor();
  });

  it('what can be done with selected sessions is possible when some are selected', async () => {
    const frame = await open(five());
    const accept = frame.page.getByRole('button', { name: 'Accept' });
    assert.equal(await accept.getAttribute('aria-disabled'), 'true');
    await frame.page.getByText('cleo@example.com').click();
    await frame.untilSelected('cleo');
    await until(async () => (await accept.getAttribute('aria-disabled')) === 'false', 'Accept to be possible');
    await accept.click();
    await until(() => frame.askedFor('act').length === 1, 'Accept');
    assert.deepEqual(frame.askedFor('act'), [{ kind: 'act', act: 'accept' }]);
  });

  it('nothing can be changed where it is locked, and the grid says why', async () => {
    const frame = await open(five(), { locked: 'This workspace is not trusted.' });
    await frame.page.getByText('This workspace is not trusted.').waitFor();
    await frame.page.getByText('bob@example.com').click();
    await frame.untilSelected('bob');
    for (const name of ['Accept', 'Set Pending', 'Fix All…', 'Delete…', 'Push'])
      assert.equal(await frame.page.getByRole('button', { name }).getAttribute('aria-disabled'), 'true', name);
    await frame.page.keyboard.press('F2');
    await frame.page.keyboard.press('Delete');
    await frame.page.keyboard.press('Enter');
    await until(() => frame.askedFor('act').length > 0, 'the file to be opened');
    assert.equal(await frame.page.locator('.grid-email').count(), 0);
    assert.deepEqual(
      frame.askedFor('act').map(({ act }) => act),
      ['open'],
    );
  });

  it('the filter leaves what it finds, and what it hides is no longer selected', async () => {
    const frame = await open(five());
    await frame.page.getByText('bob@example.com').click();
    await frame.untilSelected('bob');
    await frame.page.getByPlaceholder('Filter Sessions').fill('cleo');
    await frame.untilTexts('who', (texts) => texts.join() === 'cleo@example.com', 'what the filter finds');
    await frame.untilSelected();
    await frame.page.getByPlaceholder('Filter Sessions').fill('nobody');
    await frame.page.getByText('No session matches the filter.').waitFor();
  });

  it('columns are chosen, and one is always left', async () => {
    const frame = await open(five(), { columns: ['who', 'id'] });
    await frame.page.getByRole('button', { name: 'Columns' }).click();
    await frame.page.getByRole('checkbox', { name: 'Session Id' }).click();
    await until(async () => (await frame.page.getByRole('columnheader').count()) === 1, 'one column');
    assert.equal(await frame.page.getByRole('checkbox', { name: 'Who' }).isDisabled(), true);
  });

  for (const width of [1200, 220])
    it(`the list of columns has each of its names in one line, in a window of ${width} pixels`, async () => {
      const frame = await open(five(), { viewport: { width, height: 700 } });
      await frame.page.getByRole('button', { name: 'Columns' }).click();
      const items = await frame.page.locator('.menu-item').all();
      assert.ok(items.length > 0);
      for (const item of items) {
        const box = await item.boundingBox();
        assert.ok(box && box.height < 32 && box.x >= 0 && box.x + box.width <= width, JSON.stringify(box));
      }
    });

  it('the grid follows sessions that come, change and go', async () => {
    const frame = await open(five());
    await frame.page.getByText('ada@example.com').click();
    await frame.untilSelected('ada');
    frame.drop('ada');
    frame.put(entry('abel', { email: 'abel@example.com' }));
    await frame.untilTexts('who', (texts) => texts[0] === 'abel@example.com' && texts.length === 5, 'the change');
    await frame.untilSelected();
  });

  it('a grid of 100,000 sessions has few rows at once, and the last one is one key away', async () => {
    const frame = await open(people(100_000));
    await frame.page.locator('[role=gridcell][tabindex="0"]').focus();
    await frame.page.keyboard.press('Control+End');
    const last = frame.grid.window(99_999, 100_000)[0]?.fields.email as string;
    await frame.page.getByText(last).waitFor();
    assert.ok((await frame.page.locator('[role=row]').count()) < 80);
    await frame.page.keyboard.press('Control+Home');
    await frame.page.getByText('ada000000@example.com').waitFor();
    const most = Math.max(...frame.askedFor('rows').map(({ from, to }) => to - from));
    assert.ok(most <= 400, String(most));
  });

  it('texts of devices that would hide or be markup are shown as they are', async () => {
    const frame = await open([
      entry('evil', { email: '<img src=x onerror=alert(1)>', description: 'a\u202Eb\u0007c' }),
    ]);
    await frame.page.getByText('<img src=x onerror=alert(1)>').waitFor();
    assert.equal(await frame.page.locator('img').count(), 0);
    const shown = (await frame.texts('device')).join();
    for (const hiding of ['\u202E', '\u0007']) assert.ok(!shown.includes(hiding), shown);
  });

  for (const theme of Object.keys(THEMES) as ThemeName[]) {
    it(`the grid can be used in a narrow window, drawn in ${theme}`, async () => {
      await drawn({ theme, viewport: { width: 600, height: 480 } }, `grid-narrow-${theme}`);
    });

    it(`the grid has room for its columns, drawn in ${theme}`, async () => {
      await drawn({ theme, viewport: { width: 1280, height: 760 } }, `grid-${theme}`);
    });
  }

  async function drawn(options: GridFrameOptions, name: string): Promise<void> {
    const frame = await open(people(60), options);
    await frame.page.getByText('ada000005@example.com').click();
    await frame.page.getByText('ada000015@example.com').click({ modifiers: ['Shift'] });
    await until(async () => (await frame.page.locator('.grid-row.selected').count()) === 3, 'three selected rows');
    await frame.screenshot(name);
    const wide = await frame.page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
    assert.ok(wide <= 0, `${wide} pixels do not fit.`);
    for (const button of await frame.page.getByRole('button').all()) {
      const box = await button.boundingBox();
      assert.ok(box && box.x >= 0 && box.x + box.width <= (options.viewport?.width ?? 0));
    }
  }
});
