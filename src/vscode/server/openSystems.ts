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
  private readonly systems: readonly OpenSystem[];

  constructor(views: readonly SystemView[], window: SystemWindow) {
    this.systems = views.map((view) => ({ view, rows: view.open?.(window) }));
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
