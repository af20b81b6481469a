import { parseJson } from '../json/parseJson';
import { isRecord } from '../session/sessionFields';
import { STEP_LIMIT, sizeFinding } from './scenarioLimits';

/**
 * The files that a scenario includes, as it names them, so that they can be read before it. Empty when the text cannot
 * be read, which a finding tells later.
 */
export function includesIn(text: string): string[] {
  if (sizeFinding(text)) return [];
  let scenario: unknown;
  try {
    scenario = parseJson(text.replace(/^\ufeff/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
  const steps: unknown = isRecord(scenario) ? scenario.steps : undefined;
  if (!Array.isArray(steps) || steps.length > STEP_LIMIT.count) return [];
  const named = steps.map((step: unknown) => (isRecord(step) ? step.include : undefined));
  return [...new Set(named.filter((include) => typeof include === 'string'))];
}
