import { urlDecoded } from '../../../core/base/urlText';
import type { Refusal } from '../answer/refusal';
import type { RefusalForm } from '../answer/refusalForm';

/** A refusal as it is sent. */
export interface FormedRefusal {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

/** Chooses the form of a refusal by the path, where no face could do so. */
export class RefusalForms {
  constructor(private readonly forms: readonly RefusalForm[] = []) {}

  /**
   * @param target path and query of the request. Undefined where nobody can tell it, as when the beginning of the request has
   *   been read before: then the body has the members of all forms, so that each client finds its own
   */
  of(refusal: Refusal, target: string | undefined): FormedRefusal {
    const { statusCode, message } = refusal;
    const first = target === undefined ? undefined : firstSegment(target);
    const forms = this.forms.filter(({ paths }) => first === undefined || paths.includes(first));
    const bodies = forms.map(({ body }) => body(statusCode, message));
    const own = first === undefined || bodies.length === 0 ? [refusal.body] : [];
    return {
      headers: Object.assign({}, ...forms.map(({ headers }) => headers), refusal.headers),
      body: Object.assign({}, ...bodies, ...own),
    };
  }
}

/** Without empty and dot segments: an address with a slash at its end, and a path behind it, make two (RFC 3986, 5.2.4). */
function firstSegment(target: string): string {
  const segments: string[] = [];
  for (const sent of target.replace(/[?#].*$/s, '').split(/\/|%2f/i)) {
    const segment = urlDecoded(sent).toLowerCase();
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments[0] ?? '';
}
