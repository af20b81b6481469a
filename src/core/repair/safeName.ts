// What Windows keeps for devices, whatever extension follows.
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;
// Separators, what Windows forbids, controls (NUL among them), and half a character, which no file name can hold.
const FORBIDDEN = /[/\\<>:"|?*\p{Cc}\p{Cs}]/u;
// Bytes; the least that a file system in use allows.
const LONGEST = 255;

/** Whether a text from inside a file may become the name of an application folder, on every operating system. */
export function isSafeFolderName(name: string): boolean {
  if (name === '' || name.startsWith('.') || /[. ]$/.test(name)) return false;
  return !FORBIDDEN.test(name) && !RESERVED.test(name) && new TextEncoder().encode(name).length <= LONGEST;
}

/** Whether it may become the name of a session file, which has no extension. */
export function isSafeSessionName(name: string): boolean {
  return isSafeFolderName(name) && !name.includes('.');
}
