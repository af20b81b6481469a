import type { JsonNode } from '../json/jsonText';
import { parseJson } from '../json/parseJson';
import { isLoginName } from '../protocol/loginPath';
import { REDACTED } from '../protocol/redacted';
import { plainName } from '../protocol/secretNames';
import { isContainerOfLogin, isShownInLogin } from './shownInLogin';

type Members = NonNullable<JsonNode['members']>;

/** Members that name the function a body calls: those of JSON-RPC, of Mendix, and of what is made by hand. */
const FUNCTION = new Set(
  'method methodname action actionname function functionname func fn call procedure command cmd op operation operationname rpc microflow'.split(
    ' ',
  ),
);
/** Members that have a document of GraphQL. */
const DOCUMENT = /^(?:query|mutation|document)$/i;
const LONGEST_NAME = 200;
/** A name in a document of GraphQL or in a program, and what follows it if it is called. */
const CALL = /(?<![\w$.])(\w{1,100})\s{0,20}\(/g;
/** A text or a number in a document, with the name before it. A text that nothing ends goes up to the end. */
const VALUE =
  /(?:(?<![\w$])(\w{1,64})\s{0,8}:\s{0,8})?(?:"""[\s\S]*?(?:"""|$)|"(?:[^"\\]|\\[\s\S])*(?:"|\\?$)|(?<![\w.-])\d{4,}(?![\w.]))/g;
/** The name of an element of XML, without its namespace. */
const ELEMENT = /<(?:[\w.-]{1,64}:)?([\w.-]{1,100})/g;
/** The name of a method of XML-RPC. */
const METHOD = /<methodName>\s*([\w.:/-]+)/;
const GRAPHQL = /^\s*(?:mutation|query|subscription|\{\s*\w+\s*\()/;

/** Whether an object of JSON calls a function that is a login: the function is named in it, or among its parameters. */
export function isLoginCall(members: Members, text: string): boolean {
  for (const [key, node] of members) {
    if (namesLogin(key, node, text)) return true;
    if (!node.members || !isContainerOfLogin(key)) continue;
    for (const [inner, member] of node.members) if (namesLogin(inner, member, text)) return true;
  }
  return false;
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

/** Covers what a document of GraphQL gives to its functions, but what is known to be a user or an option. */
export function redactDocument(document: string): string {
  return document.replace(VALUE, (all, name: string | undefined) => {
    if (name !== undefined && isShownInLogin(name)) return all;
    const start = /^\w+\s*:\s*/.exec(all)?.[0] ?? '';
    return all.endsWith('"') ? `${start}"${REDACTED}"` : start + REDACTED;
  });
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
