import { REDACTED } from '../protocol/redacted';
import type { NamedSecrets } from './namedSecrets';

/** Headers that name a host, in front of which credentials may stand. */
const HOST = /^(?::authority|host|forwarded|via|x-(?:forwarded|original|real)-(?:host|server))$/;
/** Credentials in front of a host. */
const CREDENTIALS = /(?<![^\s,;="/])([^\s,;="/@:]*:)?[^\s,;="/@]*@/g;
/** The same in a target that is no path: that of `CONNECT`. */
const TARGET = /^([^/?#@:]*:)?[^/?#@]*@/;
/** Of the protocols of a web socket, what says that a secret follows. */
const BEFORE_SECRET = /^(?:bearer|token|base64(?:url)?|jwt|auth(?:orization|entication)?)$/i;

export function isHostHeader(name: string): boolean {
  return HOST.test(name);
}

/** Covers the credentials in front of a host. */
export function redactHost(value: string): string {
  return value.includes('@') ? value.replace(CREDENTIALS, `$1${REDACTED}@`) : value;
}

/** Covers the credentials in a target that begins with a host. */
export function redactTarget(target: string): string {
  return /^[a-z][\w+.-]*:\/\//i.test(target) ? target : target.replace(TARGET, `$1${REDACTED}@`);
}

/** Browsers cannot set headers for a web socket, so tokens are sent as one of its protocols. */
export function redactProtocols(value: string, names: NamedSecrets): string {
  let isSecret = false;
  return value
    .split(/([\s.,]+)/)
    .map((part, at) => {
      if (at % 2 === 1 || part === '') return part;
      if (BEFORE_SECRET.test(part) || names.isName(part)) {
        isSecret = true;
        return /\d/.test(part.replace(/^base64/i, '')) ? REDACTED : part;
      }
      return isSecret && !/^(?:k8s|io)$/.test(part) ? REDACTED : part;
    })
    .join('');
}
