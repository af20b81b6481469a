import { changedJsonText } from '../../../core/json/changedJsonText';
import { REDACTED } from '../../../core/protocol/redacted';
import { areCredentials } from '../../../core/redaction/namedValues';
import { isSecretMember } from '../../../core/redaction/secretMember';
import { isTokenAsUser } from '../../../core/redaction/urlPasswords';
import { isValueBeside } from '../../../core/redaction/valueBeside';
import { hasMobileVariable } from '../../../core/systems/mobile/mobileData';
import type { KnownSecrets } from './knownSecrets';

/** In headers only ASCII is allowed, and in other encodings than UTF-8 only what all of them have. */
const ASCII_MARK = '***';
/** A parameter of a URL or a form, an attribute, or a comparison with its values in braces. */
const PARAMETER =
  /(?<![\w$.%[\]-])([\w$.%[\]-]{1,64})(\s?(?:={1,3}|!={1,2})\s?)("[^"\r\n]*"?|'[^'\r\n]*'?|[^\s&"'<>;#=][^\s&"'<>;#]*)/g;
/** The place of a value that stands apart from its comparison. */
const PLACEHOLDER = /^:\d{1,2}(?!\w)/;
const USER = /(:\/\/)([^\s/:@?#"'<>]*)(:[^\s/@"'<>]+)?@/g;
const ELEMENT = /<([\w:.-]{1,64})(\s[^<>]*)?>([^<>]+)(?=<\/\1\s?>)/g;
const LINE = /^(\s*"?([\w$.-]{1,64})"?:[ \t]*"?)([^\s"][^\r\n"]*)/gm;
const CREDENTIALS = /\b(Bearer|Basic|DPoP)(\s+)([\w.~+/-]{8,}=*)/gi;
/** An amount, such as that of “token=12 coins”. */
const AMOUNT = /^\d{1,3}$/;
/** What says that there is no secret. */
const NOTHING = /^(?:none|no|yes|null|n\/a|-+)$/i;
const EMAIL_BEFORE = /[\p{L}\p{N}._+-]/u;
const EMAIL_AFTER = /^(?:[\p{L}\p{N}_-]|\.[\p{L}\p{N}])/u;
const ESCAPE_BEFORE = /%[0-9a-f]{2}$/i;
const DEEPEST_TEXT = 3;

export interface CleanerParts {
  /** Of the session. Without `@`, it is that of a guest, and no address. */
  readonly email: string;
  readonly secrets: KnownSecrets;
  /** Scheme and host of this server. Links to it become paths. */
  readonly origin: string;
}

/** A body without what belongs to one user alone. */
export interface CleanText {
  readonly text: string;
  /** Whether it has what looks like a variable and is none. Then it has no variables at all. */
  readonly literal: boolean;
  /** Whether a variable stands for the e-mail. */
  readonly isVariable: boolean;
}

/**
 * Takes out of an answer what belongs to one user or one server alone: secrets by their value and by the name of their member, the
 * e-mail, and the address of this server. It remembers what it has covered.
 */
export class AnswerCleaner {
  private readonly found = new Set<string>();

  constructor(private readonly parts: CleanerParts) {}

  /** What was covered, for people. None of it is secret. */
  get covered(): readonly string[] {
    return [...this.found].sort();
  }

  /** A body in UTF-8, of any type. In what looks like JSON, all stays as it is written that is not covered. */
  body(text: string): CleanText {
    const covered = this.withoutSecrets(text, undefined, 0);
    if (hasMobileVariable(covered)) return { text: this.withoutEmail(covered), literal: true, isVariable: false };
    const filled = this.withEmail(covered, '{{email}}');
    return { text: filled, literal: false, isVariable: filled !== covered };
  }

  /** A body for which no variables are filled in, such as one in another encoding than UTF-8. */
  plainBody(text: string): string {
    return this.withoutEmail(this.withoutSecrets(text, undefined, 0), ASCII_MARK).replaceAll(REDACTED, ASCII_MARK);
  }

  bytes(bytes: Uint8Array): Uint8Array {
    const covered = this.parts.secrets.coveredBytes(bytes);
    if (Buffer.compare(covered, bytes) !== 0) this.found.add('a secret in bytes');
    return covered;
  }

  header(value: string): string {
    return this.plainBody(value);
  }

  /** A path, decoded. */
  path(path: string): string {
    return this.body(path).text;
  }

  /** The value of a query parameter: true, for any value, where it is secret or looks like a variable. */
  parameter(name: string, value: string): string | true {
    if (value !== '' && isSecretMember(name, value)) {
      this.found.add(`the parameter “${name}”`);
      return true;
    }
    const { text, literal } = this.body(value);
    return literal || text.includes(REDACTED) ? true : text;
  }

  private withoutSecrets(text: string, name: string | undefined, depth: number): string {
    if (name !== undefined && text !== '' && !NOTHING.test(text) && isSecretMember(name, text)) {
      this.found.add(`the member “${name}”`);
      return REDACTED;
    }
    const isJson = depth < DEEPEST_TEXT && /^\uFEFF?\s*(?:\{\s*["}]|\[\s*["{[\d])/.test(text);
    if (isJson) return this.json(text, depth);
    return this.local(this.byValue(depth === 0 ? this.byNameInText(text) : this.byParameter(text)));
  }

  private json(text: string, depth: number): string {
    return changedJsonText(text, {
      key: (name) => this.withoutEmail(this.byValue(name)),
      text: (value, name) => this.withoutSecrets(value, name, depth + 1),
      number: (written, name) => {
        if (name === undefined || !/\d{4}/.test(written) || !isSecretMember(name, written)) return this.number(written);
        this.found.add(`the number “${name}”`);
        return '0';
      },
      inside: (name, outer) => (outer !== undefined && isValueBeside(name) && isSecretMember(outer) ? outer : name),
    });
  }

  private number(written: string): string {
    return this.byValue(written) === written ? written : '0';
  }

  private byValue(text: string): string {
    const covered = this.parts.secrets.covered(text);
    if (covered !== text) this.found.add('a secret that the server knows, or that looks like one');
    return covered;
  }

  private byParameter(text: string): string {
    return text
      .replace(PARAMETER, (all, name: string, between: string, value: string) => {
        if (AMOUNT.test(value) || PLACEHOLDER.test(value) || !isSecretMember(decodedName(name), value)) return all;
        const quote = /^["']/.exec(value)?.[0] ?? '';
        return this.named(name, name + between + quote) + quote;
      })
      .replace(USER, (all, before: string, user: string, password: string | undefined) => {
        if (password !== undefined) return `${this.named(user, `${before}${user}:`)}@`;
        return isTokenAsUser(user) ? `${this.named('://', before)}@` : all;
      })
      .replace(CREDENTIALS, (all, scheme: string, space: string, value: string) =>
        areCredentials(scheme, value) ? this.named(scheme, scheme + space) : all,
      );
  }

  private byNameInText(text: string): string {
    return this.byParameter(text)
      .replace(ELEMENT, (all, name: string, more: string | undefined, value: string) =>
        isSecretMember(name.replace(/^.*:/, ''), value) ? this.named(name, `<${name}${more ?? ''}>`) : all,
      )
      .replace(LINE, (all, before: string, name: string, value: string) =>
        isSecretMember(name, value) ? this.named(name, before) : all,
      );
  }

  private named(name: string, before: string): string {
    this.found.add(`what “${name}” names in a text`);
    return before + REDACTED;
  }

  /** Links to this server as paths, because another one plays the answer. */
  private local(text: string): string {
    return text.replaceAll(`${this.parts.origin}/`, '/');
  }

  private withoutEmail(text: string, mark: string = REDACTED): string {
    const covered = this.withEmail(text, mark);
    if (covered !== text) this.found.add('the e-mail, where no variable can stand');
    return covered;
  }

  private withEmail(text: string, instead: string): string {
    const { email } = this.parts;
    if (!email.includes('@')) return text;
    return [email, email.replace('@', '%40')].reduce((left, each) => wholeReplaced(left, each, instead), text);
  }
}

/** Puts something in the place of an address where it is no part of a longer one. Case does not matter. */
function wholeReplaced(text: string, address: string, instead: string): string {
  const lower = text.toLowerCase();
  // Where small letters are more or fewer, places in one text are none in the other.
  const [searched, sought] = lower.length === text.length ? [lower, address.toLowerCase()] : [text, address];
  let result = '';
  let from = 0;
  for (let at = searched.indexOf(sought); at >= 0; at = searched.indexOf(sought, at + 1)) {
    const before = text.slice(Math.max(0, at - 3), at);
    const isPart = EMAIL_BEFORE.test(before.at(-1) ?? '') && !ESCAPE_BEFORE.test(before);
    if (at < from || isPart || EMAIL_AFTER.test(text.slice(at + sought.length, at + sought.length + 3))) continue;
    result += text.slice(from, at) + instead;
    from = at + sought.length;
  }
  return result + text.slice(from);
}

function decodedName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
