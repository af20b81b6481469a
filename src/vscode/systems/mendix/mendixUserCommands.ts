import * as vscode from 'vscode';
import { MENDIX_CALLS } from '../../../core/systems/mendix/mendixCalls';
import type { MendixUser, MendixUserPatch } from '../../../core/systems/mendix/mendixSession';
import type { Command } from '../../contract/command';
import type { CommandRegistry } from '../../host/commandRegistry';
import { l10n } from '../../host/l10n';
import { isOne } from '../../host/plural';
import { numberText } from '../../host/treeRow';
import type { ServerNode } from '../../server/serverNode';
import { confirmed } from './confirmed';
import { MENDIX_COMMANDS } from './mendixContract';
import { type MendixParts, type MendixTarget, mendixTarget, userFor } from './mendixTargets';
import { blockEndText, tokenCountText } from './mendixText';

/** Registers the commands that change a user of the Mendix runtime. */
export function registerMendixUserCommands(commands: CommandRegistry, parts: MendixParts): void {
  const onUser = (
    command: Command<[node?: ServerNode | undefined]>,
    fits: (user: MendixUser) => boolean,
    none: string,
    run: (target: MendixTarget, user: MendixUser) => Promise<unknown>,
  ) =>
    commands.register(command, async (node) => {
      const target = await mendixTarget(parts);
      const user = target && (await userFor(parts, node, target, fits, none));
      if (user) await run(target, user);
    });
  const changing =
    (patch: MendixUserPatch) =>
    ({ client }: MendixTarget, { name }: MendixUser) =>
      client.ask(MENDIX_CALLS.changeUser(name, patch));

  // Nobody is asked, because a block is taken back with one click.
  onUser(
    MENDIX_COMMANDS.mendixBlockUser,
    ({ blocked }) => !blocked,
    l10n.t('There is no user to block.'),
    async (target, user) => {
      const { blockedSince = '' } = await changing({ blocked: true })(target, user);
      commands.goOn(MENDIX_COMMANDS.mendixBlockUser, async () => {
        if (await tellBlocked(user, blockEndText(blockedSince, target.mendix))) {
          await changing({ blocked: false })(target, user);
        }
      });
    },
  );
  onUser(
    MENDIX_COMMANDS.mendixUnblockUser,
    ({ blocked }) => blocked,
    l10n.t('No user is blocked.'),
    changing({ blocked: false }),
  );
  onUser(
    MENDIX_COMMANDS.mendixActivateUser,
    ({ active }) => !active,
    l10n.t('No user is inactive.'),
    changing({ active: true }),
  );
  onUser(
    MENDIX_COMMANDS.mendixDeactivateUser,
    ({ active }) => active,
    l10n.t('There is no active user.'),
    async (target, user) => {
      if (await isDeactivationWanted(target, user)) await changing({ active: false })(target, user);
    },
  );
  const noUsers = l10n.t('There are no users yet: they come from the settings, or when they sign in.');
  onUser(
    MENDIX_COMMANDS.mendixChangePassword,
    () => true,
    noUsers,
    async (target, user) => {
      const password = await askPassword(user);
      if (password) tellPassword(user, await changing({ password })(target, user));
    },
  );
}

/** @returns whether the block is to be taken back */
async function tellBlocked({ name }: MendixUser, end: string): Promise<boolean> {
  const undo = l10n.t('Unblock');
  const message = l10n.t('“{0}” is blocked until the sweep at {1}. Live sessions go on.', name, end);
  return (await vscode.window.showInformationMessage(message, undo)) === undo;
}

async function isDeactivationWanted({ mendix }: MendixTarget, user: MendixUser): Promise<boolean> {
  const sessions = mendix.sessions.filter((session) => session.user === user.name).length;
  const lines = [
    l10n.t('Sessions and authentication tokens of the user end, unless the switch {0} is off.', 'inactiveEndsSessions'),
    isOne(sessions) ? l10n.t('{0} session', numberText(sessions)) : l10n.t('{0} sessions', numberText(sessions)),
    tokenCountText(user),
  ].filter((line) => line !== undefined);
  return confirmed(l10n.t('Make the user “{0}” inactive?', user.name), lines.join('\n'), l10n.t('Make Inactive'));
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
