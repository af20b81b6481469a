import { html } from '../../../core/base/html';
import { urlEncoded } from '../../../core/base/urlText';
import { wordReplaced } from '../../../core/base/wordReplaced';
import { REDACTED } from '../../../core/protocol/redacted';
import { SecretShapes } from '../../../core/protocol/secretShapes';

/** Shorter ones cannot be told from what stands in any text. */
const SHORTEST = 4;
/** Shorter ones are covered as whole words only, because they may be parts of other words. */
const SHORTEST_PART = 8;

/**
 * Secrets of which the values are known. They are covered wherever they stand, and in whatever encoding: of a URL, of JSON, of
 * HTML, in base64 or in hexadecimal digits, in capital or small letters. Tokens whose form tells that they are some are covered too.
 */
export class KnownSecrets {
  private readonly forms: readonly string[];
  private readonly shapes: SecretShapes;

  /** @param values as they are sent. Those of fewer than four characters are passed over */
  constructor(values: Iterable<string>) {
    const all = [...new Set([...values].flatMap((value) => [value, decoded(value)]))].filter(
      ({ length }) => length >= SHORTEST,
    );
    // The longest first, so that no part of one is left.
    this.forms = [...new Set(all.flatMap(formsOf))].sort((a, b) => b.length - a.length);
    const words = new Set(all.map((value) => value.toLowerCase()));
    this.shapes = new SecretShapes([], (word) => words.has(word.toLowerCase()), false);
  }

  /** @param mark what is put in their place */
  covered(text: string, mark: string = REDACTED): string {
    let left = text;
    for (const form of this.forms) {
      if (left.includes(form))
        left = form.length >= SHORTEST_PART ? left.replaceAll(form, mark) : wordReplaced(left, form, mark);
    }
    return this.shapes.covered(left, () => mark);
  }

  /** The same in bytes that are no text, also where they stand in UTF-16. The length stays, as other bytes may tell it. */
  coveredBytes(bytes: Uint8Array): Uint8Array {
    const buffer = Buffer.from(bytes);
    for (const form of this.forms.filter(({ length }) => length >= SHORTEST_PART)) {
      const wide = Buffer.from(form, 'utf16le');
      for (const written of [Buffer.from(form, 'utf8'), wide, Buffer.from(wide).swap16()]) {
        for (let at = buffer.indexOf(written); at >= 0; at = buffer.indexOf(written, at + written.length)) {
          buffer.fill('*', at, at + written.length, 'latin1');
        }
      }
    }
    return buffer;
  }
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** How a value may be written. */
function formsOf(value: string): string[] {
  const once = urlEncoded(value);
  const markup = String(html`${value}`);
  const json = JSON.stringify(value).slice(1, -1);
  const plain = [value, once, urlEncoded(once), markup, json, json.replaceAll('/', String.raw`\/`)];
  const hex = Buffer.from(value, 'utf8').toString('hex');
  const encoded = value.length < SHORTEST_PART ? [] : [...inBase64(value), hex, hex.toUpperCase()];
  return [...plain, ...plain.map((each) => each.toLowerCase()), ...plain.map((each) => each.toUpperCase()), ...encoded];
}

/** What base64 makes of a text wherever it begins in other text, without the digits at its ends that the others change. */
function inBase64(value: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value, 'utf8')]);
    const from = Math.ceil((before * 8) / 6);
    const to = Math.floor((bytes.length * 8) / 6);
    return [bytes.toString('base64').slice(from, to), bytes.toString('base64url').slice(from, to)];
  });
}
