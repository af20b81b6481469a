import * as vscode from 'vscode';
import type { ControlledSession } from '../../../core/systems/tokens/tokenSession';
import { TOKENS_CALLS } from '../../../core/systems/tokens/tokensCalls';
import { clockText } from '../../host/clockText';
import type { CommandRegistry } from '../../host/commandRegistry';
import { confirmed } from '../../host/confirmed';
import { l10n } from '../../host/l10n';
import { namesText } from '../../host/namesText';
import { oneAfterTheOther } from '../../host/oneAfterTheOther';
import { pick } from '../../host/pick';
import { numberText } from '../../host/treeRow';
import type { OnRows } from '../../server/meantRows';
import { onlyRow } from '../../server/serverNode';
import { registerReplayCommand } from './replayCommand';
import { TOKENS_COMMANDS } from './tokensContract';
import type { TokensNode } from './tokensNode';
import {
  activeSessionsFor,
  endingFor,
  idsFor,
  type TokensParts,
  type TokensTarget,
  tokensTarget,
} from './tokensTargets';
import { isActive, tokenDeviceText, tokenSessionName, tokenSessionText } from './tokensText';
import { registerTokenUserCommands } from './tokenUserCommands';

/** Registers the commands about sessions, tokens and users of the token server. */
export function registerTokensCommands(commands: CommandRegistry, parts: TokensParts): void {
  commands.register(TOKENS_COMMANDS.tokensFindSession, async () => {
    const target = await tokensTarget(parts);
    const session = target && (await findSession(target));
    if (session) await parts.reveal(sessionRow(session));
  });
  commands.register(TOKENS_COMMANDS.tokensTerminateSession, async (...rows: OnRows) => {
    const target = await tokensTarget(parts);
    if (target) await terminate(target, await activeSessionsFor(parts, rows, target));
  });
  commands.register(TOKENS_COMMANDS.tokensCopyId, async (...rows: OnRows) => {
    const target = await tokensTarget(parts);
    const ids = target ? await idsFor(parts, rows, target) : [];
    if (ids.length === 0) return;
    await vscode.env.clipboard.writeText(ids.join('\n'));
    void vscode.window.setStatusBarMessage(l10n.t('Copied'), 2000);
  });
  // The clock goes to one time, so this is about the given row alone.
  commands.register(TOKENS_COMMANDS.tokensClockToEnd, async (node) => {
    const target = await tokensTarget(parts);
    const one = { ...parts, selection: onlyRow(parts.selection) };
    const ending = target && (await endingFor(one, [node], target));
    if (ending) await moveTo(target, Date.parse('token' in ending ? ending.token.expiresAt : firstEnd(ending)));
  });
  registerReplayCommand(commands, parts);
  registerTokenUserCommands(commands, parts);
}

function sessionRow({ id }: ControlledSession): TokensNode {
  return { kind: 'tokenSession', id };
}

/** Everything that a row shows can be typed: user, device, address, reason of the end, id. Active sessions come first. */
async function findSession({ tokens: { sessions }, now }: TokensTarget): Promise<ControlledSession | undefined> {
  const newest = sessions.toReversed();
  const [active, ended] = [newest.filter(isActive), newest.filter((session) => !isActive(session))];
  if (sessions.length === 0) void vscode.window.showInformationMessage(l10n.t('There are no token sessions yet.'));
  if (sessions.length === 0) return undefined;
  const separator = (label: string, list: readonly unknown[]) =>
    list.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }];
  const itemOf = (session: ControlledSession) => ({
    label: session.user,
    description: tokenSessionText(session, now),
    detail: foundText(session),
    session,
  });
  const items: (vscode.QuickPickItem & { readonly session?: ControlledSession })[] = [
    ...separator(l10n.t('Active Sessions'), active),
    ...active.map(itemOf),
    ...separator(l10n.t('Ended Sessions'), ended),
    ...ended.map(itemOf),
  ];
  const chosen = await pick(items, {
    title: l10n.t('Find Token Session'),
    placeHolder: l10n.t('User, device, address or id'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.session;
}

function foundText(session: ControlledSession): string {
  const { device, ip, id } = session;
  const shown = tokenDeviceText(session);
  const more = [device.model, device.platform, device.appVersion].filter(
    (part) => part !== undefined && part !== shown,
  );
  return [...more, ip, id].join(' · ');
}

async function terminate({ client }: TokensTarget, sessions: readonly ControlledSession[]): Promise<void> {
  const [first] = sessions;
  if (!first) return;
  const isSingle = sessions.length === 1;
  const question = isSingle
    ? l10n.t('Terminate the session of “{0}”?', tokenSessionName(first))
    : l10n.t('Terminate {0} token sessions?', numberText(sessions.length));
  const detail = isSingle
    ? l10n.t('All its tokens are revoked. At its next call the app is told that an administrator has done it.')
    : [
        ...namesText(sessions.map(tokenSessionName)),
        l10n.t('At its next call each app is told that an administrator has done it.'),
      ].join('\n');
  const go = isSingle ? l10n.t('Terminate Session') : l10n.t('Terminate Sessions');
  if (!(await confirmed(question, detail, go))) return;
  await oneAfterTheOther(sessions, ({ id }) => client.ask(TOKENS_CALLS.endSession(id)));
}

/** Whatever comes first. */
function firstEnd({ expiresAt, absoluteExpiresAt }: ControlledSession): string {
  return Date.parse(expiresAt) < Date.parse(absoluteExpiresAt) ? expiresAt : absoluteExpiresAt;
}

async function moveTo({ client, now }: TokensTarget, end: number): Promise<void> {
  await client.moveClock({ advanceMs: Math.max(0, end - now) });
  void vscode.window.setStatusBarMessage(l10n.t('The clock is at {0}.', clockText(end, true)), 3000);
}
