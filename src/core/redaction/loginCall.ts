import type { JsonNode } from '../json/jsonText';
import { parseJson } from '../json/parseJson';
import { isLoginName } from '../protocol/loginPath';
import { REDACTED } from '../protocol/redacted';
import { plainName } from '../protocol/secretNames';
import { hasShapeOfName, isContainerOfLogin, isShownInLogin } from './shownInLogin';

type Members = NonNullable<JsonNode['members']>;

/** Members that name the function a body calls: those of JSON-RPC, of Mendix, and of what is made by hand. */
const FUNCTION = new Set(
  'method methodname action actionname function functionname func fn call procedure command cmd op operation operationname rpc microflow event msg type'.split(
    ' ',
  ),
);
/** Members that have a document of GraphQL. */
const DOCUMENT = /^(?:query|mutation|document)$/i;
const LONGEST_NAME = 200;
const IDENTIFIER = /^[\p{L}_$][\p{L}\p{N}_$.:/-]*$/u;
/** So many items may stand in a list before its parameters: a number, an id, and the name of the function. */
const MOST_BEFORE = 3;
/** Members that have the URL of an inner request. */
const URL_NAME = /^(?:relative_?)?(?:url|uri|path|href|target|endpoint|route)$/i;
const LONGEST_URL = 2000;
/** A name in a document of GraphQL or in a program, and what follows it if it is called. */
const CALL = /(?<![\w$.])(\w{1,100})\s{0,20}\(/g;
/** A text, a number or a word with digits in a document, with the name before it, or a comment. A text that nothing ends goes up to the end. */
const VALUE =
  /#[^\r\n]*|(?:(?<![\w$])(\w{1,64})\s{0,8}:\s{0,8})?(?:"""[\s\S]*?(?:"""|$)|"(?:[^"\\]|\\[\s\S])*(?:"|\\?$)|(?<![\w.-])\d{4,}(?![\w.])|(?<=:\s{0,8})[A-Za-z_]*\d\w*)/g;
/** The name of an element of XML, without its namespace. */
const ELEMENT = /<(?:[\w.-]{1,64}:)?([\w.-]{1,100})/g;
/** The name of a method of XML-RPC. */
const METHOD = /<methodName>\s*([\w.:/-]+)/;
const GRAPHQL = /^\s*(?:mutation|query|subscription|\{\s*\w+\s*\()/;

/**
 * Whether an object of JSON calls a function that is a login: the function is named in it, or among its parameters. Beside
 * parameters, any member may name it.
 */
export function isLoginCall(members: Members, text: string): boolean {
  let hasParameters = false;
  let isNamed = false;
  for (const [key, node] of members) {
    if (namesLogin(key, node, text)) return true;
    isNamed ||= isLoginText(node, text);
    if (!isContainerOfLogin(key)) continue;
    hasParameters = true;
    for (const [inner, member] of node.members ?? []) if (namesLogin(inner, member, text)) return true;
  }
  return hasParameters && isNamed;
}

/** Where the parameters begin in a list that calls a login, as sockets send it: `["login", …]`, `[2, "7", "Login", …]`. */
export function parametersOfList(items: readonly JsonNode[], text: string): number | undefined {
  const at = items.slice(0, MOST_BEFORE).findIndex((item) => isLoginText(item, text));
  return at < 0 ? undefined : at + 1;
}

function isLoginText({ kind, start, end }: JsonNode, text: string): boolean {
  if (kind !== 'string' || end - start > LONGEST_NAME) return false;
  const name = meantText(text, start, end);
  return IDENTIFIER.test(name) && isLoginName(name);
}

/** The URL that a member of an object has: that of an inner request, as those of `$batch`. */
export function calledUrl(members: Members, text: string): string | undefined {
  for (const [key, { kind, start, end }] of members) {
    if (kind === 'string' && URL_NAME.test(key) && end - start <= LONGEST_URL) return meantText(text, start, end);
  }
  return undefined;
}

/** Whether a text that is no JSON calls a function that is a login: XML-RPC, SOAP, or GraphQL. */
export function isLoginCallText(text: string): boolean {
  if (/^\s*</.test(text)) return isLoginName(METHOD.exec(text)?.[1] ?? '') || isLoginElement(text);
  return GRAPHQL.test(text) && callsLogin(text);
}

/** Whether a member has a document of GraphQL, in which the parameters of a login stand. */
export function isDocument(name: string): boolean {
  return DOCUMENT.test(name);
}

/** Whether a parameter of a URL or a form names a function that is a login, or has a document that calls one. */
export function isLoginParameter(name: string, value: string): boolean {
  if (FUNCTION.has(plainName(name))) return value.length <= LONGEST_NAME && isLoginName(value);
  return DOCUMENT.test(name) && GRAPHQL.test(value) && callsLogin(value);
}

/** Covers what a document of GraphQL gives to its functions, but what is known to be a user or an option. */
export function redactDocument(document: string): string {
  return document.replace(VALUE, (all, name: string | undefined) => {
    if (all.startsWith('#')) return `#${REDACTED}`;
    if (name !== undefined && isShownInLogin(name) && hasShapeOfName(name, givenIn(all))) return all;
    const start = /^\w+\s*:\s*/.exec(all)?.[0] ?? '';
    return all.endsWith('"') ? `${start}"${REDACTED}"` : start + REDACTED;
  });
}

/** A value in a document, without its name and its quotes. */
function givenIn(written: string): string {
  return written.replace(/^\w+\s*:\s*/, '').replace(/^"{1,3}|"{1,3}$/g, '');
}

/** Whether the first element of XML is a login, or the first one in the body of SOAP. */
function isLoginElement(text: string): boolean {
  let last: string | undefined;
  for (const [, name = ''] of text.matchAll(ELEMENT)) {
    if ((last === undefined || last === 'Body') && isLoginName(name)) return true;
    last = name;
  }
  return false;
}

function namesLogin(key: string, { kind, start, end }: JsonNode, text: string): boolean {
  if (kind !== 'string') return false;
  if (FUNCTION.has(plainName(key))) return end - start <= LONGEST_NAME && isLoginName(meantText(text, start, end));
  return DOCUMENT.test(key) && callsLogin(meantText(text, start, end));
}

function callsLogin(document: string): boolean {
  for (const [, name = ''] of document.matchAll(CALL)) if (isLoginName(name)) return true;
  return false;
}

function meantText(text: string, start: number, end: number): string {
  return parseJson(text.slice(start, end)) as string;
}
