import type { SessionEntry } from '../../core/index/sessionEntry';
import { deviceText, emailText } from './sessionText';

/** A session as a title or a question names it: device and e-mail. */
export function sessionName(entry: SessionEntry): string {
  const email = emailText(entry);
  return email ? `${deviceText(entry)} (${email})` : deviceText(entry);
}
