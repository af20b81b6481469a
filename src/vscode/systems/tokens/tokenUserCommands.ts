import * as vscode from 'vscode';
import type { TokensUser, TokensUserPatch } from '../../../core/systems/tokens/tokenSession';
import { TOKENS_CALLS } from '../../../core/systems/tokens/tokensCalls';
import { isLongerThan, LONGEST_TOKENS_PASSWORD } from '../../../core/systems/tokens/tokensTexts';
import type { Command } from '../../contract/command';
import type { CommandRegistry } from '../../host/commandRegistry';
import { confirmed } from '../../host/confirmed';
import { l10n } from '../../host/l10n';
import { namesText } from '../../host/namesText';
import { oneAfterTheOther } from '../../host/oneAfterTheOther';
import { isOne } from '../../host/plural';
import { numberText } from '../../host/treeRow';
import type { OnRows } from '../../server/meantRows';
import { onlyRow } from '../../server/serverNode';
import { sessionCountText } from '../../server/serverText';
import { TOKENS_COMMANDS } from './tokensContract';
import { activeOf, type TokensParts, type TokensTarget, tokensTarget, tokenUsersFor } from './tokensTargets';
import { tokenSessionName } from './tokensText';

/** Registers the commands that change users of the token server, and end all that they have. */
export function registerTokenUserCommands(commands: CommandRegistry, parts: TokensParts): void {
  const onUsers = (
    command: Command<OnRows>,
    fits: (user: TokensUser, target: TokensTarget) => boolean,
    none: string,
    run: (target: TokensTarget, users: readonly TokensUser[]) => Promise<unknown>,
  ) =>
    commands.register(command, async (...rows: OnRows) => {
      const target = await tokensTarget(parts);
      const users = target ? await tokenUsersFor(parts, rows, target, (user) => fits(user, target), none) : [];
      if (target && users.length > 0) await run(target, users);
    });
  const changing =
    (patch: TokensUserPatch) =>
    ({ client }: TokensTarget, users: readonly TokensUser[]) =>
      oneAfterTheOther(users, ({ name }) => client.ask(TOKENS_CALLS.changeUser(name, patch)));

  onUsers(
    TOKENS_COMMANDS.tokensTerminateAll,
    ({ name }, { tokens }) => activeOf(tokens, name).length > 0,
    l10n.t('No user has an active session.'),
    async (target, users) => {
      const question =
        users.length === 1
          ? l10n.t('Terminate all sessions of “{0}”?', users[0]?.name ?? '')
          : l10n.t('Terminate all sessions of {0} users?', numberText(users.length));
      const told = l10n.t('At its next call each app is told that an administrator has done it.');
      if (!(await confirmed(question, detailOf(target, users, told), l10n.t('Terminate Sessions')))) return;
      await oneAfterTheOther(users, ({ name }) => target.client.ask(TOKENS_CALLS.endSessionsOf(name)));
    },
  );
  onUsers(
    TOKENS_COMMANDS.tokensDisableUser,
    ({ disabled }) => !disabled,
    l10n.t('There is no user to disable.'),
    async (target, users) => {
      const question =
        users.length === 1
          ? l10n.t('Disable the user “{0}”?', users[0]?.name ?? '')
          : l10n.t('Disable {0} users?', numberText(users.length));
      const told = l10n.t('Nobody can sign in as a disabled user, and all sessions of the user end.');
      if (await confirmed(question, detailOf(target, users, told), l10n.t('Disable'))) {
        await changing({ disabled: true })(target, users);
      }
    },
  );
  onUsers(
    TOKENS_COMMANDS.tokensEnableUser,
    ({ disabled }) => disabled,
    l10n.t('No user is disabled.'),
    changing({ disabled: false }),
  );
  // Each user has a password of their own, so this one is about the given row alone.
  commands.register(TOKENS_COMMANDS.tokensChangePassword, async (node) => {
    const target = await tokensTarget(parts);
    const one = { ...parts, selection: onlyRow(parts.selection) };
    const none = l10n.t('There are no users yet: they come from the settings, or when they sign in.');
    const [user] = target ? await tokenUsersFor(one, [node], target, () => true, none) : [];
    const password = target && user && (await askPassword(parts, target, user));
    if (!target || !user || !password) return;
    await changing({ password })(target, [user]);
    await tellPassword(target, user);
  });
}

/** The sessions that end, by name, below what the apps are told. */
function detailOf({ tokens }: TokensTarget, users: readonly TokensUser[], told: string): string {
  const sessions = users.flatMap(({ name }) => activeOf(tokens, name));
  return [
    told,
    ...(users.length > 1 ? namesText(users.map(({ name }) => name)) : namesText(sessions.map(tokenSessionName))),
    endingCountText(users.length, sessions.length),
  ]
    .filter((line) => line !== undefined)
    .join('\n');
}

/** How many sessions end. Of several users it says nothing if none does. */
function endingCountText(users: number, sessions: number): string | undefined {
  if (sessions > 0) return sessionCountText(sessions);
  return users === 1 ? l10n.t('The user has no active session that could end.') : undefined;
}

/** The prompt says what ends with the old password, so that nobody needs to be asked again. */
async function askPassword(
  parts: TokensParts,
  target: TokensTarget,
  { name }: TokensUser,
): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: l10n.t('New Password of “{0}”', name),
    prompt: endingText(parts, activeOf(target.tokens, name).length),
    password: true,
    ignoreFocusOut: true,
    validateInput: passwordProblem,
  });
}

function passwordProblem(text: string): string | undefined {
  if (text === '') return l10n.t('A password is needed.');
  return isLongerThan(text, LONGEST_TOKENS_PASSWORD)
    ? l10n.t('A password has no more than {0} characters.', numberText(LONGEST_TOKENS_PASSWORD))
    : undefined;
}

/** What a new password ends, as the option `passwordChange` says. The change comes from no session, so all are others. */
function endingText({ server }: TokensParts, sessions: number): string {
  const option = 'passwordChange';
  if (server.options?.tokens?.passwordChange === 'none') {
    return l10n.t('Active sessions go on, as the option {0} says.', option);
  }
  if (sessions === 0) return l10n.t('The user has no active session that could end.');
  return isOne(sessions)
    ? l10n.t('{0} active session of the user ends, as the option {1} says.', numberText(sessions), option)
    : l10n.t('{0} active sessions of the user end, as the option {1} says.', numberText(sessions), option);
}

async function tellPassword({ client, tokens }: TokensTarget, { name }: TokensUser): Promise<void> {
  const after = (await client.state()).systems.tokens;
  const ids = new Set(after ? activeOf(after, name).map(({ id }) => id) : []);
  const ended = activeOf(tokens, name).filter(({ id }) => !ids.has(id)).length;
  const changed = l10n.t('The password of “{0}” was changed.', name);
  const sessions = isOne(ended)
    ? l10n.t('{0} session ended.', numberText(ended))
    : l10n.t('{0} sessions ended.', numberText(ended));
  void vscode.window.showInformationMessage(ended === 0 ? changed : `${changed} ${sessions}`);
}
