import type { Json } from '../json/json';

declare const ANSWER: unique symbol;

/**
 * One call of the control API. Each emulated system describes its calls beside its types, for its events in scenarios and
 * for programs that control a server.
 */
export interface ControlCall<T = unknown> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The part after `/_workbench/v1`. */
  readonly path: string;
  readonly json?: Json;
  /** The type of the answer. It has no value. */
  readonly [ANSWER]?: T;
}
