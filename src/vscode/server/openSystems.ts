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
  private systems: readonly OpenSystem[] = [];
  private loading: Promise<void> | undefined;

  constructor(
    private readonly views: readonly SystemView[],
    private readonly window: SystemWindow,
  ) {}

  /** Registers what handles the commands of systems, and makes their rows, once. Before that, they have none. */
  load(): Promise<void> {
    this.loading ??= this.open();
    return this.loading;
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

  private async open(): Promise<void> {
    const { views, window } = this;
    this.systems = await Promise.all(views.map(async (view) => ({ view, rows: await view.open?.(window) })));
  }
}
