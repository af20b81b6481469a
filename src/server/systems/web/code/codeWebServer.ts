import type { WebServerMembers } from '../webServerMembers';
import { withoutMembers } from './notHere';
import { showMembers } from './shownMembers';

/** The object that `webServer()` gives, which stands for 4D.WebServer. See docs/web-classes.md#webserver. */
export class WebServer {
  /** @param members what the server told */
  constructor(members: WebServerMembers) {
    const shown = Object.entries(members).map(([name, value]) => [
      name,
      { get: () => value, instead: 'the options of the server, before it starts' },
    ]);
    showMembers(this, 'WebServer', Object.fromEntries(shown));
    withoutMembers(this);
  }
}
