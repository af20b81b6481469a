import type { FaultRequest } from '../protocol/fault';
import type { RunOutline } from '../scenario/outline';
import type { RunEvent, SentRequest } from '../scenario/runEvents';
import type { DeviceActSource } from '../scenario/systemDevice';
import type { FlowSplit } from './flowSplit';
import type { FlowStrings } from './flowWords';

/** Increased when an older page and a newer extension would not understand each other. */
export const FLOW_PROTOCOL = 1;

/** A request that waits until the developer sends it. */
export interface HeldRequest {
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly request: SentRequest;
}

export const FLOW_PHASES = ['idle', 'starting', 'running', 'paused', 'held', 'ended', 'broken', 'kept'] as const;
/**
 * `idle`: nothing was done yet. `paused`: between two steps. `held`: a request waits to be changed. `ended`: no step is
 * left. `broken`: the scenario cannot be run, and `problem` says why. `kept`: what is shown was done before the window
 * was loaded anew, and its server is gone.
 */
export type FlowPhase = (typeof FLOW_PHASES)[number];

export interface FlowStatus {
  readonly phase: FlowPhase;
  /** Index of the next step. At the end it is the number of steps. */
  readonly next: number;
  readonly canStepBack: boolean;
  /** Whether the next request waits before it is sent. */
  readonly holdsNext: boolean;
  readonly held?: HeldRequest;
  readonly problem?: string;
  /** Whether the scenario runs on the dev server of the window, which others use too. */
  readonly onDevServer: boolean;
}

/** From the extension to the page. toPage.schema.json says the same. */
export type ToPage =
  /** The whole state: the answer to `ready`, also sent after a restart. */
  | {
      readonly kind: 'flow';
      readonly version: typeof FLOW_PROTOCOL;
      readonly strings: FlowStrings;
      readonly language: string;
      readonly outline: RunOutline;
      readonly events: readonly RunEvent[];
      readonly status: FlowStatus;
      readonly split: FlowSplit;
      /** What is covered until the user wants to see it. */
      readonly secrets: readonly string[];
    }
  /** `secrets` are those that were not known before. Absent if there are none. */
  | { readonly kind: 'events'; readonly events: readonly RunEvent[]; readonly secrets?: readonly string[] }
  | { readonly kind: 'status'; readonly status: FlowStatus }
  /** Another simulator divides its room so, and all do as one does. */
  | { readonly kind: 'split'; readonly split: FlowSplit }
  /** One sentence to show and to announce to a screen reader. */
  | { readonly kind: 'notice'; readonly text: string };

/** A changed request: the new content, and the parts to leave out and to tamper with, named as in a step. */
export interface RequestChange {
  readonly request: SentRequest;
  readonly drop: readonly string[];
  readonly tamper: readonly string[];
}

export const EXPORT_FORMATS = ['mermaid', 'svg', 'html'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** From the page to the extension. fromPage.schema.json says the same. */
export type FromPage =
  /** The first message. The extension sends nothing before it, because the page does not listen yet. */
  | { readonly kind: 'ready'; readonly version: number }
  | { readonly kind: 'play' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'step' }
  | { readonly kind: 'back' }
  /** Runs until this step is the next one. */
  | { readonly kind: 'runTo'; readonly step: number }
  | { readonly kind: 'restart' }
  /** Starts again, and runs to where the kept run is. */
  | { readonly kind: 'playAgain' }
  | { readonly kind: 'holdNext'; readonly on: boolean }
  /** Sends the held request, changed or not. */
  | { readonly kind: 'send'; readonly change?: RequestChange }
  | { readonly kind: 'replay'; readonly message: number }
  /** Sends an earlier message again with another content. */
  | { readonly kind: 'resend'; readonly message: number; readonly change: RequestChange }
  | { readonly kind: 'forgetCookies'; readonly actor: string; readonly name?: string; readonly title: string }
  /** Virtual time, ISO 8601. */
  | { readonly kind: 'moveClock'; readonly until: string; readonly title: string }
  | { readonly kind: 'addFault'; readonly fault: FaultRequest; readonly title: string }
  | { readonly kind: 'removeFault'; readonly id: string; readonly title: string }
  | { readonly kind: 'copyCurl'; readonly message: number }
  | { readonly kind: 'export'; readonly format: ExportFormat }
  /** Does something with a device, as a step by hand. */
  | { readonly kind: 'device'; readonly actor: string; readonly act: DeviceActSource; readonly title: string }
  | { readonly kind: 'save' }
  /** Opens the scenario file at the step. */
  | { readonly kind: 'openStep'; readonly step: number }
  /** How the user has divided the room. */
  | { readonly kind: 'split'; readonly split: FlowSplit }
  /** A message of the extension was not as its schema has it. */
  | { readonly kind: 'misunderstood'; readonly problem: string };

/** The page's state that survives a reload of the window. It contains no secrets. */
export interface FlowPlace {
  readonly version: typeof FLOW_PROTOCOL;
  readonly file: string;
  /** Key of the selected entry. */
  readonly selected?: string;
  /** Keys of the entries that are open. */
  readonly opened?: readonly string[];
  /** How far the diagram is scrolled, in pixels. */
  readonly scroll?: number;
  /** After how many entries the run is shown. Absent when it is shown as it is now. */
  readonly moment?: number;
}

/** Reads a stored page state. Undefined when it cannot be used. What is wrong in it is left out. */
export function readFlowPlace(value: unknown): FlowPlace | undefined {
  const { version, file, selected, opened, scroll, moment } = (value ?? {}) as Partial<
    Record<keyof FlowPlace, unknown>
  >;
  if (version !== FLOW_PROTOCOL || typeof file !== 'string') return undefined;
  return {
    version,
    file,
    ...(typeof selected === 'string' && { selected }),
    ...(Array.isArray(opened) && { opened: opened.filter((each) => typeof each === 'string') }),
    ...(isNumber(scroll) && { scroll }),
    ...(isNumber(moment) && { moment }),
  };
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
