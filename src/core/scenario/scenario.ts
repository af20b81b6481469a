import type { Json } from '../json/json';
import type { Range } from '../json/position';
import type { ActorSource, StepKind, StepSource, VariableSource } from './scenarioSource';

/** A place in a scenario file. */
export interface ScenarioPlace {
  /** As it was given to the reader, or as the one who reads includes named it. */
  readonly file: string;
  readonly range: Range;
}

/** A step as the runner takes it; those of included files are among them, in their place. */
export interface Step {
  /** From 0. */
  readonly index: number;
  readonly kind: StepKind;
  readonly source: StepSource;
  readonly place: ScenarioPlace;
  /** Where a part of the step stands, by a JSON Pointer below it; the nearest that is there. */
  placeOf(pointer: string): ScenarioPlace;
}

/** A scenario that was read; there is one although hints were found. */
export interface Scenario {
  readonly name: string;
  readonly description: string;
  readonly file: string;
  readonly server: { readonly [option: string]: Json };
  readonly actors: Readonly<Record<string, ActorSource>>;
  readonly variables: Readonly<Record<string, VariableSource>>;
  readonly steps: readonly Step[];
}

/** What a step is called where only one line is there for it. */
export function titleOf({ title, note, clock, fault, event, request }: StepSource): string {
  if (title !== undefined) return title;
  if (note !== undefined) return note;
  if (request) return `${methodOf(request)} ${request.url}`;
  if (clock) return `Clock: ${Object.entries(clock).map(([name, value]) => `${name} ${value}`)}`;
  if (fault) return 'remove' in fault ? `Fault removed: ${fault.remove}` : `Fault: ${fault.add.kind}`;
  if (event) return `Server: ${Object.keys(event)}`;
  return '';
}

export function methodOf({ method, json, form, text }: NonNullable<StepSource['request']>): string {
  const hasBody = json !== undefined || form !== undefined || text !== undefined;
  return method?.toUpperCase() ?? (hasBody ? 'POST' : 'GET');
}
