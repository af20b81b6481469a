import fs from 'node:fs';
import path from 'node:path';

/** A place in the source that gives a reason a message of its own, which is more than one constant text. */
export interface NotedMessage {
  /** The name of the reason as the source has it: whole in a note, without the part in a refusal. */
  readonly name: string;
  readonly isRefusal: boolean;
  readonly message: string;
  readonly file: string;
}

/** A call of `note`, and a new refusal. */
const CALL = /(?<![\w$])(?:(?:\w+\.)*note\w*|new \w*(?:Refusal|Refused))\(/gi;
/** The name of a reason, of which the message follows. */
const NAME = /^'([a-zA-Z]+(?:[.-][\w-]+)*)'$/;

/** All such places in the files of a folder and its folders. */
export function notedMessages(folder: string): NotedMessage[] {
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return files.flatMap((name) => messagesIn(path.join(folder, name), fs.readFileSync(path.join(folder, name), 'utf8')));
}

export function messagesIn(file: string, text: string): NotedMessage[] {
  return [...text.matchAll(CALL)].flatMap((match): NotedMessage[] => {
    const given = argumentsAt(text, match.index + match[0].length);
    const at = given.findIndex((each) => namesIn(each).length > 0);
    const message = at < 0 ? undefined : given[at + 1];
    if (message === undefined || isConstant(message)) return [];
    const isRefusal = match[0].startsWith('new ');
    return namesIn(given[at] ?? '').map((name) => ({ name, isRefusal, message, file }));
  });
}

/** The arguments of the call whose bracket is before a place. */
function argumentsAt(text: string, start: number): string[] {
  const parts = [''];
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const end = endOfText(text, at);
    const piece = text.slice(at, end);
    at = end - 1;
    if ('([{'.includes(piece)) depth++;
    if (')]}'.includes(piece) && depth-- === 0) break;
    if (piece === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** The end of the text in quotes that begins at a place, or the next place. */
function endOfText(text: string, start: number): number {
  const quote = text[start] ?? '';
  if (!'\'"`'.includes(quote)) return start + 1;
  let depth = 0;
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (quote === '`' && text.startsWith('${', at)) depth++;
    else if (quote === '`' && depth > 0 && text[at] === '}') depth--;
    else if (depth === 0 && text[at] === quote) return at + 1;
  }
  return text.length;
}

/** The names of reasons that an argument can be: a text, or one of those of a choice. */
function namesIn(given: string): string[] {
  const names = given.split(/[?:]/).map((part) => NAME.exec(part.trim())?.[1]);
  return names.filter((name) => name !== undefined);
}

/** A text, a sum of texts, or a choice of them. */
function isConstant(given: string): boolean {
  const left = given.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`$]*`/g, "''");
  return (
    /^(?:''|undefined)(?:\s*\+\s*'')*$/.test(left) ||
    /^[\w.!= ]+\?\s*(?:''|undefined)\s*:\s*(?:''|undefined)$/.test(left)
  );
}
