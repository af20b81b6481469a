import type { Refusal } from '../answer/refusal';

/** How the clients of one system read a refusal of what got no route, such as a malformed path. */
export interface RefusalForm {
  /** The first segments of its paths, in lower case. */
  readonly paths: readonly string[];
  readonly body: (status: number, message: string) => object;
}

/** Chooses the form of a refusal by the path, where no face could do so. */
export class RefusalForms {
  constructor(private readonly forms: readonly RefusalForm[] = []) {}

  /**
   * @param target path and query of the request. Undefined where nobody can tell it, as when the beginning of the request has
   *   been read before: then the body has the members of all forms, so that each client finds its own
   */
  body(refusal: Refusal, target: string | undefined): object {
    const { statusCode, message, body } = refusal;
    if (target === undefined)
      return Object.assign({}, ...this.forms.map((form) => form.body(statusCode, message)), body);
    const first = firstSegment(target);
    return this.forms.find(({ paths }) => paths.includes(first))?.body(statusCode, message) ?? body;
  }
}

function firstSegment(target: string): string {
  const [, segment = ''] = /^\/([^/?#]*)/.exec(target) ?? [];
  try {
    return decodeURIComponent(segment).toLowerCase();
  } catch {
    return segment.toLowerCase();
  }
}
