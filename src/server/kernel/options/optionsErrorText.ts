import { type JsonError, jsonErrorText, type MembersPlace } from '../../../core/compliance/jsonErrorText';

/**
 * Says which option is wrong and what its value may be, as one sentence without its period.
 * @param places all objects that options may have in them
 * @param section prefix of the names, such as `sessionWorkbench.server`; empty for the options of a server
 */
export function optionsErrorText(
  errors: readonly JsonError[],
  places: readonly MembersPlace[] = [],
  section = '',
): string {
  return jsonErrorText(errors, {
    whole: 'the options',
    object: 'an object of options',
    // Who writes settings has no schema at hand, but the editor that suggests what may be there.
    schema: section === '' ? 'schemas/server.schema.json' : 'the list of suggestions in settings.json',
    places,
    section,
  });
}
