import fs from 'node:fs';
// What the source code says to people, read from its syntax trees.
import path from 'node:path';
import {
  isAsExpression,
  isBinaryExpression,
  isCallExpression,
  isConditionalExpression,
  isElementAccessExpression,
  isIdentifier,
  isNewExpression,
  isNoSubstitutionTemplateLiteral,
  isObjectLiteralExpression,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isSatisfiesExpression,
  isSpreadElement,
  isStringLiteral,
  isTemplateExpression,
  isVariableDeclaration,
  type Node,
  type SourceFile,
} from 'typescript/unstable/ast';
import { API } from 'typescript/unstable/sync';

export interface ShownStrings {
  /** English string, the key in the bundles, and where it is used first. */
  readonly keys: Map<string, string>;
  /** Calls of `l10n.t` and `phrase` whose text cannot be told. */
  readonly untold: string[];
  /** Calls that give more or fewer values than their text has places. */
  readonly unfilled: string[];
  /** Literals that reach people without either. */
  readonly plain: string[];
}

/** Rooms that the editor and the start page show strings of; the command line stays English. */
const PROJECTS = ['src/core', 'src/disk', 'src/server', 'src/server/kernel', 'src/vscode', '.'];
/** They translate any phrase and any text, so what it is is known only where it was made. */
const TRANSLATE_ANY = ['src/vscode/host/phraseText.ts', 'src/vscode/host/l10n.ts'];

/** The words of the page: its own, those of the systems, and the titles of what an app sends. */
const FILLED_LATER = /^src[/]core[/](?:flows[/](?:flow|device)Words|systems[/].*(?:Presenter|[/]requestTitles))[.]ts$/;

const TRANSLATES = /(^|\.)l10n\.t$|^phrase$/;
/** The log stays English, so that whoever asks for help can paste it. */
const LOGS = /(^|\.)log\.\w+$|^this\.warn$/;
const SHOWS = /\.(show(Information|Warning|Error)Message|setStatusBarMessage|appendText|appendMarkdown)$/;
/** Properties that VS Code shows. */
const SHOWN =
  /^(title|label|description|detail|tooltip|message|prompt|placeholder|placeHolder|openLabel|saveLabel|heading)$/;
const WORD = /\p{L}{2}/u;
const SENTENCE = /\p{L}{2,} \p{L}+ \p{L}+/u;

/**
 * Keys are the strings that the first argument of `l10n.t(…)` and `phrase(…)` can be: literals, both ends of a choice, and
 * every value of a table that is a constant of the same file. Plain are, in the room `vscode`, words in what VS Code shows
 * (`SHOWS`, `SHOWN`) or in an error, which is what a command that fails shows, and whatever has three words; but
 * not what goes to the log.
 */
export function shownStrings(root: string): ShownStrings {
  const found: ShownStrings = { keys: new Map(), untold: [], unfilled: [], plain: [] };
  const api = new API({ cwd: root });
  try {
    const systems = fs.readdirSync(path.join(root, 'src/server/systems')).map((name) => `src/server/systems/${name}`);
    const openProjects = [...systems, ...PROJECTS].map((folder) => path.join(root, folder, 'tsconfig.json'));
    const snapshot = api.updateSnapshot({ openProjects });
    const files = new Map<string, SourceFile>();
    for (const { rootFiles, program } of snapshot.getProjects()) {
      for (const name of rootFiles) {
        const file = path.relative(root, name).split(path.sep).join('/');
        if (!/^src\/(core|disk|server|vscode)\/|^src\/extension\.ts$/.test(file) || file.endsWith('.d.ts')) continue;
        const source = program.getSourceFile(name);
        if (source) files.set(file, source);
      }
    }
    for (const [file, source] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) readFile(file, source, found);
  } finally {
    api.close();
  }
  return found;
}

