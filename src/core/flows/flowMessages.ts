import type { FaultRequest } from '../protocol/fault';
import type { RunOutline } from '../scenario/outline';
import type { RunEvent, SentRequest } from '../scenario/runEvents';
import type { FlowStrings } from './flowWords';

/** Grows when page and extension of different times would not understand each other. */
export const FLOW_PROTOCOL = 1;

/** A request that waits for the developer before it is sent. */
export interface HeldRequest {
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly request: SentRequest;
}

export const FLOW_PHASES = ['idle', 'starting', 'running', 'paused', 'held', 'ended', 'broken'] as const;
/**
 * `idle`: nothing was done yet; `paused`: between two steps; `held`: a request waits to be changed; `ended`: no step is
 * left; `broken`: the scenario cannot be run, `problem` says why.
 */
export type FlowPhase = (typeof FLOW_PHASES)[number];

export interface FlowStatus {
  readonly phase: FlowPhase;
  /** Index of the step that comes next; the number of steps at the end. */
  readonly next: number;
  readonly canStepBack: boolean;
  /** Whether the next request is held before it is sent. */
  readonly holdsNext: boolean;
  readonly held?: HeldRequest;
  readonly problem?: string;
  /** Whether it runs on the dev server of the window, which others use too. */
  readonly onDevServer: boolean;
}

/** From the extension to the page. */
export type ToPage =
  /** Whole: the answer to `ready`, and after a restart. */
  | {
      readonly kind: 'flow';
      readonly version: typeof FLOW_PROTOCOL;
      readonly strings: FlowStrings;
      readonly language: string;
      readonly outline: RunOutline;
      readonly events: readonly RunEvent[];
      readonly status: FlowStatus;
    }
  | { readonly kind: 'events'; readonly events: readonly RunEvent[] }
  | { readonly kind: 'status'; readonly status: FlowStatus }
  /** One sentence for those who look and those who listen. */
  | { readonly kind: 'notice'; readonly text: string };

/** Parts of a request to leave out and to alter, as a step names them. */
export interface RequestChange {
  readonly request: SentRequest;
  readonly drop: readonly string[];
  readonly tamper: readonly string[];
}

export const EXPORT_FORMATS = ['mermaid', 'svg', 'html'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** From the page to the extension. */
export type FromPage =
  /** The first message: the page asks, so that nothing is said before it listens. */
  | { readonly kind: 'ready'; readonly version: number }
  | { readonly kind: 'play' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'step' }
  | { readonly kind: 'back' }
  /** Until this step comes next. */
  | { readonly kind: 'runTo'; readonly step: number }
  | { readonly kind: 'restart' }
  | { readonly kind: 'holdNext'; readonly on: boolean }
  /** Sends the held request, changed or not. */
  | { readonly kind: 'send'; readonly change?: RequestChange }
  | { readonly kind: 'replay'; readonly message: number }
  /** Sends a message of before once more, but other. */
  | { readonly kind: 'resend'; readonly message: number; readonly change: RequestChange }
  | { readonly kind: 'forgetCookies'; readonly actor: string; readonly name?: string; readonly title: string }
  /** Virtual time, ISO 8601. */
  | { readonly kind: 'moveClock'; readonly until: string; readonly title: string }
  | { readonly kind: 'addFault'; readonly fault: FaultRequest; readonly title: string }
  | { readonly kind: 'removeFault'; readonly id: string; readonly title: string }
  | { readonly kind: 'copyCurl'; readonly message: number }
  | { readonly kind: 'export'; readonly format: ExportFormat }
  | { readonly kind: 'save' }
  /** Shows where the step stands in the scenario file. */
  | { readonly kind: 'openStep'; readonly step: number };

/** What the page keeps over a reload of the window: its place, and no secrets. */
export interface FlowPlace {
  readonly version: typeof FLOW_PROTOCOL;
  readonly file: string;
  /** Key of the selected entry. */
  readonly selected?: string;
}

const KINDS: Readonly<Record<FromPage['kind'], true>> = {
  ready: true,
  play: true,
  pause: true,
  step: true,
  back: true,
  runTo: true,
  restart: true,
  holdNext: true,
  send: true,
  replay: true,
  resend: true,
  forgetCookies: true,
  moveClock: true,
  addFault: true,
  removeFault: true,
  copyCurl: true,
  export: true,
  save: true,
  openStep: true,
};

/** Whether something that came over the port is a message of the page. */
export function isFromPage(value: unknown): value is FromPage {
  const kind = (value as { kind?: unknown } | null | undefined)?.kind;
  return typeof kind === 'string' && Object.hasOwn(KINDS, kind);
}

/** What was kept for a page, if it can be read. */
export function placeOf(value: unknown): FlowPlace | undefined {
  const { version, file, selected } = (value ?? {}) as Partial<Record<keyof FlowPlace, unknown>>;
  if (version !== FLOW_PROTOCOL || typeof file !== 'string') return undefined;
  return { version, file, ...(typeof selected === 'string' && { selected }) };
}
