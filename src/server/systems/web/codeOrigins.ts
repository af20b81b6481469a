import type { RunOrigin } from '../../kernel/code/runOrigins';
import type { Trace } from '../../kernel/journal/trace';
import type { Kernel } from '../../kernel/system/kernel';
import type { CodeCall } from './code/codeProtocol';
import { note } from './note';

/** Tells the journal of errors that come after the answer, which belong to a request whose entry is written already. */
export class CodeOrigins {
  constructor(private readonly kernel: Pick<Kernel, 'clock' | 'journal'>) {}

  /** @param trace that of the request, for who sent it, and what is secret in it */
  of(call: CodeCall, verb: string, trace: Trace): RunOrigin {
    const words = wordsOf(call, verb);
    const { clock, journal } = this.kernel;
    return {
      words,
      failedLate: (reason) =>
        journal.add(clock.now(), (late) => {
          if (trace.known) late.who(trace.known);
          for (const secret of trace.secrets) late.hide(secret);
          note(late, 'web.code.late', `After the answer to ${words}, its code failed: ${reason}`);
        }),
    };
  }
}

/** What was called, without what the client has sent besides: a path may have a secret in it. */
function wordsOf(call: CodeCall, verb: string): string {
  switch (call.kind) {
    case 'handler':
      return `${verb} for the handler ${call.className}.${call.method}`;
    case 'action':
      return `${verb} /4DACTION/${call.name}`;
    case 'method':
      return `${verb} for the ${call.isDatabaseMethod ? 'database method' : 'method'} ${call.name}`;
    case 'data':
      return `${verb} /rest/${call.dataClass}/${call.method}`;
    case 'rest':
      return `${verb} /rest/${call.type === 'datastore' ? '$catalog' : `$singleton/${call.className}`}/${call.method}`;
  }
}
