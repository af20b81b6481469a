import { REDACTED } from '../protocol/redacted';
import type { NamedSecrets } from './namedSecrets';

const MARKUP = /<!\[CDATA\[|<!--|<(?:[^<>"']|"[^"]*"|'[^']*')*>|[^<]+/y;
const DECLARATION =
  /^<\?xml(?:\s+(?:version="1\.[01]"|encoding="[A-Za-z0-9_-]{1,20}"|standalone="(?:yes|no)"))*\s*\?>$/;
const TAG = /^<(\/?)([\p{L}_][\p{L}\p{N}_:.-]{0,99})((?:\s[\s\S]*?)?)(\/?)>$/u;
const ATTRIBUTE = /\s+([\p{L}_][\p{L}\p{N}_:.-]{0,99})\s*=\s*("[^"]*"|'[^']*')/uy;
const NAMESPACE = /^(?:urn:|https?:\/\/)[^\s"'<>]*$/;

interface Open {
  readonly name: string;
  hasElements: boolean;
}

/**
 * Covers all values of the XML of a login, but those that are known to be a user or an option.
 * @returns undefined if the text is not wholly XML, so that nobody knows what is a value in it
 */
export function redactLoginXml(text: string, names: NamedSecrets): string | undefined {
  const open: Open[] = [];
  let shown = '';
  let roots = 0;
  for (let at = 0; at < text.length; ) {
    MARKUP.lastIndex = at;
    const found = MARKUP.exec(text)?.[0];
    if (found === undefined) return undefined;
    const end =
      found === '<!--' ? endOf(text, '-->', at) : found === '<![CDATA[' ? endOf(text, ']]>', at) : at + found.length;
    if (end < 0) return undefined;
    const element = open.at(-1);
    if (!found.startsWith('<') || found === '<![CDATA[') {
      const value = found === '<![CDATA[' ? text.slice(at + found.length, end - 3) : found;
      const isBlank = value.trim() === '' || value === '\ufeff';
      if (!element && !isBlank) return undefined;
      const isLeaf = element !== undefined && !element.hasElements && text.startsWith('</', end);
      shown += isBlank || (isLeaf && fits(element.name, value.trim(), names)) ? text.slice(at, end) : REDACTED;
    } else if (found === '<!--') {
      shown += found + REDACTED + text.slice(end - 3, end);
    } else if (found.startsWith('<?')) {
      if (!DECLARATION.test(found) || shown.trim() !== '') return undefined;
      shown += found;
    } else {
      const tag = tagOf(found, names);
      if (!tag) return undefined;
      if (tag.kind === 'end' && open.pop()?.name !== tag.name) return undefined;
      if (tag.kind !== 'end') {
        if (element) element.hasElements = true;
        else if (++roots > 1) return undefined;
      }
      if (tag.kind === 'start') open.push({ name: tag.name, hasElements: false });
      shown += tag.shown;
    }
    at = end;
  }
  return open.length === 0 && roots === 1 ? shown : undefined;
}

interface Tag {
  readonly kind: 'start' | 'end' | 'empty';
  readonly name: string;
  readonly shown: string;
}

function tagOf(tag: string, names: NamedSecrets): Tag | undefined {
  const [, slash, name = '', attributes = '', empty = ''] = TAG.exec(tag) ?? [];
  if (name === '' || !names.isShownName(plain(name))) return undefined;
  if (slash) return attributes.trim() === '' && empty === '' ? { kind: 'end', name, shown: tag } : undefined;
  const shown = redactAttributes(attributes, names);
  return shown === undefined
    ? undefined
    : { kind: empty ? 'empty' : 'start', name, shown: `<${name}${shown}${empty}>` };
}

function redactAttributes(text: string, names: NamedSecrets): string | undefined {
  let shown = '';
  let at = 0;
  ATTRIBUTE.lastIndex = 0;
  for (let found = ATTRIBUTE.exec(text); found; found = ATTRIBUTE.exec(text)) {
    const [all, name = '', quoted = ''] = found;
    const value = quoted.slice(1, -1);
    if (!names.isShownName(plain(name))) return undefined;
    const isShown = /^xmlns(?::|$)/.test(name) ? NAMESPACE.test(value) : fits(name, value, names);
    shown += isShown ? all : all.replace(quoted, `"${REDACTED}"`);
    at = ATTRIBUTE.lastIndex;
  }
  return text.slice(at).trim() === '' ? shown + text.slice(at) : undefined;
}

function fits(name: string, value: string, names: NamedSecrets): boolean {
  return !names.isOwn(plain(name)) && !names.isContainer(plain(name)) && names.fits(plain(name), value);
}

/** A name without its namespace. */
function plain(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}

function endOf(text: string, end: string, at: number): number {
  const found = text.indexOf(end, at);
  return found < 0 ? -1 : found + end.length;
}
