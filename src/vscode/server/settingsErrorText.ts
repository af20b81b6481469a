import { optionsErrorText } from '../../server/kernel/options/optionsErrorText';
import validate, { places } from './compiledSettingsSchema';
import { SERVER_SECTION } from './serverContract';

/**
 * What is wrong with the settings of the dev server by their schema in the manifest: one sentence without its full
 * stop, which names the setting as the user writes it. Undefined if nothing is wrong.
 * @param settings as in settings.json, by their names below `sessionWorkbench.server`
 */
export function settingsErrorText(settings: Readonly<Record<string, unknown>>): string | undefined {
  return validate(settings) ? undefined : optionsErrorText(validate.errors ?? [], places, SERVER_SECTION);
}
