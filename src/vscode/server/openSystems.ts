import type { ServerState } from '../../core/protocol/state';
import {
  ownsRow,
  type SystemAddress,
  type SystemNode,
  type SystemRows,
  type SystemView,
  type SystemWindow,
} from './systemView';

/** A system with the rows that it has in this window. */
interface OpenSystem {
  readonly view: SystemView;
  readonly rows: SystemRows | undefined;
}

/** The emulated systems in one window, in the order of the list. */
export class OpenSystems {
  private readonly systems: readonly OpenSystem[];

  constructor(views: readonly SystemView[], window: SystemWindow) {
    this.systems = views.map((view) => ({ view, rows: view.open?.(window) }));
  }

  /** Rows of the system that a row is of. */
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
