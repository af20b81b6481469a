import type { ReasonCode } from '../../src/core/protocol/reasonCode';
import { HttpError } from '../../src/server/kernel/answer/httpError';
import { note } from '../../src/server/kernel/journal/note';
import { noting } from '../../src/server/kernel/journal/noting';
import type { Trace } from '../../src/server/kernel/journal/trace';
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

export function reasonsAreDeclared(trace: Trace, undeclared: { kind: 'decided'; sentence: string }): void {
  note(trace, 'server.token-wrong');
  // @ts-expect-error It is not declared.
  note(trace, 'kernel.nowhere');
  // @ts-expect-error Nobody gives a reason without declaring it.
  trace.cause({ rule: 'server.token-wrong', kind: 'noted', message: '' });
  // @ts-expect-error Only reasonKinds.ts declares reason codes.
  const code: ReasonCode = undeclared;
  // @ts-expect-error Only reasonKinds.ts declares reason codes.
  noting({ 'kernel.nowhere': undeclared });
  void code;
}
