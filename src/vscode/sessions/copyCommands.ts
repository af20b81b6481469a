import * as vscode from 'vscode';
import type { SessionKey } from '../../core/index/sessionIndex';
import { shellQuote, trustOf } from '../../core/protocol/curl';
import type { Command } from '../contract/command';
import type { CommandRegistry } from '../host/commands';
import { l10n } from '../host/l10n';
import { uriOf } from '../mobileApps/sessionDocuments';
import { currentText } from '../mobileApps/sessionWriter';
import { tokenIn } from '../mobileApps/tokenText';
import { SESSION_COMMANDS } from './sessionsContract';
import type { SessionTargets, TreeArguments } from './targets';

/**
 * Registers what is copied of a session: id, token, header, path and a request; one line for each session.
 * @param serverUrl where the dev server is reached, while it runs
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

/** The connection token in the file, or in its editor. The index does not keep it: it is a secret. */
async function tokenOf(key: SessionKey): Promise<string> {
  return tokenIn(await currentText(uriOf(key)));
}

/**
 * What an app sends for its first data (docs/facts/4d-mobile.md#headers-and-cookies); an address that is not known is
 * put in where it is run.
 */
function curl(token: string, url: string | undefined): string {
  // A token is whatever a file says it is, and this line goes into a shell.
  const authorization = shellQuote(`Authorization: Bearer ${token}`);
  const address =
    url === undefined ? '"$SESSION_WORKBENCH_URL/mobileapp/\\$catalog"' : shellQuote(`${url}/mobileapp/$catalog`);
  return ['curl', ...trustOf(url ?? ''), '-H', "'X-QMobile: 1'", '-H', authorization, address].join(' ');
}
