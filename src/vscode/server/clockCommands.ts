import type { ClockMove } from '../../core/protocol/clockState';
import type { Command } from '../contract/command';
import type { CommandRegistry } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { askDuration, offeredDurations } from './durationInput';
import { SERVER_COMMANDS } from './serverContract';
import type { ServerStarter } from './serverStarter';

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
    const chosen = client && (await askDuration(l10n.t('Advance Clock'), offeredDurations(OFTEN)));
    if (chosen?.ms !== undefined) await client?.moveClock({ advanceMs: chosen.ms });
  });
  move(SERVER_COMMANDS.clockPause, { pause: true });
  move(SERVER_COMMANDS.clockResume, { pause: false });
  move(SERVER_COMMANDS.clockReset, { reset: true });
}
