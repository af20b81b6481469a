import type { Json } from '../json/json';
import type { RecordedExchange } from '../protocol/recordedExchange';
import { JsonEquality } from '../scenario/jsonEquality';
import {
  isRecorded,
  type KnownValues,
  type NamedSecret,
  type RecordOptions,
  recordedScenario,
  recording,
} from '../scenario/record';
import type { ActorSource, ScenarioSource, StepSource, VariableSource } from '../scenario/scenarioSource';
import { secretVariable } from '../scenario/secretVariable';
import { placesIn } from '../scenario/template';
import { textsIn } from '../scenario/textsIn';
import { givers } from './givers';
import { type DefaultOf, grownServer } from './grownServer';

/** What is still known of the steps that were saved in a scenario. It has secrets, and is kept in memory alone. */
export interface SavedSteps {
  readonly steps: readonly { readonly exchange: RecordedExchange; readonly step: StepSource }[];
  readonly secrets: readonly (NamedSecret & { readonly variable: VariableSource })[];
}

/** How steps are recorded, and what options of a server are that nobody gave. */
export interface GrowthOptions extends RecordOptions {
  readonly defaultOf: DefaultOf;
}

/** A scenario with a further step, or the option of the server that it would need twice. */
export type Growth =
  | { readonly scenario: ScenarioSource; readonly saved: SavedSteps }
  | { readonly contradiction: string };

export const NOTHING_SAVED: SavedSteps = { steps: [], secrets: [] };

/** A new scenario with a request as its last step, as `grownScenario` makes it. */
export function firstScenario(
  exchange: RecordedExchange,
  earlier: readonly RecordedExchange[],
  options: GrowthOptions,
): { readonly scenario: ScenarioSource; readonly saved: SavedSteps } {
  const { server } = recordedScenario([], options);
  const { name, description = '' } = options;
  const empty = { name, description, ...(server && { server }), actors: {}, steps: [] };
  const growth = grownScenario(empty, exchange, earlier, NOTHING_SAVED, options);
  // The options of a server do not contradict themselves.
  return growth as Exclude<Growth, { readonly contradiction: string }>;
}

/**
 * A scenario with a request as its last step. What an earlier answer gave is taken from the step of that answer, which is put before it
 * if the scenario has none. No secret gets the name of another: a value has the name that it is known by, or a new one.
 * @param earlier what was sent before, in this order
 */
export function grownScenario(
  scenario: ScenarioSource,
  exchange: RecordedExchange,
  earlier: readonly RecordedExchange[],
  saved: SavedSteps,
  options: GrowthOptions,
): Growth {
  const stepOf = (each: RecordedExchange) => savedAt(scenario, saved, each);
  const needed = givers([...earlier, exchange].filter(isRecorded), options, (each) => stepOf(each) !== undefined);
  // The request itself is always a new step, however often it was saved.
  const places = needed.map((each) => (each === exchange ? undefined : stepOf(each)));
  const secrets = saved.secrets.filter(({ name, variable }) => equal(scenario.variables?.[name], variable));
  const known = knownIn(scenario, places, secrets);
  const { scenario: recorded, secrets: named } = recording(needed, { ...options, known });
  const server = grownServer(
    scenario.server,
    recorded.server,
    new Set(needed.map(({ face }) => face)),
    options.defaultOf,
  );
  if (typeof server === 'string') return { contradiction: server };
  const actors = new GrownActors(scenario, recorded, places);
  const fresh = recorded.steps.filter((_, at) => places[at] === undefined).map((step) => actors.of(step));
  const used = namesIn(fresh);
  const steps = [...scenario.steps];
  for (const [at, place] of places.entries()) {
    const step = place === undefined ? undefined : steps[place];
    const take = Object.entries(recorded.steps[at]?.take ?? {}).filter(([name]) => used.has(name));
    if (step && take.length > 0)
      steps[place as number] = { ...step, take: { ...step.take, ...Object.fromEntries(take) } };
  }
  const variables = Object.entries(recorded.variables ?? {}).filter(([name]) => used.has(name));
  const { actors: _, variables: before, steps: __, ...rest } = scenario;
  const all = { ...before, ...Object.fromEntries(variables) };
  const newSteps = needed.filter((_, at) => places[at] === undefined);
  return {
    scenario: {
      ...rest,
      ...(server && { server }),
      actors: { ...scenario.actors, ...actors.added },
      ...(Object.keys(all).length > 0 && { variables: all }),
      steps: [...steps, ...fresh],
    },
    saved: {
      // One that was undone had other secrets by the same names.
      steps: [
        ...saved.steps.filter((each) => !fresh.some((step) => isSame(step, each.step))),
        ...fresh.map((step, at) => ({ exchange: newSteps[at] as RecordedExchange, step })),
      ],
      secrets: [
        ...secrets,
        ...named.flatMap((each) => {
          const variable = variables.find(([name]) => name === each.name)?.[1];
          return variable === undefined ? [] : [{ ...each, variable }];
        }),
      ],
    },
  };
}

