import path from 'node:path';
import * as vscode from 'vscode';
import { classesNamed } from '../../core/handlers/codeFindings';
import type { HandlerEntry } from '../../core/handlers/handlerEntry';
import { readHandlers } from '../../core/handlers/readHandlers';
import { nodeAt, readJson } from '../../core/json/jsonText';
import { pointerOf } from '../../core/json/pointer';
import { handlerText } from './handlerText';
import { type ClassFile, projectCode } from './projectCode';

/** A name in HTTPHandlers.json, and the file that has what it names. */
export interface NamedCode {
  readonly entry: HandlerEntry;
  readonly member: 'class' | 'method';
  /** Offsets of the name in the text, without the quotes. */
  readonly start: number;
  readonly end: number;
  readonly file: ClassFile;
  /** The line of a function, from zero. Undefined for a class. */
  readonly line?: number;
}

/**
 * The names of a HTTPHandlers.json that lead to code. A name that no file has leads nowhere: a finding says so.
 * @param text of the file
 */
export async function namedCode(handlers: vscode.Uri, text: string): Promise<NamedCode[]> {
  const shift = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const { entries } = readHandlers(text);
  if (entries.length === 0) return [];
  const { root } = readJson(text.slice(shift));
  const files = await projectCode(handlers);
  return entries.flatMap((entry) => {
    const [file] = classesNamed(files, entry.className);
    if (!file) return [];
    const placeOf = (member: NamedCode['member']) => {
      const { start, end } = nodeAt(root, pointerOf([entry.index, member])) ?? { start: 0, end: 2 };
      return { entry, member, start: start + shift + 1, end: end + shift - 1 };
    };
    const wanted = entry.method.toLowerCase();
    for (const each of classesNamed(files, entry.className)) {
      const own = each.functions.find(({ name }) => name.toLowerCase() === wanted);
      if (!own) continue;
      const line = each.text.slice(0, own.start).split('\n').length - 1;
      return [
        { ...placeOf('class'), file: each },
        { ...placeOf('method'), file: each, line },
      ];
    }
    return [{ ...placeOf('class'), file }];
  });
}

/** The places in HTTPHandlers.json that name a file of code, or a function in it. */
export interface NamingPlace {
  readonly location: vscode.Location;
  /** The line in the code that is named, from zero: the first one for a class without the function. */
  readonly line: number;
}

/** The handlers that name a class or a module. None where its project lists no handlers. */
export async function namingHandlers(code: vscode.Uri): Promise<readonly NamingPlace[]> {
  const handlers = handlersBeside(code);
  const text = await handlerText(handlers);
  if (text === undefined) return [];
  const own = (await namedCode(handlers, text)).filter(({ file }) => file.uri.fsPath === code.fsPath);
  const lineOf = new Map(own.flatMap(({ entry, line }) => (line === undefined ? [] : [[entry.index, line] as const])));
  return own
    .filter(({ member }) => member === 'class')
    .map(({ entry }) => {
      const { start, end } = entry.range;
      const range = new vscode.Range(start.line, start.character, end.line, end.character);
      return { location: new vscode.Location(handlers, range), line: lineOf.get(entry.index) ?? 0 };
    });
}

/** The HTTPHandlers.json of the project to which a class or a module belongs. */
export function handlersBeside(code: vscode.Uri): vscode.Uri {
  const isClass = path.posix.extname(code.path).toLowerCase() === '.4dm';
  return vscode.Uri.joinPath(code, isClass ? '../../HTTPHandlers.json' : '../../Project/Sources/HTTPHandlers.json');
}
