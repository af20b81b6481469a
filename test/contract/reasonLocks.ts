import type { ReasonCode, ReasonCodes } from '../../src/core/protocol/reasonCode';
import { declareReasons } from '../../src/core/server/declareReasons';
import { changed, decided } from '../../src/core/server/reasonKinds';
import { WEB_REASONS } from '../../src/core/systems/web/webReasons';
import { HttpError } from '../../src/server/kernel/answer/httpError';
import { note } from '../../src/server/kernel/journal/note';
import { noting } from '../../src/server/kernel/journal/noting';
import type { Trace } from '../../src/server/kernel/journal/trace';
import type { SystemPlugin } from '../../src/server/kernel/system/emulatedSystem';
import { WebRefusal } from '../../src/server/systems/web/webRefusal';

/*
 * Reason codes that the compiler refuses. Nothing of it runs: each line behind `@ts-expect-error` has to be one that does
 * not compile, or the build fails.
 */

export function refusalsAreDeclared(isLate: boolean, code: 'too-late' | 'too-soon'): unknown[] {
  return [
    new HttpError(isLate ? 408 : 400, isLate ? 'too-slow' : 'body-invalid', ''),
    new WebRefusal(429, 'quota', ''),
    // @ts-expect-error Neither code is declared.
    new HttpError(400, code, ''),
    // @ts-expect-error It is not declared.
    new HttpError(isLate ? 400 : 404, 'made-up', ''),
    // @ts-expect-error Any text may be one that is not declared.
    new HttpError(400, String(code), ''),
    // @ts-expect-error It is declared, but changes something.
    new HttpError(400, 'paired', ''),
    // @ts-expect-error A system declares it, and not the server.
    new HttpError(429, 'quota', ''),
    // @ts-expect-error The server declares it, and not the system.
    new WebRefusal(400, 'body-invalid', ''),
  ];
}

export function reasonsAreDeclared(trace: Trace, undeclared: ReasonCode<'decided'>): void {
  note(trace, 'server.token-wrong');
  // @ts-expect-error It is not declared.
  note(trace, 'kernel.nowhere');
  // @ts-expect-error Nobody gives a reason without declaring it.
  trace.cause({ rule: 'server.token-wrong', kind: 'noted', message: '' });
  // @ts-expect-error Only declareReasons declares reason codes.
  noting({ 'kernel.nowhere': undeclared });
  // @ts-expect-error A copy of one code does not make a declaration.
  noting({ 'web.copied': { ...WEB_REASONS.codes['web.page'], kind: 'noted' } });
  // @ts-expect-error A copy of the codes is no declaration.
  noting(WEB_REASONS.codes);
  // @ts-expect-error A copy of a declaration is none.
  noting({ ...WEB_REASONS });
  // @ts-expect-error A declaration with other codes is none.
  noting({ ...WEB_REASONS, codes: { 'web.copied': undeclared } });
  // @ts-expect-error With a wider type, it would accept names that are not declared.
  noting<string, ReasonCodes>(WEB_REASONS);
  // @ts-expect-error The same.
  noting<'web', Record<'web.page' | 'web.typo', ReasonCode>>(WEB_REASONS);
  // @ts-expect-error The same, for the function that was made.
  const wide: (trace: Trace, rule: string) => void = noting(WEB_REASONS);
  wide(trace, '');
}

export function reasonsAreUnderTheirOwnName(): unknown[] {
  declareReasons('web', { 'web.other': decided(''), 'control.web.other': changed('') });
  declareReasons('server', { 'server.other': decided(''), 'control.other': decided(''), 'fault.other': decided('') });
  return [
    // @ts-expect-error The name belongs to another system.
    declareReasons('web', { 'mobile.foreign': decided('') }),
    // @ts-expect-error The name belongs to the server.
    declareReasons('web', { 'server.quota': decided('') }),
    // @ts-expect-error The name belongs to another system.
    declareReasons('web', { 'control.mobile.other': decided('') }),
    // @ts-expect-error The name belongs to a system.
    declareReasons('server', { 'web.other': decided('') }),
  ];
}

export function pluginsHaveTheirOwnReasons(plugin: SystemPlugin<'mobile'>): unknown[] {
  return [
    // @ts-expect-error They are the reasons of another system.
    { ...plugin, reasonCodes: WEB_REASONS } satisfies SystemPlugin<'mobile'>,
    // @ts-expect-error Only declareReasons declares reason codes.
    { ...plugin, reasonCodes: { part: 'mobile', codes: {} } } satisfies SystemPlugin<'mobile'>,
  ];
}
