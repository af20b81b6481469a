// VS Code as a person drives it: the packaged VSIX in the VS Code server, shown by Chromium.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import type * as Chromium from '../vscode-host/chromium.mjs';
import type * as Install from '../vscode-host/install.mjs';
import type * as ProcessGroup from '../vscode-host/processGroup.mjs';
import type * as Server from '../vscode-host/server.mjs';

const repository = path.resolve(__dirname, '../../..');
/** After this long something hangs. Far more than it needs: a busy machine has taken more than 30 s to show a first row. */
const PATIENCE_MS = 90_000;
/** After this long without effect a key or a click is done again. */
const ATTEMPT_MS = 3_000;
const LONGEST_ATTEMPT_MS = 30_000;
const BOOT_MS = 120_000;
/** So often a window is looked at while it becomes what is waited for. */
const POLL_MS = 50;

/** Each theme: its name in the theme picker, and the class that the workbench carries once it is applied. */
const THEMES = {
  'Default Dark Modern': { label: 'Dark Modern', class: 'vscode-theme-defaults-themes-dark_modern-json' },
  'Default Light Modern': { label: 'Light Modern', class: 'vscode-theme-defaults-themes-light_modern-json' },
  'Default High Contrast': { label: 'Dark High Contrast', class: 'vscode-theme-defaults-themes-hc_black-json' },
  'Default High Contrast Light': {
    label: 'Light High Contrast',
    class: 'vscode-theme-defaults-themes-hc_light-json',
  },
} as const;

export type Theme = keyof typeof THEMES;
export type Squiggle = 'error' | 'warning' | 'info' | 'hint';

export interface WorkbenchOptions {
  /** The packaged extension; the one of `npm run package` unless given. */
  vsix?: string | readonly string[];
  /** A folder or a .code-workspace file; an empty window without it. */
  folder?: string | undefined;
  settings?: Record<string, unknown>;
  theme?: Theme;
  viewport?: { width: number; height: number };
  /** Pixels of a picture for each pixel of the page; 1 unless given. */
  scale?: number;
  /** What VS Code takes for its display language; its own texts stay English, since there is no language pack here. */
  language?: 'fr' | 'ja';
  /** True asks before a folder is trusted, as for a user. */
  workspaceTrust?: boolean;
  env?: NodeJS.ProcessEnv;
}

interface RowClick {
  button?: 'left' | 'right';
  /** True adds the row to those that are selected, or takes it away from them. */
  isAdded?: boolean;
}

/** A row of a tree in the side bar, as it is shown. */
export interface Row {
  level: number;
  label: string;
  description: string;
  /** All that is written in the row. */
  text: string;
  /** What a screen reader says. */
  spoken: string;
  /** Undefined for a row without children. */
  expanded: boolean | undefined;
}

export class Workbench {
  /** Errors that the page threw, none of them caught. */
  readonly pageErrors: string[] = [];
  private earlierLogs: ReadonlySet<string> = new Set();

  private constructor(
    readonly server: Server.VSCodeServer,
    private readonly browser: Browser,
    readonly page: Page,
  ) {
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('pageerror', ({ stack, message }) => {
      const where = stack ?? message;
      // VS Code's own frame around a webview throws when the window is loaded anew while the frame starts.
      if (!where.includes('/webview/browser/pre/index.html')) this.pageErrors.push(where);
    });
  }

