import * as vscode from 'vscode';
import type { SessionKey } from '../../core/index/sessionIndex';
import { shellQuote, trustOf } from '../../core/protocol/curl';
import type { Command } from '../contract/command';
import type { CommandRegistry } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { uriOf } from '../mobileApps/sessionDocuments';
import { currentText } from '../mobileApps/sessionWriter';
import { tokenIn } from '../mobileApps/tokenText';
import { SESSION_COMMANDS } from './sessionsContract';
import type { SessionTargets, TreeArguments } from './targets';

/**
 * Registers the commands that copy parts of sessions: id, token, header, path, or a request. Each session gives one
 * line.
 * @param serverUrl the address of the dev server, while it runs
 */
export function registerCopyCommands(
  commands: CommandRegistry,
  targets: SessionTargets,
  serverUrl: () => string | undefined,
): void {
  const copy = (command: Command<TreeArguments>, what: (key: SessionKey) => string | Promise<string>) =>
    commands.register(command, async (...args) => {
      const keys = targets.all(args);
      if (keys.length === 0) return;
      const lines = await Promise.all(keys.map(what));
      await vscode.env.clipboard.writeText(lines.join('\n'));
      void vscode.window.setStatusBarMessage(l10n.t('Copied'), 2000);
    });
  copy(SESSION_COMMANDS.sessionCopyId, ({ name }) => name);
  copy(SESSION_COMMANDS.sessionCopyPath, (key) => uriOf(key).fsPath);
  copy(SESSION_COMMANDS.sessionCopyToken, tokenOf);
  copy(SESSION_COMMANDS.sessionCopyAuthorization, async (key) => `Authorization: Bearer ${await tokenOf(key)}`);
  copy(SESSION_COMMANDS.sessionCopyCurl, async (key) => curl(await tokenOf(key), serverUrl()));
}

/** The connection token, from the editor or the file. The index does not keep it, because it is a secret. */
async function tokenOf(key: SessionKey): Promise<string> {
  return tokenIn(await currentText(uriOf(key)));
}

/**
 * The first request for data of an app (docs/facts/4d-mobile.md#headers-and-cookies). If the address is unknown, the
 * command asks for it when it is run.
 */
function curl(token: string, url: string | undefined): string {
  // The token may be any text, and this line goes into a shell.
  const authorization = shellQuote(`Authorization: Bearer ${token}`);
  const address =
    url === undefined ? '"$SESSION_WORKBENCH_URL/mobileapp/\\$catalog"' : shellQuote(`${url}/mobileapp/$catalog`);
  return ['curl', ...trustOf(url ?? ''), '-H', "'X-QMobile: 1'", '-H', authorization, address].join(' ');
}
