import type { SystemPresenter } from '../flows/systemPresenter';
import type { Json } from '../json/json';
import type { ControlCall } from '../protocol/controlCall';
import type { ServerState } from '../protocol/state';
import type { SystemName } from '../protocol/systemStates';
import type { SystemDevice } from '../scenario/systemDevice';
import type { SystemEvents } from '../scenario/systemEvent';
import type { SystemExpectations } from '../scenario/systemExpectation';
import type { SystemFolder } from '../scenario/systemFolder';
import type { SystemRecording } from '../scenario/systemRecording';
import type { AnySlice } from '../server/systemSlice';
import type { RouteRequest } from './routeRequest';
import type { SystemSender } from './systemSender';

/** The presenter of any system, for lists. */
type AnyPresenter = { readonly [N in SystemName]: SystemPresenter<N> }[SystemName];

/**
 * What all rooms may know of one emulated system: everything pure. `core/systems.ts` lists these parts. What its plug-in
 * is on the server, and what the editor shows of it, are in the lists of those rooms.
 */
export interface SystemPart {
  /** The name of its folders, its face and its slice. */
  readonly name: string;
  readonly slice?: AnySlice;
  /** Its events and expectations in scenarios. `scenario.schema.json` beside them describes them. */
  readonly events?: Partial<SystemEvents>;
  readonly expectations?: Partial<SystemExpectations>;
  readonly presenter?: AnyPresenter;
  readonly recording?: SystemRecording;
  readonly folder?: SystemFolder;
  /**
   * The names by which its clients send and get secrets where the options of the server rename them. What has one of them
   * is covered in reports of a run, and is in no scenario that is recorded.
   */
  readonly secretNames?: (server: { readonly [option: string]: Json }) => readonly string[];
  /** The paths of logins that the options of the server rename. Those that say so in their name are known. */
  readonly logins?: (server: { readonly [option: string]: Json }) => readonly string[];
  /** What the state of a running server tells of its options, for scenarios that run on it. */
  readonly toldOptions?: (systems: ServerState['systems']) => { readonly [option: string]: Json };
  /** The routes that its clients have with these options of the server, as the journal and faults name them. */
  readonly routes?: (server: { readonly [option: string]: Json }) => readonly string[];
  /** Routes of a running server that depend on the project that it serves. */
  readonly askRoutes?: (
    systems: ServerState['systems'],
    ask: <T>(call: ControlCall<T>) => Promise<T>,
  ) => Promise<readonly string[]>;
  /** What clients send to routes that need more than their path, with these options of the server. */
  readonly requests?: (server: { readonly [option: string]: Json }) => readonly RouteRequest[];
  /** The sessions that a request can be sent in, and those that can be made for one. */
  readonly senders?: (systems: ServerState['systems']) => readonly SystemSender[];
  /** The device that its clients are, for actors with one. */
  readonly device?: SystemDevice;
}
