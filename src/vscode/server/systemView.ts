import type { FaultEffect, FaultScope } from '../../core/protocol/fault';
import type { ServerState } from '../../core/protocol/state';
import type { AnySlice } from '../../core/server/systemSlice';
import type { ServerOptions } from '../../server/kernel/options/options';
import type { ContractPart } from '../contract/part';
import type { Host } from '../host/host';
import type { Redraws, TreeRows } from '../host/projectedTree';
import type { DevServerController, StateDelta } from './devServer';
import type { ServerNode } from './serverNode';
import type { ServerStarter } from './serverStarter';

/** A row that an emulated system adds to the view Dev Server. Its kind is one of those that the system's contract declares. */
export interface SystemNode {
  readonly kind: string;
}

/** What became different while the server ran: there is a state before and after it. */
export interface LiveDelta extends StateDelta {
  readonly before: ServerState;
  readonly after: ServerState;
}

/** The rows of one emulated system in the view Dev Server, read from its slice of the state each time. */
export interface SystemRows<N extends SystemNode = SystemNode> extends TreeRows<N> {
  /** Draws the rows anew that are other ones now. */
  changed(delta: LiveDelta, tree: Redraws<SystemNode>): void;
  /** When what the rows show comes to an end, in virtual milliseconds since 1970. */
  ends?(state: ServerState): readonly number[];
  /** Rows that show how much time is left. */
  timed?(state: ServerState): readonly N[];
}

/** An address that a system answers at, beside that of the server itself. */
export interface SystemAddress {
  readonly label: string;
  /** Id of a product icon. */
  readonly icon: string;
  readonly url: string;
}

/** Something that can go wrong on purpose, with a sentence on what clients make of it. */
export interface OfferedEffect {
  readonly effect: FaultEffect;
  readonly detail: string;
}

/** Requests that a fault can be for. */
export interface OfferedScope {
  readonly label: string;
  readonly description: string;
  readonly scope: FaultScope;
  /** Whether it is what the row stands for that the command was called on. */
  readonly isOfRow: boolean;
}

/** What a system adds to the commands about faults. */
export interface SystemFaults {
  effects(): readonly OfferedEffect[];
  scopes(state: ServerState, row: SystemNode | undefined): readonly OfferedScope[];
}

/** What a system has to do with in a window. */
export interface SystemWindow {
  readonly host: Pick<Host, 'disposables' | 'commands'>;
  readonly server: DevServerController;
  readonly starter: ServerStarter;
  /** The rows that are selected in the view Dev Server. */
  readonly selection: () => readonly ServerNode[];
}

/** What the editor shows of one emulated system. There is one list of them, `vscode/systems.ts`. */
export interface SystemView {
  /** As in the state and in the journal. */
  readonly name: string;
  /** How its slice of the state changes; absent when it has none. */
  readonly slice?: AnySlice;
  /** What it has in the manifest. The kinds of its rows are in it, and its settings below `sessionWorkbench.server`. */
  readonly contract: ContractPart;
  /**
   * Options of the server by its settings.
   * @param settings by their names below `sessionWorkbench.server`
   */
  options?(settings: Readonly<Record<string, unknown>>): Partial<ServerOptions>;
  /** How a MobileApps folder is given to the server, where the system serves one. */
  readonly folder?: {
    options(folder: string): Partial<ServerOptions>;
    of(options: ServerOptions): string | undefined;
  };
  /** Whether a server with these options is of use without a MobileApps folder. */
  isOfUseAlone?(options: Partial<ServerOptions>): boolean;
  addresses?(state: ServerState): readonly SystemAddress[];
  readonly faults?: SystemFaults;
  /** What a user can type where a route, or a rule of the journal, is asked for. */
  readonly examples?: { readonly route: string; readonly rule: string };
  /** Registers its commands, and makes its rows. */
  open?(window: SystemWindow): SystemRows;
}

/** Whether a row is of a system. */
export function ownsRow({ contract }: SystemView, { kind }: { readonly kind: string }): boolean {
  return contract.rows?.some(({ words }) => Object.hasOwn(words, kind)) ?? false;
}

/** How the slices of these systems change. */
export function slicesOf(systems: readonly SystemView[]): readonly AnySlice[] {
  return systems.flatMap(({ slice }) => slice ?? []);
}