/** The last step that sends the same and was answered alike. */
function savedAt(scenario: ScenarioSource, saved: SavedSteps, exchange: RecordedExchange): number | undefined {
  const same = saved.steps.filter((each) => isAlike(each.exchange, exchange));
  const at = scenario.steps.findLastIndex((each) => same.some(({ step }) => isSame(step, each)));
  return at < 0 ? undefined : at;
}

function isSame(one: StepSource, other: StepSource): boolean {
  return one.from === other.from && equal(one.request, other.request);
}

function isAlike(one: RecordedExchange, other: RecordedExchange): boolean {
  const { method, url, request, status } = other;
  return equal({ ...one, method, url, request, status }, one);
}

function knownIn(
  scenario: ScenarioSource,
  places: readonly (number | undefined)[],
  secrets: readonly NamedSecret[],
): KnownValues {
  const variables = Object.entries(scenario.variables ?? {});
  const taken = scenario.steps.map(({ take = {} }) => Object.keys(take));
  const names = new Set([...variables.map(([name]) => name), ...taken.flat(), ...namesIn(scenario.steps)]);
  // Two variables must not read the same variable of the environment.
  const read = variables.map(([, variable]) => envOf(variable));
  const braces = variables.find(([, value]) => value === '{{')?.[0];
  return {
    secrets,
    ...(braces !== undefined && { braces }),
    // What a later step takes under the same name is another value by then.
    takes: places.map((place) =>
      Object.fromEntries(
        Object.entries((place === undefined ? undefined : scenario.steps[place])?.take ?? {}).filter(
          ([name]) => taken.findLastIndex((each) => each.includes(name)) === place,
        ),
      ),
    ),
    isTaken: (name) => names.has(name) || read.includes(envOf(secretVariable(name))),
  };
}

function envOf(variable: VariableSource): string | undefined {
  return typeof variable === 'object' ? variable.env : undefined;
}

function namesIn(steps: readonly StepSource[]): Set<string> {
  return new Set([...textsIn(steps)].flatMap(({ text }) => placesIn(text).map(({ name }) => name)));
}

/** Who sends and answers the steps that come: actors of the scenario where it has such, or new ones. */
class GrownActors {
  readonly added: Record<string, ActorSource> = {};
  private readonly names = new Map<string, string>();

  constructor(
    private readonly scenario: ScenarioSource,
    recorded: ScenarioSource,
    places: readonly (number | undefined)[],
  ) {
    // What an earlier step got is with its actor, as cookies are.
    for (const [at, place] of places.entries()) {
      const [before, now] = [place === undefined ? undefined : scenario.steps[place]?.from, recorded.steps[at]?.from];
      if (before !== undefined && now !== undefined) this.names.set(now, before);
    }
    const fresh = recorded.steps.filter((_, at) => places[at] === undefined);
    const used = new Set(fresh.flatMap(({ from, to }) => [from, to]));
    for (const [name, source] of Object.entries(recorded.actors))
      if (used.has(name) && !this.names.has(name)) this.names.set(name, this.nameFor(name, source));
  }

  of(step: StepSource): StepSource {
    const named = (name: string | undefined) => (name === undefined ? undefined : (this.names.get(name) ?? name));
    const [from, to] = [named(step.from), named(step.to)];
    return { ...step, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  }

  private nameFor(wanted: string, source: ActorSource): string {
    const { actors } = this.scenario;
    const alike = Object.keys(actors).filter((name) => actors[name]?.role === source.role);
    if (alike.includes(wanted)) return wanted;
    const isOne = source.role === 'server' || source.role === 'platform';
    const [first] = alike;
    if (isOne && first !== undefined) return first;
    let name = wanted;
    for (let n = 2; Object.hasOwn(actors, name) || Object.hasOwn(this.added, name); n++) name = `${wanted} ${n}`;
    this.added[name] = source;
    return name;
  }
}

function equal(one: unknown, other: unknown): boolean {
  return new JsonEquality().equal(one as Json | undefined, other as Json | undefined);
}
