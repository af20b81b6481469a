import type { ServerState } from '../../core/protocol/state';
import {
  ownsRow,
  type SystemAddress,
  type SystemNode,
  type SystemRows,
  type SystemView,
  type SystemWindow,
} from './systemView';

/** A system, and its rows in this window. */
interface OpenSystem {
  readonly view: SystemView;
  readonly rows: SystemRows | undefined;
}

/** The emulated systems in one window, in the order of their list. */
export class OpenSystems {
  private constructor(private readonly systems: readonly OpenSystem[]) {}

  /** Registers what handles the commands of systems, and makes their rows. */
  static async open(views: readonly SystemView[], window: SystemWindow): Promise<OpenSystems> {
    return new OpenSystems(await Promise.all(views.map(async (view) => ({ view, rows: await view.open?.(window) }))));
  }

  /** The rows of the system to which a row belongs. */
  rowsOf(node: SystemNode): SystemRows | undefined {
    return this.systems.find(({ view }) => ownsRow(view, node))?.rows;
  }

  get rows(): readonly SystemRows[] {
    return this.systems.flatMap(({ rows }) => rows ?? []);
  }

  addresses(state: ServerState): readonly SystemAddress[] {
    return this.systems.flatMap(({ view }) => view.addresses?.(state) ?? []);
  }
}
