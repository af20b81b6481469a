import { faultWords } from '../../server/kernel/options/optionsFault';
import validate from './compiledSettingsSchema';
import { SERVER_SECTION } from './serverContract';

/**
 * What is wrong with the settings of the dev server, by what the manifest says of them: one sentence without its end that
 * names the setting as its user writes it. Undefined when nothing is.
 * @param settings as settings.json has them, by their names below `sessionWorkbench.server`
 */
export function settingsFault(settings: Readonly<Record<string, unknown>>): string | undefined {
  return validate(settings) ? undefined : faultWords(validate.errors ?? [], SERVER_SECTION);
}
