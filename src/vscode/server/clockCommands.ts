import * as vscode from 'vscode';
import type { ClockMove } from '../../core/protocol/clockState';
import { parseDuration } from '../../core/server/duration';
import type { Command } from '../contract/command';
import type { CommandRegistry } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { pick } from '../host/pick';
import { SERVER_COMMANDS } from './serverContract';
import type { ServerStarter } from './serverStarter';
import { durationText } from './serverText';

const MINUTE = 60_000;
/** Typical lifetimes to wait for: a code, an activation link, a web session, a day, a licence week. */
const OFTEN = [MINUTE, 5 * MINUTE, 60 * MINUTE, 24 * 60 * MINUTE, 7 * 24 * 60 * MINUTE];

/** Registers the commands for the virtual clock. */
export function registerClockCommands(commands: CommandRegistry, starter: ServerStarter): void {
  const move = (command: Command, what: ClockMove) =>
    commands.register(command, async () => {
      const client = await starter.client();
      await client?.moveClock(what);
    });
  commands.register(SERVER_COMMANDS.clockAdvance, async () => {
    const client = await starter.client();
    const advanceMs = client && (await askAdvance());
    if (advanceMs !== undefined) await client?.moveClock({ advanceMs });
  });
  move(SERVER_COMMANDS.clockPause, { pause: true });
  move(SERVER_COMMANDS.clockResume, { pause: false });
  move(SERVER_COMMANDS.clockReset, { reset: true });
}

async function askAdvance(): Promise<number | undefined> {
  const title = l10n.t('Advance Clock');
  const items: (vscode.QuickPickItem & { ms?: number })[] = [
    ...OFTEN.map((ms) => ({ label: durationText(ms), ms })),
    { label: l10n.t('Another time…') },
  ];
  const chosen = await pick(items, {
    title,
    placeHolder: l10n.t('Time only goes forward: what is over stays over.'),
  });
  return chosen && chosen.ms === undefined ? askDuration(title) : chosen?.ms;
}

/** Asks for a length of time. Undefined if the user gives none. */
export async function askDuration(title: string, value = ''): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    value,
    prompt: l10n.t('Such as 90s, 5m, 1h 30m or 2d; a number alone is seconds.'),
    validateInput: (input) => (parseDuration(input) === undefined ? l10n.t('This is no length of time.') : undefined),
  });
  return text === undefined ? undefined : parseDuration(text);
}
