import type { CheckPool } from '../../disk/checkPool';
import type { Host } from '../host/createHost';
import { Later } from '../host/later';
import { HANDLER_COMMANDS } from './handlerContract';
import { HandlerProblems } from './handlerProblems';

/** What request handlers need of the rest of the extension. */
export interface HandlersNeeds {
  readonly pool: CheckPool;
}

/** Shows the findings of HTTPHandlers.json files, and registers what makes code for them. */
export function registerHandlers(
  host: Pick<Host, 'disposables' | 'commands' | 'extensionUri' | 'log'>,
  { pool }: HandlersNeeds,
): void {
  const { disposables, commands, extensionUri, log } = host;
  disposables.add(new HandlerProblems(pool, log));
  const code = new Later(async () =>
    (await import('./createCode.js')).registerCreateCode(commands, pool, extensionUri),
  );
  commands.registerLate(HANDLER_COMMANDS, () => code.get());
}