  static async open(options: WorkbenchOptions = {}): Promise<Workbench> {
    const { vsix = path.join(repository, 'session-workbench.vsix'), folder, settings = {}, env } = options;
    const { theme = 'Default Dark Modern', viewport = { width: 1280, height: 800 }, workspaceTrust = false } = options;
    const { startServer, workbenchUrl, ensureVSCodeServer, chromiumLaunchOptions, ensureChromium } = await harness();
    const executablePath = await ensureChromium();
    const { version } = await ensureVSCodeServer();
    const server = await startServer({
      vsix,
      settings: { ...settings, ...themeSetting(theme, version) },
      workspaceTrust,
      ...(env && { env }),
    });
    let browser: Browser | undefined;
    let workbench: Workbench | undefined;
    try {
      browser = await chromium.launch(chromiumLaunchOptions(executablePath));
      const context = await browser.newContext({
        viewport,
        deviceScaleFactor: options.scale ?? 1,
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      if (options.language) await context.addInitScript(setLanguage, options.language);
      workbench = new Workbench(server, browser, await context.newPage());
      await workbench.page.goto(workbenchUrl(server, folder));
      await workbench.waitUntilUp();
      await workbench.waitForTheme(theme);
      return workbench;
    } catch (error) {
      await workbench?.screenshot('workbench-did-not-open').catch(() => undefined);
      await browser?.close();
      await server.stop();
      throw new Error(`The workbench did not open. The VS Code server said:\n${server.log()}`, { cause: error });
    }
  }

  /**
   * Goes to another folder, .code-workspace file or single file, or to an empty window: a new window of the same server.
   * @param file opened in a window without a folder, as `code FILE` does
   */
  async visit(folder: string | undefined, file?: string): Promise<void> {
    const { workbenchUrl } = await harness();
    this.earlierLogs = new Set(hostLogs(this.server.dataDir));
    await this.page.goto(workbenchUrl(this.server, folder, file));
    await this.waitUntilUp();
  }

  /** As if the user went to another program and came back: a page in a test always believes that it has the focus. */
  async leaveAndComeBack(): Promise<void> {
    await this.page.evaluate(`(() => {
      for (const focused of [false, true]) {
        document.hasFocus = () => focused;
        // One of the events at which VS Code asks who has the focus.
        document.dispatchEvent(new Event('visibilitychange'));
      }
      delete document.hasFocus;
    })()`);
  }

  /**
   * What woke the extension in the newest window, as VS Code's log has it; undefined when everything that a folder wakes
   * at its opening is awake and the extension is not.
   */
  async wokenBy(): Promise<string | undefined> {
    const log = await this.until(
      async () => this.hostLog(),
      (text) => text.includes('Eager extensions activated') || WOKEN.test(text),
      'the extension host to say that it is up',
    );
    return WOKEN.exec(log)?.[1];
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
  }

  /** Opens a view container. By its command: a click in the activity bar would close one that is being restored. */
  async openView(title: string): Promise<void> {
    const shown = this.sidebar.locator('.composite.title').filter({ hasText: title });
    await this.insist(() => this.palette(`View: Show ${title}`), shown, `the view container ${title}`);
  }

  /** The rows on show in the side bar's trees, from the top down; those of one view when its title is given. */
  async rows(view?: string): Promise<Row[]> {
    const rows = await this.trees(view).getByRole('treeitem').evaluateAll(readRows);
    return rows.sort((a, b) => a.top - b.top).map(({ top: _, ...row }) => row);
  }

  /** The row whose label is exactly this name. */
  row(name: string, view?: string): Locator {
    const label = this.page.locator('.label-name').filter({ hasText: exactly(name) });
    return this.trees(view).getByRole('treeitem').filter({ has: label });
  }

  /** The row of a session, by its device: the label says whose it is, and many are guests. */
  sessionRow(device: string, view?: string): Locator {
    const said = new RegExp(`(^| · )${escaped(device)}( · |$)`);
    const description = this.page.locator('.label-description').filter({ hasText: said });
    return this.trees(view).getByRole('treeitem').filter({ has: description });
  }

  /** The row of which a screen reader says something like this. */
  rowSpoken(name: RegExp, view?: string): Locator {
    return this.trees(view).getByRole('treeitem', { name });
  }

  async expand(name: string | Locator): Promise<void> {
    const row = this.toRow(name);
    const open = async () => {
      await row.waitFor();
      if ((await row.getAttribute('aria-expanded')) === 'false') await row.locator('.monaco-tl-twistie').click();
    };
    await this.insist(open, row.and(this.page.locator('[aria-expanded="true"]')), 'the row to be expanded');
  }

  /** The tooltip of a row, once it has this text. */
  async tooltip(name: string | Locator, text: string): Promise<Locator> {
    const hover = this.page.locator('.monaco-hover').filter({ hasText: text });
    const point = async () => {
      // The mouse has to come from elsewhere: one that rests on a row that is drawn anew shows nothing.
      await this.page.mouse.move(900, 500);
      await this.toRow(name).hover();
    };
    await this.insist(point, hover, 'the tooltip');
    return hover;
  }

  /** Right-clicks a row and chooses an item, or an item of a submenu: `contextMenu('row', 'Copy As', 'JSON')`. */
  async contextMenu(name: string | Locator, ...items: [string, ...string[]]): Promise<void> {
    // Begun anew when an item is off: VS Code says late that a folder is trusted, and an open menu stays as it was.
    const ask = async () => {
      await this.closeMenus();
      await this.openContextMenu(name, items[0]);
      for (const [at, item] of items.entries()) {
        if (at > 0) await this.page.keyboard.press('Enter');
        const entry = this.menuItem(item).last();
        // A menu ignores clicks while it opens, but never Enter on the item under the mouse.
        await entry.hover({ timeout: ATTEMPT_MS });
        await entry.and(this.page.locator('.focused')).waitFor({ timeout: ATTEMPT_MS });
      }
    };
    await this.insist(ask, async () => true, `${items.join(' › ')} in the context menu`);
    await this.page.keyboard.press('Enter');
    await this.menu.first().waitFor({ state: 'hidden' });
  }

  /** What a right-click on a row offers. */
  async contextMenuItems(name: string | Locator): Promise<string[]> {
    await this.openContextMenu(name);
    const labels = await this.menu.getByRole('menuitem').locator('.action-label').allInnerTexts();
    await this.closeMenus();
    return labels;
  }

  /** Right-clicks a row, and opens a submenu of its menu if one is named. */
  async showContextMenu(name: string | Locator, submenu?: string): Promise<void> {
    await this.openContextMenu(name, submenu);
    if (submenu !== undefined) await this.openSubmenu(submenu);
  }

  /** Opens the menu of a view, and a submenu of it if one is named. */
  async showViewMenu(view: string, submenu?: string): Promise<void> {
    const header = this.page.locator('.pane-header').filter({ hasText: exactly(view) });
    const more = header.getByRole('button', { name: /^Views and More Actions|^More Actions/ });
    const ask = async () => {
      await header.hover();
      if (!(await this.menu.first().isVisible())) await more.click({ timeout: ATTEMPT_MS });
    };
    await this.insist(ask, this.menu.first(), `the menu of ${view}`);
    if (submenu !== undefined) await this.openSubmenu(submenu);
  }

  async closeMenus(): Promise<void> {
    const isClosed = async () => !(await this.menu.first().isVisible());
    // One key closes one of them.
    const close = async () => {
      for (let open = await this.menu.count(); open > 0; open--) await this.page.keyboard.press('Escape');
    };
    await this.insist(close, isClosed, 'the menu to be closed');
  }

  /** Closes what a failed test left open above the window: a question, a menu, a list. The tests after it would hang. */
  async clearScreen(): Promise<void> {
    const shown = this.page.locator('.monaco-dialog-box, .context-view .monaco-menu, .quick-input-widget input.input');
    const isClear = async () => (await shown.filter({ visible: true }).count()) === 0;
    const close = async () => {
      if (!(await isClear())) await this.page.keyboard.press('Escape');
    };
    await this.insist(close, isClear, 'a window without a question, a menu or a list');
  }

  /** Runs a command by its title in the command palette, category included: `palette('Developer: Reload Window')`. */
  async palette(command: string): Promise<void> {
    const input = this.quickInput.locator('input.input');
    // The spoken label goes on after a comma: a key, "recently used", …
    const option = this.quickInput.getByRole('option', { name: new RegExp(`^${escaped(command)}(,|$)`) }).first();
    // The list is made when the palette opens: a command of an extension that is just being read is in the next one.
    const choose = async () => {
      // The key F1 in an open palette keeps its list.
      if (await input.isVisible()) await this.page.keyboard.press('Escape');
      await input.waitFor({ state: 'hidden', timeout: ATTEMPT_MS });
      await this.page.keyboard.press('F1');
      await input.fill(`>${command}`, { timeout: ATTEMPT_MS });
      // The palette closes without a choice when an editor that was still loading takes the focus.
      await option.click({ timeout: ATTEMPT_MS });
    };
    try {
      await this.insist(choose, async () => true, `the command ${command}`);
    } catch (error) {
      const offered = await this.quickInput.getByRole('option').allInnerTexts();
      throw new Error(`The command palette does not offer "${command}" but: ${offered.join(' | ')}`, { cause: error });
    }
    // The command may ask something in the same widget: then its text is another one.
    await this.until(
      async () => ((await input.isVisible()) ? input.inputValue() : ''),
      (text) => !text.startsWith('>'),
      'the command palette to close',
    );
  }

  /** Chooses from the list that a command shows. */
  async pick(label: string): Promise<void> {
    const name = this.page.locator('.label-name').filter({ hasText: exactly(label) });
    await this.press(this.quickInput.getByRole('option').filter({ has: name }), label);
  }

  /** Answers the input box that a command shows. */
  async answer(text: string): Promise<void> {
    const input = this.quickInput.locator('input.input');
    await input.fill(text);
    const accept = async () => {
      if (await input.isVisible()) await input.press('Enter', { timeout: ATTEMPT_MS });
    };
    await this.insist(accept, async () => !(await input.isVisible()), 'the answer to be taken');
  }

  /** Asks for the quick fixes at the cursor; the list, once it offers this one. */
  async quickFix(title: string | RegExp): Promise<Locator> {
    const fix = this.page.locator('.action-widget .monaco-list-row').filter({ hasText: title }).first();
    const ask = async () => {
      // One that is open has been made before the problems were there.
      if (await this.page.locator('.action-widget').first().isVisible()) await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('ControlOrMeta+.');
    };
    await this.insist(ask, fix, `the quick fix ${title}`);
    return fix;
  }

  /** Answers VS Code's own dialog that asks for a folder. */
  async chooseFolder(folder: string, button = 'Show Sessions'): Promise<void> {
    const input = this.quickInput.locator('input.input');
    // The dialog writes where it begins over whatever was typed before it has listed that.
    const up = this.page.locator('.label-name').filter({ hasText: exactly('..') });
    await this.quickInput.getByRole('option').filter({ has: up }).waitFor();
    await input.fill(`${folder}/`);
    await this.press(this.quickInput.getByRole('button', { name: button }), button);
  }

  /** Waits for VS Code's own dialog for files and folders, listing this folder. */
  async untilDialogIn(folder: string): Promise<void> {
    const input = this.quickInput.locator('input.input');
    const shown = async () => ((await input.isVisible()) ? (await input.inputValue()).replace(/\/$/, '') : '');
    await this.until(shown, (value) => value === folder, `the dialog to begin in ${folder}`);
  }

  /** Presses a button of the modal dialog on show. */
  async dialog(button: string): Promise<void> {
    const box = this.page.locator('.monaco-dialog-box');
    await this.press(box.getByRole('button', { name: button, exact: true }), button);
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-list-item').filter({ hasText: text });
  }

  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: text });
  }

  /** Opens the Problems panel; the rows on show, files and their problems, from the top down. */
  async problems(): Promise<string[]> {
    const panel = this.page.locator('.markers-panel-container');
    if (!(await panel.isVisible())) {
      await this.palette('Problems: Focus on Problems View');
      await panel.waitFor();
    }
    const rows = await panel.locator('.monaco-list-row').evaluateAll(readRows);
    return rows.sort((a, b) => a.top - b.top).map((row) => row.text);
  }

  /** A row of the Problems panel that has this text. */
  problemRow(text: string): Locator {
    return this.page.locator('.markers-panel-container .monaco-list-row').filter({ hasText: text });
  }

  /**
   * Selects exactly these rows, in this order, as a person does: a click, then clicks with Ctrl or Cmd held. Begins anew
   * when a row moved away under the mouse and another one was hit. A selected row of a file opens it as a preview.
   */
  async select(...names: readonly (string | Locator)[]): Promise<void> {
    const rows = names.map((name) => this.toRow(name));
    await this.clickUntilSelected(rows, rows);
  }

  /** Selects exactly these rows while the editor shows the file of another one. */
  async selectBeside(opened: string | Locator, ...names: readonly (string | Locator)[]): Promise<void> {
    const rows = names.map((name) => this.toRow(name));
    const other = this.toRow(opened);
    // The second click on it with the key held takes it away from the selected ones.
    await this.clickUntilSelected([other, ...rows, other], rows);
  }

  /** Clicks the row of a session and waits until the editor with this title has the focus, as that click gives it. */
  async openFileFromTree(name: string | Locator, title?: string): Promise<void> {
    const row = this.toRow(name);
    const expected =
      title ?? (typeof name === 'string' ? name : ((await row.locator('.label-name').textContent()) ?? ''));
    const tab = this.activeGroup.locator('.tab.active').filter({ hasText: exactly(expected) });
    // On a busy machine a first click may be so slow that another one comes, which takes the focus to the row. When VS Code
    // drops the rest of that, nothing gives the focus back, and an editor asks for no lenses that has lost it too early.
    const focused = this.activeGroup.locator('.editor-instance .monaco-editor.focused');
    const isOpen = async () => (await tab.isVisible()) && (await focused.isVisible());
    await this.insist(() => this.clickRow(row), isOpen, `the editor of ${expected} with the focus`);
    await this.editor.locator('.view-line').first().waitFor();
  }

  /** The lines on show in the active editor. */
  async editorText(): Promise<string> {
    const lines = await this.editor
      .locator('.view-line')
      .evaluateAll((elements) =>
        elements.map((element) => ({ top: element.getBoundingClientRect().top, text: element.textContent ?? '' })),
      );
    // Lines are recycled like rows, and their blanks are non-breaking.
    return lines
      .sort((a, b) => a.top - b.top)
      .map((line) => line.text.replaceAll('\u00a0', ' '))
      .join('\n');
  }

  /** The squiggles on show in the active editor: wait for one, or count them. */
  squiggles(kind: Squiggle): Locator {
    return this.editor.locator(`.squiggly-${kind}`);
  }

  /** Types into the active editor key by key, so that VS Code closes brackets and indents as it does for a person. */
  async type(text: string): Promise<void> {
    await this.focusEditor();
    await this.page.keyboard.type(text);
  }

  /** Replaces the text of the active editor by pasting, so that nothing is completed or indented. */
  async selectAllAndType(text: string): Promise<void> {
    await this.focusEditor();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.setClipboard(text);
    const before = await this.editorText();
    await this.page.keyboard.press('ControlOrMeta+v');
    // Pasting is one edit, and it comes later: VS Code asks its paste providers first.
    await this.until(
      () => this.editorText(),
      (shown) => shown !== before || shown === text,
      'the pasted text',
    );
  }

  async clipboard(): Promise<string> {
    return this.page.evaluate('navigator.clipboard.readText()');
  }

  async setClipboard(text: string): Promise<void> {
    await this.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  }

  /** Changes user settings and loads the window anew: VS Code reads the file then, but does not watch it reliably here. */
  async updateSettings(changes: Record<string, unknown>): Promise<void> {
    const file = this.server.settingsFile;
    const settings = await this.until(async () => readSettings(file), Boolean, 'the user settings');
    fs.writeFileSync(file, JSON.stringify({ ...settings, ...changes }, null, 2));
    await this.reload();
  }

  /** Loads the window anew; the extension is activated again. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.waitUntilUp();
  }

  /** Chooses a color theme in the theme picker. */
  async setTheme(theme: Theme): Promise<void> {
    await this.palette('Preferences: Color Theme');
    await this.quickInput.locator('input.input').fill(THEMES[theme].label);
    await this.pick(THEMES[theme].label);
    await this.waitForTheme(theme);
    // The picker previews: the theme is chosen when it is in the file, or gone from there because it is the default one.
    const expected = themeSetting(theme, this.server.version)['workbench.colorTheme'];
    await this.until(
      async () => readSettings(this.server.settingsFile),
      (settings) =>
        settings !== undefined && [expected, undefined].includes(settings['workbench.colorTheme'] as string),
      `the theme ${expected} in the user settings`,
    );
  }

  /** Chooses a color theme in the settings of the folder on show, which is quicker than the theme picker. */
  async setThemeIn(folder: string, theme: Theme): Promise<void> {
    const file = path.join(folder, '.vscode/settings.json');
    const settings = fs.existsSync(file) ? readSettings(file) : {};
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, JSON.stringify({ ...settings, ...themeSetting(theme, this.server.version) }, undefined, 2));
    await this.waitForTheme(theme);
  }

  /** Texts on the screen, in the window and its pages, with a place that nothing was put into: `{0}`. */
  async unfilled(): Promise<string[]> {
    const found = await Promise.all(
      this.page.frames().map((frame) =>
        frame.evaluate(TEXTS).catch((error: unknown) => {
          // A page that is going has no text any more.
          if (/detached|destroyed|closed/i.test(String(error))) return [];
          throw error;
        }),
      ),
    );
    return found.flat().filter((text) => /(?<!\\u)\{\d+\}/.test(text));
  }

  /**
   * Shows the window as on a screen of this width that everything is drawn larger on: at 150 % there is room for two
   * thirds of it.
   */
  async zoom(percent: number, viewport: { width: number; height: number }): Promise<void> {
    const part = (length: number) => Math.round((length * 100) / percent);
    await this.page.setViewportSize({ width: part(viewport.width), height: part(viewport.height) });
  }

  /** Drags the edge of the side bar. */
  async sideBarWidth(width: number): Promise<void> {
    const edge = async () => {
      const box = await this.sidebar.boundingBox();
      assert.ok(box);
      return box;
    };
    const drag = async () => {
      const { x, y, width: now, height } = await edge();
      const middle = y + height / 2;
      await this.page.mouse.move(x + now, middle);
      await this.page.locator('.monaco-sash.vertical.hover').first().waitFor();
      await this.page.mouse.down();
      await this.page.mouse.move(x + width, middle, { steps: 5 });
      await this.page.mouse.up();
      await this.page.mouse.move(x + width + 300, middle);
    };
    const isThere = async () => Math.abs((await edge()).width - width) < 5;
    if (await isThere()) return;
    await this.insist(drag, isThere, `a side bar of ${width} pixels`);
  }

  /** Keeps a picture of the window as out/screenshots/<name>.png; nothing on it has a place without a value. */
  async screenshot(name: string): Promise<string> {
    assert.deepEqual(await this.unfilled(), []);
    const file = path.join(repository, 'out/screenshots', `${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  /**
   * Does something, and does it again as a person would when nothing comes of it: VS Code drops a key or a click now and
   * then while it draws. Only for what may be done twice.
   */
  async insist(act: () => Promise<void>, effect: Locator | (() => Promise<boolean>), what: string): Promise<void> {
    const isThere = typeof effect === 'function' ? effect : () => effect.isVisible();
    const end = Date.now() + PATIENCE_MS;
    // Each time longer: what a busy machine needs more time for would otherwise be interrupted again and again.
    for (let attempt = ATTEMPT_MS; ; attempt = Math.min(attempt * 2, LONGEST_ATTEMPT_MS)) {
      let problem: unknown;
      try {
        await act();
        await this.until(isThere, Boolean, what, attempt);
        return;
      } catch (error) {
        problem = error;
      }
      if (Date.now() > end) throw new Error(`Tried in vain for ${what}.`, { cause: problem });
    }
  }

  /** Clicks what goes away once it is clicked. */
  private async press(target: Locator, what: string): Promise<void> {
    await target.first().waitFor();
    const click = async () => {
      if (await target.first().isVisible()) await target.first().click({ timeout: ATTEMPT_MS });
    };
    await this.insist(click, async () => !(await target.first().isVisible()), `${what} to be taken`);
  }

  /**
   * Reads again until the value is accepted, and returns it. Whoever asks for a frame makes the page draw one, and drawing
   * without a graphics card is most of what a window costs: it is a timer of the page that says when to read again.
   */
  async until<T>(
    read: () => Promise<T>,
    accept: (value: T) => boolean,
    what: string,
    limitMs = PATIENCE_MS,
  ): Promise<T> {
    const end = Date.now() + limitMs;
    for (;;) {
      const value = await read();
      if (accept(value)) return value;
      if (Date.now() > end)
        throw new Error(`Waited in vain for ${what}; at the end there was ${JSON.stringify(value)}`);
      await this.page.evaluate(`new Promise((done) => setTimeout(done, ${POLL_MS}))`);
    }
  }

  /** What the extension host of the window on show has logged. */
  private hostLog(): string {
    const own = hostLogs(this.server.dataDir).find((log) => !this.earlierLogs.has(log));
    return own === undefined ? '' : fs.readFileSync(own, 'utf8');
  }

  /** @param clicked in this order, all but the first with Ctrl or Cmd held */
  private async clickUntilSelected(clicked: readonly Locator[], wanted: readonly Locator[]): Promise<void> {
    const marked = this.page.locator('[aria-selected="true"]');
    const click = async () => {
      for (const [at, row] of clicked.entries()) await this.clickRow(row, { isAdded: at > 0 });
    };
    const areSelected = async () => {
      const counts = await Promise.all(wanted.map((row) => row.and(marked).count()));
      if (counts.some((count) => count !== 1)) return false;
      const tree = wanted[0]?.locator('xpath=ancestor::*[@role="tree"]');
      return (await tree?.getByRole('treeitem').and(marked).count()) === wanted.length;
    };
    await this.insist(click, areSelected, `${wanted.length} selected rows`);
  }

  private get sidebar(): Locator {
    return this.page.locator('.part.sidebar');
  }

  private get quickInput(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  private get menu(): Locator {
    return this.page.locator('.context-view .monaco-menu');
  }

  private get activeGroup(): Locator {
    return this.page.locator('.editor-group-container.active');
  }

  private get editor(): Locator {
    return this.activeGroup.locator('.editor-instance .monaco-editor').first();
  }

  private trees(view: string | undefined): Locator {
    if (view === undefined) return this.sidebar;
    const header = this.page.getByRole('button', { name: new RegExp(`^${escaped(view)}( Section)?$`) });
    return this.sidebar.locator('.pane').filter({ has: header });
  }

  private toRow(name: string | Locator): Locator {
    return typeof name === 'string' ? this.row(name) : name;
  }

  /** @param item what it has to offer: in a window that has just opened, what needs a trusted workspace is off for a moment */
  private async openContextMenu(name: string | Locator, item?: string): Promise<void> {
    // Before it has the focus, a key would go to the tree.
    const open = this.page.locator('.context-view .monaco-menu:focus-within');
    const ask = async () => {
      if (await open.isVisible()) await this.page.keyboard.press('Escape');
      await open.waitFor({ state: 'hidden', timeout: ATTEMPT_MS });
      const row = this.toRow(name);
      await this.clickRow(row, { button: 'right' });
      await open.waitFor({ timeout: ATTEMPT_MS });
      // A message above the tree may have come meanwhile, and moved another row under the mouse.
      if ((await row.getAttribute('role')) !== 'treeitem') return;
      await row.and(this.page.locator('.focused')).waitFor({ timeout: ATTEMPT_MS });
    };
    const offered = item === undefined ? open : this.menuItem(item).and(this.page.locator(':not(.disabled)')).last();
    await this.insist(ask, offered, item === undefined ? 'the context menu' : `${item} in the context menu`);
  }

  private async clickRow(row: Locator, { button = 'left', isAdded = false }: RowClick = {}): Promise<void> {
    await this.leaveTooltip();
    await row.click({ button, modifiers: isAdded ? ['ControlOrMeta'] : [], timeout: ATTEMPT_MS });
  }

  /** The tooltip of the row under the mouse would cover the rows below it, and stay as long as the mouse rests there. */
  private async leaveTooltip(): Promise<void> {
    await this.page.mouse.move(900, 500);
    const [tooltip] = await this.page.locator('.context-view .monaco-hover').filter({ visible: true }).elementHandles();
    const box = await tooltip?.boundingBox();
    if (!box) return;
    // One that came late, when the mouse had left its row, stays until the mouse has been on it.
    await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await this.page.mouse.move(900, 1);
  }

  private async openSubmenu(name: string): Promise<void> {
    await this.insist(
      () => this.menuItem(name).last().hover(),
      this.menu.locator('.monaco-submenu'),
      `the submenu ${name}`,
    );
  }

  private menuItem(item: string): Locator {
    const label = this.page.locator('.action-label').filter({ hasText: exactly(item) });
    return this.menu.locator('.action-item').filter({ has: label });
  }

  private async focusEditor(): Promise<void> {
    await this.editor.getByRole('textbox').first().focus();
  }

  private async waitUntilUp(): Promise<void> {
    // The first paint is light-themed, whatever the settings say: the class of a theme tells a workbench that is up.
    await this.page.locator('.monaco-workbench[class*="vscode-theme-"]').waitFor({ timeout: BOOT_MS });
    await this.page.locator('.activitybar').getByRole('tab').first().waitFor();
  }

  private async waitForTheme(theme: Theme): Promise<void> {
    await this.page.locator(`.monaco-workbench.${THEMES[theme].class}`).waitFor();
  }
}

/** What readRows needs of an HTMLElement; the tests are compiled without the library of the browser. */
interface RowElement {
  ownerDocument: { createTreeWalker(root: RowElement, texts: 4): { nextNode(): RowText | null } };
  getAttribute(name: string): string | null;
  querySelector(selector: string): { textContent: string | null } | null;
  getBoundingClientRect(): { top: number };
}

interface RowText {
  textContent: string | null;
  parentElement: { checkVisibility(): boolean } | null;
}

/** Runs in the page. Rows are recycled, so their order there is not the order on show: that is what `top` is for. */
function readRows(elements: RowElement[]): (Row & { top: number })[] {
  return elements.map((element) => {
    const written = (selector: string) => element.querySelector(selector)?.textContent ?? '';
    const parts: string[] = [];
    // Text by text: innerText would run a label and its description together.
    const texts = element.ownerDocument.createTreeWalker(element, 4);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      if (node.parentElement?.checkVisibility()) parts.push(node.textContent ?? '');
    }
    const expanded = element.getAttribute('aria-expanded');
    return {
      top: element.getBoundingClientRect().top,
      level: Number(element.getAttribute('aria-level')),
      label: written('.label-name'),
      description: written('.label-description'),
      text: parts.join(' ').replace(/\s+/g, ' ').trim(),
      spoken: element.getAttribute('aria-label') ?? '',
      expanded: expanded === null ? undefined : expanded === 'true',
    };
  });
}

const WOKEN = /_doActivateExtension session-workbench\.session-workbench,.* activationEvent: '([^']*)'/;

/** The logs of all extension hosts of a server. */
function hostLogs(dataDir: string): string[] {
  const logs = path.join(dataDir, 'data/logs');
  return fs
    .readdirSync(logs, { recursive: true, encoding: 'utf8' })
    .filter((name) => path.basename(name) === 'remoteexthost.log')
    .map((name) => path.join(logs, name));
}

/** Undefined while VS Code is writing the file. */
function readSettings(file: string): Record<string, unknown> | undefined {
  const text = fs.readFileSync(file, 'utf8');
  return text.trimEnd().endsWith('}') ? JSON.parse(text) : undefined;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${escaped(text)}\\s*$`);
}

