import * as vscode from 'vscode';
import { SessionIndex } from '../../src/core/index/sessionIndex';
import type { DevServerController } from '../../src/vscode/server/devServerController';
import { ServerStarter } from '../../src/vscode/server/serverStarter';
import { SYSTEM_VIEWS } from '../../src/vscode/systems';
import { Memory } from './memory';

const QUIET = { error: () => {}, show: () => {} };

/** What may be otherwise than in a usual window. */
export interface StarterParts {
  readonly isTrusted?: boolean;
  readonly memento?: vscode.Memento;
  readonly folders?: ConstructorParameters<typeof ServerStarter>[1];
}

/** Starts a server on a folder, with settings of the workspace and answers to what is asked; leaves nothing behind. */
export class StartingUser {
  private readonly undone: (() => unknown)[] = [];
  private readonly written = new Set<string>();

  constructor(
    private readonly server: DevServerController,
    private readonly folder: string,
  ) {}

  starter({
    isTrusted = true,
    memento = new Memory(),
    folders = { discovered: true, discover: async () => {}, expected: [] },
  }: StarterParts = {}): ServerStarter {
    const index = new SessionIndex();
    index.apply({ kind: 'folderState', folder: this.folder, state: { kind: 'scanning' } });
    this.later(() => index.dispose());
    return new ServerStarter(this.server, folders, index, SYSTEM_VIEWS, memento, QUIET, () => isTrusted);
  }

  /** @param key below `sessionWorkbench.server` */
  async set(key: string, value: unknown): Promise<void> {
    const write = (written: unknown) =>
      vscode.workspace
        .getConfiguration('sessionWorkbench.server')
        .update(key, written, vscode.ConfigurationTarget.Workspace);
    if (!this.written.has(key)) this.later(() => write(undefined));
    this.written.add(key);
    await write(value);
  }

  /** Answers messages of this kind with a button of this name; what was asked is in the list. */
  answering(kind: 'Information' | 'Warning' | 'Error', button: string): string[] {
    const name = `show${kind}Message` as const;
    const before = vscode.window[name];
    const asked: string[] = [];
    const answer = async (message: string, ...rest: unknown[]) => {
      asked.push(message);
      return rest.includes(button) ? button : undefined;
    };
    Object.assign(vscode.window, { [name]: answer });
    this.later(() => Object.assign(vscode.window, { [name]: before }));
    return asked;
  }

  /** @param undo is done when the user leaves */
  later(undo: () => unknown): void {
    this.undone.push(undo);
  }

  async leave(): Promise<void> {
    for (const each of this.undone.splice(0).reverse()) await each();
  }
}
