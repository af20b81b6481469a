import type { CheckPool } from '../../disk/checkPool';
import type { Host } from '../host/createHost';
import { restorePanels } from '../host/declared';
import { Later } from '../host/later';
import type { DevServerController } from '../server/devServerController';
import type { ServerStarter } from '../server/serverStarter';
import { COMPOSER_COMMANDS, COMPOSER_PANEL } from './composerContract';

/** What the request composer needs of the rest of the extension. */
export interface ComposerNeeds {
  readonly pool: CheckPool;
  readonly devServer: DevServerController;
  readonly starter: Later<Pick<ServerStarter, 'start'>>;
}

/** Registers the request composer. It is loaded when it is first opened, or when it comes back with the window. */
export function registerComposer(
  host: Pick<Host, 'disposables' | 'commands' | 'dialogs' | 'extensionUri' | 'log' | 'memento'>,
  needs: ComposerNeeds,
): void {
  const opened = new Later(async () => (await import('./openComposer.js')).openComposer(host, needs));
  host.commands.registerLate(COMPOSER_COMMANDS, () => opened.get());
  host.disposables.add(restorePanels(COMPOSER_PANEL, () => opened.get()));
}