function readFile(file: string, source: SourceFile, { keys, untold, unfilled, plain }: ShownStrings): void {
  const constants = constantsOf(source);
  const placeOf = (node: Node) => `${file}:${source.text.slice(0, node.getStart(source)).split('\n').length}`;
  const isShownHere = /^src\/(vscode\/|extension\.ts)/.test(file);
  const plainHere = new Set<string>();
  const notePlain = (node: Node, pattern: RegExp) => {
    if (!isShownHere) return;
    for (const words of wordsOf(node)) if (pattern.test(words)) plainHere.add(`${placeOf(node)} ${words}`);
  };
  const visit = (node: Node): void => {
    if (isCallExpression(node)) {
      const callee = node.expression.getText(source);
      if (LOGS.test(callee)) return;
      if (TRANSLATES.test(callee)) {
        const [template, ...rest] = node.arguments;
        const texts = textsOf(template, constants);
        for (const text of texts ?? []) if (!keys.has(text)) keys.set(text, placeOf(node));
        if (texts === undefined && !TRANSLATE_ANY.includes(file))
          untold.push(`${placeOf(node)} ${node.getText(source)}`);
        const places = Math.max(...(texts ?? []).map(placesOf));
        // The words of the page are filled where they are shown.
        if (texts?.length && places !== rest.length && !rest.some(isSpreadElement) && !FILLED_LATER.test(file)) {
          unfilled.push(`${placeOf(node)} ${node.getText(source)}`);
        }
        for (const each of rest) visit(each);
        return;
      }
      if (SHOWS.test(callee)) for (const each of node.arguments) notePlain(each, WORD);
    } else if (isNewExpression(node) && /Error$/.test(node.expression.getText(source))) {
      for (const each of node.arguments ?? []) notePlain(each, WORD);
    } else if (isPropertyAssignment(node) && SHOWN.test(node.name.getText(source))) {
      notePlain(node.initializer, WORD);
    } else if (isBinaryExpression(node) && isPropertyAccessExpression(node.left) && SHOWN.test(node.left.name.text)) {
      if (node.operatorToken.getText(source) === '=') notePlain(node.right, WORD);
    } else {
      notePlain(node, SENTENCE);
    }
    node.forEachChild(visit);
  };
  source.forEachChild(visit);
  plain.push(...plainHere);
}

/** How many values a text has places for. */
function placesOf(text: string): number {
  return Math.max(-1, ...[...text.matchAll(/\{(\d+)\}/g)].map(([, index]) => Number(index))) + 1;
}

/** Initializers of the constants of a file, by name. */
function constantsOf(source: SourceFile): Map<string, Node> {
  const constants = new Map<string, Node>();
  const visit = (node: Node): void => {
    if (isVariableDeclaration(node) && isIdentifier(node.name) && node.initializer) {
      constants.set(node.name.text, node.initializer);
    }
    node.forEachChild(visit);
  };
  source.forEachChild(visit);
  return constants;
}

/** All that an expression can be; undefined when that is not written in its file. */
function textsOf(node: Node | undefined, constants: Map<string, Node>): string[] | undefined {
  if (!node) return undefined;
  if (isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (isParenthesizedExpression(node) || isAsExpression(node) || isSatisfiesExpression(node)) {
    return textsOf(node.expression, constants);
  }
  if (isConditionalExpression(node)) return all([node.whenTrue, node.whenFalse], constants);
  if (isElementAccessExpression(node) || isPropertyAccessExpression(node)) return textsOf(node.expression, constants);
  if (isObjectLiteralExpression(node)) {
    return all(
      node.properties.map((each) => (isPropertyAssignment(each) ? each.initializer : undefined)),
      constants,
    );
  }
  // Without the name itself: a constant cannot be made of itself, but one of an inner scope may have its name.
  if (isIdentifier(node)) return textsOf(constants.get(node.text), without(constants, node.text));
  return undefined;
}

function all(nodes: readonly (Node | undefined)[], constants: Map<string, Node>): string[] | undefined {
  const texts = nodes.map((each) => textsOf(each, constants));
  return texts.includes(undefined) ? undefined : (texts as string[][]).flat();
}

function without(constants: Map<string, Node>, name: string): Map<string, Node> {
  return new Map([...constants].filter(([each]) => each !== name));
}

/** Words that stand in an expression itself: in its literals, its choices and around the places of its templates. */
function wordsOf(node: Node): string[] {
  if (isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (isConditionalExpression(node)) return [...wordsOf(node.whenTrue), ...wordsOf(node.whenFalse)];
  if (isParenthesizedExpression(node)) return wordsOf(node.expression);
  if (isTemplateExpression(node)) {
    const parts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
    // An icon is no word.
    return parts.map((part) => part.replace(/\$\([a-z~-]+\)/g, '')).filter((part) => part.trim());
  }
  return [];
}
