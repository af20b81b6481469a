import * as vscode from 'vscode';
import type { ReasonCode } from '../../../core/protocol/reasonCode';
import type { ControlledSession, TokenReplay } from '../../../core/systems/tokens/tokenSession';
import { TOKENS_CALLS } from '../../../core/systems/tokens/tokensCalls';
import { TOKENS_REASONS } from '../../../core/systems/tokens/tokensReasons';
import type { CommandRegistry } from '../../host/commandRegistry';
import { confirmed } from '../../host/confirmed';
import { l10n } from '../../host/l10n';
import { numberText } from '../../host/treeRow';
import { onlyRow } from '../../server/serverNode';
import { TOKENS_COMMANDS } from './tokensContract';
import { familyTokensFor, type TokenOfSession, type TokensParts, tokensTarget } from './tokensTargets';
import { endReasonText, isActive, tokenSessionName } from './tokensText';

/** Registers the command that presents a token again, as a thief or an app with a lost answer does, and tells what comes of it. */
export function registerReplayCommand(commands: CommandRegistry, parts: TokensParts): void {
  // What comes of it is told for one token, so this is about the given row alone.
  commands.register(TOKENS_COMMANDS.tokensReplay, async (node) => {
    const target = await tokensTarget(parts);
    const one = { ...parts, selection: onlyRow(parts.selection) };
    const [owned] = target ? await familyTokensFor(one, [node], target) : [];
    if (!target || !owned || !(await isWanted(owned))) return;
    const { client } = target;
    const { session, token } = owned;
    const outcome = await client.ask(TOKENS_CALLS.replay(session.id, token.id));
    const after = (await client.state()).systems.tokens?.sessions.find(({ id }) => id === session.id);
    tell(owned, outcome, after);
  });
}

/** An access token changes nothing, and neither does a token of a session that is over: then nobody is asked. */
async function isWanted({ session, token }: TokenOfSession): Promise<boolean> {
  if (token.kind === 'access' || !isActive(session)) return true;
  const question = l10n.t(
    'Present refresh token {0} of “{1}” again?',
    numberText(token.number),
    tokenSessionName(session),
  );
  const detail =
    token.state === 'live'
      ? l10n.t('It is used up by that. When the app uses it afterwards, that counts as reuse.')
      : l10n.t('The session may end with all its tokens, as the options {0} and {1} say.', 'reuse', 'graceSeconds');
  return confirmed(question, detail, l10n.t('Replay Token'));
}

/** Status and error as a client gets them, then why, then what became of the session. */
function tell({ session, token }: TokenOfSession, outcome: TokenReplay, after: ControlledSession | undefined): void {
  const nth = numberText(token.number);
  const answer = [String(outcome.status), outcome.error].filter((part) => part !== undefined).join(' ');
  const isOver = isActive(session) && after !== undefined && !isActive(after);
  const message = [
    token.kind === 'refresh'
      ? l10n.t('Refresh token {0} is answered with {1}.', nth, answer)
      : l10n.t('Access token {0} is answered with {1}.', nth, answer),
    ...whyTexts(outcome),
    ...(isOver ? [overText(after)] : []),
  ].join(' ');
  if (outcome.error === undefined) void vscode.window.showInformationMessage(message);
  else void vscode.window.showWarningMessage(message);
}

function overText({ endReason }: ControlledSession): string {
  if (endReason === undefined) return l10n.t('The session is over now.');
  return l10n.t('The session is over now: {0}.', endReasonText(endReason));
}

/** The sentences of the reason codes. Of a refusal: why, and why the session was over before. The rest is in the journal. */
function whyTexts({ error, reasons }: TokenReplay): readonly string[] {
  const codes: Readonly<Record<string, ReasonCode>> = TOKENS_REASONS.codes;
  const told = reasons.flatMap((name) => (codes[name] ? [{ name, ...codes[name] }] : []));
  const why = told.filter(({ name, kind }) => kind === 'refused' || name.startsWith('tokens.over.'));
  return (error === undefined ? told : why).map(({ sentence }) => sentence);
}
