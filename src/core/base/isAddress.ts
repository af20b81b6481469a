/**
 * An address of any kind, such as `https://…`, also with one slash, which is what becomes of two where a path is made of it. One letter
 * is a drive of Windows. A file may have a colon in its name on other systems.
 */
const ADDRESS = /^(?:[a-z][a-z\d+.-]+:\/|(?:data|blob):)/i;

/** Whether a text that is given as a path is an address. `./` before it makes a path of it. */
export function isAddress(text: string): boolean {
  return ADDRESS.test(text);
}
