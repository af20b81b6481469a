import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { SessionIndex } from '../../src/core/index/sessionIndex';
import { CheckPool } from '../../src/disk/checkPool';
import { normalPath } from '../../src/vscode/host/pathSetting';
import { MobileAppsFolders } from '../../src/vscode/mobileApps/mobileAppsFolders';
import { SEED_APPLICATION } from '../support/seedSession';
import { Memory } from './memory';

const COUNT = 500;

/** The MobileApps folders of a window of their own, to which no watch tells anything. */
describe('MobileApps folders of a window', () => {
  const memory = new Memory();
  const cleanUp: (() => unknown)[] = [];
  const focus = new vscode.EventEmitter<Pick<vscode.WindowState, 'focused'>>();
  let root: string;
  let folder: string;

  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), 'restart-'));
    folder = normalPath(path.join(root, 'MobileApps'));
    fs.mkdirSync(path.join(folder, SEED_APPLICATION), { recursive: true });
    for (let at = 0; at < COUNT; at++) fs.writeFileSync(fileOf(at), '[]');
    const { watch } = fs;
    fs.watch = (() => Object.assign(new EventEmitter(), { close() {} })) as unknown as typeof fs.watch;
    const { onDidChangeWindowState } = vscode.window;
    Object.assign(vscode.window, { onDidChangeWindowState: focus.event });
    cleanUp.push(() => {
      fs.watch = watch;
      Object.assign(vscode.window, { onDidChangeWindowState });
      fs.rmSync(root, { recursive: true, force: true });
    });
  });
  afterEach(async () => {
    for (const each of cleanUp.splice(0).reverse()) await each();
  });

  const fileOf = (at: number) => path.join(folder, SEED_APPLICATION, at.toString(16).padStart(40, '0'));
  const messageAt = (index: SessionIndex, at: number) =>
    index.entry({ folder, application: SEED_APPLICATION, name: path.basename(fileOf(at)) })?.findings[0]?.code;

  function opened() {
    const pool = new CheckPool();
    const index = new SessionIndex();
    const lines: string[] = [];
    const log = { info: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) };
    const folders = new MobileAppsFolders(pool, index, {
      memento: memory,
      userMemento: memory,
      log: log as unknown as vscode.LogOutputChannel,
      snapshotRoot: path.join(root, 'snapshots'),
      version: '1.0.0',
    });
    let ended: Promise<unknown> | undefined;
    const end = () => {
      ended ??= folders.dispose().then(() => pool.dispose());
      return ended;
    };
    cleanUp.push(end);
    return { folders, index, lines, end };
  }

  async function until(index: SessionIndex, wanted: () => boolean): Promise<void> {
    while (!wanted()) {
      await new Promise<void>((resolve) => {
        const subscription = index.onDidChange(() => {
          subscription.dispose();
          resolve();
        });
      });
    }
  }

  it('a change that no watch told of is found when the window gets the focus, and at Refresh', async () => {
    const { folders, index } = opened();
    await folders.open(folder);
    await until(index, () => index.stateOf(folder)?.kind === 'ready');
    assert.equal(messageAt(index, 0), 'mobi/3');
    focus.fire({ focused: false });
    fs.writeFileSync(fileOf(0), '[[');
    focus.fire({ focused: true });
    await until(index, () => messageAt(index, 0) === 'mobi/2');
    fs.writeFileSync(fileOf(1), '[[');
    await folders.refresh();
    assert.equal(messageAt(index, 1), 'mobi/2');
  });

  it('a window begins with what the one before knew, and finds what has changed since', async () => {
    const first = opened();
    await first.folders.open(folder);
    await until(first.index, () => first.index.stateOf(folder)?.kind === 'ready');
    await first.end();
    assert.equal(fs.readdirSync(path.join(root, 'snapshots')).length, 1);
    fs.writeFileSync(fileOf(0), '[[');
    const again = opened();
    const seen: string[] = [];
    again.index.onDidChange(() =>
      seen.push(
        [again.index.stateOf(folder)?.kind, again.index.counts(folder).files, messageAt(again.index, 0)].join(),
      ),
    );
    await again.folders.open(folder);
    await until(again.index, () => again.index.stateOf(folder)?.kind === 'ready');
    assert.ok(seen.includes(`scanning,${COUNT},mobi/3`), seen.join('; '));
    assert.equal(messageAt(again.index, 0), 'mobi/2');
    assert.deepEqual([...first.lines, ...again.lines], []);
  });
});
