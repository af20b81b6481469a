import type { ServerOptions } from '../../src/server/kernel/options/options';
import { SystemHarness } from './systemHarness';

/** A dev session server with any options: called over real HTTP, driven by its control API. */
export class PlainHarness extends SystemHarness {
  static start(options: ServerOptions): Promise<PlainHarness> {
    return PlainHarness.started(options, {}, (server, log) => new PlainHarness(server, log, 'mobile'));
  }
}
