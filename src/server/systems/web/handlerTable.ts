import fs from 'node:fs/promises';
import path from 'node:path';
import { shortened } from '../../../core/compliance/phrase';
import type { FileLimit } from '../../../core/files/fileFault';
import {
  type CompiledHandler,
  compileHandlers,
  findHandler,
  type PassReason,
} from '../../../core/handlers/findHandler';
import type { HandlerEntry } from '../../../core/handlers/handlerEntry';
import { readHandlers } from '../../../core/handlers/readHandlers';
import type { PatternAnchor } from '../../../core/handlers/urlPattern';
import { readUserFile } from '../../../disk/userFile';
import { PatternTurns } from '../../kernel/http/patternTurns';
import type { Trace } from '../../kernel/journal/trace';
import { note } from './note';
import { WebRefusal } from './webRefusal';

/** Path of the request handlers in a project. */
export const HANDLERS_FILE = path.join('Project', 'Sources', 'HTTPHandlers.json');

const HANDLERS_LIMIT: FileLimit = { bytes: 1_000_000, name: 'HANDLERS_LIMIT' };

/** Steps for all expressions that one request is compared with. */
const STEPS_A_REQUEST = 200_000;

const PASSED: Record<PassReason, string> = {
  verb: 'fits, but not with this verb',
  slash: 'would fit with a slash at the end of the path: a prefix contains its closing slash',
};

/**
 * The request handlers of a 4D project. The file is read again after each change, and the journal says so. 4D reads it
 * again only when its web server restarts.
 */
export class HandlerTable {
  private handlers: readonly CompiledHandler[] = [];
  private entries: readonly HandlerEntry[] = [];
  private stamp: string | undefined;
  private readonly file: string | undefined;
  private readonly turns = new PatternTurns(STEPS_A_REQUEST);
  /** Faults of the file that are not in the journal yet. The next request that needs the file tells them. */
  private untold: string[] = [];

  /**
   * @param project absolute path of the folder with `Project/Sources`; without one there are no handlers
   * @param anchor where in the path a regexPattern must match (docs/switches.md#webpatternanchor)
   * @param log called with each problem of the file, as one line
   * @param othersPaths as in `SystemSurroundings`
   */
  constructor(
    project: string | undefined,
    private readonly anchor: PatternAnchor,
    private readonly log: (message: string) => void,
    private readonly othersPaths: readonly string[],
  ) {
    this.file = project === undefined ? undefined : path.join(project, HANDLERS_FILE);
  }

  /** Reads the file, so that the log tells its faults at the start, as with the other files of a project. */
  async load(): Promise<void> {
    await this.refresh();
  }

  /**
   * Finds the handler of a request. The trace gets the earlier entries that match the path but do not take the request.
   * @param path of the URL as sent, without the query
   * @throws WebRefusal when an expression takes too many steps on this path
   */
  async find(verb: string, path: string, trace: Trace): Promise<HandlerEntry | undefined> {
    await this.refreshFor(trace);
    const { handlers } = this;
    const search = await this.turns.judge((budget) => findHandler(handlers, verb, path, budget));
    for (const { entry, why } of search.passed) {
      note(trace, 'web.handler.passed', `${nameOf(entry)} ${PASSED[why]}.`);
    }
    if (search.unjudged) throw unjudged(search.unjudged);
    return search.entry;
  }

  /** The entries that have no error, in their order. */
  async list(trace: Trace): Promise<readonly HandlerEntry[]> {
    await this.refreshFor(trace);
    return this.entries;
  }

  private async refreshFor(trace: Trace): Promise<void> {
    if (await this.refresh()) note(trace, 'web.handler.read');
    for (const fault of this.untold.splice(0)) note(trace, 'web.handler.fault', fault);
  }

  /** @returns whether the file was read again */
  private async refresh(): Promise<boolean> {
    if (this.file === undefined) return false;
    const stamp = await stampOf(this.file);
    if (stamp === this.stamp) return false;
    const isAgain = this.stamp !== undefined;
    this.untold = [];
    let text = '';
    try {
      text = stamp === '' ? '[]' : (await readUserFile(this.file, { limit: HANDLERS_LIMIT })).bytes.toString('utf8');
    } catch (error) {
      const line = `No request has a handler: ${(error as Error).message}`;
      this.log(line);
      this.untold.push(line);
      text = '[]';
    }
    this.stamp = stamp;
    const { entries, findings } = readHandlers(text, this.othersPaths);
    this.entries = entries;
    this.handlers = compileHandlers(entries, this.anchor);
    for (const { severity, message, range } of findings) {
      const line = `${HANDLERS_FILE}, line ${range.start.line + 1}: ${message}`;
      this.log(line);
      if (severity === 'error') this.untold.push(line);
    }
    return isAgain;
  }
}

function nameOf({ index, className, method }: HandlerEntry): string {
  return `Handler ${index + 1} (${className}.${method})`;
}

function unjudged(entry: HandlerEntry) {
  const words = `${nameOf(entry)} has the expression “${shortened(entry.pattern.text, 200)}”, which takes too many steps on this path; write it simpler.`;
  return new WebRefusal(500, 'unjudged', words);
}

/** Different after every change of the file. Empty when it does not exist. */
async function stampOf(file: string): Promise<string> {
  try {
    const { mtimeNs, ctimeNs, size, ino } = await fs.stat(file, { bigint: true });
    return `${mtimeNs} ${ctimeNs} ${size} ${ino}`;
  } catch {
    return '';
  }
}
