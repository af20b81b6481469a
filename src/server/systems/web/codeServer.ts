import type { Trace } from '../../kernel/journal/trace';
import type { FoundFile } from './code/codeProtocol';
import type { HandlerRequest } from './currentSession';
import { note } from './note';
import type { Page, Pages } from './pages';
import { posixFolder, type WebServerFacts, type WebServerMembers, webServerMembers } from './webServerMembers';

/** What is the same for the code of all requests. */
export interface CodeServerParts {
  readonly facts: WebServerFacts;
  /** Absent when there is no folder of pages. */
  readonly pages: Pages | undefined;
}

/** What one run of a developer's code can ask of its web server. */
export class CodeServer {
  private found: Page | undefined;

  constructor(
    private readonly parts: CodeServerParts,
    private readonly request: HandlerRequest,
    private readonly trace: Trace,
  ) {}

  /** The file that the code has found last. It is kept here, so that its bytes need not go to the code and back. */
  get page(): Page | undefined {
    return this.found;
  }

  async members(): Promise<WebServerMembers> {
    const { facts } = this.parts;
    return webServerMembers(facts, await facts.handlers.list(this.trace), this.request);
  }

  /**
   * Looks for a file that `WEB SEND FILE` names.
   * @param name path in the folder of pages, or an absolute one that leads there
   */
  async findFile(name: string): Promise<FoundFile> {
    const { pages } = this.parts;
    this.found = undefined;
    if (!pages) return this.refused('This server has no folder of pages: set the option web.pages.');
    const segments = segmentsIn(name, posixFolder(this.parts.facts.rootFolder));
    // An empty name sends nothing in 4D. It is not the page of the folder.
    const found =
      segments.length === 0 ? ({ kind: 'missing' } as const) : await pages.find(segments, name.endsWith('/'));
    if (found.kind === 'page') {
      this.found = found.page;
      note(this.trace, 'web.command.file');
      return { kind: 'page', type: found.page.type };
    }
    if (found.kind === 'refused') {
      return this.refused(
        found.reason ?? 'The path leads out of the folder of pages, or does not name a file that is sent.',
      );
    }
    note(this.trace, 'web.command.noFile');
    return { kind: 'missing' };
  }

  /** Tells that a command did nothing, because it is for legacy sessions. */
  ignored(): void {
    note(this.trace, 'web.command.ignored');
  }

  private refused(reason: string): FoundFile {
    note(this.trace, 'web.command.noFile', reason);
    return { kind: 'refused', reason };
  }
}

/** A path may have the separators of the system, and may begin with the folder of pages. */
function segmentsIn(name: string, rootFolder: string): string[] {
  const path = name.replaceAll('\\', '/');
  const inside = rootFolder !== '' && path.startsWith(rootFolder) ? path.slice(rootFolder.length) : path;
  const segments: string[] = [];
  for (const part of inside.split('/')) {
    // What leads above the folder stays, and is refused.
    if (part === '..' && segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else if (part !== '' && part !== '.') segments.push(part);
  }
  return segments;
}
