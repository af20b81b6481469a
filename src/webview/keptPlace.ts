import { FLOW_PROTOCOL, type FlowPlace } from '../core/flows/flowMessages';
import type { ExtensionLink } from './extensionLink';

/** Where the user is on the page, kept over a reload of the window. */
export class KeptPlace {
  private place: FlowPlace;

  /** @param file the scenario; what was kept of another one does not count */
  constructor(
    private readonly host: ExtensionLink,
    file: string,
  ) {
    const kept = host.place;
    this.place = kept?.file === file ? kept : { version: FLOW_PROTOCOL, file };
  }

  get now(): FlowPlace {
    return this.place;
  }

  keep(more: { readonly [K in keyof FlowPlace]?: FlowPlace[K] | undefined }): void {
    const all = Object.entries({ ...this.place, ...more }).filter(([, value]) => value !== undefined);
    this.place = Object.fromEntries(all) as unknown as FlowPlace;
    this.host.keep(this.place);
  }
}
