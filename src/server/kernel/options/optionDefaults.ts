import type { Json } from '../../../core/json/json';
import { defaults } from './compiledOptionsPaths';

/**
 * What an option of the server is that is not given, by its names from the outermost. Undefined where that follows from
 * other options, or where there is no such option.
 */
export function defaultOf(option: readonly string[]): Json | undefined {
  const wanted = option.join('.');
  return defaults.find((each) => each.option.join('.') === wanted)?.value;
}
