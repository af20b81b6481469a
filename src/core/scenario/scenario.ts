import type { Json } from '../json/json';
import type { Range } from '../json/position';
import type { ActorSource, StepKind, StepSource, VariableSource } from './scenarioSource';

/** A place in a scenario file. */
export interface ScenarioPlace {
  /** The name that the reader was given, or that was returned for an include. */
  readonly file: string;
  readonly range: Range;
}

/** A step for the runner. The steps of included files are in their place among the others. */
export interface Step {
  /** Zero-based. */
  readonly index: number;
  readonly kind: StepKind;
  readonly source: StepSource;
  readonly place: ScenarioPlace;
  /**
   * The place of a part of the step, by a JSON Pointer relative to the step. When there is no such part, it is the
   * nearest parent.
   */
  placeOf(pointer: string): ScenarioPlace;
}

/** A scenario without errors. It may have hints. */
export interface Scenario {
  readonly name: string;
  readonly description: string;
  readonly file: string;
  readonly server: { readonly [option: string]: Json };
  readonly actors: Readonly<Record<string, ActorSource>>;
  readonly variables: Readonly<Record<string, VariableSource>>;
  readonly steps: readonly Step[];
}

/** The title of a step, for places that have one line for it. */
export function titleOf({ title, note, clock, fault, event, request, device }: StepSource): string {
  if (title !== undefined) return title;
  if (note !== undefined) return note;
  if (request) return `${requestMethod(request)} ${request.url}`;
  if (device) return `Device: ${Object.keys(device)}`;
  if (clock) return `Clock: ${Object.entries(clock).map(([name, value]) => `${name} ${value}`)}`;
  if (fault) return 'remove' in fault ? `Fault removed: ${fault.remove}` : `Fault: ${fault.add.kind}`;
  if (event) return `Server: ${Object.keys(event)}`;
  return '';
}

export function requestMethod({ method, json, form, text }: NonNullable<StepSource['request']>): string {
  const hasBody = json !== undefined || form !== undefined || text !== undefined;
  return method?.toUpperCase() ?? (hasBody ? 'POST' : 'GET');
}

/** The actor that gets the requests of an app when the step names none. */
export function receiverIn(actors: Scenario['actors']): string | undefined {
  return Object.keys(actors).find((name) => actors[name]?.role === 'server');
}
