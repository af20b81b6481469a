/** A sentence without its full stop, so that it can stand inside another sentence. */
export function withoutFullStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

/** A message in one line and without its full stop, so that it can stand inside a sentence. */
export function inOneLine(message: string): string {
  return withoutFullStop(message.replace(/\s*\n\s*/g, ' '));
}
