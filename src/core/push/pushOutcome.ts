import { parseJson } from '../json/parseJson';
import type { ControlCall } from '../protocol/controlCall';
import { MOBILE_CALLS } from '../systems/mobile/mobileCalls';
import type { RefreshReport } from '../systems/mobile/mobileSession';

/** One error that a server returned after a push. It is 4D's own when `component` is `mobi`. */
export interface PushError {
  readonly component: string;
  readonly code: number;
  /**
   * The file as the server named it, with `/`. Absent when it named none: 4D's own errors need not say which file they
   * are about.
   */
  readonly file?: string;
  readonly message: string;
}

/** The call of the dev server that is its push. */
export const DEV_SERVER_PUSH: ControlCall<RefreshReport> = MOBILE_CALLS.refresh();

/** The part of the client of the dev server that a push needs. */
export interface PushClient {
  ask(call: typeof DEV_SERVER_PUSH): Promise<RefreshReport>;
}

/** What a server reports after a push. */
export interface PushOutcome {
  /** Whether it reported more than success: lists of files, or errors. */
  readonly detailed: boolean;
  readonly checked?: number;
  readonly refreshed: readonly string[];
  readonly removed: readonly string[];
  readonly errors: readonly PushError[];
}

export type PushAnswer =
  | { readonly kind: 'done'; readonly outcome: PushOutcome }
  /** The server reports that it did not refresh. The message may be empty. */
  | { readonly kind: 'refused'; readonly message: string }
  /** Not an answer to a push: a login page, part of a text, a number. */
  | { readonly kind: 'unknown' };

/** Nobody reads more rows than this, and an answer should not have more. */
const MOST = 10_000;
const LONGEST_MESSAGE = 500;
const LONGEST_FILE = 1000;

const NOTHING: PushOutcome = { detailed: false, refreshed: [], removed: [], errors: [] };

export function outcomeOf({ checked, refreshed, removed, errors }: RefreshReport): PushOutcome {
  return { detailed: true, checked, refreshed, removed, errors };
}

/**
 * Reads the body of the answer to a push, whatever the server is written in. It can be: the report of the dev session
 * server `{checked?, refreshed, removed, errors}`; 4D's *Last errors*, `[{errCode, componentSignature, message}]` or
 * `null`; `{success}` or `{ok}`, with `errors`, `__ERROR` or `__ERRORS`; or empty. Everything else in it is ignored.
 */
export function readPushAnswer(text: string): PushAnswer {
  if (text.trim() === '') return { kind: 'done', outcome: NOTHING };
  let value: unknown;
  try {
    value = parseJson(text.replace(/^\uFEFF/, ''));
  } catch {
    return { kind: 'unknown' };
  }
  if (value === null || value === true) return { kind: 'done', outcome: NOTHING };
  if (Array.isArray(value)) return errorsOnly(errorsIn(value));
  return typeof value === 'object' ? objectAnswer(value as Record<string, unknown>) : { kind: 'unknown' };
}

function objectAnswer(value: Record<string, unknown>): PushAnswer {
  const errors = [value.errors, value.__ERROR, value.__ERRORS].flatMap(errorsIn);
  const says = value.success ?? value.ok;
  const isReport = Array.isArray(value.refreshed) || Array.isArray(value.removed) || typeof value.checked === 'number';
  const hasErrors = [value.errors, value.__ERROR, value.__ERRORS].some((each) => each !== undefined);
  if (typeof says !== 'boolean' && !isReport && !hasErrors) return { kind: 'unknown' };
  // Errors about session files are the result of a refresh that took place. Any other error means that it did not.
  if (says === false && !errors.some(isAboutFile)) {
    const words = [value.statusText, value.message, errors[0]?.message].find((each) => typeof each === 'string');
    return { kind: 'refused', message: plainText(typeof words === 'string' ? words : '') };
  }
  if (!isReport) return errors.length > 0 ? errorsOnly(errors) : { kind: 'done', outcome: NOTHING };
  const checked = typeof value.checked === 'number' && value.checked >= 0 ? Math.floor(value.checked) : undefined;
  const outcome: PushOutcome = {
    detailed: true,
    ...(checked !== undefined && { checked }),
    refreshed: filesIn(value.refreshed),
    removed: filesIn(value.removed),
    errors,
  };
  return { kind: 'done', outcome };
}

/**
 * An answer that contains only errors. Errors about files are the result of a refresh. Any other error says why there
 * was none.
 */
function errorsOnly(errors: readonly PushError[]): PushAnswer {
  const [first] = errors;
  if (first && !errors.some(isAboutFile)) return { kind: 'refused', message: first.message };
  return { kind: 'done', outcome: { ...NOTHING, detailed: errors.length > 0, errors } };
}

function isAboutFile({ component, file }: PushError): boolean {
  return component === 'mobi' || file !== undefined;
}

function filesIn(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  const files = value.flatMap((each) => (typeof each === 'string' ? [fileText(each)] : []));
  return [...new Set(files)].filter((file) => file !== '').slice(0, MOST);
}

function errorsIn(value: unknown): PushError[] {
  if (typeof value === 'string' && value !== '') return [{ component: '', code: 0, message: plainText(value) }];
  if (!Array.isArray(value)) return [];
  const errors = new Map<string, PushError>();
  for (const each of value.slice(0, MOST)) {
    const error = errorIn(each);
    // 4D calls its error method for each error with all errors so far, so earlier ones occur again.
    if (error) errors.set(JSON.stringify(error), error);
  }
  return [...errors.values()];
}

function errorIn(value: unknown): PushError | undefined {
  if (typeof value === 'string') return { component: '', code: 0, message: plainText(value) };
  if (typeof value !== 'object' || value === null) return undefined;
  const { component, componentSignature, code, errCode, file, message } = value as Record<string, unknown>;
  const number = Number(code ?? errCode ?? 0);
  const path = typeof file === 'string' ? fileText(file) : '';
  return {
    component: plainText(String(component ?? componentSignature ?? '')),
    code: Number.isFinite(number) ? number : 0,
    ...(path !== '' && { file: path }),
    message: plainText(typeof message === 'string' ? message : ''),
  };
}

function fileText(text: string): string {
  return withoutControls(text).replaceAll('\\', '/').slice(0, LONGEST_FILE);
}

/**
 * Makes a text of a server safe to show: one line, not too long, and without the link syntax that VS Code's
 * notifications turn into a button.
 */
export function plainText(text: string): string {
  const line = withoutControls(text).replace(/\s+/g, ' ').trim().replaceAll('](', '] (');
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE - 1)}…` : line;
}

/** Also removes the characters that change the direction of writing. */
function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ');
}
