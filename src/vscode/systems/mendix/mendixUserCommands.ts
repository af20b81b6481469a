import * as vscode from 'vscode';
import { MENDIX_CALLS } from '../../../core/systems/mendix/mendixCalls';
import type { MendixUser, MendixUserPatch } from '../../../core/systems/mendix/mendixSession';
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
import { MENDIX_COMMANDS } from './mendixContract';
import { type MendixParts, type MendixTarget, mendixTarget, usersFor } from './mendixTargets';
import { blockEndText, tokenCountText } from './mendixText';

/** Registers the commands that change users of the Mendix runtime. */
export function registerMendixUserCommands(commands: CommandRegistry, parts: MendixParts): void {
  const onUsers = (
    command: Command<OnRows>,
    fits: (user: MendixUser) => boolean,
    none: string,
    run: (target: MendixTarget, users: readonly MendixUser[]) => Promise<unknown>,
  ) =>
    commands.register(command, async (...rows: OnRows) => {
      const target = await mendixTarget(parts);
      const users = target ? await usersFor(parts, rows, target, fits, none) : [];
      if (target && users.length > 0) await run(target, users);
    });
  const changing =
    (patch: MendixUserPatch) =>
    ({ client }: MendixTarget, users: readonly MendixUser[]) =>
      oneAfterTheOther(users, ({ name }) => client.ask(MENDIX_CALLS.changeUser(name, patch)));

  // Nobody is asked, because a block is taken back with one click.
  onUsers(
    MENDIX_COMMANDS.mendixBlockUser,
    ({ blocked }) => !blocked,
    l10n.t('There is no user to block.'),
    async (target, users) => {
      const blocked = await changing({ blocked: true })(target, users);
      const since = blocked.flatMap(({ blockedSince }) => blockedSince ?? []).sort();
      commands.goOn(MENDIX_COMMANDS.mendixBlockUser, async () => {
        if (await tellBlocked(users, blockEndText(since.at(-1) ?? '', target.mendix))) {
          await changing({ blocked: false })(target, users);
        }
      });
    },
  );
  onUsers(
    MENDIX_COMMANDS.mendixUnblockUser,
    ({ blocked }) => blocked,
    l10n.t('No user is blocked.'),
    changing({ blocked: false }),
  );
  onUsers(
    MENDIX_COMMANDS.mendixActivateUser,
    ({ active }) => !active,
    l10n.t('No user is inactive.'),
    changing({ active: true }),
  );
  onUsers(
    MENDIX_COMMANDS.mendixDeactivateUser,
    ({ active }) => active,
    l10n.t('There is no active user.'),
    async (target, users) => {
      if (await isDeactivationWanted(target, users)) await changing({ active: false })(target, users);
    },
  );
  // Each user has a password of their own, so this one is about the given row alone.
  commands.register(MENDIX_COMMANDS.mendixChangePassword, async (node) => {
    const target = await mendixTarget(parts);
    const none = l10n.t('There are no users yet: they come from the settings, or when they sign in.');
    const [user] = target ? await usersFor(onlyOne(parts), [node], target, () => true, none) : [];
    const password = user && (await askPassword(user));
    if (!target || !password) return;
    const [after] = await changing({ password })(target, [user]);
    if (after) tellPassword(user, after);
  });
}

/** Of several selected rows, none is meant by a command about one. */
function onlyOne(parts: MendixParts): MendixParts {
  return { ...parts, selection: onlyRow(parts.selection) };
}

/** @returns whether the block is to be taken back */
async function tellBlocked(users: readonly MendixUser[], end: string): Promise<boolean> {
  const undo = l10n.t('Unblock');
  const [first] = users;
  const message =
    first && users.length === 1
      ? l10n.t('“{0}” is blocked until the sweep at {1}. Live sessions go on.', first.name, end)
      : l10n.t('{0} users are blocked until the sweep at {1}. Live sessions go on.', numberText(users.length), end);
  return (await vscode.window.showInformationMessage(message, undo)) === undo;
}

async function isDeactivationWanted({ mendix }: MendixTarget, users: readonly MendixUser[]): Promise<boolean> {
  const names = users.map(({ name }) => name);
  const sessions = mendix.sessions.filter(({ user }) => names.includes(user)).length;
  const [first] = names;
  const question =
    first !== undefined && names.length === 1
      ? l10n.t('Make the user “{0}” inactive?', first)
      : l10n.t('Make {0} users inactive?', numberText(names.length));
  const lines = [
    ...(names.length === 1 ? [] : namesText(names)),
    l10n.t('Sessions and authentication tokens of the user end, unless the switch {0} is off.', 'inactiveEndsSessions'),
    sessions === 0 ? undefined : sessionCountText(sessions),
    tokenCountText({ tokens: users.flatMap(({ tokens }) => tokens) }),
  ].filter((line) => line !== undefined);
  return confirmed(question, lines.join('\n'), l10n.t('Make Inactive'));
}

/** The prompt says what ends with the old password, so that nobody needs to be asked again. */
async function askPassword({ name, tokens }: MendixUser): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: l10n.t('New Password of “{0}”', name),
    prompt:
      tokens.length === 0
        ? l10n.t('Live sessions go on.')
        : l10n.t(
            'Live sessions go on. All authentication tokens of the user end, unless the switch {0} is off.',
            'passwordEndsTokens',
          ),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (text === '' ? l10n.t('A password is needed.') : undefined),
  });
}

function tellPassword(before: MendixUser, after: MendixUser): void {
  const ended = before.tokens.length - after.tokens.length;
  const changed = l10n.t('The password of “{0}” was changed.', before.name);
  const tokens = isOne(ended)
    ? l10n.t('{0} authentication token ended.', numberText(ended))
    : l10n.t('{0} authentication tokens ended.', numberText(ended));
  void vscode.window.showInformationMessage(ended === 0 ? changed : `${changed} ${tokens}`);
}
