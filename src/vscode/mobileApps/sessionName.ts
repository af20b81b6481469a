import type { SessionEntry } from '../../core/index/sessionEntry';
import { deviceText, emailText } from './sessionText';

/** The name of a session for titles and questions: device and e-mail. */
export function sessionName(entry: SessionEntry): string {
  const email = emailText(entry);
  return email ? `${deviceText(entry)} (${email})` : deviceText(entry);
}
