// The built page of the grid in a real browser, with a grid of made sessions behind it.
import assert from 'node:assert/strict';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { messageProblem } from '../../src/core/flows/messageProblem';
import validateGridFromPage from '../../src/core/grid/compiledGridFromPage';
import {
  type ColumnWidths,
  chosenColumns,
  chosenWidths,
  GRID_COLUMNS,
  type GridColumn,
} from '../../src/core/grid/gridColumns';
import {
  GRID_PROTOCOL,
  GRID_WORDS,
  type GridFromPage,
  type GridState,
  type GridStrings,
  type GridToPage,
} from '../../src/core/grid/gridMessages';
import { SessionGrid } from '../../src/core/grid/sessionGrid';
import { osText, type SessionEntry } from '../../src/core/index/sessionEntry';
import { SessionIndex } from '../../src/core/index/sessionIndex';
import { SessionSearch } from '../../src/core/index/sessionSearch';
import { listed } from '../core/index/changes';
import { launchBrowser, openFramed, repository, until } from './framedPage';
import type { ThemeName } from './themes';

export const FOLDER = '/work/MobileApps';
export const APPLICATION = 'T.com.example.app';

export interface GridFrameOptions {
  readonly theme?: ThemeName;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Why nothing can be changed. */
  readonly locked?: string;
  readonly columns?: readonly GridColumn[];
}

/** One browser for the tests of a `describe`. After each test its pages are closed, and had no problems. */
export function gridFrames(): (entries: readonly SessionEntry[], options?: GridFrameOptions) => Promise<GridFrame> {
  let browser: Browser;
  const frames: GridFrame[] = [];
  before(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    const opened = frames.splice(0);
    const problems = opened.flatMap((frame) => frame.problems);
    await Promise.all(opened.map((frame) => frame.page.context().close()));
    assert.deepEqual(problems, []);
  });
  after(() => browser.close());
  return async (entries, options) => {
    const frame = await GridFrame.open(browser, entries, options);
    frames.push(frame);
    return frame;
  };
}

export class GridFrame {
  /** What the page has asked for, `ready` first. */
  readonly asked: GridFromPage[] = [];
  readonly problems: string[] = [];
  readonly index = new SessionIndex();
  readonly grid: SessionGrid;
  private columns: readonly GridColumn[];
  /** In pixels, as the page has chosen them. */
  widths: ColumnWidths = {};
  private inView: readonly [number, number] = [0, 0];

  private constructor(
    readonly page: Page,
    entries: readonly SessionEntry[],
    private readonly options: GridFrameOptions,
  ) {
    this.columns = options.columns ?? chosenColumns(undefined);
    this.index.apply({ kind: 'folderState', folder: FOLDER, state: { kind: 'ready' } });
    this.index.apply(listed(FOLDER, APPLICATION));
    this.put(...entries);
    const place = { folder: FOLDER, application: APPLICATION };
    this.grid = new SessionGrid(this.index, place, { sort: 'email', filter: '' }, new SessionSearch());
    this.grid.onDidChange(() => this.tellState());
  }

  static async open(
    browser: Browser,
    entries: readonly SessionEntry[],
    options: GridFrameOptions = {},
  ): Promise<GridFrame> {
    const { theme = 'dark', viewport = { width: 1200, height: 700 } } = options;
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
    const frame = new GridFrame(await context.newPage(), entries, options);
    await openFramed(frame.page, {
      theme,
      script: 'dist/grid.js',
      style: 'media/page/grid.css',
      asked: (message) => frame.hear(message as GridFromPage),
      problems: frame.problems,
    });
    await frame.page.locator('[role=grid]').waitFor();
    return frame;
  }

  /** Puts sessions on disk, as far as the index knows. */
  put(...entries: readonly SessionEntry[]): void {
    this.index.apply({ kind: 'checked', folder: FOLDER, application: APPLICATION, entries });
  }

  drop(...names: readonly string[]): void {
    this.index.apply({ kind: 'vanished', folder: FOLDER, application: APPLICATION, names });
  }

