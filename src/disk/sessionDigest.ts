import { hash } from 'node:crypto';
import { withoutBom } from '../core/edit/jsonEdit';
import { parseJson } from '../core/json/parseJson';

/** Enough to detect a change. It fits in a number, and an index keeps a hundred thousand of them. */
const BYTES = 6;

/**
 * A hash of what a session file means, not of how it is written. A server reads a JSON value, so white space and the
 * order of keys do not matter. A BOM does, because not every reader accepts it. A text that is not JSON is hashed
 * literally.
 */
export function sessionDigest(text: string): number {
  return hash('sha256', canonical(text), 'buffer').readUIntBE(0, BYTES);
}

function canonical(text: string): string {
  const plain = withoutBom(text);
  const bom = plain === text ? '' : 'BOM ';
  try {
    return bom + ofValue(parseJson(plain));
  } catch {
    // Not JSON, or nested too deep.
    return `text ${text}`;
  }
}

function ofValue(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(ofValue).join()}]`;
  const object = value as Record<string, unknown>;
  let text = '{';
  for (const key of Object.keys(object).sort()) text += `${JSON.stringify(key)}:${ofValue(object[key])},`;
  return `${text}}`;
}
