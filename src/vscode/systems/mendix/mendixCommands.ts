import * as vscode from 'vscode';
import { MENDIX_CALLS } from '../../../core/systems/mendix/mendixCalls';
import type { CommandRegistry } from '../../host/commandRegistry';
import { l10n } from '../../host/l10n';
import { isOne } from '../../host/plural';
import { numberText } from '../../host/treeRow';
import type { ServerNode } from '../../server/serverNode';
import { confirmed } from './confirmed';
import { MENDIX_COMMANDS } from './mendixContract';
import { type MendixParts, type MendixTarget, mendixTarget, sessionFor, tokenFor } from './mendixTargets';
import { mendixSessionName, tokenEndText, tokenId, tokenPlaceText } from './mendixText';
import { registerMendixUserCommands } from './mendixUserCommands';

/** Registers the commands about sessions, users and authentication tokens of the Mendix runtime. */
export function registerMendixCommands(commands: CommandRegistry, parts: MendixParts): void {
  commands.register(MENDIX_COMMANDS.mendixSweepNow, async () => {
    const target = await mendixTarget(parts);
    if (target) await sweep(target);
  });
  commands.register(MENDIX_COMMANDS.mendixEndSession, async (node?: ServerNode) => {
    const target = await mendixTarget(parts);
    const session = target && (await sessionFor(parts, node, target));
    if (!session) return;
    const question = l10n.t('End the Mendix session of “{0}”?', mendixSessionName(session));
    const detail = session.anonymous
      ? l10n.t('The anonymous user goes with it.')
      : l10n.t('Authentication tokens stay: a client that has one gets another session.');
    if (await confirmed(question, detail, l10n.t('End Session')))
      await target.client.ask(MENDIX_CALLS.endSession(session.id));
  });
  commands.register(MENDIX_COMMANDS.mendixExpireToken, (node?: ServerNode) => endToken(parts, node, 'expired'));
  commands.register(MENDIX_COMMANDS.mendixEndToken, (node?: ServerNode) => endToken(parts, node, 'ended'));
  registerMendixUserCommands(commands, parts);
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

async function endToken(parts: MendixParts, node: ServerNode | undefined, how: 'expired' | 'ended'): Promise<void> {
  const target = await mendixTarget(parts);
  const found = target && (await tokenFor(parts, node, target));
  if (!found) return;
  const { client, now } = target;
  const { user, token } = found;
  const isExpired = how === 'expired';
  const question = isExpired
    ? l10n.t('Let an authentication token of “{0}” expire now?', user.name)
    : l10n.t('End an authentication token of “{0}”?', user.name);
  const detail = [
    [tokenEndText(token, now), tokenPlaceText(token), tokenId(token)].join(' · '),
    isExpired
      ? l10n.t('The client is told the same as when its time is over. The clock stays.')
      : l10n.t('The client has to sign in again when its session has ended.'),
  ].join('\n');
  if (!(await confirmed(question, detail, isExpired ? l10n.t('Let It Expire') : l10n.t('End Token')))) return;
  await client.ask(isExpired ? MENDIX_CALLS.expireToken(token.id) : MENDIX_CALLS.endToken(token.id));
}
