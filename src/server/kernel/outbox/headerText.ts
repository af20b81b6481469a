/** A header may go on in the next line if that begins with white space (RFC 5322, section 2.2.3). */
const FOLD = /\r?\n(?=[ \t])/g;
const BREAK = /[\r\n\0]/;
/** The name of a header: printable characters without a colon (RFC 5322, section 3.6.8). */
const HEADER_NAME = /^[!-9;-~]{1,100}$/;

/** A text as it is in a header after its folded lines are joined. */
export function unfolded(text: string): string {
  return text.includes('\n') ? text.replace(FOLD, '') : text;
}

/** Whether a text would end the header that it is in, so that what follows could be another header. */
export function endsHeader(text: string): boolean {
  return BREAK.test(text);
}

export function isHeaderName(name: string): boolean {
  return HEADER_NAME.test(name);
}
