import { grouped } from '../base/grouped';
import type { HandlerEntry } from './handlerEntry';

/** A JavaScript module to start from, for one class that handlers name. */
export interface HandlerModule {
  readonly className: string;
  readonly text: string;
}

const IDENTIFIER = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

/**
 * One module for each class, with a function for each method. A class whose name is not valid in JavaScript is left
 * out.
 */
export function handlerModules(entries: readonly HandlerEntry[]): HandlerModule[] {
  const valid = entries.filter(({ className }) => IDENTIFIER.test(className));
  return [...grouped(valid, ({ className }) => className)].map(([className, own]) => ({
    className,
    text: moduleOf(className, own),
  }));
}

function moduleOf(className: string, entries: readonly HandlerEntry[]): string {
  const methods = [...grouped(entries, ({ method }) => method)].map(([method, own]) => {
    const requests = own.map((each) => `   * ${requestOf(each)}`);
    const name = IDENTIFIER.test(method) ? method : `[${JSON.stringify(method)}]`;
    return [
      '  /**',
      ...requests,
      '   * @param {IncomingMessage} request',
      '   */',
      `  ${name}(request) {`,
      '    const answer = new OutgoingMessage();',
      `    answer.setBody(\`\${request.verb} \${request.url}\`);`,
      '    return answer;',
      '  }',
    ].join('\n');
  });
  return `/** Stands for the shared singleton class ${className} of the 4D project. */\nexport class ${className} {\n${methods.join('\n\n')}\n}\n`;
}

function requestOf({ pattern: { kind, text }, verbs }: HandlerEntry): string {
  const requests = `${verbs?.join(', ') ?? 'All verbs'}: ${kind === 'prefix' ? 'pattern' : 'regexPattern'} ${text}`;
  // The text is in a comment and must not end it.
  return requests.replaceAll('*/', '* /').replace(/\s+/g, ' ');
}
