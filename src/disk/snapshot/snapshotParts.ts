import v8 from 'node:v8';
import type { PackedSessions } from '../../core/index/handedRows';
import { isPlausibleFinding, plausibleSessions } from '../../core/index/plausibleSessions';
import type { OtherFile } from '../../core/index/sessionEntry';
import { judgeName } from '../../core/session/location';
import { NUMBERS, type StampedNames } from '../applicationSurvey';

/**
 * What a section of a snapshot has. The stamps of an application and its sessions are in several, as a section takes a millisecond or
 * two to make.
 */
export type SnapshotPart =
  | {
      readonly kind: 'application';
      readonly application: string;
      readonly others: readonly OtherFile[];
      /** See `StampedNames.others`. */
      readonly stampedOthers: string;
    }
  /** Of the application before. */
  | { readonly kind: 'stamps'; readonly names: string; readonly stamps: Float64Array }
  | { readonly kind: 'sessions'; readonly sessions: PackedSessions };

const MOST_STAMPS = 20_000;
const OTHER_KINDS: readonly unknown[] = ['file', 'directory', 'link', 'special'] satisfies OtherFile['kind'][];

export function partToBytes(part: SnapshotPart): Uint8Array {
  return v8.serialize(part);
}

/** Undefined when the bytes are no part. The caller has proved who made them: `v8.deserialize` is not meant for hostile bytes. */
export function partFromBytes(bytes: Buffer): SnapshotPart | undefined {
  let value: unknown;
  try {
    value = v8.deserialize(bytes);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const part = value as {
    [K in 'kind' | 'application' | 'others' | 'stampedOthers' | 'names' | 'stamps' | 'sessions']?: unknown;
  };
  switch (part.kind) {
    case 'application': {
      const { application, others, stampedOthers } = part;
      if (typeof application !== 'string' || typeof stampedOthers !== 'string') return undefined;
      if (!Array.isArray(others) || !others.every(isOtherFile)) return undefined;
      return { kind: 'application', application, others, stampedOthers };
    }
    case 'stamps': {
      const { names, stamps } = part;
      if (typeof names !== 'string' || !(stamps instanceof Float64Array)) return undefined;
      const each = names === '' ? [] : names.split('/');
      if (stamps.length !== each.length * NUMBERS || each.some((name) => judgeName(name) === 'other')) return undefined;
      // What was read may share memory with other parts.
      return { kind: 'stamps', names, stamps: stamps.slice() };
    }
    case 'sessions': {
      const sessions = plausibleSessions(part.sessions);
      return sessions && { kind: 'sessions', sessions };
    }
  }
  return undefined;
}

function isOtherFile(value: unknown): value is OtherFile {
  if (typeof value !== 'object' || value === null) return false;
  const { name, kind, finding } = value as { [K in keyof OtherFile]?: unknown };
  if (typeof name !== 'string' || !OTHER_KINDS.includes(kind)) return false;
  return finding === undefined || isPlausibleFinding(finding);
}

/** Stamps in parts of some thousand files. */
export function* stampParts({ names, stamps }: StampedNames): Generator<SnapshotPart> {
  let from = 0;
  for (let at = 0; at < stamps.length; at += MOST_STAMPS * NUMBERS) {
    const some = stamps.slice(at, at + MOST_STAMPS * NUMBERS);
    const end = endOfNames(names, from, some.length / NUMBERS);
    yield { kind: 'stamps', names: names.slice(from, end), stamps: some };
    from = end + 1;
  }
}

function endOfNames(names: string, from: number, count: number): number {
  let at = from - 1;
  for (let i = 0; i < count; i++) {
    at = names.indexOf('/', at + 1);
    if (at < 0) return names.length;
  }
  return at;
}
