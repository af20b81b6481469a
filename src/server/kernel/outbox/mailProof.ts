import { readHtml } from './htmlText';

/** What a mail has for its reader to do, and what it says as plain text. */
export interface MailProof {
  readonly text: string;
  readonly link?: string;
  readonly code?: string;
}

const ADDRESS = /https?:\/\/[^\s<>"'`]+/i;
/** What names a code in English, French, German, Spanish, Portuguese and Japanese. */
const NAMES_CODE = /code|passcode|\bpin\b|\botp\b|c[oó]digo|コード|認証番号/i;
/** Digits, perhaps in two groups, that are no part of a longer word, a time, a date or an address. */
const CODE = /(?<![\p{L}\d./:_-])(?:\d{4,10}|\d{3}[ -]\d{3})(?![\p{L}\d:/_-]|[.,]\d)/gu;
const CLOSING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Finds link and code in a mail that code has written. The text is made from the HTML when there is none. */
export function mailProof(subject: string, given: string, html: string): MailProof {
  const read = readHtml(html);
  const text = given === '' ? read.text : given;
  const link = read.links.find((each) => /^https?:\/\//i.test(each)) ?? linkIn(given) ?? linkIn(read.text);
  const code = codeIn(text) ?? codeIn(subject);
  return {
    text,
    ...(link !== undefined && { link }),
    ...(code !== undefined && (NAMES_CODE.test(subject) || NAMES_CODE.test(text)) && { code }),
  };
}

/** The first address in a text, without the punctuation that closes the sentence or the bracket around it. */
function linkIn(text: string): string | undefined {
  const [link = ''] = ADDRESS.exec(text) ?? [];
  const counts = new Map<string, number>();
  for (const each of link) counts.set(each, (counts.get(each) ?? 0) + 1);
  let end = link.length;
  for (; end > 0; end--) {
    const last = link[end - 1] ?? '';
    const opening = CLOSING[last];
    const isUnopened = opening !== undefined && (counts.get(last) ?? 0) > (counts.get(opening) ?? 0);
    if (!isUnopened && !/[.,;:!?…。、」』]/u.test(last)) break;
    counts.set(last, (counts.get(last) ?? 0) - 1);
  }
  return end === 0 ? undefined : link.slice(0, end);
}

/** The code that stands nearest behind the word for it, otherwise the first one. */
function codeIn(text: string): string | undefined {
  const plain = text.replace(/https?:\/\/\S+/gi, ' ');
  const named = plain.search(NAMES_CODE);
  const found = [...plain.matchAll(CODE)];
  const match = found.find(({ index }) => index > named) ?? found[0];
  return match?.[0].replace(/[ -]/g, '');
}
