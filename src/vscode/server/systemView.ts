import type { FaultEffect, FaultScope } from '../../core/protocol/fault';
import type { ServerState } from '../../core/protocol/state';
import type { ServerOptions } from '../../server/kernel/options/options';
import type { FlagValue } from '../contract/contextKey';
import type { ContractPart } from '../contract/part';
import type { Host } from '../host/createHost';
import type { Redraws, TreeRows } from '../host/projectedTree';
import type { DevServerController, StateDelta } from './devServerController';
import type { ServerNode } from './serverNode';
import type { ServerStarter } from './serverStarter';

/** A row that an emulated system adds to the view Dev Server. The contract of the system declares its kind. */
export interface SystemNode {
  readonly kind: string;
}

/** Changes while the server ran, so that there is a state before and after them. */
export interface LiveDelta extends StateDelta {
  readonly before: ServerState;
  readonly after: ServerState;
}

/** The rows of one emulated system in the view Dev Server, read from its part of the state each time. */
export interface SystemRows<N extends SystemNode = SystemNode> extends TreeRows<N> {
  /** Redraws the rows that have changed. */
  changed(delta: LiveDelta, tree: Redraws<SystemNode>): void;
  /** When something that the rows show expires, in virtual milliseconds since 1970. */
  ends?(state: ServerState): readonly number[];
  /** Rows that show a remaining time. */
  timed?(state: ServerState): readonly N[];
  /** What its commands can be about, for the palette. Without a state, nothing. */
  flags?(state: ServerState | undefined): readonly FlagValue[];
}

/** An address of a system, in addition to that of the server. */
export interface SystemAddress {
  readonly label: string;
  /** Id of a product icon. */
  readonly icon: string;
  readonly url: string;
}

/** An effect that a fault can have, with a sentence on what clients make of it. */
export interface OfferedEffect {
  readonly effect: FaultEffect;
  readonly detail: string;
}

/** Requests that a fault can be limited to. */
export interface OfferedScope {
  readonly label: string;
  readonly description: string;
  readonly scope: FaultScope;
  /** Whether the row that the command was called on stands for it. */
  readonly isOfRow: boolean;
}

/** What a system offers in the commands about faults. */
export interface SystemFaults {
  effects(): readonly OfferedEffect[];
  scopes(state: ServerState, row: SystemNode | undefined): readonly OfferedScope[];
}

/** What a system can use in a window. */
export interface SystemWindow {
  readonly host: Pick<Host, 'disposables' | 'commands'>;
  readonly server: DevServerController;
  readonly starter: ServerStarter;
  /** The rows that are selected in the view Dev Server. */
  readonly selection: () => readonly ServerNode[];
  /** Shows a row in the view Dev Server, and selects it. */
  readonly reveal: (row: ServerNode) => Promise<void>;
}

/** What the editor shows of one emulated system. `vscode/systems.ts` lists all of them. */
export interface SystemView {
  /** Its name, as in the state and in the journal. */
  readonly name: string;
  /**
   * Its part of the contract with the manifest: the kinds of its rows, its commands, and its settings below
   * `sessionWorkbench.server`.
   */
  readonly contract: ContractPart;
  /**
   * The options of the server that follow from its settings.
   * @param settings by their names below `sessionWorkbench.server`
   */
  options?(settings: Readonly<Record<string, unknown>>): Partial<ServerOptions>;
  /** How a MobileApps folder is passed to the server, for a system that serves one. */
  readonly folder?: {
    options(folder: string): Partial<ServerOptions>;
    of(options: ServerOptions): string | undefined;
  };
  /** Whether a server with these options is of use without a MobileApps folder. */
  isOfUseAlone?(options: Partial<ServerOptions>): boolean;
  addresses?(state: ServerState): readonly SystemAddress[];
  readonly faults?: SystemFaults;
  /** Examples for a route, and for a rule of the journal. */
  readonly examples?: { readonly route: string; readonly rule: string };
  /** Registers what handles its commands, and creates its rows. It loads what it needs for that. */
  open?(window: SystemWindow): SystemRows | Promise<SystemRows>;
}

/** Whether a row belongs to a system. */
export function ownsRow({ contract }: SystemView, { kind }: { readonly kind: string }): boolean {
  return contract.rows?.some(({ words }) => Object.hasOwn(words, kind)) ?? false;
}
