import { judgeName } from '../session/location';

// Names that Windows reserves for devices, with any extension.
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;
// Separators, characters that Windows forbids, control characters (among them NUL), and lone surrogates.
const FORBIDDEN = /[/\\<>:"|?*\p{Cc}\p{Cs}]/u;
// In bytes: the smallest limit of the file systems in use.
const LONGEST = 255;

/** Whether a text from a file may become the name of an application folder, on every operating system. */
export function isSafeFolderName(name: string): boolean {
  if (name === '' || name.startsWith('.') || /[. ]$/.test(name)) return false;
  return !FORBIDDEN.test(name) && !RESERVED.test(name) && new TextEncoder().encode(name).length <= LONGEST;
}

/** Whether it may become the name of a session file: on every operating system, and so that it counts as one. */
export function isSafeSessionName(name: string): boolean {
  return isSafeFolderName(name) && judgeName(name) !== 'other';
}