  async tell(message: GridToPage): Promise<void> {
    await this.page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`);
  }

  askedFor<K extends GridFromPage['kind']>(kind: K): Extract<GridFromPage, { kind: K }>[] {
    return this.asked.filter((message): message is Extract<GridFromPage, { kind: K }> => message.kind === kind);
  }

  /** The texts of a column in the rows that are there, from top to bottom. */
  async texts(column: GridColumn): Promise<string[]> {
    const cells = await this.page
      .locator(`.grid-cell.of-${column}`)
      .evaluateAll((found) =>
        found.map((cell) => [cell.getBoundingClientRect().top, cell.textContent ?? ''] as [number, string]),
      );
    return cells.sort(([a], [b]) => a - b).map(([, text]) => text);
  }

  async untilTexts(column: GridColumn, isSo: (texts: readonly string[]) => boolean, what: string): Promise<void> {
    await until(async () => isSo(await this.texts(column)), what);
  }

  async untilSelected(...names: readonly string[]): Promise<void> {
    const sorted = names.toSorted();
    const isSo = async () => {
      const shown = await this.page.locator('[role=row][aria-selected=true]').count();
      const own = this.grid.selectedKeys().map(({ name }) => name);
      return shown > 0 === names.length > 0 && JSON.stringify(own.toSorted()) === JSON.stringify(sorted);
    };
    await until(isSo, `these to be selected: ${sorted.join()}`);
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(repository, 'out/screenshots', `${name}.png`) });
  }

  private hear(message: GridFromPage): void {
    this.asked.push(message);
    const problem = messageProblem(validateGridFromPage, message);
    if (problem !== undefined || message.kind === 'misunderstood')
      this.problems.push(JSON.stringify([message, problem]));
    const { grid } = this;
    if (message.kind === 'ready') void this.begin();
    else if (message.kind === 'sort') grid.sortBy(message.column);
    else if (message.kind === 'filter') grid.setFilter(message.text);
    else if (message.kind === 'select') grid.select(message.name, message.way);
    else if (message.kind === 'selectAll') grid.selectAll(message.on);
    else if (message.kind === 'width') {
      const { [message.column]: _, ...others } = this.widths;
      const { column, pixels } = message;
      this.widths = chosenWidths(pixels === undefined ? others : { ...others, [column]: pixels });
      this.tellState();
    } else if (message.kind === 'columns') {
      this.columns = chosenColumns(message.shown);
      grid.redraw();
    } else if (message.kind === 'rows') {
      this.inView = [message.from, message.to];
      void this.tellRows();
    }
  }

  private begin(): Promise<void> {
    return this.tell({
      kind: 'grid',
      version: GRID_PROTOCOL,
      strings: Object.fromEntries(GRID_WORDS.map((word) => [word, wordsOf(word)])) as GridStrings,
      language: 'en',
      title: 'Sessions of Contact',
      place: { version: GRID_PROTOCOL, folder: FOLDER, application: APPLICATION },
      heads: GRID_COLUMNS.map((id) => ({ id, text: HEADS[id] })),
      state: this.state,
    });
  }

  private tellState(): void {
    void this.tell({ kind: 'state', state: this.state }).then(() => this.tellRows());
  }

  private async tellRows(): Promise<void> {
    const { grid } = this;
    const [from, to] = this.inView;
    const rows = grid.window(from, to).map((entry) => ({
      name: entry.name,
      condition: entry.condition,
      isSelected: grid.isSelected(entry.name),
      cells: this.columns.map((column) => cell(entry, column)),
      email: entry.fields.email ?? '',
    }));
    await this.tell({ kind: 'rows', revision: grid.revision, from, rows });
  }

  private get state(): GridState {
    const { grid, columns } = this;
    const { locked } = this.options;
    return {
      revision: grid.revision,
      count: grid.count,
      summary: `${grid.count} of ${grid.total}, ${grid.selectedCount} selected`,
      selected: grid.selectedCount,
      shown: columns,
      widths: this.widths,
      sorted: grid.sorted,
      filter: grid.filter,
      locked,
      current: grid.current,
      moves: grid.moves,
    };
  }
}

const HEADS: Readonly<Record<GridColumn, string>> = {
  who: 'Who',
  status: 'Status',
  device: 'Device',
  os: 'Operating System',
  address: 'Address',
  modified: 'Last Change',
  findings: 'Findings',
  token: 'Token',
  id: 'Session Id',
};

function wordsOf(word: string): string {
  const given: Readonly<Record<string, string>> = {
    filter: 'Filter Sessions',
    accept: 'Accept',
    setPending: 'Set Pending',
    fixAll: 'Fix All…',
    editEmail: 'E-mail…',
    regenerate: 'Regenerate Token',
    delete: 'Delete…',
    push: 'Push',
    export: 'Export as CSV…',
    columns: 'Columns',
    noMatch: 'No session matches the filter.',
  };
  return given[word] ?? word;
}

function cell(entry: SessionEntry, column: GridColumn): string {
  const texts: Readonly<Record<GridColumn, string>> = {
    who: entry.fields.email || 'guest',
    status: entry.condition === 'atFault' ? 'at fault' : entry.condition,
    device: entry.fields.deviceDescription ?? '',
    os: osText(entry.fields) || 'iOS 17.2',
    address: '::ffff:192.168.5.4',
    modified: new Date(entry.modified).toISOString().slice(0, 19),
    findings: [...new Set(entry.findings.map(({ code }) => code))].join(', '),
    token: 'fits',
    id: entry.name,
  };
  return texts[column];
}
