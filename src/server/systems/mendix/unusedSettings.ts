import { nearestName } from '../../../core/base/nearestName';
import { OptionsError } from '../../../core/server/optionsError';

/**
 * The custom settings that Mendix has, and that change nothing here. A developer has them in a block that is for a real
 * runtime, too. The schema of the options has their names and beginnings (docs/facts/mendix.md#settings).
 * @param given names of the settings in the options
 * @param used names of those that the emulated runtime uses
 * @throws OptionsError for a name that is nearly one that is used
 */
export function unusedSettings(given: readonly string[], used: readonly string[]): readonly string[] {
  const others = given.filter((name) => !used.includes(name));
  for (const name of others) {
    const meant = nearestName(name, used);
    if (meant !== undefined) {
      throw new OptionsError(`“mendix.settings” must not have “${name}”; “${meant}” may be meant`);
    }
  }
  return others;
}
