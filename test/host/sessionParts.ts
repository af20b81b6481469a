import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../../src/core/base/disposableStore';
import { SessionIndex, type SessionKey } from '../../src/core/index/sessionIndex';
import { CheckPool } from '../../src/disk/checkPool';
import { FolderMonitor } from '../../src/disk/folderMonitor';
import { SessionStore } from '../../src/disk/sessionStore';
import { ChangeTurns } from '../../src/vscode/changes/changeTurns';
import { SessionChanges } from '../../src/vscode/changes/sessionChanges';
import type { Command } from '../../src/vscode/contract/command';
import { CommandRegistry } from '../../src/vscode/host/commandRegistry';
import { ContextKeySetter } from '../../src/vscode/host/contextKeys';
import { normalPath } from '../../src/vscode/host/pathSetting';
import { NotYetPushed } from '../../src/vscode/mobileApps/notYetPushed';
import { SessionDocuments } from '../../src/vscode/mobileApps/sessionDocuments';
import { SessionWriter } from '../../src/vscode/mobileApps/sessionWriter';
import { Attention } from '../../src/vscode/sessions/attention';
import { SessionTargets } from '../../src/vscode/sessions/targets';
import type { TreeNode } from '../../src/vscode/sessions/treeNode';
import { SEED_APPLICATION } from '../support/seedSession';
import { Memory } from './memory';
import { ownLog } from './ownLog';

/** Keeps what is registered. */
class KeptCommands extends CommandRegistry {
  constructor(
    log: vscode.LogOutputChannel,
    private readonly keep: (id: string, run: (...args: never[]) => unknown) => unknown,
  ) {
    super(new DisposableStore(), log);
  }

  override register<A extends readonly unknown[]>({ id }: Command<A>, run: NoInfer<(...args: A) => unknown>): void {
    this.keep(id, run as (...args: never[]) => unknown);
  }
}

type Answers = Partial<Record<keyof typeof vscode.window, (...args: never[]) => unknown>>;

/** What the commands of the sessions work with, over the MobileApps folder of a test, and the user who calls them. */
export class SessionParts {
  readonly index = this.own(new SessionIndex());
  readonly pool = this.own(new CheckPool());
  readonly documents = new SessionDocuments(this.index);
  readonly store = new SessionStore();
  readonly memory = new Memory();
  readonly contextKeys = new ContextKeySetter();
  readonly pending: NotYetPushed;
  readonly writer: SessionWriter;
  readonly backupRoot = fs.mkdtempSync(path.join(os.tmpdir(), 'backups-'));
  readonly changes: SessionChanges;
  readonly targets: SessionTargets;
  /** As far as it is asked for: a window has one of it, which is the product's. */
  readonly view: { selection: TreeNode[]; visible: boolean; onDidChangeSelection: vscode.Event<never> };
  /** Keeps what is registered, to be called by `run`: the product has registered its own in the window. */
  readonly registry: CommandRegistry;
  private readonly commands = new Map<string, (...args: unknown[]) => Promise<unknown>>();
  private readonly selecting = this.own(new vscode.EventEmitter<never>());
  private readonly monitor: FolderMonitor;
  private cleanUps: (() => unknown)[] | undefined;

  /** @param stored marks of an earlier window */
  constructor(
    private readonly mobileApps: string,
    stored?: unknown,
  ) {
    const folder = normalPath(mobileApps);
    this.cleanUp(() => fs.rmSync(this.backupRoot, { recursive: true, force: true }));
    if (stored !== undefined) void this.memory.update('notYetPushed', stored);
    this.index.apply({ kind: 'folderState', folder, state: { kind: 'scanning' } });
    const onError = (message: string) => assert.fail(message);
    this.monitor = this.own(new FolderMonitor(folder, this.pool, this.index, { onError }));
    this.pending = this.own(new NotYetPushed(this.memory, this.documents));
    this.writer = new SessionWriter(this.store, this.pending);
    this.changes = this.own(this.changeLog());
    this.view = { selection: [], visible: true, onDidChangeSelection: this.selecting.event };
    const attention = this.own(new Attention(this.view, this.documents));
    this.targets = new SessionTargets(this.index, this.documents, this.view, attention, (row) => this.sessionsOf(row));
    const log = this.own(ownLog('Session parts'));
    this.registry = new KeptCommands(log, (id, command) => this.commands.set(id, command as never));
  }

  /** Takes in what is on disk. */
  async look(): Promise<void> {
    await this.monitor.rescan();
  }

  key(name: string): SessionKey {
    return { folder: normalPath(this.mobileApps), application: SEED_APPLICATION, name };
  }

  row(name: string): TreeNode {
    return { kind: 'session', key: this.key(name) };
  }

  select(...names: string[]): void {
    this.view.selection = names.map((name) => this.row(name));
    this.selecting.fire({ selection: this.view.selection } as never);
  }

  run({ id }: { readonly id: string }, ...args: unknown[]): Promise<unknown> {
    const command = this.commands.get(id);
    assert.ok(command, id);
    return command(...args);
  }

  /** Answers in the place of the user. */
  answer(answers: Answers): void {
    for (const [name, answer] of Object.entries(answers)) {
      const before = vscode.window[name as keyof typeof vscode.window];
      Object.assign(vscode.window, { [name]: async (...args: never[]) => answer(...args) });
      this.cleanUp(() => Object.assign(vscode.window, { [name]: before }));
    }
  }

  cleanUp(run: () => unknown): void {
    this.cleanUps ??= [];
    this.cleanUps.unshift(run);
  }

  async dispose(): Promise<void> {
    for (const each of this.cleanUps?.splice(0) ?? []) await each();
  }

  /** The log of changes of a window that begins now. */
  changeLog(): SessionChanges {
    const { index, pending, memory, contextKeys, backupRoot } = this;
    const turns = new ChangeTurns(this.store, pending, backupRoot);
    return new SessionChanges({ index, pending, turns, contextKeys, memory, backupRoot, now: () => Date.now() });
  }

  private own<T extends { dispose(): unknown }>(each: T): T {
    this.cleanUp(() => each.dispose());
    return each;
  }

  private sessionsOf(row: TreeNode): SessionKey[] {
    if (row.kind === 'session') return [row.key];
    const { folder } = this.key('');
    return [...this.index.entries(folder, SEED_APPLICATION)].map(({ name }) => this.key(name));
  }
}
