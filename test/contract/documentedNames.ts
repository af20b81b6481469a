import type { Command } from 'commander';
import { readMarkdown } from './markdown';

/** What there is, for documents to name. */
export interface NamesThatExist {
  readonly commands: readonly Command[];
  /** Calls of the control API, such as `POST /clock`, with `{}` for each value in a path. */
  readonly controlCalls: ReadonlySet<string>;
  readonly settings: readonly string[];
  /** Other ids: of commands, views and context keys. */
  readonly ids: ReadonlySet<string>;
}

const CALL = /(?:^|[\s;(&|])(?:session-workbench|node dist\/cli\.js)[ \t]+([^|;&>)\n]*)/g;
const OPTION = /(?<![\w-])--[a-z][a-z-]*/g;
const CONTROL_CALL = /\b(GET|POST|PUT|PATCH|DELETE) (\/[\w{}/-]+)/g;
const ID = /\bsessionWorkbench(?:\.\w+)+/g;

/** Finds names in a document that look like ours, and are not there. */
export class DocumentedNames {
  private readonly roots: ReadonlySet<string>;

  constructor(private readonly there: NamesThatExist) {
    this.roots = new Set([...there.controlCalls].map((call) => rootOf(call)));
  }

  unknownIn(text: string): string[] {
    const { fences, codes } = readMarkdown(text);
    const all = [...fences.map((fence) => fence.text.replace(/\\\n\s*/g, ' ')), ...codes];
    return [
      ...all.flatMap((code) => [...code.matchAll(CALL)].flatMap(([, call = '']) => this.unknownInCall(ownPart(call)))),
      ...codes.flatMap((code) => this.unknownInShortCall(code)),
      ...all.flatMap((code) => this.unknownControlCalls(code)),
      ...all.flatMap((code) => [...code.matchAll(ID)].map(([id]) => id).filter((id) => !this.isId(id))),
    ];
  }

  private unknownInCall(call: string): string[] {
    const [name = ''] = call.trim().split(/\s+/);
    // An option of the program itself, or a word in the place of any command.
    if (name.startsWith('-') || name === 'COMMAND') return [];
    const command = this.there.commands.find((each) => each.name() === name);
    return command ? unknownOptions(call, command) : [name];
  }

  /** Code that leaves out the name of the program: a command with options, or an option alone. */
  private unknownInShortCall(code: string): string[] {
    const [first = ''] = code.split(' ');
    const command = this.there.commands.find((each) => each.name() === first);
    return command ? unknownOptions(code, command) : [];
  }

  private unknownControlCalls(code: string): string[] {
    return [...code.matchAll(CONTROL_CALL)]
      .map(([, method, path = '']) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`)
      .filter((call) => this.roots.has(rootOf(call)) && !this.there.controlCalls.has(call));
  }

  private isId(id: string): boolean {
    const { ids, settings } = this.there;
    // What is named may be a group of settings, or a part of one.
    return ids.has(id) || settings.some((each) => `${each}.`.startsWith(`${id}.`) || id.startsWith(`${each}.`));
  }
}

function unknownOptions(call: string, command: Command): string[] {
  const known = command.options.map(({ long }) => long);
  // What is behind `--` is another program's.
  return (call.split(' -- ', 1)[0]?.match(OPTION) ?? [])
    .filter((option) => option !== '--help' && option !== '--color' && !known.includes(option))
    .map((option) => `${command.name()} ${option}`);
}

function rootOf(call: string): string {
  return call.split('/')[1] ?? '';
}

/** What is behind `--` is the call of another program. */
function ownPart(call: string): string {
  return call.split(/ -- /, 1)[0] ?? call;
}
