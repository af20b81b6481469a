import type { JsonError } from '../../../core/compliance/jsonErrorText';
import { type ConfigurationFault, inTextOrder } from '../../../core/configuration/configuration';
import { optionRange } from '../../../core/configuration/optionRange';
import { OptionsError } from '../../../core/server/optionsError';
import validate, { places } from './compiledOptionsSchema';
import { ruleChecks, takenOptions } from './optionsCheck';
import { optionsErrorText } from './optionsErrorText';

/** Errors with these keywords only say that a part is wrong. They stand beside the errors of that part. */
const OF_PARTS = ['if', 'allOf', 'anyOf', 'oneOf'];
const START = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/**
 * Everything in a configuration for which a server would refuse its options before it looks at what they name, in the
 * order of the text. A server that starts tells the first one only.
 * @param server the options in the configuration
 * @param text the configuration
 */
export function configuredFaults(server: Readonly<Record<string, unknown>>, text: string): ConfigurationFault[] {
  const ofSchema = schemaMessages(server);
  const faultsOf = (messages: readonly string[], isOfSchema: boolean) =>
    messages.map((message) => ({ message, isOfSchema, range: optionRange(text, message) ?? START }));
  return inTextOrder([...faultsOf(ofSchema, true), ...faultsOf(ruleMessages(server), false)]);
}

/** One sentence for each thing that the schema refuses. */
function schemaMessages(value: unknown): string[] {
  const errors = errorsOf(value);
  const ofParts = errors.filter(({ keyword }) => OF_PARTS.includes(keyword));
  const groups = new Map<string, JsonError[]>();
  // Beside what is missing, one sentence says both.
  const missing = new Set(errors.filter(({ keyword }) => keyword === 'required').map((each) => each.instancePath));
  for (const error of errors) {
    if (ofParts.includes(error)) continue;
    const { instancePath, params } = error;
    const key = JSON.stringify([instancePath, missing.has(instancePath) ? null : params.additionalProperty]);
    groups.set(key, [...(groups.get(key) ?? []), error]);
  }
  const texts = [...groups.values()].map((group) => optionsErrorText([...group, ...ofParts], places));
  return [...new Set(texts)];
}

/** What else is wrong with those options that the schema allows. */
function ruleMessages(value: Readonly<Record<string, unknown>>): string[] {
  const sound = Object.entries(value).filter(([name, each]) => errorsOf({ [name]: each }).length === 0);
  const messages = ruleChecks(takenOptions(Object.fromEntries(sound))).flatMap((assertRule) => {
    try {
      assertRule();
      return [];
    } catch (error) {
      if (!(error instanceof OptionsError)) throw error;
      return [error.message];
    }
  });
  return [...new Set(messages)];
}

function errorsOf(value: unknown): readonly JsonError[] {
  return validate(value) ? [] : (validate.errors ?? []);
}
