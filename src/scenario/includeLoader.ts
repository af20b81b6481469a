import fs from 'node:fs';
import path from 'node:path';
import { type Phrase, phrase, shortened } from '../core/compliance/phrase';
import { fileFaultPhrase } from '../core/files/fileFault';
import { UserFileError } from '../core/files/userFileError';
import { parseJson } from '../core/json/parseJson';
import type { FindInclude, IncludedText } from '../core/scenario/includedScenarios';
import { includesIn } from '../core/scenario/includesIn';
import { INCLUDE_WORDS } from '../core/scenario/includeWords';
import { isScenario } from '../core/scenario/isScenario';
import { noScenario } from '../core/scenario/noScenario';
import { SCENARIO_LIMIT } from '../core/scenario/scenarioFileLimit';
import { INCLUDE_LIMIT } from '../core/scenario/scenarioLimits';
import type { ReadableFiles } from './readableFiles';

/** Where the files that a scenario includes come from. */
export interface IncludeSource {
  readonly files: ReadableFiles;
  /**
   * Folders in which included files may be, absolute. They count when the scenario is in one of them. Otherwise its own
   * folder does.
   */
  readonly roots?: readonly string[];
  /** Folder of the flows that ship with this product, absolute. Any scenario may include them. */
  readonly shipped?: string;
  /** Name of the option that sets another folder. */
  readonly rootOption?: string;
  /** The current text of a file that is open in an editor. */
  readonly openText?: (file: string) => string | undefined;
  readonly signal?: AbortSignal;
}

interface ReadText {
  readonly file: string;
  readonly text: string;
}

/** The longest path of an include that is shown. */
const SHOWN = 200;
/** Several files may include the same one. */
const MOST_LOOKS = INCLUDE_LIMIT.count * 10;

/**
 * Reads the files that a scenario includes, directly and through others, each once. No file outside of the roots is
 * opened, and nothing of a file that is no scenario is kept.
 */
export class IncludeLoader {
  private readonly found = new Map<string, IncludedText | undefined>();
  /** By the path without links. */
  private readonly read = new Map<string, ReadText>();
  private roots: readonly string[] = [];
  /** The roots, and the folder of what ships. */
  private allowed: readonly string[] = [];
  private realAllowed: readonly string[] = [];
  private bytes = 0;

  constructor(private readonly source: IncludeSource) {}

  /** Gives what was loaded. */
  readonly find: FindInclude = (include, from) => this.found.get(keyOf(include, from));

  /** Absolute paths of the files that were looked for, whether they are there or not. */
  get files(): readonly string[] {
    return [...new Set([...this.found.keys()].map((key) => fileOf(...(parseJson(key) as [string, string]))))];
  }

  /** The texts of the scenario and of all that were found, in the order in which they were read. */
  get texts(): readonly string[] {
    return [...this.read.values()].map(({ text }) => text);
  }

  /** @throws an AbortError when the signal of the source is aborted */
  async load(text: string, file: string): Promise<void> {
    const { roots = [], shipped } = this.source;
    this.roots = roots.some((root) => isIn(root, file)) ? roots : [path.dirname(file)];
    this.allowed = shipped === undefined ? this.roots : [...this.roots, shipped];
    this.realAllowed = await Promise.all(this.allowed.map(async (folder) => (await realOf(folder)) ?? folder));
    this.read.set((await realOf(file)) ?? file, { file, text });
    const waiting: ReadText[] = [{ file, text }];
    // What is read meanwhile is added at the end.
    for (const each of waiting) {
      for (const include of includesIn(each.text)) {
        this.source.signal?.throwIfAborted();
        const before = this.read.size;
        const found = await this.look(include, each.file);
        this.found.set(keyOf(include, each.file), found);
        if (this.read.size > before && found && 'text' in found) waiting.push(found);
      }
    }
  }

  private async look(include: string, from: string): Promise<IncludedText | undefined> {
    const shown = shortened(include, SHOWN);
    const file = fileOf(include, from);
    // No file has such a name, and the functions of Node refuse it.
    if (file.includes('\0')) return undefined;
    // Before anything is asked about the file, because even that can reach another machine.
    if (!this.allowed.some((folder) => isIn(folder, file))) return { fault: this.outside(shown) };
    const real = await realOf(file);
    if (real !== undefined && !this.realAllowed.some((folder) => isIn(folder, real)))
      return { fault: this.outside(shown) };
    const known = this.read.get(real ?? file);
    if (known) return known;
    if (this.read.size > INCLUDE_LIMIT.count || this.found.size >= MOST_LOOKS)
      return { fault: INCLUDE_WORDS.tooMany() };
    try {
      const text = this.source.openText?.(file) ?? (await this.textOf(real ?? file));
      this.bytes += text.length;
      if (this.bytes > SCENARIO_LIMIT.bytes) return { fault: INCLUDE_WORDS.tooLarge(SCENARIO_LIMIT) };
      if (!isScenario(text)) return { fault: noScenario(`"${shown}"`, text) };
      const read = { file, text };
      this.read.set(real ?? file, read);
      return read;
    } catch (error) {
      if (!(error instanceof UserFileError)) throw error;
      if (error.fault.kind === 'missing') return undefined;
      // Links that lead somewhere were followed above.
      const fault = error.fault.kind === 'link' ? ({ kind: 'deadLink' } as const) : error.fault;
      return { fault: phrase('{0}.', fileFaultPhrase(`"${shown}"`, fault)) };
    }
  }

  private async textOf(file: string): Promise<string> {
    // The path has no links. One that is there now was put there meanwhile.
    const { bytes } = await this.source.files.read(file, { limit: SCENARIO_LIMIT, links: 'refused' });
    return Buffer.from(bytes).toString('utf8');
  }

  private outside(shown: string): Phrase {
    return INCLUDE_WORDS.outside(shown, this.roots.join(', '), this.source.rootOption);
  }
}

function keyOf(include: string, from: string): string {
  return JSON.stringify([include, from]);
}

function fileOf(include: string, from: string): string {
  return path.resolve(path.dirname(from), include);
}

function isIn(folder: string, file: string): boolean {
  const way = path.relative(folder, file);
  return way.split(path.sep)[0] !== '..' && !path.isAbsolute(way);
}

/** The path without links. Undefined when there is no such file, or it cannot be reached. */
async function realOf(file: string): Promise<string | undefined> {
  try {
    return await fs.promises.realpath(file);
  } catch {
    // Reading it tells why.
    return undefined;
  }
}
