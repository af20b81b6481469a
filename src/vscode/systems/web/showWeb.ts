import { onlyRow } from '../../server/serverNode';
import type { SystemRows, SystemWindow } from '../../server/systemView';
import { registerCloseCommand } from './webCloseCommand';
import { WebCookies } from './webCookies';
import { WebItems } from './webItems';
import { WebRows } from './webRows';
import { registerWebCommands } from './webSessionCommands';
import { registerWebStorageCommands } from './webStorageCommands';

/** Registers what handles the commands of a 4D web server, and creates its rows. */
export function showWeb(window: SystemWindow): SystemRows {
  const { host, server } = window;
  const cookies = host.disposables.add(new WebCookies(server));
  // Each of its commands but that which closes sessions is about one row.
  const parts = { ...window, selection: onlyRow(window.selection) };
  registerWebCommands(host.commands, parts, cookies);
  registerCloseCommand(host.commands, window);
  registerWebStorageCommands(host.commands, parts);
  const hasCookie = (id: string) => cookies.has(id);
  return new WebRows(server, new WebItems(hasCookie), hasCookie);
}
