import { changedJsonText } from '../../../core/json/changedJsonText';
import { isSecretMember } from '../../../core/redaction/secretMember';

/** Shorter numbers stand in any data. */
const SHORTEST_NUMBER = 4;

/** The values of the members of a JSON text that are secret by their names, at any depth: texts and numbers. */
export function secretMembersOf(json: string): string[] {
  const found: string[] = [];
  const note = (value: string, name: string | undefined) => {
    if (name !== undefined && isSecretMember(name, value)) found.push(value);
    return value;
  };
  changedJsonText(json, {
    key: (name) => name,
    text: note,
    number: (written, name) => (written.length < SHORTEST_NUMBER ? written : note(written, name)),
  });
  return found;
}
