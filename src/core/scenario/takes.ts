import type { Json } from '../json/json';
import { pointerParts } from '../json/pointer';
import { BoundedPattern } from '../pattern/boundedPattern';
import type { StepBudget } from '../pattern/runPattern';
import { type Facts, headerValues, pointedValue } from './facts';
import type { TakeSource } from './scenarioSource';

/**
 * The value for a variable. Undefined when there is none.
 * @param budget the steps that its pattern may take
 * @throws PatternLimit when its pattern takes too many steps
 */
export function taken(source: TakeSource, facts: Facts, budget?: StepBudget): Json | undefined {
  const take = typeof source === 'string' ? { json: source } : source;
  const whole = wholeOf(take, facts);
  const match = 'match' in take ? take.match : undefined;
  if (match === undefined || whole === undefined) return whole;
  const text = typeof whole === 'string' ? whole : JSON.stringify(whole);
  const found = new BoundedPattern(match, 'u').exec(text, budget);
  return found ? (found[1] ?? found[0]) : undefined;
}

/** The source of a value, in words. */
export function takenFrom(source: TakeSource): string {
  const { match, ...from } = typeof source === 'string' ? { json: source, match: undefined } : source;
  const [kind, where] = Object.entries(from)[0] ?? [];
  const place =
    kind === 'json' ? `${where || 'the whole'} in the body` : where === true ? `the ${kind}` : `the ${kind} ${where}`;
  return match === undefined ? place : `${place}, matching /${match}/`;
}

function wholeOf(take: Exclude<TakeSource, string>, { answer, bodyJson, url, state }: Facts): Json | undefined {
  if ('json' in take) {
    const json = bodyJson();
    return json === undefined ? undefined : pointedValue(json, pointerParts(take.json));
  }
  if ('header' in take) return answer && headerValues(answer.headers, take.header)[0];
  if ('cookie' in take) return answer?.setCookies.findLast(({ name }) => name === take.cookie)?.value;
  if ('body' in take) return answer?.body;
  if ('url' in take) return url;
  if ('mail' in take) return state.outbox.at(-1)?.[take.mail];
  return pointedValue(state, pointerParts(take.state));
}
