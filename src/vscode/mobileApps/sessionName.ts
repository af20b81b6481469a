import { visibleText } from '../../core/base/visibleText';
import { type NameableSession, whoText } from './sessionText';

/** The name of a session for titles and questions: who, and the device. */
export function sessionName(entry: NameableSession): string {
  const { deviceDescription } = entry.fields;
  return deviceDescription ? `${whoText(entry)} (${visibleText(deviceDescription)})` : whoText(entry);
}
