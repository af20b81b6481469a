import * as vscode from 'vscode';
import { MENDIX_CALLS } from '../../../core/systems/mendix/mendixCalls';
import type { MendixSession } from '../../../core/systems/mendix/mendixSession';
import type { CommandRegistry } from '../../host/commandRegistry';
import { confirmed } from '../../host/confirmed';
import { l10n } from '../../host/l10n';
import { namesText } from '../../host/namesText';
import { oneAfterTheOther } from '../../host/oneAfterTheOther';
import { isOne } from '../../host/plural';
import { numberText } from '../../host/treeRow';
import type { OnRows } from '../../server/meantRows';
import { MENDIX_COMMANDS } from './mendixContract';
import {
  type MendixParts,
  type MendixTarget,
  mendixTarget,
  type OwnedToken,
  sessionsFor,
  tokensFor,
} from './mendixTargets';
import { mendixSessionName, tokenEndText, tokenId, tokenPlaceText } from './mendixText';
import { registerMendixUserCommands } from './mendixUserCommands';

/** Registers the commands about sessions, users and authentication tokens of the Mendix runtime. */
export function registerMendixCommands(commands: CommandRegistry, parts: MendixParts): void {
  commands.register(MENDIX_COMMANDS.mendixSweepNow, async () => {
    const target = await mendixTarget(parts);
    if (target) await sweep(target);
  });
  commands.register(MENDIX_COMMANDS.mendixEndSession, async (...rows: OnRows) => {
    const target = await mendixTarget(parts);
    if (target) await endSessions(target, await sessionsFor(parts, rows, target));
  });
  commands.register(MENDIX_COMMANDS.mendixExpireToken, (...rows: OnRows) => endTokens(parts, rows, 'expired'));
  commands.register(MENDIX_COMMANDS.mendixEndToken, (...rows: OnRows) => endTokens(parts, rows, 'ended'));
  registerMendixUserCommands(commands, parts);
}

async function endSessions({ client }: MendixTarget, sessions: readonly MendixSession[]): Promise<void> {
  const [first] = sessions;
  if (!first) return;
  const isSingle = sessions.length === 1;
  const question = isSingle
    ? l10n.t('End the Mendix session of “{0}”?', mendixSessionName(first))
    : l10n.t('End {0} Mendix sessions?', numberText(sessions.length));
  const detail = [
    ...(isSingle ? [] : namesText(sessions.map(mendixSessionName))),
    ...(sessions.some(({ anonymous }) => anonymous) ? [anonymousText(isSingle)] : []),
    ...(sessions.some(({ anonymous }) => !anonymous)
      ? [l10n.t('Authentication tokens stay: a client that has one gets another session.')]
      : []),
  ].join('\n');
  if (!(await confirmed(question, detail, isSingle ? l10n.t('End Session') : l10n.t('End Sessions')))) return;
  await oneAfterTheOther(sessions, ({ id }) => client.ask(MENDIX_CALLS.endSession(id)));
}

/** A sweep takes nothing away that is still good, so nobody is asked. */
async function sweep({ client }: MendixTarget): Promise<void> {
  const { removed, unblocked } = await client.ask(MENDIX_CALLS.sweep());
  const sessions = isOne(removed.length)
    ? l10n.t('The sweep removed {0} session.', numberText(removed.length))
    : l10n.t('The sweep removed {0} sessions.', numberText(removed.length));
  const names = unblocked.length === 0 ? [] : [l10n.t('Unblocked: {0}.', unblocked.join(', '))];
  void vscode.window.showInformationMessage([sessions, ...names].join(' '));
}

function anonymousText(isSingle: boolean): string {
  return isSingle ? l10n.t('The anonymous user goes with it.') : l10n.t('Anonymous users go with their sessions.');
}

async function endTokens(parts: MendixParts, rows: OnRows, how: 'expired' | 'ended'): Promise<void> {
  const target = await mendixTarget(parts);
  const found = target ? await tokensFor(parts, rows, target) : [];
  const [first] = found;
  if (!target || !first) return;
  const { client, now } = target;
  const isExpired = how === 'expired';
  const isSingle = found.length === 1;
  const textOf = ({ token }: OwnedToken) =>
    [tokenEndText(token, now), tokenPlaceText(token), tokenId(token)].join(' · ');
  const detail = [
    ...(isSingle ? [textOf(first)] : namesText(found.map((each) => `${each.user.name}: ${textOf(each)}`))),
    isExpired
      ? l10n.t('The client is told the same as when its time is over. The clock stays.')
      : l10n.t('The client has to sign in again when its session has ended.'),
  ].join('\n');
  const { question, go } = questionOf(isExpired, first, found.length);
  if (!(await confirmed(question, detail, go))) return;
  await oneAfterTheOther(found, ({ token: { id } }) =>
    client.ask(isExpired ? MENDIX_CALLS.expireToken(id) : MENDIX_CALLS.endToken(id)),
  );
}

function questionOf(isExpired: boolean, { user }: OwnedToken, count: number) {
  if (count === 1) {
    return isExpired
      ? { question: l10n.t('Let an authentication token of “{0}” expire now?', user.name), go: l10n.t('Let It Expire') }
      : { question: l10n.t('End an authentication token of “{0}”?', user.name), go: l10n.t('End Token') };
  }
  return isExpired
    ? {
        question: l10n.t('Let {0} authentication tokens expire now?', numberText(count)),
        go: l10n.t('Let Them Expire'),
      }
    : { question: l10n.t('End {0} authentication tokens?', numberText(count)), go: l10n.t('End Tokens') };
}
