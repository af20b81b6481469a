import * as vscode from 'vscode';
import type { FileLimit } from '../../core/files/fileFault';
import { WRAPPED_JSON_DEPTH } from '../../core/json/jsonDepth';
import { parseJson } from '../../core/json/parseJson';
import type { CommandRegistry } from '../host/commandRegistry';
import type { FileDialogs } from '../host/fileDialogs';
import { l10n } from '../host/l10n';
import { readWorkspaceFile, writeSecretFile } from '../host/workspaceFile';
import { SERVER_COMMANDS } from './serverContract';
import type { ServerStarter } from './serverStarter';

const SNAPSHOT_LIMIT: FileLimit = { bytes: 512_000_000, name: 'SNAPSHOT_LIMIT' };

/** Registers the commands that save the server's whole state in a file, and load it again. */
export function registerSnapshotCommands(
  commands: CommandRegistry,
  starter: ServerStarter,
  dialogs: FileDialogs,
): void {
  commands.register(SERVER_COMMANDS.snapshotSave, async (given?: vscode.Uri) => {
    const client = await starter.client();
    if (!client) return;
    const uri =
      given instanceof vscode.Uri
        ? given
        : await dialogs.save('dev-server.snapshot.json', {
            title: l10n.t('Save Snapshot'),
            filters: { JSON: ['json'] },
            saveLabel: l10n.t('Save Snapshot'),
          });
    if (!uri) return;
    const text = `${JSON.stringify(await client.snapshot(), undefined, 2)}\n`;
    await writeSecretFile(uri, text);
    // The file contains connection tokens, which the user should know before sharing it.
    void vscode.window.showInformationMessage(
      l10n.t('The snapshot is in {0}. It holds the secrets of its sessions.', uri.fsPath),
    );
  });
  commands.register(SERVER_COMMANDS.snapshotLoad, async (given?: vscode.Uri) => {
    const client = await starter.client();
    if (!client) return;
    const uri = given instanceof vscode.Uri ? given : await askFile(dialogs);
    if (!uri) return;
    await client.putSnapshot(snapshotIn(await readWorkspaceFile(uri, SNAPSHOT_LIMIT)));
    void vscode.window.setStatusBarMessage(l10n.t('The snapshot is loaded.'), 3000);
  });
}

async function askFile(dialogs: FileDialogs): Promise<vscode.Uri | undefined> {
  const [chosen] = await dialogs.open({
    title: l10n.t('Load Snapshot'),
    filters: { JSON: ['json'] },
    openLabel: l10n.t('Load Snapshot'),
  });
  return chosen;
}

function snapshotIn(bytes: Uint8Array): unknown {
  try {
    return parseJson(new TextDecoder().decode(bytes), WRAPPED_JSON_DEPTH);
  } catch {
    throw new Error(l10n.t('This file is no snapshot: it is not well-formed JSON.'));
  }
}
