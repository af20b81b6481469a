import type { CheckPool } from '../../disk/checkPool';
import type { Host } from '../host/createHost';
import { Later } from '../host/later';
import { whenOpened } from '../host/whenOpened';
import { HANDLER_COMMANDS, HANDLER_DIAGNOSTICS } from './handlerContract';
import { isHandled } from './handlerFiles';

/** What request handlers need of the rest of the extension. */
export interface HandlersNeeds {
  readonly pool: CheckPool;
}

/** Shows the findings of HTTPHandlers.json files, helps in them once one is open, and registers what makes code for them. */
export function registerHandlers(
  host: Pick<Host, 'disposables' | 'commands' | 'contextKeys' | 'extensionUri' | 'log'>,
  { pool }: HandlersNeeds,
): void {
  const { disposables, commands, contextKeys, extensionUri, log } = host;
  // Not awaited, and not read with the start: most workspaces have no such file.
  void commands.attempt(HANDLER_DIAGNOSTICS, async () => {
    const { HandlerProblems } = await import('./handlerProblems.js');
    disposables.add(new HandlerProblems(pool, log, contextKeys));
  });
  const open = async () => disposables.add((await import('./openCodeHelp.js')).openCodeHelp(host, pool));
  disposables.add(whenOpened(isHandled, () => void commands.attempt(HANDLER_DIAGNOSTICS, open)));
  const code = new Later(async () =>
    (await import('./createCode.js')).registerCreateCode(commands, pool, extensionUri),
  );
  commands.registerLate(HANDLER_COMMANDS, () => code.get());
}
