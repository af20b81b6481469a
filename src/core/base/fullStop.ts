/** A sentence without its full stop, so that it can stand inside another sentence. */
export function withoutFullStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

/** A message as a sentence of its own: with a capital and a full stop. */
export function asSentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${withoutFullStop(message.slice(1))}.`;
}

/** A message in one line and without its full stop, so that it can stand inside a sentence. */
export function inOneLine(message: string): string {
  // An expression for white space around line ends would try each run of white space from each of its characters.
  const [first = '', ...others] = message.split('\n');
  const last = others.pop();
  if (last === undefined) return withoutFullStop(message);
  const between = others.map((line) => line.trim()).filter((line) => line !== '');
  return withoutFullStop([first.trimEnd(), ...between, last.trimStart()].join(' '));
}
