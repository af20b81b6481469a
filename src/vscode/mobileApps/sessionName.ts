import { visibleText } from '../../core/base/visibleText';
import type { SessionEntry } from '../../core/index/sessionEntry';
import { whoText } from './sessionText';

/** The name of a session for titles and questions: who, and the device. */
export function sessionName(entry: SessionEntry): string {
  const { deviceDescription } = entry.fields;
  return deviceDescription ? `${whoText(entry)} (${visibleText(deviceDescription)})` : whoText(entry);
}
