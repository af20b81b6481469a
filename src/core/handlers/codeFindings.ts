import { nearestWord } from '../base/nearestWord';
import { type Phrase, phrase, shortened } from '../compliance/phrase';
import { nodeAt, readJson } from '../json/jsonText';
import { pointerOf } from '../json/pointer';
import { Lines } from '../json/position';
import type { CodeClass } from './codeClass';
import type { HandlerEntry } from './handlerEntry';
import { type HandlerFinding, handlerFinding } from './handlerFinding';

/** A class by the name of its file: a 4D class, or a module that stands for one. There may be both. */
export interface NamedClass extends CodeClass {
  readonly name: string;
}

const LONGEST_NAME = 40;

/**
 * Finds handlers whose class or function is in no file of the project.
 * @param text of HTTPHandlers.json
 * @param classes all classes of the project; where there is none, nobody can tell which name is wrong
 */
export function codeFindings(
  text: string,
  entries: readonly HandlerEntry[],
  classes: readonly NamedClass[],
): HandlerFinding[] {
  if (classes.length === 0) return [];
  const body = text.replace(/^\uFEFF/, '');
  const lines = new Lines(body);
  const { root } = readJson(body);
  const find = (code: 'handlers/class' | 'handlers/function', words: Phrase, pointer: string): HandlerFinding => {
    const { start, end } = nodeAt(root, pointer) ?? { start: 0, end: 0 };
    return handlerFinding(code, words, pointer, lines.rangeAt(start, end));
  };
  return entries.flatMap(({ index, className, method }) => {
    const own = classesNamed(classes, className);
    if (own.length === 0) {
      const meant = nearestWord(className, [...new Set(classes.map(({ name }) => name))]);
      return [find('handlers/class', noClass(className, meant), pointerOf([index, 'class']))];
    }
    const functions = own.flatMap((each) => each.functions.map(({ name }) => name));
    if (own.some(({ isDerived }) => isDerived) || functions.some((name) => isSame(name, method))) return [];
    const words = noFunction(className, method, nearestWord(method, [...new Set(functions)]));
    return [find('handlers/function', words, pointerOf([index, 'method']))];
  });
}

/** The files that have a class. */
export function classesNamed<C extends NamedClass>(classes: readonly C[], wanted: string): C[] {
  return classes.filter(({ name }) => isSame(name, wanted));
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function noClass(name: string, meant: string | undefined): Phrase {
  const shown = shortened(name, LONGEST_NAME);
  return meant === undefined
    ? phrase('There is no class “{0}” in Classes or WebCode.', shown)
    : phrase('There is no class “{0}” in Classes or WebCode; is “{1}” meant?', shown, meant);
}

function noFunction(className: string, name: string, meant: string | undefined): Phrase {
  const [owner, shown] = [shortened(className, LONGEST_NAME), shortened(name, LONGEST_NAME)];
  return meant === undefined
    ? phrase('The class “{0}” has no function “{1}”.', owner, shown)
    : phrase('The class “{0}” has no function “{1}”; is “{2}” meant?', owner, shown, meant);
}
