import * as vscode from 'vscode';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import type { Executable } from '../../src/vscode/contract/command';
import type { ContextKey } from '../../src/vscode/contract/contextKey';
import { SESSIONS_VIEW } from '../../src/vscode/mobileApps/mobileAppsContract';
import { FINDING_KEYS } from '../../src/vscode/problems/findingContract';
import { SERVER_COMMANDS, SERVER_KEYS } from '../../src/vscode/server/serverContract';
import { SERVER_STATE_KEYS } from '../../src/vscode/server/serverStateContract';
import { SESSION_COMMANDS, SESSION_KEYS } from '../../src/vscode/sessions/sessionsContract';
import { MENDIX_STATE_KEYS } from '../../src/vscode/systems/mendix/mendixStateContract';
import { TOKENS_STATE_KEYS } from '../../src/vscode/systems/tokens/tokensStateContract';
import { WEB_COMMANDS } from '../../src/vscode/systems/web/webContract';
import { WEB_STATE_KEYS } from '../../src/vscode/systems/web/webStateContract';
import { SEED_SESSION } from '../support/seedSession';
import { TestWindow } from './testWindow';
import { runningServer, signIn } from './tokensClient';
import { closeEditors, TestMobileApps, untilCodes } from './workspace';

const run = ({ id }: Executable<never>, ...args: unknown[]) => vscode.commands.executeCommand(id, ...args);

/**
 * What the product tells VS Code of its context keys, from now on. It tells what changes: made when this file is loaded,
 * so that nothing was told before, and a value that an earlier test left is known.
 */
class ToldKeys {
  private readonly values = new Map<string, unknown>();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly before = vscode.commands.executeCommand;

  constructor() {
    const { before } = this;
    const instead = (id: string, ...args: unknown[]) => {
      if (id === 'setContext') {
        this.values.set(String(args[0]), args[1]);
        this.changed.fire();
      }
      return before(id, ...args);
    };
    Object.assign(vscode.commands, { executeCommand: instead });
  }

  dispose(): void {
    Object.assign(vscode.commands, { executeCommand: this.before });
  }

  /** Waits until a key was told to have a value. The test's own time limit ends the waiting. */
  async until<T>({ id }: ContextKey<T>, value: NoInfer<T>): Promise<void> {
    while (this.values.get(id) !== value) {
      await new Promise<void>((resolve) => {
        const subscription = this.changed.event(() => {
          subscription.dispose();
          resolve();
        });
      });
    }
  }
}

describe('what the palette goes by', () => {
  const window = new TestWindow();
  const told = new ToldKeys();
  let apps: TestMobileApps;

  after(() => told.dispose());

  beforeEach(async () => {
    await closeEditors();
    apps = new TestMobileApps('palette-project');
  });

  afterEach(async () => {
    await closeEditors();
    apps.remove();
  });

  it('a session is meant while its file is in the active editor, or its row is selected', async () => {
    const uri = apps.write(SEED_SESSION.replace('"accepted"', '"other"'));
    await told.until(SESSION_KEYS.hasSessions, true);
    await told.until(SESSION_KEYS.isAtFault, true);
    await told.until(FINDING_KEYS.isThere, true);
    await untilCodes(uri, ['mobi/3']);
    await vscode.window.showTextDocument(uri);
    await told.until(SESSION_KEYS.isMeant, true);
    await told.until(SESSION_KEYS.canAccept, true);
    apps.write(SEED_SESSION);
    await told.until(SESSION_KEYS.canAccept, false);
    await told.until(SESSION_KEYS.canSetPending, true);
    apps.write('{');
    await told.until(SESSION_KEYS.canSetPending, false);
    apps.write('[]');
    await untilCodes(uri, ['mobi/3']);
    await told.until(SESSION_KEYS.canSetPending, false);
    await told.until(SESSION_KEYS.isMeant, true);
    apps.write(SEED_SESSION.replace('"accepted"', '"other"'));
    await told.until(SESSION_KEYS.isAtFault, true);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await told.until(SESSION_KEYS.isMeant, false);
    await run(SESSIONS_VIEW.focus);
    // It is open, and in no editor.
    await vscode.workspace.openTextDocument(uri);
    await run(SESSION_COMMANDS.sessionShowInTree, uri);
    await told.until(SESSION_KEYS.isMeant, true);
    apps.remove();
    await told.until(SESSION_KEYS.hasSessions, false);
    await told.until(FINDING_KEYS.isThere, false);
    await told.until(SESSION_KEYS.isMeant, false);
  });

  it('what a running server has is told, and that it has nothing when it ends', async () => {
    apps.write();
    for (const system of ['web', 'mendix', 'tokens']) await window.setting(system, 'on');
    await run(SERVER_COMMANDS.serverStart, { kind: 'folder', folder: apps.folder });
    window.after(() => run(SERVER_COMMANDS.serverStop));
    for (const key of [WEB_STATE_KEYS.isServed, MENDIX_STATE_KEYS.isServed]) await told.until(key, true);
    await told.until(SERVER_KEYS.status, 'running');
    const address = await runningServer();
    const client = new HttpControlClient(address);

    await run(WEB_COMMANDS.webCreateSession);
    await told.until(WEB_STATE_KEYS.hasSessions, true);
    await told.until(WEB_STATE_KEYS.hasCookies, true);
    await signIn(address.url, 'jane', 'example');
    await told.until(TOKENS_STATE_KEYS.hasActiveSessions, true);
    await told.until(SERVER_STATE_KEYS.hasEntries, true);
    const { id } = await client.addFault({ kind: 'status', status: 503 });
    await told.until(SERVER_STATE_KEYS.hasFaults, true);
    await client.removeFault(id);
    await told.until(SERVER_STATE_KEYS.hasFaults, false);
    await run(SERVER_COMMANDS.clockPause);
    await told.until(SERVER_STATE_KEYS.isClockPaused, true);
    await told.until(SERVER_STATE_KEYS.isClockMoved, true);

    await run(SERVER_COMMANDS.serverStop);
    const gone = [
      WEB_STATE_KEYS.isServed,
      WEB_STATE_KEYS.hasSessions,
      WEB_STATE_KEYS.hasCookies,
      MENDIX_STATE_KEYS.isServed,
      TOKENS_STATE_KEYS.hasActiveSessions,
      SERVER_STATE_KEYS.hasEntries,
      SERVER_STATE_KEYS.isClockPaused,
    ];
    for (const key of gone) await told.until(key, false);
  });
});
