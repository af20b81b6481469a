import * as vscode from 'vscode';
import type { Mail } from '../../core/protocol/mail';
import type { Command } from '../contract/command';
import { clockText } from '../host/clockText';
import type { CommandRegistry } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { pick } from '../host/pick';
import { TooLate } from '../host/tooLate';
import type { DevServerController } from './devServerController';
import { SERVER_COMMANDS } from './serverContract';
import type { ServerDocuments } from './serverDocuments';
import { ownNode, type ServerNode } from './serverNode';
import type { ServerStarter } from './serverStarter';

/** What the commands about the outbox need. */
export interface OutboxParts {
  readonly server: DevServerController;
  readonly starter: ServerStarter;
  readonly documents: ServerDocuments;
  readonly selection: () => readonly ServerNode[];
}

/** Registers the commands that open and copy caught mails. */
export function registerOutboxCommands(commands: CommandRegistry, parts: OutboxParts): void {
  const { server, documents } = parts;
  const register = (
    command: Command<[node?: ServerNode | undefined]>,
    fits: (mail: Mail) => boolean,
    none: string,
    run: (mail: Mail) => unknown,
  ) =>
    commands.register(command, async (node) => {
      const mail = await mailFor(parts, node, fits, none);
      if (mail) await run(mail);
    });
  const hasLink = ({ link }: Mail) => link !== undefined;
  const noLink = l10n.t('No mail in the outbox has a link.');
  register(
    SERVER_COMMANDS.outboxOpen,
    () => true,
    l10n.t('The outbox is empty.'),
    ({ id }) => vscode.window.showTextDocument(documents.uriOfMail(id), { preview: true }),
  );
  register(SERVER_COMMANDS.outboxOpenLink, hasLink, noLink, ({ link = '' }) =>
    vscode.env.openExternal(vscode.Uri.parse(link, true)),
  );
  register(SERVER_COMMANDS.outboxCopyLink, hasLink, noLink, async ({ link = '' }) =>
    copy(await server.externalUrl(link)),
  );
  register(
    SERVER_COMMANDS.outboxCopyCode,
    ({ code }) => code !== undefined,
    l10n.t('No mail in the outbox has a code.'),
    ({ code = '' }) => copy(code),
  );
}

/**
 * The mail of the given row, otherwise of the selected row, otherwise the only one that fits, otherwise the one that
 * the user picks.
 */
async function mailFor(
  { server, starter, selection }: OutboxParts,
  node: ServerNode | undefined,
  fits: (mail: Mail) => boolean,
  none: string,
): Promise<Mail | undefined> {
  if (!(await starter.client())) return undefined;
  const mails = (server.state?.outbox ?? []).filter(fits).reverse();
  const row = ownNode(node ?? selection()[0]);
  const mail = row?.kind === 'mail' ? mails.find(({ id }) => id === row.id) : undefined;
  if (mail) return mail;
  // A given row means exactly this mail.
  if (node?.kind === 'mail') throw new TooLate(l10n.t('This mail is not in the outbox any more.'));
  if (mails.length === 0) {
    void vscode.window.showInformationMessage(none);
    return undefined;
  }
  if (mails.length === 1) return mails[0];
  const items = mails.map((each) => ({
    label: each.subject,
    description: [each.to, clockText(Date.parse(each.at), true)].join(' · '),
    mail: each,
  }));
  return (await pick(items, { title: l10n.t('Which mail?'), matchOnDescription: true }))?.mail;
}

async function copy(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  void vscode.window.setStatusBarMessage(l10n.t('Copied'), 2000);
}