/** The Modern themes have lost their "Default" since 1.100; VS Code would write the new name to the file while we use it. */
function themeSetting(theme: Theme, version: string): Record<string, string> {
  const isRenamed = !version.startsWith('1.100.');
  return { 'workbench.colorTheme': isRenamed ? theme.replace(/^Default (.+ Modern)$/, '$1') : theme };
}

type Harness = typeof Server & typeof Install & typeof Chromium;
let loaded: Promise<Harness> | undefined;

// The harness is ES modules that are not compiled: they are loaded from the source tree, once in a process.
function harness(): Promise<Harness> {
  loaded ??= loadHarness();
  return loaded;
}

async function loadHarness(): Promise<Harness> {
  const load = (name: string) => import(pathToFileURL(path.join(repository, 'test/vscode-host', name)).href);
  const server: typeof Server = await load('server.mjs');
  const install: typeof Install = await load('install.mjs');
  const browser: typeof Chromium = await load('chromium.mjs');
  const processGroup: typeof ProcessGroup = await load('processGroup.mjs');
  processGroup.exitOnSignals();
  return { ...server, ...install, ...browser };
}

/** Runs in the page: the workbench sets this name from a language pack, and hands it to the extension host. */
function setLanguage(language: string): void {
  Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', { get: () => language, set() {}, configurable: true });
}

/** Runs in a page: what it shows and what it says to those who do not see it, but not what editors have in them. */
const TEXTS = `[...document.querySelectorAll('body *')]
  .filter((element) => !element.closest('.monaco-editor, script, style') && element.checkVisibility())
  .flatMap((element) => [
    ...[...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data),
    element.getAttribute('aria-label'),
    element.getAttribute('title'),
  ])
  .filter((text) => typeof text === 'string')` as unknown as () => string[];
