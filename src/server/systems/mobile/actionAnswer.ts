import { isRecord } from '../../../core/session/sessionFields';
import type { Trace } from '../../kernel/journal/trace';
import { note } from './note';

type Check = (value: unknown) => string | undefined;

const text: Check = (value) => (typeof value === 'string' ? undefined : 'is no text');
const truth: Check = (value) => (typeof value === 'boolean' ? undefined : 'is neither true nor false');

const objects: Check = (value) => (Array.isArray(value) && value.every(isRecord) ? undefined : 'is no list of objects');

/**
 * What the stricter of the two SDKs, that for Android, decodes of the answer to an action (docs/mobile-data.md#actions). It
 * ignores other members.
 */
const MEMBERS: Readonly<Record<string, Check>> = {
  statusText: text,
  dataSynchro: truth,
  share: objects,
  errors: (value) => {
    if (!Array.isArray(value)) return 'is no list of objects';
    const at = value.findIndex((each) => !isError(each));
    return at < 0 ? undefined : `has no {parameter, message} with two texts at ${at}`;
  },
};

/** Tells of what is in the answer to an action and cannot be decoded: an Android app takes the whole answer for none then. */
export function tellUndecodable(trace: Trace, answer: Readonly<Record<string, unknown>>): void {
  for (const [name, check] of Object.entries(MEMBERS)) {
    const value = answer[name];
    const fault = value === undefined || value === null ? undefined : check(value);
    if (fault !== undefined)
      note(
        trace,
        'mobile.action.undecodable',
        `“${name}” of the answer ${fault}, so an Android app cannot decode the answer.`,
      );
  }
}

function isError(value: unknown): boolean {
  return isRecord(value) && typeof value.parameter === 'string' && typeof value.message === 'string';
}
