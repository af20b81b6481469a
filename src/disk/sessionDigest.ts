import { hash } from 'node:crypto';
import { withoutBom } from '../core/edit/jsonEdit';

/** Enough for one file to be told from what it was before, and a number, of which an index keeps a hundred thousand. */
const BYTES = 6;

/**
 * Tells one content of a session file from another by what it says, not by how it is written: a server reads a JSON value,
 * and white space and the order of keys make no other session. A BOM may: not every reader takes a text that begins with
 * one. A text that is no JSON is what it is, to the letter.
 */
export function sessionDigest(text: string): number {
  return hash('sha256', canonical(text), 'buffer').readUIntBE(0, BYTES);
}

function canonical(text: string): string {
  const plain = withoutBom(text);
  const bom = plain === text ? '' : 'BOM ';
  try {
    return bom + ofValue(JSON.parse(plain));
  } catch {
    // No JSON, or nested deeper than anybody can follow.
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
