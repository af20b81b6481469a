import type { Json } from '../protocol/web';
import type { SentRequest, StepResult } from './runEvents';
import { secretsOfRequest } from './runSecrets';
import type { Scenario } from './scenario';
import type { RequestSource, ScenarioSource, StepSource, VariableSource } from './scenarioSource';
import { type Named, unfillJson } from './unfill';

/** A step as it was made in a run. */
export interface MadeStep {
  readonly source: StepSource;
  readonly byHand: boolean;
  readonly result: StepResult;
  /** What was sent instead of what the step says. */
  readonly changed?: SentRequest;
}

/**
 * What was done in a run as a scenario, to be saved: the steps of the scenario, those by hand in their place, and requests
 * as they were changed. A step by hand expects what came of it. Values of variables become variables again.
 * @param named values that variables have in the run
 */
export function scenarioOfRun(
  scenario: Scenario,
  made: readonly MadeStep[],
  named: readonly Named[],
  { name, description = scenario.description }: { readonly name: string; readonly description?: string },
): ScenarioSource {
  const secrets = new Secrets(named);
  const steps = made.map((step) => stepOf(step, named, secrets));
  const { actors, server } = scenario;
  const variables = { ...scenario.variables, ...secrets.variables };
  return {
    name,
    description,
    ...(Object.keys(server).length > 0 && { server }),
    actors,
    ...(Object.keys(variables).length > 0 && { variables }),
    steps,
  };
}

function stepOf({ source, byHand, result, changed }: MadeStep, named: readonly Named[], secrets: Secrets): StepSource {
  if (!byHand && !changed) return source;
  const request = changed ? changedRequest(source.request, changed) : source.request;
  const before = { ...source, ...(request && { request }) };
  const hidden = secrets.in(request, changed);
  const step = unfillJson(before as unknown as Json, [...named, ...hidden]) as unknown as StepSource;
  const expect = byHand && !source.expect ? expectedAfter(result) : undefined;
  return expect ? { ...step, expect } : step;
}

/** Secrets of requests that no variable has: they come from the environment. */
class Secrets {
  readonly variables: Record<string, VariableSource> = {};
  private readonly known: Named[] = [];

  constructor(private readonly named: readonly Named[]) {}

  in(request: RequestSource | undefined, changed: SentRequest | undefined): Named[] {
    if (!request) return [];
    const { method = 'GET', url, headers = {}, text, json, form } = request;
    const body = text ?? (json === undefined ? form && JSON.stringify(form) : JSON.stringify(json));
    const sent = changed ?? { method, url, headers: Object.entries(headers), ...(body !== undefined && { body }) };
    for (const secret of secretsOfRequest(sent)) {
      const isNamed = [...this.named, ...this.known].some(([, value]) => secret.includes(value) || value === secret);
      if (isNamed || secret.includes('{{') || secret === '') continue;
      const name = `secret${this.known.length + 1}`;
      this.known.push([name, secret]);
      this.variables[name] = { env: `SESSION_WORKBENCH_SECRET_${this.known.length}`, secret: true };
    }
    return this.known;
  }
}

/** Status and the last cause: what tells whether the same happens again. */
function expectedAfter({ step, journal, failures }: StepResult): StepSource['expect'] {
  const entry = journal.findLast(({ face }) => face !== 'control');
  if (step.kind !== 'request' || !entry || failures.length > 0) return undefined;
  const last = entry.causes.at(-1)?.rule;
  return { status: entry.status, ...(last !== undefined && { cause: { last } }) };
}

/** What the runner does anew for each request. */
const OWN = ['host', 'connection', 'content-length', 'user-agent', 'accept', 'referer', 'origin', 'cookie'];

function changedRequest(source: RequestSource | undefined, { method, url, headers, body }: SentRequest): RequestSource {
  const { follow, as, initiator, mode } = source ?? {};
  const said = headers.filter(([name]) => !OWN.includes(name.toLowerCase()));
  return {
    method,
    url,
    ...(said.length > 0 && { headers: Object.fromEntries(said) }),
    ...(body !== undefined && { text: body }),
    ...(follow !== undefined && { follow }),
    ...(as !== undefined && { as }),
    ...(initiator !== undefined && { initiator }),
    ...(mode !== undefined && { mode }),
  };
}
