import type { JsonError } from '../core/compliance/jsonErrorText';
import { messageProblem } from '../core/flows/messageProblem';

/** The API of VS Code in a webview. A page can acquire it only once. */
interface VSCodeApi {
  postMessage(message: object): void;
  getState(): unknown;
  setState(state: object): void;
}

declare function acquireVsCodeApi(): VSCodeApi;

/** What every page may tell: a message of the extension was not as its schema has it. */
interface Misunderstood {
  readonly kind: 'misunderstood';
  readonly problem: string;
}

/** The validator of what the extension sends to a page. */
export interface MessageValidator {
  (value: unknown): boolean;
  errors?: readonly JsonError[] | null;
}

/** The extension behind a page. */
export class PageLink<To extends object, From extends { readonly kind: string }, Place extends object> {
  private readonly api = acquireVsCodeApi();

  /** @param readPlace reads what the page has kept; undefined when it cannot be used */
  constructor(
    private readonly validate: MessageValidator,
    private readonly readPlace: (value: unknown) => Place | undefined,
  ) {}

  send(message: From | Misunderstood): void {
    this.api.postMessage(message);
  }

  /** Receives messages from the frame around the page. One that is not as it must be is ignored, and the extension
   * is told. */
  listen(listener: (message: To) => void): void {
    window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const problem = messageProblem(this.validate, data);
      if (problem === undefined) listener(data as To);
      else this.send({ kind: 'misunderstood', problem: problem.slice(0, 500) });
    });
  }

  get place(): Place | undefined {
    return this.readPlace(this.api.getState());
  }

  keep(place: Place): void {
    this.api.setState(place);
  }
}
