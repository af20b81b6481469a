import type { CheckPool } from '../../disk/checkPool';
import type { Host } from '../host/createHost';
import { registerCreateCode } from './createCode';
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
  registerCreateCode(commands, pool, extensionUri);
}
