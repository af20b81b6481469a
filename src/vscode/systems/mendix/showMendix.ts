import type { SystemRows, SystemWindow } from '../../server/systemView';
import { registerMendixCommands } from './mendixCommands';
import { MendixItems } from './mendixItems';
import { MendixRows } from './mendixRows';

/** Registers what handles the commands of a Mendix runtime, and creates its rows. */
export function showMendix(window: SystemWindow): SystemRows {
  registerMendixCommands(window.host.commands, window);
  return new MendixRows(window.server, new MendixItems());
}
