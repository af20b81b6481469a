import fs from 'node:fs';
import path from 'node:path';
import { type MarkdownFile, readMarkdown } from './markdown';

/** Something in a file that leads to what is not in the repository. */
export interface Dead {
  /** From the root of the repository, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly reference: string;
}

const CODE = /\.(?:[cm]?[jt]s|json|css|s?html|4dm|4DProject)$/;
/** A Markdown file, by its path or by its name alone, and perhaps a heading; not the end of a web address. */
const TO_MARKDOWN = /(?<![\w./:@#-])((?:\.{1,2}\/)*(?:[\w-][\w.-]*\/)*[\w-][\w.-]*\.md)(?!\w)(?:#([\w-]+))?/g;
/** A comment in TypeScript: a block, or the rest of a line. Not the `//` of a web address or of a text. */
const COMMENT = /\/\*[\s\S]*?\*\/|(?<![:\w"'`])\/\/.*/g;

/**
 * What a comment says when it means a document that others do not have: a list that numbers its rows, a paper by its name.
 * Each with what it is, so that a comment that is found can be mended.
 */
const OUTSIDE: readonly RegExp[] = [
  /\bDESIGN\b/,
  /\bseeds? ?#?\d{1,3}\b/i,
  /\b(?:fact|facts) sheets?\b/i,
  /\b(?:issue|ticket)s? ?#?\d+\b/i,
  /\b(?:the|our) (?:brief|design document|specification)\b/i,
  // Of a standard, which everybody has, it may be told.
  /(?<!\bRFC \d+,? )\bsections? (?:[A-Z]\b|\d)/,
  /\b(?:MAS|MSM)\b/,
  // A row of a table, such as “H12” or “A3.4”; keys of a keyboard and names of 4D's versions look alike.
  /(?<!\bkeys? )(?<!\d )(?<![\w.$#%“"'`-])[A-HJ]\d{1,2}(?:\.\d{1,2})?(?![\w.%-]*\w)/,
];
/** Code of others, by the name of its file: what is in it is told in docs. */
const OUTSIDE_IN_COMMENTS = [...OUTSIDE, /\b\w+\.(?:4dm|swift|kt)\b/];
/** In texts that people read only what is in brackets, or said to be a row, is meant so. */
const OUTSIDE_IN_TEXTS: readonly RegExp[] = [
  /\([A-HJ]\d{1,2}(?:\.\d{1,2})?\)/,
  /\b(?:target|goal|row|fact) [A-HJ]\d{1,2}\b/,
];

/** Looks for references that lead nowhere. Every file of the repository can be asked for what it holds. */
export class References {
  private readonly documents = new Map<string, MarkdownFile | undefined>();

  /**
   * @param files paths from the root, with `/`, of what may be called by its name alone
   * @param read the text of a file, by its path from the root; undefined when there is none, empty for a folder
   */
  constructor(
    private readonly files: readonly string[],
    private readonly read: (file: string) => string | undefined,
  ) {}

  /** @param file path from the root, with `/` */
  deadIn(file: string): Dead[] {
    const text = this.read(file) ?? '';
    const dead = file.endsWith('.md') ? this.deadLinks(file, text) : CODE.test(file) ? this.deadInCode(file, text) : [];
    return dead.map(({ reference, at }) => ({ file, line: text.slice(0, at).split('\n').length, reference }));
  }

  private deadLinks(file: string, text: string): Found[] {
    const { links, words } = readMarkdown(text);
    const dead = links.filter((link) => !/^(?:[a-z][\w+.-]*:|\/\/)/i.test(link) && !this.leads(file, link));
    // A link by a name that is not defined stays as it is written.
    const undefinedNames = words.flatMap((each) => [...each.matchAll(/\[[^\]]+\]/g)].map(([name]) => name));
    const outside = words.flatMap((each) => OUTSIDE.flatMap((pattern) => pattern.exec(each)?.[0] ?? []));
    return [...dead, ...undefinedNames, ...outside].map((reference) => ({
      reference,
      at: Math.max(0, text.indexOf(reference)),
    }));
  }

  private deadInCode(file: string, text: string): Found[] {
    const paths = [...text.matchAll(TO_MARKDOWN)]
      .filter(([, target = '', anchor]) => !this.isThere(target, anchor) && !this.isNamed(file, target, anchor))
      .map(({ 0: reference, index }) => ({ reference, at: index }));
    const isJson = file.endsWith('.json');
    const comments = isJson ? [] : [...text.matchAll(COMMENT)].map(({ 0: comment, index }) => ({ comment, index }));
    const outside = comments.flatMap(({ comment, index }) => {
      const line = comment
        .replace(/\s*\n\s*\*?\s*/g, ' ')
        .replace(TO_MARKDOWN, '')
        .replace(/https?:\S+/g, '');
      return OUTSIDE_IN_COMMENTS.flatMap((pattern) => pattern.exec(line)?.[0] ?? []).map((reference) => ({
        reference,
        at: index,
      }));
    });
    const inTexts = OUTSIDE_IN_TEXTS.flatMap((pattern) =>
      [...text.matchAll(new RegExp(pattern, 'g'))].map(({ 0: reference, index }) => ({ reference, at: index })),
    );
    return [...paths, ...outside, ...inTexts];
  }

  /** Whether a relative link leads to something. */
  private leads(file: string, link: string): boolean {
    const [target = '', anchor] = decodeURI(link).split('#');
    const whole = target === '' ? file : path.posix.normalize(path.posix.join(path.posix.dirname(file), target));
    return !whole.startsWith('..') && this.isThere(whole, anchor);
  }

  /** By its way from this file; or, where code puts the path together, by its name alone. */
  private isNamed(file: string, target: string, anchor: string | undefined): boolean {
    const fromHere = path.posix.normalize(path.posix.join(path.posix.dirname(file), target));
    const named = target.includes('/') ? [] : this.files.filter((each) => path.posix.basename(each) === target);
    return [fromHere, ...named].some((each) => this.isThere(each, anchor));
  }

  private isThere(file: string, anchor: string | undefined): boolean {
    if (anchor === undefined) return this.read(file) !== undefined;
    return this.document(file)?.anchors.has(anchor) ?? false;
  }

  private document(file: string): MarkdownFile | undefined {
    if (!this.documents.has(file)) {
      const text = file.endsWith('.md') ? this.read(file) : undefined;
      this.documents.set(file, text === undefined ? undefined : readMarkdown(text));
    }
    return this.documents.get(file);
  }
}

interface Found {
  readonly reference: string;
  readonly at: number;
}

/** Reads the files of a folder of the disk. */
export function readerOf(root: string): (file: string) => string | undefined {
  return (file) => {
    const whole = path.join(root, file);
    const stats = fs.statSync(whole, { throwIfNoEntry: false });
    if (stats?.isFile()) return fs.readFileSync(whole, 'utf8');
    return stats ? '' : undefined;
  };
}
